"""`pratiques serve`, telling of each answer how long it took: what a client measures has the client in it.

python -m bench.timed serve --content content --port 8000
"""

import time
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask

from app import worker
from app.cli import main

_application = worker.application


def application() -> Flask:
    """What each worker runs, with the time from a request to its answer in a header."""
    app = _application()
    inner = app.wsgi_app

    def tell_time(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        begun: list[tuple[str, list[tuple[str, str]]]] = []
        start = time.perf_counter()
        body = inner(environ, lambda status, headers, _=None: begun.append((status, headers)))
        taken = (time.perf_counter() - start) * 1000
        status, headers = begun[-1]
        start_response(status, [*headers, ("Server-Timing", f"app;dur={taken:.3f}")])
        return body

    app.wsgi_app = tell_time  # type: ignore[method-assign]
    return app


if __name__ == "__main__":
    worker.application = application
    main()
