"""Which tests are quick: those that can reach neither a browser, nor a server, nor any other program.

Nobody has to say so of a test: it is read from the code of the test, of its fixtures, and of what they call in tests/.
One that starts a program all the same, or listens, fails, in every run. What takes long is left out too: tests that
build a snapshot of their own, draw examples, or are marked slow.
"""

import inspect
import itertools
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

from app.snapshot.store import Store

STARTERS = {"subprocess", "multiprocessing", "socket", "playwright"}
SLOW = {"nightly", "slow", "browser", "deploy", "export", "faults", "hostile"}  # marks, and folders
EVENTS = {"subprocess.Popen", "os.system", "os.posix_spawn", "os.exec", "socket.bind"}


class Guard:
    """An audit hook that refuses, while a quick test runs, what starts a program or a server. Git is let through."""

    def __init__(self) -> None:
        self.running = ""

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.running and event in EVENTS and Path(str(arguments[0])).name != "git":
            pytest.fail(f"{self.running} is told quick, and starts a program or a server: {event} {arguments[:2]}")


def mark_quick(items: list[pytest.Item]) -> None:
    """Mark the tests of a run that are quick."""
    for item in items:
        known = {mark.name for mark in item.iter_markers()} | set(item.nodeid.split("/"))
        draws = getattr(getattr(item, "function", None), "is_hypothesis_test", False)
        if isinstance(item, pytest.Function) and known.isdisjoint(SLOW) and not draws and not _starts_something(item):
            item.add_marker("quick")


def _starts_something(item: pytest.Function) -> bool:
    """Whether a test does, or one of its fixtures; `playwright` is the fixture that those of a browser rest on."""
    definitions = itertools.chain.from_iterable(item._fixtureinfo.name2fixturedefs.values())
    functions = [item.function, *(definition.func for definition in definitions)]
    return "playwright" in item.fixturenames or any(map(starts, functions))


def starts(thing: Any, seen: frozenset[int] = frozenset()) -> bool:
    """Whether a module starts programs, or a function or a class does, or builds snapshots, or one that it names."""
    if isinstance(thing, ModuleType):
        return thing.__name__.split(".")[0] in STARTERS
    if thing is Store:
        return True
    if not isinstance(thing, (FunctionType, type)) or id(thing) in seen:
        return False
    home = thing.__module__.split(".")[0]
    if home != "tests":
        return home in STARTERS
    seen |= {id(thing)}
    if isinstance(thing, type):
        return any(starts(getattr(member, "fget", member), seen) for member in vars(thing).values())
    function = inspect.unwrap(getattr(getattr(thing, "hypothesis", None), "inner_test", thing))
    return any(starts(function.__globals__.get(name), seen) for name in _names(function.__code__))


def _names(code: CodeType) -> Iterator[str]:
    """Every name in a function and in those inside it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
