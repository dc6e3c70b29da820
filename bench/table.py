"""The tables of every figure, a column for each size."""

from collections.abc import Callable, Iterator, Sequence

from bench.figure import Measures, pick, times_slower, to_floor, write, write_percentiles
from bench.question import KINDS

PEERS = {"datasette": "Datasette", "whoosh": "stock Whoosh"}
AGAIN = ("home", "sheet", "search", "filter")

Row = tuple[str, Callable[[Measures], str]]


def write_tables(kept: Sequence[Measures]) -> Iterator[str]:
    """The tables in Markdown: the site, first times, peers."""
    for title, rows in (
        ("this site", _site_rows()),
        ("first time, ms: p50 p95 p99", _time_rows()),
        ("peers", _peer_rows()),
    ):
        yield f"\n| {title} | " + " | ".join(f"{each['size']:,}" for each in kept) + " |"
        yield "|:--" + "|--:" * len(kept) + "|"
        yield from (f"| {name} | " + " | ".join(cell(each) for each in kept) + " |" for name, cell in rows)


def _site_rows() -> Iterator[Row]:
    yield _plain("build", "s", "site", "build")
    yield _plain("changed file, published and seen", "s", "site", "changed")
    yield _plain("snapshot", "MB", "site", "snapshot")
    yield _plain("start with a built snapshot", "s", "site", "start")
    yield _plain("memory of a worker", "MB", "site", "memory")
    for page in AGAIN:
        yield f"{page} again ÷ floor", lambda each, p=page: write(to_floor(each, p))
    yield "floor, requests per second", lambda each: write(pick(each, "site", "rates", "search", "floor"))
    yield _plain("first visit of the search page", "kB", "site", "weights", "first")
    yield _plain("that page alone", "kB", "site", "weights", "next")


def _time_rows() -> Iterator[Row]:
    for kind in (*KINDS, "sheet", "home"):
        yield kind, lambda each, k=kind: write_percentiles(_series(each, "site", k))
    yield "text, in the server", lambda each: write_percentiles(pick(each, "site", "in the server"))
    for peer, name in PEERS.items():
        for kind in KINDS:
            yield f"{name}: {kind}", lambda each, p=peer, k=kind: write_percentiles(_series(each, p, k))


def _peer_rows() -> Iterator[Row]:
    for peer, name in PEERS.items():
        for kind in KINDS:
            yield f"{name} ÷ ours, p95: {kind}", lambda each, p=peer, k=kind: write(times_slower(each, p, k))
        yield f"{name}: search again ÷ floor", lambda each, p=peer: write(_rate(each, p))
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
