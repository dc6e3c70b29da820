"""Tests wait for a thing, never for a while: a pause is too short on a slow machine and too long on all others."""

import ast

import pytest

from tests.conftest import ROOT

PAUSES = {"sleep", "wait_for_timeout"}


def pauses_in(source: str) -> list[int]:
    """The lines where a pause is called, or imported under whatever name."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            function = node.func
            named = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            found += [node.lineno] if named in PAUSES else []
        elif isinstance(node, ast.ImportFrom):
            found += [node.lineno for alias in node.names if alias.name in PAUSES]
    return found


@pytest.mark.slow
def test_no_test_pauses():
    """Neither the tests nor what they share."""
    files = sorted((ROOT / "tests").rglob("*.py"))
    assert len(files) > 50
    found = {path.relative_to(ROOT).as_posix(): pauses_in(path.read_text(encoding="utf-8")) for path in files}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "source",
    ["import time\ntime.sleep(1)", "\nfrom time import sleep as rest", "\npage.wait_for_timeout(500)", "\nsleep(1)"],
)
def test_the_judge_sees_pauses(source: str):
    """By the module, by another name, in the browser."""
    assert pauses_in(source) == [2]


def test_the_judge_lets_words_pass():
    """A text that speaks of it pauses nothing."""
    assert pauses_in('sleep = "sleep(1)"  # time.sleep(1)') == []
