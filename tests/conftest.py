"""What tests share: a frozen base, a catalogue of it, a client, a running site and a browser."""

import datetime
import gc
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask.testing import FlaskClient
from hypothesis import settings

from app.catalogue.catalogue import Catalogue
from app.cli import main
from app.content.library import Library, load_library
from app.snapshot.reader import open_snapshot
from app.snapshot.store import Store, default_store
from app.web.application import create_app
from tests.install_browser import find_browser
from tests.quick import Guard, mark_quick

# The day that it is for every test and every program that one starts: what is fresh today is not for ever.
DAY = datetime.date(2026, 11, 30)
os.environ["PRATIQUES_TODAY"] = DAY.isoformat()

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "tests" / "base" / "content"  # frozen: tests/base/README.md
PUBLISHED = ROOT / "content"

os.environ["PRATIQUES_CONTENT"] = str(CONTENT)  # for every command that a test starts

# The same examples at every run, and no limit of time on one: HYPOTHESIS_PROFILE=wide draws new and more ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("wide", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",  # letters as wide as on a screen: the shell would round their widths
]


# Sites, catalogues and pages by the thousand live as long as the process: looking through them again finds nothing.
gc.set_threshold(100_000, 50, 100)

GUARD = Guard()
sys.addaudithook(GUARD)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests are known by their code (`make quick`)."""
    mark_quick(items)


BUILD_BASE = "from tests.conftest import CONTENT, default_store; default_store(CONTENT).ensure()"
IN_ADVANCE: list[subprocess.Popen[bytes]] = []


def pytest_sessionstart(session: pytest.Session) -> None:
    """The process that only hands tests out builds the snapshot of the frozen base, which all others would wait for."""
    if session.config.getoption("numprocesses", None) and not hasattr(session.config, "workerinput"):
        folder = session.config._tmp_path_factory.getbasetemp() / "snapshots"  # type: ignore[attr-defined]
        environment = {**os.environ, "PRATIQUES_SNAPSHOTS": str(folder)}
        IN_ADVANCE.append(subprocess.Popen([sys.executable, "-c", BUILD_BASE], cwd=ROOT, env=environment))


def pytest_sessionfinish() -> None:
    """A run that did not need it does not wait for it."""
    for process in IN_ADVANCE:
        process.kill()
        process.wait()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """A quick test starts neither a program nor a server, nor do its fixtures."""
    GUARD.running = item.nodeid if item.get_closest_marker("quick") else ""
    return (yield)


@pytest.fixture(scope="session")
def library() -> Library:
    """The frozen base."""
    return load_library(CONTENT)


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of snapshots shared by the processes of one run, servers included: each content is built once."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "snapshots"


@pytest.fixture(scope="session")
def store(snapshots: Path) -> Store:
    """The store that holds a snapshot of the frozen base."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PRATIQUES_SNAPSHOTS", str(snapshots))
        store = default_store(CONTENT)
    store.ensure()
    return store


@pytest.fixture(scope="session")
def catalogue(store: Store) -> Catalogue:
    """The practices of the frozen base, as they are served."""
    return open_snapshot(store.ensure())


@pytest.fixture(scope="session")
def client(store: Store) -> FlaskClient:
    """A client of the site, without a network."""
    return make_client(store)


class BufferedClient(FlaskClient):
    """Reads each answer to its end, as a browser does, so that its file is closed."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return super().open(*args, **{"buffered": True, **kwargs})


def make_client(store: Store) -> FlaskClient:
    """A client of the site of any store."""
    app = create_app(store)
    app.test_client_class = BufferedClient
    return app.test_client()


class Done(NamedTuple):
    """What a command did."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], snapshots: Path, tmp_path: Path) -> Run:
    """A function that types a command, by default in a folder that has nothing to do with the repository."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setenv("PRATIQUES_SNAPSHOTS", str(snapshots))

    def run(*words: str | Path, cwd: Path = elsewhere, typed: str = "") -> Done:
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["pratiques", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        told = capsys.readouterr()
        return Done(code, told.out, told.err)

    return run


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A small content folder of its own, free to be broken: the words of the frozen base and two of its practices."""
    return copy_small_content(tmp_path)


SMALL_SHEETS = ("stef-mixup", "eve-binomes-grand-site-deux-caps")


def cut_glossary() -> str:
    """A few entries of the glossary of the frozen base: to read them all takes half of the time of a quick test.

    One in eight, those of the acronyms that the small content uses, and two that tests write.
    """
    entries = re.split(r"^(?=[\w-]+:)", (CONTENT / "glossary.yaml").read_text(encoding="utf-8"), flags=re.MULTILINE)
    sheets = "".join((CONTENT / "practices" / f"{slug}.md").read_text(encoding="utf-8") for slug in SMALL_SHEETS)
    used = {word.lower() for word in re.findall(r"\b[A-Z]{2,}\b", sheets)} | {"qpv", "plie", "esat"}
    kept = [entry for place, entry in enumerate(entries[1:]) if place % 8 == 0 or entry.partition(":")[0] in used]
    return "".join([entries[0], *kept])


SMALL_GLOSSARY = cut_glossary()


def copy_small_content(parent: Path) -> Path:
    """A content folder of two practices, without links to others, both with a direct contact."""
    folder = parent / "content"
    (folder / "practices").mkdir(parents=True)
    for name in ("vocabulary.yaml", "sources.yaml", "site.yaml"):
        shutil.copy(CONTENT / name, folder / name)
    (folder / "glossary.yaml").write_text(SMALL_GLOSSARY, encoding="utf-8")
    for slug in SMALL_SHEETS:
        text = (CONTENT / "practices" / f"{slug}.md").read_text(encoding="utf-8")
        text = re.sub(r"^related:.*\n(?:  .*\n)*", "", text, flags=re.MULTILINE)
        text = re.sub(r"^(contact:\n  name: .*\n)(?!  )", r'\1  phone: "01 99 00 00 00"\n', text, flags=re.MULTILINE)
        (folder / "practices" / f"{slug}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def make_catalogue(tmp_path: Path) -> Callable[[Path], Catalogue]:
    """A function that opens any content folder as it would be served."""

    def make(folder: Path) -> Catalogue:
        return open_snapshot(Store(folder, tmp_path / "snapshots").ensure())

    return make


@pytest.fixture(scope="session")
def site_url(store: Store, snapshots: Path) -> Iterator[str]:
    """The address of a server of the frozen base, started as the README says; its snapshot is there."""
    port = free_port()
    environment = {**os.environ, "PRATIQUES_SNAPSHOTS": str(snapshots)}
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as server:
        try:
            yield wait_until_up(f"http://127.0.0.1:{port}", server)
        finally:
            server.terminate()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(address: str, server: subprocess.Popen[bytes], seconds: float = 60) -> str:
    """The address, once it answers; fails when the server has stopped or the time is over."""
    deadline = time.monotonic() + seconds
    between_looks = threading.Event()
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):  # noqa: S310 (our own address)
                return address
        except OSError:
            between_looks.wait(0.05)
    pytest.fail(f"the site did not start on {address}")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Chromium, with nothing going out to the network."""
    browser = find_browser()
    executable = {"executable_path": browser} if browser else {}
    return {**browser_type_launch_args, "args": CHROMIUM_FLAGS, **executable}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A reader who wants no motion: a test would wait at each click until the page has glided to its place."""
    return {**browser_context_args, "reduced_motion": "reduce"}
