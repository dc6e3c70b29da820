"""Index of the site beside its practices: direct answers by name; pages, selections, tools, pitfalls by words.

Built with a snapshot, which holds it: it takes a worker a third of a second to build, and some milliseconds to load.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, Self

from app.catalogue.query import Query
from app.content.headline import Headline
from app.content.library import Library
from app.content.page import Page
from app.content.practice import Facet
from app.search.analyzer import QUESTION_WORDS, Token, fold, tokenise
from app.search.highlighter import LEAST_WORDS, cut_excerpt
from app.search.query_parser import ParsedQuery

MAX_ELSEWHERE = 3
EXCERPT = 180  # characters
TITLE_WEIGHT = 3.0
LEAST_SHARE = 2 / 3  # of the words of a longer request that a section has to hold

# What has a name of its own, by kind. Terms of the vocabulary are told by the label of their facet.
KINDS = {
    "term": "Définition",
    "organisation": "Organisation",
    "selection": "Sélection",
    "tool": "Outil à réutiliser",
    "section": "Page du site",
    "pitfalls": "Pièges à éviter",
}

_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-ÖØ-Þ«\"“])")
_ARTICLES = {"le", "la", "les", "un", "une", "des"}
AROUND_NAMES = QUESTION_WORDS | {
    "definition",
    "departement",
    "dep",
    "dept",
    "dpt",
    "dire",
    "sigle",
    "signifie",
    "veut",
}


@dataclass(frozen=True)
class Named:
    """Something of the site that has a name, and a place.

    `kind`: "term" (of the glossary), "organisation", "selection", "tool", or the name of a facet; `detail` says it in
    French.
    """

    kind: str
    label: str
    detail: str
    definition: str
    slug: str

    @property
    def query(self) -> Query | None:
        """The search whose results are its practices; None of a selection or a tool, which lists its own."""
        if self.kind in {"selection", "tool"}:
            return None
        if self.kind == "term":
            return Query(text=self.label.partition(" : ")[0])
        if self.kind == "organisation":
            return Query(text=f'"{self.label}"')
        return Query(terms=((self.kind, self.slug),))


@dataclass(frozen=True)
class DirectAnswer:
    """What a request names, and how many practices it has."""

    named: Named
    total: int


@dataclass(frozen=True)
class SiteSection:
    """A section of a page ("section"), a selection, a tool, or the pitfalls of a lever ("pitfalls").

    `slug`: `page#anchor`, the selection's, the tool's, the lever's. `text` has a line for each sentence; of a result,
    an excerpt.
    """

    kind: Literal["section", "selection", "tool", "pitfalls"]
    title: str
    detail: str
    text: str
    slug: str


@dataclass(frozen=True)
class NameIndex:
    """Direct answers: dictionary from the folded words of a name, in the singular, to the place of what it names."""

    named: tuple[Named, ...]
    keys: dict[str, int]

    @classmethod
    def build(cls, library: Library, headlines: Iterable[Headline], facets: Iterable[Facet]) -> Self:
        """Index every name of the site; the first to bear a name has it."""
        places: dict[Named, int] = {}
        keys: dict[str, int] = {}
        for name, named in _list_names(library, headlines, facets):
            words = tokenise(name)
            for key in filter(None, (_make_key(words), _make_key(_without_article(words)))):
                keys.setdefault(key, places.setdefault(named, len(places)))
        return cls(tuple(places), keys)

    def find(self, query: ParsedQuery) -> Named | None:
        """What a text names. A text that excludes words names nothing."""
        keys = () if query.excluded else _list_keys(query.words)
        place = next((self.keys[key] for key in keys if key in self.keys), None)
        return None if place is None else self.named[place]


def _list_names(
    library: Library, headlines: Iterable[Headline], facets: Iterable[Facet]
) -> Iterator[tuple[str, Named]]:
    """Every name with what it names."""
    terms = [
        (term, Named(facet.name, term.label, facet.label, term.definition or "", slug))
        for facet in facets
        if facet.page
        for slug, term in library.vocabulary.terms(facet.list_name).items()
    ]
    yield from ((named.label, named) for _, named in terms)
    for entry in library.glossary.values():
        label = f"{entry.term} : {entry.spelled_out}" if entry.spelled_out else entry.term
        for name in entry.same:
            yield name, Named("term", label, KINDS["term"], entry.definition, entry.slug)
    for term, named in terms:
        yield named.slug.replace("-", " "), named
        for name in () if named.kind == "department" else term.also:  # of a department, these are its towns
            yield name, named
    for selection in library.selections.values():
        named = Named("selection", selection.title, KINDS["selection"], selection.summary, selection.slug)
        yield selection.title, named
    for tool in library.tools.values():
        yield tool.title, Named("tool", tool.title, KINDS["tool"], tool.summary, tool.slug)
    for headline in headlines:
        yield headline.organisation, Named("organisation", headline.organisation, KINDS["organisation"], "", "")


def _list_keys(words: Sequence[Token]) -> Iterator[str]:
    """The key of some words, then without one more of those that people put behind, or before, what they name."""
    yield _make_key(words)
    while words and _is_around(words[-1]):
        words = words[:-1]
        yield _make_key(words)
    while words and _is_around(words[0]):
        words = words[1:]
        yield _make_key(words)


def _is_around(token: Token) -> bool:
    return token.is_stop or fold(token.exact) in AROUND_NAMES


def _make_key(tokens: Iterable[Token]) -> str:
    return " ".join(_make_singular(fold(token.exact)) for token in tokens if not token.is_compound)


def _make_singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word


def _without_article(tokens: list[Token]) -> list[Token]:
    """« La Fabrique Défi » is Fabrique Défi too; « La Poste » is not « poste »."""
    return tokens[1:] if len(tokens) > 2 and tokens[0].exact in _ARTICLES else tokens


class Posting(NamedTuple):
    """A section that holds a word: its number, a weight that is larger for a word of the title, lines of its text."""

    section: int
    weight: float
    lines: tuple[int, ...]


@dataclass(frozen=True)
class SectionIndex:
    """Inverted index over sections of pages, selections, tools, pitfalls: some dozens of short texts, all in memory."""

    sections: tuple[SiteSection, ...]
    postings: dict[str, list[Posting]]

    @classmethod
    def build(cls, library: Library) -> Self:
        """Index every section of the site by the stems and the surface forms of its words."""
        sections = tuple(list_sections(library))
        postings: dict[str, list[Posting]] = defaultdict(list)
        for number, section in enumerate(sections):
            for form, weight, lines in _weigh_words(section):
                postings[form].append(Posting(number, weight, lines))
        return cls(sections, dict(postings))

    def find(self, query: ParsedQuery) -> tuple[SiteSection, ...]:
        """The best `MAX_ELSEWHERE` sections, each with an excerpt as its text.

        They hold both words of two, two words in three of more, and no word that the text excludes.
        """
        words = [self._read(token) for token in _drop_small(query.words)]
        excluded = {posting.section for tokens in query.excluded for token in tokens for posting in self._read(token)}
        scores: dict[int, float] = defaultdict(float)
        held: dict[int, list[tuple[int, ...]]] = defaultdict(list)
        for found in words:
            for number, weight, lines in found:
                scores[number] += weight * math.log1p(len(self.sections) / len(found))
                held[number].append(lines)
        least = len(words) if len(words) < 3 else math.ceil(LEAST_SHARE * len(words))
        kept = (number for number in scores if len(held[number]) >= least and number not in excluded)
        best = sorted(kept, key=lambda number: (-len(held[number]), -scores[number], number))[:MAX_ELSEWHERE]
        return tuple(replace(self.sections[n], text=_cut(self.sections[n].text, held[n])) for n in best)

    def _read(self, token: Token) -> list[Posting]:
        return max((self.postings.get(form, []) for form in _forms(token)), key=len)


def _weigh_words(section: SiteSection) -> Iterator[tuple[str, float, tuple[int, ...]]]:
    """Each form of the words of a section, with its weight and the lines of the text where it stands."""
    lines: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(section.text.split("\n")):
        for token in _drop_small(tokenise(line)):
            for form in _forms(token):
                lines[form].append(number)
    titles = {form for token in _drop_small(tokenise(section.title)) for form in _forms(token)}
    for form in sorted(titles | lines.keys()):
        held = lines.get(form, ())
        yield form, TITLE_WEIGHT * (form in titles) + math.log1p(len(held)), tuple(sorted(set(held)))


def _cut(text: str, words: Sequence[Sequence[int]]) -> str:
    """The line that holds most of some words, each given by its lines: the first of those that are no short rest."""
    lines = text.split("\n")

    def rank(number: int) -> tuple[int, bool]:
        return sum(number in held for held in words), len(lines[number].split()) >= LEAST_WORDS

    return cut_excerpt(lines[max(range(len(lines)), key=rank)], (), EXCERPT).text


def _drop_small(tokens: Iterable[Token]) -> list[Token]:
    kept = [token for token in tokens if not token.is_stop and not token.is_compound]
    return [token for token in kept if token.exact not in QUESTION_WORDS] or kept


def _forms(token: Token) -> set[str]:
    """Its stem, and its surface form: an acronym has no stem in capitals, and one in small letters."""
    return {token.stem, fold(token.exact)}


@dataclass(frozen=True)
class SiteIndex:
    """What a catalogue searches beside its practices."""

    names: NameIndex
    sections: SectionIndex

    @classmethod
    def build(cls, library: Library, headlines: Iterable[Headline], facets: Iterable[Facet]) -> Self:
        """Index the site around these published practices."""
        return cls(NameIndex.build(library, headlines, facets), SectionIndex.build(library))


def list_sections(library: Library) -> Iterator[SiteSection]:
    """Every section of every page, the page itself first; every selection; every tool; the pitfalls of every lever."""
    for page in library.pages.values():
        yield from _split_page(page)
    for selection in library.selections.values():
        text = _write_lines([selection.summary, selection.text])
        yield SiteSection("selection", selection.title, KINDS["selection"], text, selection.slug)
    for tool in library.tools.values():
        yield SiteSection("tool", tool.title, KINDS["tool"], _write_lines([tool.summary, tool.text]), tool.slug)
    for slug, lever in library.vocabulary.levers.items():
        if lever.watch:
            yield SiteSection("pitfalls", lever.label, KINDS["pitfalls"], _write_lines([lever.watch]), slug)


def _split_page(page: Page) -> Iterator[SiteSection]:
    """Cut the text of a page, which has a line for each heading and paragraph, at its level-2 headings."""
    title, detail, slug, lines = page.title, KINDS["section"], page.slug, [page.summary]
    headings = iter((*page.headings, None))
    following = next(headings)
    for line in page.text.split("\n"):
        if following and line == following[1]:
            yield SiteSection("section", title, detail, _write_lines(lines), slug)
            title, detail, slug, lines = line, page.title, f"{page.slug}#{following[0]}", []
            following = next(headings)
        else:
            lines.append(line)
    yield SiteSection("section", title, detail, _write_lines(lines), slug)


def _write_lines(paragraphs: Sequence[str]) -> str:
    return _BETWEEN_SENTENCES.sub("\n", "\n".join(paragraphs))
