"""Posting lists, phrases and term vectors in Whoosh: the only module that imports it.

A posting holds the impact of a term in a document (app/search/indexer.py), as the weight of one posting. Lists are
written as one uncompressed block and read whole (docs/decisions/0005-worth-in-postings.md).
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import finalize

from whoosh import fields, index
from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken
from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Existence
from whoosh.query import Phrase
from whoosh.reading import TermNotFound
from whoosh.searching import Searcher

from app.search.document import SearchDocument, form_term
from app.search.indexer import analyse_document
from app.search.lexicon import DocumentWords, WordCounts
from app.search.synonyms import Thesaurus
from app.search.term_vector import TermVector

ONE_BLOCK = 1 << 24  # postings in a block of the index: a list is read in one go
KEPT_LISTS = 1_024  # posting lists kept in memory, 12 bytes for each document: common words come back all the time
GONE = -1

_INDEX, _WORDS = "whoosh", "words.json"


class _Impacts(fields.FieldType):  # type: ignore[misc]
    """A field given as a mapping from term to impact."""

    def __init__(self) -> None:
        super().__init__(Existence(), analyzer=None, scorable=True)  # else Whoosh looks for a file at each posting

    def index(self, value: Mapping[str, float], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, impact in value.items():
            yield term.encode(), 1, impact, b""


class _Ready(Analyzer):  # type: ignore[misc]
    """Takes words that are already cut: a line for each position, the forms that stand there apart by spaces."""

    def __call__(self, value: str, **_: Any) -> Iterator[Any]:
        token = WhooshToken(positions=True)
        token.boost = 1.0
        for token.pos, forms in enumerate(value.split("\n")):
            for token.text in forms.split():
                yield token


_SCHEMA = fields.Schema(
    terms=_Impacts(),  # stems, bigrams, concepts, surface forms
    forms=fields.TEXT(analyzer=_Ready(), phrase=True),  # surface forms with their positions: for phrases alone
    vector=fields.COLUMN(VarBytesColumn()),
    words=fields.COLUMN(VarBytesColumn()),  # to be taken off the lexicon when the document goes
)


def write_index(folder: Path, documents: Iterable[SearchDocument], thesaurus: Thesaurus) -> None:
    """Write the index of `documents`, and the counts of their words, into an existing folder."""
    (folder / _INDEX).mkdir()
    codec = W3Codec(blocklimit=ONE_BLOCK, compression=0)
    writer = index.create_in(str(folder / _INDEX), _SCHEMA).writer(limitmb=256, codec=codec, compound=False)
    counts = WordCounts()
    for document in documents:
        impacts, forms, vector, words = analyse_document(document, thesaurus)
        writer.add_document(terms=impacts, forms=forms, vector=vector, words=words.to_bytes())
        counts.add(words)
    writer.commit(optimize=True)
    counts.write(folder / _WORDS)


@dataclass(frozen=True)
class IndexPart:
    """A folder that `write_index` filled, and the number of each of its documents in the whole.

    A number of GONE is that of a document that is no longer there; without numbers all are there, in their order.
    """

    folder: Path
    numbers: Sequence[int] | None = None


class _OpenPart:
    """One open Whoosh index. Its readers share the position of one open file: one thread at a time."""

    def __init__(self, part: IndexPart) -> None:
        # Mapped into memory, as is Whoosh's way, the whole index would be copied there when it is opened.
        self._index = FileStorage(str(part.folder / _INDEX), supports_mmap=False).open_index().reader()
        finalize(self, self._index.close)
        self._searcher = Searcher(self._index)
        self._lock = Lock()
        self._vectors = self._index.column_reader("vector") if self._index.doc_count_all() else ()
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

    def vector(self, place: int) -> TermVector:
        with self._lock:
            return TermVector(self._vectors[place])

    def words_gone(self) -> Iterator[DocumentWords]:
        """The words of each document that is no longer there."""
        column = self._index.column_reader("words") if self._index.doc_count_all() else ()
        return (DocumentWords.from_bytes(column[n]) for n, number in enumerate(self.numbers) if number == GONE)


class WhooshIndex:
    """`PostingStore` and `TermDictionary` over an open index, in one part or several. Threads may share it."""

    def __init__(self, parts: Iterable[IndexPart]) -> None:
        parts = tuple(parts)
        self._folders = [part.folder for part in parts]
        self._parts = [_OpenPart(part) for part in parts]
        self._places = {
            number: (part, place) for part in self._parts for place, number in enumerate(part.numbers) if number != GONE
        }
        self.postings = lru_cache(KEPT_LISTS)(self._read_postings)
        self.size = len(self._places)

    def _read_postings(self, term: str) -> tuple[Sequence[int], Sequence[float]]:
        """Compact, for common words come back all the time."""
        numbers, weights = array("L"), array("f")
        for part in self._parts:
            held, impacts = part.postings(term)
            numbers.extend(held)
            weights.extend(impacts)
        return numbers, weights

    def with_phrase(self, words: tuple[str, ...]) -> set[int]:
        """The documents where these folded surface forms follow each other."""
        if len(words) == 1:
            return set(self.postings(form_term(words[0]))[0])
        return set().union(*(part.with_phrase(words) for part in self._parts))

    def vector(self, number: int) -> TermVector:
        """The term vector of a document."""
        part, place = self._places[number]
        return part.vector(place)

    def has_term(self, term: str) -> bool:
        """Whether a document holds an index term."""
        return len(self.postings(term)[0]) > 0

    def word_counts(self) -> WordCounts:
        """Document frequencies of surface forms and acronyms, those of documents that are gone taken off."""
        counts = WordCounts()
        for path in sorted((folder / _WORDS for folder in self._folders), key=lambda path: -path.stat().st_size):
            counts.merge(WordCounts.read(path))  # the largest first: it is not added
        for words in chain.from_iterable(part.words_gone() for part in self._parts):
            counts.add(words, times=-1)
        return counts
