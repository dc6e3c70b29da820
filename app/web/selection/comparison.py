"""Comparison table of practices: a row for each criterion that one of them fills in, the names of the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.content.figure import write_situation, write_value, write_year
from app.content.practice import Indicator, Practice
from app.content.typography import first_sentence
from app.web.current import current_catalogue

RESULT_LINES = 3

Lines = tuple[str, ...]


@dataclass(frozen=True)
class ComparisonRow:
    """A row of the table: a criterion; a cell without lines is missing data."""

    label: str
    cells: tuple[Lines, ...]


@dataclass(frozen=True)
class Comparison:
    """The comparison table: a cell for each practice in each row, and the labels of rows without any data."""

    rows: tuple[ComparisonRow, ...]
    missing: Lines


def compare(practices: Sequence[Practice]) -> Comparison:
    """Compare practices, in their order, by every criterion."""
    every = [ComparisonRow(label, tuple(read(practice) for practice in practices)) for label, read in _CRITERIA]
    return Comparison(
        tuple(row for row in every if any(row.cells)), tuple(row.label for row in every if not any(row.cells))
    )


def tell_indicator(indicator: Indicator) -> str:
    """« Part de femmes : 12 % en 2019, 21 % en 2023 (mesuré) », « 25 % pour 2030 (objectif) »."""
    values = sorted(indicator.values, key=lambda value: value.year)
    told = ", ".join(
        f"{write_value(value, indicator.unit)} {write_year(value.year, indicator.nature)}" for value in values
    )
    fall = ", en baisse" if values[-1].value < values[0].value else ""
    return f"{indicator.label}\u00a0: {told}{fall} ({_label('natures', indicator.nature)})"


def leads(practice: Practice, key: str) -> Lines:
    """The first sentence of each item of a listed section, "vigilance" or "reussite"."""
    section = practice.section(key)
    return tuple(first_sentence(item.text) for item in section.items) if section else ()


def _results(practice: Practice) -> Lines:
    """The indicators; without any, the first `RESULT_LINES` lines of the section."""
    section = practice.section("resultats")
    told = tuple(section.text.split("\n")[:RESULT_LINES]) if section else ()
    return tuple(tell_indicator(indicator) for indicator in practice.indicators) or told


def _where(practice: Practice) -> Lines:
    departments = ", ".join(_label("departments", code) for code in practice.territory.departments)
    place = practice.territory.place
    return (f"{place}, {departments}" if place and place != departments else departments,)


def _size(practice: Practice) -> Lines:
    organisation = practice.organisation
    return tuple(filter(None, (organisation.size, *_labels("size_bands", _given(organisation.size_band)))))


def _situation(practice: Practice) -> Lines:
    year = current_catalogue().library.latest_year(citation.document for citation in practice.sources)
    return (write_situation(practice.period, year),)


def _contact(practice: Practice) -> Lines:
    contact = practice.contact
    return tuple(filter(None, (contact.name, contact.email, contact.phone, contact.url)))


def _means(name: str, band: str = "") -> Callable[[Practice], Lines]:
    """Reads a text of the means, and the label of its band."""

    def read(practice: Practice) -> Lines:
        text = getattr(practice.means, name, None) if name != band else None
        slug = getattr(practice.means, band, None) if band else None
        return tuple(filter(None, (text, *_labels(f"{band}s", _given(slug)))))

    return read


def _given(slug: str | None) -> Lines:
    return (slug,) if slug else ()


def _label(list_name: str, slug: str) -> str:
    return current_catalogue().vocabulary.label(list_name, slug)


def _labels(list_name: str, slugs: Sequence[str]) -> Lines:
    return tuple(_label(list_name, slug) for slug in slugs)


_CRITERIA: tuple[tuple[str, Callable[[Practice], Lines]], ...] = (
    ("Organisation", lambda p: (p.organisation.name,)),
    ("Type d'organisation", lambda p: _labels("organisation_types", [p.organisation.type])),
    ("Taille", _size),
    ("Territoire", _where),
    ("Période", _situation),
    ("Publics", lambda p: _labels("audiences", p.audiences)),
    ("Leviers", lambda p: _labels("levers", p.levers)),
    ("Budget", _means("budget", "cost_band")),
    ("Équipe", _means("staff", "staff_band")),
    ("Durée", _means("duration")),
    ("Mise en place", _means("setup_band", "setup_band")),
    ("Financement", _means("funding")),
    ("Conditions", lambda p: p.conditions),
    ("Partenaires", lambda p: p.partners),
    ("Ce qui est mesuré", lambda p: _labels("evidence", [p.evidence])),
    ("Résultats", _results),
    ("Pièges à éviter", lambda p: leads(p, "vigilance")),
    ("Ce qui a aidé", lambda p: leads(p, "reussite")),
    ("Contact", _contact),
)
