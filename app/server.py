"""Server: granian runs the WSGI workers; a file watcher publishes changes for authors."""

import logging
import os
import socket
import threading
import time
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from app import worker
from app.content.problem import UnusableContent
from app.snapshot.inventory import take_inventory
from app.snapshot.store import Progress, Store, default_store
from app.web.templating.environment import compile_once
from app.worker import CONFIGURATION, open_journal

POLL_INTERVAL = 0.3  # seconds between two looks at the files

MAX_HEADER_BYTES = 32_768  # bytes: the first line and all headers of a request
HEADER_READ_TIMEOUT = 10_000  # milliseconds: who sends them more slowly is let go

SHUTDOWN_TIMEOUT = 30  # seconds left to a worker for its requests in flight, when the server is asked to stop
THREADS = 4  # per worker: pages come from memory, more threads only wait for each other

_log = logging.getLogger("pratiques")


def serve_site(
    content: Path, host: str, port: int, workers: int, reload: bool, progress: Progress, force: bool = False
) -> None:
    """Build the snapshot if it is missing, then serve until stopped.

    Raises UnusableContent when there is nothing to serve, OSError when the port is taken.
    """
    open_journal()
    check_port_is_free(host, port)
    store = default_store(content)
    prepare(store, progress, only_sound=reload, force=force)
    compile_once()
    os.environ["PRATIQUES_CONTENT"] = str(content.absolute())  # of a link, not of what it leads to today
    os.environ["PRATIQUES_AUTHORING"] = "1" if reload else ""
    if reload:
        threading.Thread(target=watch, args=(store,), daemon=True).start()
    print(f"Le site démarre : http://{host}:{port}", flush=True)  # noqa: T201 (what the person is waiting for)
    server = Granian(
        f"{worker.__name__}:{worker.application.__name__}",  # loaded here once, before the processes that run it
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_READ_TIMEOUT, max_buffer_size=MAX_HEADER_BYTES),
        log_level=LogLevels.warning,
        log_dictconfig=CONFIGURATION,
        respawn_failed_workers=True,
        workers_kill_timeout=SHUTDOWN_TIMEOUT,
    )
    server.serve()


def check_port_is_free(host: str, port: int) -> None:
    """Probe the address with a socket. Raises OSError when it cannot be bound.

    granian would say so in its own words, once all is loaded.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except OSError as error:
        raise OSError(error.errno, error.strerror, f"{host}:{port}") from error


def prepare(store: Store, progress: Progress | None = None, only_sound: bool = False, force: bool = False) -> None:
    """Publish a snapshot of the content; when that fails, the last one is served, and the log says why.

    With `only_sound`, for authors, content with an error is published only when there is no snapshot yet, and its
    problems are noted. `force` publishes even when most practices are gone. Raises UnusableContent or OSError when
    there is no snapshot either.
    """
    try:
        if not only_sound:
            store.note_pending([])
        if not only_sound or (not publish_if_sound(store, progress) and store.current() is None):
            store.ensure(progress=progress, force=force)
    except (UnusableContent, OSError) as error:
        last = store.current()
        if last is None:
            raise
        _log.error(
            "content not published, the last snapshot serves", extra={"snapshot": last.name, "reason": str(error)}
        )


def watch(store: Store) -> None:
    """File watcher, by polling: publish a snapshot at each change; content with errors keeps the last good one."""
    published = store.current()
    tried = published.name if published else ""
    seen = None
    while True:
        try:
            seen = take_inventory(store.content, seen)
            if seen.fingerprint != tried:
                tried = seen.fingerprint
                publish_if_sound(store)
        except OSError as error:  # a file that vanished while it was read, a disk that is full: the next look may do
            _log.error("content not published, the last good one is kept", extra={"reason": str(error)})
        time.sleep(POLL_INTERVAL)


def publish_if_sound(store: Store, progress: Progress | None = None) -> bool:
    """Publish a snapshot unless the content has errors, which are noted beside the snapshots.

    Returns whether it was published.
    """
    try:
        store.ensure(only_sound=True, progress=progress)
    except UnusableContent as error:
        store.note_pending([problem.to_text() for problem in error.problems])
        _log.warning("content has problems, the last good one is kept", extra={"problems": len(error.problems)})
        return False
    store.note_pending([])
    return True
