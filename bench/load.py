"""A webinar's burst: many people open one link within a few seconds, then search.

    python -m bench.load http://127.0.0.1:8000/selections/clauses-sociales-achats --people 2000 --seconds 10

Each person comes at a random moment, opens the page and what it is made of over one connection, reads for a few
seconds, and searches: half of them for words that others may have asked before, half for words under a filter that
nobody has. It asks this machine only (any other address is refused), a bounded number of times.
"""

import argparse
import asyncio
import gzip
import ipaddress
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlencode, urlsplit

from bench.question import read_texts

MAX_PEOPLE = 5_000
MAX_SECONDS = 60
READING = (1.0, 5.0)  # seconds between opening the link and searching
SECTORS = ("btp", "industrie", "transport-logistique", "numerique", "sante-services-personne", "education-jeunesse")
PATIENCE = 20.0  # seconds: a longer wait is an error
ENCODINGS = "gzip, deflate, br"  # what browsers send
READABLE = "gzip"  # what a visitor sends, to find out what the page is made of
_PARTS = re.compile(rb'(?:href="(/static/[^"]+\.css[^"]*)"|src="(/static/[^"]+\.js[^"]*)")')


@dataclass
class Burst:
    """What happened."""

    times: list[float] = field(default_factory=list)  # seconds, the page or the search alone
    statuses: Counter[int] = field(default_factory=Counter)  # of everything that was asked
    errors: Counter[str] = field(default_factory=Counter)

    def percentile(self, share: int) -> float:
        """Milliseconds under which this share of the pages and searches came."""
        ordered = sorted(self.times) or [0.0]
        return ordered[min(len(ordered) - 1, len(ordered) * share // 100)] * 1000

    @property
    def asked(self) -> int:
        """Everything that was asked, answered or not."""
        return sum(self.statuses.values()) + sum(self.errors.values())

    @property
    def failures(self) -> int:
        return sum(self.errors.values()) + sum(n for status, n in self.statuses.items() if status >= 400)

    def __str__(self) -> str:
        times = ", ".join(f"p{share} {self.percentile(share):.0f} ms" for share in (50, 95, 99, 100))
        told = "".join(f"\n  {name}: {number}" for name, number in self.errors.most_common())
        return f"{self.asked} requests ({len(self.times)} pages and searches), {self.failures} failures; {times}{told}"


class Visitor:
    """One person's connection, kept open until they leave."""

    def __init__(self, address: SplitResult) -> None:
        self._address = address

    async def __aenter__(self) -> "Visitor":
        self._reader, self._writer = await asyncio.open_connection(self._address.hostname, self._address.port or 80)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def get(self, path: str, encodings: str = READABLE) -> tuple[int, bytes]:
        """The status and the body of an answer that tells its length."""
        head = f"GET {path} HTTP/1.1\r\nHost: {self._address.netloc}\r\nAccept-Encoding: {encodings}\r\n\r\n"
        self._writer.write(head.encode())
        answer = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = re.search(r"content-length: (\d+)", answer)
        body = await self._reader.readexactly(int(length[1])) if length else b""
        return int(answer.split(" ", 2)[1]), body


def check_loopback(address: str) -> SplitResult:
    """The parts of an address of this machine. Raises ValueError for any other: a load is not to be sent to others."""
    parts = urlsplit(address)
    host = "127.0.0.1" if parts.hostname == "localhost" else parts.hostname or ""
    if parts.scheme != "http" or not ipaddress.ip_address(host).is_loopback:
        raise ValueError(f"not an address of this machine: {address}")
    return parts._replace(netloc=parts.netloc.replace("localhost", host))


async def run_burst(address: str, people: int, seconds: float, seed: int = 1) -> Burst:
    """Everybody comes, reads and searches; returns when the last has left."""
    parts = check_loopback(address)
    if not (0 < people <= MAX_PEOPLE and 0 < seconds <= MAX_SECONDS):
        raise ValueError(f"at most {MAX_PEOPLE} people in {MAX_SECONDS} seconds")
    draw = random.Random(seed)  # noqa: S311 - repeatable, not secret
    burst = Burst()
    searches = _write_searches(people, draw)
    visits = (_visit(parts, search, draw.uniform(0, seconds), draw.uniform(*READING), burst) for search in searches)
    await asyncio.gather(*visits)
    return burst


def _write_searches(number: int, draw: random.Random) -> list[str]:
    texts = read_texts()
    common = [{"q": draw.choice(texts)} for _ in range(number // 2)]
    rare = [{"q": draw.choice(texts), "sector": draw.choice(SECTORS)} for _ in range(number - number // 2)]
    return [f"/pratiques?{urlencode(args)}" for args in draw.sample([*common, *rare], number)]


async def _visit(address: SplitResult, search: str, arrival: float, reading: float, burst: Burst) -> None:
    await asyncio.sleep(arrival)
    try:
        async with asyncio.timeout(PATIENCE + reading), Visitor(address) as visitor:
            page = await _time(visitor, address.path or "/", burst)
            for names in _PARTS.findall(gzip.decompress(page)):
                status, _ = await visitor.get((names[0] or names[1]).decode())
                burst.statuses[status] += 1
            await asyncio.sleep(reading)
            await _time(visitor, search, burst)
    except (OSError, EOFError, TimeoutError, asyncio.IncompleteReadError) as error:
        burst.errors[type(error).__name__] += 1


async def _time(visitor: Visitor, path: str, burst: Burst) -> bytes:
    start = time.perf_counter()
    status, body = await visitor.get(path)
    burst.times.append(time.perf_counter() - start)
    burst.statuses[status] += 1
    return body


def measure_rate(address: str, seconds: float, connections: int) -> float:
    """Answers a second over a few connections, without wrk: slower than it, so that ratios come out smaller."""
    return asyncio.run(_measure_rate(check_loopback(address), seconds, connections))


async def _measure_rate(address: SplitResult, seconds: float, connections: int) -> float:
    deadline = time.monotonic() + seconds
    path = address.path + (f"?{address.query}" if address.query else "")

    async def ask_again_and_again() -> int:
        count = 0
        async with Visitor(address) as visitor:
            while time.monotonic() < deadline:
                status, _ = await visitor.get(path, ENCODINGS)
                if status != 200:
                    raise OSError(f"{path}: {status}")
                count += 1
        return count

    counts = await asyncio.gather(*(ask_again_and_again() for _ in range(connections)))
    return sum(counts) / seconds


def main(arguments: Sequence[str]) -> int:
    """Run one burst and print what happened; 1 when anything failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("address")
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=10)
    given = parser.parse_args(arguments)
    burst = asyncio.run(run_burst(given.address, given.people, given.seconds))
    print(burst)
    return 1 if burst.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
