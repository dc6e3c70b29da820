"""Every address of the site: its table of contents."""

from collections.abc import Callable

from flask import Flask
from flask.typing import ResponseReturnValue

from app.web import browse, page, search, selection, service, sheet

ROUTES: list[tuple[str, str, Callable[..., ResponseReturnValue]]] = [
    ("/", "home", page.home),
    ("/pratiques", "search", search.show),
    ("/pratiques.<any(json, csv, atom):form>", "search_as", search.show_as),
    ("/pratiques/<slug>", "sheet", sheet.show),
    ("/pratiques/<slug>.md", "sheet_source", sheet.show_source),
    ("/pratiques/<slug>.json", "sheet_json", sheet.show_json),
    ("/p/<code>", "short", sheet.redirect_short),
    ("/leviers", "levers", browse.levers),
    ("/leviers/<slug>", "lever", browse.lever),
    ("/secteurs", "sectors", browse.sectors),
    ("/secteurs/<slug>", "sector", browse.sector),
    ("/themes/<slug>", "theme", browse.theme),
    ("/vigilance", "pitfalls", browse.pitfalls),
    ("/couverture", "coverage", browse.coverage),
    ("/glossaire", "glossary", browse.glossary),
    ("/sources", "documents", browse.documents),
    ("/selections", "selections", selection.index),
    ("/selections/<slug>", "curated", selection.curated),
    ("/suggestions", "suggestions", search.suggest),
    ("/schema/practice.json", "schema", service.schema),
    ("/sitemap.xml", "sitemap", service.sitemap),
    ("/robots.txt", "robots", service.robots),
    ("/opensearch.xml", "opensearch", service.opensearch),
    ("/llms.txt", "llms", service.llms),
    ("/healthz", "healthz", service.healthz),
    ("/<slug>", "page", page.show),
]


def add_routes(app: Flask) -> None:
    """Bind each address to its view."""
    for path, endpoint, view in ROUTES:
        app.add_url_rule(path, endpoint, view)
