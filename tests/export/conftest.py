"""The published content as files, served as any host of files would, under a folder of its own."""

import pickle
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from filelock import FileLock

from app.export.publication import ExportReport, export_site
from app.snapshot.store import Store

UNDER = "sous/dossier"


class QuietHandler(SimpleHTTPRequestHandler):
    """Python's own server of files, without its journal."""

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def made(store: Store, snapshots: Path) -> tuple[ExportReport, Path]:
    """An export of the frozen base: what it says of itself, and its folder; one for the processes of a run."""
    shared = snapshots.parent / "export"
    shared.mkdir(exist_ok=True)
    folder, said = shared / UNDER, shared / "report.pickle"
    with FileLock(shared / "lock"):
        if not said.exists():
            said.write_bytes(pickle.dumps(export_site(store, folder, lambda _text: None)))
    return pickle.loads(said.read_bytes()), folder  # noqa: S301 (written above)


@pytest.fixture(scope="session")
def exported(made: tuple[ExportReport, Path]) -> Path:
    """The folder of the export."""
    return made[1]


@pytest.fixture(scope="session")
def export_url(exported: Path) -> Iterator[str]:
    """The address of the exported site."""
    root = exported.parents[UNDER.count("/")].as_posix()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=root)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{UNDER}"
        server.shutdown()
