"""What is put right in a request before anything reads it: raw bytes in its query, and the host that it claims."""

import re
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_RAW = re.compile(r"[^\x21-\x7e]")
_HOST = "localhost"  # addresses are relative, or made from content/site.yaml: the host claimed serves for nothing


class Border:
    """Stands before the application. Werkzeug fails on a query that is not UTF-8 and on a host that is no name."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["QUERY_STRING"] = _RAW.sub(lambda byte: f"%{ord(byte[0]):02X}", environ.get("QUERY_STRING", ""))
        environ["HTTP_HOST"] = _HOST
        return self._application(environ, start_response)
