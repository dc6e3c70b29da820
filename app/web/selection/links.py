"""URLs of selections: canonical, by view, short; and the redirect of the selection form to the one URL it made."""

from collections.abc import Iterable
from urllib.parse import urlencode, urlsplit, urlunsplit

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.catalogue.query import MAX_TEXT
from app.content.practice import short_code
from app.selection.address import Composition, View, clean
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


MAX_LOCATION = 2_500  # characters: proxies mostly read 4 kB of headers, Location among them, and refuse what is longer
SEARCH = "chercher"  # a field that the form always sends, empty or not
EDITS = frozenset({"monter", "descendre", "retirer", "maj"})  # its buttons, beside those of the views
FOUND = "trouvees"  # the part of the page that shows what could be added

Args = list[tuple[str, str]]


def canonical_redirect(args: Args, before: Composition, changed: Composition) -> str | None:
    """The URL to redirect to: changed selection, search words, and the fragment to scroll to.

    None when the form sent nothing, or when the request has this URL already.
    """
    is_list = changed.view == "liste"
    words = read_search_words(args) if is_list else ""
    searched = [(SEARCH, words)] if words else []
    is_sent = any(name == SEARCH or name in EDITS for name, _ in args)
    if not is_sent or args == changed.to_args() + searched:
        return None
    return selection_path(changed, more=searched, place=_find_place(args, before, changed) if is_list else "")


def read_search_words(args: Iterable[tuple[str, str]]) -> str:
    """The search words typed inside the selection page, or ""."""
    return clean(next((value for name, value in args if name == SEARCH), ""))[:MAX_TEXT].strip()


def _find_place(args: Args, before: Composition, changed: Composition) -> str:
    """The fragment: the item that a button moved, the one after a removed item, or the search results."""
    name, value = next(((name, value) for name, value in args if name in EDITS), (SEARCH, FOUND))
    slugs = [choice.slug for choice in changed.choices]
    if name == "retirer":
        return _find_next(value, [choice.slug for choice in before.choices], slugs)
    if value == FOUND:
        return FOUND if read_search_words(args) else ""
    return value if value in slugs else ""


def _find_next(gone: str, before: list[str], left: list[str]) -> str:
    """The item after the removed one; else the last one."""
    if gone not in before or not left:
        return ""
    return left[min(before.index(gone), len(left) - 1)]
