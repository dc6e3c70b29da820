"""Indexer: a document analysed into what an index keeps of it, whichever backend keeps it.

The impact of a term in a document is its BM25 in each field without idf, times the weight of the field, summed: "eager"
scoring, when indexing. It depends on that document alone: an index may stand in several parts, and parts may be kept
while other documents come, change and go. Idf is left to the search.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from app.search.analyzer import Token, drop_invisible, fold, tokenise
from app.search.document import Paragraph, SearchDocument, concept_term, form_term, pair_term, title_term
from app.search.lexicon import DocumentWords
from app.search.synonyms import Thesaurus, content_stems, name_stems
from app.search.term_vector import write_term_vector

# The weight of a match in each field, and BM25's two constants (measured: docs/search.md).
FIELD_WEIGHTS = {"title": 1.5, "organisation": 1.0, "summary": 1.0, "body": 1.0, "terms": 0.5}
K1 = 2.0
B = 0.85
# BM25's average length of each field, in characters: the means of the first 88 sheets, measured once and fixed.
USUAL_LENGTHS = {"title": 87, "organisation": 144, "summary": 254, "body": 2_709, "terms": 350}


class IndexedDocument(NamedTuple):
    """An analysed document.

    `impacts`: of stems, bigrams, concepts, surface forms and stems of the title, by term. `forms`: its surface forms in
    order, for phrases: a line for each position (several on one line are there together), a blank one between two
    fields or passages. `vector`: bytes of its `TermVector`. `words`: what it adds to the lexicon.
    """

    impacts: dict[str, float]
    forms: str
    vector: bytes
    words: DocumentWords


def analyse_document(document: SearchDocument, thesaurus: Thesaurus) -> IndexedDocument:
    """Analyse every field of a document, recognising the concepts of the thesaurus."""
    document = _clean(document)
    passages = [tokenise(passage.text) for passage in document.passages]
    short = {name: tokenise(text) for name, text in _short_texts(document).items()}
    cut = {**short, "body": [token for tokens in passages for token in tokens]}
    forms = "\n\n".join("\n".join(_lines(tokens)) for tokens in (*short.values(), *passages))
    impacts = _weigh({name: _count_terms(tokens, thesaurus) for name, tokens in cut.items()}, document)
    titles = _weigh({"title": Counter(map(title_term, _stems(cut["title"])))}, document)
    shown = [Paragraph("", document.summary), *document.passages]
    return IndexedDocument(
        impacts={**impacts, **titles, **_weigh_forms(forms, document)},
        forms=forms,
        vector=write_term_vector(short, shown, [short["summary"], *passages]),
        words=DocumentWords.of(token for tokens in cut.values() for token in tokens),
    )


def _clean(document: SearchDocument) -> SearchDocument:
    """The document without invisible signs, which would cut words in two."""
    short = {name: drop_invisible(text) for name, text in _short_texts(document).items()}
    return SearchDocument(**short, passages=tuple(Paragraph(p.part, drop_invisible(p.text)) for p in document.passages))


def _short_texts(document: SearchDocument) -> dict[str, str]:
    return {
        "title": document.title,
        "organisation": document.organisation,
        "summary": document.summary,
        "terms": document.terms,
    }


def _lengths(document: SearchDocument) -> dict[str, int]:
    """The length of each field in characters."""
    lengths = {name: len(text) for name, text in _short_texts(document).items()}
    return {**lengths, "body": sum(len(passage.text) for passage in document.passages)}


def _weigh(counts: dict[str, Counter[str]], document: SearchDocument) -> dict[str, float]:
    """Impact of each term: BM25 without idf (Robertson and Zaragoza, 2009), field by field."""
    impacts: dict[str, float] = defaultdict(float)
    lengths = _lengths(document)
    for name, found in counts.items():
        saturation = _saturation(name, lengths[name])
        for term, count in found.items():
            impacts[term] += FIELD_WEIGHTS[name] * count * (K1 + 1) / (count + saturation)
    return impacts


def _weigh_forms(forms: str, document: SearchDocument) -> dict[str, float]:
    """The same for surface forms, all fields together, by the length of the body."""
    saturation = _saturation("body", _lengths(document)["body"])
    return {form_term(form): count * (K1 + 1) / (count + saturation) for form, count in Counter(forms.split()).items()}


def _saturation(field: str, length: int) -> float:
    """BM25's length normalisation: how many times a term must stand in a field for half of what it can be worth."""
    return K1 * (1 - B + B * length / USUAL_LENGTHS[field])


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
