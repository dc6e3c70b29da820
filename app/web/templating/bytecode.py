"""Jinja bytecode cache on disk: templates are compiled ahead of time, so that a process compiles none at start.

In var/templates of a checkout, else in the user's cache, keyed by the digest of the code and the version of Python. On
a cache miss Jinja compiles in memory: nothing is written while visitors are served.
"""

import shutil
import sys
from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError  # nosec B403 - Jinja reads these files so: who may write them may write the code

from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from app.environment import derived_folder, digest_of_code

FOLDER = derived_folder() / "templates"

_WHOLE = "whole"  # an empty file, written last


class CompiledTemplates(FileSystemBytecodeCache):
    """Read-only bytecode cache of this version of the code."""

    def __init__(self) -> None:
        super().__init__(str(FOLDER / f"{digest_of_code()[:16]}-{sys.implementation.cache_tag}"))

    def load_bytecode(self, bucket: Bucket) -> None:
        """A corrupt entry is a cache miss."""
        with suppress(OSError, EOFError, ValueError, UnpicklingError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write nothing."""


def are_compiled(templates: Path) -> bool:
    """Whether every file of a folder of templates has been compiled since it was changed, by this version."""
    try:
        since = (Path(CompiledTemplates().directory) / _WHOLE).stat().st_mtime
    except OSError:
        return False
    return all(path.stat().st_mtime <= since for path in templates.rglob("*"))


def compile_templates(environment: Environment) -> None:
    """Compile every template and keep the result; those of other versions go. A disk that refuses is left as it is."""
    cache = CompiledTemplates()
    folder = Path(cache.directory)
    with suppress(OSError):
        shutil.rmtree(FOLDER, ignore_errors=True)
        folder.mkdir(parents=True)
        environment.bytecode_cache = FileSystemBytecodeCache(cache.directory)
        for name in environment.list_templates():
            environment.get_template(name)
        (folder / _WHOLE).touch()
    environment.bytecode_cache = cache
