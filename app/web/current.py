"""Current catalogue: hot swap to a newly published snapshot between requests, and access to it inside one."""

import gc
import logging
import threading
import time
from pathlib import Path

from flask import abort, g

from app.catalogue.catalogue import Catalogue
from app.content.practice import Practice
from app.content.problem import UnusableContent
from app.snapshot.manifest import NAME
from app.snapshot.reader import open_snapshot
from app.snapshot.store import Store

CHECK_EVERY = 0.2  # seconds between two looks at the store
CURRENT = "pratiques.current"  # the key of the CurrentCatalogue in `app.extensions`
CATALOGUE = "pratiques.catalogue"  # the key of the catalogue in the WSGI environment of a request

_log = logging.getLogger(__name__)


def current_catalogue() -> Catalogue:
    """The catalogue that is pinned to the current request: typed accessor of `g.catalogue`. Templates: `catalogue`."""
    catalogue: Catalogue = g.catalogue
    return catalogue


class CurrentCatalogue:
    """Holder of the served catalogue: polls the store, opens a new snapshot and swaps it in. Thread-safe."""

    def __init__(self, store: Store, check_every: float = CHECK_EVERY) -> None:
        self._store = store
        self._check_every = check_every
        self._lock = threading.Lock()
        self._checked = 0.0
        self._current = open_best(store)
        self._refused: tuple[str, int] | None = None

    def catalogue(self) -> Catalogue:
        """The newest catalogue that opens. A damaged snapshot is logged once, and the last good one stays."""
        now = time.monotonic()
        if now - self._checked >= self._check_every and self._lock.acquire(blocking=False):
            try:
                self._checked = now
                self._open_newer()
            finally:
                self._lock.release()
        return self._current

    def _open_newer(self) -> None:
        path = self._store.current()
        if path is None or path.name == self._current.fingerprint:
            return
        identity = (path.name, _number(path / NAME))
        if identity == self._refused:
            return
        try:
            self._current = open_snapshot(path)
            gc.collect()  # frees the former one now: its parts refer to each other
            _log.info("snapshot opened", extra={"snapshot": path.name, "practices": len(self._current.practices)})
        except (OSError, ValueError) as error:
            self._refused = identity
            about = {"snapshot": path.name, "kept": self._current.fingerprint, "reason": str(error)}
            _log.error("snapshot damaged, the last good one is kept", extra=about)

    def pending_problems(self) -> list[str]:
        """For authors: the problems that keep the newest content from being published."""
        return self._store.read_pending()


def open_best(store: Store) -> Catalogue:
    """The catalogue at start-up: the published snapshot; else it is built again; else an older one (fallback).

    Raises UnusableContent, OSError or ValueError when there is neither a snapshot that opens nor content to build from.
    """
    path = store.current()
    if path:
        try:
            return open_snapshot(path)
        except (OSError, ValueError) as error:
            _log.error("snapshot damaged, built again", extra={"snapshot": path.name, "reason": str(error)})
    try:
        return open_snapshot(store.ensure())
    except (OSError, ValueError, UnusableContent) as error:
        for older in store.newest_first():
            try:
                catalogue = open_snapshot(older)
            except (OSError, ValueError):
                continue
            _log.error("no snapshot built, an older one serves", extra={"snapshot": older.name, "reason": str(error)})
            return catalogue
        raise


def _number(path: Path) -> int:
    """The inode number of a file; 0 when it cannot be read."""
    try:
        return path.stat().st_ino
    except OSError:
        return 0


def find_sheet(name: str) -> Practice | None:
    """The published practice of a slug or alias, or None."""
    catalogue = current_catalogue()
    found: Practice | None = catalogue.practice(name) or catalogue.practice(catalogue.current_slug(name) or "")
    return found


def open_sheet(name: str) -> Practice:
    """The same, or HTTP error: 410 when the practice was withdrawn, 404 when there never was one."""
    catalogue = current_catalogue()
    is_gone = catalogue.withdrawn(name) or catalogue.withdrawn(catalogue.current_slug(name) or "")
    return find_sheet(name) or abort(410 if is_gone else 404)
