"""Two other ways to put the same practices online: Datasette, and Whoosh as its documentation shows it."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import sqlite_utils
from flask import Flask, render_template_string, request
from whoosh import sorting
from whoosh.fields import ID, KEYWORD, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.qparser import MultifieldParser
from whoosh.query import And, Every, Term

from app.content.practice import FACETS, Practice
from bench.question import Question
from bench.server import Server, free_port, running, running_granian

RESULTS = 20  # a page, as on the site
TEXTS = ("title", "summary", "name", "body")


def _texts(practice: Practice) -> dict[str, str]:
    body = "\n\n".join(section.text for section in practice.sections)
    return {
        "title": practice.title,
        "summary": practice.summary,
        "name": practice.organisation.name,
        "body": body,
    }


# --- Datasette: SQLite's full-text search, with the facets of the site


def build_datasette(practices: Iterable[Practice], file: Path) -> None:
    """A database of one table; facets with several values are JSON lists, as Datasette wants them."""
    table = sqlite_utils.Database(file)["practices"]
    rows = (
        {
            "slug": practice.slug,
            **_texts(practice),
            **{facet.name: json.dumps(list(facet.values(practice))) for facet in FACETS},
        }
        for practice in practices
    )
    table.insert_all(rows, pk="slug")  # type: ignore[union-attr]
    table.enable_fts(TEXTS, tokenize="unicode61 remove_diacritics 2")  # type: ignore[union-attr]


def datasette_address(question: Question) -> str:
    """Its page of results with the same facets, counted in full."""
    args = [("_size", str(RESULTS)), *(("_facet_array", facet.name) for facet in FACETS)]
    args += [("_search", question.text)] if question.text else []
    args += [(f"{name}__arraycontains", slug) for name, slug in question.filters]
    return f"/corpus/practices?{urlencode(args)}"


@contextmanager
def running_datasette(file: Path) -> Iterator[Server]:
    """Datasette, the database declared immutable; it gives up neither a query nor a facet."""
    port = free_port()
    command = [sys.executable, "-m", "datasette", "serve", "--immutable", str(file), "--port", str(port)]
    settings = {"sql_time_limit_ms": 60_000, "facet_time_limit_ms": 60_000, "suggest_facets": "off"}
    options = [option for name, value in settings.items() for option in ("--setting", name, str(value))]
    with running([*command, *options], port) as server:
        yield server


# --- Whoosh: the quick start, and the chapter « Sorting and faceting »

_FOLDER = "STOCK_WHOOSH"
_PAGE = """<!doctype html><title>{{ total }} results</title>
{% for hit in hits %}<h2>{{ hit.title }}</h2><p>{{ hit.summary }}</p>{% endfor %}
{% for name, values in facets.items() %}<h3>{{ name }}</h3>
<ul>{% for value, count in values.items() %}<li>{{ value }} ({{ count }})</li>{% endfor %}</ul>{% endfor %}"""


def build_stock_whoosh(practices: Iterable[Practice], folder: Path) -> None:
    """An index with a field for each text and each facet."""
    facets = {facet.name: KEYWORD(commas=True, stored=True) for facet in FACETS}
    schema = Schema(
        slug=ID(stored=True, unique=True),
        title=TEXT(stored=True),
        summary=TEXT(stored=True),
        name=TEXT,
        body=TEXT,
        **facets,
    )
    folder.mkdir()
    writer = create_in(folder, schema).writer()
    for practice in practices:
        values = {facet.name: ",".join(facet.values(practice)) for facet in FACETS}
        writer.add_document(slug=practice.slug, **_texts(practice), **values)
    writer.commit()


def stock_address(question: Question) -> str:
    args = [("q", question.text)] if question.text else []
    return f"/?{urlencode([*args, *question.filters])}"


def stock_whoosh() -> Flask:
    """A page of results with counts for each facet, by `groupedby`."""
    app = Flask("stock")
    index = open_dir(os.environ[_FOLDER])
    parser = MultifieldParser(TEXTS, index.schema)

    def show() -> str:
        facets = sorting.Facets()
        for facet in FACETS:
            facets.add_field(facet.name, allow_overlap=True)
        with index.searcher() as searcher:
            filters = [Term(facet.name, slug) for facet in FACETS for slug in request.args.getlist(facet.name)]
            query = parser.parse(request.args["q"]) if "q" in request.args else Every()
            results = searcher.search(
                query, limit=RESULTS, filter=And(filters) if filters else None, groupedby=facets, maptype=sorting.Count
            )
            counts = {facet.name: results.groups(facet.name) for facet in FACETS}
            return render_template_string(_PAGE, hits=results, total=len(results), facets=counts)

    app.add_url_rule("/", "search", show)
    return app


@contextmanager
def running_stock_whoosh(folder: Path) -> Iterator[Server]:
    """The same under the server that the site uses."""
    with running_granian("bench.peers:stock_whoosh", "/?q=emploi", **{_FOLDER: str(folder)}) as server:
        yield server
