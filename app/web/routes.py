"""URL routing: binds each endpoint of the address table (`app/addresses.py`) to its view function."""

from collections.abc import Callable

from flask import Flask
from flask.typing import ResponseReturnValue

from app.addresses import ADDRESSES
from app.web.api import citation, openapi
from app.web.form import view as contribution
from app.web.selection import calendar as invitation
from app.web.selection import view as selection
from app.web.sharing import address, embed, oembed, preview, qr
from app.web.views import browse, data, page, pitfalls, search
from app.web.views import discovery as service
from app.web.views import practice as sheet

View = Callable[..., ResponseReturnValue]

VIEWS: dict[str, View] = {
    "home": page.home,
    "search": search.show,
    "search_as": search.show_as,
    "sheet": sheet.show,
    "sheet_source": sheet.show_source,
    "sheet_json": sheet.show_json,
    "sheet_citation": citation.show,
    "card": embed.card,
    "sheet_qr": qr.of_sheet,
    "sheet_preview": preview.of_sheet,
    "search_card": embed.search_card,
    "search_qr": qr.of_search,
    "short": sheet.redirect_short,
    "levers": browse.levers,
    "lever": browse.lever,
    "sectors": browse.sectors,
    "sector": browse.sector,
    "theme": browse.theme,
    "audiences": browse.audiences,
    "audience": browse.audience,
    "territory": browse.territory,
    "pitfalls": pitfalls.show,
    "pitfalls_of_lever": pitfalls.show,
    "coverage": browse.coverage,
    "map": browse.map,
    "glossary": browse.glossary,
    "documents": browse.documents,
    "selections": selection.index,
    "curated": selection.curated,
    "curated_calendar": invitation.show,
    "curated_card": embed.curated_card,
    "curated_qr": qr.of_curated,
    "curated_preview": preview.of_curated,
    "site_preview": preview.of_site,
    "selection": selection.show,
    "selection_card": embed.selection_card,
    "selection_qr": qr.of_selection,
    "short_selection": address.redirect_short,
    "form": contribution.show_form,
    "form_answer": contribution.answer_form,
    "oembed": oembed.show,
    "suggestions": search.suggest,
    "data": data.show,
    "everything": data.everything,
    "openapi": openapi.show,
    "schema": service.schema,
    "hues": service.hues,
    "sitemap": service.sitemap,
    "robots": service.robots,
    "opensearch": service.opensearch,
    "llms": service.llms,
    "healthz": service.healthz,
    "motifs": browse.motifs,
    "page": page.show,
}


def add_routes(app: Flask) -> None:
    """Bind each address to its view."""
    for each in ADDRESSES:
        app.add_url_rule(each.path, each.endpoint, VIEWS[each.endpoint], methods=[each.method])
