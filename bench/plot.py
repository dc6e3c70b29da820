"""Curves on two logarithmic axes, as one SVG that reads on a light or a dark page."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 300, 300  # of a panel, with its margins
LEFT, RIGHT, TOP, BOTTOM = 52, 28, 34, 64

# Middle tones, three to one or more on white and on GitHub's dark grey; dashes tell them apart without colour.
STROKES = (("#2f7ed8", ""), ("#c2661a", "6 4"), ("#7a8a2a", "2 3"))
INK = "#7b828a"

Point = tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """One plot: its title, with the unit, and its curves by name; all values above zero."""

    title: str
    curves: Mapping[str, Sequence[Point]]


@dataclass(frozen=True)
class Axis:
    """Positions of values from `low` to `high`, powers of ten, along a line of the drawing."""

    low: int
    high: int
    start: float
    length: float

    def place(self, value: float) -> float:
        return self.start + self.length * (math.log10(value) - self.low) / (self.high - self.low)

    @property
    def ticks(self) -> list[int]:
        return list(range(self.low, self.high + 1))


def draw(panels: Sequence[Panel]) -> str:
    """The panels side by side."""
    size = f"0 0 {WIDTH * len(panels)} {HEIGHT}"
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}" font-family="sans-serif" font-size="12">']
    for number, panel in enumerate(panels):
        parts += [f'<g transform="translate({number * WIDTH} 0)" fill="{INK}">', *_draw_panel(panel), "</g>"]
    return "\n".join([*parts, "</svg>", ""])


def _draw_panel(panel: Panel) -> Iterator[str]:
    points = [point for curve in panel.curves.values() for point in curve]
    across = _make_axis([x for x, _ in points], LEFT, WIDTH - LEFT - RIGHT)
    up = _make_axis([y for _, y in points], HEIGHT - BOTTOM, -(HEIGHT - TOP - BOTTOM))
    yield f'<text x="{WIDTH / 2}" y="16" text-anchor="middle" font-weight="bold">{escape(panel.title)}</text>'
    yield from _draw_grid(across, up)
    for number, (name, curve) in enumerate(panel.curves.items()):
        colour, dash = STROKES[number % len(STROKES)]
        places = [(across.place(x), up.place(y)) for x, y in curve]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places)
        yield from _draw_key(number, name, colour, dash)


def _make_axis(values: Sequence[float], start: float, length: float) -> Axis:
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return Axis(low, max(high, low + 1), start, length)


def _draw_grid(across: Axis, up: Axis) -> Iterator[str]:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    for tick in across.ticks:
        x = across.place(10**tick)
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{bottom}" stroke="{INK}" stroke-opacity=".3"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{10**tick:,}</text>'
    for tick in up.ticks:
        y = up.place(10**tick)
        yield f'<line x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="{INK}" stroke-opacity=".3"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**tick:,g}</text>'
    yield f'<text x="{right}" y="{bottom + 32}" text-anchor="end">practices</text>'


def _draw_key(number: int, name: str, colour: str, dash: str) -> Iterator[str]:
    x, y = LEFT - 40 + number * 88, HEIGHT - 12
    yield f'<path d="M{x} {y - 4}h18" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
    yield f'<text x="{x + 22}" y="{y}">{escape(name)}</text>'
