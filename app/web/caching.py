"""Answers kept by browsers (ETag) and by this process (printed and compressed once), until the content changes."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock

import brotli
from flask import Flask, Response, g, request
from werkzeug.datastructures import Headers

MAX_KEPT_BYTES = 16_000_000
MAX_KEPT_ONE = 1_000_000
COMPRESSED_FROM = 500  # bytes: below, the wrapping costs more than it saves

_ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: bytes(brotli.compress(body, quality=7)),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
_TEXT_TYPES = (
    "text/",
    "image/svg+xml",
    *(f"application/{kind}" for kind in ("json", "xml", "schema+json", "atom+xml", "opensearchdescription+xml")),
)
_NOT_KEPT = frozenset({"Date", "ETag", "Last-Modified", "Content-Length", "Accept-Ranges", "Expires"})
_NEVER = frozenset({"healthz"})


class Page:
    """An answer as it was printed, and as it was compressed for those who asked."""

    def __init__(self, body: bytes, headers: Headers) -> None:
        self._bodies = {"identity": body}
        self.headers = [(name, value) for name, value in headers.items() if name not in _NOT_KEPT]
        kind = headers.get("Content-Type", "")
        self._is_text = kind.startswith(_TEXT_TYPES) and len(body) >= COMPRESSED_FROM

    @property
    def size(self) -> int:
        """Bytes to count for this page, its compressed forms allowed for."""
        return len(self._bodies["identity"]) * 3 // 2 + 500

    def response(self) -> Response:
        """The page in the best form that the client understands."""
        encoding = "identity"
        if self._is_text:
            encoding = request.accept_encodings.best_match([*_ENCODERS, "identity"], default="identity") or "identity"
        if encoding not in self._bodies:
            self._bodies[encoding] = _ENCODERS[encoding](self._bodies["identity"])
        response = Response(self._bodies[encoding], headers=self.headers)
        if self._is_text:
            response.vary.add("Accept-Encoding")
        if encoding != "identity":
            response.content_encoding = encoding
        return response


class PageCache:
    """Printed pages by key, the least used forgotten first, bounded in bytes."""

    def __init__(self, max_bytes: int = MAX_KEPT_BYTES) -> None:
        self._max_bytes = max_bytes
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: str) -> Page | None:
        """A page printed before."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def keep(self, key: str, page: Page) -> None:
        """Remember a page, and forget others when there are too many bytes."""
        if page.size > MAX_KEPT_ONE:
            return
        with self._lock:
            self._bytes += page.size - (self._pages[key].size if key in self._pages else 0)
            self._pages[key] = page
            while self._bytes > self._max_bytes:
                self._bytes -= self._pages.popitem(last=False)[1].size


def add_caching(app: Flask, enabled: bool) -> None:
    """Print each page once for each content and day, and answer 304 to who has it already."""
    pages = PageCache()
    version = _fingerprint_of_looks(app)

    def key() -> str:
        day = g.catalogue.today().isoformat()
        query = request.query_string.decode("latin-1")
        return f"{g.catalogue.fingerprint} {version} {day} {request.path}\n{query}"

    def is_cachable() -> bool:
        return enabled and request.method in {"GET", "HEAD"} and request.endpoint not in _NEVER

    @app.before_request
    def answer_from_cache() -> Response | None:
        page = pages.get(key()) if is_cachable() else None
        g.was_kept = page is not None
        return _finish(page.response(), key()) if page else None

    @app.after_request
    def remember(response: Response) -> Response:
        if not is_cachable() or response.status_code != 200 or "catalogue" not in g or g.get("was_kept"):
            return response
        response.direct_passthrough = False
        page = Page(response.get_data(), response.headers)
        response.close()  # a static file has been read
        if request.method == "GET":
            pages.keep(key(), page)
        return _finish(page.response(), key())


def _finish(response: Response, key: str) -> Response:
    response.set_etag(hashlib.sha256(key.encode()).hexdigest()[:20], weak=True)
    is_versioned = request.endpoint == "static" and "v" in request.args
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_versioned else "public, no-cache"
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
