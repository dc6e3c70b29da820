"""`make quick`: what it runs starts neither a browser, nor a server, nor any other program."""

import importlib
import subprocess
import sys
from collections.abc import Callable

import pytest

from app.snapshot.store import Store
from tests.conftest import ROOT, copy_small_content, free_port
from tests.quick import starts
from tests.test_dependencies import read_lock


def by_itself() -> None:
    subprocess.run([], check=False)


def by_another() -> None:
    by_itself()


def inside() -> list[Callable[[], object]]:
    def later() -> None:
        by_another()

    return [later]


def far_away() -> int:
    return free_port()


def a_snapshot() -> None:
    Store(ROOT, ROOT).ensure()


class Keeper:
    """Starts a program when asked how it is."""

    @property
    def state(self) -> None:
        by_itself()


def by_a_class() -> None:
    Keeper()


@pytest.mark.parametrize("function", [by_itself, by_another, inside, far_away, a_snapshot, by_a_class])
def test_what_starts_something_is_known_by_its_code(function: Callable[[], object]):
    """However far from the test, in whatever file of the tests."""
    assert starts(function)


@pytest.mark.parametrize("function", [copy_small_content, read_lock])
def test_what_starts_nothing_is_quick(function: Callable[..., object]):
    """Most functions read and compare."""
    assert not starts(function)


@pytest.mark.parametrize(("module", "name", "arguments"), [("subprocess", "run", ["true"]), ("os", "system", "true")])
def test_a_quick_test_that_starts_a_program_all_the_same_fails(module: str, name: str, arguments: object):
    """As this one would, which hides what it starts."""
    with pytest.raises(pytest.fail.Exception, match="starts a program"):
        getattr(importlib.import_module(module), name)(arguments)


def test_a_quick_test_that_listens_all_the_same_fails():
    """A server in a thread is one too."""
    refused = pytest.raises(pytest.fail.Exception, match="starts a program")
    with importlib.import_module("socket").socket() as server, refused:
        server.bind(("127.0.0.1", 0))


def test_servers_and_browsers_are_left_out():
    """Whatever asks for them: a fixture, a folder, a function."""
    files = [
        "tests/browser",
        "tests/faults",
        "tests/test_serve.py",
        "tests/test_cli.py",
        "tests/test_own_base.py",
        "tests/content/test_figure.py",
    ]
    command = [sys.executable, "-m", "pytest", "-n", "0", "--collect-only", "-q", "-m", "quick", *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    chosen = {line.split("[")[0] for line in done.stdout.splitlines() if "::" in line}
    assert {line.split("::")[0] for line in chosen} == {"tests/test_own_base.py", "tests/content/test_figure.py"}
