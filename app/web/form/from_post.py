"""Parser: POST data (multipart or URL-encoded) → draft; and the input limits, checked before any parsing."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from werkzeug.datastructures import FileStorage, MultiDict

from app.content.character import clean, decode_c1_controls
from app.content.field import Field, practice_fields
from app.content.problem import Unreadable
from app.content.section import TITLES, tidy_typed
from app.content.source_file import MAX_LINE
from app.content.strict_yaml import HIDDEN
from app.content.typography import write_number
from app.web.form.draft import DOCUMENT_KEYS, MAX_ROWS, NEW_DOCUMENTS, Draft, Typed, blank, row_limit_notice
from app.web.form.from_file import read_text, refuse_other_kinds

# The longest sheet of the base has 10,000 characters, 180 lines, and 600 characters on one line.
MAX_TEXT = 100_000  # characters of all fields together
MAX_LINES = 3_000
MAX_TOLD = 60  # problems told at once: who puts these right is told the others

_WIDE = 120  # characters: a longer text is given back in a box of its own
_LINE_END = re.compile(r"[\r\n]")


@dataclass(frozen=True)
class OversizedInput:
    """A rejected submission: the reason, and every field with its text."""

    reason: str
    fields: tuple[tuple[str, str], ...]

    @property
    def boxes(self) -> list[tuple[str, str]]:
        """Long texts, shown in text areas so that they can be shortened or copied."""
        return [(name, text) for name, text in self.fields if _is_wide(text)]

    @property
    def others(self) -> list[tuple[str, str]]:
        """Short texts, kept in hidden fields."""
        return [(name, text) for name, text in self.fields if not _is_wide(text)]


def check_limits(form: MultiDict[str, str], file: FileStorage | None) -> OversizedInput | None:
    """Check the fields of a form and its uploaded file against the limits; None when they hold.

    A file or a text of another kind (Word, PDF…) is not checked: the parser refuses it with a better message.
    """
    fields = [(name, text) for name, text in form.items(multi=True) if name and name != "action"]
    if form.get("action") == "resume":
        typed = form.get("text", "")
        fields = [(name, text) for name, text in fields if name != "text"]
        with suppress(Unreadable):
            fields.append(("text", _read_upload(file) if file and file.filename else _refuse(typed)))
    reason = next(_find_reasons([text for _, text in fields]), "")
    return OversizedInput(reason, tuple(fields)) if reason else None


def _read_upload(file: FileStorage) -> str:
    """The text of an uploaded file, which is rewound. Raises Unreadable."""
    data = file.read()
    file.seek(0)
    return read_text(data, file.filename or "")[0]


def _refuse(text: str) -> str:
    """The text itself. Raises Unreadable when it is of another kind."""
    refuse_other_kinds(text.encode(errors="replace"))
    return text


def _find_reasons(texts: list[str]) -> Iterator[str]:
    total = sum(map(len, texts))
    if total > MAX_TEXT:
        most = write_number(MAX_TEXT)
        yield f"Il y a {write_number(total)} caractères en tout, et le formulaire en lit {most} au plus."
    lines = [_LINE_END.split(text) for text in texts]
    if sum(map(len, lines)) > MAX_LINES + len(texts):
        yield f"Il y a plus de {write_number(MAX_LINES)} lignes."
    for number, longest in ((n, line) for each in lines for n, line in enumerate(each, start=1)):
        if len(longest) > MAX_LINE:
            yield (
                f"La ligne {number}, « {' '.join(longest[:60].split())}… », a {write_number(len(longest))} caractères. "
                f"Une ligne en a {write_number(MAX_LINE)} au plus : coupez-la en plusieurs paragraphes."
            )


def _is_wide(text: str) -> bool:
    return len(text) > _WIDE or "\n" in text


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
