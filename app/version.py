"""Version of the code: a digest of the sources and of the libraries, part of the key of every derived file."""

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

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
_CODE = Path(__file__).resolve().parent


@cache
def digest_of_code() -> str:
    """SHA-256 of the sources and of the versions of libraries, in hexadecimal.

    Cached: a process keeps the code that it has loaded.
    """
    digest = hashlib.sha256(" ".join(list_libraries()).encode())
    for path in sorted(_CODE.rglob("*.py")):
        digest.update(path.relative_to(_CODE).as_posix().encode() + b"\0")
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
