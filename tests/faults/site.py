"""A site of one's own to be broken: its content, its store, the production server, and what its journal says."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.snapshot.store import Store, default_store
from tests.conftest import ROOT, free_port, wait_until_up
from tests.faults.load import count_listeners, until

COMMAND = [sys.executable, "-c", "from app.cli import main; main()"]


@dataclass
class Site:
    """A content folder with the store of its snapshots. Its server runs between `start` and `stop`."""

    content: Path
    snapshots: Path
    port: int = 0
    server: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.port = self.port or free_port()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        compiled = str(Path(tempfile.gettempdir()) / "pratiques-pycache")  # else each start compiles all of it again
        ours = {"PRATIQUES_SNAPSHOTS": str(self.snapshots), "PYTHONPYCACHEPREFIX": compiled}
        return {**os.environ, **ours, "PYTHONDONTWRITEBYTECODE": ""}

    @property
    def store(self) -> Store:
        """The one that the commands find."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PRATIQUES_SNAPSHOTS", str(self.snapshots))
            return default_store(self.content)

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A command of `pratiques` on this content, to its end."""
        command = [*COMMAND, arguments[0], "--content", str(self.content), *arguments[1:]]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=60, check=False
        )

    def launch(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A command left to run, its words in the journal."""
        command = [*COMMAND, arguments[0], "--content", str(self.content), *arguments[1:]]
        with self.journal.open("ab") as journal:
            return subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=journal, stderr=journal, start_new_session=True
            )

    def start(self, workers: int = 1) -> None:
        """The production server, once each of its workers accepts visitors: one alone would already answer."""
        self.server = self.launch("serve", "--port", str(self.port), "--workers", str(workers))
        wait_until_up(self.address, self.server)
        assert until(lambda: count_listeners(self.port) == workers)

    def stop(self, with_signal: int = signal.SIGTERM) -> int:
        """The server's exit code."""
        assert self.server
        self.server.send_signal(with_signal)
        return self.server.wait(timeout=60)

    @property
    def workers(self) -> list[int]:
        """The processes that answer."""
        assert self.server
        pid = self.server.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]

    def kill(self) -> None:
        """kill -9 on the server and on all its workers at once, as when a machine is lost."""
        assert self.server
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait(timeout=20)

    def close(self) -> None:
        """Leave no process behind, its workers included."""
        if self.server and self.server.poll() is None:
            self.stop()

    def retitle(self, word: str) -> None:
        """Change the content: the practice `stef-mixup` gets a title that begins with a word."""
        path = self.content / "practices" / "stef-mixup.md"
        text = path.read_text(encoding="utf-8")
        aside = path.with_name(".aside")
        aside.write_text(re.sub(r"(?m)^title: .*$", f"title: {word} et son parcours", text), encoding="utf-8")
        aside.replace(path)  # killed at any moment, this leaves a whole file

    def ask(self, path: str) -> tuple[int, str]:
        """Status and body of a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, body

    @property
    def journal(self) -> Path:
        """What the commands left to run have said."""
        return self.content.parent / f"journal-{self.port}"

    def said(self, event: str) -> list[dict[str, Any]]:
        """The lines of the journal about an event."""
        lines = self.journal.read_text(encoding="utf-8").splitlines()
        told = [json.loads(line) for line in lines if line.startswith("{")]
        return [line for line in told if line["event"] == event]


@contextmanager
def a_site(content: Path, folder: Path) -> Iterator[Site]:
    """A site on a copy of `content`, gone at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    own = folder / "content"
    shutil.copytree(content, own)
    site = Site(own, folder / "snapshots")
    try:
        yield site
    finally:
        site.close()
