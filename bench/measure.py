"""Times, rates and memory, measured from outside: the same way for the site, the floor and the peers."""

import http.client
import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from bench.load import ENCODINGS, measure_rate

BROWSER = {"Accept-Encoding": ENCODINGS}  # compression counts
SECONDS_A_SERIES = 12.0  # a slow peer is asked fewer questions, never fewer than:
FEWEST = 10
MANY = (
    1_000  # practices: up to there each page is asked for three times, by as many servers; above, that takes too long
)


def rounds_at(size: int) -> int:
    """How many times each page is asked for the first time, at this number of practices."""
    return 3 if size <= MANY else 1


def clock(call: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def ask_each(base: str, addresses: Sequence[str], as_told: bool = False) -> list[float]:
    """Milliseconds of each address, asked once over one connection, in growing order. OSError when one is not 200.

    `as_told`: those that the server says it took, in Server-Timing.
    """
    parts = urlsplit(base)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)
    times: list[float] = []
    deadline = time.monotonic() + SECONDS_A_SERIES

    def ask(address: str) -> float:
        start = time.perf_counter()
        connection.request("GET", address, headers=BROWSER)
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise OSError(f"{base}{address}: {answer.status}")
        taken = (time.perf_counter() - start) * 1000
        return float(answer.headers["Server-Timing"].partition("dur=")[2]) if as_told else taken

    for address in addresses:
        times.append(ask(address))
        if time.monotonic() > deadline and len(times) >= FEWEST:
            break
    connection.close()
    return sorted(round(each, 3) for each in times)


def read_body(base: str, address: str, encoding: str = ENCODINGS) -> bytes:
    """An answer's body, as it is sent to a browser. Raises OSError when it is not 200."""
    request = urllib.request.Request(base + address, headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return bytes(answer.read())


def has_wrk() -> bool:
    """Whether the load generator of Debian's package `wrk` is here."""
    return shutil.which("wrk") is not None


def requests_per_second(address: str, seconds: int = 2, connections: int = 8) -> float:
    """How many answers a second, asked over a few connections by wrk, else by our own slower client."""
    if not has_wrk():
        return measure_rate(address, seconds, connections)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s"]
    headers = ["-H", f"Accept-Encoding: {ENCODINGS}"]
    done = subprocess.run([*command, *headers, address], capture_output=True, text=True, check=True)
    if "Non-2xx" in done.stdout:
        raise OSError(f"{address}: {done.stdout}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    return float(found[1]) if found else 0.0


def megabytes_of_worker(parent: int) -> float | None:
    """Resident memory of the largest child of a process, or of itself when it has none; None where there is no `ps`."""
    if not shutil.which("ps"):
        return None
    listing = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,rss="], capture_output=True, text=True, check=True)
    rows = [tuple(map(int, line.split())) for line in listing.stdout.splitlines()]
    children = [rss for _, above, rss in rows if above == parent]
    itself = [rss for pid, _, rss in rows if pid == parent]
    return max(children or itself, default=0) * 1024 / 1e6
