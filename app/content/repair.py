"""Autofixer of `check --fix`: layout, quotes, dates, spaces, encoding are repaired. No word is ever changed."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.content.annotation import Annotation, replace_annotations
from app.content.field import Field, map_values, practice_fields
from app.content.frame import list_labels
from app.content.markdown_input import number_lines
from app.content.practice_file import MARKDOWN_FOLDERS, list_markdown, parse_practice
from app.content.problem import Unreadable, escape_controls
from app.content.serialise import canonical_text, trim_lines
from app.content.source_file import (
    MAX_MARKDOWN_BYTES,
    check_limits,
    display_name,
    guess_text,
    parse_markdown,
    read_bytes,
    read_yaml,
    split_front,
)
from app.content.strict_yaml import find_cure
from app.content.typography import count_words, fold, split_thousands
from app.content.validation import validate
from app.content.vocabulary import Vocabulary
from app.content.yaml_fault import CURLY, quote

MAX_CURES = 50  # lines fixed one after the other before the file is left to its author

Labels = Mapping[str, Mapping[str, str]]  # of each closed list, the label of each word

_LINE = re.compile(r"^(?P<head>\s*(?:- +)?(?:[\w-]+: +)?)(?P<value>.*)$")
_KEPT = re.compile(r"(\]\([^)\s]*|<?https?://[^\s)>]+>?|`[^`\n]*`)")  # no prose
# Keys of the front matter whose texts are sentences, with their numbers.
_PROSE = frozenset(
    [
        *("title", "summary", "size", "label", "note", "evaluation", "budget", "staff", "duration", "funding"),
        *("conditions", "text", "reason", "editor_note"),
    ]
)
_LEFT = "Ce fichier n'est pas remis en ordre : des mots pourraient s'y perdre."


@dataclass(frozen=True)
class Repair:
    """A proposed fix: a file as it is and as it would be; `notes` say what a diff does not show."""

    path: Path
    name: str
    before: str
    after: str
    notes: tuple[str, ...] = ()

    def diff(self) -> str:
        """Unified diff, with line endings and a missing last one made visible."""
        before, after = self.before.splitlines(keepends=True), self.after.splitlines(keepends=True)
        lines = difflib.unified_diff(before, after, self.name, f"{self.name} (corrigé)")
        shown = "".join(line if line.endswith("\n") else f"{line}\n" for line in lines).replace("\r\n", "␍\n")
        if not self.before.endswith("\n"):
            shown += "(le fichier se terminera par un saut de ligne)\n"
        shown += "".join(f"{self.name} : {note}\n" for note in self.notes)
        return "\n".join(map(escape_controls, shown.split("\n")))

    @property
    def is_needed(self) -> bool:
        """Whether the file would change: one that is left alone may have notes all the same."""
        return self.after.encode() != self.path.read_bytes()

    def write(self) -> None:
        """Replace the file atomically: readers see the old one or the new one, never a part."""
        aside = self.path.with_name(f".{self.path.name}.new")
        aside.write_bytes(self.after.encode())
        aside.replace(self.path)


def find_repairs(content: Path, files: list[Path]) -> list[Repair]:
    """The fixes of a content folder, or of the given files and folders in it."""
    wanted = {path.resolve() for path in files or [content]}
    paths = [path for kind in MARKDOWN_FOLDERS for path in list_markdown(content / kind)]
    chosen = [path for path in paths if not wanted.isdisjoint([path.resolve(), *path.resolve().parents])]
    labels = _read_labels(content)
    repairs = [_find_repair(path, content, labels) for path in chosen]
    return [repair for repair in repairs if repair]


def _read_labels(content: Path) -> Labels:
    """The labels of each vocabulary by slug; none when they cannot be parsed, which the check reports."""
    try:
        source = read_yaml(content / "vocabulary.yaml", "vocabulary.yaml")
    except Unreadable:
        return {}
    vocabulary, _ = validate(Vocabulary, source, {})
    return list_labels(vocabulary) if vocabulary else {}


def _find_repair(path: Path, content: Path, labels: Labels) -> Repair | None:
    name = display_name(path.resolve(), content.resolve())
    try:
        data = read_bytes(path, name, MAX_MARKDOWN_BYTES)
        text, encoding = guess_text(data)
        check_limits(text, name)
    except Unreadable:
        return None  # the check says why
    if "\ufffd" in text:
        return None  # a letter was lost before: only its author knows which
    after, notes = repair_text(text, labels if path.resolve().parent == (content / "practices").resolve() else None)
    if encoding:
        notes = (*notes, f"Le fichier était enregistré en {encoding} : il le sera en UTF-8. Relisez ses accents.")
    before = text if encoding else data.decode("utf-8")
    return Repair(path, name, before, after, notes) if after != before or notes else None


def repair_text(text: str, labels: Labels | None) -> tuple[str, tuple[str, ...]]:
    """(text, notes) of a fixed file; a practice is also laid out canonically, when the vocabularies' `labels` come."""
    trimmed = trim_lines(unicodedata.normalize("NFC", text)).strip("\n") + "\n"
    after, is_left = repair_front_matter(trimmed), False
    if labels is not None:
        after, is_left = _format_canonical(after, labels)
    return after if is_left else _space_numbers(after), (_LEFT,) if is_left else ()


