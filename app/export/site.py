"""The Flask application of the export: overrides the views that need a server (search, form, selection)."""

from dataclasses import replace
from itertools import chain

from flask import Flask, jsonify, render_template
from flask.typing import ResponseReturnValue

from app.catalogue.indexing import FRESH_BOOST
from app.catalogue.query import MAX_TEXT, SORTS, TRACKERS, Query
from app.catalogue.results import CLOSE_SHOWN, PAGE_SIZE
from app.catalogue.site_index import LEAST_SHARE, MAX_ELSEWHERE
from app.content.practice import CODE_ALPHABET, CODE_LENGTH
from app.export.index import FOLDER, PRECISION, SHARDS
from app.search import planner, query_parser, spelling, word_planner
from app.selection.address import MAX_TITLE
from app.snapshot.store import Store
from app.web.api.json import results_to_dict
from app.web.application import create_app
from app.web.current import current_catalogue
from app.web.links import read_query
from app.web.views import search

# The rules that the scripts of the export follow as the server does, for `static/export/rules.js`.
RULES = {
    "sorts": SORTS,
    "trackers": TRACKERS,
    "maxText": MAX_TEXT,
    "pageSize": PAGE_SIZE,
    "closeShown": CLOSE_SHOWN,
    "maxElsewhere": MAX_ELSEWHERE,
    "leastShare": LEAST_SHARE,
    "shards": SHARDS,
    "precision": PRECISION,
    "freshBoost": FRESH_BOOST,
    "maxWords": query_parser.MAX_WORDS,
    "maxGuessed": query_parser.MAX_GUESSED,
    "long": query_parser.LONG,
    "same": planner.SAME_WEIGHT,
    "near": planner.NEAR_WEIGHT,
    "keptCoverage": planner.KEPT_COVERAGE,
    "keywords": {
        "pair": planner.PAIR_WEIGHT,
        "power": planner.COVERAGE_POWER,
        "allFirst": planner.ALL_FIRST,
    },
    "prose": {
        "pair": planner.PROSE_PAIR_WEIGHT,
        "power": planner.PROSE_COVERAGE_POWER,
        "allFirst": planner.PROSE_ALL_FIRST,
    },
    "exact": word_planner.EXACT_WEIGHT,
    "title": word_planner.PROSE_TITLE_WEIGHT,
    "incidental": word_planner.INCIDENTAL_WEIGHT,
    "completion": word_planner.COMPLETION_WEIGHT,
    "shortest": spelling.MIN_LENGTH,
    "shortestInCapitals": spelling.MIN_LENGTH_IN_CAPITALS,
    "shortestTwoErrors": spelling.MIN_LENGTH_TWO_ERRORS,
    "longest": spelling.MAX_LENGTH,
    "shortestPrefix": spelling.MIN_PREFIX,
    "maxCompletions": spelling.MAX_COMPLETIONS,
    "code": f"^[{CODE_ALPHABET}]{{{CODE_LENGTH}}}$",
    "maxTitle": MAX_TITLE,
}


def create_export_app(store: Store) -> Flask:
    """Application factory of the export."""
    app = create_app(store, has_prefix=False)  # links of files are relative
    app.jinja_env.globals["is_export"] = True
    app.add_url_rule("/copie", "copy", lambda: render_template("export/copy.html"))
    app.view_functions.update(
        search=_show_search,
        search_as=_show_as,
        form=lambda: render_template("export/form.html"),
        selection=lambda: render_template("export/selection.html", rules=RULES),
    )
    return app


def _show_search() -> str:
    """View: every practice as a card for client-side search; listed by lever without scripts."""
    catalogue = current_catalogue()
    orders = {sort: catalogue.find(Query(sort=sort)) for sort in SORTS}
    ranks = {sort: {headline.slug: rank for rank, headline in enumerate(found)} for sort, found in orders.items()}
    cards = [(headline, {sort: ranks[sort][headline.slug] for sort in SORTS}) for headline in orders["pertinence"]]
    levers = [
        (term, catalogue.find(Query(terms=(("lever", slug),)))) for slug, term in catalogue.vocabulary.levers.items()
    ]
    return render_template(
        "export/search.html",
        results=catalogue.search(Query()),
        cards=cards,
        levers=levers,
        index_folder=f"../{FOLDER}/",
        rules=RULES,
    )


def _show_as(form: str) -> ResponseReturnValue:
    """View: data of a search; JSON is not paginated, unlike the server's."""
    if form != "json":
        return search.show_as(form)
    catalogue, query = current_catalogue(), read_query()
    first = catalogue.search(query)
    pages = [first, *(catalogue.search(query.change(page=number)) for number in range(2, first.pages + 1))]
    hits = tuple(chain.from_iterable(page.hits for page in pages))
    return jsonify(results_to_dict(replace(first, hits=hits, pages=1)))
