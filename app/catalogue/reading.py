"""Practice files read for a segment, by several processes when there are many, in the order that they are asked in."""

import os
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from app.catalogue.segment import Reading
from app.content.frame import Frame
from app.content.practice_file import PracticeReader
from app.content.problem import Problem
from app.preview.image import draw_sheet_preview

MANY = 400  # practices: from there on other processes are worth starting
MAX_PROCESSES = 4  # the one that writes the index would not follow more
BATCH = 16  # practices that a process is given at once
LOOK_AT_PARENT_EVERY = 1.0  # seconds
BATCHES_AHEAD = 3  # for each process: what is read before it is asked for stays in memory

Outcome = tuple[Reading | None, list[Problem]]


class Origin(NamedTuple):
    """Where practices are read, and with what. Without previews their images are empty."""

    content: Path
    frame: Frame
    draws_previews: bool = True


def read_practices(origin: Origin, slugs: Sequence[str]) -> Iterator[Outcome]:
    """What each file gives: a reading, or none and every problem of the file."""
    processes = min(os.cpu_count() or 1, MAX_PROCESSES)
    if len(slugs) < MANY or processes == 1:
        yield from map(_Desk(origin).read, slugs)
    else:
        yield from _read_in_processes(origin, slugs, processes)


class _Desk:
    """Where one process reads."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._reader = PracticeReader(origin.content, origin.frame)

    def read(self, slug: str) -> Outcome:
        path = self._origin.content / "practices" / f"{slug}.md"
        practice, problems = self._reader.read(path)
        if practice is None:
            return None, problems
        frame = self._origin.frame
        draws = self._origin.draws_previews
        preview = draw_sheet_preview(practice, frame.site, frame.vocabulary) if draws else b""
        return Reading(practice, path.read_bytes(), preview), problems


def _read_in_processes(origin: Origin, slugs: Sequence[str], processes: int) -> Iterator[Outcome]:
    batches = (slugs[start : start + BATCH] for start in range(0, len(slugs), BATCH))
    with ProcessPoolExecutor(processes, get_context("spawn"), _begin, (origin, os.getpid())) as pool:
        asked = deque(pool.submit(_read_batch, batch) for batch in islice(batches, processes * BATCHES_AHEAD))
        while asked:
            yield from asked.popleft().result()
            asked.extend(pool.submit(_read_batch, batch) for batch in islice(batches, 1))


_desk: _Desk  # in a process of the pool, from its beginning


def _begin(origin: Origin, parent: int) -> None:
    global _desk  # noqa: PLW0603 (how a pool hands something to its processes)
    _desk = _Desk(origin)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process when the one that started it was killed: it would wait for work for ever."""
    while os.getppid() == parent:
        time.sleep(LOOK_AT_PARENT_EVERY)
    os._exit(1)


def _read_batch(slugs: Sequence[str]) -> list[Outcome]:
    return [_desk.read(slug) for slug in slugs]
