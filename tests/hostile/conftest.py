"""The hostile content folder, and the site that serves it, made once for all processes of a run."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from flask.testing import FlaskClient

from app.snapshot.store import Store
from tests.conftest import ROOT, free_port, make_client, wait_until_up
from tests.hostile.base import write_base


@pytest.fixture(scope="session")
def hostile_content(snapshots: Path) -> Path:
    """A content folder of attacks only."""
    folder = snapshots.parent / "hostile" / "content"
    with FileLock(f"{snapshots.parent}/hostile.lock"):
        if not folder.exists():
            write_base(folder)
    return folder


@pytest.fixture(scope="session")
def hostile_store(hostile_content: Path, snapshots: Path) -> Store:
    """The snapshot of it."""
    store = Store(hostile_content, snapshots.parent / "hostile" / "snapshots")
    store.ensure()
    return store


@pytest.fixture(scope="session")
def hostile_client(hostile_store: Store) -> FlaskClient:
    """A client of its site."""
    return make_client(hostile_store)


@pytest.fixture(scope="session")
def hostile_url(hostile_content: Path, snapshots: Path) -> Iterator[str]:
    """A server of it."""
    port = free_port()
    environment = {**os.environ, "PRATIQUES_SNAPSHOTS": str(snapshots)}
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", str(port)]
    with subprocess.Popen([*command, "--content", str(hostile_content)], cwd=ROOT, env=environment) as server:
        try:
            yield wait_until_up(f"http://127.0.0.1:{port}", server)
        finally:
            server.terminate()
