"""WSGI application factory of the worker processes, and the structured log of server and workers.

A line of the log is one JSON object on stderr: `time` (UTC), `level`, `event`, then the fields of the event. Nothing in
it comes from a visitor: no address of theirs, no word of a search. There is no access log here: the web server in
front writes it (deploy/nginx).
"""

import datetime
import json
import logging
import logging.config
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

from flask import Flask

from app.snapshot.store import default_store
from app.web.application import create_app
from app.web.middleware.zero_results import FOLDER, ZeroResultLog
from app.web.templating.globals import print_cards

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


class LineFormatter(logging.Formatter):
    """logging.Formatter to JSON: the event, the fields given as `extra`, and the traceback when there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Serialise a record as one line of JSON."""
        moment = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line: dict[str, Any] = {
            "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


CONFIGURATION: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": LineFormatter}},
    "handlers": {"journal": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
    "root": {"handlers": ["journal"], "level": "INFO"},
    "loggers": {"_granian": {"level": "WARNING", "propagate": True}},
}


def open_journal() -> None:
    """Configure logging for this process."""
    logging.config.dictConfig(CONFIGURATION)


PARENT_POLL_INTERVAL = 1.0  # seconds

_log = logging.getLogger("pratiques")


def application() -> Flask:
    """Build the WSGI application of one worker, configured from the environment."""
    open_journal()
    threading.Thread(target=exit_with_parent, args=(os.getppid(),), daemon=True).start()
    store = default_store(Path(os.environ["PRATIQUES_CONTENT"]))
    wish = os.environ.get("PRATIQUES_UNANSWERED", "")
    zero_results = ZeroResultLog(store.folder / FOLDER) if wish in ("count", "show") else None
    if zero_results:
        threading.Thread(target=zero_results.write_for_ever, daemon=True).start()
    authoring = bool(os.environ.get("PRATIQUES_AUTHORING"))
    app = create_app(store, authoring, zero_results=zero_results, shows_zero_results=wish == "show")
    print_cards(app)
    return app


def exit_with_parent(parent: int) -> None:
    """Poll the parent process, and stop this worker when it is gone: killed, it could not stop its workers."""
    while os.getppid() == parent:
        time.sleep(PARENT_POLL_INTERVAL)
    _log.error("main process lost, the worker ends")
    os.kill(os.getpid(), signal.SIGTERM)
