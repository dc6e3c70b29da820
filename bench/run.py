"""`make bench`: how long it takes and how much memory it needs, printed and written to docs/performance.md.

Times are the server's own, through the WSGI application, without a network; each search is one never asked before.
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask

from app.catalogue.snapshot import Store, default_store
from app.content.library import load_library
from app.web.application import create_app
from bench.corpus import write_corpus

ROOT = Path(__file__).resolve().parent.parent
SIZES = (88, 1_000, 5_000)
WORDS = (
    "égalité",
    "clause sociale",
    "métiers industrie",
    "violences",
    "insertion",
    "garde enfants",
    "mobilité",
    "jeunes",
)
PLACES = ("amiens", "nord", "quartiers", "entreprises", "femmes", "emploi", "formation", "réseau", "accueil", "achats")
ASKED = [f"{word} {place}" for word in WORDS for place in PLACES]
COLUMNS = (
    "practices",
    "build",
    "snapshot",
    "start",
    "memory",
    "search p50",
    "search p95",
    "filters p95",
    "typo p95",
    "again p95",
    "floor",
)


def main() -> int:
    """Measure each size and print the table."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measure(size, Path(folder)))
    report = "\n".join(write_report(rows))
    print(report)
    (ROOT / "docs" / "performance.md").write_text(report + "\n", encoding="utf-8")
    return 0


def measure(size: int, folder: Path) -> dict[str, str]:
    """All figures for one number of practices."""
    print(f"{size} practices…", file=sys.stderr)
    content = ROOT / "content"
    if size > len(list((content / "practices").glob("*.md"))):
        content = folder / "content"
        write_corpus(ROOT / "content", content, size)
    os.environ["PRATIQUES_SNAPSHOTS"] = str(folder / "snapshots")
    store = default_store(content)
    build = clock(store.ensure)
    client = create_app(store).test_client()
    asked = [f"/pratiques?q={text}" for text in ASKED]
    times = {
        "search": [clock(lambda address=address: client.get(address)) for address in asked],
        "again": [clock(lambda address=address: client.get(address)) for address in asked],
        "filters": [clock(lambda query=query: client.get(f"/pratiques?{query}")) for query in filters(store)],
        "typo": [clock(lambda text=text: client.get(f"/pratiques?q={misspell(text)}")) for text in ASKED],
    }
    floor = measure_floor(client.get(asked[0]).data)
    start, memory = start_server(content)
    snapshot = sum(path.stat().st_size for path in store.ensure().rglob("*") if path.is_file())
    return {
        "practices": f"{size:,}",
        "build": f"{build / 1000:.1f} s",
        "snapshot": f"{snapshot / 1e6:.1f} MB",
        "start": f"{start:.2f} s",
        "memory": f"{memory:.0f} MB",
        "search p50": f"{statistics.median(times['search']):.1f} ms",
        **{f"{name} p95": f"{percentile(values, 95):.1f} ms" for name, values in times.items()},
        "floor": f"{floor:.2f} ms",
    }


def clock(call: Callable[[], object]) -> float:
    """Milliseconds that a call takes."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def percentile(values: list[float], share: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


def filters(store: Store) -> Iterator[str]:
    """Searches without words: every sector with every department."""
    vocabulary = load_library(ROOT / "content").vocabulary
    for sector in vocabulary.sectors:
        for department in vocabulary.departments:
            yield f"sector={sector}&department={department}"


def misspell(text: str) -> str:
    """The longest word without its third letter."""
    word = max(text.split(), key=len)
    return text.replace(word, word[:2] + word[3:])


def measure_floor(body: bytes) -> float:
    """The same number of bytes from an application that does nothing else, in the same run."""
    app = Flask("floor")
    app.add_url_rule("/", "home", lambda: body)
    client = app.test_client()
    return statistics.median(clock(lambda: client.get("/")) for _ in range(200))


def start_server(content: Path) -> tuple[float, float]:
    """Seconds from the command to the first page with the snapshot already built, and the worker's memory in MB."""
    start = time.perf_counter()
    command = [sys.executable, "-c", "from app.cli import main; main()"]
    serve = [*command, "serve", "--content", str(content), "--port", "8765"]
    with subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            read_when_up("http://127.0.0.1:8765/")
            elapsed = time.perf_counter() - start
            for text in ASKED[:20]:
                urllib.request.urlopen(f"http://127.0.0.1:8765/pratiques?q={urllib.request.quote(text)}").read()
            return elapsed, memory_of_worker(server.pid)
        finally:
            server.terminate()


def read_when_up(address: str, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).read()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(address)


def memory_of_worker(parent: int) -> float:
    """Resident megabytes of the largest child of the server."""
    sizes = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:  # a process that has just ended
            continue
        if fields["PPid"].strip() == str(parent):
            sizes.append(int(fields.get("VmRSS", "0 kB").split()[0]) / 1000)
    return max(sizes, default=0.0)


def write_report(rows: list[dict[str, str]]) -> Iterator[str]:
    """The table in Markdown, with what it was measured on."""
    yield "# Performance"
    yield ""
    yield "Written by `make bench`. Server time of pages never asked before, facets and excerpts included; `again`"
    yield "is the same page again; `floor` is a bare Flask application that returns as many bytes, in the same run."
    yield f"Measured on {platform.machine()}, {os.cpu_count()} cores, CPython {platform.python_version()}."
    yield ""
    yield "| " + " | ".join(COLUMNS) + " |"
    yield "|" + "---:|" * len(COLUMNS)
    for row in rows:
        yield "| " + " | ".join(row[column] for column in COLUMNS) + " |"


if __name__ == "__main__":
    sys.exit(main())
