"""What was measured at one size, read back from JSON, and the ratios made of it."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.statistic import percentile

Measures = dict[str, Any]


def read_kept(folder: Path, machine: str) -> list[Measures]:
    """What was measured on this machine, by growing size."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")]
    return sorted((each for each in found if each["machine"] == machine), key=lambda each: int(each["size"]))


def pick(measures: Measures | None, *names: str) -> Any:
    """A figure by its path, or None when it was not measured."""
    found: Any = measures
    for name in names:
        found = found.get(name) if found else None
    return found


def p95(measures: Measures | None, engine: str, kind: str) -> float | None:
    """Milliseconds under which 95 of 100 first answers came."""
    times = pick(measures, engine, "series", kind)
    return percentile(times, 95) if times else None


def times_slower(measures: Measures | None, peer: str, kind: str) -> float | None:
    """The peer's p95, divided by the site's."""
    theirs, ours = p95(measures, peer, kind), p95(measures, "site", kind)
    return theirs / ours if theirs and ours else None


def to_floor(measures: Measures | None, page: str) -> float | None:
    """Requests a second of a page seen before, divided by those of the floor with as many bytes."""
    rates = pick(measures, "site", "rates", page)
    return rates["site"] / rates["floor"] if rates else None


def write(value: float | None, unit: str = "") -> str:
    """Three significant digits, with their unit; a dash for what was not measured."""
    if value is None:
        return "–"
    decimals = min(4, max(0, 2 - math.floor(math.log10(abs(value))))) if value else 0
    return f"{value:,.{decimals}f}" + (f" {unit}" if unit else "")


def write_percentiles(times: Sequence[float] | None) -> str:
    """« 8.3 10.1 12.4 »: p50, p95, p99."""
    return " ".join(write(percentile(times, share)) for share in (50, 95, 99)) if times else "–"
