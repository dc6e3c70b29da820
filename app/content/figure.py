"""Formatters in French of indicators, periods and pages, and the rule that chooses the key figure of a practice."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from app.content.date import write_date
from app.content.practice import Citation, DatedValue, Indicator, Period, Practice
from app.content.typography import write_figure, write_number
from app.content.vocabulary import BUILT_IN

_ROLES = ("resultat", "activite", "contexte", "objectif")  # in the order in which they are shown
_RANGE = re.compile(r"(?<!\d)(\d{1,5}) ?[-\u2013] ?(\d{1,5})")
_APART = re.compile(r"[,;]|\bet\b")


class KeyFigure(NamedTuple):
    """View model of the one figure shown in a list; `first` is None when there is nothing to compare `last` with.

    `role` is "" when its author did not say it. `first_approx` and `last_approx` are approximations, or "".
    """

    label: str
    unit: str
    nature: str
    years: str
    first: float | None
    last: float
    role: str = ""
    first_approx: str = ""
    last_approx: str = ""

    @property
    def is_fall(self) -> bool:
        """Whether the last value is under the first."""
        return self.first is not None and self.last < self.first


def write_approx(number: float, approx: str | None) -> str:
    """A number behind its approximation: « près de 500 », « 1 234 »."""
    word = BUILT_IN["approximations"][approx]["label"] if approx else ""
    return f"{word} {write_number(number)}".lstrip()


def write_value(value: DatedValue, unit: str) -> str:
    """A value with its approximation and its unit: « plus de 1 500 sites »."""
    word = BUILT_IN["approximations"][value.approx]["label"] if value.approx else ""
    return f"{word} {write_figure(value.value, unit)}".lstrip()


def write_year(year: int, nature: str) -> str:
    """« en 2024 »; a target is for a year to come: « pour 2030 »."""
    return f"{'pour' if nature == 'objectif' else 'en'} {year}"


def write_years(indicator: Indicator) -> str:
    """« en 2024 », « de 2020 à 2024 », « pour 2030 »."""
    years = [value.year for value in indicator.values]
    if min(years) != max(years):
        return f"de {min(years)} à {max(years)}"
    return write_year(max(years), indicator.nature)


def write_period(start: int, end: int | None, state: str) -> str:
    """The years in short, for lists; nothing is said of today: « en 2023 », « de 2021 à 2024 »."""
    if end is None or start == end:
        return f"à partir de {start}" if end is None and state == "en-cours" else f"en {start}"
    return f"de {start} à {end}"


def write_situation(period: Period, year: int | None) -> str:
    """The years and what the documents say of what followed; `year` is that of the latest one, if it is known."""
    start, end, state = period.start, period.end, period.state
    told = write_period(start, end, "")
    if state == "en-cours":
        return f"Menée à partir de {start} ; en cours{f' en {year}' if year else ''} d'après le document"
    if state == "terminee":
        return f"{f'à partir de {start}' if end is None else told}, terminée".capitalize()
    if state == "ponctuelle":
        return f"Action ponctuelle, {told}"
    return f"Menée {told} d'après un document{f' de {year}' if year else ''} ; depuis : non vérifié"


def write_checked(practice: Practice) -> str:
    """« relue le 21 novembre 2026 », « confirmée par l'organisation le 3 mars 2027 »: what was done, and no more."""
    if practice.confirmed and practice.confirmed >= practice.reviewed:
        return f"confirmée par l'organisation le {write_date(practice.confirmed)}"
    return f"relue le {write_date(practice.reviewed)}"


def sort_indicators(indicators: Sequence[Indicator]) -> list[Indicator]:
    """Stable sort: the author's choice, then results, activities, context, targets; comparisons first in each."""
    return sorted(
        indicators, key=lambda each: (not each.headline, _ROLES.index(each.effective_role), not each.is_comparison)
    )


def key_indicator(indicators: Sequence[Indicator]) -> Indicator | None:
    """The one chosen by the author, else the first by `sort_indicators` that is neither context nor target; or None."""
    return next((each for each in sort_indicators(indicators) if each.headline or each.is_evidence), None)


def key_figure(indicators: Sequence[Indicator]) -> KeyFigure | None:
    """The key indicator with its oldest and its newest value; `first` is None when they are equal."""
    key = key_indicator(indicators)
    if key is None:
        return None
    first, *_, last = sorted([key.values[0], *key.values], key=lambda value: value.year)
    is_change = first.value != last.value
    return KeyFigure(
        key.label,
        key.unit,
        key.nature,
        write_years(key),
        first.value if is_change else None,
        last.value,
        key.role or "",
        (first.approx or "") if is_change else "",
        last.approx or "",
    )


def group_sources(indicator: Indicator) -> list[tuple[str, str]]:
    """(document, the years of its values) of each document of an indicator, "" for the years when there is only one."""
    dated = [(indicator.source_of(value), value.year) for value in sorted(indicator.values, key=lambda v: v.year)]
    sourced = [(document, year) for document, year in dated if document]
    groups = [
        (document, ", ".join(str(year) for _, year in rows))
        for document, rows in groupby(sourced, key=lambda row: row[0])
    ]
    return groups if len(groups) > 1 else [(document, "") for document, _ in groups]


class CitedDocument(NamedTuple):
    """A cited document with all its citations: `pages` are (text, text with the page to open), `sections` titles."""

    document: str
    pages: tuple[str, ...]
    sections: tuple[str, ...]


def merge_citations(citations: Iterable[Citation]) -> list[CitedDocument]:
    """Each cited document once, in the order in which they are first cited, with its pages in their order."""
    merged: dict[str, list[Citation]] = {}
    for citation in citations:
        merged.setdefault(citation.document, []).append(citation)
    return [
        CitedDocument(
            document,
            _sort_pages([citation.pages for citation in each if citation.pages]),
            tuple(dict.fromkeys(citation.section for citation in each if citation.section)),
        )
        for document, each in merged.items()
    ]


def _sort_pages(written: Sequence[str]) -> tuple[str, ...]:
    """« 21-25 », « 11, 21-25 » → « 11 », « 21 à 25 »; what is no number comes last, as it is written."""
    parts = dict.fromkeys(part.strip() for text in written for part in _APART.split(text) if part.strip())
    spelled = {_RANGE.sub(r"\1 à \2", part): part for part in parts}
    return tuple(sorted(spelled, key=lambda part: int(found[0]) if (found := re.match(r"\d+", part)) else 10**6))
