"""What can be put right in a file without its author: layout, quotes, dates, spaces. Never a word."""

import difflib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from app.content.practice_file import list_markdown, parse_practice
from app.content.problem import Unreadable
from app.content.source_file import MAX_MARKDOWN_BYTES, display_name, parse_markdown, read_text
from app.content.writing import canonical_text, trim_lines

_UNQUOTED_COLON = re.compile(r"^(?P<head>\s*(?:- )?[\w-]+): (?P<value>[^\"'\[{|>#&*!%@` ].*?:(?: .*)?)$")
_COMMENT = re.compile(r"^\s*#|\s#", re.MULTILINE)


@dataclass(frozen=True)
class Repair:
    """A file as it is and as it would be."""

    path: Path
    name: str
    before: str
    after: str

    def diff(self) -> str:
        """The unified diff, with what cannot be seen told in words."""
        before, after = self.before.splitlines(keepends=True), self.after.splitlines(keepends=True)
        lines = difflib.unified_diff(before, after, self.name, f"{self.name} (corrigé)")
        shown = "".join(line if line.endswith("\n") else f"{line}\n" for line in lines).replace("\r\n", "␍\n")
        if not self.before.endswith("\n"):
            shown += "(le fichier se terminera par un saut de ligne)\n"
        if _COMMENT.search(_front(self.before)) and not _COMMENT.search(_front(self.after)):
            shown += "(les commentaires, qui commencent par « # », ne sont pas gardés)\n"
        return shown

    def write(self) -> None:
        """Replace the file in one step: it is the old one or the new one, never half of each."""
        aside = self.path.with_name(f".{self.path.name}.new")
        aside.write_bytes(self.after.encode())
        aside.replace(self.path)


def find_repairs(content: Path, files: list[Path]) -> list[Repair]:
    """What changes in every practice, page and selection of a content folder, or in the given files and folders."""
    wanted = {path.resolve() for path in files or [content]}
    paths = [path for kind in ("practices", "pages", "selections") for path in list_markdown(content / kind)]
    chosen = [path for path in paths if not wanted.isdisjoint([path.resolve(), *path.resolve().parents])]
    repairs = [_find_repair(path, content) for path in chosen]
    return [repair for repair in repairs if repair]


def _find_repair(path: Path, content: Path) -> Repair | None:
    name = display_name(path.resolve(), content.resolve())
    try:
        text = read_text(path, name, MAX_MARKDOWN_BYTES)
        tidy = _tidy(text)
        after = _settle(tidy) if path.resolve().parent == (content / "practices").resolve() else tidy
    except Unreadable:
        return None  # the check tells why
    before = path.read_bytes().decode("utf-8")
    return Repair(path, name, before, after) if after != before else None


def _tidy(text: str) -> str:
    """NFC, no space at the end of lines but the two that break a line in Markdown, one line break at the end."""
    return trim_lines(unicodedata.normalize("NFC", text)).strip("\n") + "\n"


def _settle(text: str) -> str:
    """The canonical layout of a practice, if it says the same thing. Raises Unreadable."""
    try:
        parse_markdown(text, "fiche.md")
    except Unreadable:
        text = _quote_colons(text)
        parse_markdown(text, "fiche.md")
    after = canonical_text(text)
    return after if _says_the_same(text, after) else text


def _quote_colons(text: str) -> str:
    """The commonest mistake: `title: Forum : une fiche` becomes `title: "Forum : une fiche"`."""
    front = _front(text)
    lines = front.split("\n")
    for number, line in enumerate(lines):
        found = _UNQUOTED_COLON.match(line)
        if found:
            value = found["value"].rstrip().replace("\\", "\\\\").replace('"', '\\"')
            lines[number] = f'{found["head"]}: "{value}"'
    return text.replace(front, "\n".join(lines), 1)


def _front(text: str) -> str:
    """What stands between the two « --- » lines."""
    parts = re.split(r"^---[ \t]*$", text, maxsplit=2, flags=re.MULTILINE)
    return parts[1] if len(parts) == 3 else ""


def _says_the_same(before: str, after: str) -> bool:
    """Whether a file that was right still is, with the same content; one that was not cannot be compared."""
    first, _ = parse_practice(parse_markdown(before, "fiche.md"), "fiche", {})
    second, _ = parse_practice(parse_markdown(after, "fiche.md"), "fiche", {})
    return first is None or first == second
