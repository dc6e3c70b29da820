"""The one table: every figure, a column for each size."""

from collections.abc import Callable, Iterator, Sequence

from bench.figure import Measures, pick, times_slower, to_floor, write, write_percentiles
from bench.question import KINDS

PEERS = {"datasette": "Datasette", "whoosh": "stock Whoosh"}
AGAIN = ("home", "sheet", "search", "filter")

Row = tuple[str, Callable[[Measures], str]]


def write_table(kept: Sequence[Measures]) -> str:
    """The table in Markdown."""
    lines = ["| | " + " | ".join(f"{each['size']:,}" for each in kept) + " |", "|:--" + "|--:" * len(kept) + "|"]
    lines += [f"| {name} | " + " | ".join(cell(each) for each in kept) + " |" for name, cell in _rows()]
    return "\n".join(lines)


def _rows() -> Iterator[Row]:
    yield _plain("build", "s", "site", "build")
    yield _plain("one changed file: published and seen after", "s", "site", "changed")
    yield _plain("snapshot", "MB", "site", "snapshot")
    yield _plain("start with a built snapshot", "s", "site", "start")
    yield _plain("memory of a worker", "MB", "site", "memory")
    for kind in (*KINDS, "sheet", "home"):
        yield (
            f"first time, {kind}: p50 / p95 / p99, ms",
            lambda each, k=kind: write_percentiles(_series(each, "site", k)),
        )
    yield (
        "the same, text, in the server: p50 / p95 / p99, ms",
        lambda each: write_percentiles(pick(each, "site", "in the server")),
    )
    for page in AGAIN:
        yield f"again, {page}: requests per second ÷ floor", lambda each, p=page: write(to_floor(each, p))
    yield "floor: requests per second", lambda each: write(pick(each, "site", "rates", "search", "floor"))
    yield _plain("first visit of the search page", "kB", "site", "weights", "first")
    yield _plain("the search page alone", "kB", "site", "weights", "next")
    for peer, name in PEERS.items():
        yield from _peer_rows(peer, name)


def _peer_rows(peer: str, name: str) -> Iterator[Row]:
    for kind in KINDS:
        yield f"{name}, {kind}: p50 / p95 / p99, ms", lambda each, k=kind: write_percentiles(_series(each, peer, k))
    for kind in KINDS:
        yield f"{name} ÷ ours, p95, {kind}", lambda each, k=kind: write(times_slower(each, peer, k))
    yield f"{name}, again, search: requests per second ÷ floor", lambda each: write(_rate(each, peer))
    yield _plain(f"{name}: build", "s", peer, "build")
    yield _plain(f"{name}: memory", "MB", peer, "memory")


def _plain(name: str, unit: str, *path: str) -> Row:
    return f"{name}, {unit}", lambda each: write(pick(each, *path))


def _series(measures: Measures, engine: str, kind: str) -> list[float] | None:
    times: list[float] | None = pick(measures, engine, "series", kind)
    return times


def _rate(measures: Measures, peer: str) -> float | None:
    rate = pick(measures, peer, "rate")
    return rate / measures["site"]["rates"]["search"]["floor"] if rate else None
