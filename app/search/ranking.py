"""Ranking: documents found, by relevance with static boosts or in another order, prepared when first asked for."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from app.search.backend import RELEVANCE, R, RankingRules, SearchRequest
from app.search.facet_index import DocumentSet, members

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

    def rank(self, found: DocumentSet, request: SearchRequest, scores: Scores | None) -> list[int]:
        """The numbers of a set, the first to be shown first."""
        ranked = sorted(members(found), key=self._order(request.sort).__getitem__)
        if request.sort != RELEVANCE or scores is None:
            return ranked
        if not request.boosted:
            return sorted(ranked, key=lambda number: -scores[number])
        boosts = self._boosts_on(request.today)
        return sorted(ranked, key=lambda number: -scores[number] * boosts[number])  # equal ones stay in order

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
