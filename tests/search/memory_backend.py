"""A `SearchBackend` in memory, document at a time: it proves the protocol, for it shares no scoring with the product.

Requests arrive as JSON, as they would at a remote engine. docs/recipes/backend.md follows it.
"""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from app.search.backend import (
    RELEVANCE,
    SIMILAR_STEMS,
    RankingRules,
    Record,
    ScoredDocument,
    SearchRequest,
    SearchResponse,
)
from app.search.document import Concept, SearchDocument, form_term
from app.search.indexer import analyse_document
from app.search.lexicon import WordCounts
from app.search.plan import Alternative, PlannedWord, QueryPlan, idf
from app.search.synonyms import Thesaurus, cut_names
from app.search.term_vector import TermVector

Rules = RankingRules[Any]
_REQUESTS = TypeAdapter(SearchRequest)


class _Entry(NamedTuple):
    record: Record
    impacts: dict[str, float]
    forms: list[set[str]]  # at each position
    vector: TermVector


class MemoryBackend:
    """Holds everything; asks each document whether it matches, and how well."""

    def __init__(
        self, documents: Iterable[SearchDocument], concepts: Sequence[Concept], records: Iterable[Record], rules: Rules
    ) -> None:
        self.terms = self
        self._rules = rules
        self._counts = WordCounts()
        self._entries: list[_Entry] = []
        thesaurus = Thesaurus(concepts, cut_names(concepts))
        for document, record in zip(documents, records, strict=True):
            impacts, forms, vector, words = analyse_document(document, thesaurus)
            single = dict(zip(impacts, array("f", impacts.values()), strict=True))  # as exact as Whoosh keeps them
            positions = [set(line.split()) for line in forms.split("\n")]
            self._entries.append(_Entry(record, single, positions, TermVector(vector)))
            self._counts.add(words)
        self._frequencies = Counter(term for entry in self._entries for term in entry.impacts)

    def word_counts(self) -> WordCounts:
        return self._counts

    def has_term(self, term: str) -> bool:
        return term in self._frequencies

    def search(self, request: SearchRequest) -> SearchResponse:
        request = _REQUESTS.validate_json(_REQUESTS.dump_json(request))
        plan, scores, weights = request.plan, dict.fromkeys(range(len(self._entries)), 0.0), []
        if plan:
            matching = [sum(self._word(entry, word) > 0 for entry in self._entries) for word in plan.words]
            weights = [idf(count, len(self._entries)) for count in matching]
            scores = self._score(plan, weights)
        if request.fresh_only:
            scores = {n: s for n, s in scores.items() if request.today < self._entries[n].record.review_due}
        complete, preferred = self._part(plan, scores) if plan else (scores, scores)

        def key(n: int) -> tuple[object, ...]:
            record = self._entries[n].record
            boost = self._rules.boost(record) + self._rules.fresh_boost * (request.today < record.review_due)
            score = scores[n] * (boost if request.boosted else 1.0) if request.sort == RELEVANCE else 0.0
            return (
                request.sort == RELEVANCE and n not in preferred,
                -score,
                *self._rules.orders[request.sort](record),
                record.slug,
            )

        ranked = sorted((n for n in scores if self._passes(n, request.filters)), key=key)
        first, close = [n for n in ranked if n in complete], [n for n in ranked if n not in complete]
        total, close_total = len(first), len(close)
        if request.is_mixed:
            first, close = sorted(first + close[: request.close], key=key), []
        end = len(first) if request.limit is None else request.offset + request.limit
        pages = first[request.offset : end], close[: request.close if end >= len(first) else 0]
        shown, others = ([self._describe(n, scores[n], plan) for n in page] for page in pages)
        facets = {facet: self._count(facet, complete, request.filters) for facet in request.facets}
        return SearchResponse(total, shown, close_total, others, facets, tuple(weights))

    def similar(self, stems: Collection[str]) -> Mapping[str, float]:
        known = sorted((self._frequencies[stem], stem) for stem in stems if self._frequencies[stem] > 1)
        rows = [[self._term(entry, stem) for entry in self._entries] for _, stem in known[:SIMILAR_STEMS]]
        whole = sum(map(max, rows))
        sums = zip(self._entries, map(sum, zip(*rows, strict=True)), strict=True) if rows else ()
        return {entry.record.slug: score / whole for entry, score in sums if score}

    def _score(self, plan: QueryPlan, weights: Sequence[float]) -> dict[int, float]:
        if not plan.words:
            return {n: 1.0 for n, entry in enumerate(self._entries) if plan.is_restricted and self._allows(entry, plan)}
        scores, coverage = {}, {}
        needs = [word.required for word in plan.words]
        for n, entry in enumerate(self._entries):
            worths = [self._word(entry, word) for word in plan.words]
            required = [(worth, weight) for worth, weight, needed in zip(worths, weights, needs, strict=True) if needed]
            if any(worth for worth, _ in required) and self._allows(entry, plan):
                scores[n] = sum(worths) + sum(self._clause(entry, pair) for pair in plan.pairs)
                coverage[n] = sum(weight for worth, weight in required if worth)
        best = max(coverage.values(), default=1.0)
        shares = {n: held / best for n, held in coverage.items()}
        rule = plan.coverage
        return {n: score * shares[n] ** rule.power for n, score in scores.items() if shares[n] >= rule.minimum}

    def _part(self, plan: QueryPlan, scores: Iterable[int]) -> list[set[int]]:
        """The documents that hold every required word; those that precede others, holding all that anybody wrote."""
        required = [word for word in plan.words if word.required]
        known = [word for word in required if any(self._word(entry, word) for entry in self._entries)]
        known = known if plan.coverage.all_first and len(known) > 1 else []
        return [{n for n in scores if all(self._word(self._entries[n], w) for w in ws)} for ws in (required, known)]

    def _word(self, entry: _Entry, word: PlannedWord) -> float:
        clauses = [*word.alternatives, *(clause for synonym in word.synonyms for clause in synonym.alternatives)]
        return max((self._clause(entry, clause) for clause in clauses), default=0.0)

    def _clause(self, entry: _Entry, clause: Alternative) -> float:
        best = max((self._term(entry, term) for term in clause.terms), default=0.0)
        if best:
            best += sum(weight * self._term(entry, term) for term, weight in clause.boosts)
        return best * clause.weight

    def _term(self, entry: _Entry, term: str) -> float:
        return entry.impacts[term] * idf(self._frequencies[term], len(self._entries)) if term in entry.impacts else 0.0

    def _allows(self, entry: _Entry, plan: QueryPlan) -> bool:
        excluded = any(self._holds(entry, phrase) for phrase in plan.excluded_phrases)
        excluded = excluded or any(term in entry.impacts for term in plan.excluded_terms)
        return not excluded and all(self._holds(entry, phrase) for phrase in plan.phrases)

    def _holds(self, entry: _Entry, phrase: Sequence[str]) -> bool:
        if len(phrase) == 1:
            return form_term(phrase[0]) in entry.impacts
        starts = range(len(entry.forms) - len(phrase) + 1)
        return any(all(form in entry.forms[at + n] for n, form in enumerate(phrase)) for at in starts)

    def _passes(self, number: int, filters: Iterable[tuple[str, str]], but: str = "") -> bool:
        chosen: dict[str, set[str]] = {}
        for facet, value in filters:
            chosen.setdefault(facet, set()).add(value)
        terms = self._entries[number].record.terms
        return all(facet == but or not values.isdisjoint(terms[facet]) for facet, values in chosen.items())

    def _count(self, facet: str, scores: Iterable[int], filters: Sequence[tuple[str, str]]) -> dict[str, int]:
        records = [self._entries[n].record for n in scores if self._passes(n, filters, but=facet)]
        return Counter(value for record in records for value in record.terms[facet])

    def _describe(self, number: int, score: float, plan: QueryPlan | None) -> ScoredDocument:
        entry, matched = self._entries[number], set()
        for place, word in enumerate(plan.words if plan else ()):
            clauses = {"": word.alternatives, **{synonym.key: synonym.alternatives for synonym in word.synonyms}}
            matched |= {(place, key) for key, each in clauses.items() if any(self._clause(entry, c) for c in each)}
        return ScoredDocument(entry.record.slug, score, frozenset(matched), entry.vector)
