"""The Whoosh index: what is written into it for each document, and how it is read.

A posting holds the whole worth of a term in a document: BM25 in each field, times the field's weight, summed. It is
computed once, when the index is built; a search only reads lists of numbers (docs/search.md says what that brings).

What is written for a document depends on that document alone. So an index may stand in several parts, and parts may
be kept while documents come, change and go around them: the scores are those of one index of the same documents.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from threading import Lock
from typing import Any

from whoosh import fields, index
from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken
from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.formats import Existence
from whoosh.query import Phrase
from whoosh.reading import TermNotFound
from whoosh.searching import Searcher

from app.search.document import Document
from app.search.excerpt import Shown
from app.search.language import Token, fold, tokenise
from app.search.spelling import DocumentWords, WordCounts
from app.search.thesaurus import Thesaurus, content_stems

# The weight of a match in each field, and BM25's two constants (measured: docs/search.md).
FIELD_WEIGHTS = {"title": 1.5, "organisation": 1.0, "summary": 1.0, "body": 1.0, "terms": 0.5}
K1 = 2.0
B = 0.65
# What BM25 holds for an average length, in characters: the means of the first 88 sheets, measured once and fixed.
USUAL_LENGTHS = {"title": 87, "organisation": 144, "summary": 254, "body": 2_709, "terms": 350}

KEPT_LISTS = 256  # posting lists kept in memory, 12 bytes for each document: common words come back all the time
GONE = -1
ONE_BLOCK = 1 << 24  # postings in a block of the index: a list is read in one go

Scores = dict[int, float]


class _Impacts(fields.FieldType):  # type: ignore[misc]
    """A field given as a mapping from term to worth."""

    def __init__(self) -> None:
        super().__init__(Existence(), analyzer=None, scorable=True)  # else Whoosh looks for a file at each posting

    def index(self, value: Mapping[str, float], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, worth in value.items():
            yield term.encode(), 1, worth, b""


class _Ready(Analyzer):  # type: ignore[misc]
    """Takes words that are already cut: a line for each position, the forms that stand there apart by spaces."""

    def __call__(self, value: str, **_: Any) -> Iterator[Any]:
        token = WhooshToken(positions=True)
        token.boost = 1.0
        for token.pos, forms in enumerate(value.split("\n")):
            for token.text in forms.split():
                yield token


_SCHEMA = fields.Schema(
    terms=_Impacts(),  # stems, pairs of neighbours, concepts
    forms=fields.TEXT(analyzer=_Ready(), phrase=True),  # words as they are spelt, in order, so that phrases are found
    shown=fields.COLUMN(VarBytesColumn()),  # what explains a result
    words=fields.COLUMN(VarBytesColumn()),  # its spellings, to be taken off the lexicon when the document goes
)


def build_index(folder: Path, documents: Iterable[Document], thesaurus: Thesaurus) -> WordCounts:
    """Write the index of `documents` into an existing empty folder, and return the words it holds."""
    codec = W3Codec(blocklimit=ONE_BLOCK, compression=0)
    writer = index.create_in(str(folder), _SCHEMA).writer(limitmb=256, codec=codec)
    counts = WordCounts()
    for document in documents:
        passages = [tokenise(passage.text) for passage in document.passages]
        short = {name: tokenise(text) for name, text in _short_texts(document).items()}
        cut = {**short, "body": [token for tokens in passages for token in tokens]}
        words = DocumentWords.of(token for tokens in cut.values() for token in tokens)
        writer.add_document(
            terms=_weigh({name: _count_terms(tokens, thesaurus) for name, tokens in cut.items()}, document),
            forms="\n\n".join("\n".join(_lines(tokens)) for tokens in (*short.values(), *passages)),
            shown=Shown.of(document, cut, passages).to_bytes(),
            words=words.to_bytes(),
        )
        counts.add(words)
    writer.commit(optimize=True)
    return counts


def _short_texts(document: Document) -> dict[str, str]:
    return {
        "title": document.title,
        "organisation": document.organisation,
        "summary": document.summary,
        "terms": document.terms,
    }


def _lengths(document: Document) -> dict[str, int]:
    """The length of each field in characters."""
    lengths = {name: len(text) for name, text in _short_texts(document).items()}
    return {**lengths, "body": sum(len(passage.text) for passage in document.passages)}


def _weigh(counts: dict[str, Counter[str]], document: Document) -> dict[str, float]:
    """BM25 without its part for rarity, which is known only when everything is indexed."""
    worth: dict[str, float] = defaultdict(float)
    for name, length in _lengths(document).items():
        saturation = K1 * (1 - B + B * length / USUAL_LENGTHS[name])
        for term, count in counts[name].items():
            worth[term] += FIELD_WEIGHTS[name] * count * (K1 + 1) / (count + saturation)
    return worth


def _stems(tokens: Iterable[Token]) -> Iterator[str]:
    return (token.stem for token in tokens if not token.is_stop)


def _count_terms(tokens: list[Token], thesaurus: Thesaurus) -> Counter[str]:
    stems = content_stems(tokens)
    counts = Counter(_stems(tokens))
    counts.update(pair_term(*pair) for pair in pairwise(stems))
    counts.update(concept_term(mention.concept.key, mention.is_same) for mention in thesaurus.mentions(stems))
    return counts


def pair_term(left: str, right: str) -> str:
    """How two neighbouring stems are indexed."""
    return f"{left}_{right}"


def concept_term(key: str, is_same: bool) -> str:
    """How a concept named in a text is indexed: by one of its names, or by a name that only comes close."""
    return ("=" if is_same else "~") + key


def _lines(tokens: Iterable[Token]) -> list[str]:
    """The forms at each position, stop words included so that phrases can be found; a compound ends where it stands."""
    lines: list[str] = []
    for token in tokens:
        forms = " ".join(_forms(token))
        if token.is_compound and lines:
            lines[-1] += f" {forms}"
        else:
            lines.append(forms)
    return lines


def _forms(token: Token) -> tuple[str, ...]:
    """The word, and the word without its accents."""
    folded = fold(token.exact)
    return (token.exact,) if folded == token.exact else (token.exact, folded)


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
        self._index = index.open_dir(str(part.folder)).reader()
        self._searcher = Searcher(self._index)
        self._lock = Lock()
        self._shown = self._index.column_reader("shown") if self._index.doc_count_all() else ()
        self._numbers = part.numbers
        self.numbers = range(self._index.doc_count_all()) if part.numbers is None else part.numbers

    def postings(self, field: str, term: str) -> tuple[Sequence[int], Sequence[float]]:
        """A whole posting list. Whoosh's own way, one call for each number, takes ten times as long."""
        with self._lock:
            try:
                matcher = self._index.postings(field, term)
            except TermNotFound:
                return (), ()
            matcher.id(), matcher.weight()  # reads the block: there is only one
            numbers, weights = matcher._ids, matcher._weights
        if self._numbers is None:
            return numbers, weights
        kept = [(self._numbers[n], w) for n, w in zip(numbers, weights, strict=True) if self._numbers[n] != GONE]
        return [number for number, _ in kept], [weight for _, weight in kept]

    def with_phrase(self, words: tuple[str, ...]) -> set[int]:
        with self._lock:
            found = self._searcher.docs_for_query(Phrase("forms", list(words)))
            return {self.numbers[number] for number in found} - {GONE}

    def shown(self, place: int) -> Shown:
        with self._lock:
            return Shown.from_bytes(self._shown[place])

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
        numbers, worths = self._postings("terms", term)
        rarity = self.rarity(len(numbers))
        return dict(zip(numbers, [worth * rarity for worth in worths], strict=True))

    def form_scores(self, form: str) -> Scores:
        """The same for a word as it is spelt, by how often it stands anywhere in the document."""
        numbers, counts = self._postings("forms", form)
        rarity = self.rarity(len(numbers)) * (K1 + 1)
        return dict(zip(numbers, [rarity * count / (count + K1) for count in counts], strict=True))

    def rarity(self, count: int) -> float:
        """BM25's weight for what `count` documents have."""
        return math.log(1 + (self.size - count + 0.5) / (count + 0.5))

    def spread(self, term: str) -> int:
        """How many documents have a term."""
        return len(self._postings("terms", term)[0])

    def _read_postings(self, field: str, term: str) -> tuple[Sequence[int], Sequence[float]]:
        """Compact, for common words come back all the time."""
        numbers, weights = array("L"), array("f")
        for part in self._parts:
            held, worths = part.postings(field, term)
            numbers.extend(held)
            weights.extend(worths)
        return numbers, weights

    def with_phrase(self, words: tuple[str, ...]) -> set[int]:
        """The documents where these words (without accents) follow each other."""
        if len(words) == 1:
            return set(self.form_scores(words[0]))
        return set().union(*(part.with_phrase(words) for part in self._parts))

    def shown(self, number: int) -> Shown:
        """What explains why a document is a result."""
        part, place = self._places[number]
        return part.shown(place)

    def words_gone(self) -> Iterator[DocumentWords]:
        """The words of the documents that the parts hold but that are no longer there."""
        return chain.from_iterable(part.words_gone() for part in self._parts)
