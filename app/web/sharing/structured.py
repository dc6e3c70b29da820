"""Structured data (schema.org, JSON-LD) of the site, of a practice, of the open data."""

from typing import Any

from flask import url_for

from app.catalogue.query import Query
from app.content.practice import Practice
from app.web.api.feed import changed_on
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