def _space_numbers(text: str) -> str:
    """The body with a space between the thousands of its numbers; code and addresses are left as they are."""
    front, closing, body = text.partition("\n---\n")
    lines = [
        line
        if is_code
        else "".join(part if n % 2 else split_thousands(part) for n, part in enumerate(_KEPT.split(line)))
        for _, line, is_code in number_lines(body, 1)
    ]
    return front + closing + "\n".join(lines)


def repair_front_matter(text: str) -> str:
    """Fix the front matter when that takes nothing but quotes, spaces and colons.

    Each line that YAML refuses is fixed in turn; when one is for its author to decide, none is. What follows « # »
    in an unquoted text is taken for a part of it.
    """
    parts = split_front(text)
    if parts is None:
        return text
    lines = parts[1].split("\n")
    for _ in range(MAX_CURES):
        cure = find_cure("\n".join(lines))
        if cure is None:
            break
        lines[cure[0]] = cure[1]
    mended = parts[0] + "\n".join(lines) + parts[2]
    try:
        comments = parse_markdown(mended, "fiche.md").comments
    except Unreadable:
        return text
    lines = mended.split("\n")
    for number in (comment.line - 1 for comment in comments if comment.is_doubtful):
        found = _LINE.match(lines[number])
        if found and found["head"].strip():  # not the last line of a text of several
            lines[number] = f"{found['head']}{quote(found['value'])}"
    quoted = "\n".join(lines)
    return quoted if count_words(quoted) == count_words(text) else text


def _format_canonical(text: str, labels: Labels) -> tuple[str, bool]:
    """(text, is left): the canonical layout of a practice, or the text as it is when its content would change.

    Once all words are known to be kept, labels are replaced by the slugs of their vocabularies, and annotations of list
    items are spelled in one way.
    """
    try:
        after = canonical_text(text)
        is_doubtful = any(comment.is_doubtful for comment in parse_markdown(text, "fiche.md").comments)
    except Unreadable:
        return text, False
    if is_doubtful or count_words(after) != count_words(text) or not _is_equivalent(text, after):
        return text, True

    def respell(data: Any) -> Any:
        labelled = _replace_labels(_map_texts(data, _unquote), labels)
        return _map_texts(labelled, lambda text, key: split_thousands(text) if key in _PROSE else text)

    front, closing, body = canonical_text(after, respell).partition("\n---\n")
    return front + closing + replace_annotations(body, Annotation.write), False


def _map_texts(value: Any, change: Callable[[str, str], str], key: str = "") -> Any:
    """A value with `change(text, key)` in place of each text, whose key is that of the nearest mapping; recursive."""
    if isinstance(value, Mapping):
        return {inside: _map_texts(inner, change, inside) for inside, inner in value.items()}
    if isinstance(value, list):
        return [_map_texts(inner, change, key) for inner in value]
    return change(value, key) if isinstance(value, str) else value


def _unquote(text: str, _key: str) -> str:
    """Strip curly quotes around a whole value (“62”), which were meant as those of YAML."""
    found = CURLY.match(text)
    return found["text"] if found else text


def _replace_labels(data: Mapping[str, Any], labels: Labels) -> dict[str, Any]:
    """Replace exact labels by their slugs, wherever a field takes a controlled vocabulary."""

    def replace(each: Field, value: Any) -> Any:
        if each.list_name not in labels:
            return value
        words = {fold(label): word for word, label in labels[each.list_name].items()}
        return _replace_label(value, words, labels[each.list_name])

    return map_values(practice_fields(), data, replace)


def _replace_label(value: Any, words: Mapping[str, str], admitted: Collection[str]) -> Any:
    if isinstance(value, list):
        return [_replace_label(item, words, admitted) for item in value]
    return words.get(fold(value), value) if isinstance(value, str) and value not in admitted else value


def _is_equivalent(before: str, after: str) -> bool:
    """Whether a file that was valid still parses to the same practice; an invalid one cannot be compared."""
    first, _ = parse_practice(parse_markdown(before, "fiche.md"), "fiche", {})
    second, _ = parse_practice(parse_markdown(after, "fiche.md"), "fiche", {})
    return first is None or first == second
