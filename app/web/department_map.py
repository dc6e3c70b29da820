"""SVG map of departments: outlines of those in the vocabulary, scaled to one size.

Outlines of the 96 departments of metropolitan France, by INSEE code (credits: static/CREDITS.txt). A department or a
territory without an outline stands in the list beside the map alone; without any, there is no map.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import ceil, floor
from typing import NamedTuple

from app.content.vocabulary import Term

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
