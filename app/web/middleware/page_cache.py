"""WSGI middleware: page cache in memory (rendered and compressed once), ETag and conditional requests (304)."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import brotli
from werkzeug.datastructures import Accept, Headers
from werkzeug.http import parse_accept_header, parse_etags
from werkzeug.test import run_wsgi_app

from app.web.current import CATALOGUE, CurrentCatalogue
from app.web.links import prefix_links, strip_prefix

IDENTITY = "identity"
WORTH_FROM = 500  # bytes: below, the wrapping costs more than it saves

_ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: bytes(brotli.compress(body, quality=3)),  # 11 % more bytes than 5, in less than half of the time
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
_TEXT_TYPES = (
    "text/",
    "image/svg+xml",
    *(
        f"application/{kind}"
        for kind in ("json", "xml", "schema+json", "atom+xml", "feed+json", "opensearchdescription+xml")
    ),
)


@lru_cache(maxsize=64)  # browsers send the same few headers
def choose_encoding(accepted: str) -> str:
    """Negotiate Content-Encoding from an Accept-Encoding header; Brotli before gzip among equals."""
    return parse_accept_header(accepted, Accept).best_match([*_ENCODERS, IDENTITY], default=IDENTITY)


@lru_cache(maxsize=32)  # by content: neither a publication nor another version in the address does the work again
def compress_for_good(body: bytes, encoding: str) -> bytes:
    """Compress at the highest level, memoised: for the few immutable files that every page needs."""
    return bytes(brotli.compress(body, quality=11)) if encoding == "br" else gzip.compress(body, 9, mtime=0)


MAX_KEPT_BYTES = 8_000_000  # some 600 pages as browsers take them, compressed
MAX_KEPT_ONE = MAX_KEPT_BYTES // 4

_HEADERS_WEIGH = 3_000  # bytes of memory that the headers and the key of a page take, about
_LONGEST_ACCEPT = 200  # characters of Accept-Encoding that are read: browsers send under 40

# The application prints whole pages; what a client has already is compared here.
_CONDITIONS = (
    *("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"),
    *("HTTP_RANGE", "HTTP_IF_RANGE"),
)
_OF_ONE_BODY = frozenset({"Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition"})
_OF_ONE_FILE = frozenset({"Date", "Last-Modified", "Expires", "Accept-Ranges"})


@dataclass(frozen=True)
class CachedResponse:
    """A cached response in one encoding. `etag` is empty when it must not be cached."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    etag: str = ""

    @property
    def size(self) -> int:
        """Estimated memory, in bytes."""
        return len(self.body) + _HEADERS_WEIGH

    def send(self, method: str, known: str, start_response: StartResponse) -> Iterable[bytes]:
        """WSGI response: whole, 304 when `known` (If-None-Match) has the ETag, headers alone to HEAD."""
        if known and self.etag and parse_etags(known).contains_weak(self.etag):
            start_response("304 NOT MODIFIED", [pair for pair in self.headers if pair[0] not in _OF_ONE_BODY])
            return []
        start_response(self.status, self.headers)
        return [] if method == "HEAD" else [self.body]


class ResponseCache:
    """LRU cache of responses, bounded in bytes. Thread-safe."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._pages: OrderedDict[Hashable, CachedResponse] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> CachedResponse | None:
        """A cache hit, or None."""
        with self._lock:
            page = self._pages.get(key)
            if page:
                self._pages.move_to_end(key)
            return page

    def store(self, key: Hashable, page: CachedResponse) -> None:
        """Store a response; evict the least recently used while there are too many bytes."""
        if page.size > MAX_KEPT_ONE:
            return
        with self._lock:
            replaced = self._pages.pop(key, None)
            self._pages[key] = page
            self._bytes += page.size - (replaced.size if replaced else 0)
            while self._bytes > self._max_bytes:
                self._bytes -= self._pages.popitem(last=False)[1].size


class PageCache:
    """WSGI middleware: full-page cache. A cached page costs one dictionary look-up.

    It pins the current catalogue to the request (WSGI environment): what is looked up, rendered and cached is of one
    catalogue, whatever is published meanwhile. The cache key has the fingerprint and the day, so that a publication
    invalidates all. The catalogue also gives SCRIPT_NAME, the path prefix of the site: a proxy may strip that prefix
    or leave it, and what a request says of it is not trusted.
    """

    def __init__(
        self,
        application: WSGIApplication,
        current: CurrentCatalogue,
        max_bytes: int = MAX_KEPT_BYTES,
        has_prefix: bool = True,
    ) -> None:
        """Without `has_prefix`, pages are rendered as at the root of the host."""
        self._application = application
        self._current = current
        self._cache = ResponseCache(max_bytes)
        self._has_prefix = has_prefix

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        catalogue = environ[CATALOGUE] = self._current.catalogue()
        prefix = environ["SCRIPT_NAME"] = catalogue.library.site.prefix if self._has_prefix else ""
        environ["PATH_INFO"] = strip_prefix(environ["PATH_INFO"], prefix) or environ["PATH_INFO"]
        method = environ["REQUEST_METHOD"]
        if method not in {"GET", "HEAD"}:
            if not prefix:
                return self._application(environ, start_response)
            return _prefix_html(_call(self._application, environ), prefix).send(method, "", start_response)
        known = environ.get("HTTP_IF_NONE_MATCH", "")
        encoding = choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")[:_LONGEST_ACCEPT])
        path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
        key = (catalogue.fingerprint, catalogue.today(), path, query, encoding)
        page = self._cache.get(key)
        if page is None:
            for name in _CONDITIONS:  # the whole page is asked for
                environ.pop(name, None)
            environ["REQUEST_METHOD"] = "GET"
            page = _compress_and_tag(_prefix_html(_call(self._application, environ), prefix), encoding)
            if page.etag:
                self._cache.store(key, page)
        return page.send(method, known, start_response)


def _call(application: WSGIApplication, environ: WSGIEnvironment) -> CachedResponse:
    """Call the application and buffer its response."""
    chunks, status, headers = run_wsgi_app(application, environ, buffered=True)
    return CachedResponse(status, list(headers), b"".join(chunks))


def _prefix_html(page: CachedResponse, prefix: str) -> CachedResponse:
    """Prefix the links of an HTML response with the path of the site."""
    if not prefix or not dict(page.headers).get("Content-Type", "").startswith("text/html"):
        return page
    body = prefix_links(prefix, page.body.decode()).encode()
    headers = Headers(page.headers)
    headers["Content-Length"] = str(len(body))
    return CachedResponse(page.status, list(headers), body)


def _compress_and_tag(page: CachedResponse, encoding: str) -> CachedResponse:
    """Compress and add an ETag to a cacheable response (status 200 without `no-store`); others are unchanged."""
    headers = Headers([pair for pair in page.headers if pair[0] not in _OF_ONE_FILE])
    if not page.status.startswith("200") or "no-store" in headers.get("Cache-Control", ""):
        return page
    body = page.body
    if headers.get("Content-Type", "").startswith(_TEXT_TYPES) and len(body) >= WORTH_FROM:
        headers.add("Vary", "Accept-Encoding")
        if encoding != IDENTITY:
            is_lasting = "immutable" in headers.get("Cache-Control", "")
            body = compress_for_good(body, encoding) if is_lasting else _ENCODERS[encoding](body)
            headers["Content-Encoding"] = encoding
    etag = hashlib.sha256(page.body).hexdigest()[:20]
    headers["ETag"] = f'W/"{etag}"'  # weak: the same for every encoding
    headers["Content-Length"] = str(len(body))
    return CachedResponse(page.status, list(headers), body, etag)
