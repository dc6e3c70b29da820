"""Answers kept by browsers (ETag) and by this process (pages already printed), until the content changes."""

import hashlib
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from flask import Flask, Response, g, request

MAX_KEPT_BYTES = 16_000_000
MAX_KEPT_ONE = 400_000


class PageCache:
    """Printed pages by key, the least used forgotten first, bounded in bytes."""

    def __init__(self, max_bytes: int = MAX_KEPT_BYTES) -> None:
        self._max_bytes = max_bytes
        self._pages: OrderedDict[str, tuple[bytes, str]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: str) -> tuple[bytes, str] | None:
        """Body and content type of a page printed before."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
                return self._pages[key]
            return None

    def keep(self, key: str, body: bytes, content_type: str) -> None:
        """Remember a page, and forget others when there are too many bytes."""
        if len(body) > MAX_KEPT_ONE:
            return
        with self._lock:
            if key not in self._pages:
                self._bytes += len(body)
            self._pages[key] = (body, content_type)
            while self._bytes > self._max_bytes:
                self._bytes -= len(self._pages.popitem(last=False)[1][0])


def add_caching(app: Flask, enabled: bool) -> None:
    """Print each page once for each content and day, and answer 304 to who has it already."""
    pages = PageCache()
    version = _fingerprint_of_looks(app)

    def key() -> str:
        day = g.catalogue.today().isoformat()
        return f"{g.catalogue.fingerprint} {version} {day} {request.full_path}"

    @app.before_request
    def answer_from_cache() -> Response | None:
        kept = pages.get(key()) if enabled and request.method in {"GET", "HEAD"} else None
        if kept is None:
            return None
        g.was_kept = True
        return _finish(Response(kept[0], content_type=kept[1]), key())

    @app.after_request
    def remember(response: Response) -> Response:
        if request.endpoint == "static" and request.args.get("v"):
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        cachable = enabled and request.method in {"GET", "HEAD"} and response.status_code == 200
        if not cachable or "was_kept" in g or response.direct_passthrough or request.endpoint in {"static", "healthz"}:
            return response
        if request.method == "GET":
            pages.keep(key(), response.get_data(), response.content_type)
        return _finish(response, key())


def _finish(response: Response, key: str) -> Response:
    response.set_etag(hashlib.sha256(key.encode()).hexdigest()[:20])
    response.headers["Cache-Control"] = "public, no-cache"
    response.make_conditional(request)
    return response


def _fingerprint_of_looks(app: Flask) -> str:
    """Changes with any template or static file."""
    digest = hashlib.sha256()
    for folder in (app.template_folder, app.static_folder):
        for path in sorted(Path(str(folder)).rglob("*")):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
