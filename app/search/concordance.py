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
_BEFORE_PASSAGES = 2  # records


class Sought(NamedTuple):
    """What a passage should hold: all the stems of one of `ways` at least."""

    ways: Sequence[Sequence[str]]
    weight: float


class Found(NamedTuple):
    """A passage, and where the words stand in it that were sought, in order."""

    passage: Passage
    places: Sequence[Place]


class Concordance:
    """The words of one document by their stems: in which short fields each is, and where in the passages."""

    def __init__(self, data: bytes) -> None:
        """`data` is what `write_concordance` made."""
        self._data = data
        self._known: dict[str, tuple[str, str]] = {}

    def fields_with(self, stems: Iterable[str]) -> set[str]:
        """The names of the short fields that hold one of the stems."""
        held = "".join(self._look_up(stem)[0] for stem in stems)
        if not held:
            return set()
        names = self._data[: self._data.index(_RECORD.encode())].decode().split(_LINE)
        return {names[int(digit)] for digit in held}

    def best_passage(self, sought: Sequence[Sought]) -> Found | None:
        """The passage whose words weigh most, the first of equals; None when none holds what is sought."""
        spans = {stem: self._spans(stem) for word in sought for way in word.ways for stem in way}
        weights: dict[str, float] = defaultdict(float)
        for word in sought:
            for number in {number for way in word.ways for number in _common([spans[stem] for stem in way])}:
                weights[number] += word.weight
        if not weights:
            return None
        best = min(weights, key=lambda number: (-weights[number], int(number)))
        ways = (way for word in sought for way in word.ways)
        marked = {stem for way in ways if all(best in spans[stem] for stem in way) for stem in way}
        places = sorted(_read_place(span) for stem in marked for span in spans[stem][best].split(","))
        return Found(self._passage(int(best)), places)

    def _look_up(self, stem: str) -> tuple[str, str]:
        """The columns of a stem's line: the numbers of its fields, its places."""
        columns = self._known.get(stem)
        if columns is None:
            columns = self._known[stem] = self._read(stem)
        return columns

    def _read(self, stem: str) -> tuple[str, str]:
        key = f"{_LINE}{stem}{_COLUMN}".encode()
        start = self._data.find(key)
        if start < 0:
            return "", ""
        line = self._data[start + len(key) : self._data.index(_LINE.encode(), start + len(key))]
        fields, places = line.decode().split(_COLUMN)
        return fields, places

    def _spans(self, stem: str) -> dict[str, str]:
        """The places of a stem by the number of the passage: « 3:12-18,40-46 7:2-9 » as {"3": "12-18,40-46", …}."""
        return dict(place.split(":") for place in self._look_up(stem)[1].split())

    def _passage(self, number: int) -> Passage:
        part, text = self._data.split(_RECORD.encode())[_BEFORE_PASSAGES + number].decode().split(_LINE)
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


def _common(several: Sequence[Collection[str]]) -> set[str]:
    """What all of them hold."""
    first, *others = several
    return set(first).intersection(*others)


def _read_place(span: str) -> Place:
    start, end = span.split("-")
    return Place(int(start), int(end))
