"""Snapshot store: content-addressed snapshots of one content folder, and a `current` pointer to the published one.

Atomic publication: a snapshot is built in a temporary folder, renamed to its fingerprint, then `current` is replaced.
Readers of an older one keep working, for snapshots are immutable.
"""

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.content.problem import Problem, RefusedPublication, UnusableContent
from app.environment import IS_CHECKOUT, ROOT, cache_folder, derived_folder
from app.snapshot.inventory import INVENTORY, Inventory, take_inventory
from app.snapshot.manifest import NAME, DamagedSnapshot, count_practices, is_whole

Progress = Callable[[int, int], None]  # called with how many practices are done, and of how many

KEPT_SNAPSHOTS = 3
ATTEMPTS = 5  # at reading files that are being changed

_PENDING = "pending.json"
_TOLD = 20  # files that may not be read


@dataclass(frozen=True)
class Store:
    """Repository of the snapshots of one content folder."""

    content: Path
    folder: Path

    def path(self, fingerprint: str) -> Path:
        """The folder of the snapshot of this fingerprint, whether it exists or not."""
        return self.folder / fingerprint

    def current(self) -> Path | None:
        """The published snapshot, also when permissions forbid to read it; None when there is none."""
        try:
            path = self.path((self.folder / "current").read_text(encoding="ascii").strip())
        except (OSError, ValueError):
            return None
        try:
            return path if (path / NAME).exists() else None
        except PermissionError:  # who opens it will be told so
            return path

    def newest_first(self) -> list[Path]:
        """The snapshots that are kept, by the time of their manifests."""
        manifests = sorted(self.folder.glob(f"*/{NAME}"), key=lambda path: path.stat().st_mtime, reverse=True)
        return [manifest.parent for manifest in manifests]

    def ensure(self, only_sound: bool = False, progress: Progress | None = None, force: bool = False) -> Path:
        """Publish a snapshot of the content as it is now: reused, or built behind a file lock while others wait.

        Raises UnusableContent when there is nothing to build from; with `only_sound`, when there is any error;
        RefusedPublication, unless `force`, when most practices of the last snapshot are gone, or files may not be read;
        OSError when the disk refuses, or when files go on changing while they are read.
        """
        former = self.current()
        inventory = take_inventory(self.content, Inventory.read(former / INVENTORY) if former else None)
        path = self.path(inventory.fingerprint)
        if path == former and _is_built(path, only_sound):
            return path  # nothing to write, on a disk that may not let us
        from filelock import FileLock  # a server that has nothing to build does without

        _make_folder(self.folder)
        with FileLock(self.folder / "build.lock"):
            for _ in range(ATTEMPTS):
                is_built = _is_built(path, only_sound)
                if is_built and not force:
                    self._refuse_loss(inventory, path)
                if is_built or self._build(inventory, only_sound, progress, force):
                    self._publish(path.name)
                    return path
                inventory = take_inventory(self.content, inventory)
                path = self.path(inventory.fingerprint)
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(self.content))

    def note_pending(self, problems: list[str]) -> None:
        """Save the problems that keep the newest content from being published, one text each, for authors."""
        if problems != self.read_pending():
            _make_folder(self.folder)
            (self.folder / _PENDING).write_text(json.dumps(problems), encoding="utf-8")
            _let_read(self.folder / _PENDING)

    def read_pending(self) -> list[str]:
        """The problems that `note_pending` saved last."""
        try:
            problems: list[str] = json.loads((self.folder / _PENDING).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        return problems

    def _publish(self, fingerprint: str) -> None:
        """Atomic swap of the `current` pointer (write aside, then rename): a reader sees the old or the new."""
        aside = self.folder / "current.new"
        aside.write_text(fingerprint, encoding="ascii")
        _let_read(aside)
        aside.replace(self.folder / "current")

    def _refuse_loss(self, inventory: Inventory, path: Path) -> None:
        """Safety check before publication: raises RefusedPublication on mass deletion or unreadable files."""
        former = self.current()
        before, after = count_practices(former) if former else 0, count_practices(path)
        if not before:
            return
        last = "Le site garde ce qu'il montre. Pour publier quand même : « pratiques build --force »."
        name = self.content.name
        problems = [
            Problem(
                f"{name}/{file}", 1, "", f"Ce fichier est là, mais ne peut pas être lu : vérifiez ses droits. {last}"
            )
            for file in inventory.unreadable[:_TOLD]
        ]
        if after * 2 < before:
            message = f"La plupart des pratiques ont disparu : il y en a {after}, la base publiée en a {before}. {last}"
            admitted = f"toutes les fiches dans {name}/practices, lisibles et sans erreur (« pratiques check »)"
            problems.append(Problem(f"{name}/practices", 1, "", message, admitted=admitted))
        if problems:
            raise RefusedPublication(problems)

    def _build(self, inventory: Inventory, only_sound: bool, progress: Progress | None, force: bool) -> bool:
        """Build the snapshot of an inventory; False when the content changed while it was read (the caller retries)."""
        from app.snapshot.build import write_snapshot  # likewise

        aside = Path(tempfile.mkdtemp(prefix="building-", dir=self.folder))
        try:
            library = write_snapshot(aside, self.content, inventory, self.current(), progress)
            if only_sound:
                _refuse_errors(library.problems)
            if take_inventory(self.content, inventory).fingerprint != inventory.fingerprint:
                return False
            if not force:
                self._refuse_loss(inventory, aside)
            for written in (aside, *aside.rglob("*")):
                _let_read(written)
            final = self.path(inventory.fingerprint)
            shutil.rmtree(final, ignore_errors=True)  # what is not whole is no snapshot
            aside.rename(final)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        self._forget_old(inventory.fingerprint)
        return True

    def _forget_old(self, current: str) -> None:
        """Retention: keep the newest `KEPT_SNAPSHOTS`. Leftovers of killed builds go too: the lock excludes others."""
        for leftover in self.folder.glob("building-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        for snapshot in self.newest_first()[KEPT_SNAPSHOTS:]:
            if snapshot.name != current:
                shutil.rmtree(snapshot, ignore_errors=True)


def _is_built(path: Path, only_sound: bool) -> bool:
    """Whether a snapshot is there, whole. With `only_sound`, raises UnusableContent when its content has an error."""
    if not is_whole(path):
        return False
    if only_sound:
        from app.snapshot.reader import read_problems  # likewise

        try:
            _refuse_errors(read_problems(path))
        except DamagedSnapshot:
            return False
    return True


def _make_folder(folder: Path) -> None:
    """`mkdir -p` with mode 755: the site may be served by another user."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _let_read(folder)


def _let_read(path: Path) -> None:
    """Let every user read what is published: it is often built by one user and served by another.

    A file taken over from a snapshot that another user has built is left as it is.
    """
    with suppress(PermissionError):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _refuse_errors(problems: Iterable[Problem]) -> None:
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise UnusableContent(errors)


def default_store(content: Path, folder: Path | None = None) -> Store:
    """The store of a content folder, under a folder that may hold those of others.

    That is the one given, PRATIQUES_SNAPSHOTS, var/snapshots of a checkout that may be written to, or the user's cache.
    A content behind a link keeps its store when the link is switched.
    """
    place = content.absolute()
    name = f"{place.parent.name}-{hashlib.sha256(str(place).encode()).hexdigest()[:8]}"
    chosen = folder or os.environ.get("PRATIQUES_SNAPSHOTS")
    if chosen:
        return Store(content, Path(chosen) / name)
    if IS_CHECKOUT and os.access(ROOT, os.W_OK):
        return Store(content, derived_folder() / "snapshots" / name)
    return Store(content, cache_folder() / "snapshots" / name)
