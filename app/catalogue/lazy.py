"""Lazy loading of practices: a sequence that opens each on access, behind an LRU cache."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import overload

from app.content.practice import Practice

KEPT_OPEN = 512  # about 50 kB each

Opener = Callable[[int], Practice]


def cache_opener(opener: Opener) -> Opener:
    """The same opener behind an LRU cache of `KEPT_OPEN` practices."""
    return lru_cache(KEPT_OPEN)(opener)


class LazyPractices(Sequence[Practice]):
    """Lazy sequence of practices: holds their numbers, and opens one when it is indexed or iterated."""

    def __init__(self, opener: Opener, numbers: Sequence[int]) -> None:
        self._opener = opener
        self._numbers = numbers

    @overload
    def __getitem__(self, index: int) -> Practice: ...
    @overload
    def __getitem__(self, index: slice) -> "LazyPractices": ...
    def __getitem__(self, index: int | slice) -> "Practice | LazyPractices":
        if isinstance(index, slice):
            return LazyPractices(self._opener, self._numbers[index])
        return self._opener(self._numbers[index])

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[Practice]:
        return map(self._opener, self._numbers)
