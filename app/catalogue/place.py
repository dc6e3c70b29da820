"""Places named in a query: communes, groups of them, postal codes, departments; and where the nearest practices are.

Lookups are in two tables made at build from the gazetteer of the base (app/content/gazetteer.py); without one, no place
is known but departments by their numbers.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app.catalogue.query import Query
from app.catalogue.results import Alternative, Place
from app.content.gazetteer import Commune, department_of
from app.content.practice import FACETS
from app.content.vocabulary import Term
from app.search.analyzer import Token, tokenise
from app.search.name_table import NameMention, NameTable, name_words

if TYPE_CHECKING:
    from app.catalogue.catalogue import Catalogue

EARTH_RADIUS = 6371  # km
_FACET = next(facet.name for facet in FACETS if facet.list_name == "departments")

_FILE = "places-{}.txt"
_GROUP_KIND = re.compile(r"^(?:CC|CA|CU)\b")  # what the State writes before the name of a group of communes
_INHABITANTS = ("ois", "sis", "is")  # Valenciennois, Douaisis, Calaisis
_BEFORE_NUMBER = {"departement", "departements", "dept", "dep", "dpt"}
_BEFORE_NAME = {"à", "a"}


class PlaceTables(NamedTuple):
    """Communes by their names; groups and postal codes by theirs, each with its most populous commune."""

    communes: NameTable = NameTable()
    areas: NameTable = NameTable()

    @classmethod
    def of(cls, communes: Sequence[Commune], departments: Mapping[str, Term]) -> "PlaceTables":
        """The tables of a gazetteer; communes are also known by the names that the vocabulary gives departments."""
        largest: dict[tuple[str, str], Commune] = {}
        for commune in sorted(communes, key=lambda commune: commune.population):
            largest.update({(code, f"{code} {commune.name}"): commune for code in commune.postal_codes})
            largest.update({(name, commune.group): commune for name in _names_of_group(commune.group)})
        names = [(commune.name, commune) for commune in communes]
        names += [(name, commune) for name, commune in _other_names(communes, departments)]
        return cls(
            NameTable.of((name, _write(commune.name, commune)) for name, commune in names),
            NameTable.of((name, _write(label, commune)) for (name, label), commune in largest.items()),
        )

    @classmethod
    def read(cls, folder: Path) -> "PlaceTables":
        """What `write` left in a folder."""
        return cls(*(NameTable((folder / _FILE.format(name)).read_bytes()) for name in cls._fields))

    def write(self, folder: Path) -> None:
        """Keep them in the folder of a snapshot."""
        for name, table in self._asdict().items():
            (folder / _FILE.format(name)).write_bytes(table.to_bytes())


class _Spot(NamedTuple):
    """What a table says of a name: what to call it, and a commune."""

    label: str
    code: str
    name: str
    population: int
    latitude: float
    longitude: float

    @classmethod
    def read(cls, value: str) -> "_Spot":
        label, code, name, population, latitude, longitude = value.split("\t")
        return cls(label, code, name, int(population), float(latitude), float(longitude))


@dataclass(frozen=True)
class _Found:
    """A place named by words `first` to `last` of a query; `spot` is None for a department."""

    first: int
    last: int
    department: str
    spot: _Spot | None
    by_code: bool


class PlaceFinder:
    """Finds the place that a query names, among all that the tables know."""

    def __init__(self, catalogue: "Catalogue", tables: PlaceTables) -> None:
        self._catalogue = catalogue
        self._tables = tables
        self._departments = catalogue.vocabulary.departments

    def find(self, query: Query) -> Place | None:
        """The place that a query names, or None."""
        if not query.text or '"' in query.text:
            return None
        tokens = [token for token in tokenise(query.text) if not token.is_compound]
        content = [token for token in tokens if not token.is_stop]
        found = self._find_department(content) or self._find_spot(tokens, content)
        if found is None:
            return None
        others = [token.exact for place, token in enumerate(content) if not found.first <= place <= found.last]
        ways = tuple(self._lead(query, found.department, " ".join(others)))
        label = self._label(found.department)
        if found.spot is None:
            total = self._catalogue.counts(_FACET).get(found.department, 0)
            return Place(f"Département {found.department}", label, total, None, None, ways, by_code=True)
        here = self._practices_at(found.spot)
        nearest, distance = (None, None) if here and not found.by_code else self._nearest(found.spot)
        return Place(found.spot.label, label, here, nearest, distance, ways, found.by_code)

    def _find_department(self, content: Sequence[Token]) -> _Found | None:
        """« 62 » alone, or « dept 62 » anywhere."""
        words = name_words(content)
        for place, word in enumerate(words):
            is_told = place > 0 and words[place - 1] in _BEFORE_NUMBER
            if word.upper() in self._departments and (is_told or len(words) == 1):
                return _Found(place - is_told, place, word.upper(), None, by_code=True)
        return None

    def _find_spot(self, tokens: Sequence[Token], content: Sequence[Token]) -> _Found | None:
        """The longest name; of several communes that bear it, the most populous."""
        words = name_words(content)
        mentions = [*self._tables.communes.mentions(words), *self._tables.areas.mentions(words)]
        mentions = [each for each in mentions if each.last > each.first or self._is_place(each, tokens, content)]
        if not mentions:
            return None
        best = max(mentions, key=lambda mention: mention.last - mention.first)
        spot = max(map(_Spot.read, best.values), key=lambda spot: spot.population)
        by_code = best.first == best.last and words[best.first].isdigit()
        return _Found(best.first, best.last, department_of(spot.code), spot, by_code)

    def _is_place(self, mention: NameMention, tokens: Sequence[Token], content: Sequence[Token]) -> bool:
        """Whether a single word is meant as a name: « bus », « rue » and « ville » are villages too.

        A French word is, after « à », where practices are, or alone if no document holds it or the vocabulary names it.
        """
        word = name_words([content[mention.first]])[0]
        spelling = self._catalogue.spelling
        if not spelling.is_french(word) or any(_Spot.read(value).code in self._located for value in mention.values):
            return True
        place = tokens.index(content[mention.first])
        is_alone = len(content) == 1 and (not spelling.frequency(word) or word in self._chosen)
        return is_alone or (place > 0 and tokens[place - 1].exact in _BEFORE_NAME)

    @cached_property
    def _chosen(self) -> set[str]:
        """The names of towns that editors gave departments in the vocabulary, those of one word."""
        return {" ".join(name_words(tokenise(name))) for term in self._departments.values() for name in term.also}

    @cached_property
    def _located(self) -> dict[str, _Spot]:
        """The communes that the practices name as their places, by code."""
        return {spot.code: spot for _, spot in self._spots}

    @cached_property
    def _counts(self) -> Counter[str]:
        """How many practices name each commune, by code."""
        return Counter(spot.code for _, spot in self._spots)

    @cached_property
    def _spots(self) -> list[tuple[int, _Spot]]:
        """Each practice, by number, with each commune that its place names."""
        spots: list[tuple[int, _Spot]] = []
        named: dict[str, dict[str, _Spot]] = {}
        for number, headline in enumerate(self._catalogue.headlines):
            departments = headline.terms.get(_FACET, ())
            if headline.place not in named:
                named[headline.place] = {spot.code: spot for spot in self._name_spots(headline.place)}
            found = named[headline.place].values()
            spots += [(number, spot) for spot in found if department_of(spot.code) in departments]
        return spots

    def _name_spots(self, place: str) -> Iterator[_Spot]:
        """The communes that a text names, themselves, by their group, or by the name of their inhabitants."""
        words = name_words(tokenise(place))
        for table in self._tables:
            for mention in table.mentions(words):
                yield from map(_Spot.read, mention.values)
        roots = [word.removesuffix(suffix) for word in words for suffix in _INHABITANTS if word.endswith(suffix)]
        for name in (root + ending for root in roots for ending in ("", "e", "es")):
            yield from map(_Spot.read, self._tables.communes.get([name]))

    def _practices_at(self, spot: _Spot) -> int:
        """How many practices are there; none when no search for its name would show them."""
        here = self._counts[spot.code]
        return here if here and self._catalogue.count(Query(text=spot.name)) else 0

    def _nearest(self, spot: _Spot) -> tuple[Alternative | None, int | None]:
        """The nearest commune where practices are, and how far it is in kilometres as the crow flies."""
        for near in sorted(self._located.values(), key=lambda other: (_distance(spot, other), other.code)):
            query = Query(text=near.name)
            if total := self._catalogue.count(query):
                return Alternative(near.name, query, total), round(_distance(spot, near))
        return None, None

    def _lead(self, query: Query, department: str, others: str) -> Iterator[Alternative]:
        """The other words of the query in the department, and all that the department has."""
        terms = ((_FACET, department),)
        label = self._label(department)
        for text, told in ((others, f"«\u00a0{others}\u00a0», {label}"), ("", label)):
            other = Query(text=text, terms=terms)
            if (text or not told.startswith("«")) and (total := self._catalogue.count(other)):
                yield Alternative(told, other, total)

    def _label(self, department: str) -> str:
        return self._catalogue.vocabulary.label("departments", department)


def _other_names(communes: Sequence[Commune], departments: Mapping[str, Term]) -> Iterator[tuple[str, Commune]]:
    """« Le Touquet » for Le Touquet-Paris-Plage, « Montreuil-sur-Mer » for Montreuil: names that begin alike."""
    words = {commune.code: tuple(name_words(tokenise(commune.name))) for commune in communes}
    for department, term in departments.items():
        there = [commune for commune in communes if commune.department == department]
        for name in term.also:
            typed = tuple(name_words(tokenise(name)))
            alike = [one for one in there if words[one.code][: len(typed)] == typed[: len(words[one.code])]]
            if alike and all(words[one.code] != typed for one in alike):
                yield name, max(alike, key=lambda commune: commune.population)


def _names_of_group(group: str) -> Iterable[str]:
    """What a group of communes is called: « CA de Béthune-Bruay, Artois-Lys Romane », or what is before the comma."""
    name = _GROUP_KIND.sub("", group)
    return {name, re.split(r"[,(]", name)[0]} if group else ()


def _write(label: str, commune: Commune) -> str:
    """The value of a table, as `_Spot.read` reads it."""
    cells = label, commune.code, commune.name, commune.population, commune.latitude, commune.longitude
    return "\t".join(map(str, cells))


def _distance(one: _Spot, other: _Spot) -> float:
    """Great-circle distance in kilometres (haversine formula)."""
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    half = math.sin((north - south) / 2) ** 2
    east = math.sin(math.radians(one.longitude - other.longitude) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(half + math.cos(north) * math.cos(south) * east))
