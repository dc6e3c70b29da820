"""The passage that answers best, with the words that were searched marked in the reader's own text."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from app.search.document import Document
from app.search.language import Token, tokenise

_RECORD, _UNIT = "\x1e", "\x1f"  # ASCII's own separators: no text holds them, and JSON takes five times as long

LENGTH = 260  # characters shown, about two lines on a wide screen


class Fragment(NamedTuple):
    """A run of text, marked or not."""

    text: str
    is_match: bool


class Place(NamedTuple):
    """Where a word stands in a text, and its stem."""

    start: int
    end: int
    stem: str


class IndexedPassage(NamedTuple):
    """A passage already cut into words: the stems in order, and where each word stands ("12:18 20:25")."""

    part: str
    text: str
    stems: str
    spans: str

    def places(self, stems: Collection[str]) -> list[Place]:
        """Where the words with one of these stems stand, in order."""
        spans = zip(self.stems.split(), self.spans.split(), strict=True)
        return [_read_place(span, stem) for stem, span in spans if stem in stems]


def _read_place(span: str, stem: str) -> Place:
    start, end = span.split(":")
    return Place(int(start), int(end), stem)


@dataclass(frozen=True)
class Shown:
    """What the index keeps of a document to explain why it is found, so that a search cuts nothing into words."""

    fields: Mapping[str, str]
    passages: Sequence[IndexedPassage]

    @classmethod
    def of(cls, document: Document, cut: Mapping[str, Sequence[Token]], passages: Sequence[Sequence[Token]]) -> "Shown":
        """The same of a document; `cut` holds the words of its fields, `passages` those of each passage."""
        return cls(
            {name: _spell_stems(tokens) for name, tokens in cut.items() if name != "body"},
            [
                IndexedPassage(passage.part, passage.text, _spell_stems(tokens), _spell_spans(tokens))
                for passage, tokens in zip(document.passages, passages, strict=True)
            ],
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> "Shown":
        """What `to_bytes` made bytes of."""
        names, fields, *columns = (column.split(_UNIT) for column in data.decode().split(_RECORD))
        passages = map(IndexedPassage._make, zip(*columns, strict=True)) if columns else ()
        return cls(dict(zip(names, fields, strict=True)), list(passages))

    def to_bytes(self) -> bytes:
        """For the index: a column for each part of the passages."""
        columns: list[Iterable[str]] = [self.fields.keys(), self.fields.values()]
        columns += zip(*self.passages, strict=True)
        return _RECORD.join(map(_UNIT.join, columns)).encode()

    def fields_with(self, stems: Set[str]) -> set[str]:
        """The names of the short fields that hold one of the stems."""
        return {name for name, held in self.fields.items() if not stems.isdisjoint(held.split())}

    def best_passage(self, sought: Sequence["Sought"]) -> tuple[IndexedPassage | None, set[str]]:
        """The passage whose words weigh most, the first of equals, and the stems to mark in it; None without any."""
        best, best_weight, marked = None, 0.0, set[str]()
        every_stem = {stem for word in sought for way in word.ways for stem in way}
        for passage in self.passages:
            held = every_stem.intersection(passage.stems.split())
            if not held:
                continue
            found = [(word, [way for way in word.ways if held.issuperset(way)]) for word in sought]
            weight = sum(word.weight for word, ways in found if ways)
            if weight > best_weight:
                best, best_weight = passage, weight
                marked = {stem for _, ways in found for way in ways for stem in way}
        return best, marked


class Sought(NamedTuple):
    """What a passage should hold: all the stems of one of `ways` at least."""

    ways: Sequence[Sequence[str]]
    weight: float


def _spell_stems(tokens: Iterable[Token]) -> str:
    return " ".join(token.stem for token in tokens if not token.is_stop)


def _spell_spans(tokens: Iterable[Token]) -> str:
    return " ".join(f"{token.start}:{token.end}" for token in tokens if not token.is_stop)


def find_places(text: str) -> list[Place]:
    """The words of a text that is not in the index."""
    return [Place(token.start, token.end, token.stem) for token in tokenise(text) if not token.is_stop]


def mark(text: str, places: Iterable[Place], stems: Collection[str], length: int = LENGTH) -> list[Fragment]:
    """At most `length` characters of the text around the first searched word, in runs, the searched words marked.

    Joined again the runs are the text, untouched but for what was cut off.
    """
    found = [place for place in places if place.stem in stems]
    start, end = _window(text, found[0].start if found else 0, length)
    fragments, position = [Fragment("… ", is_match=False)] if start else [], start
    for place in found:
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
