"""Views for programs: JSON Schema, sitemap, robots.txt, OpenSearch description, llms.txt, health check."""

from flask import Response, jsonify, render_template

from app.content.field import practice_schema
from app.web.api.feed import changed_on
from app.web.api.model import Health
from app.web.current import current_catalogue
from app.web.links import write_hues_css


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
    return _print("sitemap.xml", "application/xml; charset=utf-8", newest=newest, changed_on=changed_on)


def robots() -> Response:
    """View: robots.txt."""
    return _print("robots.txt", "text/plain; charset=utf-8")


def opensearch() -> Response:
    """View: OpenSearch description document."""
    return _print("opensearch.xml", "application/opensearchdescription+xml; charset=utf-8")


def llms() -> Response:
    """View: llms.txt."""
    return _print("llms.txt", "text/plain; charset=utf-8")


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


def _print(template: str, content_type: str, **values: object) -> Response:
    return Response(render_template(template, **values), content_type=content_type)
