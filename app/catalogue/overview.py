"""Aggregations over practices: list items of a section, cross tables of two facets, practices by source document."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.catalogue.catalogue import Catalogue
from app.catalogue.query import Query
from app.content.frame import Document
from app.content.headline import Headline
from app.content.practice import Practice
from app.content.section import Item
from app.content.vocabulary import Term


@dataclass(frozen=True)
class Lesson:
    """An item of a listed section (pitfall or key to success), and its practice."""

    item: Item
    practice: Practice


@dataclass(frozen=True)
class Cell:
    """A cell of a cross table: two terms, and the query by both, which finds exactly `count` practices."""

    row: Term
    column: Term
    count: int
    query: Query


@dataclass(frozen=True)
class CrossTable:
    """Cross table (contingency table) of two facets. Empty rows and columns are kept: it is read to find gaps."""

    columns: tuple[Term, ...]
    rows: tuple[tuple[Term, tuple[Cell, ...]], ...]


def gather_lessons(practices: Iterable[Practice], key: str, lever: str = "") -> list[Lesson]:
    """Every item of one listed section ("vigilance", "reussite"), in the order of the practices.

    With a lever, those that are filed under it.
    """
    return [
        Lesson(item, practice)
        for practice in practices
        if (section := practice.section(key))
        for item in section.items
        if lever in ("", practice.lever_of(item))
    ]


def lesson_of_the_day(catalogue: Catalogue, key: str) -> Lesson | None:
    """One item of a listed section, among those that a document says; from day to day, all practices in turn."""
    number = len(catalogue.practices)
    day = catalogue.today().toordinal()
    for place in range(day, day + number):
        practice = catalogue.practices[place % number]
        section = practice.section(key)
        items = [item for item in section.items if item.origin == "document"] if section else []
        if items:
            return Lesson(items[day // number % len(items)], practice)
    return None


def cross(catalogue: Catalogue, row_facet: str, column_facet: str) -> CrossTable:
    """The cross table of two facets, by name: how many practices have each pair of terms."""
    rows = _terms(catalogue, row_facet)
    columns = _terms(catalogue, column_facet)
    lines = tuple((row, tuple(_cells(catalogue, row_facet, row, column_facet, columns))) for row in rows)
    return CrossTable(columns, lines)


def cross_term(catalogue: Catalogue, facet: str, term: Term, other: str) -> list[Cell]:
    """The non-empty cells of one term against another facet, by descending count, then order of the vocabulary."""
    cells = _cells(catalogue, facet, term, other, _terms(catalogue, other))
    return sorted((cell for cell in cells if cell.count), key=lambda cell: -cell.count)


def _terms(catalogue: Catalogue, facet: str) -> tuple[Term, ...]:
    return tuple(catalogue.vocabulary.terms(catalogue.facet(facet).list_name).values())


def _cells(
    catalogue: Catalogue, row_facet: str, row: Term, column_facet: str, columns: Iterable[Term]
) -> Iterator[Cell]:
    counts = catalogue.counts(column_facet, ((row_facet, row.slug),))
    for column in columns:
        query = Query(terms=tuple(sorted(((row_facet, row.slug), (column_facet, column.slug)))))
        yield Cell(row, column, counts.get(column.slug, 0), query)


def practices_by_document(catalogue: Catalogue) -> list[tuple[Document, list[Headline]]]:
    """Each document with the practices that cite it."""
    return [
        (document, [headline for headline in catalogue.headlines if key in headline.documents])
        for key, document in catalogue.library.documents.items()
    ]
