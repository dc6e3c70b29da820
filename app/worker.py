"""WSGI application factory of the server's worker processes."""

import logging
import os
import signal
import threading
import time
from pathlib import Path

from flask import Flask

from app.journal import open_journal
from app.snapshot.gc import freeze_objects
from app.snapshot.store import default_store
from app.web.application import create_app
from app.web.middleware.zero_results import ZeroResultLog
from app.web.templating.globals import print_cards

PARENT_POLL_INTERVAL = 1.0  # seconds

_log = logging.getLogger("pratiques")


def application() -> Flask:
    """Build the WSGI application of one worker, configured from the environment."""
    open_journal()
    threading.Thread(target=exit_with_parent, args=(os.getppid(),), daemon=True).start()
    store = default_store(Path(os.environ["PRATIQUES_CONTENT"]))
    wish = os.environ.get("PRATIQUES_UNANSWERED", "")
    zero_results = ZeroResultLog(store.folder / "unanswered") if wish in ("count", "show") else None
    if zero_results:
        threading.Thread(target=zero_results.write_for_ever, daemon=True).start()
    authoring = bool(os.environ.get("PRATIQUES_AUTHORING"))
    app = create_app(store, authoring, zero_results=zero_results, shows_zero_results=wish == "show")
    print_cards(app)
    freeze_objects()
    return app


def exit_with_parent(parent: int) -> None:
    """Poll the parent process, and stop this worker when it is gone: killed, it could not stop its workers."""
    while os.getppid() == parent:
        time.sleep(PARENT_POLL_INTERVAL)
    _log.error("main process lost, the worker ends")
    os.kill(os.getpid(), signal.SIGTERM)
