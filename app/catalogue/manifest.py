"""The last file written into a snapshot: what it holds, and the size of every file, so that a torn one is seen."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from app.catalogue.code import digest_of_code

NAME = "manifest.json"


class DamagedSnapshot(ValueError):
    """A snapshot that is not whole, or that this version of the software did not write."""


@dataclass(frozen=True)
class Manifest:
    """`segments` are folders; `sheets` says, in the order of the slugs, in which segment and place each practice is."""

    fingerprint: str
    practices: int
    problems: int
    segments: tuple[str, ...]
    sheets: tuple[tuple[int, int], ...]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The manifest of a snapshot whose files are all there, each with its size. Raises DamagedSnapshot."""
        try:
            data = json.loads((folder / NAME).read_text(encoding="utf-8"))
            if data.pop("code", "") != digest_of_code():
                raise DamagedSnapshot(f"{folder.name} was written by another version")
            sizes: dict[str, int] = data.pop("sizes")
            torn = [name for name, size in sizes.items() if (folder / name).stat().st_size != size]
            if torn:
                raise DamagedSnapshot(f"{folder.name} is damaged: {', '.join(torn[:3])}")
            return cls(
                fingerprint=str(data["fingerprint"]),
                practices=int(data["practices"]),
                problems=int(data["problems"]),
                segments=tuple(map(str, data["segments"])),
                sheets=tuple((int(segment), int(place)) for segment, place in data["sheets"]),
            )
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise DamagedSnapshot(f"{folder.name} cannot be read: {error}") from error

    def write(self, folder: Path) -> None:
        """Close a snapshot: every file that is in the folder now belongs to it."""
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
        data: dict[str, Any] = {"code": digest_of_code(), **vars(self), "sizes": sizes}
        (folder / NAME).write_text(json.dumps(data), encoding="utf-8")


def is_whole(folder: Path) -> bool:
    """Whether a snapshot is there with all its files."""
    try:
        Manifest.read(folder)
    except DamagedSnapshot:
        return False
    return True
