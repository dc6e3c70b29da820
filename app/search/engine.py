"""Search engine of a snapshot: a query planner and the Whoosh backend, written as parts and opened from them.

This is where a backend is chosen: nothing else of the application names one.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from app.search.backend import R, RankingRules, SearchBackend
from app.search.document import Concept, SearchDocument
from app.search.name_table import NameTable
from app.search.neighbours import write_nearest
from app.search.planner import QueryPlanner
from app.search.posting_backend import PostingBackend
from app.search.whoosh_index import IndexPart, WhooshIndex, write_index


class SearchEngine(NamedTuple):
    """Understanding and execution of queries."""

    planner: QueryPlanner
    backend: SearchBackend


def write_part(
    folder: Path, documents: Iterable[SearchDocument], concepts: Iterable[Concept], like: Path | None = None
) -> None:
    """Write into a folder all that one part of an index needs.

    `like` is another part, written with the same concepts, of which the names need not be analysed again.
    """
    write_index(folder, documents, QueryPlanner.write(folder, concepts, like))


def write_neighbours(path: Path, parts: Sequence[IndexPart]) -> None:
    """Write the words near to others among those of all parts."""
    write_nearest(path, WhooshIndex(parts).word_counts())


def open_engine(
    parts: Sequence[IndexPart],
    concepts: Iterable[Concept],
    records: Sequence[R],
    rules: RankingRules[R],
    facets: Sequence[str],
    names: NameTable | None = None,
) -> SearchEngine:
    """The engine over some parts, all written with these concepts. `records` are by the numbers that the parts give.

    `names` are proper names that a query may hold.
    """
    store = WhooshIndex(parts)
    planner = QueryPlanner.open(parts[0].folder if parts else None, concepts, store, names)
    return SearchEngine(planner, PostingBackend(store, records, rules, facets))
