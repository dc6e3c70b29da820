"""Parallel parsing of practice files by a pool of processes, results in the order asked; serial when there are few."""

import errno
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

from app.content.frame import Frame
from app.content.practice_file import PracticeReader
from app.content.problem import Problem
from app.preview.image import draw_sheet_preview
from app.snapshot.segment import ParsedPractice

MANY = 400  # practices: from there on other processes are worth starting
MAX_PROCESSES = 4  # the one that writes the index would not follow more

ParseResult = tuple[ParsedPractice | None, list[Problem]]


class ParseSettings(NamedTuple):
    """What a reader process needs: content folder, frame, and whether to draw previews (else images are empty)."""

    content: Path
    frame: Frame
    draws_previews: bool = True


def read_practices(settings: ParseSettings, slugs: Sequence[str]) -> Iterator[ParseResult]:
    """Parse practice files, in order: each gives a reading or None, and every problem of the file."""
    processes = min(os.cpu_count() or 1, MAX_PROCESSES)
    if len(slugs) < MANY or processes == 1:
        yield from map(_ProcessReader(settings).read, slugs)
    else:
        yield from _read_in_processes(settings, slugs, processes)


class _ProcessReader:
    """Per-process reader: parses a practice file and draws its preview."""

    def __init__(self, settings: ParseSettings) -> None:
        self._settings = settings
        self._reader = PracticeReader(settings.content, settings.frame)

    def read(self, slug: str) -> ParseResult:
        path = self._settings.content / "practices" / f"{slug}.md"
        practice, content, problems = self._reader.read(path)
        if practice is None:
            return None, problems
        frame = self._settings.frame
        draws = self._settings.draws_previews
        preview = draw_sheet_preview(practice, frame.site, frame.vocabulary) if draws else b""
        return ParsedPractice(practice, content, preview), problems


class _WorkerProcess(NamedTuple):
    """A worker process and the pipe to it."""

    process: BaseProcess
    connection: Connection


def _read_in_processes(settings: ParseSettings, slugs: Sequence[str], processes: int) -> Iterator[ParseResult]:
    """Round robin over the workers; the pipes give back-pressure. Raises OSError when a worker dies."""
    workers = [_spawn_worker() for _ in range(processes)]
    try:
        for number, worker in enumerate(workers):
            worker.connection.send((settings, slugs[number::processes]))
        for number in range(len(slugs)):
            yield workers[number % processes].connection.recv()
    except (EOFError, OSError) as error:
        raise OSError(errno.ECHILD, os.strerror(errno.ECHILD), str(settings.content)) from error
    finally:
        for process, connection in workers:
            connection.close()
            process.terminate()
            process.join()


def _spawn_worker() -> _WorkerProcess:
    """Spawn a worker. Its task goes through the pipe: a process that dies while it is started would hang `start`."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_read_share, args=(there,), daemon=True)
    process.start()
    there.close()
    return _WorkerProcess(process, here)


def _read_share(connection: Connection) -> None:
    """Main function of a worker: ends when its share is read or its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, ConnectionError):
        settings, slugs = connection.recv()
        reader = _ProcessReader(settings)
        for slug in slugs:
            connection.send(reader.read(slug))
