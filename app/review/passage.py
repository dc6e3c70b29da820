"""The words that changed between two versions of a text, with a few of those around them."""

import difflib
import re
from collections.abc import Iterator, Sequence

AROUND = 3  # words shown on each side
MAX_COMPARED = 3_000  # lines, or words of a passage: a comparison takes the square of it at worst

Change = tuple[str, str]


def find_changed_passages(before: str, after: str) -> list[Change]:
    """Each passage as it was and as it is, those with a changed figure first: they are what a reviewer verifies.

    Lines are compared first, then the words of the lines that differ.
    """
    old, new = before.splitlines(), after.splitlines()
    found: list[Change] = []
    for i1, i2, j1, j2 in _differing(old, new):
        found += _compare_words(" ".join(old[i1:i2]).split(), " ".join(new[j1:j2]).split())
    return sorted(found, key=lambda change: _figures(change[0]) == _figures(change[1]))


def _compare_words(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    for i1, i2, j1, j2 in _join_near(_differing(old, new)):
        yield _show(old, i1, i2), _show(new, j1, j2)


def _differing(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    if len(old) + len(new) > MAX_COMPARED:
        return [(0, len(old), 0, len(new))]
    codes = difflib.SequenceMatcher(None, old, new).get_opcodes()
    return [places for tag, *places in codes if tag != "equal"]  # type: ignore[misc]


def _join_near(places: Sequence[tuple[int, int, int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Changes of which the words around would be told twice are one."""
    joined: tuple[int, int, int, int] | None = None
    for i1, i2, j1, j2 in places:
        if joined and i1 - joined[1] <= AROUND:
            joined = joined[0], i2, joined[2], j2
            continue
        if joined:
            yield joined
        joined = i1, i2, j1, j2
    if joined:
        yield joined


def _show(words: Sequence[str], start: int, end: int) -> str:
    """Nothing stands for nothing: « de plus » is told with its neighbours."""
    first, last = max(0, start - AROUND), end + AROUND
    return ("… " if first else "") + " ".join(words[first:last]) + (" …" if last < len(words) else "")


def _figures(text: str) -> list[str]:
    return re.findall(r"\d+", text)
