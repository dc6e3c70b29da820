"""Prefix index for autocomplete: a sorted word list searched by bisection, with a map of stems beside it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from app.search.analyzer import STOP_WORDS, fold, normalise, stem, tokenise


class _Label(NamedTuple):
    """The tokens of a label, and those that count as its beginning: the first, and the first that is no stop word."""

    words: tuple[str, ...]
    first: tuple[str, ...]


class PrefixIndex:
    """Prefix index: names are numbered in the order given, and found by prefixes or stems of their words."""

    def __init__(self, names: Iterable[tuple[str, Iterable[str]]]) -> None:
        """Each name is a label, and the words of its other names as `cut_words` gives them."""
        self._labels: list[_Label] = []
        self._numbers: dict[str, list[int]] = {}
        for number, (label, also) in enumerate(names):
            self._labels.append(_read_label(label))
            for word in {*self._labels[-1].words, *also}:
                self._numbers.setdefault(word, []).append(number)
        self._words = sorted(self._numbers)
        self._families: dict[str, list[str]] = {}
        for word in self._words:
            self._families.setdefault(stem(word), []).append(word)

    def find(self, text: str) -> list[int]:
        """The numbers of the names that match every typed word by prefix or by stem, in any order, accents folded.

        Ranked: labels that begin with the first typed word, then shorter ones.
        """
        found = [self._find_all(typed) for typed in _read_typed(text)]
        return list(dict.fromkeys(chain(*found)))

    def _find_all(self, typed: Iterable[str]) -> list[int]:
        accepted = [self._expand(word) for word in typed]
        found = set.intersection(*map(self._postings, accepted))
        return sorted(found, key=lambda number: (*self._rank(number, accepted), number))

    def _expand(self, typed: str) -> set[str]:
        """The indexed words with this prefix (bisection), and those of the same stem."""
        first, last = bisect_left(self._words, typed), bisect_left(self._words, typed + "\uffff")
        return {*self._words[first:last], *self._families.get(stem(typed), ())}

    def _postings(self, words: Iterable[str]) -> set[int]:
        """The union of the posting lists of these words."""
        return set().union(*(self._numbers[word] for word in words))

    def _rank(self, number: int, accepted: list[set[str]]) -> tuple[int, int]:
        """Sort key: labels that begin with the first typed word, then that hold all, then matches by another name."""
        label = self._labels[number]
        if not accepted[0].isdisjoint(label.first):
            return 0, len(label.words)
        holds_all = not any(words.isdisjoint(label.words) for words in accepted)
        return (1 if holds_all else 2), len(label.words)


def cut_words(text: str) -> list[str]:
    """Tokens without accents and elisions; a compound is also there as one token (mix-up: mixup)."""
    return [fold(token.exact) for token in tokenise(text)]


def _read_label(label: str) -> _Label:
    words = tuple(cut_words(label))
    telling = [word for word in words if word not in STOP_WORDS]
    return _Label(words, (*words[:1], *telling[:1]))


def _read_typed(text: str) -> Iterator[list[str]]:
    """The token lists to look up: with, then without a final stop word that may be a prefix (« emploi d »).

    Other stop words and elisions are dropped, unless there is nothing else.
    """
    tokens = [token for token in tokenise(text) if not token.is_compound]
    if not tokens:
        return
    telling = list(dict.fromkeys(fold(token.exact) for token in tokens if not token.is_stop))
    last = tokens[-1]
    if telling and last.is_stop and last.end == len(normalise(text)):
        yield [*telling, fold(last.exact)]
    yield telling or list(dict.fromkeys(fold(token.exact) for token in tokens))
