"""Incremental build: content folder → snapshot.

Unchanged segments of the former snapshot are reused (hard links): only practices whose file, or whose frame, has
changed are parsed and indexed again.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app.content.frame import load_frame
from app.content.headline import Headline
from app.content.library import Library, complete_library
from app.content.problem import Problem
from app.snapshot.inventory import INVENTORY, Inventory, take_inventory
from app.snapshot.manifest import Manifest
from app.snapshot.reader import write_library, write_near_words, write_site_index
from app.snapshot.segment import ParsedPractice, Segment, write_segment
from app.snapshot.workers import ParseSettings, read_practices

if TYPE_CHECKING:
    from app.snapshot.store import Progress

MAX_SEGMENTS = 4  # every search looks into each of them


class _LiveSegment(NamedTuple):
    """A segment of the new snapshot: its folder, and its live practices, place in the segment → headline.

    A practice whose file has changed since stays in its old segment as a deleted one (tombstone).
    """

    name: str
    headlines: dict[int, Headline]


def write_snapshot(
    folder: Path,
    content: Path,
    inventory: Inventory | None = None,
    former: Path | None = None,
    progress: "Progress | None" = None,
) -> Library:
    """Build a snapshot of a content folder in an empty folder, and return the library without its practices.

    `former` is an older snapshot, whose unchanged segments are reused. The manifest is written last, as the commit
    mark. Raises UnusableContent when the content does not allow it.
    """
    inventory = inventory or take_inventory(content)
    frame, problems = load_frame(content)
    kept = _reuse_segments(former, folder, inventory) if former else []
    held = {headline.slug for segment in kept for headline in segment.headlines.values()}
    settings = ParseSettings(content, frame)
    slugs = sorted(inventory.practices.keys() - held)
    new, found = _write_new_segment(settings, slugs, inventory.frame, folder / _name(len(kept)), progress)
    sheets, headlines = _merge_by_slug(kept + new)
    library = complete_library(content, frame, (), headlines, problems + found)
    practices = sum(not headline.is_withdrawn for headline in headlines)
    write_library(folder, library)
    write_site_index(folder, library, headlines)
    inventory.write(folder / INVENTORY)
    names = tuple(held.name for held in kept + new)
    write_near_words(folder, names, sheets)
    Manifest(inventory.fingerprint, practices, len(library.problems), names, sheets).write(folder)
    return library


def _reuse_segments(former: Path, folder: Path, inventory: Inventory) -> list[_LiveSegment]:
    """Reuse segments of an older snapshot: those of the same frame of which at least half is live.

    Beyond `MAX_SEGMENTS` the smallest are merged: their practices are written again with the new ones.
    """
    try:
        segments = [Segment(former / name) for name in Manifest.read(former).segments]
    except (OSError, ValueError, LookupError, TypeError):  # damaged: all is read anew
        return []
    shown = [(segment, _live_practices(segment, inventory)) for segment in segments if segment.frame == inventory.frame]
    worthy = [(segment, held) for segment, held in shown if len(held) * 2 >= max(len(segment.headlines), 1)]
    kept = sorted(worthy, key=lambda each: -len(each[1]))[: MAX_SEGMENTS - 1]
    for number, (segment, _) in enumerate(kept):
        shutil.copytree(segment.folder, folder / _name(number), copy_function=_link)
    return [_LiveSegment(_name(number), held) for number, (_, held) in enumerate(kept)]


def _live_practices(segment: Segment, inventory: Inventory) -> dict[int, Headline]:
    """The live practices of a segment: those whose file has the same digest still."""
    digests = inventory.practices
    return {n: one for n, one in enumerate(segment.headlines) if digests.get(one.slug) == one.digest}


def _write_new_segment(
    settings: ParseSettings, slugs: Sequence[str], frame_digest: str, folder: Path, progress: "Progress | None"
) -> tuple[list[_LiveSegment], list[Problem]]:
    """Write practices into a new segment, if there are any; with every problem of their files."""
    if not slugs:
        return [], []
    problems: list[Problem] = []

    def readings() -> Iterator[ParsedPractice]:
        for done, (reading, found) in enumerate(read_practices(settings, slugs), start=1):
            problems.extend(found)
            if reading:
                yield reading
            if progress:
                progress(done, len(slugs))

    folder.mkdir()
    like = folder.with_name(_name(0))
    write_segment(folder, readings(), settings.frame, frame_digest, like if like != folder else None)
    return [_LiveSegment(folder.name, dict(enumerate(Segment(folder).headlines)))], problems


def _merge_by_slug(segments: Sequence[_LiveSegment]) -> tuple[tuple[tuple[int, int], ...], list[Headline]]:
    """Merge segments by slug: the (segment, place) of each practice, and its headline, in the order of the slugs."""
    every = [
        (headline.slug, number, place, headline)
        for number, segment in enumerate(segments)
        for place, headline in segment.headlines.items()
    ]
    every.sort(key=lambda each: each[0])
    return tuple((number, place) for _, number, place, _ in every), [headline for *_, headline in every]


def _name(number: int) -> str:
    return f"segment-{number}"


def _link(source: str, target: str) -> None:
    """Hard link, or a copy where the file system has none."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
