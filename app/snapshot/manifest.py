"""Manifest of a snapshot: its segments, and size and CRC-32 of every file. Written last, as the commit mark."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from zlib import crc32

from pydantic import TypeAdapter

from app.environment import digest_of_code

NAME = "manifest.json"

_CHUNK = 1_000_000  # bytes


class DamagedSnapshot(ValueError):
    """A snapshot that is incomplete, corrupt, unreadable, or written by another version of the software."""


@dataclass(frozen=True)
class Manifest:
    """`segments` are folder names; `sheets` the (segment, place) of each practice, in the order of the slugs."""

    fingerprint: str
    practices: int
    problems: int
    segments: tuple[str, ...]
    sheets: tuple[tuple[int, int], ...]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Load a manifest and verify the integrity of every file. Raises DamagedSnapshot."""
        try:
            data = json.loads((folder / NAME).read_text(encoding="utf-8"))
            if data.pop("code", "") != digest_of_code():
                raise DamagedSnapshot(f"{folder.name} was written by another version")
            files: dict[str, list[int]] = data.pop("files")
            damaged = [name for name, signature in files.items() if _sign(folder / name) != signature]
            if damaged:
                raise DamagedSnapshot(f"{folder.name} is damaged: {', '.join(damaged[:3])}")
            return TypeAdapter(cls).validate_python(data)
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise DamagedSnapshot(f"{folder.name} cannot be read: {error}") from error

    def write(self, folder: Path) -> None:
        """Write the manifest, with a checksum of every file in the folder: the snapshot is complete."""
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        signatures = {path.relative_to(folder).as_posix(): _sign(path) for path in files}
        data: dict[str, Any] = {"code": digest_of_code(), **vars(self), "files": signatures}
        (folder / NAME).write_text(json.dumps(data), encoding="utf-8")


def count_practices(folder: Path) -> int:
    """The number of published practices, whichever version wrote the snapshot; 0 without a readable manifest."""
    try:
        return int(json.loads((folder / NAME).read_text(encoding="utf-8"))["practices"])
    except (OSError, ValueError, LookupError, TypeError):
        return 0


def _sign(path: Path) -> list[int]:
    """Size in bytes and CRC-32 of a file: finds accidental corruption in a third of the time of a SHA-256."""
    checksum = size = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            checksum, size = crc32(chunk, checksum), size + len(chunk)
    return [size, checksum]


def is_whole(folder: Path) -> bool:
    """Whether a snapshot exists and passes its integrity check."""
    try:
        Manifest.read(folder)
    except DamagedSnapshot:
        return False
    return True
