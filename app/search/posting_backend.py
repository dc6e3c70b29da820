"""`SearchBackend` over posting lists: term-at-a-time scoring in Python, filters and counts as bitsets, ranking."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from app.search.backend import (
    RELEVANCE,
    SIMILAR_STEMS,
    R,
    RankingRules,
    ScoredDocument,
    SearchRequest,
    SearchResponse,
    TermDictionary,
)
from app.search.facet_index import DocumentSet, FacetIndex, make_set, members
from app.search.plan import Alternative, PlannedWord, QueryPlan, idf
from app.search.term_vector import TermVector

Scores = dict[int, float]  # by document number


class Ranking:
    """The orders of a sequence of documents, by their numbers."""

    def __init__(self, records: Sequence[R], rules: RankingRules[R]) -> None:
        self._slugs = [record.slug for record in records]
        self._due = [record.review_due for record in records]
        self._boosts = [rules.boost(record) for record in records]
        self._fresh_boost = rules.fresh_boost
        self._last_boosts: tuple[datetime.date, list[float]] = (datetime.date.min, self._boosts)
        self._keys: dict[str, Callable[[int], tuple[Any, ...]]] = {
            sort: lambda number, key=key: key(records[number])  # type: ignore[misc]
            for sort, key in rules.orders.items()
        }
        self._orders: dict[str, list[int]] = {}

    def rank(
        self, found: DocumentSet, request: SearchRequest, scores: Scores | None, first: Collection[int] = ()
    ) -> list[int]:
        """The numbers of a set, the first to be shown first: by relevance, those of `first` before all others."""
        ranked = sorted(members(found), key=self._order(request.sort).__getitem__)
        if request.sort != RELEVANCE or scores is None:
            return ranked
        if request.boosted:
            boosts = self._boosts_on(request.today)
            ranked.sort(key=lambda number: -scores[number] * boosts[number])  # equal ones stay in order
        else:
            ranked.sort(key=lambda number: -scores[number])
        return sorted(ranked, key=lambda number: number not in first) if first else ranked

    def _boosts_on(self, today: datetime.date) -> list[float]:
        """By what each score is multiplied on a day; that of the last day asked for is kept."""
        day, boosts = self._last_boosts
        if day != today:
            boosts = [b + self._fresh_boost * (today < due) for b, due in zip(self._boosts, self._due, strict=True)]
            self._last_boosts = today, boosts
        return boosts

    def _order(self, sort: str) -> list[int]:
        """The rank of each document under a sort."""
        if sort not in self._orders:
            key = self._keys[sort]
            ranks = [0] * len(self._slugs)
            ordered = sorted(range(len(ranks)), key=lambda number: (*key(number), self._slugs[number]))
            for rank, number in enumerate(ordered):
                ranks[number] = rank
            self._orders[sort] = ranks
        return self._orders[sort]


KEPT_SCORES = 4  # what is proposed beside a poor search asks for the same plan with other filters


class PostingStore(TermDictionary, Protocol):
    """Posting lists of documents numbered from 0. Whoosh, a table of SQLite or of PostgreSQL can be behind it."""

    @property
    def size(self) -> int:
        """How many documents there are."""
        ...

    def postings(self, term: str) -> tuple[Sequence[int], Sequence[float]]:
        """The numbers of the documents that hold a term, and its impact in each. Cached: a list is asked for again."""
        ...

    def with_phrase(self, words: tuple[str, ...]) -> set[int]:
        """The documents where these folded surface forms follow each other."""
        ...

    def vector(self, number: int) -> TermVector: ...


class _WordScores(NamedTuple):
    """Scores of one word: by itself, by each synonym, the best of all; `weight` is its idf."""

    own: Scores
    synonyms: list[tuple[str, Scores]]
    total: Scores
    weight: float


class _Executed(NamedTuple):
    """A plan executed without filters.

    `complete`: of the documents found, those that match every required word; `first`: those that precede the others
    among the incomplete, where some do.
    """

    scores: Scores
    words: list[_WordScores]
    found: DocumentSet
    complete: DocumentSet
    first: Collection[int] = ()


class PostingBackend:
    """Executes plans over a `PostingStore`. `records` are the doc values of its documents, in their order."""

    def __init__(
        self, store: PostingStore, records: Sequence[R], rules: RankingRules[R], facets: Sequence[str]
    ) -> None:
        self.terms: TermDictionary = store
        self._store = store
        self._slugs = [record.slug for record in records]
        self._due = [record.review_due for record in records]
        self._facets = FacetIndex([record.terms for record in records], facets)
        self._ranking = Ranking(records, rules)
        self._execute = lru_cache(KEPT_SCORES)(self._score)
        self._fresh = lru_cache(1)(self._find_fresh)

    def search(self, request: SearchRequest) -> SearchResponse:
        """Execute a request."""
        executed = self._execute(request.plan) if request.plan else None
        admitted = self._fresh(request.today) if request.fresh_only else self._facets.everything
        complete = admitted & (executed.complete if executed else self._facets.everything)
        filtered = self._facets.matching(request.filters)
        first = complete & filtered
        others = admitted & filtered & (executed.found & ~executed.complete) if executed else 0
        total, close, close_total = first.bit_count(), request.close, others.bit_count()
        if request.is_mixed:
            first |= make_set(self._order(others, executed, request)[:close], len(self._slugs))
            close = 0
        size = first.bit_count()
        end = size if request.limit is None else request.offset + request.limit
        return SearchResponse(
            total=total,
            documents=self._rank(first, request.offset, end, executed, request),
            close_total=close_total,
            close=self._rank(others, 0, close if end >= size else 0, executed, request),
            facets=self._facets.counts(request.filters, complete, request.facets) if request.facets else {},
            weights=tuple(word.weight for word in executed.words) if executed else (),
        )

    def similar(self, stems: Collection[str]) -> Mapping[str, float]:
        """By slug, the share of the rarest stems that each document holds."""
        frequencies = sorted((count, stem) for stem in stems if (count := len(self._store.postings(stem)[0])) > 1)
        sums: Scores = defaultdict(float)
        whole = 0.0
        for _, rare in frequencies[:SIMILAR_STEMS]:
            scores = self._term(rare)
            whole += max(scores.values())
            for number, score in scores.items():
                sums[number] += score
        return {self._slugs[number]: score / whole for number, score in sums.items()}

    def _find_fresh(self, today: datetime.date) -> DocumentSet:
        return make_set((number for number, due in enumerate(self._due) if today < due), len(self._due))

    def _rank(
        self, found: DocumentSet, start: int, end: int, executed: _Executed | None, request: SearchRequest
    ) -> list[ScoredDocument]:
        """Some documents of a set, from its order."""
        if not found or start >= end:
            return []
        ranked = self._order(found, executed, request)
        return [self._describe(number, executed, request) for number in ranked[start:end]]

    def _order(self, found: DocumentSet, executed: _Executed | None, request: SearchRequest) -> list[int]:
        scores, before = (executed.scores, executed.first) if executed else (None, ())
        return self._ranking.rank(found, request, scores, before)

    def _describe(self, number: int, executed: _Executed | None, request: SearchRequest) -> ScoredDocument:
        if executed is None:
            return ScoredDocument(self._slugs[number], 0.0)
        slug, score = self._slugs[number], executed.scores[number]
        if not request.with_vectors:
            return ScoredDocument(slug, score)
        matched = []
        for place, word in enumerate(executed.words):
            if number in word.own:
                matched.append((place, ""))
            matched += [(place, key) for key, scores in word.synonyms if number in scores]
        return ScoredDocument(slug, score, frozenset(matched), self._store.vector(number))

    # --- scoring: app/search/plan.py says what is computed

    def _score(self, plan: QueryPlan) -> _Executed:
        shared: dict[int, Scores] = {}  # of synonyms: the words of one name share them
        words = [self._word(word, shared) for word in plan.words]
        scores = self._combine(plan, words, self._allowed(plan))
        found = set(scores)
        required = [word.total for word, planned in zip(words, plan.words, strict=True) if planned.required]
        complete = found.intersection(*required)
        known = [total for total in required if total]
        is_parted = plan.coverage.all_first and len(known) > 1 and len(known) < len(required)
        first = found.intersection(*known) if is_parted else ()
        size = len(self._slugs)
        return _Executed(scores, words, make_set(scores, size), make_set(complete, size), first)

    def _combine(self, plan: QueryPlan, words: Sequence[_WordScores], allowed: set[int] | None) -> Scores:
        if not words:
            return dict.fromkeys(allowed or (), 1.0)
        first, *others = [word for word, planned in zip(words, plan.words, strict=True) if planned.required]
        sums = dict(first.total)
        coverage = dict.fromkeys(sums, first.weight)
        for word in others:
            for number, score in word.total.items():
                sums[number] = sums.get(number, 0.0) + score
                coverage[number] = coverage.get(number, 0.0) + word.weight
        for word in [word for word, planned in zip(words, plan.words, strict=True) if not planned.required]:
            for number in word.total.keys() & sums.keys():
                sums[number] += word.total[number]
        if allowed is not None:
            sums = {number: score for number, score in sums.items() if number in allowed}
        if not sums:
            return {}
        for pair in plan.pairs:
            for number, score in self._clause(pair).items():
                if number in sums:
                    sums[number] += score
        whole = max(coverage[number] for number in sums)
        kept = {held for held in set(coverage.values()) if held >= plan.coverage.minimum * whole}
        shares = {held: (held / whole) ** plan.coverage.power for held in kept}
        return {number: score * shares[coverage[number]] for number, score in sums.items() if coverage[number] in kept}

    def _word(self, word: PlannedWord, shared: dict[int, Scores]) -> _WordScores:
        own = self._clauses(word.alternatives)
        for synonym in word.synonyms:
            if id(synonym) not in shared:
                shared[id(synonym)] = self._clauses(synonym.alternatives)
        synonyms = [(synonym.key, shared[id(synonym)]) for synonym in word.synonyms]
        total = _best_of([own, *[scores for _, scores in synonyms]]) if synonyms else own
        return _WordScores(own, synonyms, total, idf(len(total), self._store.size))

    def _clauses(self, clauses: Sequence[Alternative]) -> Scores:
        return self._clause(clauses[0]) if len(clauses) == 1 else _best_of(list(map(self._clause, clauses)))

    def _clause(self, clause: Alternative) -> Scores:
        terms = clause.terms
        scores = self._term(terms[0]) if len(terms) == 1 else _best_of(list(map(self._term, terms)))
        for term, weight in clause.boosts if scores else ():
            for number, score in self._term(term).items():
                if number in scores:
                    scores[number] += weight * score
        if clause.weight == 1.0:
            return scores
        return {number: score * clause.weight for number, score in scores.items()}

    def _term(self, term: str) -> Scores:
        """The scores of a term: a new dict each time."""
        numbers, impacts = self._store.postings(term)
        rarity = idf(len(numbers), self._store.size)
        return dict(zip(numbers, [impact * rarity for impact in impacts], strict=True))

    def _allowed(self, plan: QueryPlan) -> set[int] | None:
        """The documents that hold every phrase and nothing excluded; None when all are allowed."""
        if not plan.is_restricted:
            return None
        allowed = set(range(self._store.size))
        for phrase in plan.phrases:
            allowed &= self._store.with_phrase(phrase)
        for phrase in plan.excluded_phrases:
            allowed -= self._store.with_phrase(phrase)
        for term in plan.excluded_terms:
            allowed.difference_update(self._store.postings(term)[0])
        return allowed


def _best_of(several: list[Scores]) -> Scores:
    """Disjunction max: the highest score of each document; the only one of `several` that has any as it is."""
    several = [scores for scores in several if scores]
    if len(several) < 2:
        return several[0] if several else {}
    best = dict(several[0])
    for scores in several[1:]:
        for number, score in scores.items():
            if score > best.get(number, 0.0):
                best[number] = score
    return best
