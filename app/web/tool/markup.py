"""What both copies of a tool are made with: its HTML as elements, its credit, a reproducible zip archive."""

import re
from dataclasses import dataclass
from io import BytesIO
from math import sqrt
from typing import TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import html

FONT, GROUND = "Arial", "E4ECE9"  # of both; the ground of the first row of a table
TOTAL = "Total"  # begins the row of sums of a table
SPACES = re.compile(r"[ \t\n]+")  # those that HTML does not tell apart

Element: TypeAlias = html.HtmlElement
Rows: TypeAlias = list[list[Element]]


@dataclass(frozen=True)
class Credit:
    """What a copy says of where it comes from; `address` is that of its page, absolute, `sources` one text each."""

    site: str
    address: str
    text: str
    sources: tuple[str, ...]


def parse(text: str) -> list[Element]:
    """The blocks of sanitised HTML."""
    return list(html.fragment_fromstring(text, create_parent="div"))


def text_of(element: Element) -> str:
    """Its text on one line."""
    return SPACES.sub(" ", element.text_content()).strip(" ")


def rows_of(table: Element) -> Rows:
    """The cells of a table, row by row."""
    return [list(row.iter("th", "td")) for row in table.iter("tr")]


def measure_columns(rows: Rows) -> list[float]:
    """The share of the width that each column takes: as the square root of its longest cell, 12 to 60 characters."""
    longest = [min(60, max(12, *(len(text_of(cell)) for cell in column))) for column in zip(*rows, strict=True)]
    roots = [sqrt(length) for length in longest]
    return [root / sum(roots) for root in roots]


def pack(stream: BytesIO) -> bytes:
    """The same archive with one date for every part, so that equal contents are equal bytes."""
    packed = BytesIO()
    with ZipFile(stream) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name), source.read(name), ZIP_DEFLATED)
    return packed.getvalue()
