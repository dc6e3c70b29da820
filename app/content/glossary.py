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
        return lambda root: self._walk(root, seen)

    def _walk(self, element: Element, seen: set[str]) -> None:
        """Depth-first, in reading order: an element's text, then each child and its tail."""
        children = list(element)
        link_before = list(self._link(element.text, seen))
        if link_before:
            element.text, links = to_text_and_links(link_before)
            for position, link in enumerate(links):
                element.insert(position, link)
        for child in children:
            if child.tag not in _LEFT_ALONE:
                self._walk(child, seen)
            pieces = list(self._link(child.tail, seen))
            if pieces:
                child.tail, links = to_text_and_links(pieces)
                position = list(element).index(child) + 1
                for offset, link in enumerate(links):
                    element.insert(position + offset, link)

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


def to_text_and_links(pieces: list[str | Element]) -> tuple[str, list[Element]]:
    """ElementTree form of a split text: the text before the first link, and the links, each with its tail."""
    first, *rest = pieces
    links: list[Element] = []
    for piece in rest:
        if isinstance(piece, Element):
            links.append(piece)
        else:
            links[-1].tail = piece
    return str(first), links
