"""Dates in French: formatter, and parser of what people write (21/11/2026, 1er juin 2024, 06/2024, 2024).

Day before month, as in French; years of four digits. An ambiguous date is not parsed.
"""

import datetime
import re
from typing import NamedTuple

from app.content.typography import strip_accents

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
MAX_LENGTH = 40  # no date is longer, with its hour and its zone

_MONTHS = (
    ("janvier", "janv", "jan"),
    ("fevrier", "fevr", "fev"),
    ("mars",),
    ("avril", "avr"),
    ("mai",),
    ("juin",),
    ("juillet", "juil"),
    ("aout",),
    ("septembre", "sept", "sep"),
    ("octobre", "oct"),
    ("novembre", "nov"),
    ("decembre", "dec"),
)
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_HOUR = r"(?:[t ]\d{1,2}[:h]\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:z| ?[+-]\d{2}:?\d{2})?)?"
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<year>\d{4})",
        rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})(?:[-/.](?P<day>\d{{1,2}}){_HOUR})?",
        rf"(?:(?P<day>\d{{1,2}})[-/. ])?(?P<month>\d{{1,2}})[-/. ](?P<year>\d{{4}}){_HOUR}",
        rf"(?:(?P<day>\d{{1,2}})(?:er)? )?(?P<month>[a-z]+)\.? (?P<year>\d{{4}}){_HOUR}",
    )
)
_BEFORE = re.compile(r"^(?:le|en|du|depuis|paru en|publie le) ")
_NONE = re.compile(r"[sn]\.? ?d\.?|sans date|non datee?|date inconnue|inconnue?")


class WrittenDate(NamedTuple):
    """A parsed date of variable precision: a year, a month of it, or a day of that."""

    year: int
    month: int | None = None
    day: int | None = None


def parse_date(text: str) -> WrittenDate | None:
    """Parse a date in figures or in French words; None when it is none, or is ambiguous."""
    plain = _flatten(text)
    found = next((match for form in _FORMS if (match := form.fullmatch(plain))), None)
    if found is None:
        return None
    parts = found.groupdict()
    month, day = parts.get("month"), parts.get("day")
    written = WrittenDate(int(parts["year"]), _month_number(month) if month else None, int(day) if day else None)
    try:
        datetime.date(written.year, 1 if written.month is None else written.month, written.day or 1)
    except ValueError:
        return None
    return None if day and not written.day else written


def parse_hour(text: str) -> datetime.time | None:
    """Parse an hour, « 14 h 30 », « 14h » or « 14:30 »; None when it is none."""
    found = re.fullmatch(r"(\d{1,2})\s?(?:h\s?(\d{2})?|:(\d{2})(?::00)?)", text.strip().lower()[:MAX_LENGTH], re.ASCII)
    hour, minute = (int(found[1]), int(found[2] or found[3] or 0)) if found else (24, 0)
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None


def parse_duration(text: str) -> int | None:
    """Parse a duration, « 1 h 30 », « 2h » or « 90 min », to minutes; None when it is none."""
    form = r"(?:(\d{1,2})\s?h)?\s?(?:(\d{1,3})\s?(?:min(?:utes?)?|mn)?)?"
    found = re.fullmatch(form, text.strip().lower()[:MAX_LENGTH], re.ASCII)
    return int(found[1] or 0) * 60 + int(found[2] or 0) if found and found[0] else None


def says_no_date(text: str) -> bool:
    """Whether a text states that there is no date: « s.d. », « sans date »."""
    return bool(_NONE.fullmatch(_flatten(text)))


def _flatten(text: str) -> str:
    """Normalise a date before it is matched: lower case, no accents, one line, no leading words; "" if too long."""
    if len(text) > MAX_LENGTH:
        return ""
    return _BEFORE.sub("", strip_accents(" ".join(text.split()).lower()).strip(" ()[]").rstrip(".,;"))


def _month_number(written: str) -> int:
    """Of a month in figures or in words; 0, which no month has, for another word."""
    return int(written) if written.isdecimal() else _NUMBERS.get(written, 0)


def write_date(day: datetime.date) -> str:
    """Format a date: « 1er mars 2026 »."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"


def write_hour(time: datetime.time) -> str:
    """Format an hour: « 14 h 30 », « 16 h », with no-break spaces."""
    return f"{time.hour}\u00a0h" + (f"\u00a0{time.minute:02}" if time.minute else "")
