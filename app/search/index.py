"""The Whoosh index: what is written into it for each document.

A posting holds the whole worth of a term in a document: BM25 in each field, times the field's weight, summed. It is
computed once, when the index is built; a search only reads lists of numbers (app/search/reader.py; docs/search.md says
what that brings).

What is written for a document depends on that document alone. So an index may stand in several parts, and parts may
be kept while documents come, change and go around them: the scores are those of one index of the same documents.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from whoosh import fields, index
from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken
from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import VarBytesColumn
from whoosh.formats import Existence

from app.search.analyzer import Token, fold, tokenise
from app.search.document import Document, Passage
from app.search.lexicon import DocumentWords, WordCounts
from app.search.synonyms import Thesaurus, content_stems, name_stems
from app.search.term import concept_term, form_term, pair_term
from app.search.term_vector import write_concordance

# The weight of a match in each field, and BM25's two constants (measured: docs/search.md).
FIELD_WEIGHTS = {"title": 1.5, "organisation": 1.0, "summary": 1.0, "body": 1.0, "terms": 0.5}
K1 = 2.0
B = 0.65
# What BM25 holds for an average length, in characters: the means of the first 88 sheets, measured once and fixed.
USUAL_LENGTHS = {"title": 87, "organisation": 144, "summary": 254, "body": 2_709, "terms": 350}

ONE_BLOCK = 1 << 24  # postings in a block of the index: a list is read in one go


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
    terms=_Impacts(),  # stems, pairs of neighbours, concepts, words as they are spelt
    forms=fields.TEXT(analyzer=_Ready(), phrase=True),  # words as they are spelt, in order: for phrases alone
    concordance=fields.COLUMN(VarBytesColumn()),  # what explains a result
    words=fields.COLUMN(VarBytesColumn()),  # its spellings, to be taken off the lexicon when the document goes
)


def build_index(folder: Path, documents: Iterable[Document], thesaurus: Thesaurus) -> WordCounts:
    """Write the index of `documents` into an existing empty folder, and return the words it holds."""
    codec = W3Codec(blocklimit=ONE_BLOCK, compression=0)
    writer = index.create_in(str(folder), _SCHEMA).writer(limitmb=256, codec=codec, compound=False)
    counts = WordCounts()
    for document in documents:
        passages = [tokenise(passage.text) for passage in document.passages]
        short = {name: tokenise(text) for name, text in _short_texts(document).items()}
        cut = {**short, "body": [token for tokens in passages for token in tokens]}
        words = DocumentWords.of(token for tokens in cut.values() for token in tokens)
        forms = "\n\n".join("\n".join(_lines(tokens)) for tokens in (*short.values(), *passages))
        worth = _weigh({name: _count_terms(tokens, thesaurus) for name, tokens in cut.items()}, document)
        writer.add_document(
            terms={**worth, **_weigh_forms(forms)},
            forms=forms,
            concordance=write_concordance(
                short, [Passage("", document.summary), *document.passages], [short["summary"], *passages]
            ),
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


def _weigh_forms(forms: str) -> dict[str, float]:
    """The same for each word as it is spelt, wherever it stands in the document."""
    return {form_term(form): count * (K1 + 1) / (count + K1) for form, count in Counter(forms.split()).items()}


def _stems(tokens: Iterable[Token]) -> Iterator[str]:
    return (token.stem for token in tokens if not token.is_stop)


def _count_terms(tokens: list[Token], thesaurus: Thesaurus) -> Counter[str]:
    counts = Counter(_stems(tokens))
    counts.update(pair_term(*pair) for pair in pairwise(content_stems(tokens)))
    mentions = thesaurus.mentions(name_stems(tokens))
    counts.update(concept_term(mention.concept.key, mention.is_same) for mention in mentions)
    return counts


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
