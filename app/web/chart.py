"""Bar charts of indicators, as widths in percent of the track, which a template prints inside a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.content.figure import sort_indicators, write_years
from app.content.practice import DatedValue, Indicator

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
