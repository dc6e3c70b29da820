"""Small bar charts: the lengths, in percent of their track, that the template prints inside the table of values."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.content.practice import DatedValue, Indicator

FULL = 100  # the length of a track


@dataclass(frozen=True)
class Bar:
    """One value and how long its bar is."""

    value: DatedValue
    width: float


@dataclass(frozen=True)
class Chart:
    """The bars of one indicator, in the order of the years."""

    indicator: Indicator
    bars: tuple[Bar, ...]

    @property
    def first(self) -> DatedValue:
        """The oldest value: before."""
        return self.bars[0].value

    @property
    def last(self) -> DatedValue:
        """The newest value: after, or the only one."""
        return self.bars[-1].value

    @property
    def years(self) -> str:
        """« en 2024 », « de 2020 à 2024 »; a target is for a year to come: « pour 2030 »."""
        if self.first.year != self.last.year:
            return f"de {self.first.year} à {self.last.year}"
        return f"{'pour' if self.indicator.nature == 'objectif' else 'en'} {self.last.year}"


def draw_bars(indicator: Indicator) -> Chart:
    """Bars from zero, so that lengths compare as figures do; percentages stand against 100 unless all are small."""
    values = sorted(indicator.values, key=lambda value: value.year)
    largest = max((abs(value.value) for value in values), default=0) or 1
    scale = FULL if indicator.unit == "%" and 15 < largest <= FULL else largest
    bars = tuple(Bar(value, round(FULL * max(value.value, 0) / scale, 2)) for value in values)
    return Chart(indicator, bars)


def draw_all(indicators: Sequence[Indicator]) -> list[Chart]:
    """A chart for each indicator: those that show a change first, targets last, else as written."""
    order = sorted(indicators, key=lambda indicator: (not indicator.is_comparison, indicator.nature == "objectif"))
    return [draw_bars(indicator) for indicator in order]


def draw_key(indicators: Sequence[Indicator]) -> Chart | None:
    """The one figure to show in a list: a change if there is one, and a target only when there is nothing else."""
    return next(iter(draw_all(indicators)), None)
