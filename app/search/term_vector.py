"""Term vector: each term of one document with its fields and character offsets, for highlighting without analysis.

A line for each stem, and for each word as it is spelt, found in the bytes as they are; only what is shown is ever
decoded. ASCII's own separators part the pieces, for no text holds them: names of the fields, the lines of the stems,
those of the spelt words, then the passages.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, Self

from app.search.analyzer import Token, fold
from app.search.document import Paragraph, form_term, is_form

_RECORD, _LINE, _COLUMN = "\x1e", "\x1f", "\x1d"
_FIRST = "0"  # the sign of the first passage
_LONGEST_GAP = 12  # characters between two words of a name: « insertion par l'activité »


class Span(NamedTuple):
    """Character offsets of a token in a text, `end` excluded."""

    start: int
    end: int


class Sought(NamedTuple):
    """A word to be highlighted: by a sequence of terms that follow each other, any of `ways`. `weight`: its idf."""

    ways: Sequence[Sequence[str]]
    weight: float


class Highlight(NamedTuple):
    """A passage, and the spans of the words that were sought in it."""

    passage: Paragraph
    spans: Sequence[Span]


class _Line(NamedTuple):
    """Where a stem is: the signs of the short fields and of the passages that hold it, its places in each of these.

    "02", "37", "12-18,40-46 2-9" says: in fields 0 and 2, at two places of passage 3, at one of passage 7.
    """

    fields: str
    passages: str
    spans: str

    def places_in(self, passage: str) -> Iterator[Span]:
        """The places in one of its passages, in order."""
        for span in self.spans.split(" ")[self.passages.index(passage)].split(","):
            start, end = span.split("-")
            yield Span(int(start), int(end))


_ABSENT = _Line("", "", "")


class _Name(NamedTuple):
    """Where several stems follow each other: their places in each passage."""

    places: Mapping[str, Sequence[Span]]

    @property
    def passages(self) -> Collection[str]:
        return self.places.keys()

    def places_in(self, passage: str) -> Sequence[Span]:
        return self.places[passage]

    @classmethod
    def of(cls, lines: Sequence[_Line]) -> Self:
        """From the line of each stem."""
        first, *others = [line.passages for line in lines]
        shared = set(first).intersection(*others)
        places = {passage: _follow([list(line.places_in(passage)) for line in lines]) for passage in shared}
        return cls({passage: found for passage, found in places.items() if found})


class TermVector:
    """Stems and surface forms of one document: in which short fields, and where in the passages.

    The first passage is shown when no other holds what is sought.
    """

    def __init__(self, data: bytes) -> None:
        """`data` is what `write_term_vector` made."""
        self._data = data
        self._stems = data.index(_RECORD.encode())
        self._forms = data.index(_RECORD.encode(), self._stems + 1)
        self._texts = data.index(_RECORD.encode(), self._forms + 1)
        self._known: dict[str, _Line] = {}

    def fields_with(self, stems: Iterable[str]) -> set[str]:
        """The names of the short fields that hold one of the stems."""
        held = "".join([self._look_up(stem).fields for stem in stems])
        if not held:
            return set()
        names = self._data[: self._stems].decode().split(_LINE)
        return {names[_rank(sign)] for sign in held}

    def best_passage(self, sought: Sequence[Sought]) -> Highlight:
        """The passage whose words weigh most, and the first of equals, where they stand in it."""
        weights: dict[str, float] = {}
        held: list[_Line | _Name] = []
        for word in sought:
            ways = [way for way in map(self._hold, word.ways) if way.passages]
            for passage in set().union(*[way.passages for way in ways]):
                weights[passage] = weights.get(passage, 0.0) + word.weight
            held += ways
        weights[_FIRST] = 0.0
        most = max(weights.values())
        best = min([passage for passage, weight in weights.items() if weight == most])
        return self._highlight(best, held)

    def first_passage(self, sought: Sequence[Sought]) -> Highlight:
        """The first passage, which is the summary, and where the words stand in it."""
        return self._highlight(_FIRST, [self._hold(way) for word in sought for way in word.ways])

    def _highlight(self, passage: str, held: Iterable[_Line | _Name]) -> Highlight:
        spans = {place for way in held if passage in way.passages for place in way.places_in(passage)}
        return Highlight(self._passage(_rank(passage)), list(spans))

    def _hold(self, way: Sequence[str]) -> _Line | _Name:
        line = self._look_up(way[0])
        return line if len(way) == 1 or not line.passages else _Name.of([line, *map(self._look_up, way[1:])])

    def _look_up(self, stem: str) -> _Line:
        line = self._known.get(stem)
        if line is None:
            line = self._known[stem] = self._read(stem)
        return line

    def _read(self, stem: str) -> _Line:
        key = f"{_LINE}{stem}{_COLUMN}".encode()
        lines = (self._forms, self._texts) if is_form(stem) else (self._stems, self._forms)
        start = self._data.find(key, *lines)
        if start < 0:
            return _ABSENT
        start += len(key)
        return _Line(*self._data[start : self._data.index(_LINE.encode(), start)].decode().split(_COLUMN))

    def _passage(self, number: int) -> Paragraph:
        passages = self._data[self._texts + 1 :].split(_RECORD.encode(), number + 1)
        part, text = passages[number].decode().split(_LINE)
        return Paragraph(part, text)


def write_term_vector(
    fields: Mapping[str, Sequence[Token]], passages: Sequence[Paragraph], cut: Sequence[Sequence[Token]]
) -> bytes:
    """Serialise a term vector; `fields` holds the tokens of the short fields, `cut` those of each passage."""
    stems = _list_lines(fields, cut, lambda token: token.stem)
    forms = _list_lines(fields, cut, lambda token: form_term(fold(token.exact)))
    texts = [f"{passage.part}{_LINE}{passage.text}" for passage in passages]
    return _RECORD.join([_LINE.join(fields), stems, forms, *texts]).encode()


def _list_lines(
    fields: Mapping[str, Sequence[Token]], cut: Sequence[Sequence[Token]], name: Callable[[Token], str]
) -> str:
    """The lines of the words under the names that they are given, in the order of these."""
    in_fields: dict[str, str] = defaultdict(str)
    for number, tokens in enumerate(fields.values()):
        for term in dict.fromkeys(name(token) for token in tokens if not token.is_stop):
            in_fields[term] += _sign(number)
    in_passages: dict[str, str] = defaultdict(str)
    places: dict[str, list[str]] = defaultdict(list)
    for number, tokens in enumerate(cut):
        spans: dict[str, list[str]] = defaultdict(list)
        for token in tokens:
            if not token.is_stop:
                spans[name(token)].append(f"{token.start}-{token.end}")
        for term, found in spans.items():
            in_passages[term] += _sign(number)
            places[term].append(",".join(found))
    terms = sorted(in_fields.keys() | in_passages.keys())
    lines = [_COLUMN.join((term, in_fields[term], in_passages[term], " ".join(places[term]))) for term in terms]
    return _LINE.join(["", *lines, ""])


def _follow(words: Sequence[Sequence[Span]]) -> Sequence[Span]:
    """Given the places of each of some words, those at which they follow each other in this order."""
    runs = [[place] for place in words[0]]
    for places in words[1:]:
        runs = [[*run, place] for run in runs for place in places if 0 < place.start - run[-1].end <= _LONGEST_GAP]
    return list(chain.from_iterable(runs))


def _sign(number: int) -> str:
    """One character for a field or a passage, so that those of a stem are a word: « 0 » to « 9 », then what follows."""
    return chr(ord("0") + number)


def _rank(sign: str) -> int:
    return ord(sign) - ord("0")
