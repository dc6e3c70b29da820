"""QR codes (segno): as an SVG path for templates, and views of SVG and PNG files for slides."""

import io
import re
from dataclasses import dataclass
from functools import lru_cache

import segno
from flask import Response, abort, render_template, request, url_for

from app.catalogue.query import Query
from app.content.practice import short_code
from app.selection.address import Composition
from app.selection.selection import resolve_selection
from app.web.current import current_catalogue, open_sheet
from app.web.links import absolute, read_query, search_path
from app.web.selection.links import selection_path

QUIET = 4  # modules of blank around the code, as the standard asks
LONGEST = 800  # characters: about 100 modules a side
PNG_MODULE = 16  # pixels of one module: sharp on a slide
_PATH = re.compile(r' d="([^"]+)"')


@dataclass(frozen=True)
class QrCode:
    """A QR code as one SVG path to be stroked, in a square of `size` units (modules), quiet zone included."""

    size: int
    path: str


def draw_qr(text: str) -> QrCode:
    """The QR code of a text, drawn by segno: each run of dark modules is a line of width 1."""
    code = _make(text)
    drawing = _PATH.search(code.svg_inline(border=QUIET)) or abort(500)
    return QrCode(int(code.symbol_size(border=QUIET)[0]), drawing[1])


def of_sheet(slug: str, form: str) -> Response:
    """View: the code of the short URL of a practice, by slug or alias."""
    return _qr_response(absolute(url_for("short", code=open_sheet(slug).code)), form)


def of_curated(slug: str, form: str) -> Response:
    """View: the code of the short URL of a curated selection."""
    if slug not in current_catalogue().library.selections:
        abort(404)
    return _qr_response(absolute(url_for("short_selection", code=short_code(slug))), form)


def of_selection(form: str) -> Response:
    """View: the code of a selection held in the URL: its practices and its title, without the notes."""
    resolved = resolve_selection(current_catalogue(), Composition.from_args(request.args.items(multi=True)))
    return _qr_response(absolute(selection_path(resolved.composition.shortened())), form)


def of_search(form: str) -> Response:
    """View: the code of the URL of a search; 404 when it is too long for a phone to read."""
    address = address_of_search(read_query())
    return _qr_response(address, form) if fits(address) else abort(404)


def address_of_search(query: Query) -> str:
    """Absolute URL of the first page of a search."""
    return absolute(search_path(query.change()))


def fits(text: str) -> bool:
    """Whether a text is short enough (`LONGEST`) for a code that can be read from a screen."""
    return len(text) <= LONGEST


def _qr_response(text: str, form: str) -> Response:
    if form == "svg":
        return Response(render_template("qr.svg", code=draw_qr(text)), content_type="image/svg+xml; charset=utf-8")
    image = io.BytesIO()
    _make(text).save(image, kind="png", scale=PNG_MODULE, border=QUIET, light="white", dark="black")
    return Response(image.getvalue(), content_type="image/png")


@lru_cache(maxsize=16)  # a code is asked for in several forms at once, and takes ten milliseconds
def _make(text: str) -> segno.QRCode:
    """Error correction level M or better: glaring screens and creased prints are still read."""
    return segno.make(text, error="m", micro=False)
