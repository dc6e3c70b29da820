"""CSV serializers: RFC 4180 for programs, and a variant for French spreadsheets. Column names are a public API."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from app.catalogue.query import Query
from app.content.figure import key_indicator
from app.content.practice import FACETS, Practice
from app.web.current import current_catalogue
from app.web.links import absolute, sheet_path
from app.web.selection.comparison import tell_indicator

CSV_COLUMNS = (
    "slug", "titre", "resume", "adresse", "format", "theme", "secteurs", "leviers", "publics", "departements",
    "organisation", "type_organisation", "lieu", "debut", "fin", "preuve", "verifiee_le",
    "situation", "confirmee_le", "contact", "chiffre", "tranche_taille", "tranche_cout", "tranche_temps",
    "tranche_mise_en_place",
)  # fmt: skip
_BANDS = tuple(facet for facet in FACETS if facet.name.endswith("_band"))
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_BYTE_ORDER_MARK = "\ufeff"  # tells a spreadsheet that the file is UTF-8


def print_csv(_query: Query, practices: Iterable[Practice]) -> Response:
    """CSV response, RFC 4180: commas, UTF-8."""
    return _csv_response(_write(practices, ","), "pratiques.csv")


def print_spreadsheet(_query: Query, practices: Iterable[Practice]) -> Response:
    """CSV response with semicolons and a byte order mark: what a French spreadsheet opens at a double click."""
    return _csv_response(_BYTE_ORDER_MARK + _write(practices, ";"), "pratiques-tableur.csv")


def _csv_response(body: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, content_type="text/csv; charset=utf-8", headers=headers)


def _write(practices: Iterable[Practice], delimiter: str) -> str:
    """A header line, then a row for each practice: labels rather than slugs, lists joined by « | »."""
    output = io.StringIO()
    writer = csv.writer(output, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for practice in practices:
        writer.writerow([_defuse(cell) for cell in _row(practice)])
    return output.getvalue()


def _row(practice: Practice) -> list[str]:
    def label(list_name: str, slugs: Sequence[str]) -> str:
        return " | ".join(current_catalogue().vocabulary.label(list_name, slug) for slug in slugs)

    return [
        practice.slug,
        practice.title,
        practice.summary,
        absolute(sheet_path(practice)),
        label("formats", [practice.format]),
        label("themes", [practice.theme]),
        label("sectors", practice.sectors),
        label("levers", practice.levers),
        label("audiences", practice.audiences),
        label("departments", practice.territory.departments),
        practice.organisation.name,
        label("organisation_types", [practice.organisation.type]),
        practice.territory.place or "",
        str(practice.period.start),
        str(practice.period.end or ""),
        label("evidence", [practice.evidence]),
        practice.reviewed.isoformat(),
        label("statuses", [practice.period.state]),
        practice.confirmed.isoformat() if practice.confirmed else "",
        label("contacts", [practice.contact.reach]),
        _tell_key_figure(practice),
        *(label(facet.list_name, facet.values(practice)) for facet in _BANDS),
    ]


def _tell_key_figure(practice: Practice) -> str:
    """The key figure in words: « Enfants accueillis : près de 500 enfants en 2023 (déclaré) », or ""."""
    indicator = key_indicator(practice.indicators)
    return tell_indicator(indicator) if indicator else ""


def _defuse(cell: str) -> str:
    """Against CSV injection: prefix with an apostrophe what a spreadsheet would evaluate as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
