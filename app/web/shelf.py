"""The catalogue being served. When a new snapshot has been published, the next request sees it, whole."""

import json
import logging
import threading
import time
from pathlib import Path

from app.catalogue.catalogue import Catalogue
from app.catalogue.snapshot import Store, open_snapshot

CHECK_EVERY = 0.2  # seconds between two looks at the store
CATALOGUE = "pratiques.catalogue"  # where the environment of a request holds its catalogue

_log = logging.getLogger(__name__)


class Shelf:
    """Hands out one catalogue per request, and changes it between requests only."""

    def __init__(self, store: Store, check_every: float = CHECK_EVERY) -> None:
        self._store = store
        self._check_every = check_every
        self._lock = threading.Lock()
        self._checked = 0.0
        self._current = open_snapshot(store.current() or store.ensure())

    def catalogue(self) -> Catalogue:
        """The newest catalogue that can be opened; a damaged one is logged, and the last good one kept."""
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
        try:
            self._current = open_snapshot(path)
            _log.info("snapshot %s opened: %d practices", path.name, len(self._current.practices))
        except (OSError, ValueError) as error:
            _log.error("snapshot %s not opened, %s kept: %s", path.name, self._current.fingerprint, error)

    def pending_problems(self) -> list[str]:
        """While an author is writing: what keeps the newest content from being shown."""
        return read_pending(self._store.folder)


def read_pending(folder: Path) -> list[str]:
    """The problems that the watcher left beside the snapshots, one text each."""
    try:
        problems: list[str] = json.loads((folder / "pending.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return problems
