"""The Whoosh index: what is written into it for each document, and how it is read.

A posting holds the whole worth of a term in a document: BM25 in each field, times the field's weight, summed. It is
computed once, when the index is built; a search only reads lists of numbers (docs/search.md says what that brings).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from threading import Lock
from typing import Any

from whoosh import fields, index
from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken
from whoosh.codec.whoosh3 import W3Codec
from whoosh.formats import Existence
from whoosh.query import Phrase
from whoosh.reading import TermNotFound
from whoosh.searching import Searcher

from app.search.document import Document
from app.search.excerpt import IndexedPassage, index_passage
from app.search.language import Token, fold, tokenise
from app.search.spelling import Lexicon, LexiconBuilder
from app.search.thesaurus import Thesaurus, content_stems

# The weight of a match in each field, and BM25's two constants (measured: docs/search.md).
FIELD_WEIGHTS = {"title": 1.5, "organisation": 1.2, "summary": 1.0, "body": 1.0, "terms": 0.7}
K1 = 2.0
B = 0.9

ONE_BLOCK = 1 << 24  # postings in a block of the index: a list is read in one go

Scores = dict[int, float]


class _Impacts(fields.FieldType):  # type: ignore[misc]
    """A field given as a mapping from term to worth."""

    def __init__(self) -> None:
        super().__init__(Existence(), analyzer=None)

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
    forms=_Impacts(),  # words as they are spelt
    places=fields.TEXT(analyzer=_Ready(), phrase=True),  # the same words in order, for phrases
    fields=fields.STORED,
    passages=fields.STORED,
)


def build_index(folder: Path, documents: Sequence[Document], thesaurus: Thesaurus) -> Lexicon:
    """Write the index of `documents` into an existing empty folder, and return the words it holds."""
    codec = W3Codec(blocklimit=ONE_BLOCK, compression=0)
    writer = index.create_in(str(folder), _SCHEMA).writer(limitmb=256, codec=codec)
    averages = _average_lengths(documents)
    lexicon = LexiconBuilder()
    for document in documents:
        cut = {name: tokenise(text) for name, text in _texts(document).items()}
        writer.add_document(
            terms=_weigh({name: _count_terms(tokens, thesaurus) for name, tokens in cut.items()}, document, averages),
            forms=_weigh({name: _count_forms(tokens) for name, tokens in cut.items()}, document, averages),
            places="\n".join(_lines(token for tokens in cut.values() for token in tokens)),
            fields={name: frozenset(_stems(tokens)) for name, tokens in cut.items() if name != "body"},
            passages=[tuple(index_passage(passage)) for passage in document.passages],
        )
        lexicon.add(token for tokens in cut.values() for token in tokens)
    writer.commit(optimize=True)
    return lexicon.build()


def _texts(document: Document) -> dict[str, str]:
    body = "\n".join(passage.text for passage in document.passages)
    return {
        "title": document.title,
        "organisation": document.organisation,
        "summary": document.summary,
        "body": body,
        "terms": document.terms,
    }


def _average_lengths(documents: Sequence[Document]) -> dict[str, float]:
    """The mean length of each field in characters, never zero."""
    lengths: dict[str, list[int]] = defaultdict(list)
    for document in documents:
        for name, text in _texts(document).items():
            lengths[name].append(len(text))
    return {name: max(fmean(each), 1.0) for name, each in lengths.items()}


def _weigh(counts: dict[str, Counter[str]], document: Document, averages: dict[str, float]) -> dict[str, float]:
    """BM25 without its part for rarity, which is known only when everything is indexed."""
    worth: dict[str, float] = defaultdict(float)
    for name, text in _texts(document).items():
        saturation = K1 * (1 - B + B * len(text) / averages[name])
        for term, count in counts[name].items():
            worth[term] += FIELD_WEIGHTS[name] * count * (K1 + 1) / (count + saturation)
    return worth


def _stems(tokens: Iterable[Token]) -> Iterator[str]:
    return (stem for token in tokens if not token.is_stop for stem in token.stems)


def _count_terms(tokens: list[Token], thesaurus: Thesaurus) -> Counter[str]:
    stems = content_stems(tokens)
    counts = Counter(_stems(tokens))
    counts.update(pair_term(*pair) for pair in pairwise(stems))
    counts.update(concept_term(mention.concept.key, mention.is_same) for mention in thesaurus.mentions(stems))
    return counts


def _count_forms(tokens: list[Token]) -> Counter[str]:
    return Counter(form for token in tokens for form in _forms(token))


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
        self._lock = Lock()  # Whoosh's readers share the position of one open file
        self.size = int(self._index.doc_count_all())

    def scores(self, term: str) -> Scores:
        """The score of a term, by document number; empty when no document has it."""
        return self._scores("terms", term)

    def form_scores(self, form: str) -> Scores:
        """The same for a word as it is spelt."""
        return self._scores("forms", form)

    def rarity(self, count: int) -> float:
        """BM25's weight for what `count` documents have."""
        return math.log(1 + (self.size - count + 0.5) / (count + 0.5))

    def _scores(self, field: str, term: str) -> Scores:
        numbers, worths = self._postings(field, term)
        rarity = self.rarity(len(numbers))
        return dict(zip(numbers, [worth * rarity for worth in worths], strict=True))

    def _postings(self, field: str, term: str) -> tuple[Sequence[int], Sequence[float]]:
        """A whole posting list. Whoosh's own way, one call for each number, takes ten times as long."""
        with self._lock:
            try:
                matcher = self._index.postings(field, term)
            except TermNotFound:
                return (), ()
            matcher.id(), matcher.weight()  # reads the block: there is only one
            return matcher._ids, matcher._weights

    def with_phrase(self, words: tuple[str, ...]) -> set[int]:
        """The documents where these words (without accents) follow each other."""
        if len(words) == 1:
            return set(self.form_scores(words[0]))
        with self._lock:
            return set(self._searcher.docs_for_query(Phrase("places", list(words))))

    def fields(self, number: int) -> dict[str, frozenset[str]]:
        """The stems of each short field of a document."""
        with self._lock:
            found: dict[str, frozenset[str]] = self._index.stored_fields(number)["fields"]
        return found

    def passages(self, number: int) -> list[IndexedPassage]:
        """The passages of a document, for excerpts."""
        with self._lock:
            stored = self._index.stored_fields(number)["passages"]
        return [IndexedPassage(*passage) for passage in stored]
