"""Servers started for a measure and stopped after it: the site as the README starts it, and the floor under it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response

PATIENCE = 120.0  # seconds that a server may take to start
THREADS = 4  # as the site
WRITES_BYTECODE = {"PYTHONDONTWRITEBYTECODE": ""}  # as Python does by itself: a second start compiles nothing


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    address: str
    pid: int
    started_in: float  # seconds from the command to the first page


@contextmanager
def running(command: Sequence[str], port: int, path: str = "/", **environment: str) -> Iterator[Server]:
    """A server of this machine, once it answers a path with 200. Raises OSError when it does not."""
    address = f"http://127.0.0.1:{port}"
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**os.environ, **WRITES_BYTECODE, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_up(address + path, process)
        yield Server(address, process.pid, time.perf_counter() - start)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_up(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                answer.read()
        except urllib.error.HTTPError as error:
            raise OSError(f"{address}: {error.code}") from error
        except OSError:
            time.sleep(0.005)
        else:
            return
    raise OSError(f"{address} did not come up")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_site(
    content: Path, workers: int = 1, program: Sequence[str] = ("-c", "from app.cli import main; main()")
) -> Iterator[Server]:
    """The site, started by the command that the README gives, or by another that takes the same words."""
    port = free_port()
    command = [sys.executable, *program, "serve", "--content", str(content)]
    with running([*command, "--port", str(port), "--workers", str(workers)], port) as server:
        yield server


@contextmanager
def running_granian(factory: str, path: str = "/", **environment: str) -> Iterator[Server]:
    """Another application under the same server, with the same settings."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", factory, "--port", str(port)]
    options = ["--workers", "1", "--blocking-threads", str(THREADS), "--log-level", "warning"]
    with running([*command, *options], port, path, **environment) as server:
        yield server


def floor() -> Flask:
    """A bare Flask application that returns as many bytes as it is asked for: what any page costs at least."""
    app = Flask("floor")
    bodies: dict[int, bytes] = {}

    def show(size: int) -> Response:
        return Response(bodies.setdefault(size, b"x" * size), content_type="text/html; charset=utf-8")

    app.add_url_rule("/<int:size>", "body", show)
    return app
