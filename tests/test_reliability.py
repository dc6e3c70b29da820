"""docs/reliability.md tells the truth: the tests it names are there, the limits it gives are those of the code."""

import importlib
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|\n ").split("|")] for line in PAGE.splitlines() if line.startswith("|")]


def value_of(name: str) -> object:
    """What a name like app.web.view.LIMITS["MAX"] stands for."""
    path, _, key = name.removesuffix('"]').partition('["')
    module, _, constant = path.rpartition(".")
    value = getattr(importlib.import_module(module), constant)
    return value[key] if key else value


@pytest.mark.parametrize(("page", "least"), [("reliability.md", 15), ("mutants.md", 3)])
def test_every_promise_is_held_by_a_test_that_exists(page: str, least: int):
    """A test renamed is renamed here too."""
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / page).read_text(encoding="utf-8"))
    assert len(named) > least
    for file, name in named:
        assert f"def {name}(" in Path(ROOT, file).read_text(encoding="utf-8"), name


def test_every_promise_has_a_test():
    """In the tables of three columns, whose last one names it."""
    held = [row for row in ROWS if len(row) == 3 and row[0] != "when" and set(row[0]) != {"-"}]
    assert len(held) > 40
    assert [row[0] for row in held if "tests/" not in row[-1]] == []


def test_every_limit_is_the_one_of_the_code():
    """A limit changed is changed here too."""
    limits = [row for row in ROWS if row[-1].startswith("`app.")]
    assert len(limits) > 15
    for _what, limit, _beyond, where in limits:
        number = int(re.sub(r"\D", "", limit))
        assert number == value_of(where.strip("`")), where
