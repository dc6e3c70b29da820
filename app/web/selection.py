"""Curated collections of practices, made for webinars."""

from flask import abort, g, render_template


def index() -> str:
    """All collections."""
    return render_template("selections.html", selections=g.catalogue.library.selections.values())


def curated(slug: str) -> str:
    """One collection, in its order, with the host's notes."""
    selection = g.catalogue.library.selections.get(slug) or abort(404)
    chosen = [(choice, g.catalogue.practice(choice.slug)) for choice in selection.practices]
    return render_template("selection.html", selection=selection, chosen=[pair for pair in chosen if pair[1]])
