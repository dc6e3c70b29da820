"""Search backend protocol: executes plans, filters, counts facets, orders and pages by itself. Documents are slugs.

Implementations: app/search/posting_backend.py, the default; docs/recipes/backend.md tells how to add one.
"""

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, Protocol, TypeVar

from app.search.lexicon import WordCounts
from app.search.plan import QueryPlan
from app.search.term_vector import TermVector

RELEVANCE = "pertinence"  # the sort that scores decide

Filter = tuple[str, str]  # facet, value


class TermDictionary(Protocol):
    """All that query understanding asks of an index: which words and terms its documents hold."""

    def word_counts(self) -> WordCounts:
        """Document frequencies of surface forms and acronyms. Asked for once, when the search is opened."""
        ...

    def has_term(self, term: str) -> bool:
        """Whether a document holds an index term: a few dozen questions for each query, about words in doubt."""
        ...


@dataclass(frozen=True)
class SearchRequest:
    """A plan, executed under filters: OR between values of one facet, AND between facets.

    Without a plan every document matches. `boosted`: whether the static boosts of `RankingRules` count in the order by
    relevance; `today` says which documents are fresh. `offset` and `limit` count documents that match every word, None
    for all of them; after the last of these come the first `close` of those that lack one, or among them (`is_mixed`).
    """

    plan: QueryPlan | None
    today: datetime.date
    filters: tuple[Filter, ...] = ()
    fresh_only: bool = False
    sort: str = RELEVANCE
    boosted: bool = True
    offset: int = 0
    limit: int | None = None
    close: int = 0
    facets: tuple[str, ...] = ()  # to be counted
    with_vectors: bool = False  # whether the documents returned are to be highlighted

    @property
    def is_mixed(self) -> bool:
        """Whether scores alone decide the order, of documents that match every word and of the `close` best others.

        It is so of questions, which are answered better by documents that lack a word than by some that have all.
        """
        return self.plan is not None and not self.plan.coverage.all_first and self.sort == RELEVANCE


class ScoredDocument(NamedTuple):
    """A document of a response. `matched` and `vector` are there when `with_vectors` asked for them.

    `matched` names the clauses that it matches: (number of the word in the plan, "" or the key of a synonym).
    """

    slug: str
    score: float
    matched: Collection[tuple[int, str]] = ()
    vector: TermVector | None = None


@dataclass(frozen=True)
class SearchResponse:
    """`total` documents match every word of the plan, each by itself or by a synonym; `close_total` lack one or more.

    `documents` are of the former, `close` of the latter; if the request is mixed, `documents` are of both. `facets`:
    counts of the former by value, each facet's own filters left aside.

    `weights`: the idf of each word of the plan, by how many documents match it before filters, phrases and exclusions.
    """

    total: int
    documents: Sequence[ScoredDocument] = ()
    close_total: int = 0
    close: Sequence[ScoredDocument] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    weights: tuple[float, ...] = ()


class SearchBackend(Protocol):
    """A search engine over the published documents. Immutable, shared by threads."""

    @property
    def terms(self) -> TermDictionary: ...

    def search(self, request: SearchRequest) -> SearchResponse: ...

    def similar(self, stems: Collection[str]) -> Mapping[str, float]:
        """ "More like this": by slug, the share of the rarest `SIMILAR_STEMS` of the stems, 0 to 1, that each holds.

        Stems of one document only say nothing. A backend may leave out the least similar.
        """
        ...


SIMILAR_STEMS = 24


class Record(Protocol):
    """Doc values: what a document is filtered, counted and ordered by, beside its text."""

    @property
    def slug(self) -> str: ...
    @property
    def terms(self) -> Mapping[str, Sequence[str]]: ...
    @property
    def review_due(self) -> datetime.date: ...


R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class RankingRules(Generic[R]):
    """Static ranking: a document's score by relevance is multiplied by `boost`, plus `fresh_boost` before it is due.

    `orders`: the sort key of each sort; that of `RELEVANCE` breaks ties, and orders documents found without words. The
    slug breaks the ties that are left.
    """

    boost: Callable[[R], float]
    fresh_boost: float
    orders: Mapping[str, Callable[[R], tuple[object, ...]]]
