"""A passage with the words that were searched marked in it, in the reader's own text."""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from app.search.language import tokenise

LENGTH = 260  # characters shown, about two lines on a wide screen


class Fragment(NamedTuple):
    """A run of text, marked or not."""

    text: str
    is_match: bool


class Place(NamedTuple):
    """Where a word stands in a text."""

    start: int
    end: int


def find_places(text: str, stems: Collection[str]) -> list[Place]:
    """Where the words with one of these stems stand in a text, in order."""
    return [Place(token.start, token.end) for token in tokenise(text) if not token.is_stop and token.stem in stems]


def mark(text: str, places: Sequence[Place], length: int = LENGTH) -> list[Fragment]:
    """At most `length` characters of the text around the first of some words, in runs, these words marked.

    Joined again the runs are the text, untouched but for what was cut off.
    """
    start, end = _window(text, places[0].start if places else 0, length)
    fragments, position = [Fragment("… ", is_match=False)] if start else [], start
    for place in places:
        if position <= place.start and place.end <= end:
            fragments.append(Fragment(text[position : place.start], is_match=False))
            fragments.append(Fragment(text[place.start : place.end], is_match=True))
            position = place.end
    fragments.append(Fragment(text[position:end], is_match=False))
    fragments += [Fragment(" …", is_match=False)] if end < len(text.rstrip()) else []
    return [fragment for fragment in fragments if fragment.text]


def _window(text: str, first: int, length: int) -> tuple[int, int]:
    """Where to cut a long text, between two words, a little before its character `first`."""
    if len(text) <= length:
        return 0, len(text)
    start = max(0, min(first - length // 3, len(text) - length))
    if start:
        start = text.find(" ", start, first) + 1 or first
    end = start + length
    if end < len(text):
        end = text.rfind(" ", start, end)
        end = end if end > first else start + length
    return start, start + len(re.sub(r"[\s,;:]+$", "", text[start:end]))
