"""The form behind nginx: what is sent reaches one instance, once; long redirections pass; hands are not counted."""

import contextlib
import http.client
import re
import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import free_port
from tests.deploy.front import Front, run_front
from tests.faults.load import until
from tests.faults.site import Site

FORM = "/contribuer/formulaire"
COUNTED = {"    127.0.0.0/8 0;\n": ""}  # else this machine is not
IMPATIENT = {"proxy_read_timeout 10s": "proxy_read_timeout 1s"}


class Instance(socketserver.ThreadingTCPServer):
    """What stands behind nginx, and does as it is told: `answers`, `breaks` off, `hangs`, `redirects` far."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, manner: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.manner = manner
        self.seen: Counter[str] = Counter()
        self.over = threading.Event()


class Handler(socketserver.StreamRequestHandler):
    """One request, then the connection is closed."""

    server: Instance

    def handle(self) -> None:
        method = self.rfile.readline().split(b" ")[0].decode()
        length = 0
        while (line := self.rfile.readline().strip().lower()) and line:
            length = int(line.split(b":")[1]) if line.startswith(b"content-length") else length
        self.rfile.read(length)
        self.server.seen[method] += 1
        if self.server.manner == "hangs":
            self.server.over.wait(20)
        elif self.server.manner == "redirects":
            location = b"/selection?note-abcde=" + b"%C3%A9" * 1_400
            self._send(b"302 Found", b"Location: " + location + b"\r\n")
        elif self.server.manner == "answers":
            self._send(b"200 OK", b"")

    def _send(self, status: bytes, header: bytes) -> None:
        self.wfile.write(b"HTTP/1.1 " + status + b"\r\n" + header + b"Content-Length: 2\r\nConnection: close\r\n\r\nok")


@contextmanager
def standing(*manners: str) -> Iterator[list[Instance]]:
    with ExitStack() as stack:
        instances = [stack.enter_context(Instance(manner)) for manner in manners]
        for instance in instances:
            threading.Thread(target=instance.serve_forever, args=(0.05,), daemon=True).start()
            stack.callback(instance.shutdown)
            stack.callback(instance.over.set)
        yield instances


@contextmanager
def front_of(folder: Path, ports: tuple[int, int], changes: dict[str, str]) -> Iterator[Front]:
    sites = (Site(folder, folder, port=ports[0]), Site(folder, folder, port=ports[1]))
    with run_front(folder / "nginx", sites, changes) as front:
        yield front


def ask(front: Front, method: str, path: str = FORM, visitor: int = 2) -> tuple[int, str, http.client.HTTPMessage]:
    source: Any = (f"127.0.0.{visitor}", 0)
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", front.port, 20, source_address=source)) as client:
        client.request(method, path, body=b"action=preview" if method == "POST" else None)
        answer = client.getresponse()
        return answer.status, answer.read().decode(), answer.headers


@pytest.mark.parametrize("manner", ["breaks", "hangs"])
def test_a_form_that_an_instance_fails_at_is_not_sent_again(tmp_path: Path, manner: str):
    """One request that stops one instance must not stop the others: it is told that the site is not there."""
    with (
        standing(manner, manner) as instances,
        front_of(tmp_path, (instances[0].server_address[1], instances[1].server_address[1]), IMPATIENT) as front,
    ):
        for number in range(1, 4):
            status, body, _ = ask(front, "POST", visitor=number + 1)
            assert (status, "momentanément indisponible" in body) == (503, True)
            assert sum(instance.seen["POST"] for instance in instances) <= number


def test_a_page_that_an_instance_fails_at_is_asked_of_the_next(tmp_path: Path):
    """To read changes nothing, also at the address of the form."""
    with (
        standing("breaks", "answers") as instances,
        front_of(tmp_path, (instances[0].server_address[1], instances[1].server_address[1]), {}) as front,
    ):
        for visitor in range(2, 12):
            assert ask(front, "GET", visitor=visitor)[0] == 200
            assert ask(front, "GET", "/pratiques", visitor=visitor)[0] == 200


def test_a_form_finds_the_instance_that_is_there(tmp_path: Path):
    """The other is being restarted: nobody has had the form yet."""
    with (
        standing("answers") as (instance,),
        front_of(tmp_path, (free_port(), instance.server_address[1]), {}) as front,
    ):
        for visitor in range(2, 12):
            assert ask(front, "POST", visitor=visitor)[0] == 200
        assert instance.seen["POST"] == 10


def test_a_long_redirection_passes(tmp_path: Path):
    """To a selection with all the notes that fit in an address; the instance is not taken for broken."""
    with (
        standing("redirects", "redirects") as instances,
        front_of(tmp_path, (instances[0].server_address[1], instances[1].server_address[1]), {}) as front,
    ):
        status, _, headers = ask(front, "GET", "/selection?s=a")
        assert status == 302
        assert len(headers["Location"]) > 8_000


def test_the_log_tells_an_answer_that_was_not_read(tmp_path: Path):
    """Whoever runs it sees that the instance did answer, without the log of errors, which holds what people asked."""
    too_small = {
        "proxy_buffer_size 16k": "proxy_buffer_size 4k",
        "proxy_buffers 8 16k": "proxy_buffers 8 4k",
        "proxy_busy_buffers_size 32k": "proxy_busy_buffers_size 8k",
    }
    with (
        standing("redirects", "breaks") as instances,
        front_of(tmp_path, (instances[0].server_address[1], instances[1].server_address[1]), too_small) as front,
    ):
        status, body, _ = ask(front, "GET", "/selection?s=a")
        assert (status, "momentanément indisponible" in body) == (503, True)
        assert until(lambda: bool(front.log()))
        line = front.log()[-1]
        asked = (split(line[name]) for name in ("instance", "instance_status", "instance_bytes"))
        told = {instance: (status, count) for instance, status, count in zip(*asked, strict=True)}
    redirects, breaks = (f"127.0.0.1:{instance.server_address[1]}" for instance in instances)
    assert told[breaks] == ("502", "0")
    assert told[redirects][0] == "502"
    assert int(told[redirects][1]) > 1_000


def split(values: str) -> list[str]:
    """What nginx says of each instance that it asked."""
    return re.split(r"[,:] +| : ", values)


def test_who_sends_the_form_all_the_time_is_told_to_wait(tmp_path: Path):
    """Twenty in a row are let through; pages are not concerned."""
    with (
        standing("answers", "answers") as instances,
        front_of(tmp_path, (instances[0].server_address[1], instances[1].server_address[1]), COUNTED) as front,
    ):
        sent = Counter(ask(front, "POST")[0] for _ in range(40))
        assert sent[429] > 10
        assert sent[200] >= 20
        assert {ask(front, "GET")[0] for _ in range(40)} == {200}
