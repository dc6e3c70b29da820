"""Where each word of a document stands: what explains a result, so that a search cuts nothing into words again.

A line for each stem, found in the bytes as they are; only what is shown is ever decoded. ASCII's own separators part
the pieces, for no text holds them: names of the fields, the lines of the stems, then the passages.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from app.search.document import Passage
from app.search.excerpt import Place
from app.search.language import Token

_RECORD, _LINE, _COLUMN = "\x1e", "\x1f", "\x1d"


class Sought(NamedTuple):
    """What a passage should hold: all the stems of one of `ways` at least."""

    ways: Sequence[Sequence[str]]
    weight: float


class Found(NamedTuple):
    """A passage, and where the words stand in it that were sought, in order."""

    passage: Passage
    places: Sequence[Place]


class _Line(NamedTuple):
    """The short fields that hold a stem, by their digits, and its places by the number of the passage.

    « 3:12-18,40-46 7:2-9 » is written, {"3": "12-18,40-46", "7": "2-9"} is read.
    """

    fields: str
    spans: Mapping[str, str]


_ABSENT = _Line("", {})


class Concordance:
    """The words of one document by their stems: in which short fields each is, and where in the passages."""

    def __init__(self, data: bytes) -> None:
        """`data` is what `write_concordance` made."""
        self._data = data
        self._lines_start = data.index(_RECORD.encode())
        self._lines_end = data.index(_RECORD.encode(), self._lines_start + 1)
        self._known: dict[str, _Line] = {}

    def fields_with(self, stems: Iterable[str]) -> set[str]:
        """The names of the short fields that hold one of the stems."""
        held = "".join(self._look_up(stem).fields for stem in stems)
        if not held:
            return set()
        names = self._data[: self._lines_start].decode().split(_LINE)
        return {names[int(digit)] for digit in held}

    def best_passage(self, sought: Sequence[Sought]) -> Found | None:
        """The passage whose words weigh most, the first of equals; None when none holds what is sought."""
        weights: dict[str, float] = {}
        for word in sought:
            for number in set().union(*map(self._passages_with, word.ways)):
                weights[number] = weights.get(number, 0.0) + word.weight
        if not weights:
            return None
        best = min(weights, key=lambda number: (-weights[number], int(number)))
        ways = (way for word in sought for way in word.ways if best in self._passages_with(way))
        spans = {self._look_up(stem).spans[best] for way in ways for stem in way}
        places = sorted(_read_place(span) for found in spans for span in found.split(","))
        return Found(self._passage(int(best)), places)

    def _passages_with(self, way: Sequence[str]) -> Collection[str]:
        """The numbers of the passages that hold all of some stems."""
        first, *others = [self._look_up(stem).spans for stem in way]
        return set(first).intersection(*others) if others else first

    def _look_up(self, stem: str) -> _Line:
        line = self._known.get(stem)
        if line is None:
            line = self._known[stem] = self._read(stem)
        return line

    def _read(self, stem: str) -> _Line:
        key = f"{_LINE}{stem}{_COLUMN}".encode()
        start = self._data.find(key, self._lines_start, self._lines_end)
        if start < 0:
            return _ABSENT
        line = self._data[start + len(key) : self._data.index(_LINE.encode(), start + len(key))]
        fields, places = line.decode().split(_COLUMN)
        return _Line(fields, dict([place.split(":") for place in places.split()]))

    def _passage(self, number: int) -> Passage:
        passages = self._data[self._lines_end + 1 :].split(_RECORD.encode(), number + 1)
        part, text = passages[number].decode().split(_LINE)
        return Passage(part, text)


def write_concordance(
    fields: Mapping[str, Sequence[Token]], passages: Sequence[Passage], cut: Sequence[Sequence[Token]]
) -> bytes:
    """The concordance of a document; `fields` holds the words of its short fields, `cut` those of each passage."""
    in_fields: dict[str, str] = defaultdict(str)
    for number, tokens in enumerate(fields.values()):
        for stem in dict.fromkeys(token.stem for token in tokens if not token.is_stop):
            in_fields[stem] += str(number)
    in_passages: dict[str, list[str]] = defaultdict(list)
    for number, tokens in enumerate(cut):
        spans: dict[str, list[str]] = defaultdict(list)
        for token in tokens:
            if not token.is_stop:
                spans[token.stem].append(f"{token.start}-{token.end}")
        for stem, found in spans.items():
            in_passages[stem].append(f"{number}:{','.join(found)}")
    stems = sorted(in_fields.keys() | in_passages.keys())
    lines = [_COLUMN.join((stem, in_fields.get(stem, ""), " ".join(in_passages.get(stem, ())))) for stem in stems]
    texts = [f"{passage.part}{_LINE}{passage.text}" for passage in passages]
    return _RECORD.join([_LINE.join(fields), _LINE.join(["", *lines, ""]), *texts]).encode()


def _read_place(span: str) -> Place:
    start, end = span.split("-")
    return Place(int(start), int(end))
