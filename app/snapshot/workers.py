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
from app.snapshot.segment import ParsedPractice

MANY = 400  # practices: from there on other processes are worth starting
MAX_PROCESSES = 4  # the one that writes the index would not follow more

ParseResult = tuple[ParsedPractice | None, list[Problem]]


class ParseSettings(NamedTuple):
    """What a reader process needs."""

    content: Path
    frame: Frame


def read_practices(settings: ParseSettings, slugs: Sequence[str]) -> Iterator[ParseResult]:
    """Parse practice files, in order: each gives a reading or None, and every problem of the file."""
    processes = min(os.cpu_count() or 1, MAX_PROCESSES)
    if len(slugs) < MANY or processes == 1:
        reader = PracticeReader(settings.content, settings.frame)
        yield from (_read(reader, settings.content, slug) for slug in slugs)
    else:
        yield from _read_in_processes(settings, slugs, processes)


def _read(reader: PracticeReader, content: Path, slug: str) -> ParseResult:
    practice, source, problems = reader.read(content / "practices" / f"{slug}.md")
    return ParsedPractice(practice, source) if practice else None, problems


def _read_in_processes(settings: ParseSettings, slugs: Sequence[str], processes: int) -> Iterator[ParseResult]:
    """Round robin over the workers; the pipes give back-pressure. Raises OSError when a worker dies."""
    workers = [_spawn_worker() for _ in range(processes)]
    try:
        for number, (_, connection) in enumerate(workers):
            connection.send((settings, slugs[number::processes]))
        for number in range(len(slugs)):
            yield workers[number % processes][1].recv()
    except (EOFError, OSError) as error:
        raise OSError(errno.ECHILD, os.strerror(errno.ECHILD), str(settings.content)) from error
    finally:
        for process, connection in workers:
            connection.close()
            process.terminate()
            process.join()


def _spawn_worker() -> tuple[BaseProcess, Connection]:
    """Spawn a worker, with the pipe to it.

    Its task goes through the pipe: a process that dies while it is started would hang `start`.
    """
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_read_share, args=(there,), daemon=True)
    process.start()
    there.close()
    return process, here


def _read_share(connection: Connection) -> None:
    """Main function of a worker: ends when its share is read or its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, ConnectionError):
        settings, slugs = connection.recv()
        reader = PracticeReader(settings.content, settings.frame)
        for slug in slugs:
            connection.send(_read(reader, settings.content, slug))
