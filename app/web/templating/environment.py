"""Jinja environment of the site, and its bytecode cache: a process that starts compiles no template.

Compiled templates are in var/templates of a checkout, else in the user's cache, keyed by the digest of the code and the
version of Python. On a cache miss Jinja compiles in memory: nothing is written while visitors are served.

python -m app.web.templating.environment compiles them, for a server that may write nothing (make install).
"""

import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError  # nosec B403 - Jinja reads these files so: who may write them may write the code

from flask import Flask
from jinja2 import Environment, FileSystemBytecodeCache, StrictUndefined
from jinja2.bccache import Bucket

from app.environment import ROOT, STATIC, TEMPLATES, derived_folder, digest_of_code
from app.selection.selection import MAX_PRACTICES
from app.web.links import LINKS
from app.web.templating.globals import FILTERS, OF_CONTENT, FragmentCache

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


def make_template_app(pending_problems: Callable[[], list[str]] = list) -> Flask:
    """A Flask application that renders every template, without routes.

    `pending_problems`: what keeps the newest content from being published, for its author.
    """
    app = Flask("pratiques", root_path=str(ROOT), template_folder=str(TEMPLATES), static_folder=str(STATIC))
    app.jinja_env.bytecode_cache = CompiledTemplates()
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(
        LINKS,
        **OF_CONTENT,
        print_once=FragmentCache().print_once,
        pending_problems=pending_problems,
        most_chosen=MAX_PRACTICES,
        is_export=False,  # app/export prints the pages for files
    )
    return app


def compile_once() -> None:
    """Fill the bytecode cache before worker processes start, unless it is up to date."""
    if not are_compiled(TEMPLATES):
        compile_templates(make_template_app().jinja_env)


if __name__ == "__main__":
    compile_once()
