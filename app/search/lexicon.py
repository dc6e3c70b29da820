"""Lexicon: surface forms counted by document frequency, and the dictionary of French.

Counts come from the index, and say which spellings may be proposed; the dictionary comes from simplemma, and says which
words are spelt right although no document holds them.
"""

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.search.analyzer import Token, fold, fold_uncached

SHORTEST_WORD, LONGEST_WORD = 3, 30  # letters, of the dictionary


@dataclass(frozen=True)
class DocumentWords:
    """Surface forms of one document without stop words, and its folded acronyms."""

    spelt: frozenset[str]
    acronyms: frozenset[str]

    @classmethod
    def of(cls, tokens: Iterable[Token]) -> "DocumentWords":
        """From the tokens of a document."""
        spelt, acronyms = set(), set()
        for token in tokens:
            if token.is_acronym:
                acronyms.add(fold(token.exact))
            if not token.is_stop and token.exact.isalpha():
                spelt.add(token.exact)
        return cls(frozenset(spelt), frozenset(acronyms))

    @classmethod
    def from_bytes(cls, data: bytes) -> "DocumentWords":
        """What `to_bytes` made bytes of."""
        spelt, _, acronyms = data.decode().partition("\n")
        return cls(frozenset(spelt.split()), frozenset(acronyms.split()))

    def to_bytes(self) -> bytes:
        """For the index."""
        return f"{' '.join(sorted(self.spelt))}\n{' '.join(sorted(self.acronyms))}".encode()


class WordCounts:
    """Document frequencies of folded words, of each of their spellings, and of acronyms."""

    def __init__(self) -> None:
        self.documents: dict[str, int] = {}
        self.spellings: dict[str, dict[str, int]] = {}
        self.acronyms: dict[str, int] = {}

    def add(self, words: DocumentWords, times: int = 1) -> None:
        """Count one more document; `times` of -1 takes it away again."""
        for spelt in words.spelt:
            _add(self.spellings.setdefault(fold(spelt), {}), {spelt: times})
        _add(self.documents, dict.fromkeys({fold(spelt) for spelt in words.spelt}, times))
        _add(self.acronyms, dict.fromkeys(words.acronyms, times))

    def merge(self, other: "WordCounts") -> None:
        """Count the documents of another part too, which is not to be used after that."""
        _add(self.documents, other.documents)
        _add(self.acronyms, other.acronyms)
        for word, spelt in other.spellings.items():
            mine = self.spellings.setdefault(word, spelt)
            if mine is not spelt:
                _add(mine, spelt)

    @classmethod
    def read(cls, path: Path) -> "WordCounts":
        """The counts that `write` left in a file."""
        counts = cls()
        counts.__dict__.update(json.loads(path.read_text(encoding="utf-8")))
        return counts

    def write(self, path: Path) -> None:
        """Keep them in a file."""
        path.write_text(json.dumps(vars(self), ensure_ascii=False), encoding="utf-8")


def _add(counts: dict[str, int], others: Mapping[str, int]) -> None:
    if not counts:
        counts.update(others)
        return
    for name, count in others.items():
        counts[name] = counts.get(name, 0) + count


class SortedLines:
    """A sorted file of lines in memory, each found by its first word: binary search, nothing is cut up."""

    def __init__(self, data: bytes) -> None:
        """`data`: lines in the order of their bytes, each ended."""
        self._data = data

    def find(self, word: str) -> str:
        """The line of which a word is the first; "" when there is none."""
        sought = word.encode()
        place = bisect_left(range(len(self._data)), sought, key=lambda place: self._line_at(place).partition(b" ")[0])
        line = self._line_at(place) if place < len(self._data) else b""
        return line.decode() if line.partition(b" ")[0] == sought else ""

    def _line_at(self, place: int) -> bytes:
        """The line to which a byte belongs, its end included."""
        start = self._data.rfind(b"\n", 0, place) + 1
        return self._data[start : self._data.index(b"\n", place)]


class FrenchDictionary(SortedLines):
    """Set of the folded surface forms of French."""

    @classmethod
    def read(cls, path: Path) -> "FrenchDictionary":
        """What `write_dictionary` left in a file."""
        return cls(path.read_bytes())

    def __contains__(self, word: object) -> bool:
        return self.find(str(word)) != ""


def write_dictionary(path: Path) -> None:
    """Write the words into a file, for no process that only searches could do with the library's 40 MB."""
    path.write_bytes(_list_words())


@cache
def _list_words() -> bytes:
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    lemmas = DefaultDictionaryFactory().get_dictionary("fr")
    folded = set(fold_uncached("\n".join({*lemmas, *lemmas.values()})).split("\n"))
    words = sorted(
        word for word in folded if word.isascii() and word.isalpha() and SHORTEST_WORD <= len(word) <= LONGEST_WORD
    )
    return "".join(f"{word}\n" for word in words).encode()
