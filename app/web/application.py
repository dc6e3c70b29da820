"""The Flask application, from its parts, top to bottom."""

from pathlib import Path

from flask import Flask, g
from jinja2 import StrictUndefined

from app.catalogue.snapshot import Store
from app.web.border import Border
from app.web.caching import add_caching
from app.web.contributing.view import LIMITS
from app.web.errors import add_error_pages
from app.web.formatting import FILTERS
from app.web.headers import add_headers
from app.web.links import LINKS
from app.web.routes import add_routes
from app.web.shelf import Shelf

_ROOT = Path(__file__).resolve().parent.parent.parent


def create_app(store: Store, authoring: bool = False) -> Flask:
    """The site that serves a store. `authoring`: show what keeps the newest content from being published."""
    app = Flask(
        "pratiques",
        root_path=str(_ROOT),
        template_folder=str(_ROOT / "templates"),
        static_folder=str(_ROOT / "static"),
    )
    app.config.update(LIMITS)
    shelf = Shelf(store)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(LINKS)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False  # merging them would redirect to the host that the request claims

    @app.before_request
    def take_catalogue() -> None:
        """One catalogue for the whole request, whatever is published meanwhile."""
        g.catalogue = shelf.catalogue()

    @app.context_processor
    def name_common_things() -> dict[str, object]:
        catalogue = g.catalogue
        return {
            "catalogue": catalogue,
            "site": catalogue.library.site,
            "vocabulary": catalogue.vocabulary,
            "pages": catalogue.library.pages,
            "pending": shelf.pending_problems() if authoring else [],
        }

    add_headers(app)
    add_caching(app, enabled=not authoring)
    add_error_pages(app)
    add_routes(app)
    app.wsgi_app = Border(app.wsgi_app)  # type: ignore[method-assign]
    return app
