"""How numbers, dates and counts are written in French."""

from collections.abc import Callable

from app.content.freshness import MONTHS, write_date
from app.content.typography import tie_spaces
from app.web.chart import draw_key

_NARROW = "\u202f"  # the space that French puts inside numbers and before % ; : ! ?


def write_number(value: float) -> str:
    """1234.5 → « 1 234,5 »; a year is not a number and does not come here."""
    text = f"{value:,.10g}" if isinstance(value, float) else f"{value:,}"
    return text.replace(",", _NARROW).replace(".", ",")


def write_figure(value: float, unit: str) -> str:
    """A number with its unit: « 22 % », « 128 000 heures »."""
    return f"{write_number(value)}{_NARROW if unit == '%' else chr(0xA0)}{unit}"


def write_month(text: str) -> str:
    """A document's date, « 2025-07 » → « juillet 2025 »; a year stays a year."""
    parts = text.split("-")
    return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}" if len(parts) > 1 else text


def count_of(number: int, singular: str, plural: str = "") -> str:
    """« 1 pratique », « 12 pratiques »; zero is singular in French."""
    word = singular if number < 2 else plural or f"{singular}s"
    return f"{write_number(number)}{chr(0xA0)}{word}"


def write_period(start: int, end: int | None) -> str:
    """« depuis 2022 », « en 2023 », « de 2021 à 2024 »."""
    if end is None:
        return f"depuis {start}"
    return f"en {start}" if start == end else f"de {start} à {end}"


def heat(count: int) -> int:
    """From 0 (none) to 4 (fifteen or more): how strongly a number of practices is coloured."""
    return sum(count >= step for step in (1, 3, 7, 15))


FILTERS: dict[str, Callable[..., object]] = {
    "tied": tie_spaces,
    "number": write_number,
    "figure": write_figure,
    "date": write_date,
    "month": write_month,
    "count_of": count_of,
    "period": write_period,
    "heat": heat,
    "key_chart": draw_key,
}
