"""Table of proper names, each with what is known of it: sorted lines in memory, searched by bisection.

A name is known by its words that mean something, without accents: « Villeneuve-d'Ascq » is "villeneuve ascq", and
« st quentin » is "saint quentin".
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Self

from app.search.analyzer import Token, fold, tokenise

LONGEST = 6  # words of a name
_SPELT_OUT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}


class NameMention(NamedTuple):
    """Words `first` to `last` (both included) are a name; `values` are those of all that bear it."""

    first: int
    last: int
    values: tuple[str, ...]


class NameTable:
    """Names by their words."""

    def __init__(self, data: bytes = b"") -> None:
        """`data`: what `to_bytes` gave."""
        self._data = data
        self._first_words = frozenset(line.split(b"\t", 1)[0].split(b" ", 1)[0] for line in data.splitlines())

    @classmethod
    def of(cls, names: Iterable[tuple[str, str]]) -> Self:
        """The table of some names, each with its value: a text on one line. One without a word is left out."""
        keyed = ((" ".join(name_words(tokenise(name))), value) for name, value in names)
        lines = sorted({f"{key}\t{value}\n".encode() for key, value in keyed if key})
        return cls(b"".join(lines))

    def to_bytes(self) -> bytes:
        """For a file."""
        return self._data

    def get(self, words: Sequence[str]) -> tuple[str, ...]:
        """The values of a name."""
        key = f"{' '.join(words)}\t".encode()
        found, start = [], self._find(key)
        while self._data.startswith(key, start):
            end = self._data.index(b"\n", start)
            found.append(self._data[start + len(key) : end].decode())
            start = end + 1
        return tuple(found)

    def mentions(self, words: Sequence[str]) -> Iterator[NameMention]:
        """The names in a row of words that mean something, from the left, the longest first; none overlap."""
        place = 0
        while place < len(words):
            mention = self._longest_at(words, place)
            if mention:
                yield mention
            place = mention.last + 1 if mention else place + 1

    def _longest_at(self, words: Sequence[str], first: int) -> NameMention | None:
        if words[first].encode() not in self._first_words:
            return None
        for last in range(min(first + LONGEST, len(words)) - 1, first - 1, -1):
            if values := self.get(words[first : last + 1]):
                return NameMention(first, last, values)
        return None

    def _find(self, key: bytes) -> int:
        """Where the first line begins that is not before a key."""
        return bisect_left(range(len(self._data)), key, key=self._line_at)

    def _line_at(self, place: int) -> bytes:
        start = self._data.rfind(b"\n", 0, place) + 1
        return self._data[start : self._data.index(b"\n", place)]


def name_words(tokens: Iterable[Token]) -> list[str]:
    """The words of a text as names are known by."""
    return [name_word(token) for token in tokens if not token.is_stop and not token.is_compound]


def name_word(token: Token) -> str:
    """A word as names are known by."""
    word = fold(token.exact)
    return _SPELT_OUT.get(word, word)
