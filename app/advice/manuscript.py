"""Manuscript: the linter's view of a content file, a sequence of texts with their lines and keys."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from app.content.markdown_input import is_fence, is_item, number_lines, read_heading
from app.content.practice_file import MARKDOWN_FOLDERS
from app.content.problem import BODY_KEY, Problem, Unreadable, shorten
from app.content.section import TITLES, find_key
from app.content.source_file import SourceFile, read_markdown, read_yaml
from app.content.strict_yaml import Location, spell_location

REFERENCE_KEYS = frozenset(["sources", "aliases", "related"])  # hold keys of other files, and no prose

_ADDRESS = re.compile(r"(?<=\]\()[^)\s]*|<?https?://[^\s)>]+>?|`[^`\n]*`|^> ?\[!\w+\]", re.MULTILINE)
_CODE = re.compile(r"`[^`\n]*`")


@dataclass(frozen=True)
class Passage:
    """A value of the front matter or a block of the body: paragraph, list item, table. `text` keeps its line breaks.

    `location` is that of the value; the body's is empty, and `heading` is the level-2 heading above it.
    """

    line: int
    key: str
    text: str
    location: Location = ()
    heading: str = ""

    @cached_property
    def words(self) -> str:
        """The text with addresses, code and names of alerts blanked out; positions stay."""
        return _ADDRESS.sub(lambda found: " " * len(found.group()), self.text)

    @cached_property
    def prose(self) -> str:
        """The text with code alone blanked out; positions stay."""
        return _CODE.sub(lambda found: " " * len(found.group()), self.text)

    def line_at(self, position: int) -> int:
        """The line of the file at an offset of the text."""
        return self.line + (self.text.count("\n", 0, position) if not self.location else 0)


@dataclass(frozen=True)
class Manuscript:
    """A parsed file and its passages, in order. `kind` is the name of its folder."""

    kind: str
    slug: str
    source: SourceFile

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The values of the front matter, then the blocks of the body; computed once."""
        return (*_front_passages(self.source, self.source.data, ()), *_body_passages(self.source))

    @property
    def body(self) -> tuple[Passage, ...]:
        """The blocks of the body."""
        return tuple(passage for passage in self.passages if not passage.location)

    def at(self, *location: str | int) -> Passage | None:
        """The passage of a value of the front matter, by its location; None when it has no text."""
        return next((passage for passage in self.passages if passage.location == location), None)

    def warn(self, passage: Passage, message: str, position: int = 0, read: str = "", nearest: str = "") -> Problem:
        """A warning located at an offset (`position`) of a passage."""
        line = passage.line_at(position)
        return Problem(
            self.source.name, line, passage.key, message, read=shorten(read), nearest=nearest, severity="warning"
        )

    def warn_at(self, location: Location, message: str, read: str, nearest: str = "") -> Problem:
        """A warning located at a value of the front matter."""
        return self.source.problem(location, message, read=shorten(read), nearest=nearest, severity="warning")


def read_manuscripts(folder: Path, kinds: Iterable[str] = MARKDOWN_FOLDERS) -> list[Manuscript]:
    """Parse every file of these kinds, and site.yaml; those that cannot be parsed are left to the check."""
    found = []
    paths = [path for kind in kinds for path in sorted((folder / kind).glob("*.md"))]
    for path in [*paths, folder / "site.yaml"]:
        name = (Path(folder.name) / path.relative_to(folder)).as_posix()
        read = read_markdown if path.suffix == ".md" else read_yaml
        try:
            found.append(Manuscript(path.parent.name if path.suffix == ".md" else "site", path.stem, read(path, name)))
        except Unreadable:
            continue  # the check has said why
    return found


def _front_passages(source: SourceFile, value: Any, location: Location) -> Iterator[Passage]:
    children: Sequence[tuple[str | int, Any]] = ()
    if isinstance(value, Mapping):
        children = list(value.items())
    elif isinstance(value, list):
        children = list(enumerate(value))
    elif isinstance(value, str):
        yield Passage(source.line_of(location), spell_location(location), " ".join(value.split()), location)
    for part, child in children:
        yield from _front_passages(source, child, (*location, part))


def _body_passages(source: SourceFile) -> Iterator[Passage]:
    """The blocks of the body; code blocks are left out."""
    heading = ""
    block: list[str] = []
    for number, line, is_code in number_lines(f"{source.body}\n", source.body_line):
        title = None if is_code else read_heading(line)
        if block and (is_code or title or is_item(line) or is_fence(line) or not line.strip()):
            yield Passage(number - len(block), BODY_KEY, "\n".join(block), heading=heading)
            block = []
        if title and title.level == 2:
            heading = TITLES.get(find_key(title.words) or "", title.words)
        elif line.strip() and not is_code and not is_fence(line) and not (title and title.level == 1):
            block.append(line)
    if block:
        yield Passage(
            source.body_line + source.body.count("\n") + 2 - len(block), BODY_KEY, "\n".join(block), heading=heading
        )
