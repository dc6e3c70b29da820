"""Every address of the site: its table of contents."""

from collections.abc import Callable

from flask import Flask
from flask.typing import ResponseReturnValue

from app.web import browse, data, openapi, page, pitfalls, search, service, sheet
from app.web.contributing import view as contribution
from app.web.selecting import invitation
from app.web.selecting import view as selection
from app.web.sharing import address, embed, oembed, preview, qr

View = Callable[..., ResponseReturnValue]

# Address, name, view, and the methods when there is more to do than read.
ROUTES: list[tuple[str, str, View] | tuple[str, str, View, list[str]]] = [
    ("/", "home", page.home),
    ("/pratiques", "search", search.show),
    ('/pratiques.<any(json, csv, "tableur.csv", atom, "feed.json"):form>', "search_as", search.show_as),
    ("/pratiques/<slug>", "sheet", sheet.show),
    ("/pratiques/<slug>.md", "sheet_source", sheet.show_source),
    ("/pratiques/<slug>.json", "sheet_json", sheet.show_json),
    ("/pratiques/<slug>/carte", "card", embed.card),
    ("/pratiques/<slug>/qr.<any(svg, png):form>", "sheet_qr", qr.of_sheet),
    ("/pratiques/<slug>/apercu.png", "sheet_preview", preview.of_sheet),
    ("/pratiques.carte", "search_card", embed.search_card),
    ("/pratiques.qr.<any(svg, png):form>", "search_qr", qr.of_search),
    ("/p/<code>", "short", sheet.redirect_short),
    ("/leviers", "levers", browse.levers),
    ("/leviers/<slug>", "lever", browse.lever),
    ("/secteurs", "sectors", browse.sectors),
    ("/secteurs/<slug>", "sector", browse.sector),
    ("/themes/<slug>", "theme", browse.theme),
    ("/publics", "audiences", browse.audiences),
    ("/publics/<slug>", "audience", browse.audience),
    ("/territoires/<slug>", "territory", browse.territory),
    ("/vigilance", "pitfalls", pitfalls.show),
    ("/vigilance/<slug>", "pitfalls_of_lever", pitfalls.show),
    ("/couverture", "coverage", browse.coverage),
    ("/carte", "map", browse.map),
    ("/glossaire", "glossary", browse.glossary),
    ("/sources", "documents", browse.documents),
    ("/selections", "selections", selection.index),
    ("/selections/<slug>", "curated", selection.curated),
    ("/selections/<slug>.ics", "curated_calendar", invitation.show),
    ("/selections/<slug>/carte", "curated_card", embed.curated_card),
    ("/selections/<slug>/qr.<any(svg, png):form>", "curated_qr", qr.of_curated),
    ("/selections/<slug>/apercu.png", "curated_preview", preview.of_curated),
    ("/apercu.png", "site_preview", preview.of_site),
    ("/selection", "selection", selection.show),
    ("/selection/carte", "selection_card", embed.selection_card),
    ("/selection/qr.<any(svg, png):form>", "selection_qr", qr.of_selection),
    ("/s/<code>", "short_selection", address.redirect_short),
    ("/contribuer/formulaire", "form", contribution.show_form),
    ("/contribuer/formulaire", "form_answer", contribution.answer_form, ["POST"]),
    ("/oembed", "oembed", oembed.show),
    ("/suggestions", "suggestions", search.suggest),
    ("/donnees", "data", data.show),
    ("/donnees/base.json", "everything", data.everything),
    ("/openapi.json", "openapi", openapi.show),
    ("/schema/practice.json", "schema", service.schema),
    ("/teintes.css", "hues", service.hues),
    ("/sitemap.xml", "sitemap", service.sitemap),
    ("/robots.txt", "robots", service.robots),
    ("/opensearch.xml", "opensearch", service.opensearch),
    ("/llms.txt", "llms", service.llms),
    ("/healthz", "healthz", service.healthz),
    ("/motifs", "motifs", browse.motifs),
    ("/<slug>", "page", page.show),
]


def add_routes(app: Flask) -> None:
    """Bind each address to its view."""
    for path, endpoint, view, *methods in ROUTES:
        app.add_url_rule(path, endpoint, view, methods=methods[0] if methods else None)
