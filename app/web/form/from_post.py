"""Parser: POST data (multipart or URL-encoded) → draft; and the empty draft."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable

from werkzeug.datastructures import MultiDict

from app.content.character import clean, decode_c1_controls
from app.content.field import Field, practice_fields
from app.content.section import TITLES, tidy_typed
from app.content.strict_yaml import HIDDEN
from app.web.form.draft import DOCUMENT_KEYS, MAX_ROWS, NEW_DOCUMENTS, Draft, Typed, blank, row_limit_notice

_MAX_NAME = 200  # longer names are none of ours, and would be kept once for each position in them
_POSITION = re.compile(r"\.(\d{1,4})(?=\.|$)")
_LINE_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(f"{HIDDEN.pattern}|[\ufeff\ud800-\udfff]")


def empty_draft(today: datetime.date) -> Draft:
    """The draft of a new practice, published and reviewed today."""
    values = {each.name: blank(each) for each in practice_fields()}
    return Draft({**values, "published": today.isoformat(), "reviewed": today.isoformat()})


def read_draft(form: MultiDict[str, str]) -> Draft:
    """Parse form data with dotted names: `indicators.0.values.1.year` is a field of a nested row."""
    data = _FormData(form)
    values = _read_group(practice_fields(), data, "")
    return Draft(
        values,
        {key: tidy_typed(data.text(f"section.{key}"), key) for key in TITLES},
        {group: {key: data.text(f"{group}.{key}").strip() for key in DOCUMENT_KEYS} for group in NEW_DOCUMENTS},
        data.text("slug").strip(),
        data.text("revises").strip(),
        tuple(data.notices),
    )


class _FormData:
    """Form data with an index of row positions by list name, built in one pass."""

    def __init__(self, form: MultiDict[str, str]) -> None:
        self.form = form
        self.notices: list[str] = []
        self._positions: dict[str, set[int]] = defaultdict(set)
        names: Iterable[str | None] = form  # a part of a multipart body may have none
        for key in names:
            if not key or len(key) > _MAX_NAME:
                continue
            for found in _POSITION.finditer(key):
                self._positions[key[: found.start()]].add(int(found[1]))

    def text(self, name: str) -> str:
        typed = _LINE_BREAK.sub("\n", decode_c1_controls(self.form.get(name, "")))
        return clean(_INVISIBLE.sub("", typed))

    def texts(self, name: str) -> list[Typed]:
        """Ticked checkboxes: those of the file keep the order of its author, new ones come after."""
        ticked = [text[:200] for text in dict.fromkeys(self.form.getlist(name)[: 2 * MAX_ROWS])]
        order = {word: rank for rank, word in enumerate(self.form.get(f"{name}.order", "").split())}
        return [*sorted(ticked, key=lambda word: order.get(word, len(order)))]

    def rows(self, row_field: Field, name: str) -> list[str]:
        """The dotted names of the rows of a list, MAX_ROWS at most, with a notice beyond."""
        positions = sorted(self._positions[name])
        if len(positions) > MAX_ROWS:
            self.notices.append(row_limit_notice(row_field))
        return [f"{name}.{position}" for position in positions[:MAX_ROWS]]


def _read_group(fields: tuple[Field, ...], data: _FormData, parent: str) -> dict[str, Typed]:
    return {each.name: _read(each, data, f"{parent}.{each.name}" if parent else each.name) for each in fields}


def _read(each: Field, data: _FormData, name: str) -> Typed:
    if each.kind == "group":
        return _read_group(each.fields, data, name)
    if each.kind == "groups":
        return [_read_group(each.fields, data, row) for row in data.rows(each, name)]
    if each.kind == "texts":
        return [data.text(row) for row in data.rows(each, name)]
    return data.texts(name) if each.kind == "many" else data.text(name)
