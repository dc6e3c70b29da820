"""Application factory (Flask): configuration, hooks, routes, WSGI middleware."""

from flask import Flask, g, request

from app.snapshot.store import Store
from app.web.current import CATALOGUE, CHECK_EVERY, CURRENT, CurrentCatalogue
from app.web.errors import add_error_pages
from app.web.form.view import LIMITS
from app.web.headers import add_cache_control, add_headers
from app.web.middleware.normalise import RequestNormaliser
from app.web.middleware.page_cache import MAX_KEPT_BYTES, PageCache
from app.web.middleware.zero_results import ZeroResultCounter, ZeroResultLog
from app.web.routes import add_routes
from app.web.templating.environment import make_template_app


def create_app(
    store: Store,
    authoring: bool = False,
    check_every: float = CHECK_EVERY,
    zero_results: ZeroResultLog | None = None,
    shows_zero_results: bool = False,
    has_prefix: bool = True,
) -> Flask:
    """The WSGI application that serves a store, and polls it for new content every `check_every` seconds.

    `authoring`: show what keeps the newest content from being published. `zero_results`: count searches without result,
    and show them on /couverture if `shows_zero_results`. `has_prefix`: it stands under the path of its public address.
    """
    current = CurrentCatalogue(store, check_every)
    app = make_template_app(current.pending_problems if authoring else list)
    app.extensions[CURRENT] = current
    app.config.update(LIMITS)
    app.config["ZERO_RESULTS"] = zero_results if shows_zero_results else None
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False  # merging them would redirect to the host that the request claims

    @app.before_request
    def pin_catalogue() -> None:
        """Pin one catalogue to the request: snapshot isolation, whatever is published meanwhile."""
        g.catalogue = request.environ[CATALOGUE]

    add_headers(app)
    add_cache_control(app)
    add_error_pages(app)
    add_routes(app)
    # Middleware, outermost first: sanitiser, zero-result counter, page cache. An author gets no cached page.
    cache = PageCache(app.wsgi_app, current, max_bytes=0 if authoring else MAX_KEPT_BYTES, has_prefix=has_prefix)
    app.wsgi_app = RequestNormaliser(ZeroResultCounter(cache, zero_results) if zero_results else cache)  # type: ignore[method-assign]
    return app
