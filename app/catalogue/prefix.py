"""Prefix index for autocomplete: names by the prefixes of their words, or by their stems."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from app.search.analyzer import STOP_WORDS, fold, normalise, stem, tokenise


class _Label(NamedTuple):
    """The words of a label, and which of them it may be said to begin with: the first, and the first that tells."""

    words: tuple[str, ...]
    first: tuple[str, ...]


class Names:
    """Names by number, in the order that they were given in."""

    def __init__(self, names: Iterable[tuple[str, Iterable[str]]]) -> None:
        """Each name is a label, and the words of its other names as `cut_words` gives them."""
        self._labels: list[_Label] = []
        self._holding: dict[str, list[int]] = {}
        for number, (label, also) in enumerate(names):
            self._labels.append(_read_label(label))
            for word in {*self._labels[-1].words, *also}:
                self._holding.setdefault(word, []).append(number)
        self._words = sorted(self._holding)
        self._families: dict[str, list[str]] = {}
        for word in self._words:
            self._families.setdefault(stem(word), []).append(word)

    def find(self, text: str) -> list[int]:
        """Those that have each typed word, begun or in another form, in any order and without accents.

        Labels that begin with what was typed come first, then shorter ones.
        """
        ways = [self._find_all(typed) for typed in _read_typed(text)]
        return list(dict.fromkeys(chain(*ways)))

    def _find_all(self, typed: Iterable[str]) -> list[int]:
        accepted = [self._accept(word) for word in typed]
        found = set.intersection(*map(self._hold, accepted))
        return sorted(found, key=lambda number: (*self._rank(number, accepted), number))

    def _accept(self, typed: str) -> set[str]:
        """The words that begin so, and those of the same stem."""
        first, last = bisect_left(self._words, typed), bisect_left(self._words, typed + "\uffff")
        return {*self._words[first:last], *self._families.get(stem(typed), ())}

    def _hold(self, words: Iterable[str]) -> set[int]:
        """The names that have one of these words."""
        return set().union(*(self._holding[word] for word in words))

    def _rank(self, number: int, accepted: list[set[str]]) -> tuple[int, int]:
        """Labels that begin with the first typed word, then those that hold all, then those found by another name."""
        label = self._labels[number]
        if not accepted[0].isdisjoint(label.first):
            return 0, len(label.words)
        holds_all = not any(words.isdisjoint(label.words) for words in accepted)
        return (1 if holds_all else 2), len(label.words)


def cut_words(text: str) -> list[str]:
    """The words without accents and elisions; one that is written in several pieces is also there whole (mixup)."""
    return [fold(token.exact) for token in tokenise(text)]


def _read_label(label: str) -> _Label:
    words = tuple(cut_words(label))
    telling = [word for word in words if word not in STOP_WORDS]
    return _Label(words, (*words[:1], *telling[:1]))


def _read_typed(text: str) -> Iterator[list[str]]:
    """The words to look for: first with, then without a stop word that may be the beginning of another (« emploi d »).

    Other stop words and elisions are left out, unless nothing else is there.
    """
    tokens = [token for token in tokenise(text) if not token.is_compound]
    if not tokens:
        return
    telling = list(dict.fromkeys(fold(token.exact) for token in tokens if not token.is_stop))
    last = tokens[-1]
    if telling and last.is_stop and last.end == len(normalise(text)):
        yield [*telling, fold(last.exact)]
    yield telling or list(dict.fromkeys(fold(token.exact) for token in tokens))
