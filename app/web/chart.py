"""Charts: bars of indicators, as widths in percent that a template prints inside a table; SVG map of departments.

Outlines of the 96 departments of metropolitan France, by INSEE code (credits: static/CREDITS.txt). A department or a
territory without an outline stands in the list beside the map alone; without any, there is no map.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import ceil, floor
from typing import NamedTuple

from app.content.figure import sort_indicators, write_years
from app.content.practice import DatedValue, Indicator
from app.content.vocabulary import Term

FULL = 100  # the length of a track


@dataclass(frozen=True)
class Bar:
    """A data point and the width of its bar, 0 to `FULL` percent."""

    value: DatedValue
    width: float


@dataclass(frozen=True)
class Chart:
    """A bar chart of one indicator, in the order of the years."""

    indicator: Indicator
    bars: tuple[Bar, ...]

    @property
    def first(self) -> DatedValue:
        """The oldest value (before)."""
        return self.bars[0].value

    @property
    def last(self) -> DatedValue:
        """The newest value (after), or the only one."""
        return self.bars[-1].value

    @property
    def has_changed(self) -> bool:
        """Whether first and last values differ: else one is printed."""
        return self.first.value != self.last.value

    @property
    def is_fall(self) -> bool:
        """Whether the newest value is under the oldest."""
        return self.last.value < self.first.value

    @property
    def years(self) -> str:
        """« en 2024 », « de 2020 à 2024 »."""
        return write_years(self.indicator)


def draw_bars(indicator: Indicator, to_scale: bool = False) -> Chart:
    """A chart whose scale starts at zero; that of percentages ends at 100, unless all are under 15.

    `to_scale` is for charts that are compared with one another: the scale of percentages always ends at 100.
    """
    values = sorted(indicator.values, key=lambda value: value.year)
    largest = max((abs(value.value) for value in values), default=0) or 1
    smallest = 0 if to_scale else 15
    scale = FULL if indicator.unit == "%" and smallest < largest <= FULL else largest
    bars = tuple(Bar(value, round(FULL * max(value.value, 0) / scale, 2)) for value in values)
    return Chart(indicator, bars)


def draw_all(indicators: Sequence[Indicator], to_scale: bool = False) -> list[Chart]:
    """A chart for each indicator, those that show a change first."""
    return [draw_bars(indicator, to_scale) for indicator in sort_indicators(indicators)]


WIDTH, HEIGHT = 122, 150  # units of the drawing at most: the letters and lines in site.css are sized for these
MARGIN = 0.5  # half a line
NAMES_FROM, COUNTS_FROM = 0.6, 0.25  # scales under which neighbours' names, then numbers, would run into each other

_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


class Outline(NamedTuple):
    """A closed path in the source's units; `box` as left, top, right, bottom; `name`: where a label is centred."""

    box: tuple[float, float, float, float]
    name: tuple[float, float]
    path: str


@dataclass(frozen=True)
class Shape:
    """A department as drawn: SVG path, and the position of its label."""

    term: Term
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class DepartmentMap:
    """View model of the SVG map. Names and counts are left out where there is no room for them."""

    view_box: str
    shapes: tuple[Shape, ...]
    has_names: bool
    has_counts: bool


def has_map(departments: Iterable[str]) -> bool:
    """Whether any of these codes has an outline."""
    return not _load_outlines().keys().isdisjoint(departments)


def draw_map(departments: Mapping[str, Term]) -> DepartmentMap | None:
    """The map of the departments that have an outline; None when none has."""
    outlines = _load_outlines()
    known = [(term, outlines[code]) for code, term in departments.items() if code in outlines]
    if not known:
        return None
    lefts, tops, rights, bottoms = zip(*(outline.box for _, outline in known), strict=True)
    left, top = floor(min(lefts) - MARGIN), floor(min(tops) - MARGIN)
    width, height = ceil(max(rights) + MARGIN) - left, ceil(max(bottoms) + MARGIN) - top
    scale = min(WIDTH / width, HEIGHT / height)
    view_box = " ".join(f"{value * scale:.4g}" for value in (left, top, width, height))
    shapes = tuple(_fit(term, outline, scale) for term, outline in known)
    return DepartmentMap(view_box, shapes, scale >= NAMES_FROM, scale >= COUNTS_FROM)


def _fit(term: Term, outline: Outline, scale: float) -> Shape:
    x, y = (round(value * scale, 1) for value in outline.name)
    if scale == 1:
        return Shape(term, outline.path, x, y)
    path = _NUMBER.sub(lambda number: f"{float(number[0]) * scale:.2f}", outline.path)
    return Shape(term, path, x, y)


@cache
def _load_outlines() -> dict[str, Outline]:
    text = (files("app.web") / "department_outlines.json").read_text(encoding="utf-8")
    read = json.loads(text)
    return {code: Outline(tuple(it["box"]), tuple(it["name"]), it["path"]) for code, it in read.items()}
