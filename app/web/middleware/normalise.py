"""WSGI middleware: normalises the percent-encoding of the query string and pins the Host header."""

import codecs
import re
from collections.abc import Iterable
from urllib.parse import quote, unquote_plus, unquote_to_bytes
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_RAW = re.compile(r"[^\x21-\x7e]")
_UNPRINTABLE = re.compile("%(?:0[0-8BCEF]|1[0-9A-F]|7F|EF%BF%B[EF])", re.IGNORECASE)
_DOUBTFUL = re.compile("%(?:25|[89A-F])", re.IGNORECASE)
_HOST = "localhost"  # addresses are relative, or made from content/site.yaml: the host claimed serves for nothing

# What is left of a text encoded twice once it has been decoded: a space, an apostrophe, a letter with an accent in
# UTF-8 or in Latin-1. « 50%de » is none of these.
_TWICE = re.compile(
    "%(?:25)*(?:2[07]|[CD][0-9A-F]%(?:25)*[89AB][0-9A-F]|E[0-9A-F]%(?:25)*[89AB][0-9A-F]|C[0789]|E[02789]|F[49])",
    re.IGNORECASE,
)
_TIMES = 3  # mail programs and redirections, one behind the other


class RequestNormaliser:
    """WSGI middleware. Werkzeug fails on a query string that is not UTF-8 and on an invalid Host header."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["QUERY_STRING"] = normalise_query(environ.get("QUERY_STRING", ""), "latin-1")
        environ["HTTP_HOST"] = _HOST
        return self._application(environ, start_response)


def normalise_query(query: str, encoding: str = "utf-8") -> str:
    """Normalise a query string: ASCII, values percent-encoded once, in UTF-8.

    Old pages encode in Latin-1, mail programs twice: both are read as they were meant. Spaces stand for the characters
    that neither HTML nor XML can print.
    """
    plain = _RAW.sub(lambda found: quote(found[0], encoding=encoding), query)
    if _DOUBTFUL.search(plain):
        plain = "&".join(map(_encode_once, plain.split("&")))
    return _UNPRINTABLE.sub("%20", plain)


def _encode_once(pair: str) -> str:
    """Normalise one `name=value`; unchanged when it was encoded once in UTF-8."""
    name, equal, value = pair.partition("=")
    if not _DOUBTFUL.search(value):
        return pair
    read = unquote_to_bytes(value.replace("+", " ")).decode("utf-8", _LATIN)
    if "://" in read:  # an address, whose own query is encoded once more
        return f"{name}{equal}{quote(read, safe='')}"
    for _ in range(_TIMES):
        if not _TWICE.search(read):
            break
        read = unquote_plus(read, errors=_LATIN)
    return f"{name}{equal}{quote(read, safe='')}"


def _read_as_latin(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: decode bytes that are not UTF-8 as Windows-1252, a superset of printable Latin-1."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_LATIN = "pratiques.latin"
codecs.register_error(_LATIN, _read_as_latin)
