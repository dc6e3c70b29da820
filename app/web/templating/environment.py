"""Jinja environment of the site: template folder, globals, filters, bytecode cache.

python -m app.web.templating.environment compiles them, for a server that may write nothing (make install).
"""

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import StrictUndefined

from app.environment import ROOT, STATIC, TEMPLATES
from app.web.links import LINKS
from app.web.templating.bytecode import CompiledTemplates, are_compiled, compile_templates
from app.web.templating.filters import FILTERS
from app.web.templating.globals import OF_CONTENT, FragmentCache


class _Environment(Environment):
    """Jinja environment with one shared mapping of globals.

    Jinja chains one more to it for each template, and compares the chains at each import of a macro, which is an eighth
    of the time to print a page of results.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def make_template_app(pending_problems: Callable[[], list[str]] = list) -> Flask:
    """A Flask application that renders every template, without routes.

    `pending_problems`: what keeps the newest content from being published, for its author.
    """
    app = Flask("pratiques", root_path=str(ROOT), template_folder=str(TEMPLATES), static_folder=str(STATIC))
    app.jinja_environment = _Environment
    app.jinja_env.bytecode_cache = CompiledTemplates()
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(
        LINKS,
        **OF_CONTENT,
        print_once=FragmentCache().print_once,
        pending_problems=pending_problems,
        is_export=False,  # app/export prints the pages for files
    )
    return app


def compile_once() -> None:
    """Fill the bytecode cache before worker processes start, unless it is up to date."""
    if not are_compiled(TEMPLATES):
        compile_templates(make_template_app().jinja_env)


if __name__ == "__main__":
    compile_once()
