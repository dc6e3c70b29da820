"""A file of content/ as its author wrote it: front matter, body, and the line where each value stands.

This is the only module that knows python-frontmatter.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import frontmatter
from frontmatter.default_handlers import YAMLHandler

from app.content.problem import Problem, Unreadable, shorten
from app.content.strict_yaml import Location, parse_mapping, spell_location

MAX_MARKDOWN_BYTES = 100_000
MAX_YAML_BYTES = 1_000_000

_OPENING = re.compile(r"\A---[ \t]*\n")
_CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)
_COMMENT = re.compile(r"^\s*(?:- +)?(?:[\w-]+: +|(?<=- ))[^\s\"'\[{|>#&*!%@`][^\"]*?\s(?P<comment>#[^\s#].*)$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class SourceFile:
    """Front matter and body, with the line of each key: `lines[("indicators", 0, "unit")] == 31`.

    `content` is what was read from the disk, or nothing when it was a text in hand. `comments` are what YAML leaves out
    behind a value that may have been meant to hold it (« sur #metoo »), with their lines.
    """

    name: str
    data: dict[str, Any]
    body: str = ""
    body_line: int = 1
    lines: dict[Location, int] = field(default_factory=dict)
    content: bytes = b""
    comments: tuple[tuple[int, str], ...] = ()

    def line_of(self, location: Location) -> int:
        """The line of a value, or of the nearest value that holds it."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)

    def problem(self, location: Location, message: str, **details: Any) -> Problem:
        """A problem about the value that stands at `location` in the front matter."""
        return Problem(self.name, self.line_of(location), spell_location(location), message, **details)


def display_name(path: Path, folder: Path) -> str:
    """How a file is named in messages: `content/practices/stef-mixup.md`."""
    try:
        return (Path(folder.name) / path.relative_to(folder)).as_posix()
    except ValueError:
        return path.as_posix()


def read_markdown(path: Path, name: str) -> SourceFile:
    """A Markdown file with front matter. Raises Unreadable with every reason."""
    content = read_bytes(path, name, MAX_MARKDOWN_BYTES)
    return replace(parse_markdown(decode(content, name), name), content=content)


def parse_markdown(text: str, name: str) -> SourceFile:
    """The same as read_markdown, from a text in hand. Raises Unreadable."""
    _refuse_control(text, name)
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    opening = _OPENING.match(text)
    if not opening:
        first = text.splitlines()[0] if text.strip() else ""
        message = "Le fichier doit commencer par une ligne « --- », puis les informations de la fiche."
        raise Unreadable([Problem(name, 1, "", message, read=shorten(first) or "rien", admitted="---")])
    if not _CLOSING.search(text, opening.end()):
        message = "La seconde ligne « --- », qui sépare les informations du texte de la fiche, manque."
        raise Unreadable([Problem(name, 1, "", message, admitted="---")])
    handler = _StrictHandler(name)
    data, _ = frontmatter.parse(text, handler=handler)
    comments = tuple(_find_comments(text.split("\n")[: handler.body_line - 1]))
    return SourceFile(name, data, handler.body, handler.body_line, handler.lines, comments=comments)


def _find_comments(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """« #metoo » behind a value without quotes; a comment that was meant as one has a space after its sign."""
    for number, line in enumerate(lines, start=1):
        if found := _COMMENT.match(line):
            yield number, found["comment"]


def read_yaml(path: Path, name: str) -> SourceFile:
    """A YAML file that holds one mapping. Raises Unreadable with every reason."""
    text = unicodedata.normalize("NFC", read_text(path, name, MAX_YAML_BYTES))
    data, lines = parse_mapping(text, name, first_line=1)
    return SourceFile(name, data, lines=lines)


def read_text(path: Path, name: str, max_bytes: int) -> str:
    """The text of a regular UTF-8 file of at most `max_bytes`. Raises Unreadable."""
    text = decode(read_bytes(path, name, max_bytes), name)
    _refuse_control(text, name)
    return text


def read_bytes(path: Path, name: str, max_bytes: int) -> bytes:
    """What a regular file of at most `max_bytes` holds. Raises Unreadable."""
    if path.is_symlink():
        raise Unreadable([Problem(name, 1, "", "Ce fichier est un lien vers un autre ; il faut un vrai fichier.")])
    if path.exists() and not path.is_file():
        raise Unreadable([Problem(name, 1, "", "Ce n'est pas un fichier ordinaire.")])
    try:
        size = path.stat().st_size
        if size > max_bytes:
            admitted = f"{max_bytes} octets au plus"
            raise Unreadable([Problem(name, 1, "", "Le fichier est trop gros.", f"{size} octets", admitted)])
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Unreadable([Problem(name, 1, "", "Le fichier n'existe pas.")]) from error
    except OSError as error:
        reason = shorten(error.strerror)
        raise Unreadable([Problem(name, 1, "", "Le fichier ne peut pas être lu.", read=reason)]) from error


def decode(content: bytes, name: str) -> str:
    """The text of a UTF-8 file, with one kind of line end. Raises Unreadable."""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = "Le fichier n'est pas écrit en UTF-8. Enregistrez-le de nouveau en choisissant l'encodage UTF-8."
        raise Unreadable([Problem(name, line, "", message, read=repr(content[error.start : error.end]))]) from error


def _refuse_control(text: str, name: str) -> None:
    """Nobody sees these characters, and neither HTML nor XML can print them. Raises Unreadable."""
    control = _CONTROL.search(text)
    if control:
        line = text[: control.start()].count("\n") + 1
        message = "Un caractère invisible interdit se trouve dans le texte. Retapez ce passage."
        raise Unreadable([Problem(name, line, "", message, read=repr(control.group()))])


class _StrictHandler(YAMLHandler):
    """python-frontmatter's YAML handler, with our reading of YAML and the lines kept."""

    FM_BOUNDARY = _CLOSING  # the library's own takes the empty lines that follow with it, and their numbers
    body: str
    body_line: int
    lines: dict[Location, int]

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def split(self, text: str) -> tuple[str, str]:
        front, body = super().split(text)
        self.body = body.removeprefix("\n")
        self.body_line = text[: len(text) - len(self.body)].count("\n") + 1
        return front, body

    def load(self, fm: str, **kwargs: object) -> dict[str, Any]:
        # The text after the first "---" begins with the end of that line: its line 1 is the file's line 1.
        data, self.lines = parse_mapping(fm, self.name, first_line=1)
        return data
