"""The Whoosh index: what is written into it for each document, and how a term is scored in a field."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from whoosh import fields, index
from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken
from whoosh.query import Phrase
from whoosh.reading import TermNotFound
from whoosh.scoring import BM25F

from app.search.document import Document
from app.search.excerpt import IndexedPassage, index_passage
from app.search.language import Token, fold, tokenise
from app.search.spelling import Lexicon
from app.search.thesaurus import Thesaurus, content_stems

# Fields of stems, with the weight of a match there (measured: docs/search.md).
STEM_FIELDS = {"title": 1.5, "organisation": 1.2, "summary": 1.0, "body": 1.0, "terms": 0.7}

Scores = dict[int, float]


class _Ready(Analyzer):  # type: ignore[misc]
    """Takes words that are already cut: a line for each position, the forms that stand there apart by spaces."""

    def __call__(self, value: str, **_: Any) -> Iterator[Any]:
        token = WhooshToken(positions=True)
        token.boost = 1.0
        for token.pos, forms in enumerate(value.split("\n")):
            for token.text in forms.split():
                yield token


def _make_schema() -> fields.Schema:
    stems = fields.TEXT(analyzer=_Ready(), phrase=False)
    return fields.Schema(
        **dict.fromkeys(STEM_FIELDS, stems),
        exact=fields.TEXT(analyzer=_Ready(), phrase=True),
        pairs=stems,
        concepts=stems,
        near=stems,
        acronyms=stems,
        passages=fields.STORED,
    )


def build_index(folder: Path, documents: Iterable[Document], thesaurus: Thesaurus) -> Lexicon:
    """Write the index of `documents` into an existing empty folder, and return the words it holds."""
    writer = index.create_in(str(folder), _make_schema()).writer(limitmb=256)
    tokens: list[set[Token]] = []

    for document in documents:
        cut = {name: tokenise(text) for name, text in _texts(document).items()}
        writer.add_document(**_fields(cut, thesaurus), **_stored(document))
        tokens.append({token for field in cut.values() for token in field})
    writer.commit(optimize=True)
    return Lexicon.count(tokens)


def _texts(document: Document) -> dict[str, str]:
    body = "\n".join(passage.text for passage in document.passages)
    return {
        "title": document.title,
        "organisation": document.organisation,
        "summary": document.summary,
        "body": body,
        "terms": document.terms,
    }


def _fields(cut: dict[str, list[Token]], thesaurus: Thesaurus) -> dict[str, str]:
    everything = [token for name in ("title", "organisation", "summary", "body") for token in cut[name]]
    stems = content_stems(everything)
    same: set[str] = set()
    near: set[str] = set()
    for mention in thesaurus.mentions(content_stems([*everything, *cut["terms"]])):
        (same if mention.is_same else near).add(mention.concept.key)
    return {
        **{name: "\n".join(" ".join(t.stems) for t in tokens if not t.is_stop) for name, tokens in cut.items()},
        "exact": "\n".join(_positions(everything)),
        "pairs": "\n".join(f"{one}_{next_one}" for one, next_one in pairwise(stems)),
        "concepts": " ".join(sorted(same)),
        "near": " ".join(sorted(near - same)),
        "acronyms": " ".join(sorted({token.exact for token in everything if token.is_acronym})),
    }


def _positions(tokens: Iterable[Token]) -> list[str]:
    """The forms at each position, stop words included so that phrases can be found; a compound ends where it stands."""
    lines: list[str] = []
    for token in tokens:
        forms = " ".join(exact_forms(token))
        if token.is_compound and lines:
            lines[-1] += f" {forms}"
        else:
            lines.append(forms)
    return lines


def exact_forms(token: Token) -> tuple[str, ...]:
    """The word, and the word without its accents."""
    folded = fold(token.exact)
    return (token.exact,) if folded == token.exact else (token.exact, folded)


def _stored(document: Document) -> dict[str, Any]:
    return {"passages": [tuple(index_passage(passage)) for passage in document.passages]}


class Reader:
    """An open index. Thread-safe: it only reads."""

    def __init__(self, folder: Path) -> None:
        # K1 and B: measured on French corpora, docs/search.md.
        self._searcher = index.open_dir(str(folder)).searcher(weighting=BM25F(B=0.9, K1=2.0))

    def scores(self, field: str, term: str) -> Scores:
        """BM25 of a term in a field, by document number; empty when no document has it."""
        try:
            matcher = self._searcher.postings(field, term)
        except TermNotFound:
            return {}
        found: Scores = {}
        while matcher.is_active():
            found[matcher.id()] = matcher.score()
            matcher.next()
        return found

    @property
    def size(self) -> int:
        """How many documents there are."""
        return int(self._searcher.doc_count_all())

    def with_phrase(self, words: tuple[str, ...]) -> set[int]:
        """The documents where these words (without accents) follow each other."""
        if len(words) == 1:
            return set(self.scores("exact", words[0]))
        return set(self._searcher.docs_for_query(Phrase("exact", list(words))))

    def acronyms(self) -> set[str]:
        """Every word that stands in capitals in a document, in lower case."""
        return {term.decode() for term in self._searcher.reader().lexicon("acronyms")}

    def passages(self, number: int) -> list[IndexedPassage]:
        """The passages of a document, for excerpts."""
        stored = self._searcher.stored_fields(number)["passages"]
        return [IndexedPassage(*passage) for passage in stored]
