"""The server's journal: one JSON object a line, whatever happens, and nothing of the visitor's."""

import json
import logging
import sys

from app.worker import LineFormatter


def write(message: str, error: bool = False, **about: object) -> dict[str, object]:
    """What the journal would hold, read back."""
    record = logging.getLogger("x").makeRecord("x", logging.ERROR, __file__, 1, message, (), None, extra=about)
    if error:
        try:
            raise ValueError("first\nsecond")
        except ValueError:
            record.exc_info = sys.exc_info()
    line = LineFormatter().format(record)
    assert "\n" not in line
    return json.loads(line)


def test_a_line_tells_when_how_grave_and_what():
    """What the event is about comes as fields of their own, in words that can be searched."""
    line = write("snapshot opened", snapshot="0123", practices=88)
    assert list(line) == ["time", "level", "event", "snapshot", "practices"]
    assert line["level"] == "error"
    assert str(line["time"]).endswith("Z")


def test_a_traceback_stays_on_its_line():
    """So that a journal is read line by line, always."""
    assert "second" in str(write("Exception on /pratiques [GET]", error=True)["traceback"])
