"""Practice files read and written into new segments, by several processes when there are many."""

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from app.catalogue.progress import Progress
from app.catalogue.segment import Reading, SegmentWriter
from app.content.frame import Frame
from app.content.practice import Practice
from app.content.practice_file import PracticeReader
from app.content.problem import Problem
from app.preview.image import draw_sheet_preview

MANY = 400  # practices: from there on other processes are worth starting
MAX_PROCESSES = 4  # each writes one segment, and a search looks into every segment
TELL_EVERY = 0.2  # seconds between two reports of progress
LOOK_AT_PARENT_EVERY = 1.0  # seconds


@dataclass(frozen=True)
class Job:
    """The practices of one new segment, and the empty folder that it is to be written into.

    `like` is the folder of another segment, written with the same frame.
    """

    folder: Path
    content: Path
    slugs: tuple[str, ...]
    frame: Frame
    frame_digest: str
    draws_previews: bool = True
    like: Path | None = None

    def run(self, tell: Callable[[], None]) -> list[Problem]:
        """Write the segment, and return every problem of the files; `tell` is called after each."""
        problems: list[Problem] = []
        SegmentWriter(self.folder, self.frame, self.frame_digest, self.like).write(self._readings(problems, tell))
        return problems

    def _readings(self, problems: list[Problem], tell: Callable[[], None]) -> Iterator[Reading]:
        reader = PracticeReader(self.content, self.frame)
        for slug in self.slugs:
            path = self.content / "practices" / f"{slug}.md"
            practice, found = reader.read(path)
            problems += found
            if practice:
                yield Reading(practice, path.read_bytes(), self._preview(practice))
            tell()

    def _preview(self, practice: Practice) -> bytes:
        site, vocabulary = self.frame.site, self.frame.vocabulary
        return draw_sheet_preview(practice, site, vocabulary) if self.draws_previews else b""


def split(slugs: Sequence[str]) -> list[tuple[str, ...]]:
    """One part, or one for each process when there are many."""
    parts = min(os.cpu_count() or 1, MAX_PROCESSES) if len(slugs) >= MANY else 1
    size = -(-len(slugs) // parts)
    return [tuple(slugs[start : start + size]) for start in range(0, len(slugs), size)] if slugs else []


def run_jobs(jobs: Sequence[Job], progress: Progress) -> list[Problem]:
    """Write the segments of all jobs, and return every problem found."""
    total = sum(len(job.slugs) for job in jobs)
    if len(jobs) > 1:
        return _run_in_processes(jobs, total, progress)
    done = 0

    def tell() -> None:
        nonlocal done
        done += 1
        progress(done, total)

    return [problem for job in jobs for problem in job.run(tell)]


def _run_in_processes(jobs: Sequence[Job], total: int, progress: Progress) -> list[Problem]:
    context = get_context("spawn")
    done = context.Value("i", 0)
    with ProcessPoolExecutor(len(jobs), context, initializer=_begin, initargs=(done, os.getpid())) as pool:
        pending: set[Future[list[Problem]]] = {pool.submit(_run_job, job) for job in jobs}
        problems: list[Problem] = []
        while pending:
            finished, pending = wait(pending, timeout=TELL_EVERY, return_when=FIRST_COMPLETED)
            progress(done.value, total)
            for future in finished:
                problems += future.result()
    return problems


_done: "Synchronized[int] | None" = None  # in a process of the pool: the count that all of them share


def _begin(done: "Synchronized[int]", parent: int) -> None:
    global _done  # noqa: PLW0603 (how a pool hands something to its processes)
    _done = done
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process when the one that started it was killed: it would wait for work for ever."""
    while os.getppid() == parent:
        time.sleep(LOOK_AT_PARENT_EVERY)
    os._exit(1)


def _run_job(job: Job) -> list[Problem]:
    def tell() -> None:
        if _done is not None:
            with _done.get_lock():
                _done.value += 1

    with suppress(KeyboardInterrupt):  # the parent says that it was stopped
        return job.run(tell)
    return []
