"""The text of a practice's file, in the one layout that this software writes.

Keys stand in the order of the model, empty optional ones and defaults left out. Words of closed lists stand on one line
between brackets when it is short enough, numbers that go together between braces, all else one value per line. A text
that begins with a letter and cannot be mistaken for anything else goes without quotes; one that would pass the 120th
column is folded with `>-`. Parts of the body are separated by one empty line.
"""

import datetime
import re
import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal

from pydantic import ValidationError

from app.content.field import Field, practice_fields
from app.content.practice import FrontMatter
from app.content.section import TITLES, split_body
from app.content.source_file import parse_markdown

Value = object  # what YAML holds: text, number, date, list, mapping; told apart when written

WIDTH = 120

_WORD = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_PLAIN = re.compile(r"^[^\W\d_](?:.*\S)?$")
_MISTAKEN = re.compile(r": | #|:$")
# Words that some reader of YAML takes for true, false or nothing.
_RESERVED = frozenset(["true", "false", "null", "yes", "no", "on", "off", "y", "n"])
# What cannot stand as it is in YAML, and the byte-order mark, which nobody would see.
_UNPRINTABLE = re.compile("[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_FRENCH_DATE = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")


def write_sheet(data: Mapping[str, Value], sections: Mapping[str, str]) -> str:
    """The file of a sheet that may not be right yet: what the model does not understand is written as it was given."""
    return _join(_settle(data), write_body(sections))


def canonical_text(text: str) -> str:
    """The same file in our layout; comments are not kept. Raises Unreadable when it cannot be read at all.

    Order of keys and of parts, quotes, spaces and French dates are put right. A word that is wrong, a missing part or a
    heading out of the list are left for their author.
    """
    source = parse_markdown(text, "fiche.md")
    return _join(_settle(source.data), _settle_body(source.body))


def write_entries(entries: Mapping[str, Value]) -> str:
    """A block of YAML: lines to add to another file of content/."""
    return "\n".join(_write_mapping(entries, 0)) + "\n"


def write_body(sections: Mapping[str, str]) -> str:
    """The parts of a body, by key, in their order; empty ones are left out."""
    parts = [(title, _trim(sections.get(key, ""))) for key, title in TITLES.items()]
    return "\n\n".join(f"## {title}\n\n{text}" for title, text in parts if text)


def trim_lines(text: str) -> str:
    """Without spaces at the end of lines, save the two that break a line in Markdown before another."""
    lines = map(_trim_line, re.sub(r"\r\n?", "\n", text).split("\n"))
    return re.sub(r"  (?=\n\n|\n?\Z)", "", "\n".join(lines))


def _trim_line(line: str) -> str:
    """Markdown breaks a line at two spaces or more, and takes a tab for the spaces up to the next fourth column."""
    if not line.strip():
        return ""
    return line.rstrip(" \t") + ("  " if line.expandtabs(4).endswith("  ") else "")


def _join(data: Mapping[str, Value], body: str) -> str:
    front = "\n".join(_write_mapping(_arrange(data, practice_fields()), 0))
    return unicodedata.normalize("NFC", f"---\n{front}\n---\n" + (f"\n{body}\n" if body else ""))


def _settle(data: Mapping[str, Value]) -> Mapping[str, Value]:
    """The values as the model understands them, or as they are when it does not."""
    dated = {key: _read_date(value) if key in {"published", "reviewed"} else value for key, value in data.items()}
    try:
        front = FrontMatter.model_validate(dated)
    except ValidationError:
        return dated
    return front.model_dump(exclude_none=True, exclude_defaults=True)


