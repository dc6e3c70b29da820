"""Acronym detector: regular expressions that tell acronyms from names in capitals, by their context."""

import re
from collections.abc import Iterable, Iterator

_ACRONYM = re.compile(r"(?<![\w.-])(?<![^\W_]{2}['’])[A-ZÀ-Þ]{2,}(?![\w'’-]|\.\w)")
_ROMAN = re.compile(r"[IVX]+")
_EVERYDAY = frozenset(["CV", "DVD", "FAQ", "GPS", "ISO", "OK", "PDF", "SMS", "TV", "UE", "USA", "USB"])

# A name in capitals rather than an acronym: part of a longer name, or one of a list of names.
_NAME_BEFORE = re.compile(
    r"(?:[A-ZÀ-Þ]{2,}\s+|[A-ZÀ-Þ][\w'’-]*,\s+|\d\s+|(?:[Ll]icence|niveau|marque|groupe|société)\s+|[«\"“]\s*(?:[^»\"”]*\s)?)$"
)
_LOOK_BACK = 200  # characters: the words of a quotation, or of a long name
_NAME_AFTER = re.compile(r"(?<!\s)\s+(?:\d|[A-ZÀ-Þ](?![\w'’-]*['’]))|,\s+[A-ZÀ-Þ](?![\w]?['’])")

_EXPLAINED = (
    re.compile(r"[\w»]\s+\(([A-ZÀ-Þ]{2,})s?\b"),
    re.compile(r"\b([A-ZÀ-Þ]{2,})s?\s+\(\w[^)]{0,200}?\s\w"),
)


def find_acronyms(text: str) -> Iterator[re.Match[str]]:
    """A match for each word of two capitals or more: « QPV », not « MIX'UP », « TF1 » or « III »."""
    for found in _ACRONYM.finditer(text):
        if not _ROMAN.fullmatch(found.group()) and found.group() not in _EVERYDAY:
            yield found


def known_acronyms(names: Iterable[str]) -> set[str]:
    """The acronyms that occur in some names."""
    return {found.group() for name in names for found in _ACRONYM.finditer(name)}


def is_name(found: re.Match[str]) -> bool:
    """Whether the context makes a company or a brand of an acronym: « GEIQ MS Artois », « Kyplast, PPG »."""
    text, start = found.string, found.start()
    return bool(_NAME_BEFORE.search(text, max(start - _LOOK_BACK, 0), start) or _NAME_AFTER.match(text, found.end()))


def explained_acronyms(text: str) -> set[str]:
    """Acronyms defined in the text: « quartier prioritaire (QPV) », « QPV (quartier prioritaire) »."""
    return {found[1] for pattern in _EXPLAINED for found in pattern.finditer(text)}
