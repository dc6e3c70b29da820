"""In which order practices are shown."""

import datetime
from collections.abc import Callable, Sequence
from functools import cached_property

from app.catalogue.facet import PracticeSet, members
from app.catalogue.query import Query
from app.content.headline import Headline
from app.search.analyzer import fold
from app.search.reader import Scores

EVIDENCE_ORDER = ("avant-apres", "chiffres", "temoignage")
FORMAT_ORDER = ("etude-de-cas", "initiative")

# Between practices that answer equally well: the better evidenced, then the freshly reviewed.
EVIDENCE_BONUS = {"avant-apres": 0.04, "chiffres": 0.02, "temoignage": 0.0}
FRESH_BONUS = 0.02


class Ranking:
    """The orders of a sequence of practices, each prepared when it is first asked for."""

    def __init__(self, headlines: Sequence[Headline]) -> None:
        self._headlines = headlines
        self._due = [headline.review_due for headline in headlines]
        self._bonus = [1 + EVIDENCE_BONUS[headline.evidence] for headline in headlines]
        self._last_bonus: tuple[datetime.date, list[float]] = (datetime.date.min, self._bonus)

    def rank(self, found: PracticeSet, query: Query, scores: Scores | None, today: datetime.date) -> list[int]:
        """The numbers of a set, the first to be shown first. Without scores, the best documented come first."""
        if query.sort == "titre":
            return sorted(members(found), key=self._by_title.__getitem__)
        if query.sort == "recentes":
            return sorted(members(found), key=self._by_date.__getitem__)
        documented_first = sorted(members(found), key=self._by_evidence.__getitem__)
        if scores is None:
            return documented_first
        bonus = self._bonus_on(today)
        return sorted(documented_first, key=lambda n: -scores[n] * bonus[n])  # equal ones stay in order

    def fresh(self, today: datetime.date) -> list[int]:
        """The numbers of those that were reviewed in time."""
        return [number for number, due in enumerate(self._due) if today < due]

    def _bonus_on(self, today: datetime.date) -> list[float]:
        """By what each score is multiplied on a day; that of the last day asked for is kept."""
        day, bonus = self._last_bonus
        if day != today:
            bonus = [worth + FRESH_BONUS * (today < due) for worth, due in zip(self._bonus, self._due, strict=True)]
            self._last_bonus = today, bonus
        return bonus

    @cached_property
    def _by_title(self) -> list[int]:
        return self._order(lambda h: (fold(h.title),))

    @cached_property
    def _by_date(self) -> list[int]:
        return self._order(lambda h: (-h.reviewed.toordinal(), -h.published.toordinal(), *_documented_first(h)))

    @cached_property
    def _by_evidence(self) -> list[int]:
        return self._order(lambda h: (*_documented_first(h), -h.reviewed.toordinal(), fold(h.title)))

    def _order(self, key: Callable[[Headline], tuple[object, ...]]) -> list[int]:
        """The rank of each practice under an order; the slug settles what is left equal."""
        headlines = self._headlines
        numbers = sorted(range(len(headlines)), key=lambda n: (*key(headlines[n]), headlines[n].slug))
        ranks = [0] * len(numbers)
        for rank, number in enumerate(numbers):
            ranks[number] = rank
        return ranks


def _documented_first(headline: Headline) -> tuple[int, int]:
    return FORMAT_ORDER.index(headline.format), EVIDENCE_ORDER.index(headline.evidence)
