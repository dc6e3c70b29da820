"""The immutable folder that a server opens: the library, its index, and the source files as they are.

A store holds snapshots by fingerprint. One is written beside its final name, then renamed: it is there whole or not at
all. Readers of an older one keep working, for nothing in it is ever changed.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from pydantic import TypeAdapter

from app.catalogue.catalogue import Catalogue, published
from app.catalogue.indexing import make_concepts, make_document
from app.catalogue.previewing import write_previews
from app.content.library import Library, load_library
from app.search.engine import Engine
from app.search.index import IndexPart

KEPT_SNAPSHOTS = 3
_CODE = Path(__file__).resolve().parent.parent
_LIBRARY = TypeAdapter(Library)


@dataclass(frozen=True)
class Store:
    """A folder of snapshots of one content folder."""

    content: Path
    folder: Path

    def path(self, fingerprint: str) -> Path:
        """Where the snapshot of this fingerprint is, or will be."""
        return self.folder / fingerprint

    def current(self) -> Path | None:
        """The snapshot published last, or None."""
        try:
            path = self.path((self.folder / "current").read_text(encoding="ascii").strip())
        except (OSError, ValueError):
            return None
        return path if (path / "manifest.json").exists() else None

    def ensure(self) -> Path:
        """Publish the snapshot of the content as it is now: found, or built by one process while others wait.

        Raises UnusableContent when there is nothing to build from.
        """
        fingerprint = take_fingerprint(self.content)
        path = self.path(fingerprint)
        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self.folder / "build.lock"):
            if not (path / "manifest.json").exists():
                self._build(fingerprint, load_library(self.content))
            self._publish(fingerprint)
        return path

    def _publish(self, fingerprint: str) -> None:
        """Point `current` at a snapshot, in one step: a reader sees the old name or the new one."""
        aside = self.folder / "current.new"
        aside.write_text(fingerprint, encoding="ascii")
        aside.replace(self.folder / "current")

    def _build(self, fingerprint: str, library: Library) -> None:
        aside = Path(tempfile.mkdtemp(prefix="building-", dir=self.folder))
        try:
            write_snapshot(aside, library, fingerprint, self.content)
            final = self.path(fingerprint)
            shutil.rmtree(final, ignore_errors=True)  # a folder without a manifest is not a snapshot
            aside.rename(final)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        self._forget_old(fingerprint)

    def _forget_old(self, current: str) -> None:
        """Keep the newest few; what a killed build left behind goes too, for the lock says that none is running."""
        for leftover in self.folder.glob("building-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        snapshots = sorted(self.folder.glob("*/manifest.json"), key=lambda path: path.stat().st_mtime, reverse=True)
        for manifest in snapshots[KEPT_SNAPSHOTS:]:
            if manifest.parent.name != current:
                shutil.rmtree(manifest.parent, ignore_errors=True)


def write_snapshot(folder: Path, library: Library, fingerprint: str, content: Path) -> None:
    """Write a snapshot into an empty folder; the manifest comes last, and says that all is there."""
    practices = published(library)
    documents = [make_document(practice, library) for practice in practices]
    Engine.build(folder, documents, make_concepts(library.glossary))
    (folder / "library.json").write_bytes(_LIBRARY.dump_json(library))
    (folder / "practices").mkdir()
    for practice in practices:
        shutil.copyfile(content / "practices" / f"{practice.slug}.md", folder / "practices" / f"{practice.slug}.md")
    write_previews(folder, library, practices)
    manifest = {"fingerprint": fingerprint, "practices": len(practices), "problems": len(library.problems)}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def open_snapshot(folder: Path) -> Catalogue:
    """The catalogue of a snapshot. Raises OSError or ValueError when it is damaged."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    library = _LIBRARY.validate_json((folder / "library.json").read_bytes())
    engine = Engine([IndexPart(folder)], make_concepts(library.glossary))
    return Catalogue(library, engine, fingerprint=manifest["fingerprint"], folder=folder)


def take_fingerprint(content: Path) -> str:
    """Sixteen hexadecimal digits that change with any content file and with the code that reads them."""
    digest = hashlib.sha256()
    for root, pattern in ((content, "**/*"), (_CODE, "**/*.py")):
        for path in _files(root, pattern):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _files(root: Path, pattern: str) -> Iterator[Path]:
    for path in sorted(root.glob(pattern)):
        if path.suffix in {".md", ".yaml", ".py"} and path.is_file() and not path.name.startswith("."):
            yield path


def default_store(content: Path) -> Store:
    """The store of a content folder: PRATIQUES_SNAPSHOTS, else var/snapshots beside the code, else the user's cache."""
    name = f"{content.resolve().parent.name}-{hashlib.sha256(str(content.resolve()).encode()).hexdigest()[:8]}"
    chosen = os.environ.get("PRATIQUES_SNAPSHOTS")
    if chosen:
        return Store(content, Path(chosen) / name)
    repository = _CODE.parent
    if os.access(repository, os.W_OK) and (repository / "pyproject.toml").exists():
        return Store(content, repository / "var" / "snapshots" / name)
    return Store(content, Path.home() / ".cache" / "pratiques" / name)
