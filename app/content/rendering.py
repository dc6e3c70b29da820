"""Renderer: Markdown to sanitised HTML. The only module that imports Markdown and bleach, and that makes Markup.

Contributors are not trusted: whatever they write passes through one allow-list; nothing is changed after it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element

import bleach
import markdown
from markdown.blockprocessors import HashHeaderProcessor
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension, slugify
from markdown.inlinepatterns import AUTOMAIL_RE, InlineProcessor, SimpleTagInlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from markupsafe import Markup

from app.content import allow_list
from app.content.address_link import link_addresses
from app.content.allow_list import ID_PREFIX
from app.content.markdown_input import normalise
from app.content.markdown_limits import check_cost, check_length
from app.content.problem import TooIntricate
from app.content.typography import tie_spaces

# « ~~struck~~ » and « ==marked== », as forges and note-taking programs write them.
_STRUCK = r"()(?<!~)~~(?![~\s])([^~]+)(?<!\s)~~(?!~)"
_MARKED = r"()(?<!=)==(?![=\s])([^=]+)(?<!\s)==(?!=)"

LinkTerms = Callable[[Element], None]


_BLOCKS = frozenset(["blockquote", "br", "dd", "dt", "h2", "h3", "h4", "h5", "hr", "li", "p", "pre", "td", "th", "tr"])


def render(text: str, prefix: str = "", link_terms: LinkTerms | None = None) -> Markup:
    """Render a contributor's Markdown as safe HTML. Heading ids start with `p-` and `prefix`.

    `link_terms` is a tree processor that may add links; what it adds is sanitised like the rest. Raises
    TooIntricate.
    """
    check_length(text)
    text = normalise(text)
    check_cost(text)
    converter = markdown.Markdown(
        extensions=[
            TableExtension(use_align_attribute=True),
            FencedCodeExtension(),
            SaneListExtension(),
            "def_list",
            TocExtension(slugify=lambda value, separator: ID_PREFIX + prefix + slugify(value, separator)),
        ]
    )
    converter.parser.blockprocessors.register(_SpacedHeader(converter.parser), "hashheader", 70)
    converter.inlinePatterns.register(_Automail(AUTOMAIL_RE, converter), "automail", 110)
    converter.inlinePatterns.register(SimpleTagInlineProcessor(_STRUCK, "del"), "struck", 50)
    converter.inlinePatterns.register(SimpleTagInlineProcessor(_MARKED, "strong"), "marked", 49)
    converter.treeprocessors.register(_TableHeads(), "table_heads", priority=3)
    converter.treeprocessors.register(_TreeProcessor(link_addresses), "addresses", priority=2)
    if link_terms:
        converter.treeprocessors.register(_TreeProcessor(link_terms), "terms", priority=1)
    try:
        return sanitise(converter.convert(tie_spaces(text)))
    except RecursionError as error:
        raise TooIntricate(
            "Des listes ou des citations sont emboîtées trop de fois les unes dans les autres."
        ) from error


class _TableHeads(Treeprocessor):
    """Tree processor: `scope="col"` on every table header, the only kind that Markdown can write."""

    def run(self, root: Element) -> None:
        """Set `scope` on each header cell."""
        for header in root.iter("th"):
            header.set("scope", "col")


class _TreeProcessor(Treeprocessor):
    """Adapter of a function on the element tree; registered after Markdown's own processors."""

    def __init__(self, change: LinkTerms) -> None:
        super().__init__()
        self._change = change

    def run(self, root: Element) -> None:
        """Call the function on the root."""
        self._change(root)


class _Automail(InlineProcessor):
    """Inline processor: « <contact@exemple.fr> » as plain text. Markdown's own obfuscates it with character references,

    which no sanitiser takes for an address.
    """

    def handleMatch(  # type: ignore[override] # noqa: N802 (Markdown's own name, and its stubs know the older form)
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        """(link element, start, end) of a match, as Markdown asks for."""
        link = Element("a", href=f"mailto:{m[1].removeprefix('mailto:')}")
        link.text = AtomicString(m[1].removeprefix("mailto:"))
        return link, m.start(), m.end()


class _SpacedHeader(HashHeaderProcessor):
    """Block processor: ATX headings need a space behind their signs, as in CommonMark. « #metoo » is a word."""

    RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ \t]+(?P<header>[^\n]*)(?:\n|$)")

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Build the heading, closing number signs stripped."""
        super().run(parent, blocks)
        words = parent[-1].text or ""
        parent[-1].text = words if words.endswith("\\#") else words.rstrip("#").rstrip()


def sanitise(html: str) -> Markup:
    """Sanitise HTML against the allow-list. Every Markup of the site comes from here."""
    return Markup(_CLEANER.clean(html))  # noqa: S704 (this is the one place where text becomes trusted HTML)


def _leave_descriptions(source: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """html5lib filter: an image that has lost its address becomes its alt text, not a broken image."""
    for token in source:
        if token.get("name") == "img" and (None, "src") not in token["data"]:
            yield {"type": "Characters", "data": token["data"].get((None, "alt"), "")}
        else:
            yield token


_CLEANER = bleach.Cleaner(
    tags=allow_list.TAGS,
    attributes=allow_list.admits,
    protocols=allow_list.SCHEMES,
    strip=True,
    strip_comments=True,
    filters=[_leave_descriptions],  # type: ignore[list-item]  # any callable will do; the stubs ask for html5lib's class
)


class _TextOnly(HTMLParser):
    """HTML parser that keeps character data, with a line break at each block tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """A line break at a block tag."""
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A line break at the end of one."""
        self.handle_starttag(tag, None)

    def handle_data(self, data: str) -> None:
        """The characters, line breaks as spaces."""
        self.parts.append(" ".join(data.split("\n")))


def plain_text(html: str) -> str:
    """Strip tags from rendered HTML: one line for each paragraph, item or cell."""
    parser = _TextOnly()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)
