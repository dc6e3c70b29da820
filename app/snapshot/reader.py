"""Snapshot reader: opens an immutable snapshot folder as a `Catalogue`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from app.catalogue.catalogue import Catalogue, LazyPractices, cache_opener
from app.catalogue.indexing import RULES, make_concepts
from app.catalogue.place import PlaceTables
from app.catalogue.site_index import SiteIndex
from app.content.headline import Headline
from app.content.library import Library
from app.content.practice import FACETS, Practice
from app.content.problem import Problem
from app.search.engine import open_engine, write_neighbours
from app.search.neighbours import Neighbours
from app.search.whoosh_index import GONE, IndexPart
from app.snapshot.inventory import INVENTORY, Inventory
from app.snapshot.manifest import DamagedSnapshot, Manifest
from app.snapshot.segment import Segment

_LIBRARY_FILE = "library.json"
_LIBRARY = TypeAdapter(Library)
_SITE_INDEX_FILE = "site_index.json"
_SITE_INDEX = TypeAdapter(SiteIndex)
NEIGHBOURS = "neighbours.txt"


@dataclass(frozen=True)
class _SnapshotFiles:
    """Multi-segment reader: practices by global number; `sheets` maps each to its segment and place."""

    folder: Path
    segments: Sequence[Segment]
    sheets: Sequence[tuple[int, int]]

    def practice(self, number: int) -> Practice:
        segment, place = self.sheets[number]
        return self.segments[segment].practice(place)

    def source(self, number: int) -> bytes:
        segment, place = self.sheets[number]
        return self.segments[segment].source(place)

    def former_digests(self, version: str) -> Mapping[str, str]:
        """From the inventory of a sibling snapshot; empty once the store has removed it."""
        return Inventory.read(self.folder.parent / version / INVENTORY).practices

    def index_parts(self) -> list[IndexPart]:
        """The index of each segment, with its document number map: global number, or `GONE` for a deleted one."""
        numbers = [[GONE] * len(segment.headlines) for segment in self.segments]
        published = (
            (segment, place)
            for segment, place in self.sheets
            if not self.segments[segment].headlines[place].is_withdrawn
        )
        for number, (segment, place) in enumerate(published):
            numbers[segment][place] = number
        return [IndexPart(segment.folder, numbers[n]) for n, segment in enumerate(self.segments)]


def write_library(folder: Path, library: Library) -> None:
    """Serialise the library into a snapshot's folder, without its practices, which are in segments."""
    (folder / _LIBRARY_FILE).write_bytes(_LIBRARY.dump_json(replace(library, communes=())))
    PlaceTables.of(library.communes, library.vocabulary.departments).write(folder)


def write_site_index(folder: Path, library: Library, headlines: Sequence[Headline]) -> None:
    """Serialise the index of the site around these practices as JSON into a snapshot's folder."""
    published = [headline for headline in headlines if not headline.is_withdrawn]
    index = SiteIndex.build(library, published, FACETS)
    (folder / _SITE_INDEX_FILE).write_bytes(_SITE_INDEX.dump_json(index))


def write_near_words(folder: Path, segments: Sequence[str], sheets: Sequence[tuple[int, int]]) -> None:
    """Write the nearest words among those of all published practices into a snapshot's folder."""
    files = _SnapshotFiles(folder, [Segment(folder / name) for name in segments], sheets)
    write_neighbours(folder / NEIGHBOURS, files.index_parts())


def read_problems(folder: Path) -> tuple[Problem, ...]:
    """The validation problems of the content that a snapshot was built from. Raises DamagedSnapshot."""
    try:
        return _LIBRARY.validate_json((folder / _LIBRARY_FILE).read_bytes()).problems
    except (OSError, ValueError) as error:
        raise DamagedSnapshot(f"{folder.name} cannot be opened: {error}") from error


def open_snapshot(folder: Path) -> Catalogue:
    """Load a snapshot as a catalogue. Raises DamagedSnapshot when it fails its integrity check or does not load."""
    manifest = Manifest.read(folder)
    try:
        return _open(folder, manifest)
    except Exception as error:
        raise DamagedSnapshot(f"{folder.name} cannot be opened: {error}") from error


def _open(folder: Path, manifest: Manifest) -> Catalogue:
    files = _SnapshotFiles(folder, [Segment(folder / name) for name in manifest.segments], manifest.sheets)
    library = _LIBRARY.validate_json((folder / _LIBRARY_FILE).read_bytes())
    practices = LazyPractices(cache_opener(files.practice), range(len(files.sheets)))
    headlines = [files.segments[n].headlines[place] for n, place in files.sheets]
    published = [headline for headline in headlines if not headline.is_withdrawn]
    concepts = make_concepts(library.glossary)
    places = PlaceTables.read(folder)
    facets = [facet.name for facet in FACETS]
    engine = open_engine(files.index_parts(), concepts, published, RULES, facets, places.communes)
    return Catalogue(
        replace(library, practices=practices),
        engine.planner,
        engine.backend,
        headlines=headlines,
        files=files,
        fingerprint=manifest.fingerprint,
        site_index=_SITE_INDEX.validate_json((folder / _SITE_INDEX_FILE).read_bytes()),
        places=places,
        neighbours=Neighbours.read(folder / NEIGHBOURS),
    )
