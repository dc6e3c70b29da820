"""Environment of a process: templates, static files, content, cache folder, today, version of the code.

A checkout of the repository has templates/, static/ and content/ beside app/, and keeps what is derived in var/. A
wheel carries the templates and the static files inside the package (setup.py), and no content; what it derives goes to
the user's cache, never among packages.
"""

import datetime
import hashlib
import os
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
IS_CHECKOUT = not (_PACKAGE / "templates").is_dir()
ROOT = _PACKAGE.parent if IS_CHECKOUT else _PACKAGE  # of templates/ and static/
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"


def find_content() -> Path | None:
    """The default content folder: the checkout's own, else content/ of the current folder, else None."""
    beside_code = [ROOT / "content"] if IS_CHECKOUT else []
    return next((folder for folder in [*beside_code, Path("content")] if folder.is_dir()), None)


def derived_folder() -> Path:
    """The folder of derived files (snapshots, compiled templates): var/ of a checkout, else the cache of the user."""
    return ROOT / "var" if IS_CHECKOUT else cache_folder()


def cache_folder() -> Path:
    """The cache of the user (XDG base directory specification); of the system for a user without a home."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        return (given if given.is_absolute() else Path.home() / ".cache") / "pratiques"
    except RuntimeError:
        return Path("/var/cache/pratiques")


def today() -> datetime.date:
    """The current date; the environment variable PRATIQUES_TODAY, an ISO date, overrides it for tests."""
    with suppress(ValueError):
        return datetime.date.fromisoformat(os.environ.get("PRATIQUES_TODAY", ""))
    return datetime.date.today()


# What bleach or Jinja made of a text before it was mended is not to be shown after.
LIBRARIES = frozenset(
    {
        "bleach",
        "jinja2",
        "markdown",
        "markupsafe",
        "pillow",
        "pydantic",
        "pydantic_core",
        "python_frontmatter",
        "pyyaml",
        "simplemma",
        "snowballstemmer",
        "webencodings",
        "whoosh",
    }
)


@cache
def digest_of_code() -> str:
    """SHA-256 of the sources and of the versions of libraries, in hexadecimal.

    Cached: a process keeps the code that it has loaded.
    """
    digest = hashlib.sha256(" ".join(list_libraries()).encode())
    for path in sorted(_PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def list_libraries() -> list[str]:
    """Name and version of each library that shapes the output, « bleach-6.4.0 ».

    Read from the names of the dist-info folders: to read their metadata takes 20 ms.
    """
    whoosh = find_spec("whoosh")
    packages = Path((whoosh and whoosh.origin) or "").parent.parent
    installed = [path.stem.lower() for path in packages.glob("*.dist-info")]
    return sorted(name for name in installed if name.partition("-")[0] in LIBRARIES)
