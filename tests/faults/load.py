"""A bounded load on addresses of this machine: visitors, and what they were answered."""

import http.client
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_LISTENING = "0A"  # as Linux writes it

MAX_VISITS = 5_000  # of one visitor: a test that never ends is stopped by this
BETWEEN_VISITS = 0.01  # seconds: the load leaves the machine some time to be updated


@dataclass
class Answers:
    """What the visitors of a load received."""

    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    versions: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, status: int, version: str) -> None:
        with self._lock:
            self.statuses[status] += 1
            self.versions.add(version)

    @property
    def total(self) -> int:
        return sum(self.statuses.values())

    @property
    def failed(self) -> list[str]:
        """What did not end as a whole answer of 200."""
        return [*self.failures, *(f"status {status}" for status in self.statuses if status != 200)]


class Visitor:
    """One who keeps a connection open, as a browser does, and comes from an address of their own on the loopback."""

    def __init__(self, port: int, number: int) -> None:
        self._port = port
        self._source = (f"127.0.0.{number + 2}", 0)
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> tuple[int, str, str]:
        """Status, content version and body. Raises OSError or HTTPException when there is no whole answer."""
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self._port, 20, source_address=self._source)
        try:
            self._connection.request("GET", path)
            answer = self._connection.getresponse()
            body = answer.read().decode()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        return answer.status, answer.headers.get("X-Content-Version", ""), body

    def close(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None


Visit = Callable[[Visitor, Answers], None]


def visit(*paths: str) -> Visit:
    """A visit that asks these addresses in turn."""

    def ask(visitor: Visitor, answers: Answers) -> None:
        for path in paths:
            status, version, _body = visitor.get(path)
            answers.note(status, version)

    return ask


@contextmanager
def load(port: int, one_visit: Visit, visitors: int = 4) -> Iterator[Answers]:
    """Visitors come again and again until the block ends; then each ends its visit. Failures are told, not raised."""
    answers = Answers()
    over = threading.Event()

    def come(number: int) -> None:
        visitor = Visitor(port, number)
        for _ in range(MAX_VISITS):
            if over.wait(BETWEEN_VISITS):
                break
            try:
                one_visit(visitor, answers)
            except (OSError, http.client.HTTPException) as error:
                answers.failures.append(repr(error))
        visitor.close()

    threads = [threading.Thread(target=come, args=(number,)) for number in range(visitors)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in threads:
            thread.join()


def until(is_true: Callable[[], bool], tries: int = 2_000) -> bool:
    """Look again and again until something is so; False when it never was."""
    between_looks = threading.Event()
    return any(is_true() or between_looks.wait(0.01) for _ in range(tries))


def count_listeners(port: int) -> int:
    """How many sockets of this machine accept connections on a port: each worker has its own."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    return sum(state == _LISTENING and int(local.split(":")[1], 16) == port for _, local, _, state, *_ in rows)


def is_listening(port: int) -> bool:
    """Whether somebody accepts connections on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
