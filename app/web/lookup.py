"""Which sheet a name stands for: its own or a former one, also of a sheet that was withdrawn."""

from flask import abort, g

from app.content.practice import Practice


def find_sheet(name: str) -> Practice | None:
    """The published practice of this name, or that once had it."""
    catalogue = g.catalogue
    found: Practice | None = catalogue.practice(name) or catalogue.practice(catalogue.current_slug(name) or "")
    return found


def open_sheet(name: str) -> Practice:
    """The same; the request ends with 410 when the practice was withdrawn, with 404 when there never was one."""
    catalogue = g.catalogue
    is_gone = catalogue.withdrawn(name) or catalogue.withdrawn(catalogue.current_slug(name) or "")
    return find_sheet(name) or abort(410 if is_gone else 404)