def _read_date(value: Value) -> Value:
    """A date, also when it is written as in French or between quotes: 21/11/2026."""
    found = _FRENCH_DATE.match(value.strip()) if isinstance(value, str) else None
    try:
        if found:
            return datetime.date(int(found[3]), int(found[2]), int(found[1]))
        return datetime.date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _settle_body(body: str) -> str:
    """The parts in our order and spacing; as it is when a part is empty, unknown, written twice or has no heading."""
    keys = {title: key for key, title in TITLES.items()}
    (_, _, before), *parts = split_body(body, 1)
    named = {keys.get(title or "", ""): text for _, title, text in parts}
    if before.strip() or "" in named or len(named) < len(parts) or not all(map(_trim, named.values())):
        return _trim(body)
    return write_body(named)


def _trim(text: str) -> str:
    """The same, without empty lines around."""
    return trim_lines(text).strip("\n")


def _arrange(data: Mapping[str, Value], fields: Sequence[Field]) -> dict[str, Value]:
    """Known keys in the order of the model, then the others; optional keys without a value left out."""
    arranged: dict[str, Value] = {}
    for field in fields:
        value = data.get(field.name)
        if isinstance(value, Mapping):
            value = _arrange(value, field.fields)
        elif isinstance(value, (list, tuple)) and field.fields:
            value = [_arrange(row, field.fields) if isinstance(row, Mapping) else row for row in value]
        if field.name in data and (field.is_required or value not in (None, "", [], (), {})):
            arranged[field.name] = value
    return arranged | {key: value for key, value in data.items() if key not in {field.name for field in fields}}


def _write_mapping(mapping: Mapping[str, Value], indent: int) -> list[str]:
    lines = []
    for key, value in mapping.items():
        lines += _write_entry(f"{' ' * indent}{_write_text(key)}:", value, indent)
    return lines


def _write_entry(head: str, value: Value, indent: int) -> list[str]:
    """The lines of a value whose first line begins with `head`: a key, or the dash of a list."""
    line = _write_line(value)
    if line is not None and len(head) + len(line) < WIDTH:
        return [f"{head} {line}".rstrip()]
    if isinstance(value, str):
        folded = _fold(value, indent + 2)
        return [f"{head} >-", *folded] if folded else [f"{head} {_write_text(value)}"]
    if isinstance(value, Mapping):
        inner = _write_mapping(value, indent + 2)
        return [f"{head} {inner[0].lstrip()}", *inner[1:]] if head.endswith("-") else [head, *inner]
    lines = [head]
    for item in value if isinstance(value, (list, tuple)) else ():
        lines += _write_entry(f"{' ' * (indent + 2)}-", item, indent + 2)
    return lines


def _write_line(value: Value) -> str | None:
    """A value that stands on its key's line, or None when it takes lines of its own."""
    if isinstance(value, str):
        return _write_text(value)
    if isinstance(value, Mapping):
        numbers = [f"{_write_text(key)}: {_write_line(child)}" for key, child in value.items()]
        is_flow = all(isinstance(child, (int, float)) for child in value.values())
        return "{" + ", ".join(numbers) + "}" if is_flow else None
    if isinstance(value, (list, tuple)):
        is_flow = all(isinstance(item, str) and _WORD.match(item) for item in value)
        return "[" + ", ".join(_write_text(str(item)) for item in value) + "]" if is_flow else None
    return _write_scalar(value)


def _write_scalar(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        plain = format(Decimal(repr(value)), "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _write_text(text: str) -> str:
    """A text on one line, between quotes when it needs them."""
    text = _one_line(text)
    is_mistaken = _MISTAKEN.search(text) or _UNPRINTABLE.search(text) or text.lower() in _RESERVED
    if _PLAIN.match(text) and not is_mistaken:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _UNPRINTABLE.sub(lambda found: f"\\U{ord(found[0]):08x}", escaped) + '"'


def _fold(text: str, indent: int) -> list[str]:
    """The lines of a long text under `>-`, or none when it holds what only quotes can hold."""
    text = _one_line(text)
    pad = " " * indent
    if _UNPRINTABLE.search(text) or not text:
        return []
    return textwrap.wrap(
        text, WIDTH, initial_indent=pad, subsequent_indent=pad, break_long_words=False, break_on_hyphens=False
    )


def _one_line(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))
