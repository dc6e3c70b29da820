"""Scaffold of a new base: the files of app/starter/, copied into an empty folder with the day's dates filled in."""

import datetime
import json
from collections.abc import Iterator
from functools import reduce
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

PACKAGE = "pratiques"

_HIDDEN = {"github": ".github", "gitignore": ".gitignore"}  # package data does without names that begin with a dot
_MAY_STAND = {".git"}  # a repository that was just made is empty for its author
_NO_ADDRESS = f"# {PACKAGE} @ git+https://example.org/depot.git@v0.1.0"


class NotEmpty(Exception):
    """The target folder holds files already, or is no folder."""


def write_starter(folder: Path, today: datetime.date) -> list[Path]:
    """Write the files of a new base and return their paths. Raises NotEmpty, before anything is written."""
    if folder.exists() and not folder.is_dir():
        raise NotEmpty(f"« {folder} » est un fichier : il faut un dossier.")
    if folder.exists() and {path.name for path in folder.iterdir()} - _MAY_STAND:
        raise NotEmpty(f"« {folder} » n'est pas vide : rien n'y a été écrit. Choisissez un dossier neuf ou vide.")
    values = {
        "{today}": today.isoformat(),
        "{year}": str(today.year),
        "{before}": str(today.year - 2),
        "{requirement}": find_requirement(_read_origin()) or _NO_ADDRESS,
    }
    written = []
    for name, text in _read_files(files("app") / "starter"):
        filled = reduce(lambda filled, pair: filled.replace(*pair), values.items(), text)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(filled)
        written.append(path)
    return written


def find_requirement(origin: str | None) -> str:
    """The requirements.txt line for the commit that this software was installed from; "" if from no repository.

    `origin` is the content of direct_url.json, which pip writes for an installation from an address (PEP 610).
    """
    read = json.loads(origin or "{}")
    commit = read.get("vcs_info", {}).get("commit_id")
    return f"{PACKAGE} @ git+{read['url']}@{commit}" if commit and read["url"].startswith("https://") else ""


def _read_origin() -> str | None:
    try:
        return distribution(PACKAGE).read_text("direct_url.json")
    except PackageNotFoundError:
        return None


def _read_files(folder: Traversable, parent: str = "") -> Iterator[tuple[str, str]]:
    """Every file under a folder of the package, as it will be named, with its text."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = parent + _HIDDEN.get(entry.name, entry.name)
        if entry.is_dir():
            yield from _read_files(entry, f"{name}/")
        else:
            yield name, entry.read_text(encoding="utf-8")
