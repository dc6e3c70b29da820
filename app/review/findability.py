"""Rank checks: likely queries for a practice, and its rank in the real search, before and after."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.catalogue.catalogue import Catalogue
from app.catalogue.evaluation import DEPTH, Judged, Outcome, follow_names
from app.catalogue.query import Query
from app.content.practice import Practice
from app.search.analyzer import tokenise


@dataclass(frozen=True)
class Finding:
    """A query, and the rank of one practice among its results, from 1; None when it is not found."""

    text: str
    rank: int | None


@dataclass(frozen=True)
class RankChange:
    """A judged query and the rank, before and after, of a practice that answers it."""

    text: str
    slug: str
    before: int | None
    after: int | None

    @property
    def loss(self) -> int:
        """Ranks lost, negative when won; not found counts as rank 1,000."""
        far = 1000
        return (self.after or far) - (self.before or far)


@dataclass(frozen=True)
class Comparison:
    """Rank changes between two versions, and their mean nDCG@10 over the judged queries."""

    moves: tuple[RankChange, ...]
    quality_before: float
    quality_now: float


def try_queries(catalogue: Catalogue, practice: Practice) -> list[Finding]:
    """The rank of a practice for each likely query.

    Those are the title, its word bigrams, the organisation, and the organisation, place or sector with a lever.
    """
    words = [practice.title[t.start : t.end] for t in tokenise(practice.title) if not t.is_stop and not t.is_compound]
    pairs = [f"{left} {right}" for left, right in pairwise(words)]
    queries = dict.fromkeys([practice.title, *pairs, *_crossings(catalogue, practice)])
    return [Finding(text, _found(catalogue, text).get(practice.slug)) for text in queries]


def compare_ranks(before: Catalogue, after: Catalogue, queries: Sequence[Judged]) -> Comparison:
    """Evaluate the judged queries on both versions; rank changes within the first DEPTH, greatest losses first."""
    moves = []
    old_outcomes, new_outcomes = [], []
    for judged in queries:
        old, new = _found(before, judged.text), _found(after, judged.text)
        old_outcomes.append(Outcome(follow_names(judged, before), tuple(old)[:DEPTH], len(old), 0.0))
        new_outcomes.append(Outcome(follow_names(judged, after), tuple(new)[:DEPTH], len(new), 0.0))
        for slug in judged.grades:
            current = after.current_slug(slug) or slug  # a renamed sheet answers under its new name
            move = RankChange(judged.text, slug, old.get(slug), new.get(current))
            if move.before != move.after and min(move.before or DEPTH + 1, move.after or DEPTH + 1) <= DEPTH:
                moves.append(move)
    return Comparison(
        moves=tuple(sorted(moves, key=lambda move: (-move.loss, move.text, move.slug))),
        quality_before=statistics.fmean(outcome.ndcg for outcome in old_outcomes),
        quality_now=statistics.fmean(outcome.ndcg for outcome in new_outcomes),
    )


def _found(catalogue: Catalogue, text: str) -> dict[str, int]:
    return {headline.slug: rank for rank, headline in enumerate(catalogue.rank(Query(text=text)), start=1)}


def _crossings(catalogue: Catalogue, practice: Practice) -> Iterator[str]:
    organisation, place = practice.organisation.name, practice.territory.place
    levers = [catalogue.vocabulary.label("levers", slug).lower() for slug in practice.levers[:2]]
    sectors = [catalogue.vocabulary.label("sectors", slug).lower() for slug in practice.sectors[:2]]
    yield organisation
    for lever in levers:
        yield f"{organisation} {lever}"
        if place:
            yield f"{place} {lever}"
        for sector in sectors:
            yield f"{sector} {lever}"
