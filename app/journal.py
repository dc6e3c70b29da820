"""Structured logging: one JSON object a line on stderr.

A line has `time` (UTC), `level`, `event`, then the fields of the event. Nothing in it comes from a visitor: no address
of theirs, no word of a search. There is no access log here: the web server in front writes it (deploy/nginx).
"""

import datetime
import json
import logging
import logging.config
from typing import Any

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
