"""Views for programs: open data, told and dumped, JSON Schema, sitemap, robots.txt, OpenSearch, llms.txt, health."""

from flask import Response, jsonify, render_template

from app.catalogue.news import changed_on
from app.catalogue.query import Query
from app.content.field import practice_fields, practice_schema, walk
from app.web.api.csv import CSV_COLUMNS
from app.web.api.json import practice_to_dict
from app.web.api.model import Base, Derived, Health
from app.web.current import current_catalogue
from app.web.links import write_hues_css
from app.web.sharing.structured import describe_base


def data() -> str:
    """View: documentation of the open data (downloads, fields, licence)."""
    return render_template(
        "data.html",
        columns=CSV_COLUMNS,
        fields=list(walk(practice_fields())),
        derived={name: field.description for name, field in Derived.model_fields.items()},
        structured=describe_base(),
        asked=_example(),
    )


def _example() -> Query:
    """Example query: the first example of the site, in the department with most practices."""
    catalogue = current_catalogue()
    counts = catalogue.counts("department")
    most = max(counts, key=lambda code: counts[code], default=None)
    examples = catalogue.library.site.examples
    return Query(text=examples[0] if examples else "", terms=(("department", most),) if most else ())


def everything() -> Response:
    """View: JSON dump of every practice with its sections, the vocabulary and the documents."""
    catalogue = current_catalogue()
    library = catalogue.library
    base = Base(
        fingerprint=catalogue.fingerprint,
        licence="Licence Ouverte 2.0 (Etalab)",
        vocabulary=library.vocabulary.model_dump(mode="json", exclude_none=True),
        documents={key: doc.model_dump(mode="json", exclude_none=True) for key, doc in library.documents.items()},
        practices=[practice_to_dict(practice) for practice in catalogue.practices],
    )
    return jsonify(base.to_dict())


def schema() -> Response:
    """View: JSON Schema of the front matter, with the terms of this vocabulary as enums."""
    library = current_catalogue().library
    body = jsonify(practice_schema(library.vocabulary, library.documents))
    body.content_type = "application/schema+json"
    return body


def hues() -> Response:
    """View: style sheet of the hues of themes. The Content-Security-Policy forbids inline styles."""
    return Response(write_hues_css(), content_type="text/css; charset=utf-8")


def sitemap() -> Response:
    """View: sitemap.xml, with `lastmod`; lists change with the newest of their practices."""
    catalogue = current_catalogue()
    newest = max(map(changed_on, catalogue.headlines), default=catalogue.today())
    return print_text("sitemap.xml", "application/xml", newest=newest, changed_on=changed_on)


def healthz() -> Response:
    """View: health check, never cached."""
    catalogue = current_catalogue()
    health = Health(
        fingerprint=catalogue.fingerprint,
        practices=len(catalogue.practices),
        problems=len(catalogue.library.problems),
    )
    answer = jsonify(health.to_dict())
    answer.cache_control.no_store = True  # asked to know how it is now
    return answer


def print_text(template: str, content_type: str = "text/plain", **values: object) -> Response:
    """View of a template that is no page: robots.txt, OpenSearch description, llms.txt."""
    return Response(render_template(template, **values), content_type=f"{content_type}; charset=utf-8")
