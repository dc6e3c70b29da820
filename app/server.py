"""Serving the site: granian in production, and a watcher beside it for authors."""

import json
import logging
import os
import threading
import time
from pathlib import Path

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from app.catalogue.snapshot import Store, default_store, take_fingerprint
from app.content.library import UnusableContent, load_library
from app.web.application import create_app

WATCH_EVERY = 0.3  # seconds between two looks at the files

THREADS = 4  # per worker: pages come from memory, more threads only wait for each other

_AUTHORING = "PRATIQUES_AUTHORING"
_log = logging.getLogger("pratiques")


def serve_site(content: Path, host: str, port: int, workers: int, reload: bool) -> None:
    """Build what is missing, then serve until stopped. Raises UnusableContent when there is nothing to serve."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    store = default_store(content)
    _note_pending(store, [])
    store.ensure()
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
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    )
    server.serve()


def application() -> Flask:
    """What each worker runs."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    content = Path(os.environ["PRATIQUES_CONTENT"])
    return create_app(default_store(content), authoring=bool(os.environ.get(_AUTHORING)))


def watch(store: Store) -> None:
    """Publish the content each time it changes; while it has problems, keep the last good one and note them."""
    seen = take_fingerprint(store.content)
    while True:
        time.sleep(WATCH_EVERY)
        fingerprint = take_fingerprint(store.content)
        if fingerprint != seen:
            seen = fingerprint
            publish_if_sound(store)


def publish_if_sound(store: Store) -> bool:
    """Publish the content if it has no error, and say whether it was; else note what is wrong beside the snapshots."""
    try:
        problems = [problem for problem in load_library(store.content).problems if problem.severity == "error"]
    except UnusableContent as error:
        problems = error.problems
    except OSError as error:
        _log.error("content not read: %s", error)
        return False
    _note_pending(store, [problem.to_text() for problem in problems])
    if problems:
        _log.warning("%d problems: the last good content is kept", len(problems))
        return False
    store.ensure()
    return True


def _note_pending(store: Store, problems: list[str]) -> None:
    store.folder.mkdir(parents=True, exist_ok=True)
    (store.folder / "pending.json").write_text(json.dumps(problems), encoding="utf-8")
