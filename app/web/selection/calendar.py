"""iCalendar serializer (RFC 5545) of webinars: curated selections that have a date."""

import datetime
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from flask import Response, abort, url_for

from app.content.page import Selection
from app.content.practice import short_code
from app.web.current import current_catalogue
from app.web.links import absolute

LINE_BYTES = 75  # longer lines are folded, says the standard


def show(slug: str) -> Response:
    """View: the `.ics` file of a webinar; 404 for a selection without a date."""
    selection = current_catalogue().library.selections.get(slug) or abort(404)
    if selection.date is None:
        abort(404)
    return _respond(print_calendar(_print_event(selection)), slug)


def show_all() -> Response:
    """View: the calendar of every webinar, to subscribe to."""
    library = current_catalogue().library
    dated = [selection for selection in library.selections.values() if selection.date]
    lines = [f"NAME:{_escape(library.site.name)}", f"X-WR-CALNAME:{_escape(library.site.name)}"]
    lines += ["REFRESH-INTERVAL;VALUE=DURATION:P1D", "X-PUBLISHED-TTL:P1D"]
    return _respond(print_calendar([*lines, *(line for each in dated for line in _print_event(each))]), "selections")


def _respond(body: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.ics"'}
    return Response(body, content_type="text/calendar; charset=utf-8", headers=headers)


def print_calendar(lines: Iterable[str]) -> str:
    """A VCALENDAR around the lines of its properties and events, folded."""
    begin = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pratiques//selections//FR")
    return "".join(f"{_fold(line)}\r\n" for line in (*begin, *lines, "END:VCALENDAR"))


def _print_event(selection: Selection) -> list[str]:
    """A VEVENT. Its UID never changes, its SEQUENCE is the revision: a calendar replaces what it had."""
    address = absolute(url_for("short_selection", code=short_code(selection.slug)))
    host = [f"Proposé par {selection.host}."] if selection.host else []
    known = (
        ("Inscription", selection.registration),
        ("Connexion", selection.connection),
        ("Enregistrement", selection.recording),
        ("Diapositives", selection.slides),
    )
    links = [f"{label} : {url}" for label, url in known if url]
    where = selection.place or selection.connection
    return [
        "BEGIN:VEVENT",
        f"UID:{selection.slug}@{urlsplit(address).hostname}",
        f"SEQUENCE:{selection.revision}",
        f"DTSTAMP:{selection.published:%Y%m%d}T000000Z",
        *_print_times(selection),
        f"SUMMARY:{_escape(selection.title)}",
        f"DESCRIPTION:{_escape(chr(10).join([selection.summary, *host, *links, address]))}",
        *([f"LOCATION:{_escape(where)}"] if where else []),
        f"URL:{address}",
        "END:VEVENT",
    ]


def _print_times(selection: Selection) -> Iterator[str]:
    """In UTC, which every calendar reads in its own time zone; the whole day of a webinar without an hour."""
    day = selection.date or selection.published
    if selection.starts is None:
        yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{day + datetime.timedelta(days=1):%Y%m%d}"
    for name, moment in (("DTSTART", selection.starts), ("DTEND", selection.ends)):
        if moment:
            yield f"{name}:{moment.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}"


def _escape(text: str) -> str:
    for character in ("\\", ";", ","):
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", "\\n")


def _fold(line: str) -> str:
    """Line folding: pieces of at most LINE_BYTES bytes, never inside a character; continuations start with a space."""
    pieces = [""]
    for character in line:
        if len((pieces[-1] + character).encode()) > LINE_BYTES:
            pieces.append(" ")
        pieces[-1] += character
    return "\r\n".join(pieces)
