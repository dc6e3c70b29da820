"""What a text that a stranger sends may cost: bounded before it is looked at, and linear where it is not bounded.

Each process here may use a number of seconds of processor that the system itself enforces: one that a text keeps busy
is ended, and the last thing it printed tells which text it was.
"""

import resource
import subprocess
import sys

import pytest

from app.content.library import Library
from app.content.markdown_limits import MAX_BLOCK, MAX_BRACKETS, MAX_LENGTH, MAX_LINES
from app.content.source_file import MAX_LINE
from tests.conftest import ROOT
from tests.sampling import by_day

SECONDS = 40  # of processor; some 5 are used

# The slowest texts that a search by chance found within the limits of `render`, and those of public reports.
RENDER = """
from app.content.problem import TooIntricate
from app.content.markdown_limits import MAX_BLOCK, MAX_BRACKETS, MAX_LENGTH, MAX_SIGNS
from app.content.rendering import render
pieces = [
    "[", "![", "[[", "[a](", '[a]("', "[a][", "](", "<a ", "<!--", "<a@b>", "a@b.fr ", "https://a.fr ", "www.a.fr ",
    "*", "_", "*_", "**", "__a", "`",
    "``a", "~~", "~~a", "==a", "> ", ">", "&amp;", "&#", chr(92), "|", "a|", "(",
    "- ", "1. ", "a\\n", "- a\\n", "  - a\\n", "1. a\\n", "> a\\n", "## a\\n",
    "a|b\\n-|-\\n", "a\\tb\\n", "a\\n: d\\n", ": d\\n",
    "---\\n",
    "===\\n", "a\\n---\\n", "[a]: b\\n",
    "```\\n", "~~~\\n", "o\\t", "#", "#a ", "    ", "\\t", "\\u00a0", "x", "\\u202f%",
]
for piece in pieces:
    block = (piece * MAX_BLOCK)[:MAX_BLOCK]
    for text in (
        piece * (MAX_BRACKETS - 1), piece * 40 + "x" * (MAX_BLOCK - 40 * len(piece) - 1),
        (piece * MAX_SIGNS)[:MAX_SIGNS // len(piece)], (block + "\\n\\n") * (MAX_LENGTH // (MAX_BLOCK + 2)),
    ):
        print(repr(piece), len(text), flush=True)
        try:
            render(text)
        except TooIntricate:
            pass
"""
# Every regular expression of the modules, on runs that make those of a dangerous shape take the square of their length.
MATCH = """
import importlib, pkgutil, re, signal, sys, app.advice, app.content

def patterns(value):
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (tuple, list)):
        for inner in value:
            yield from patterns(inner)
    elif isinstance(value, dict):
        yield from patterns(list(value.values()))

found = {}
for package in (app.advice, app.content):
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for pattern in patterns(value):
                found[pattern] = f"{module.name}.{name}"
assert len(found) > 60
RUNS = [*" \\t\\na1A#-.,:'()[]<`*_|@/\\u00b7", "a ", "a\\n", "a.", "1 ", "a@", "[a]", "# ", "[\\n"]
# Those that see no more than some characters: before a word, or of a date.
BOUNDED = {
    "app.advice.wording._NAME_BEFORE": 200,
    "app.advice.wording._PLACE_BEFORE": 60,
    "app.content.date._FORMS": 40,
}
for pattern, name in found.items():
    length = BOUNDED.get(name, 10_000)
    for start in sys.argv[1:]:
        for run in RUNS:
            text = start + run * (length // len(run)) + "!\\n"
            print(name, repr(start), repr(run), flush=True)
            text = text.encode() if isinstance(pattern.pattern, bytes) else text
            signal.setitimer(signal.ITIMER_VIRTUAL, 0.3)  # of processor; a fiftieth is used
            for match in pattern.finditer(text):
                pass
            pattern.fullmatch(text[:-1])
"""
READ = """
from app.content.section import parse_sections, tidy_typed
from app.advice.manuscript import Manuscript
from app.advice.wording import lint_words
from app.content.source_file import SourceFile
for piece in [
    "## a", "## a\\n", " ", "## a" + " " * 9_000 + "b\\n", "a\\u00b7e ", "AB AC AD (a ",
    "a. ", "[", "`", "- ", "> ", "a\\tb\\n",
    "\\u202e", "\\u00c3\\u00a9", "a\\n===\\n", "```\\n", "#",
    "12 ", "(", "<a", "[a][b] ", "Jean D ", "1. a\\n", "  - a\\n",
]:
    text = "\\n\\n".join([(piece * 9_000)[:9_000]] * 5)
    print(repr(piece), flush=True)
    parse_sections("## Contexte\\n\\n" + text, 1, "a.md", None)
    tidy_typed(text, "vigilance")
    source = SourceFile("a.md", {}, "## R\\u00e9sultats\\n\\n" + text)
    for _ in zip(range(40), lint_words(Manuscript("practices", "a", source), set(), set(), "")):
        pass
"""


def run_limited(code: str, *arguments: str) -> None:
    """Run Python in a process that the system ends when it takes too long."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS)),
        capture_output=True,
        text=True,
        check=False,
    )
    last = done.stdout.rstrip().rsplit("\n", 1)[-1]
    assert done.returncode == 0, f"{last}\n{done.stderr[-2_000:]}"


def test_the_slowest_texts_that_are_admitted_are_shown_soon():
    """Brackets, emphasis, quotations, tables, lists, definitions, links: as many as the limits admit."""
    run_limited(RENDER)


@pytest.mark.parametrize("starts", by_day([["", "a\u00b7e <a", "- a: b"], ["## a", "[a](", "a@b Mme A"]], 2))
def test_every_regular_expression_takes_time_in_proportion(starts: list[str]):
    """On long runs of each sign, after each beginning that could lead into it."""
    run_limited(MATCH, *starts)


def test_a_long_text_of_one_sign_is_read_soon():
    """Whatever it repeats: cut into parts, put right as a form would, reread as the check does."""
    run_limited(READ)


def test_no_text_of_the_base_comes_near_the_limits(library: Library):
    """Each part of each sheet has less than a third of what is admitted."""
    texts = [section.markdown for practice in library.practices for section in practice.sections]
    assert texts
    for text in texts:
        assert len(text) < MAX_LENGTH / 3
        assert text.count("\n") < MAX_LINES / 3
        assert sum(map(text.count, "[<@")) < MAX_BRACKETS / 3
        assert max(map(len, text.split("\n\n"))) < MAX_BLOCK / 3
        assert max(map(len, text.split("\n"))) < MAX_LINE / 3
