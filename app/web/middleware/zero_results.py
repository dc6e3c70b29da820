"""WSGI middleware and log of zero-result searches, counted by day: opt-in (docs/reliability.md).

Privacy: who searched is never known here. A text stays in memory, and is forgotten at the end of the day, unless it was
asked five times that day; only then is it written, beside the snapshots, by a background thread: no request writes.
"""

import datetime
import json
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from urllib.parse import parse_qsl
from uuid import uuid4
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from app.catalogue.query import Query
from app.environment import today
from app.search.analyzer import fold

FOLDER = "unanswered"  # beside the snapshots
TOTAL = "X-Total-Count"  # the header of a search page that says how many practices it found
FROM_TIMES = 5  # in one day and in one process; below, a text may be about somebody
LONGEST = 60  # characters: a longer text is a sentence, which may tell a life
MAX_TEXTS = 2_000  # in memory for one day; what comes after is not counted
SHOWN_DAYS = 30
WRITE_EVERY = 60.0  # seconds

_WORD = re.compile(r"[^\W\d_]+")
_PERSONAL = re.compile(r"@|(?:\d[\s.-]*){6}")  # an address, a number of telephone or of a file
_log = logging.getLogger(__name__)


class ZeroResultLog:
    """Counts of zero-result texts: those of this process in memory, of all in JSON files, one a day and process."""

    def __init__(self, folder: Path, today: Callable[[], datetime.date] = today) -> None:
        self._folder = folder
        self._today = today
        self._day = today()
        self._counts: Counter[str] = Counter()
        self._written: tuple[datetime.date, dict[str, int]] = (self._day, {})
        self._process = uuid4().hex[:8]  # after a restart a container gives the same number again
        self._lock = Lock()

    def note(self, text: str) -> None:
        """Count a text; not when it is short, long or looks personal (e-mail, number)."""
        words = " ".join(_WORD.findall(fold(text)))
        if len(words) < 3 or len(text) > LONGEST or _PERSONAL.search(text):
            return
        with self._lock:
            if self._today() == self._day and (words in self._counts or len(self._counts) < MAX_TEXTS):
                self._counts[words] += 1

    def write(self) -> None:
        """Persist the texts at `FROM_TIMES` or more, reset at a new day, remove files older than `SHOWN_DAYS`."""
        with self._lock:
            often = {text: times for text, times in sorted(self._counts.items()) if times >= FROM_TIMES}
            day, self._day = self._day, self._today()
            if day != self._day:
                self._counts.clear()
        if often and (day, often) != self._written:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / f"{day.isoformat()}-{self._process}.json"
            aside = path.with_suffix(".new")
            aside.write_text(json.dumps(often, ensure_ascii=False, indent=1), encoding="utf-8")
            aside.replace(path)
            self._written = day, often
        for path in self._folder.glob("*.json"):
            if not self._is_recent(path):
                path.unlink(missing_ok=True)

    def write_for_ever(self) -> None:
        """Loop of the background thread. An OSError is logged, and tried again."""
        while True:
            time.sleep(WRITE_EVERY)
            try:
                self.write()
            except OSError as error:
                _log.error("unanswered searches not written", extra={"reason": str(error)})

    def most_frequent(self, at_most: int = 20) -> list[tuple[str, int]]:
        """Top texts of the last `SHOWN_DAYS`, with their counts, without those of `hidden.txt`."""
        total: Counter[str] = Counter()
        for path in filter(self._is_recent, sorted(self._folder.glob("*.json"))):
            total.update(json.loads(path.read_text(encoding="utf-8")))
        for text in self._hidden():
            del total[text]
        return sorted(total.items(), key=lambda item: (-item[1], item[0]))[:at_most]

    def _hidden(self) -> Iterable[str]:
        """Deny-list of the operator: anybody can type anything five times."""
        try:
            lines = (self._folder / "hidden.txt").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []
        return [" ".join(_WORD.findall(fold(line))) for line in lines]

    def _is_recent(self, path: Path) -> bool:
        day = datetime.date.fromisoformat(path.name[:10])
        return day > self._today() - datetime.timedelta(days=SHOWN_DAYS)


class ZeroResultCounter:
    """WSGI middleware, before the page cache: cached responses are counted too, 304 are not."""

    def __init__(self, application: WSGIApplication, zero_results: ZeroResultLog) -> None:
        self._application = application
        self._zero_results = zero_results

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *error: object) -> Callable[[bytes], object]:
            if (TOTAL, "0") in headers and status.startswith("200"):
                query = Query.from_args(parse_qsl(environ["QUERY_STRING"]))
                if query.text and not query.terms:
                    self._zero_results.note(query.text)
            return start_response(status, headers, *error)  # type: ignore[arg-type]

        return self._application(environ, start)
