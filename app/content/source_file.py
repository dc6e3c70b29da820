"""Reader of content files: decoding, size limits, front matter split, and the line number of each value.

This is the only module that imports python-frontmatter.
"""

import codecs
import os
import re
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn

import frontmatter
from frontmatter.default_handlers import YAMLHandler

from app.content.character import clean
from app.content.file_kind import detect_kind
from app.content.problem import Problem, Unreadable, shorten
from app.content.strict_yaml import Comment, Location, find_comments, parse_mapping, spell_location

MAX_MARKDOWN_BYTES = 100_000
MAX_YAML_BYTES = 1_000_000
MAX_LINE = 4_000  # characters of one line of a sheet, in a file as in the form; the longest of the base has 600
MAX_YAML_LINE = 12_000  # a flow sequence may take one line

UTF_16, WINDOWS_1252 = "UTF-16 (« Unicode »)", "Windows-1252 (« ANSI »)"

_OPENING = re.compile(r"\A---[ \t]*\n")
_CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class SourceFile:
    """A parsed file: front matter and body, with the line of each value: `lines[("indicators", 0, "unit")] == 31`.

    `content` is what was read from the disk, or empty for a text in memory.
    """

    name: str
    data: dict[str, Any]
    body: str = ""
    body_line: int = 1
    lines: dict[Location, int] = field(default_factory=dict)
    content: bytes = b""
    comments: tuple[Comment, ...] = ()

    def line_of(self, location: Location) -> int:
        """The line of a value, from 1, or of the nearest enclosing one."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)

    def problem(self, location: Location, message: str, **details: Any) -> Problem:
        """A problem located at a value of the front matter."""
        return Problem(self.name, self.line_of(location), spell_location(location), message, **details)


def display_name(path: Path, folder: Path) -> str:
    """A path as messages show it, from the name of the content folder on: `content/practices/stef-mixup.md`."""
    try:
        return spell_path(Path(folder.name) / path.relative_to(folder))
    except ValueError:
        return spell_path(path)


def spell_path(path: Path) -> str:
    """A path as text, bytes that are no UTF-8 escaped, so that it can be printed and serialised: `caf\\xe9.md`."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def read_markdown(path: Path, name: str) -> SourceFile:
    """Read and parse a Markdown file with front matter. Raises Unreadable with every reason."""
    content = read_bytes(path, name, MAX_MARKDOWN_BYTES)
    _check_file_kind(content, name)
    return replace(parse_markdown(decode(content, name), name), content=content)


def parse_markdown(text: str, name: str) -> SourceFile:
    """Parse Markdown with front matter from memory. Raises Unreadable.

    The limits come before any regular expression: this is the one entry of files and of the form.
    """
    check_limits(text, name)
    text = unicodedata.normalize("NFC", clean(text.replace("\r\n", "\n")))
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
    comments = tuple(find_comments(handler.front, first_line=1))
    return SourceFile(name, data, handler.body, handler.body_line, handler.lines, comments=comments)


