"""The Whoosh index, open: posting lists, phrases, and what explains a result, from all the parts that it stands in."""

import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from threading import Lock
from weakref import finalize

from whoosh.filedb.filestore import FileStorage
from whoosh.query import Phrase
from whoosh.reading import TermNotFound
from whoosh.searching import Searcher

from app.search.lexicon import DocumentWords
from app.search.term import form_term
from app.search.term_vector import Concordance

KEPT_LISTS = 1_024  # posting lists kept in memory, 12 bytes for each document: common words come back all the time
GONE = -1

Scores = dict[int, float]


@dataclass(frozen=True)
class IndexPart:
    """A folder that build_index has filled, and the number of each of its documents in the whole.

    A number of GONE is that of a document that is no longer there; without numbers all are there, in their order.
    """

    folder: Path
    numbers: Sequence[int] | None = None


class _OpenPart:
    """One open Whoosh index. Its readers share the position of one open file: one thread at a time."""

    def __init__(self, part: IndexPart) -> None:
        # Mapped into memory, as is Whoosh's way, the whole index would be copied there when it is opened.
        self._index = FileStorage(str(part.folder), supports_mmap=False).open_index().reader()
        finalize(self, self._index.close)
        self._searcher = Searcher(self._index)
        self._lock = Lock()
        self._concordances = self._index.column_reader("concordance") if self._index.doc_count_all() else ()
        own = range(self._index.doc_count_all())
        self.numbers = own if part.numbers is None else part.numbers
        self._keeps_numbers = list(self.numbers) == list(own)
        self._is_whole = GONE not in self.numbers

    def postings(self, term: str) -> tuple[Sequence[int], Sequence[float]]:
        """A whole posting list. Whoosh's own way, one call for each number, takes ten times as long."""
        with self._lock:
            try:
                matcher = self._index.postings("terms", term)
            except TermNotFound:
                return (), ()
            matcher.id(), matcher.weight()  # reads the block: there is only one
            numbers, weights = matcher._ids, matcher._weights
        if self._keeps_numbers:
            return numbers, weights
        if self._is_whole:
            return [*map(self.numbers.__getitem__, numbers)], weights
        kept = [(self.numbers[n], w) for n, w in zip(numbers, weights, strict=True) if self.numbers[n] != GONE]
        return [number for number, _ in kept], [weight for _, weight in kept]

    def with_phrase(self, words: tuple[str, ...]) -> set[int]:
        with self._lock:
            found = self._searcher.docs_for_query(Phrase("forms", list(words)))
            return {self.numbers[number] for number in found} - {GONE}

    def concordance(self, place: int) -> Concordance:
        with self._lock:
            return Concordance(self._concordances[place])

    def words_gone(self) -> Iterator[DocumentWords]:
        """The words of each document that is no longer there."""
        column = self._index.column_reader("words") if self._index.doc_count_all() else ()
        return (DocumentWords.from_bytes(column[n]) for n, number in enumerate(self.numbers) if number == GONE)


class Reader:
    """An open index, in one part or several. Threads may share it."""

    def __init__(self, parts: Iterable[IndexPart]) -> None:
        self._parts = [_OpenPart(part) for part in parts]
        self._places = {
            number: (part, place) for part in self._parts for place, number in enumerate(part.numbers) if number != GONE
        }
        self._postings = lru_cache(KEPT_LISTS)(self._read_postings)
        self.size = len(self._places)

    def scores(self, term: str) -> Scores:
        """The score of a term, by document number; empty when no document has it."""
        numbers, worths = self._postings(term)
        rarity = self.rarity(len(numbers))
        return dict(zip(numbers, [worth * rarity for worth in worths], strict=True))

    def rarity(self, count: int) -> float:
        """BM25's weight for what `count` documents have."""
        return math.log(1 + (self.size - count + 0.5) / (count + 0.5))

    def spread(self, term: str) -> int:
        """How many documents have a term."""
        return len(self._postings(term)[0])

    def _read_postings(self, term: str) -> tuple[Sequence[int], Sequence[float]]:
        """Compact, for common words come back all the time."""
        numbers, weights = array("L"), array("f")
        for part in self._parts:
            held, worths = part.postings(term)
            numbers.extend(held)
            weights.extend(worths)
        return numbers, weights

    def with_phrase(self, words: tuple[str, ...]) -> set[int]:
        """The documents where these words (without accents) follow each other."""
        if len(words) == 1:
            return set(self.scores(form_term(words[0])))
        return set().union(*(part.with_phrase(words) for part in self._parts))

    def concordance(self, number: int) -> Concordance:
        """What explains why a document is a result."""
        part, place = self._places[number]
        return part.concordance(place)

    def words_gone(self) -> Iterator[DocumentWords]:
        """The words of the documents that the parts hold but that are no longer there."""
        return chain.from_iterable(part.words_gone() for part in self._parts)
