"""What the project is built on: each package explained, locked by hash, from no named registry."""

import re
import tomllib

import pytest

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
