"""Markdown to safe HTML: the only module that knows Markdown and bleach, and the only one that makes Markup.

Contributors are not trusted. Whatever they write passes through one allow-list; nothing is changed after it.
"""

from collections.abc import Callable
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

import bleach
import markdown
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from app.content import allow_list
from app.content.allow_list import ID_PREFIX
from app.content.problem import TooIntricate
from app.content.typography import tie_spaces

# What one text may hold. Markdown reads a paragraph again from its start at each of its lines and brackets, and takes
# seconds beyond these (measured: 90 s for 20,000 `[`, 25 s for 24,000 `---`). No text of the base has a third of them.
MAX_BRACKETS = 400
MAX_SIGNS = 2_000
MAX_LINES = 1_000

LinkTerms = Callable[[Element], None]


_BLOCKS = frozenset(["blockquote", "br", "dd", "dt", "h2", "h3", "h4", "h5", "hr", "li", "p", "pre", "td", "th", "tr"])


def render(text: str, prefix: str = "", link_terms: LinkTerms | None = None) -> Markup:
    """Safe HTML from a contributor's Markdown. Headings get an id that starts with `p-` and `prefix`.

    `link_terms` may add links to the tree that Markdown makes; what it adds is cleaned like the rest.
    Raises TooIntricate.
    """
    _refuse_excess(text)
    converter = markdown.Markdown(
        extensions=[
            TableExtension(use_align_attribute=True),
            FencedCodeExtension(),
            SaneListExtension(),
            "def_list",
            TocExtension(slugify=lambda value, separator: ID_PREFIX + prefix + slugify(value, separator)),
        ]
    )
    converter.treeprocessors.register(_TableHeads(), "table_heads", priority=2)
    if link_terms:
        converter.treeprocessors.register(_TermProcessor(link_terms), "terms", priority=1)
    try:
        return sanitise(converter.convert(tie_spaces(text)))
    except RecursionError as error:
        raise TooIntricate(
            "Des listes ou des citations sont emboîtées trop de fois les unes dans les autres."
        ) from error


class _TableHeads(Treeprocessor):
    """Says that the headers of a table are those of its columns: the only ones that Markdown can write."""

    def run(self, root: Element) -> None:
        for header in root.iter("th"):
            header.set("scope", "col")


def _refuse_excess(text: str) -> None:
    if sum(map(text.count, "[<")) > MAX_BRACKETS:
        raise TooIntricate(f"Il y a trop de crochets « [ » ou de signes « < » : {MAX_BRACKETS} au plus.")
    if sum(map(text.count, "*_`>&\\|")) > MAX_SIGNS:
        raise TooIntricate(
            f"Il y a trop de signes « * », « _ », « ` », « > », « & », « \\ » ou « | » : {MAX_SIGNS} au plus."
        )
    if text.count("\n") >= MAX_LINES:
        raise TooIntricate(f"Il y a trop de lignes : {MAX_LINES} au plus.")


class _TermProcessor(Treeprocessor):
    """Runs after Markdown's own processors, on the finished tree."""

    def __init__(self, link_terms: LinkTerms) -> None:
        super().__init__()
        self._link_terms = link_terms

    def run(self, root: Element) -> None:
        self._link_terms(root)


def sanitise(html: str) -> Markup:
    """HTML with nothing in it but the allowed tags and attributes. Every safe string of the site comes from here."""
    return Markup(_CLEANER.clean(html))  # noqa: S704 (this is the one place where text becomes trusted HTML)


_CLEANER = bleach.Cleaner(
    tags=allow_list.TAGS,
    attributes=allow_list.admits,
    protocols=allow_list.SCHEMES,
    strip=True,
    strip_comments=True,
)


class _TextOnly(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.handle_starttag(tag, None)

    def handle_data(self, data: str) -> None:
        self.parts.append(" ".join(data.split("\n")))


def plain_text(html: str) -> str:
    """The words of rendered HTML, a line for each paragraph, item or cell."""
    parser = _TextOnly()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)
