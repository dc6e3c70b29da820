"""File inventory of a content folder (size, time of change, SHA-256), and the fingerprint that names a snapshot."""

import hashlib
import json
import os
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from app.content.frame import FRAME_FILES
from app.content.gazetteer import PLACES_FILE
from app.content.practice_file import escapes_root
from app.environment import digest_of_code

PRACTICES = "practices/"
INVENTORY = "inventory.json"  # its file in a snapshot

_UNREADABLE = "unreadable"
_SUFFIXES = (".md", ".yaml", PLACES_FILE)
_LARGEST = 1_000_000  # bytes: a larger file is refused by its reader, which does not need its digest either
_DOUBTFUL = 2_000_000_000  # nanoseconds: a file changed so shortly before it was looked at may change again unseen


class FileState(NamedTuple):
    """File metadata: size in bytes, time of change in nanoseconds, SHA-256.

    The time is the later of `st_mtime` and `st_ctime`: two files that a symbolic link leads to in turn may have one
    size and one date, as archives give them.
    """

    size: int
    changed: int
    digest: str


class Inventory:
    """Files of a content folder by relative path; `taken` is the time of the scan, in nanoseconds."""

    def __init__(self, files: Mapping[str, FileState], taken: int) -> None:
        self.files = files
        self.taken = taken

    @cached_property
    def fingerprint(self) -> str:
        """Content address: 16 hexadecimal digits of a SHA-256 over every file and the code that reads them."""
        return _digest_of({name: state.digest for name, state in self.files.items()})[:16]

    @cached_property
    def frame(self) -> str:
        """SHA-256 over the frame (vocabulary, glossary, sources…) that practices are read with, and the code."""
        return _digest_of({name: self.files[name].digest for name in FRAME_FILES if name in self.files})

    @cached_property
    def practices(self) -> dict[str, str]:
        """The digest of each file of a practice, by slug."""
        return {
            name.removeprefix(PRACTICES).removesuffix(".md"): state.digest
            for name, state in self.files.items()
            if name.startswith(PRACTICES) and name.endswith(".md") and "/" not in name.removeprefix(PRACTICES)
        }

    @property
    def unreadable(self) -> list[str]:
        """The files that exist, and that the process had no permission to read."""
        return [name for name, state in self.files.items() if state.digest.startswith(_UNREADABLE)]

    def state(self, name: str, size: int, changed: int) -> FileState | None:
        """Cache lookup: the state of a file whose size and time of change are the same; None when in doubt."""
        known = self.files.get(name)
        is_same = known and (known.size, known.changed) == (size, changed) and changed < self.taken - _DOUBTFUL
        return known if is_same else None

    @classmethod
    def read(cls, path: Path) -> "Inventory":
        """Load the JSON that `write` saved; an empty inventory when it is missing or damaged."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            return cls({name: FileState(*state) for name, state in data["files"].items()}, data["taken"])
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return cls({}, 0)

    def write(self, path: Path) -> None:
        """Save it as JSON."""
        path.write_text(json.dumps({"taken": self.taken, "files": self.files}), encoding="utf-8")


def take_inventory(content: Path, known: Inventory | None = None) -> Inventory:
    """Scan a content folder. Files unchanged since `known` are not hashed again."""
    known = known or Inventory({}, 0)
    taken = time.time_ns()
    files = {}
    for name, status in _walk(content):
        changed = max(status.st_mtime_ns, status.st_ctime_ns)
        state = known.state(name, status.st_size, changed)
        files[name] = state or FileState(status.st_size, changed, _identify(content / name, status))
    return Inventory(files, taken)


def _walk(folder: Path | str, inside: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """Content files with their stat, by relative path; links to folders are followed only where a reader would."""
    with suppress(OSError), os.scandir(folder) as entries:  # no folder, no files
        for entry in entries:
            if _is_folder(entry):
                if not entry.is_symlink() or not (inside or escapes_root(Path(entry.path))):
                    yield from _walk(entry.path, f"{inside}{entry.name}/")
            elif entry.name.endswith(_SUFFIXES) and not entry.name.startswith("."):
                with suppress(FileNotFoundError):  # gone since it was listed
                    yield inside + entry.name, entry.stat(follow_symlinks=False)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself: one entry that is none keeps nobody from seeing the others
        return False


def _identify(path: Path, status: os.stat_result) -> str:
    """SHA-256 of a file; of its metadata when it is not regular or too large; or a mark that it is unreadable."""
    if stat.S_ISREG(status.st_mode) and status.st_size <= _LARGEST:
        try:
            content = path.read_bytes()
        except OSError as error:
            return f"{_UNREADABLE}: {error.errno}"
    else:
        content = f"not read: {status.st_mode} {status.st_size} {status.st_mtime_ns}".encode()
    return hashlib.sha256(content).hexdigest()


def _digest_of(digests: Mapping[str, str]) -> str:
    whole = hashlib.sha256(digest_of_code().encode())
    for name in sorted(digests):
        whole.update(name.encode(errors="surrogateescape") + b"\0" + digests[name].encode())
    return whole.hexdigest()
