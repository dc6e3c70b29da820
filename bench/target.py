"""What is to be reached, and whether it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.figure import Measures, p95, pick, times_slower, to_floor, write
from bench.statistic import percentile


@dataclass(frozen=True)
class Target:
    """A limit for one figure."""

    name: str
    value: float | None
    limit: float
    unit: str = ""
    at_least: bool = False

    @property
    def is_met(self) -> bool | None:
        """None when it was not measured."""
        if self.value is None:
            return None
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def line(self) -> str:
        """A line of the table in Markdown."""
        if self.value is None:
            measured = "not measured"
        else:
            measured = write(self.value, self.unit) + ("" if self.is_met else ", **missed**")
        return f"| {self.name} | {'≥' if self.at_least else '≤'} {write(self.limit, self.unit)} | {measured} |"


def list_targets(kept: Sequence[Measures]) -> list[Target]:
    """The targets, with what was measured for each."""
    at = {int(each["size"]): each for each in kept}
    return [*_to_the_floor(at), *_of_searches(at), *_of_the_process(at)]


def _to_the_floor(at: Mapping[int, Measures]) -> Iterator[Target]:
    """Pages seen before, in requests per second; the size where it is worst."""
    for page, limit in {"home": 0.9, "sheet": 0.9, "search": 0.8, "filter": 0.8}.items():
        ratios = [ratio for each in at.values() if (ratio := to_floor(each, page))]
        yield Target(f"{page} again ÷ floor, least", min(ratios, default=None), limit, at_least=True)


def _of_searches(at: Mapping[int, Measures]) -> Iterator[Target]:
    slower = times_slower(at.get(1_000), "datasette", "text")
    own = pick(at.get(1_000), "site", "in the server")
    yield Target("first search, in the server, p95, at 1,000", percentile(own, 95) if own else None, 10, "ms")
    yield Target("first search ÷ Datasette's, p95, at 1,000", 1 / slower if slower else None, 1 / 3)
    yield Target("filters alone, p95, at 20,000", p95(at.get(20_000), "site", "filters alone"), 15, "ms")
    beaten = times_slower(at.get(5_000), "whoosh", "text")
    yield Target("stock Whoosh's first search ÷ ours, p95, at 5,000", beaten, 5, at_least=True)


def _of_the_process(at: Mapping[int, Measures]) -> Iterator[Target]:
    for size, limit in {88: 0.5, 20_000: 2}.items():
        yield Target(f"start, at {size:,}", pick(at.get(size), "site", "start"), limit, "s")
    for size, limit in {88: 90, 20_000: 400}.items():
        yield Target(f"memory, at {size:,}", pick(at.get(size), "site", "memory"), limit, "MB")
    yield Target("one changed file seen, at 5,000", pick(at.get(5_000), "site", "changed"), 1, "s")
    yield Target("first visit, whole page", pick(at.get(88), "site", "weights", "first"), 60, "kB")
    yield Target("next page", pick(at.get(88), "site", "weights", "next"), 15, "kB")
    yield Target("burst, failures", pick(at.get(88), "burst", "failures"), 0)
    yield Target("burst, p99", pick(at.get(88), "burst", "p99"), 1_000, "ms")
