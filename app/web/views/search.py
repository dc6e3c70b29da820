"""Search views: results page, the same as JSON, CSV or feed, and autocomplete."""

import json
from collections.abc import Callable, Sequence

from flask import Response, abort, jsonify, render_template, request

from app.catalogue.query import MAX_TEXT, Query
from app.content.practice import Practice
from app.web.api.csv import print_csv, print_spreadsheet
from app.web.api.feed import print_atom, print_json_feed
from app.web.api.json import results_to_dict, suggestions_to_dict
from app.web.current import current_catalogue
from app.web.links import read_query
from app.web.middleware.zero_results import TOTAL
from app.web.sharing.qr import address_of_search, fits

NOTICES = "X-Notices"  # the header of a table or a feed that says what was ignored of its address
MAX_NOTICES = 5  # some hundred bytes each; servers in front refuse headers of several thousand

_PRINTERS: dict[str, Callable[[Query, Sequence[Practice]], Response]] = {
    "csv": print_csv,
    "tableur.csv": print_spreadsheet,
    "atom": print_atom,
    "feed.json": print_json_feed,
}


def show() -> Response:
    """View: results page, with the total in a header."""
    results = current_catalogue().search(read_query())
    page = render_template("search.html", results=results, has_qr=fits(address_of_search(results.query)))
    return Response(page, headers={TOTAL: str(results.total)})


def show_as(form: str) -> Response:
    """View: a results page as JSON, or every result in a format of _PRINTERS.

    These formats have no field for notices: they go into a header, as a JSON list.
    """
    catalogue = current_catalogue()
    query = read_query()
    if form == "json":
        return jsonify(results_to_dict(catalogue.search(query)))
    answer = _PRINTERS[form](query, catalogue.open(catalogue.find(query)))
    if query.ignored:
        answer.headers[NOTICES] = json.dumps(query.ignored[:MAX_NOTICES])
    return answer


def suggest() -> Response:
    """View: autocomplete, as JSON; 400 without `q`."""
    text = request.args.get("q", "")[:MAX_TEXT]
    if "q" not in request.args:
        abort(400)
    return jsonify(suggestions_to_dict(text, current_catalogue().suggest(text)))
