"""What the project is built on: each package explained, locked by hash, from no named registry."""

import importlib.metadata
import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
NEEDED = [*PROJECT["dependencies"], *EXTRAS["dev"]]
LOCKS = sorted(path.name for path in ROOT.glob("requirements*.lock"))


@pytest.mark.parametrize("requirement", [*NEEDED, *EXTRAS["bench"], *EXTRAS["mutants"]])
def test_each_package_is_explained(requirement: str):
    """docs/dependencies.md says what it does here, who keeps it and what would replace it."""
    name = re.split(r"[<>=[]", requirement)[0]
    rows = [line.split("|") for line in (ROOT / "docs/dependencies.md").read_text(encoding="utf-8").splitlines()]
    told = [row for row in rows if len(row) == 6 and name in re.findall(r"[\w-]+", row[1])]
    assert len(told) == 1
    assert all(cell.strip() for cell in told[0][1:5])


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_version_has_its_hash(name: str):
    """What is installed is what was looked at; the file names no place to fetch it from."""
    text = (ROOT / name).read_text(encoding="utf-8")
    packages = re.split(r"\n(?=\S)", text.strip())
    assert len(packages) > 20
    assert [package for package in packages if not re.search(r"==\S+[\s\S]*--hash=sha256:[0-9a-f]{64}", package)] == []
    assert "://" not in text


@pytest.mark.parametrize(
    ("lock", "needed"),
    [
        ("requirements-dev.lock", NEEDED),
        ("requirements-bench.lock", EXTRAS["bench"]),
        ("requirements-mutants.lock", EXTRAS["mutants"]),
    ],
)
def test_every_package_needed_is_locked(lock: str, needed: list[str]):
    """Nothing is installed that the lock does not hold."""
    locked = re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    assert lock in LOCKS
    assert {re.split(r"[<>=[]", each)[0] for each in needed} <= set(locked)


def read_lock(lock: str) -> dict[str, str]:
    """What a lock holds for this Python on this machine: names and versions."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = [Requirement(line.rstrip(" \\")) for line in re.findall(r"^\w.*==.*", text, re.MULTILINE)]
    used = [entry for entry in entries if entry.marker is None or entry.marker.evaluate()]
    return {canonicalize_name(entry.name): next(iter(entry.specifier)).version for entry in used}


def find_lacking(lock: dict[str, str], needed: list[str]) -> tuple[set[str], set[str]]:
    """What is needed, at any depth and with its extras, and is not in a lock; what could not be read."""
    lacking, unread, seen = set(), set(), set()
    waiting = [Requirement(text) for text in needed]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name not in lock or not wanted.specifier.contains(lock[name], prereleases=True):
            lacking.add(str(wanted))
        for extra in {"", *wanted.extras} - {extra for known, extra in seen if known == name}:
            seen.add((name, extra))
            try:
                needs = map(Requirement, importlib.metadata.requires(name) or [])
            except importlib.metadata.PackageNotFoundError:
                unread.add(name)
                break
            waiting += [need for need in needs if need.marker is None or need.marker.evaluate({"extra": extra})]
    return lacking, unread


@pytest.mark.parametrize(
    ("lock", "needed"),
    [
        ("requirements.lock", PROJECT["dependencies"]),
        ("requirements-dev.lock", NEEDED),
        ("requirements-bench.lock", [*PROJECT["dependencies"], *EXTRAS["bench"]]),
        ("requirements-mutants.lock", [*PROJECT["dependencies"], *EXTRAS["mutants"]]),
    ],
)
def test_a_lock_is_whole(lock: str, needed: list[str]):
    """Whatever a locked package needs is locked, extras included, which `pip check` does not look at.

    Only what is installed can be read: packages of bench and mutants when these have been.
    """
    lacking, unread = find_lacking(read_lock(lock), needed)
    assert lacking == set()
    assert not unread or lock in {"requirements-bench.lock", "requirements-mutants.lock"}, unread


def test_a_lock_that_lacks_something_is_seen():
    """Absent, too old, or asked for by an extra alone."""
    lock = {"coverage": "7.0", "pytest": "9.0"}
    lacking, _ = find_lacking(lock, ["pytest>=9.1", "coverage[toml]", "rien"])
    assert {"pytest>=9.1", "rien"} <= lacking
    assert any(text.startswith("pluggy") for text in lacking)
