"""Resolution of a practice by slug or alias, with the HTTP error when there is none."""

from flask import abort

from app.content.practice import Practice
from app.web.current import current_catalogue


def find_sheet(name: str) -> Practice | None:
    """The published practice of a slug or alias, or None."""
    catalogue = current_catalogue()
    found: Practice | None = catalogue.practice(name) or catalogue.practice(catalogue.current_slug(name) or "")
    return found


def open_sheet(name: str) -> Practice:
    """The same, or HTTP error: 410 when the practice was withdrawn, 404 when there never was one."""
    catalogue = current_catalogue()
    is_gone = catalogue.withdrawn(name) or catalogue.withdrawn(catalogue.current_slug(name) or "")
    return find_sheet(name) or abort(410 if is_gone else 404)
