"""Gazetteer: the communes of the territory that a base is about, read from places.csv, which a base may lack.

A table with `;` between columns: INSEE code, name, postal codes, group of communes (EPCI), population, latitude and
longitude of its middle in degrees (WGS 84). Lines that begin with `#` say where the list comes from.
"""

import csv
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from app.content.problem import Problem, Unreadable, nearest_word, shorten
from app.content.source_file import MAX_YAML_BYTES, decode, display_name, read_bytes

PLACES_FILE = "places.csv"
COLUMNS = ("code", "name", "postal_codes", "group", "population", "latitude", "longitude")
_SEPARATOR = ";"


class Commune(NamedTuple):
    """A commune. `code` is INSEE's; `group` the name of its group of communes (EPCI), or an empty text."""

    code: str
    name: str
    postal_codes: tuple[str, ...]
    group: str
    population: int
    latitude: float
    longitude: float

    @property
    def department(self) -> str:
        """The code of its department: 59, 2A, 974."""
        return department_of(self.code)


def department_of(code: str) -> str:
    """The code of the department of an INSEE code."""
    return code[:3] if code.startswith("97") else code[:2]


def load_communes(folder: Path, departments: Collection[str]) -> tuple[tuple[Commune, ...], list[Problem]]:
    """The communes of a content folder, none without the file; a line with a fault is left out, and reported."""
    path = folder / PLACES_FILE
    if not path.exists():
        return (), []
    name = display_name(path, folder)
    try:
        text = decode(read_bytes(path, name, MAX_YAML_BYTES), name)
    except Unreadable as error:
        return (), error.problems
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip() and line[0] != "#"]
    number, first = lines[0] if lines else (1, "")
    if tuple(first.split(_SEPARATOR)) != COLUMNS:
        message = "La première ligne doit donner les noms des colonnes, séparés par des points-virgules."
        return (), [Problem(name, number, "", message, read=shorten(first) or "rien", admitted=";".join(COLUMNS))]
    problems: list[Problem] = []
    return tuple(_read_rows(name, lines[1:], departments, problems)), problems


def _read_rows(
    file: str, lines: Iterable[tuple[int, str]], departments: Collection[str], problems: list[Problem]
) -> Iterator[Commune]:
    seen: dict[str, int] = {}
    for number, line in lines:
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=_SEPARATOR))]
        found = list(_judge(file, number, cells, departments))
        if not found and cells[0] in seen:
            message = f"Ce code est déjà celui de la ligne {seen[cells[0]]} : ôtez l'une des deux."
            found = [Problem(file, number, "code", message, read=cells[0])]
        problems += found
        if not found:
            code, name, postal_codes, group, population, latitude, longitude = cells
            seen[code] = number
            yield Commune(
                code,
                name,
                tuple(postal_codes.split()),
                group,
                int(population),
                float(latitude),
                float(longitude),
            )


def _judge(file: str, number: int, cells: Sequence[str], departments: Collection[str]) -> Iterator[Problem]:
    """What is wrong with a row, one problem a cell."""
    if len(cells) != len(COLUMNS):
        message = f"Cette ligne doit avoir {len(COLUMNS)} colonnes, séparées par des points-virgules."
        yield Problem(file, number, "", message, read=f"{len(cells)}", admitted=";".join(COLUMNS))
        return
    row = dict(zip(COLUMNS, cells, strict=True))
    code = row["code"]
    if len(code) != 5 or not code.isalnum() or not code.isascii():
        yield Problem(file, number, "code", "Ce n'est pas un code INSEE de commune.", code, "cinq signes : 62498")
    elif department_of(code) not in departments:
        yield Problem(
            file,
            number,
            "code",
            "Ce département n'est pas dans la liste « departments » de vocabulary.yaml : ajoutez-le, ou ôtez la ligne.",
            read=department_of(code),
            admitted=", ".join(departments),
            nearest=nearest_word(department_of(code), departments),
        )
    if not row["name"]:
        yield Problem(file, number, "name", "Le nom de la commune manque.")
    if not all(len(one) == 5 and one.isdigit() and one.isascii() for one in row["postal_codes"].split()):
        admitted = "cinq chiffres, une espace entre deux codes : 59000 59800"
        yield Problem(file, number, "postal_codes", "Un code postal a cinq chiffres.", row["postal_codes"], admitted)
    if not (row["population"].isdigit() and row["population"].isascii()):
        yield Problem(file, number, "population", "Le nombre d'habitants est un entier.", row["population"], "32920")
    for column, limit in (("latitude", 90.0), ("longitude", 180.0)):
        if not _is_angle(row[column], limit):
            message = "Les coordonnées sont en degrés, avec un point."
            yield Problem(file, number, column, message, row[column], "50.438")


def _is_angle(text: str, limit: float) -> bool:
    try:
        return -limit <= float(text) <= limit
    except ValueError:
        return False
