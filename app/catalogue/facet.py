"""Filters and their counts, as sets of practices.

A set is an integer whose bit n stands for practice n: intersection is `&`, union `|`, size `bit_count()`. Counting
eighty values over twenty thousand practices takes less than a millisecond (docs/performance.md).
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import compress, count
from operator import and_, or_

from app.catalogue.query import Query
from app.content.headline import Headline

PracticeSet = int
_ONE = ord("1")
_TRUTH = bytes.maketrans(b"01", b"\0\1")


def make_set(numbers: Iterable[int], size: int) -> PracticeSet:
    """The set that holds these practice numbers, all below `size`."""
    digits = bytearray(b"0") * (size + 1)
    for number in numbers:
        digits[~number] = _ONE  # from the right: that of practice 0 is the last
    return int(digits, base=2)


def members(numbers: PracticeSet) -> Iterator[int]:
    """The practice numbers of a set, in order."""
    digits = bin(numbers)[:1:-1].encode()
    return compress(count(), digits.translate(_TRUTH))


class FacetIndex:
    """For each value of each facet, the set of practices that have it."""

    def __init__(self, headlines: Sequence[Headline], facets: Sequence[str]) -> None:
        self.everything: PracticeSet = (1 << len(headlines)) - 1
        self._sets: dict[str, dict[str, PracticeSet]] = {}
        for facet in facets:
            numbers: dict[str, list[int]] = {}
            for number, headline in enumerate(headlines):
                for slug in headline.terms[facet]:
                    numbers.setdefault(slug, []).append(number)
            self._sets[facet] = {slug: make_set(found, len(headlines)) for slug, found in numbers.items()}

    def having(self, facet: str, slug: str) -> PracticeSet:
        """The practices that have one value."""
        return self._sets[facet].get(slug, 0)

    def matching(self, query: Query, but: str | None = None) -> PracticeSet:
        """The practices that the filters let through, those of the facet `but` left aside."""
        chosen = [
            reduce(or_, (self.having(facet, slug) for slug in query.selected(facet)))
            for facet in self._sets
            if facet != but and query.selected(facet)
        ]
        return reduce(and_, chosen, self.everything)

    def counts(self, query: Query, base: PracticeSet) -> dict[str, dict[str, int]]:
        """For each facet, how many practices of `base` have each value, its own selection left aside."""
        return {
            facet: {
                slug: (having & allowed).bit_count()
                for allowed in (base & self.matching(query, but=facet),)
                for slug, having in sets.items()
            }
            for facet, sets in self._sets.items()
        }
