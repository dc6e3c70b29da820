"""Jinja filters: French formatting of numbers, dates and counts, and highlighting of excerpts."""

from collections.abc import Callable

from app.content.date import MONTHS, write_date
from app.content.figure import key_figure
from app.content.typography import count_of, tie_spaces, write_figure, write_number
from app.search.highlighter import Excerpt


def write_month(text: str) -> str:
    """A document's date, « 2025-07 » → « juillet 2025 »; a year stays a year."""
    parts = text.split("-")
    return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}" if len(parts) > 1 else text


def write_period(start: int, end: int | None) -> str:
    """« depuis 2022 », « en 2023 », « de 2021 à 2024 »."""
    if end is None:
        return f"depuis {start}"
    return f"en {start}" if start == end else f"de {start} à {end}"


def heat(count: int) -> int:
    """Heat map class of a count: 0 (none) to 4 (fifteen or more)."""
    return sum(count >= step for step in (1, 3, 7, 15))


def cut_runs(excerpt: Excerpt) -> list[tuple[str, str]]:
    """Split an excerpt for highlighting: pairs (text before, matched word), then (rest, "").

    No-break spaces are set before the split: a highlight may come between a number and its unit.
    """
    text, end = tie_spaces(excerpt.text), 0
    runs = []
    for place in excerpt.places:
        runs.append((text[end : place.start], text[place.start : place.end]))
        end = place.end
    return [*runs, (text[end:], "")]


FILTERS: dict[str, Callable[..., object]] = {
    "tied": tie_spaces,
    "runs": cut_runs,
    "number": write_number,
    "figure": write_figure,
    "date": write_date,
    "month": write_month,
    "count_of": count_of,
    "period": write_period,
    "heat": heat,
    "key_figure": key_figure,
}
