"""The part of a passage that is shown, and where the words that were searched stand in it."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

LENGTH = 260  # characters shown, about two lines on a wide screen


class Place(NamedTuple):
    """Where a word stands in a text."""

    start: int
    end: int


class Excerpt(NamedTuple):
    """A text to be shown, and where the words that were searched stand in it, in order, apart from each other."""

    text: str
    places: Sequence[Place] = ()


def cut_excerpt(text: str, places: Iterable[Place], length: int = LENGTH) -> Excerpt:
    """At most `length` characters of a text around the first of some words, and dots where something is left out."""
    places = sorted(places)
    start, end = _window(text, places[0].start if places else 0, length)
    before, after = "… " if start else "", " …" if end < len(text.rstrip()) else ""
    shift, position = len(before) - start, start
    shown = []
    for place in places:
        if position <= place.start and place.end <= end:
            shown.append(Place(place.start + shift, place.end + shift))
            position = place.end
    return Excerpt(before + text[start:end] + after, shown)


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
