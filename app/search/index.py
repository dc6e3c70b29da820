"""The Whoosh index: what is written into it for each document, and how it is read.

A posting holds the whole worth of a term in a document: BM25 in each field, times the field's weight, summed. It is
computed once, when the index is built; a search only reads lists of numbers (docs/search.md says what that brings).
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from statistics import fmean
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
from app.search.spelling import Lexicon, LexiconBuilder
from app.search.thesaurus import Thesaurus, content_stems

# The weight of a match in each field, and BM25's two constants (measured: docs/search.md).
FIELD_WEIGHTS = {"title": 1.5, "organisation": 1.0, "summary": 1.0, "body": 1.0, "terms": 0.5}
K1 = 2.0
B = 0.65

KEPT_LISTS = 256  # posting lists kept in memory, 12 bytes for each document: common words come back all the time
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
)


def build_index(folder: Path, documents: Sequence[Document], thesaurus: Thesaurus) -> Lexicon:
    """Write the index of `documents` into an existing empty folder, and return the words it holds."""
    codec = W3Codec(blocklimit=ONE_BLOCK, compression=0)
    writer = index.create_in(str(folder), _SCHEMA).writer(limitmb=256, codec=codec)
    averages = _average_lengths(documents)
    lexicon = LexiconBuilder()
    for document in documents:
        passages = [tokenise(passage.text) for passage in document.passages]
        short = {name: tokenise(text) for name, text in _short_texts(document).items()}
        cut = {**short, "body": [token for tokens in passages for token in tokens]}
        everything = [token for tokens in cut.values() for token in tokens]
        writer.add_document(
            terms=_weigh({name: _count_terms(tokens, thesaurus) for name, tokens in cut.items()}, document, averages),
            forms="\n\n".join("\n".join(_lines(tokens)) for tokens in (*short.values(), *passages)),
            shown=Shown.of(document, cut, passages).to_bytes(),
        )
        lexicon.add(everything)
    writer.commit(optimize=True)
    return lexicon.build()


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


def _average_lengths(documents: Sequence[Document]) -> dict[str, float]:
    """The mean length of each field, never zero."""
    lengths = [_lengths(document) for document in documents]
    return {name: max(fmean(each[name] for each in lengths), 1.0) for name in FIELD_WEIGHTS} if lengths else {}


def _weigh(counts: dict[str, Counter[str]], document: Document, averages: dict[str, float]) -> dict[str, float]:
    """BM25 without its part for rarity, which is known only when everything is indexed."""
    worth: dict[str, float] = defaultdict(float)
    for name, length in _lengths(document).items():
        saturation = K1 * (1 - B + B * length / averages[name])
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


class Reader:
    """An open index. Threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._index = index.open_dir(str(folder)).reader()
        self._searcher = Searcher(self._index)
        self._postings = lru_cache(KEPT_LISTS)(self._read_postings)
        self._lock = Lock()  # Whoosh's readers share the position of one open file
        self.size = int(self._index.doc_count_all())
        self._shown = self._index.column_reader("shown") if self.size else ()

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

    def _read_postings(self, field: str, term: str) -> tuple[Sequence[int], Sequence[float]]:
        """A whole posting list. Whoosh's own way, one call for each number, takes ten times as long."""
        with self._lock:
            try:
                matcher = self._index.postings(field, term)
            except TermNotFound:
                return (), ()
            matcher.id(), matcher.weight()  # reads the block: there is only one
            return array("L", matcher._ids), array("f", matcher._weights)

    def with_phrase(self, words: tuple[str, ...]) -> set[int]:
        """The documents where these words (without accents) follow each other."""
        if len(words) == 1:
            return set(self.form_scores(words[0]))
        with self._lock:
            return set(self._searcher.docs_for_query(Phrase("forms", list(words))))

    def shown(self, number: int) -> Shown:
        """What explains why a document is a result."""
        with self._lock:
            return Shown.from_bytes(self._shown[number])
