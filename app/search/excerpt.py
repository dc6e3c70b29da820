"""The passage that answers best, with the words that were searched marked in the reader's own text."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from app.search.document import Passage
from app.search.language import tokenise

LENGTH = 260  # characters shown, about two lines on a wide screen


class IndexedPassage(NamedTuple):
    """A passage with its stems, kept in the index so that nothing is cut into words during a search but what is shown."""

    part: str
    text: str
    stems: frozenset[str]


class Fragment(NamedTuple):
    """A run of text, marked or not."""

    text: str
    is_match: bool


def index_passage(passage: Passage) -> IndexedPassage:
    """A passage as it is stored in the index."""
    stems = frozenset(stem for token in tokenise(passage.text) if not token.is_stop for stem in token.stems)
    return IndexedPassage(passage.part, passage.text, stems)


def best_passage(passages: Iterable[IndexedPassage], weights: dict[str, float]) -> IndexedPassage | None:
    """The passage whose searched stems weigh most; the first of equals; None when none has any."""
    best, best_weight = None, 0.0
    for passage in passages:
        weight = sum(weights[stem] for stem in weights.keys() & passage.stems)
        if weight > best_weight:
            best, best_weight = passage, weight
    return best


def mark(text: str, stems: frozenset[str] | set[str]) -> list[Fragment]:
    """The text in runs, those that meet one of the stems marked; joined again they are the text, untouched."""
    fragments, position = [], 0
    for token in tokenise(text):
        if token.is_stop or token.start < position or stems.isdisjoint(token.stems):
            continue
        fragments.append(Fragment(text[position : token.start], is_match=False))
        fragments.append(Fragment(text[token.start : token.end], is_match=True))
        position = token.end
    fragments.append(Fragment(text[position:], is_match=False))
    return [fragment for fragment in fragments if fragment.text]


def shorten(text: str, stems: frozenset[str] | set[str], length: int = LENGTH) -> str:
    """At most `length` characters around the first searched word, cut between words."""
    if len(text) <= length:
        return text
    first = next((t.start for t in tokenise(text) if not t.is_stop and not stems.isdisjoint(t.stems)), 0)
    start = max(0, min(first - length // 3, len(text) - length))
    if start:
        start = text.find(" ", start) + 1
    end = start + length
    if end < len(text):
        end = text.rfind(" ", start, end)
    cut = text[start : end if end > start else start + length].strip()
    cut = re.sub(r"[\s,;:]+$", "", cut)
    return ("… " if start else "") + cut + (" …" if end < len(text) else "")
