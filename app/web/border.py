"""What is put right in a request before anything reads it: raw bytes in its query, and the host that it claims."""

import re
from collections.abc import Iterable
from urllib.parse import quote
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_RAW = re.compile(r"[^\x21-\x7e]")
_UNPRINTABLE = re.compile("%(?:0[0-8BCEF]|1[0-9A-F]|7F|EF%BF%B[EF])", re.IGNORECASE)
_HOST = "localhost"  # addresses are relative, or made from content/site.yaml: the host claimed serves for nothing


class Border:
    """Stands before the application. Werkzeug fails on a query that is not UTF-8 and on a host that is no name."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["QUERY_STRING"] = make_plain(environ.get("QUERY_STRING", ""), "latin-1")
        environ["HTTP_HOST"] = _HOST
        return self._application(environ, start_response)


def make_plain(query: str, encoding: str = "utf-8") -> str:
    """The query of an address in ASCII, spaces for the characters that neither HTML nor XML can print."""
    return _UNPRINTABLE.sub("%20", _RAW.sub(lambda found: quote(found[0], encoding=encoding), query))
