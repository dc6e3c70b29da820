"""Input limits of the form, checked before any parsing; what was typed is given back with the error."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from werkzeug.datastructures import FileStorage, MultiDict

from app.content.problem import Unreadable
from app.content.source_file import MAX_LINE
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
            fields.append(("text", _read(file) if file and file.filename else _refuse(typed)))
    reason = next(_find_reasons([text for _, text in fields]), "")
    return OversizedInput(reason, tuple(fields)) if reason else None


def _read(file: FileStorage) -> str:
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
        yield f"Il y a {_spell(total)} caractères en tout, et le formulaire en lit {_spell(MAX_TEXT)} au plus."
    lines = [_LINE_END.split(text) for text in texts]
    if sum(map(len, lines)) > MAX_LINES + len(texts):
        yield f"Il y a plus de {_spell(MAX_LINES)} lignes."
    for number, longest in ((n, line) for each in lines for n, line in enumerate(each, start=1)):
        if len(longest) > MAX_LINE:
            yield (
                f"La ligne {number}, « {' '.join(longest[:60].split())}… », a {_spell(len(longest))} caractères. "
                f"Une ligne en a {_spell(MAX_LINE)} au plus : coupez-la en plusieurs paragraphes."
            )


def _is_wide(text: str) -> bool:
    return len(text) > _WIDE or "\n" in text


def _spell(number: int) -> str:
    """A number in French: « 100 000 »."""
    return f"{number:,}".replace(",", "\u202f")
