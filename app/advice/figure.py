"""Figures in the results of a practice that nothing dates, neither the text around nor an indicator."""

import re
from collections.abc import Iterator, Sequence

from app.advice.manuscript import Passage
from app.content.practice import Indicator

RESULTS = "Résultats"

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBER = re.compile(r"(?<![\w.,/:-])(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:,\d+)?(?![\w/:-])")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])[ \t]+")
_TABLE = re.compile(r"^[^\S\n]*\|", re.MULTILINE)
_SENTENCE = re.compile(r"[^.!?…]++(?:[.!?…](?!\s)[^.!?…]*+)*+[.!?…]*+")


def find_undated(body: Sequence[Passage], indicators: Sequence[Indicator]) -> Iterator[tuple[Passage, int, str]]:
    """(block, position, sentence) of each sentence of the results with an undated figure.

    A year dates what follows it in its paragraph or list item; that of a paragraph, the list after it; that of a table,
    all that comes after, which comments on it.
    """
    given = {float(value.value) for indicator in indicators for value in indicator.values}
    is_introduced = has_dated_table = False
    for passage in body:
        if passage.heading != RESULTS:
            continue
        marker = _ITEM.match(passage.words)
        year = _YEAR.search(passage.words)
        has_year = year is not None
        is_table = bool(_TABLE.search(passage.words))
        has_dated_table = has_dated_table or (is_table and (has_year or is_introduced))
        if not marker:
            is_introduced = has_year
        if is_table or has_dated_table or (marker and is_introduced):
            continue
        for sentence in _SENTENCE.finditer(passage.words, marker.end() if marker else 0):
            if year and year.end() <= sentence.end():
                break
            if any(_read(number.group()) not in given for number in _NUMBER.finditer(sentence.group())):
                yield passage, sentence.start(), sentence.group()


def _read(number: str) -> float:
    return float(re.sub(r"[^\d,]", "", number).replace(",", "."))
