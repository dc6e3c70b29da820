"""The protocol between understanding and execution: another backend, which shares no code, answers the same."""

import datetime

import pytest
from pydantic import TypeAdapter

from app.catalogue.catalogue import Catalogue
from app.catalogue.evaluation import misspell, read_judged
from app.catalogue.indexing import RULES, make_concepts, make_document
from app.catalogue.query import Query
from app.search.backend import SearchBackend
from app.search.neighbours import Neighbours
from app.search.plan import QueryPlan
from app.search.planner import QueryPlanner
from app.snapshot.reader import NEIGHBOURS
from app.snapshot.store import Store
from tests.search.memory_backend import MemoryBackend
from tests.search.test_judged import FILES, JUDGED

TERMS = (("lever", "formation"), ("sector", "industrie"))
ODD = [
    Query(text='"égalité professionnelle" -formation'),
    Query(text='-"égalité professionnelle"'),
    Query(text="-femmes"),
    Query(text="clause sociale", exact=True),
    Query(text="IAE", fresh=True),
    Query(text="mix up", terms=TERMS[:1]),
    Query(text="jobdating"),
    Query(text="plie"),
    Query(text="transp"),
    Query(text="zzzzzz égalité"),
    Query(text="je cherche des idées pour recruter des femmes", terms=TERMS),
    Query(text="égalité", sort="recentes", page=2),
    Query(text="égalité", sort="titre", page=99),
    Query(terms=TERMS, fresh=True),
    Query(sort="recentes"),
    Query(),
]


@pytest.fixture(scope="module")
def queries() -> list[Query]:
    """Every judged query as typed, one in four with an error, then odd ones."""
    judged = [judged.text for name in FILES for judged in read_judged(JUDGED / name)]
    texts = [*judged, *map(misspell, judged[::4])]
    return [*(Query(text=text) for text in texts), *ODD]


@pytest.fixture(scope="module")
def in_memory(catalogue: Catalogue, store: Store) -> Catalogue:
    """The same practices behind the other backend."""
    concepts = make_concepts(catalogue.library.glossary)
    documents = [make_document(practice, catalogue.vocabulary) for practice in catalogue.practices]
    backend: SearchBackend = MemoryBackend(documents, concepts, catalogue.headlines, RULES)
    folder = store.ensure()
    planner = QueryPlanner.open(folder / "segment-0", concepts, backend.terms)
    neighbours = Neighbours.read(folder / NEIGHBOURS)
    return Catalogue(catalogue.library, planner, backend, headlines=catalogue.every_headline, neighbours=neighbours)


@pytest.mark.slow
def test_another_backend_gives_the_same_results(catalogue: Catalogue, in_memory: Catalogue, queries: list[Query]):
    """Order, totals, pages, counts, excerpts, reasons, corrections, alternatives: all that a page shows."""
    assert len(queries) > 150
    for query in queries:
        assert in_memory.search(query) == catalogue.search(query), query
        assert in_memory.find(query) == catalogue.find(query), query
        assert in_memory.count(query) == catalogue.count(query), query


@pytest.mark.slow
def test_another_backend_finds_the_same_neighbours(catalogue: Catalogue, in_memory: Catalogue):
    """Related practices, those alike, those whose address was misspelt."""
    for practice in catalogue.practices:
        assert in_memory.related(practice) == catalogue.related(practice)
        assert [other.slug for other in in_memory.alike(practice)] == [
            other.slug for other in catalogue.alike(practice)
        ]
        assert in_memory.nearest(practice.slug[2:]) == catalogue.nearest(practice.slug[2:])


def test_a_plan_travels_as_json(catalogue: Catalogue, queries: list[Query]):
    """What a remote engine is sent is all of the plan."""
    plans = TypeAdapter(QueryPlan)
    planner = catalogue._planner
    for query in queries:
        plan = planner.plan(query.text, query.exact)
        if plan:
            assert plans.validate_json(plans.dump_json(plan)) == plan


@pytest.mark.slow
def test_freshness_follows_the_day(catalogue: Catalogue, in_memory: Catalogue, monkeypatch: pytest.MonkeyPatch):
    """Far in the future nothing is fresh, for either."""
    for each in (catalogue, in_memory):
        monkeypatch.setattr(each, "today", lambda: datetime.date(2100, 1, 1))
        assert each.search(Query(text="égalité", fresh=True)).total == 0
    assert in_memory.search(Query(text="égalité")).hits == catalogue.search(Query(text="égalité")).hits
