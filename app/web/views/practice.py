"""Views of one practice: page, Markdown source, JSON, short URL."""

from flask import Response, abort, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.web.api.json import practice_to_dict
from app.web.chart import draw_all
from app.web.current import current_catalogue, open_sheet
from app.web.sharing.structured import describe_sheet


def show(slug: str) -> ResponseReturnValue:
    """View: page of a practice; 301 from an alias, 410 when withdrawn, 404 if unknown."""
    catalogue = current_catalogue()
    practice = catalogue.practice(slug)
    if practice is None:
        return _redirect_or_gone(slug)
    return render_template(
        "sheet.html",
        practice=practice,
        charts=draw_all(practice.indicators),
        related=catalogue.related(practice),
        structured=describe_sheet(practice),
    )


def _redirect_or_gone(slug: str) -> ResponseReturnValue:
    catalogue = current_catalogue()
    withdrawn = catalogue.withdrawn(slug)
    if withdrawn:
        successor = catalogue.practice(withdrawn.withdrawn.successor or "") if withdrawn.withdrawn else None
        return render_template("withdrawn.html", practice=withdrawn, successor=successor), 410
    return redirect(url_for("sheet", slug=catalogue.current_slug(slug) or abort(404)), 301)


def show_source(slug: str) -> ResponseReturnValue:
    """View: Markdown source, by slug or alias (no redirect: data stays where it was)."""
    source = current_catalogue().source(open_sheet(slug).slug)
    return Response(source, content_type="text/markdown; charset=utf-8")


def show_json(slug: str) -> Response:
    """View: JSON of the practice with its sections."""
    return jsonify(practice_to_dict(open_sheet(slug)))


def redirect_short(code: str) -> ResponseReturnValue:
    """View: redirect the short permanent URL (301)."""
    return redirect(url_for("sheet", slug=current_catalogue().slug_of_code(code) or abort(404)), 301)
