"""Structured data (schema.org, JSON-LD) of the site, a practice, a selection, the open data."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from app.catalogue.news import changed_on
from app.catalogue.query import Query
from app.content.headline import Headline
from app.content.page import Selection
from app.content.practice import Practice
from app.web.current import current_catalogue
from app.web.links import absolute, search_path, sheet_path, term_path

LICENCE = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
Described = dict[str, Any]


def describe_site() -> Described:
    """WebSite, with the address that searches it."""
    site = current_catalogue().library.site
    target = f"{absolute(url_for('search'))}?q={{search_term_string}}"
    return _describe(
        {
            "@type": "WebSite",
            "name": site.name,
            "description": site.baseline,
            "url": absolute(url_for("home")),
            "inLanguage": "fr",
            "publisher": _publisher(),
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": target},
                "query-input": "required name=search_term_string",
            },
        }
    )


def describe_sheet(practice: Practice) -> Described:
    """Article, and the BreadcrumbList that the page shows."""
    return _describe({"@graph": [_article_of(practice), _trail_of(practice)]})


def _article_of(practice: Practice) -> Described:
    catalogue = current_catalogue()
    vocabulary = catalogue.vocabulary
    address = absolute(sheet_path(practice))
    documents = catalogue.library.documents
    return {
        "@type": "Article",
        "@id": f"{address}#fiche",
        "headline": practice.title,
        "description": practice.summary,
        "url": address,
        "mainEntityOfPage": address,
        "image": absolute(url_for("sheet_preview", slug=practice.slug)),
        "datePublished": practice.published.isoformat(),
        "dateModified": changed_on(practice).isoformat(),
        "inLanguage": "fr",
        "license": LICENCE,
        "isAccessibleForFree": True,
        "author": _publisher(),
        "publisher": _publisher(),
        "about": {"@type": "Organization", "name": practice.organisation.name},
        "articleSection": vocabulary.label("themes", practice.theme),
        "keywords": [vocabulary.label("levers", slug) for slug in practice.levers],
        "spatialCoverage": [vocabulary.label("departments", code) for code in practice.territory.departments],
        "isBasedOn": [
            {"@type": "CreativeWork", "name": document.title, **({"url": document.url} if document.url else {})}
            for document in (documents[citation.document] for citation in practice.sources)
        ],
    }


def _trail_of(practice: Practice) -> Described:
    theme = current_catalogue().vocabulary.label("themes", practice.theme)
    trail = [
        ("Pratiques", absolute(url_for("search"))),
        (theme, absolute(term_path("theme", practice.theme))),
        (practice.title, absolute(sheet_path(practice))),
    ]
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": item}
        for position, (name, item) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def describe_selection(selection: Selection, headlines: Sequence[Headline]) -> Described:
    """ItemList of the practices; and the Event of a webinar."""
    listed = {
        "@type": "ItemList",
        "name": selection.title,
        "description": selection.summary,
        "url": absolute(url_for("curated", slug=selection.slug)),
        "numberOfItems": len(headlines),
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": one.title, "url": absolute(sheet_path(one))}
            for position, one in enumerate(headlines, start=1)
        ],
    }
    return _describe({"@graph": [listed, _event_of(selection)]} if selection.date else listed)


def _event_of(selection: Selection) -> Described:
    page = absolute(url_for("curated", slug=selection.slug))
    place = {"@type": "Place", "name": selection.place, "address": selection.place}
    online = {"@type": "VirtualLocation", "url": selection.connection or page}
    mode = "Offline" if selection.place else "Online"
    if selection.place and selection.connection:
        mode = "Mixed"
    host = {"@type": "Organization", "name": selection.host} if selection.host else _publisher()
    begins = selection.starts or selection.date
    return {
        "@type": "Event",
        "@id": f"{page}#evenement",
        "name": selection.title,
        "description": selection.summary,
        "url": page,
        "image": absolute(url_for("curated_preview", slug=selection.slug)),
        "startDate": begins.isoformat() if begins else None,
        **({"endDate": selection.ends.isoformat()} if selection.ends else {}),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "location": [place, online] if mode == "Mixed" else place if selection.place else online,
        "organizer": host,
        "inLanguage": "fr",
        "isAccessibleForFree": True,
        **({"offers": _registration(selection.registration)} if selection.registration else {}),
    }


def _registration(address: str) -> Described:
    return {"@type": "Offer", "url": address, "price": 0, "priceCurrency": "EUR"}


def describe_base() -> Described:
    """Dataset, with each file that can be downloaded."""
    catalogue = current_catalogue()
    site = catalogue.library.site
    newest = max(map(changed_on, catalogue.headlines), default=catalogue.today())
    files = [
        ("application/json", url_for("everything")),
        ("text/csv", search_path(Query(), "csv")),
        ("application/atom+xml", search_path(Query(), "atom")),
    ]
    return _describe(
        {
            "@type": "Dataset",
            "name": f"{site.name}, {site.region}",
            "description": f"{site.baseline} {len(catalogue.practices)} pratiques décrites selon un même schéma.",
            "url": absolute(url_for("data")),
            "inLanguage": "fr",
            "license": LICENCE,
            "isAccessibleForFree": True,
            "creator": _publisher(),
            "spatialCoverage": site.region,
            "dateModified": newest.isoformat(),
            "version": catalogue.fingerprint,
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": absolute(path)} for kind, path in files
            ],
        }
    )


def _describe(what: Described) -> Described:
    return {"@context": "https://schema.org", **what}


def _publisher() -> Described:
    editor = current_catalogue().library.site.editor
    return {"@type": "Organization", "name": editor.name, "email": editor.email}
