"""The Flask application, from its parts, top to bottom."""

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from flask import Flask, g, request
from flask.templating import Environment
from jinja2 import StrictUndefined

from app.catalogue.store import Store
from app.web.border import Border
from app.web.caching import MAX_KEPT_BYTES, PageCache
from app.web.compiled import CompiledTemplates
from app.web.contributing.view import LIMITS
from app.web.errors import add_error_pages
from app.web.formatting import FILTERS
from app.web.fragment import Fragments
from app.web.headers import add_headers
from app.web.lifetime import add_lifetimes
from app.web.links import LINKS
from app.web.routes import add_routes
from app.web.shelf import CATALOGUE, CHECK_EVERY, SHELF, Shelf
from app.web.template_globals import OF_CONTENT
from app.web.unanswered import Unanswered, UnansweredCounter

_ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = _ROOT / "templates"


class _Environment(Environment):
    """Every template names the same globals, in one mapping.

    Jinja chains one more to it for each template, and compares the chains at each import of a macro, which is an eighth
    of the time to print a page of results.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def create_app(
    store: Store,
    authoring: bool = False,
    check_every: float = CHECK_EVERY,
    unanswered: Unanswered | None = None,
    shows_unanswered: bool = False,
) -> Flask:
    """The site that serves a store, and looks there for new content every so many seconds.

    `authoring`: show what keeps the newest content from being published. `unanswered`: count searches without result,
    and show them on /couverture if `shows_unanswered`.
    """
    app = Flask(
        "pratiques",
        root_path=str(_ROOT),
        template_folder=str(TEMPLATES),
        static_folder=str(_ROOT / "static"),
    )
    app.jinja_environment = _Environment
    app.config.update(LIMITS)
    app.config["UNANSWERED"] = unanswered if shows_unanswered else None
    shelf = app.extensions[SHELF] = Shelf(store, check_every)
    app.jinja_env.bytecode_cache = CompiledTemplates()
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(
        LINKS,
        **OF_CONTENT,
        print_once=Fragments().print_once,
        pending_problems=shelf.pending_problems if authoring else list,
        is_export=False,  # app/export prints the pages for files
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False  # merging them would redirect to the host that the request claims

    @app.before_request
    def take_catalogue() -> None:
        """One catalogue for the whole request, whatever is published meanwhile."""
        g.catalogue = request.environ[CATALOGUE]

    add_headers(app)
    add_lifetimes(app)
    add_error_pages(app)
    add_routes(app)
    # A request meets the border, then the pages kept, then Flask. An author sees each page printed anew.
    cache = PageCache(app.wsgi_app, shelf, max_bytes=0 if authoring else MAX_KEPT_BYTES)
    app.wsgi_app = Border(UnansweredCounter(cache, unanswered) if unanswered else cache)  # type: ignore[method-assign]
    return app
