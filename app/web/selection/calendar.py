"""iCalendar serializer (RFC 5545) of curated selections that have a date."""

import datetime
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
    body = print_calendar(selection, selection.date, absolute(url_for("short_selection", code=short_code(slug))))
    name = f'attachment; filename="{slug}.ics"'
    return Response(body, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": name})


def print_calendar(selection: Selection, day: datetime.date, address: str) -> str:
    """A VCALENDAR with one all-day VEVENT: the content gives a date and no hour."""
    host = [f"Proposé par {selection.host}."] if selection.host else []
    known = (("Enregistrement", selection.recording), ("Diapositives", selection.slides))
    links = [f"{label} : {url}" for label, url in known if url]
    description = "\n".join([selection.summary, *host, *links, address])
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//pratiques//selections//FR",
        "BEGIN:VEVENT",
        f"UID:{selection.slug}@{urlsplit(address).hostname}",
        f"DTSTAMP:{selection.published:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + datetime.timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escape(selection.title)}",
        f"DESCRIPTION:{_escape(description)}",
        f"URL:{address}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_fold(line)}\r\n" for line in lines)


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
