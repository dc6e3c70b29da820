"""Embeddable cards (iframe) of a practice, a search, a selection. No script, no cookie."""

from collections.abc import Sequence

from flask import abort, render_template, request

from app.catalogue.results import Results
from app.content.headline import Headline
from app.content.typography import count_of
from app.selection.address import Composition
from app.selection.selection import compose, resolve_selection
from app.web.current import current_catalogue
from app.web.links import absolute, read_query, search_path
from app.web.lookup import open_sheet
from app.web.sharing.address import curated_path, selection_path

LISTED = 5  # practices of a search or of a selection that a card shows
UNTITLED = "Une sélection de pratiques"


def card(slug: str) -> str:
    """View: card of a practice."""
    return render_template("card.html", practice=open_sheet(slug))


def search_card() -> str:
    """View: card with the first results of a search."""
    results = current_catalogue().search(read_query().change())
    headlines = [hit.headline for hit in results.hits]
    return _print_list(title_of(results), headlines, results.total, absolute(search_path(results.query)))


def selection_card() -> str:
    """View: card with the first practices of a selection held in the URL."""
    resolved = resolve_selection(current_catalogue(), Composition.from_args(request.args.items(multi=True)))
    title = resolved.composition.title or UNTITLED
    return _print_list(title, resolved.headlines, len(resolved.chosen), absolute(selection_path(resolved.composition)))


def curated_card(slug: str) -> str:
    """View: card with the first practices of a curated selection."""
    catalogue = current_catalogue()
    selection = catalogue.library.selections.get(slug) or abort(404)
    headlines = resolve_selection(catalogue, compose(selection)).headlines
    return _print_list(selection.title, headlines, len(headlines), absolute(curated_path(slug)))


def _print_list(title: str, headlines: Sequence[Headline], total: int, address: str) -> str:
    return render_template("card_list.html", title=title, headlines=headlines[:LISTED], total=total, address=address)


def title_of(results: Results) -> str:
    """Title of a search: « 12 pratiques : « mixité », Industrie »."""
    asked = current_catalogue().describe_query(results.query)
    counted = count_of(results.total, "pratique")
    return f"{counted}\u00a0: {asked}" if asked else counted
