"""Small bar charts: the geometry, in units of an SVG view box, that the template prints beside the table."""

from dataclasses import dataclass

from app.content.practice import DatedValue, Indicator

WIDTH = 100  # the longest bar
BAR = 14
GAP = 8


@dataclass(frozen=True)
class Bar:
    """One value: where its bar stands and how long it is."""

    value: DatedValue
    y: int
    width: float


@dataclass(frozen=True)
class Chart:
    """The bars of one indicator, in the order of the years."""

    indicator: Indicator
    bars: tuple[Bar, ...]
    height: int


def draw_bars(indicator: Indicator) -> Chart:
    """Bars from zero, so that lengths compare as the figures do. A percentage is measured against 100 when that reads well."""
    values = sorted(indicator.values, key=lambda value: value.year)
    largest = max((abs(value.value) for value in values), default=0) or 1
    scale = 100 if indicator.unit == "%" and largest <= 100 and largest > 15 else largest
    bars = tuple(
        Bar(value, position * (BAR + GAP), round(WIDTH * max(value.value, 0) / scale, 2))
        for position, value in enumerate(values)
    )
    return Chart(indicator, bars, len(bars) * (BAR + GAP) - GAP)
