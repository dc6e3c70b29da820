"""Views over many practices: their lessons, the map of what is covered, what each document gave."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.catalogue.catalogue import Catalogue
from app.catalogue.query import Query
from app.content.document import Document
from app.content.practice import Practice
from app.content.section import Item
from app.content.vocabulary import Term


@dataclass(frozen=True)
class Lesson:
    """One pitfall or one key to success, and the practice that teaches it."""

    item: Item
    practice: Practice


@dataclass(frozen=True)
class Cell:
    """One crossing of two terms; `query` finds exactly `count` practices."""

    row: Term
    column: Term
    count: int
    query: Query


@dataclass(frozen=True)
class CrossTable:
    """The terms of two facets crossed; empty rows and columns are kept, for what is missing is what one looks for."""

    columns: tuple[Term, ...]
    rows: tuple[tuple[Term, tuple[Cell, ...]], ...]


def gather_lessons(practices: Iterable[Practice], key: str) -> list[Lesson]:
    """Every item of one listed section ("vigilance", "reussite"), in the order of the practices."""
    return [
        Lesson(item, practice) for practice in practices if (section := practice.section(key)) for item in section.items
    ]


def cross(catalogue: Catalogue, row_facet: str, column_facet: str) -> CrossTable:
    """How many practices have each pair of terms."""
    rows = catalogue.vocabulary.terms(catalogue.facet(row_facet).list_name)
    columns = catalogue.vocabulary.terms(catalogue.facet(column_facet).list_name)

    def cell(row: Term, column: Term) -> Cell:
        query = Query(terms=tuple(sorted(((row_facet, row.slug), (column_facet, column.slug)))))
        return Cell(row, column, catalogue.count(query), query)

    lines = tuple((row, tuple(cell(row, column) for column in columns.values())) for row in rows.values())
    return CrossTable(tuple(columns.values()), lines)


def practices_by_document(catalogue: Catalogue) -> list[tuple[Document, list[Practice]]]:
    """Each document with the practices that cite it."""
    return [
        (document, [p for p in catalogue.practices if any(c.document == key for c in p.sources)])
        for key, document in catalogue.library.documents.items()
    ]
