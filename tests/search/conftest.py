"""A small base made for each test, and what it finds."""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from app.search.backend import RankingRules, SearchRequest, SearchResponse
from app.search.document import Concept, Paragraph, SearchDocument
from app.search.engine import SearchEngine, open_engine, write_part
from app.search.highlighter import Explanation, Highlighter
from app.search.plan import QueryPlan
from app.search.planner import QueryPlanner
from app.search.whoosh_index import IndexPart
from tests.search.memory_backend import MemoryBackend

TODAY = datetime.date(2025, 1, 1)


class PlainRecord(NamedTuple):
    """A document without facets, ordered by its number."""

    slug: str
    number: int
    terms: Mapping[str, Sequence[str]] = {}
    review_due: datetime.date = TODAY


RULES: RankingRules[PlainRecord] = RankingRules(
    boost=lambda _: 1.0, fresh_boost=0.0, orders={"pertinence": lambda record: (record.number,)}
)


def _records(names: Iterable[str]) -> list[PlainRecord]:
    return [PlainRecord(name, number) for number, name in enumerate(names)]


def open_plain(parts: Sequence[IndexPart], concepts: Sequence[Concept], names: Sequence[str]) -> SearchEngine:
    """An engine over parts of an index whose documents have these names."""
    return open_engine(parts, concepts, _records(names), RULES, [])


class Base:
    """An engine over a few texts, which answers with their names."""

    def __init__(self, engine: SearchEngine, documents: dict[str, SearchDocument]) -> None:
        self.documents = documents
        self.planner, self.backend = engine

    def plan(self, text: str, exact: bool = False) -> QueryPlan:
        """How a text is understood."""
        plan = self.planner.plan(text, exact)
        assert plan
        return plan

    def answer(self, text: str, exact: bool = False) -> SearchResponse:
        """What is found, with all that explains it."""
        plan = self.planner.plan(text, exact)
        request = SearchRequest(plan, TODAY, close=len(self.documents), with_vectors=True)
        return self.backend.search(request) if plan else SearchResponse(0)

    def find(self, text: str, exact: bool = False) -> list[str]:
        """The names of the documents found, the best first; those that lack a word last."""
        response = self.answer(text, exact)
        return [document.slug for document in (*response.documents, *response.close)]

    def explain(self, text: str, name: str, exact: bool = False) -> Explanation:
        """Why a document is found."""
        response = self.answer(text, exact)
        found = (*response.documents, *response.close)
        (document,) = [document for document in found if document.slug == name]
        return Highlighter(self.plan(text, exact), response.weights).explain(document)

    def marked(self, text: str, name: str, exact: bool = False) -> list[str]:
        """The words that its excerpt marks, as they are written there."""
        shown, places = self.explain(text, name, exact).excerpt
        return [shown[place.start : place.end] for place in places]


def document(
    title: str = "", body: str = "", organisation: str = "", summary: str = "", terms: str = ""
) -> SearchDocument:
    """A document of which only what matters to the test is given."""
    passages = tuple(Paragraph("Contexte", line) for line in body.split("\n") if line)
    return SearchDocument(title, organisation, summary, terms, passages)


@pytest.fixture(params=["whoosh", pytest.param("memory", marks=pytest.mark.slow)])
def base(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Base]:
    """Makes a base from documents by name, behind either backend."""

    def make(documents: dict[str, SearchDocument], concepts: Sequence[Concept] = ()) -> Base:
        if request.param == "whoosh":
            write_part(tmp_path, documents.values(), concepts)
            return Base(open_plain([IndexPart(tmp_path)], concepts, list(documents)), documents)
        QueryPlanner.write(tmp_path, concepts)
        backend = MemoryBackend(documents.values(), concepts, _records(documents), RULES)
        return Base(SearchEngine(QueryPlanner.open(tmp_path, concepts, backend), backend), documents)

    return make
