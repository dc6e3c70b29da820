"""Searches: the same query and the same results, printed as a page, as JSON, as CSV or as Atom."""

from flask import Response, abort, g, jsonify, render_template, request

from app.catalogue.query import Query
from app.web import printing
from app.web.unanswered import TOTAL


def read_query() -> Query:
    """The query of the current address."""
    return Query.from_args(request.args.items(multi=True))


def show() -> Response:
    """The page of results."""
    results = g.catalogue.search(read_query())
    return Response(render_template("search.html", results=results), headers={TOTAL: str(results.total)})


def show_as(form: str) -> Response:
    """Every result, for a program, a spreadsheet or a feed reader."""
    if form == "json":
        return jsonify(printing.results_to_dict(g.catalogue.search(read_query())))
    query = read_query()
    practices = g.catalogue.find(query)
    if form == "csv":
        body = printing.practices_to_csv(practices, g.catalogue)
        return Response(body, content_type="text/csv; charset=utf-8", headers=_attachment("pratiques.csv"))
    newest = max((practice.reviewed for practice in practices), default=g.catalogue.today())
    updated = f"{newest.isoformat()}T00:00:00Z"
    feed = render_template("feed.xml", practices=practices, query=query, updated=updated)
    return Response(feed, content_type="application/atom+xml; charset=utf-8")


def _attachment(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def suggest() -> Response:
    """Completions of what is being typed."""
    text = request.args.get("q", "")[:100]
    if "q" not in request.args:
        abort(400)
    return jsonify({"query": text, "suggestions": printing.suggestions_to_list(g.catalogue.suggest(text))})
