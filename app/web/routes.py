"""URL routing: binds each endpoint of the address table (`app/addresses.py`) to its view function."""

from collections.abc import Callable
from functools import partial

from flask import Flask
from flask.typing import ResponseReturnValue

from app.addresses import ADDRESSES
from app.content.practice import FACETS
from app.web.api import citation, openapi
from app.web.form import view as form
from app.web.selection import calendar, links
from app.web.selection import view as selection
from app.web.sharing import embed, qr
from app.web.tool import view as tool
from app.web.views import browse, discovery, page, practice, search

View = Callable[..., ResponseReturnValue]

VIEWS: dict[str, View] = {
    **{facet.page: partial(browse.term, facet.name) for facet in FACETS if facet.page},
    "levers": partial(browse.terms, "lever"),
    "sectors": partial(browse.terms, "sector"),
    "audiences": partial(browse.terms, "audience"),
    "home": page.home,
    "search": search.show,
    "search_as": search.show_as,
    "sheet": practice.show,
    "sheet_source": practice.show_source,
    "sheet_json": practice.show_json,
    "sheet_citation": citation.show,
    "card": embed.card,
    "sheet_qr": qr.of_sheet,
    "sheet_preview": embed.sheet_preview,
    "search_card": embed.search_card,
    "search_qr": qr.of_search,
    "short": practice.redirect_short,
    "pitfalls": browse.pitfalls,
    "pitfalls_of_lever": browse.pitfalls,
    "coverage": browse.coverage,
    "map": browse.map,
    "news": browse.news,
    "glossary": browse.glossary,
    "documents": browse.documents,
    "selections": selection.index,
    "selections_as": selection.index_as,
    "curated": selection.curated,
    "curated_calendar": calendar.show,
    "curated_card": embed.curated_card,
    "curated_qr": qr.of_curated,
    "curated_preview": embed.curated_preview,
    "tools": tool.index,
    "tool": tool.show,
    "tool_file": tool.download,
    "site_preview": embed.site_preview,
    "selection": selection.show,
    "selection_card": embed.selection_card,
    "selection_qr": qr.of_selection,
    "short_selection": links.redirect_short,
    "form": form.show_form,
    "form_answer": form.answer_form,
    "oembed": embed.oembed,
    "suggestions": search.suggest,
    "data": discovery.data,
    "everything": discovery.everything,
    "openapi": openapi.show,
    "schema": discovery.schema,
    "hues": discovery.hues,
    "sitemap": discovery.sitemap,
    "robots": partial(discovery.print_text, "robots.txt"),
    "opensearch": partial(discovery.print_text, "opensearch.xml", "application/opensearchdescription+xml"),
    "llms": partial(discovery.print_text, "llms.txt"),
    "healthz": discovery.healthz,
    "motifs": browse.motifs,
    "page": page.show,
}


def add_routes(app: Flask) -> None:
    """Bind each address to its view."""
    for each in ADDRESSES:
        app.add_url_rule(each.path, each.endpoint, VIEWS[each.endpoint], methods=[each.method])
