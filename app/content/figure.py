"""Formatters of indicators in French, and the rule that chooses the key figure of a practice."""

from collections.abc import Sequence
from typing import NamedTuple

from app.content.practice import Indicator


class KeyFigure(NamedTuple):
    """View model of the one figure shown in a list; `first` is None when there is nothing to compare `last` with."""

    label: str
    unit: str
    nature: str
    years: str
    first: float | None
    last: float


def write_year(year: int, nature: str) -> str:
    """« en 2024 »; a target is for a year to come: « pour 2030 »."""
    return f"{'pour' if nature == 'objectif' else 'en'} {year}"


def write_years(indicator: Indicator) -> str:
    """« en 2024 », « de 2020 à 2024 », « pour 2030 »."""
    years = [value.year for value in indicator.values]
    if min(years) != max(years):
        return f"de {min(years)} à {max(years)}"
    return write_year(max(years), indicator.nature)


def sort_indicators(indicators: Sequence[Indicator]) -> list[Indicator]:
    """Stable sort: comparisons first, targets last even so, else in the order of the file."""
    return sorted(indicators, key=lambda indicator: (indicator.nature == "objectif", not indicator.is_comparison))


def key_indicator(indicators: Sequence[Indicator]) -> Indicator | None:
    """The first by `sort_indicators`: a change if there is one, a target only when there is nothing else; or None."""
    return next(iter(sort_indicators(indicators)), None)


def key_figure(indicators: Sequence[Indicator]) -> KeyFigure | None:
    """The key indicator with its oldest and its newest value; `first` is None when they are equal."""
    key = key_indicator(indicators)
    if key is None:
        return None
    values = sorted(key.values, key=lambda value: value.year)
    first, last = values[0].value, values[-1].value
    return KeyFigure(key.label, key.unit, key.nature, write_years(key), first if first != last else None, last)
