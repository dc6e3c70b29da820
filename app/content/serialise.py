"""Serialiser of a practice's file, in one canonical layout: front matter as YAML, then the body.

Keys are in the order of the model, empty optional ones and defaults left out. Slugs of controlled vocabularies are a
flow sequence when short enough, numbers that go together a flow mapping, all else one value per line. A scalar that
begins with a letter and is not ambiguous goes unquoted; one beyond the 120th column is folded with `>-`. Sections are
separated by one empty line.
"""

import datetime
import re
import textwrap
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from app.content.character import clean
from app.content.field import Field, practice_fields
from app.content.practice import FrontMatter
from app.content.section import TITLES, find_key, spell_title, split_body
from app.content.source_file import SourceFile, parse_markdown
from app.content.strict_yaml import Location
from app.content.types import TWO_READINGS
from app.content.typography import count_words

Value = object  # what YAML holds: text, number, date, list, mapping; distinguished when serialised

WIDTH = 120

_WORD = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_PLAIN = re.compile(r"^[^\W\d_](?:.*\S)?$")
_MISTAKEN = re.compile(r": | #|:$")
# Words that some reader of YAML takes for true, false or nothing.
_RESERVED = frozenset(["true", "false", "null", "yes", "no", "on", "off", "y", "n"])
# What cannot stand as it is in YAML, and the byte-order mark, which is invisible.
_UNPRINTABLE = re.compile("[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_MODELINE = "# yaml-language-server:"  # read by editors at the top of a file
_DAYS = frozenset(["published", "reviewed", "confirmed"])
_FRENCH_DATE = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")


def write_sheet(data: Mapping[str, Value], sections: Mapping[str, str]) -> str:
    """Serialise a practice that may not be valid yet: values that the model refuses are written as they were given."""
    return _join(_write_mapping(_arrange(_coerce(data, as_written=False), practice_fields()), 0), write_body(sections))


def canonical_text(text: str, respell: Callable[[Any], Any] | None = None) -> str:
    """Reformat a file canonically, comments kept. Raises Unreadable when it cannot be parsed at all.

    Order of keys and of sections, quotes, spaces, French dates and the spelling of headings are normalised. A wrong
    term, a missing section or an unknown heading are left for their author.

    `respell` may map the front matter before it is written.
    """
    source = parse_markdown(text, "fiche.md")
    data = respell(source.data) if respell else source.data
    front = _write_mapping(
        _arrange(_coerce(data, as_written=True), practice_fields(), keep_blank=True), 0, _CommentMap(source)
    )
    return _join(front, _canonical_body(source.body))


def write_entries(entries: Mapping[str, Value]) -> str:
    """Serialise a YAML mapping: lines to add to another file of content/."""
    return "\n".join(_write_mapping(entries, 0)) + "\n"


def write_body(sections: Mapping[str, str], titles: Mapping[str, str] = TITLES) -> str:
    """Serialise sections by key as Markdown, in their canonical order, under `titles`; empty ones are left out."""
    parts = [(titles.get(key, ""), _trim(sections.get(key, ""))) for key in TITLES]
    return "\n\n".join(f"## {title}\n\n{text}" for title, text in parts if text)


def trim_lines(text: str) -> str:
    """Strip trailing spaces, but for the two that are a hard line break in Markdown before another line."""
    lines = map(_trim_line, re.sub(r"\r\n?", "\n", text).split("\n"))
    return re.sub(r"  (?=\n\n|\n?\Z)", "", "\n".join(lines))


def _trim_line(line: str) -> str:
    """Markdown breaks a line at two spaces or more, and takes a tab for the spaces up to the next fourth column."""
    if not line.strip():
        return ""
    return line.rstrip(" \t") + ("  " if line.expandtabs(4).endswith("  ") else "")


def _join(front: Sequence[str], body: str) -> str:
    lines = "\n".join(front)
    return unicodedata.normalize("NFC", clean(f"---\n{lines}\n---\n" + (f"\n{body}\n" if body else "")))


def _coerce(data: Mapping[str, Value], as_written: bool) -> Mapping[str, Value]:
    """The values as the model coerces them, or as they are when it refuses them.

    Defaults are left out; `as_written`, every key that was written stays and no other comes: a default or an empty key
    is its author's choice.
    """
    dated = {key: _read_date(value) if key in _DAYS else value for key, value in data.items()}
    try:
        front = FrontMatter.model_validate(dated)
    except ValidationError:
        return dated
    if not as_written:
        return front.model_dump(exclude_none=True, exclude_defaults=True)
    settled: dict[str, Value] = _merge(dated, front.model_dump())
    return settled


def _merge(written: Any, read: Any) -> Any:
    """Written values, each replaced by the model's when both have the same words; else (« 1er juin 2024 ») kept."""
    if isinstance(written, Mapping) and isinstance(read, Mapping):
        return {key: _merge(value, read.get(key)) for key, value in written.items()}
    if isinstance(written, list) and isinstance(read, (list, tuple)) and len(written) == len(read):
        return [_merge(*pair) for pair in zip(written, read, strict=True)]
    is_same = read is not None and count_words(str(written)) == count_words(str(read))
    return read if is_same else written


def _read_date(value: Value) -> Value:
    """Parse a date also when it is French or quoted: 21/11/2026; anything else is unchanged."""
    found = _FRENCH_DATE.match(value.strip()) if isinstance(value, str) else None
    try:
        if found:
            return datetime.date(int(found[3]), int(found[2]), int(found[1]))
        return datetime.date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _canonical_body(body: str) -> str:
    """Sections in canonical order and spacing; headings alone where one is empty, unknown or repeated."""
    (_, _, before), *parts = split_body(body, 1)
    titles = [spell_title((title or "").lstrip("# ")) for _, title, _ in parts]
    named = {find_key(title) or "": text for title, (_, _, text) in zip(titles, parts, strict=True)}
    if not before.strip() and "" not in named and len(named) == len(parts) and all(map(_trim, named.values())):
        return write_body(named, {find_key(title) or "": title for title in titles})
    lines = body.split("\n")
    for title, (number, _, _) in reversed([*zip(titles, parts, strict=True)]):
        key = find_key(title)
        is_underlined = not lines[number - 1].lstrip().startswith("#")
        lines[number - 1 : number + is_underlined] = [f"## {title}"] if key else lines[number - 1 : number]
    return _trim("\n".join(lines))


def _trim(text: str) -> str:
    """The same, without empty lines around."""
    return trim_lines(text).strip("\n")


def _arrange(data: Mapping[str, Value], fields: Sequence[Field], keep_blank: bool = False) -> dict[str, Value]:
    """Order keys as the model does, unknown ones last; empty optional keys are left out, or kept with `keep_blank`."""
    arranged: dict[str, Value] = {}
    for field in fields:
        value = data.get(field.name)
        if isinstance(value, Mapping):
            value = _arrange(value, field.fields, keep_blank)
        elif isinstance(value, (list, tuple)) and field.fields:
            value = [_arrange(row, field.fields, keep_blank) if isinstance(row, Mapping) else row for row in value]
        if field.name in data and (keep_blank or field.is_required or value not in (None, "", [], (), {})):
            arranged[field.name] = value
    return arranged | {key: value for key, value in data.items() if key not in {field.name for field in fields}}


def _write_mapping(
    mapping: Mapping[str, Value], indent: int, notes: "_CommentMap | None" = None, location: Location = ()
) -> list[str]:
    lines = []
    for key, value in mapping.items():
        head = f"{' ' * indent}{_write_text(key)}:"
        lines += _write_entry(head, value, indent, notes or _NO_COMMENTS, (*location, key))
    return [*notes.first, *lines, *notes.last] if notes and not location else lines


def _write_entry(head: str, value: Value, indent: int, notes: "_CommentMap", location: Location) -> list[str]:
    """The lines of a value whose first line begins with `head`: a key, or the dash of a list; its comments first."""
    line = _write_line(value)
    if line is not None and len(head) + len(line) < WIDTH:
        return notes.around([f"{head} {line}".rstrip()], location, is_whole=True)
    if isinstance(value, str):
        folded = _fold(value, indent + 2)
        lines = [f"{head} >-", *folded] if folded else [f"{head} {_write_text(value)}"]
        return notes.around(lines, location, is_whole=True)
    if isinstance(value, Mapping):
        inner = _write_mapping(value, indent + 2, notes, location)
        if not head.endswith("-"):
            return notes.around([head, *inner], location)
        first = next(number for number, text in enumerate(inner) if text.strip() and not text.lstrip().startswith("#"))
        dashed = [*inner[:first], f"{head} {inner[first].lstrip()}", *inner[first + 1 :]]
        return notes.around(dashed, location)
    lines = [head]
    for position, item in enumerate(value if isinstance(value, (list, tuple)) else ()):
        lines += _write_entry(f"{' ' * (indent + 2)}-", item, indent + 2, notes, (*location, position))
    return notes.around(lines, location)


class _CommentMap:
    """The YAML comments of a file by the location of the value that they precede or follow."""

    def __init__(self, source: SourceFile | None = None) -> None:
        self._above: dict[Location, list[str]] = defaultdict(list)
        self._behind: dict[Location, list[str]] = defaultdict(list)
        self.first: list[str] = []
        self.last: list[str] = []
        places = sorted((line, len(place), place) for place, line in source.lines.items() if place) if source else []
        starts = [line for line, *_ in places]
        for comment in source.comments if source else ():
            written = ([""] if comment.is_apart else []) + [" " * comment.column + comment.text]
            after = bisect_right(starts, comment.line)
            if comment.text.startswith(_MODELINE):
                self.first.append(comment.text)
            elif not comment.is_alone:
                self._behind[places[after - 1][2]].append(comment.text)
            elif after < len(places):
                self._above[places[after][2]] += written
            else:
                self.last += written

    def around(self, lines: list[str], location: Location, is_whole: bool = False) -> list[str]:
        """The lines of a value with its comments, and with those of all it holds when it `is_whole`."""
        above, behind = self._collect(self._above, location, is_whole), self._collect(self._behind, location, is_whole)
        noted = f"{lines[0]}  {' '.join(behind)}"
        is_head = len(lines) == 1 or lines[0].endswith(":")  # a folded text or a comment has another end
        if behind and is_head and len(noted) <= WIDTH:
            return [*above, noted, *lines[1:]]
        indent = " " * (len(lines[0]) - len(lines[0].lstrip()))
        return [*above, *(f"{indent}{comment}" for comment in behind), *lines]

    @staticmethod
    def _collect(notes: dict[Location, list[str]], location: Location, is_whole: bool) -> list[str]:
        if not notes:
            return []
        places = [place for place in notes if place[: len(location)] == location] if is_whole else [location]
        return [comment for place in sorted(places) for comment in notes.get(place, ())]


_NO_COMMENTS = _CommentMap()


def _write_line(value: Value) -> str | None:
    """Serialise a scalar or a flow collection on its key's line; None when it takes a block."""
    if isinstance(value, str):
        return _write_text(value)
    if isinstance(value, Mapping):
        pairs = [f"{_write_text(key)}: {_write_line(child)}" for key, child in value.items()]
        return "{" + ", ".join(pairs) + "}" if _is_figure(value) else None
    if isinstance(value, (list, tuple)):
        is_flow = all(isinstance(item, str) and _WORD.match(item) for item in value)
        return "[" + ", ".join(_write_text(str(item)) for item in value) + "]" if is_flow else None
    return _write_scalar(value)


def _is_figure(group: Mapping[str, Value]) -> bool:
    """Whether a group is numbers that go together, with the slugs that say more of them."""
    words = [child for child in group.values() if not isinstance(child, (int, float))]
    return len(words) < max(1, len(group)) and all(isinstance(word, str) and _WORD.match(word) for word in words)


def _write_scalar(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        plain = format(Decimal(repr(value)), "f")
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        # A fourth decimal leaves no doubt that these are no thousands.
        return f"{plain}0" if TWO_READINGS.fullmatch(plain) else plain
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _write_text(text: str) -> str:
    """Serialise a string on one line, plain or double-quoted."""
    text = _one_line(text)
    is_mistaken = _MISTAKEN.search(text) or _UNPRINTABLE.search(text) or text.lower() in _RESERVED
    if _PLAIN.match(text) and not is_mistaken:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _UNPRINTABLE.sub(lambda found: f"\\U{ord(found[0]):08x}", escaped) + '"'


def _fold(text: str, indent: int) -> list[str]:
    """The lines of a folded block scalar (`>-`), or none when only quotes can hold the text."""
    text = _one_line(text)
    pad = " " * indent
    if _UNPRINTABLE.search(text) or not text:
        return []
    return textwrap.wrap(
        text, WIDTH, initial_indent=pad, subsequent_indent=pad, break_long_words=False, break_on_hyphens=False
    )


def _one_line(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))
