"""Serving the site: granian in production, and a watcher beside it for authors."""

import json
import logging
import os
import signal
import threading
import time
from pathlib import Path

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from app.catalogue.inventory import take_inventory
from app.catalogue.progress import Progress, tell_nobody
from app.catalogue.store import Store, default_store
from app.content.problem import UnusableContent
from app.journal import CONFIGURATION, open_journal
from app.web.application import create_app
from app.web.shelf import read_pending
from app.web.unanswered import Unanswered

WATCH_EVERY = 0.3  # seconds between two looks at the files

LONGEST_HEADERS = 32_768  # bytes: the first line and all headers of a request
HEADERS_WITHIN = 10_000  # milliseconds: who sends them more slowly is let go

END_WITHIN = 30  # seconds left to a worker for its requests in flight, when the server is asked to stop
LOOK_AT_PARENT_EVERY = 1.0  # seconds

THREADS = 4  # per worker: pages come from memory, more threads only wait for each other

_AUTHORING = "PRATIQUES_AUTHORING"
_log = logging.getLogger("pratiques")


def serve_site(content: Path, host: str, port: int, workers: int, reload: bool, progress: Progress) -> None:
    """Build what is missing, then serve until stopped. Raises UnusableContent when there is nothing to serve."""
    open_journal()
    store = default_store(content)
    prepare(store, progress)
    os.environ["PRATIQUES_CONTENT"] = str(content.resolve())
    os.environ[_AUTHORING] = "1" if reload else ""
    if reload:
        threading.Thread(target=watch, args=(store,), daemon=True).start()
    print(f"Le site est prêt : http://{host}:{port}", flush=True)  # noqa: T201 (what the person is waiting for)
    server = Granian(
        "app.server:application",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN, max_buffer_size=LONGEST_HEADERS),
        log_level=LogLevels.warning,
        log_dictconfig=CONFIGURATION,
        respawn_failed_workers=True,
        workers_kill_timeout=END_WITHIN,
    )
    server.serve()


def application() -> Flask:
    """What each worker runs."""
    open_journal()
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    store = default_store(Path(os.environ["PRATIQUES_CONTENT"]))
    wish = os.environ.get("PRATIQUES_UNANSWERED", "")
    unanswered = Unanswered(store.folder / "unanswered") if wish in ("count", "show") else None
    if unanswered:
        threading.Thread(target=unanswered.write_for_ever, daemon=True).start()
    authoring = bool(os.environ.get(_AUTHORING))
    return create_app(store, authoring, unanswered=unanswered, shows_unanswered=wish == "show")


def end_with(parent: int) -> None:
    """End this worker when the main process is no more: killed, it could not stop its workers, and they would stay."""
    while os.getppid() == parent:
        time.sleep(LOOK_AT_PARENT_EVERY)
    _log.error("main process lost, the worker ends")
    os.kill(os.getpid(), signal.SIGTERM)


def prepare(store: Store, progress: Progress = tell_nobody) -> None:
    """Publish the content as it is. When it cannot be, the last snapshot serves, and the journal says why.

    Raises UnusableContent or OSError when there is no snapshot either.
    """
    try:
        _note_pending(store, [])
        store.ensure(progress=progress)
    except (UnusableContent, OSError) as error:
        last = store.current()
        if last is None:
            raise
        _log.error(
            "content not published, the last snapshot serves", extra={"snapshot": last.name, "reason": str(error)}
        )


def watch(store: Store) -> None:
    """Publish the content each time it changes; while it has problems, keep the last good one and note them."""
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
        time.sleep(WATCH_EVERY)


def publish_if_sound(store: Store) -> bool:
    """Publish the content if it has no error, and say whether it was; else note what is wrong beside the snapshots."""
    try:
        store.ensure(only_sound=True)
    except UnusableContent as error:
        _note_pending(store, [problem.to_text() for problem in error.problems])
        _log.warning("content has problems, the last good one is kept", extra={"problems": len(error.problems)})
        return False
    _note_pending(store, [])
    return True


def _note_pending(store: Store, problems: list[str]) -> None:
    if problems == read_pending(store.folder):
        return
    store.folder.mkdir(parents=True, exist_ok=True)
    (store.folder / "pending.json").write_text(json.dumps(problems), encoding="utf-8")
