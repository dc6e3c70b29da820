"""How numbers, dates and counts are written in French."""

from collections.abc import Callable

from app.content.figure import key_figure
from app.content.typography import MONTHS, count_of, tie_spaces, write_date, write_figure, write_number
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
    """From 0 (none) to 4 (fifteen or more): how strongly a number of practices is coloured."""
    return sum(count >= step for step in (1, 3, 7, 15))


def cut_runs(excerpt: Excerpt) -> list[tuple[str, str]]:
    """What stands before each word that was searched, and that word; at last what follows, and "".

    The spaces are tied before anything is cut: a number and its sign may be parted by a mark.
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
