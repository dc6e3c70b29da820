"""Problem: a diagnostic about a content file, in French, with its formatters; and the exceptions that carry some."""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["error", "warning"]
BODY_KEY = "texte"  # the key of a problem found in the body, where no key of the front matter is
MAX_ADVICE = 100  # characters of what is admitted that fit in a sentence

MAX_REPORTED = 50  # problems of one file

UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, order=True)
class Problem:
    """A diagnostic: where, what is wrong, what was read, what is admitted, the nearest right value. Texts in French.

    `line` counts from 1. `section` is the key of a section that is missing, which has no line.
    """

    file: str
    line: int
    key: str
    message: str
    read: str = ""
    admitted: str = ""
    nearest: str = ""
    severity: Severity = "error"
    section: str = ""

    def to_text(self) -> str:
        """Format for a terminal or an e-mail, over one or more lines."""
        mark = "" if self.severity == "error" else "avertissement : "
        where = f"{escape_controls(self.file)}:{self.line}" + (f" · {escape_controls(self.key)}" if self.key else "")
        details = [f"{where}\n  {mark}{escape_controls(self.message)}"]
        if self.read:
            details.append(f"  Lu : {escape_controls(self.read)}")
        if self.admitted:
            details.append(f"  Admis : {escape_controls(self.admitted)}")
        if self.nearest:
            details.append(f"  Le plus proche : {escape_controls(self.nearest)}")
        return "\n".join(details)

    def to_line(self) -> str:
        """Format on one line: message, what was read, what is admitted."""
        parts = [self.message]
        parts += [f"Lu : {self.read}."] if self.read else []
        parts += [f"Admis : {self.admitted}."] if self.admitted else []
        parts += [f"Le plus proche : {self.nearest}."] if self.nearest else []
        return " ".join(parts)

    def to_advice(self) -> str:
        """Format for a form, in one or two sentences: what was read is under the eyes of its author."""
        if self.nearest:
            return f"{self.message} Le plus proche : {self.nearest}."
        if not self.admitted or len(self.admitted) >= MAX_ADVICE:
            return self.message
        is_example = self.admitted.startswith("par exemple")
        return f"{self.message} {'P' + self.admitted[1:] if is_example else f'Il faut : {self.admitted}'}."

    def to_github(self) -> str:
        """Format as a GitHub Actions workflow command, which annotates the line."""
        place = f"file={_escape_property(self.file)},line={self.line},title={_escape_property(self.key or 'fichier')}"
        command = f"::{self.severity} {place}::{_escape(self.to_line())}"
        return escape_controls(command)

    def to_dict(self) -> dict[str, Any]:
        """Format for JSON: each attribute by its name."""
        return asdict(self)


class Unreadable(Exception):
    """A file that cannot be parsed at all; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


class TooIntricate(ValueError):
    """Markdown beyond the limits: it would take very long to render, or nest deeper than the stack."""


class UnusableContent(Exception):
    """The content folder cannot be loaded: it or one of its YAML files is missing or broken."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(problem.to_text() for problem in problems))
        self.problems = problems


class RefusedPublication(UnusableContent):
    """Content that is valid and looks like an accident beside what is published: only --force publishes it."""


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


def escape_controls(text: str) -> str:
    """Escape control and bidirectional characters, which move a terminal's cursor: a line break is « \\n »."""
    return UNSEEN.sub(lambda found: repr(found.group())[1:-1], text)


def first_problems(problems: Sequence[Problem]) -> list[Problem]:
    """The first MAX_REPORTED problems of one file, by line, and one that counts the rest."""
    if len(problems) <= MAX_REPORTED:
        return list(problems)
    kept, rest = sorted(problems)[:MAX_REPORTED], len(problems) - MAX_REPORTED
    last = kept[-1]  # its line, and a key that is sorted after all others
    message = f"… et {rest} autre{'s' * (rest > 1)}, à voir quand ceux-ci seront réglés."
    return [*kept, Problem(last.file, last.line, "…", message)]


def nearest_word(read: str, admitted: Iterable[str]) -> str:
    """The admitted word nearest to what was read (difflib ratio of 0.6 or more), or ""."""
    close = difflib.get_close_matches(read.lower()[:200], list(admitted), cutoff=0.6)
    return close[0] if close else ""


def shorten(value: object, length: int = 80) -> str:
    """Truncate a value to `length` characters on one line, with an ellipsis."""
    text = " ".join(str(value).split())
    return text if len(text) <= length else text[: length - 1] + "…"