def split_front(text: str) -> tuple[str, str, str] | None:
    """Split at the delimiters: (opening line, front matter, rest from the closing line on); None without both."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    if not opening or not closing:
        return None
    return text[: opening.end()], text[opening.end() : closing.start()], text[closing.start() :]


def check_limits(text: str, name: str, max_bytes: int = MAX_MARKDOWN_BYTES, max_line: int = MAX_LINE) -> None:
    """Validate total size, line length and control characters. Raises Unreadable.

    It comes before any regular expression, whatever the text comes from.
    """
    size = len(text) if len(text) > max_bytes else len(text.encode(errors="replace"))
    if size > max_bytes:
        _raise_too_big(size, max_bytes, name)
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > max_line:
            message = "Cette ligne est trop longue. Coupez-la en paragraphes, séparés par une ligne vide."
            admitted = f"{max_line} caractères au plus"
            raise Unreadable([Problem(name, number, "", message, f"{len(line)} caractères", admitted)])
    _check_control_characters(text, name)


def _raise_too_big(size: int, max_bytes: int, name: str) -> NoReturn:
    admitted = f"{max_bytes} octets au plus"
    raise Unreadable([Problem(name, 1, "", "Le fichier est trop gros.", f"{size} octets", admitted)])


def read_yaml(path: Path, name: str) -> SourceFile:
    """Read and parse a YAML file that holds one mapping. Raises Unreadable with every reason."""
    text = unicodedata.normalize("NFC", clean(read_text(path, name, MAX_YAML_BYTES)))
    data, lines = parse_mapping(text, name, first_line=1)
    return SourceFile(name, data, lines=lines)


def read_text(path: Path, name: str, max_bytes: int) -> str:
    """Read a regular UTF-8 file of at most `max_bytes`, and validate its limits. Raises Unreadable."""
    text = decode(read_bytes(path, name, max_bytes), name)
    check_limits(text, name, max_bytes, MAX_YAML_LINE)
    return text


def read_bytes(path: Path, name: str, max_bytes: int) -> bytes:
    """Read a regular file of at most `max_bytes`; symbolic links are refused. Raises Unreadable."""
    if path.is_symlink():
        raise Unreadable([Problem(name, 1, "", "Ce fichier est un lien vers un autre ; il faut un vrai fichier.")])
    if path.exists() and not path.is_file():
        raise Unreadable([Problem(name, 1, "", "Ce n'est pas un fichier ordinaire.")])
    try:
        size = path.stat().st_size
        if size > max_bytes:
            _raise_too_big(size, max_bytes, name)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Unreadable([Problem(name, 1, "", "Le fichier n'existe pas.")]) from error
    except OSError as error:
        reason = shorten(error.strerror)
        raise Unreadable([Problem(name, 1, "", "Le fichier ne peut pas être lu.", read=reason)]) from error


def decode(content: bytes, name: str) -> str:
    """Decode UTF-8 strictly, line endings normalised to \\n. Raises Unreadable."""
    text, encoding = guess_text(content)
    if not encoding:
        return text
    line, read = 1, ""
    if encoding != UTF_16:
        bad = _find_bad_byte(content)
        line, read = content.count(b"\n", 0, bad) + 1, _word_around(content, bad)
    message = (
        f"Ce fichier est enregistré en {encoding}, non en UTF-8. Lancez « pratiques check --fix », ou enregistrez-le "
        "de nouveau en choisissant l'encodage UTF-8."
    )
    raise Unreadable([Problem(name, line, "", message, read=read, admitted="UTF-8")])


def guess_text(content: bytes) -> tuple[str, str]:
    """Encoding detection: (text, encoding), the encoding "" when it is UTF-8; line endings normalised.

    UTF-16 (« Unicode » in Notepad) shows in its byte-order mark or in the first dashes; each line that is no UTF-8
    is decoded as Windows-1252, as Windows wrote French before: that is a guess.
    """
    wide = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""
    wide = wide or {b"-\0-\0": "utf-16-le", b"\0-\0-": "utf-16-be"}.get(content[:4], "")
    if wide:
        text, encoding = content.decode(wide, errors="replace"), UTF_16
    else:
        try:
            text, encoding = content.decode("utf-8-sig"), ""
        except UnicodeDecodeError:
            text, encoding = "".join(map(_decode_line, content.splitlines(keepends=True))), WINDOWS_1252
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decode_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _find_bad_byte(content: bytes) -> int:
    """Offset of the first byte that is no UTF-8."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _word_around(content: bytes, position: int) -> str:
    """The word around a byte, decoded as Windows-1252."""
    start = max(content.rfind(space, 0, position) for space in (b" ", b"\n")) + 1
    return shorten(content[start : start + 80].split(b"\n")[0].decode("cp1252", errors="replace").partition(" ")[0])


def _check_file_kind(content: bytes, name: str) -> None:
    """Refuse a file of Word or of another program, whatever its extension. Raises Unreadable."""
    kind = None if content.startswith((b"---", codecs.BOM_UTF8 + b"---")) else detect_kind(content)
    if kind:
        message = f"C'est {kind[0]}, non le texte d'une fiche. {kind[1]}"
        raise Unreadable([Problem(name, 1, "", message, read=kind[0], admitted="un texte qui commence par « --- »")])


def _check_control_characters(text: str, name: str) -> None:
    """Refuse control characters, which neither HTML nor XML can hold. Raises Unreadable."""
    control = _CONTROL.search(text)
    if control:
        line = text[: control.start()].count("\n") + 1
        message = "Un caractère invisible interdit se trouve dans le texte. Retapez ce passage."
        raise Unreadable([Problem(name, line, "", message, read=repr(control.group()))])


class _StrictHandler(YAMLHandler):
    """Handler of python-frontmatter: parses with strict_yaml, and keeps line numbers."""

    FM_BOUNDARY = _CLOSING  # the library's own takes the empty lines that follow with it, and their numbers
    front: str
    body: str
    body_line: int
    lines: dict[Location, int]

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def split(self, text: str) -> tuple[str, str]:
        """(front matter, body); the body and its first line are kept as attributes."""
        front, body = super().split(text)
        self.body = body.removeprefix("\n")
        self.body_line = text[: len(text) - len(self.body)].count("\n") + 1
        return front, body

    def load(self, fm: str, **kwargs: object) -> dict[str, Any]:
        # The text after the first "---" begins with the end of that line: its line 1 is the file's line 1.
        """Parse the front matter with strict_yaml. Raises Unreadable."""
        self.front = fm
        data, self.lines = parse_mapping(fm, self.name, first_line=1)
        return data
