"""Answers kept by this process (printed and compressed once) and by browsers (ETag), until the content changes."""

import hashlib
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from threading import Lock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.datastructures import Headers
from werkzeug.http import parse_etags

from app.web.current import CATALOGUE, Shelf
from app.web.links import cut_prefix, put_under
from app.web.middleware.compression import IDENTITY, choose_encoding, compress, compress_for_good, is_worth_compressing

MAX_KEPT_BYTES = 8_000_000  # some 600 pages as browsers take them, compressed
MAX_KEPT_ONE = MAX_KEPT_BYTES // 4

_HEADERS_WEIGH = 3_000  # bytes of memory that the headers and the key of a page take, about
_LONGEST_ACCEPT = 200  # characters of Accept-Encoding that are read: browsers send under 40

# The application prints whole pages; what a client has already is compared here.
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
_PARTS = ("HTTP_RANGE", "HTTP_IF_RANGE")
_OF_ONE_BODY = frozenset({"Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition"})
_OF_ONE_FILE = frozenset({"Date", "Last-Modified", "Expires", "Accept-Ranges"})


@dataclass(frozen=True)
class Page:
    """An answer ready to be sent, in one encoding. `etag` is empty when it must not be kept by anyone."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes
    etag: str = ""

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        return len(self.body) + _HEADERS_WEIGH

    def send(self, method: str, known: str, start_response: StartResponse) -> Iterable[bytes]:
        """Send it whole, or 304 when `known`, the client's If-None-Match, has its tag, or its headers to a HEAD."""
        if known and self.etag and parse_etags(known).contains_weak(self.etag):
            start_response("304 NOT MODIFIED", [pair for pair in self.headers if pair[0] not in _OF_ONE_BODY])
            return []
        start_response(self.status, self.headers)
        return [] if method == "HEAD" else [self.body]


class PageMemory:
    """Pages by key, the least used forgotten first, bounded in bytes."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: Hashable) -> Page | None:
        """A page kept before."""
        with self._lock:
            page = self._pages.get(key)
            if page:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: Hashable, page: Page) -> None:
        """Remember a page, and forget others when there are too many bytes."""
        if page.size > MAX_KEPT_ONE:
            return
        with self._lock:
            replaced = self._pages.pop(key, None)
            self._pages[key] = page
            self._bytes += page.size - (replaced.size if replaced else 0)
            while self._bytes > self._max_bytes:
                self._bytes -= self._pages.popitem(last=False)[1].size


class PageCache:
    """Stands before the application: a page seen before costs a look in a dictionary.

    It takes the catalogue of the request from the shelf, since a page belongs to one content and one day, and hands it
    to the application in the environment: what is looked up, printed and kept is of one catalogue, whatever is
    published meanwhile. The catalogue also says under which path the site stands (SCRIPT_NAME): a proxy may take that
    path away or leave it, and what a request says of it is not believed.
    """

    def __init__(
        self, application: WSGIApplication, shelf: Shelf, max_bytes: int = MAX_KEPT_BYTES, has_prefix: bool = True
    ) -> None:
        """Without `has_prefix` the site is printed as if it stood at the root of its host."""
        self._application = application
        self._shelf = shelf
        self._memory = PageMemory(max_bytes)
        self._has_prefix = has_prefix

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        catalogue = environ[CATALOGUE] = self._shelf.catalogue()
        prefix = environ["SCRIPT_NAME"] = catalogue.library.site.prefix if self._has_prefix else ""
        environ["PATH_INFO"] = cut_prefix(environ["PATH_INFO"], prefix) or environ["PATH_INFO"]
        method = environ["REQUEST_METHOD"]
        if method not in {"GET", "HEAD"}:
            if not prefix:
                return self._application(environ, start_response)
            return _place(_ask(self._application, environ), prefix).send(method, "", start_response)
        known = environ.get("HTTP_IF_NONE_MATCH", "")
        encoding = choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")[:_LONGEST_ACCEPT])
        path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
        key = (catalogue.fingerprint, catalogue.today(), path, query, encoding)
        page = self._memory.get(key)
        if page is None:
            page = _finish(_place(_print(self._application, environ), prefix), encoding)
            if page.etag:
                self._memory.keep(key, page)
        return page.send(method, known, start_response)


def _print(application: WSGIApplication, environ: WSGIEnvironment) -> Page:
    """The answer of the application to a plain GET."""
    for name in (*_CONDITIONS, *_PARTS):
        environ.pop(name, None)
    environ["REQUEST_METHOD"] = "GET"
    return _ask(application, environ)


def _ask(application: WSGIApplication, environ: WSGIEnvironment) -> Page:
    """The answer of the application, whole."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        begun.append((status, headers))

    chunks = application(environ, start_response)  # type: ignore[arg-type]  # Flask never calls write()
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    status, headers = begun[-1]
    return Page(status, headers, body)


def _place(page: Page, prefix: str) -> Page:
    """The page with the links of its texts under the prefix of the site."""
    if not prefix or not dict(page.headers).get("Content-Type", "").startswith("text/html"):
        return page
    body = put_under(prefix, page.body.decode()).encode()
    headers = Headers(page.headers)
    headers["Content-Length"] = str(len(body))
    return Page(page.status, list(headers), body)


def _finish(page: Page, encoding: str) -> Page:
    """The page compressed and tagged, if it is one to keep: neither an error nor what must always be asked anew."""
    headers = Headers([pair for pair in page.headers if pair[0] not in _OF_ONE_FILE])
    if not page.status.startswith("200") or "no-store" in headers.get("Cache-Control", ""):
        return page
    body = page.body
    if is_worth_compressing(headers.get("Content-Type", ""), body):
        headers.add("Vary", "Accept-Encoding")
        if encoding != IDENTITY:
            is_lasting = "immutable" in headers.get("Cache-Control", "")
            body = compress_for_good(body, encoding) if is_lasting else compress(body, encoding)
            headers["Content-Encoding"] = encoding
    etag = hashlib.sha256(page.body).hexdigest()[:20]
    headers["ETag"] = f'W/"{etag}"'  # weak: the same for every encoding
    headers["Content-Length"] = str(len(body))
    return Page(page.status, list(headers), body, etag)
