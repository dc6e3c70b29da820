"""URL building for selections: canonical, by view, short."""

from collections.abc import Iterable
from urllib.parse import urlencode, urlsplit, urlunsplit

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.content.practice import short_code
from app.selection.address import Composition, View
from app.web.current import current_catalogue


def selection_path(
    composition: Composition,
    endpoint: str = "selection",
    form: str | None = None,
    more: Iterable[tuple[str, str]] = (),
    place: str = "",
) -> str:
    """The canonical path of a selection; `endpoint` may be another with the same parameters, `more` are appended.

    `place` is the fragment (id of an element).
    """
    parts = urlsplit(url_for(endpoint, form=form))
    args = [*composition.to_args(), *more]
    return urlunsplit(parts._replace(query=urlencode(args, safe=",@"), fragment=place))


def curated_path(slug: str, view: View = "liste", version: str = "") -> str:
    """The path of a curated selection under one view."""
    return url_for("curated", slug=slug, vue=None if view == "liste" else view, version=version or None)


def redirect_short(code: str) -> ResponseReturnValue:
    """View: redirect the short URL of a curated selection (301), `vue` kept; 404 for an unknown code."""
    selections = current_catalogue().library.selections
    slug = next((slug for slug in selections if short_code(slug) == code), None) or abort(404)
    return redirect(url_for("curated", slug=slug, vue=request.args.get("vue")), 301)
