"""docs/performance.md and its plot: the tables, the targets, the burst, and the laws read from the figures."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.figure import Measures, p95, pick, write
from bench.plot import Panel, Point, draw
from bench.statistic import fit_line, fit_power
from bench.table import PEERS, write_tables
from bench.target import list_targets

ENGINES = {"site": "this site", **PEERS}

_HOW = """
Written by `make bench` ({machine}); ratios travel better than absolute figures.

- **Corpus**: the published practices, and new ones made of their sentences (`bench/corpus.py`): same lengths, sections,
  terms, frequencies of words; a vocabulary that grows by Heaps' law; always the same.
- **First time**: a page never asked before, over one HTTP connection, read to its end, with
  `Accept-Encoding: gzip, deflate, br` (compressed within our times, not in the peers'). Words of the judged queries
  (`bench/question.py`), up to 131 questions a kind; up to 1,000 practices each three times, on a new server (peers keep
  no page). **In the server**: from request to answer in the process, told in a header.
- **Again**: a page seen before, requests per second over eight connections ({rates}) ÷ the *floor*, a bare Flask
  application: as many bytes, same server, in turns.
- **Datasette**: SQLite's FTS5, the same eight facets counted in full, same page of twenty. **Stock Whoosh**: the quick
  start of its documentation with `groupedby`, in two loops, under our server.
- One server process (burst: two), four threads.
"""


def write_report(kept: Sequence[Measures], folder: Path) -> str:
    """Write both files into a folder, and give the text back."""
    text = "\n".join(_write(kept)) + "\n"
    (folder / "performance.md").write_text(text, encoding="utf-8")
    if len(kept) > 1:
        (folder / "performance.svg").write_text(draw(list(_panels(kept))), encoding="utf-8")
    return text


def _write(kept: Sequence[Measures]) -> Iterator[str]:
    yield "# Performance"
    yield _HOW.format(machine=kept[0]["machine"], rates=kept[0]["rates by"])
    yield "## Targets\n"
    yield "| what | target | measured |"
    yield "|:--|--:|--:|"
    yield from (target.line() for target in list_targets(kept))
    yield from _write_burst(kept)
    if len(kept) > 1:
        yield from _write_laws(kept)
    yield "\n## Every figure"
    yield from write_tables(kept)


def _write_burst(kept: Sequence[Measures]) -> Iterator[str]:
    burst = next((each["burst"] for each in kept if "burst" in each), None)
    if burst:
        yield "\n## A webinar's burst\n"
        yield "2,000 people open one selection within ten seconds, with style and script, read for one to five seconds,"
        yield "and search, half of them for words under a filter never asked before. Two workers share two cores with"
        yield "them (`bench/load.py`):"
        times = ", ".join(f"{name} {write(burst[name], 'ms')}" for name in ("p50", "p95", "p99"))
        yield f"{burst['asked']:,} requests, {burst['failures']} failures; {times}."


def _write_laws(kept: Sequence[Measures]) -> Iterator[str]:
    yield "\n## How it grows\n"
    yield "![First-time search, memory and build against the number of practices](performance.svg)\n"
    yield "Exponent *b* of *n*^*b*, and best line (each size weighs the same):\n"
    yield "| | exponent | line, each 1,000 practices |"
    yield "|:--|--:|:--|"
    sizes = [float(each["size"]) for each in kept]
    for name, unit, values in (
        ("first search, p95", "ms", [p95(each, "site", "text") for each in kept]),
        ("filters alone, p95", "ms", [p95(each, "site", "filters alone") for each in kept]),
        ("memory of a worker", "MB", [pick(each, "site", "memory") for each in kept]),
        ("build", "s", [pick(each, "site", "build") for each in kept]),
        ("start", "s", [pick(each, "site", "start") for each in kept]),
    ):
        if None in values:
            continue
        base, slope = fit_line(sizes, values)
        line = f"{write(base)} + {write(slope * 1_000, unit)}"
        yield f"| {name} | {fit_power(sizes, values):.2f} | {line} |"


def _panels(kept: Sequence[Measures]) -> Iterator[Panel]:
    yield Panel("first search, p95, ms", _curves(kept, lambda each, engine: p95(each, engine, "text")))
    yield Panel("memory of a worker, MB", _curves(kept, lambda each, engine: pick(each, engine, "memory")))
    yield Panel("build, s", _curves(kept, lambda each, engine: pick(each, engine, "build")))


def _curves(kept: Sequence[Measures], value: Callable[[Measures, str], float | None]) -> dict[str, list[Point]]:
    return {
        name: [(each["size"], found) for each in kept if (found := value(each, engine))]
        for engine, name in ENGINES.items()
    }
