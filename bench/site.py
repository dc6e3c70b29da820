"""What is measured of the site itself: preparing, starting, pages for the first time and again, a changed file."""

import re
import statistics
from itertools import chain
from urllib.parse import urlencode

from app.catalogue.catalogue import Catalogue
from app.catalogue.query import Query
from app.snapshot.reader import open_snapshot
from app.snapshot.store import Store
from app.web.current import CurrentCatalogue
from app.web.templating.environment import compile_once
from bench.figure import Measures
from bench.measure import ask_each, clock, megabytes_of_worker, read_body, requests_per_second, rounds_at
from bench.question import Question, write_questions
from bench.server import Server, running_granian, running_site

ROUNDS = 3
STARTS = 3
WARM = 5  # questions asked before the clock runs: what is loaded at first need belongs to the start of a server
AGAIN = {"home": "/", "search": "/pratiques?q=emploi", "filter": "/pratiques?sector=btp"}


class Site:
    """The site of one store, that has no snapshot yet."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def measure(self) -> Measures:
        """Every figure but that of a changed file."""
        seconds = clock(self._build)
        snapshot = self._store.ensure()
        size = sum(path.stat().st_size for path in snapshot.rglob("*") if path.is_file())
        return {"build": seconds, "snapshot": size / 1e6, **self._measure_server(open_snapshot(snapshot))}

    def _build(self) -> None:
        """As `pratiques build` does."""
        self._store.ensure()
        compile_once()

    def _measure_server(self, catalogue: Catalogue) -> Measures:
        starts = []
        for _ in range(STARTS - 1):
            with running_site(self._store.content) as server:
                starts.append(server.started_in)
        pages = _write_pages(catalogue)
        rounds = rounds_at(len(catalogue.headlines))
        earlier = [self._ask_new_server(pages) for _ in range(rounds - 1)]
        with running_site(self._store.content) as server:
            starts.append(server.started_in)
            series = [*earlier, _ask(server, pages)]
            return {
                "start": statistics.median(starts),
                "series": {kind: sorted(chain.from_iterable(each[kind] for each in series)) for kind in pages},
                "in the server": sorted(time for _ in range(rounds) for time in self._measure_own_time(pages["text"])),
                "memory": megabytes_of_worker(server.pid),
                "rates": _measure_rates(server, {**AGAIN, "sheet": pages["sheet"][0]}),
                "weights": _weigh(server, "/pratiques"),
            }

    def _ask_new_server(self, pages: dict[str, list[str]]) -> dict[str, list[float]]:
        with running_site(self._store.content) as server:
            return _ask(server, pages)

    def _measure_own_time(self, searches: list[str]) -> list[float]:
        """Of first searches: milliseconds between a request and its answer, in the process of the server."""
        with running_site(self._store.content, program=("-m", "bench.timed")) as server:
            ask_each(server.address, [f"{address}&" for address in searches[:WARM]])
            return ask_each(server.address, searches, as_told=True)

    def measure_change(self) -> float:
        """Seconds from a saved file until a running server shows it."""
        current = CurrentCatalogue(self._store, check_every=0)
        before = current.catalogue().fingerprint
        path = min((self._store.content / "practices").glob("*.md"))
        text = path.read_text(encoding="utf-8").replace("## Contexte\n\n", "## Contexte\n\nZèbre. ", 1)
        path.write_text(text, encoding="utf-8")

        def publish_and_see() -> None:
            if not before != self._store.ensure().name == current.catalogue().fingerprint:
                raise ValueError("the new content is not shown")

        return clock(publish_and_see)


def _ask(server: Server, pages: dict[str, list[str]]) -> dict[str, list[float]]:
    """Milliseconds of pages that this server was never asked for, by kind."""
    ask_each(server.address, [f"{address}&" for address in pages["text"][:WARM]])
    return {kind: ask_each(server.address, addresses) for kind, addresses in pages.items()}


def _write_pages(catalogue: Catalogue) -> dict[str, list[str]]:
    """Addresses that nobody has asked for, by kind."""
    questions = write_questions(catalogue.vocabulary)
    headlines = catalogue.find(Query(sort="titre"))[:100]
    return {
        **{kind: [_write_address(question) for question in asked] for kind, asked in questions.items()},
        "sheet": [f"/pratiques/{headline.slug}" for headline in headlines],
        "home": [f"/?{number}" for number in range(30)],  # one page, under addresses that the memory does not know
    }


def _write_address(question: Question) -> str:
    args = [("q", question.text)] if question.text else []
    return f"/pratiques?{urlencode([*args, *question.filters])}"


def _measure_rates(server: Server, pages: dict[str, str]) -> Measures:
    """Requests a second of pages asked again, and of the floor with as many bytes, in turns."""
    rates: Measures = {}
    with running_granian("bench.server:floor", "/1") as floor:
        for name, address in pages.items():
            size = len(read_body(server.address, address))
            site, bare = [], []
            for _ in range(ROUNDS):
                bare.append(requests_per_second(f"{floor.address}/{size}"))
                site.append(requests_per_second(server.address + address))
            rates[name] = {"site": statistics.median(site), "floor": statistics.median(bare)}
    return rates


def _weigh(server: Server, address: str) -> Measures:
    """Thousands of bytes of a page with all that it may load, on a first visit, and of the page alone, afterwards."""
    html = read_body(server.address, address, "identity").decode()
    parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html))
    styles = [read_body(server.address, part, "identity").decode() for part in parts if ".css" in part]
    parts |= {f"/static/{name}" for text in styles for name in re.findall(r'url\("?([^")]+\.woff2)"?\)', text)}
    page = len(read_body(server.address, address))
    return {"first": (page + sum(len(read_body(server.address, part)) for part in parts)) / 1000, "next": page / 1000}
