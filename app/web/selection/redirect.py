"""Canonical redirect of the selection form (GET): to the one URL of the selection that its buttons made."""

from collections.abc import Iterable

from app.catalogue.query import MAX_TEXT
from app.selection.address import Composition, clean
from app.web.sharing.address import selection_path

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
