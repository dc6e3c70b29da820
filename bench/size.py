"""Everything that is measured at one number of practices: the site, then its peers on the same corpus."""

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from subprocess import SubprocessError

from app.catalogue.query import Query
from app.snapshot.reader import open_snapshot
from app.snapshot.store import default_store
from bench import peers
from bench.corpus import write_corpus
from bench.figure import Measures
from bench.load import run_burst
from bench.measure import ask_each, clock, megabytes_of_worker, requests_per_second, rounds_at
from bench.question import KINDS, Question, write_questions
from bench.server import Server, running_site
from bench.site import Site

BURST_AT = 88
BURST = "/selections/clauses-sociales-achats"


def measure_size(size: int, source: Path, folder: Path) -> Measures:
    """All figures for one number of practices, in a folder of its own."""
    content = folder / "content"
    write_corpus(source, content, size)
    os.environ["PRATIQUES_SNAPSHOTS"] = str(folder / "snapshots")
    store = default_store(content)
    site = Site(store)
    measures: Measures = {"size": size, "site": site.measure()}
    tell("site: done")
    with _going_on("one changed file"):  # before the peers fill this process, which publishes
        measures["site"]["changed"] = site.measure_change()
    catalogue = open_snapshot(store.ensure())
    practices, questions = catalogue.open(catalogue.find(Query(sort="titre"))), write_questions(catalogue.vocabulary)
    for name, file, build, running, write_address in (
        ("datasette", "corpus.db", peers.build_datasette, peers.running_datasette, peers.datasette_address),
        ("whoosh", "stock", peers.build_stock_whoosh, peers.running_stock_whoosh, peers.stock_address),
    ):
        place = folder / file
        pages = {kind: [write_address(question) for question in questions[kind]] for kind in KINDS}
        again = write_address(Question("emploi"))
        with _going_on(name):
            seconds = clock(lambda build=build, place=place: build(practices, place))
            measures[name] = {"build": seconds, **_measure_peer(running(place), pages, again, rounds_at(size))}
    if size == BURST_AT:
        with _going_on("burst"):
            measures["burst"] = _measure_burst(content)
    return measures


@contextmanager
def _going_on(name: str) -> Iterator[None]:
    """What fails is told and left out of the report: the rest was long to measure."""
    try:
        yield
        tell(f"{name}: done")
    except (OSError, ValueError, SubprocessError) as error:
        tell(f"{name}: failed, {error}")


def _measure_peer(
    running: AbstractContextManager[Server], pages: dict[str, list[str]], again: str, rounds: int
) -> Measures:
    with running as server:
        series = {
            kind: sorted(time for _ in range(rounds) for time in ask_each(server.address, addresses))
            for kind, addresses in pages.items()
        }
        return {
            "start": server.started_in,
            "series": series,
            "rate": requests_per_second(server.address + again),
            "memory": megabytes_of_worker(server.pid),
        }


def _measure_burst(content: Path) -> Measures:
    """2,000 people in ten seconds, with the settings that the README gives for production."""
    with running_site(content, workers=2) as server:
        burst = asyncio.run(run_burst(server.address + BURST, people=2_000, seconds=10))
    tell(f"burst: {burst}")
    percentiles = {f"p{share}": burst.percentile(share) for share in (50, 95, 99, 100)}
    return {"asked": burst.asked, "failures": burst.failures, **percentiles}


def tell(text: str) -> None:
    """How far it is, beside the report."""
    print(f"  {text}", file=sys.stderr, flush=True)
