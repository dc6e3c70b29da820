"""Views of preview images (Open Graph, PNG), drawn when the snapshot was built."""

from flask import Response, abort

from app.catalogue.catalogue import SITE
from app.web.current import current_catalogue
from app.web.lookup import open_sheet


def of_sheet(slug: str) -> Response:
    """The preview of a sheet, also under its former names."""
    return _png_response(current_catalogue().preview(open_sheet(slug).slug))


def of_curated(slug: str) -> Response:
    """The preview of a curated selection."""
    catalogue = current_catalogue()
    return _png_response(
        catalogue.library_preview("selections", slug if slug in catalogue.library.selections else abort(404))
    )


def of_site() -> Response:
    """The preview of every other page."""
    return _png_response(current_catalogue().library_preview("site", SITE))


def _png_response(image: bytes | None) -> Response:
    return Response(image or abort(404), content_type="image/png")
