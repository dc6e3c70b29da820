"""Segment: an immutable part of a snapshot with some practices (texts, headlines, search index). Writer and reader.

A segment depends on its practices and on the frame they were read with, not on other practices. So the next snapshot
reuses the segments of the one before, and adds one for what is new (as Lucene does).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Lock
from typing import NamedTuple
from weakref import WeakValueDictionary, finalize

from app.catalogue.indexing import make_concepts, make_document
from app.content.frame import Frame
from app.content.headline import Headline
from app.content.practice import Practice
from app.search.document import SearchDocument
from app.search.engine import write_part

_TEXTS, _HEADLINES = "practices.bin", "headlines.json"


class ParsedPractice(NamedTuple):
    """Parsed practice, with the bytes of its source file."""

    practice: Practice
    source: bytes


class StoredRange(NamedTuple):
    """Offset table entry: offset of a practice in `practices.bin`, then sizes of its JSON and source, in bytes."""

    start: int
    practice: int
    source: int


def write_segment(
    folder: Path, readings: Iterable[ParsedPractice], frame: Frame, frame_digest: str, like: Path | None = None
) -> None:
    """Write practices that were read with one frame into an empty folder. Streams them: few are in memory.

    `like` is the folder of another segment of this frame, whose data common to all may be copied.
    """
    rows: list[tuple[list[object], StoredRange]] = []

    def documents() -> Iterator[SearchDocument]:
        """Write the stored fields of each practice, add its row to the headline table, yield its search document."""
        with (folder / _TEXTS).open("wb") as texts:
            for practice, source in readings:
                text = practice.model_dump_json().encode()
                place = StoredRange(texts.tell(), len(text), len(source))
                texts.write(text + source)
                digest = hashlib.sha256(source).hexdigest()
                rows.append((Headline.of(practice, digest).to_row(), place))
                yield make_document(practice, frame.vocabulary)

    write_part(folder, documents(), make_concepts(frame.glossary), like)
    data = {"frame": frame_digest, "rows": rows}
    (folder / _HEADLINES).write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


class _HeadlineTable:
    """The part of a segment that is held in memory: digest of the frame, headlines, offset table."""

    def __init__(self, path: Path) -> None:
        data = json.loads(path.read_text(encoding="utf-8"))
        self.frame: str = data["frame"]
        self.headlines = tuple(Headline.from_row(row) for row, _ in data["rows"])
        self.places = tuple(StoredRange(*place) for _, place in data["rows"])


_tables: WeakValueDictionary[tuple[int, ...], _HeadlineTable] = WeakValueDictionary()


def _read_table(path: Path) -> _HeadlineTable:
    """Shared by inode: snapshots hard-link each other's segments, and open ones are loaded once."""
    status = path.stat()
    identity = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
    table = _tables.get(identity) or _HeadlineTable(path)
    return _tables.setdefault(identity, table)


class Segment:
    """Segment reader; practices are numbered in the order written."""

    def __init__(self, folder: Path) -> None:
        """Open a segment folder. Raises OSError or ValueError."""
        self.folder = folder
        self._table = _read_table(folder / _HEADLINES)
        self.frame = self._table.frame
        self.headlines = self._table.headlines
        self._lock = Lock()
        self._texts = (folder / _TEXTS).open("rb")
        finalize(self, self._texts.close)

    def practice(self, number: int) -> Practice:
        """Deserialise a whole practice."""
        place = self._table.places[number]
        return Practice.model_validate_json(self._read(place.start, place.practice))

    def source(self, number: int) -> bytes:
        """The Markdown source of a practice, in bytes."""
        place = self._table.places[number]
        return self._read(place.start + place.practice, place.source)

    def _read(self, start: int, size: int) -> bytes:
        """From the open file, which stays readable when the folder is removed. `mmap` would end wholly in memory."""
        with self._lock:
            self._texts.seek(start)
            return self._texts.read(size)
