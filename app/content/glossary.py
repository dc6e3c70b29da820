"""Glossary: model of glossary.yaml (definitions, query expansion), and the linker of its terms in rendered texts.

The linker is an ElementTree pass. It runs on the tree that Markdown builds, before sanitising: what it adds goes
through the allow-list of rendering too.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated
from xml.etree.ElementTree import Element

from pydantic import RootModel

from app.content.types import ContentModel, LongText, Slug, Text, WithSlugs


class GlossaryEntry(ContentModel):
    """One term. `variants` are exact equivalents; `synonyms` are near in meaning, and weigh less in the search."""

    slug: Slug
    term: Text
    spelled_out: Text | None = None
    definition: LongText
    variants: tuple[Text, ...] = ()
    synonyms: tuple[Text, ...] = ()

    @property
    def same(self) -> tuple[str, ...]:
        """Every exact equivalent: the term, its spelled-out form, its variants."""
        spelled_out = (self.spelled_out,) if self.spelled_out else ()
        return (self.term, *spelled_out, *self.variants)


class Glossary(RootModel[Annotated[dict[Slug, GlossaryEntry], WithSlugs]]):
    """Root model of glossary.yaml: the entries by slug."""


_LEFT_ALONE = frozenset(["a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "img"])
_ADDRESS = "/glossaire#{slug}"


class TermLinks:
    """One regular expression over all terms: acronyms match exactly, expressions of several words in any case.

    Single ordinary words (« formation ») are not linked: a page full of links explains nothing.
    """

    def __init__(self, entries: Iterable[GlossaryEntry]) -> None:
        self._entries: dict[str, GlossaryEntry] = {}
        patterns = []
        for entry in entries:
            if entry.spelled_out or entry.term.isupper():
                patterns.append(re.escape(entry.term))
            elif " " in entry.term:
                words = r"\s+".join(re.escape(word) for word in entry.term.split())  # a line may end inside it
                patterns.append(f"(?i:{words})")
            else:
                continue
            self._entries[entry.term.lower()] = entry
        patterns.sort(key=len, reverse=True)  # the longest expression wins
        self._pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(patterns) or '(?!)'})(?![\w-])")

    def start_page(self) -> Callable[[Element], None]:
        """A tree processor with its own memory: each term is linked once over the trees of one page."""
        seen: set[str] = set()
        return lambda root: link_texts(
            root, lambda text: self._link(text, seen), lambda child: child.tag not in _LEFT_ALONE
        )

    def _link(self, text: str | None, seen: set[str]) -> Iterator[str | Element]:
        """Split a text around terms met for the first time, each as an `<a>` element; nothing when there is none."""
        if not text:
            return
        end = 0
        for match in self._pattern.finditer(text):
            entry = self._entries[" ".join(match.group().lower().split())]
            if entry.slug in seen:
                continue
            seen.add(entry.slug)
            yield text[end : match.start()]
            yield _make_link(entry, match.group())
            end = match.end()
        if end:
            yield text[end:]


def _make_link(entry: GlossaryEntry, written: str) -> Element:
    spelled_out = f"{entry.spelled_out} : " if entry.spelled_out else ""
    link = Element("a", href=_ADDRESS.format(slug=entry.slug), title=f"{spelled_out}{entry.definition}")
    link.text = written
    return link


def link_texts(
    element: Element, split: Callable[[str | None], Iterable[str | Element]], enters: Callable[[Element], bool]
) -> None:
    """Insert links into the texts of a tree, depth-first, in reading order: a text, then each child and its tail.

    `split` cuts a text around its links, or yields nothing; `enters` says whether to descend into a child.
    """
    children = list(element)
    element.text = _insert(element, 0, element.text, split)
    for child in children:
        if enters(child):
            link_texts(child, split, enters)
        child.tail = _insert(element, list(element).index(child) + 1, child.tail, split)


def _insert(
    element: Element, position: int, text: str | None, split: Callable[[str | None], Iterable[str | Element]]
) -> str | None:
    """Insert the links of a text, each with its tail, and return what comes before the first."""
    pieces = list(split(text))
    links: list[Element] = []
    for piece in pieces[1:]:
        if isinstance(piece, Element):
            links.append(piece)
        else:
            links[-1].tail = piece
    for offset, link in enumerate(links):
        element.insert(position + offset, link)
    return str(pieces[0]) if pieces else text
