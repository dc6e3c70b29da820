"""Application factory (Flask): configuration, hooks, routes, WSGI middleware."""

from flask import Flask, g, request

from app.snapshot.store import Store
from app.web.current import CATALOGUE, CHECK_EVERY, SHELF, Shelf
from app.web.errors import add_error_pages
from app.web.form.view import LIMITS
from app.web.headers import add_headers, add_lifetimes
from app.web.middleware.page_cache import MAX_KEPT_BYTES, PageCache
from app.web.middleware.sanitise import Border
from app.web.middleware.zero_results import Unanswered, UnansweredCounter
from app.web.routes import add_routes
from app.web.templating.environment import make_printer


def create_app(
    store: Store,
    authoring: bool = False,
    check_every: float = CHECK_EVERY,
    unanswered: Unanswered | None = None,
    shows_unanswered: bool = False,
    has_prefix: bool = True,
) -> Flask:
    """The WSGI application that serves a store, and polls it for new content every `check_every` seconds.

    `authoring`: show what keeps the newest content from being published. `unanswered`: count searches without result,
    and show them on /couverture if `shows_unanswered`. `has_prefix`: it stands under the path of its public address.
    """
    shelf = Shelf(store, check_every)
    app = make_printer(shelf.pending_problems if authoring else list)
    app.extensions[SHELF] = shelf
    app.config.update(LIMITS)
    app.config["UNANSWERED"] = unanswered if shows_unanswered else None
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False  # merging them would redirect to the host that the request claims

    @app.before_request
    def take_catalogue() -> None:
        """Pin one catalogue to the request: snapshot isolation, whatever is published meanwhile."""
        g.catalogue = request.environ[CATALOGUE]

    add_headers(app)
    add_lifetimes(app)
    add_error_pages(app)
    add_routes(app)
    # A request meets the border, then the pages kept, then Flask. An author sees each page printed anew.
    cache = PageCache(app.wsgi_app, shelf, max_bytes=0 if authoring else MAX_KEPT_BYTES, has_prefix=has_prefix)
    app.wsgi_app = Border(UnansweredCounter(cache, unanswered) if unanswered else cache)  # type: ignore[method-assign]
    return app
