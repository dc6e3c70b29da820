"""Where what the form of a selection sent leads: the one address of the selection that was made of it."""

from collections.abc import Iterable

from app.catalogue.query import MAX_TEXT
from app.selection.address import Composition, clean
from app.web.sharing.address import selection_path

SEARCH = "chercher"  # a field that the form always sends, empty or not
EDITS = frozenset({"monter", "descendre", "retirer", "maj"})  # its buttons, beside those of the views
FOUND = "trouvees"  # the part of the page that shows what could be added

Args = list[tuple[str, str]]


def answer_form(args: Args, before: Composition, changed: Composition) -> str | None:
    """The address of the changed selection, of the search in it, and of the place of the page that is concerned.

    None when the form sent nothing, or when this is its address already.
    """
    is_list = changed.view == "liste"
    words = read_words(args) if is_list else ""
    searched = [(SEARCH, words)] if words else []
    is_sent = any(name == SEARCH or name in EDITS for name, _ in args)
    if not is_sent or args == changed.to_args() + searched:
        return None
    return selection_path(changed, more=searched, place=_find_place(args, before, changed) if is_list else "")


def read_words(args: Iterable[tuple[str, str]]) -> str:
    """The words searched for inside the selection, empty when there are none."""
    return clean(next((value for name, value in args if name == SEARCH), ""))[:MAX_TEXT].strip()


def _find_place(args: Args, before: Composition, changed: Composition) -> str:
    """The practice that a button names, the one that now stands where one was taken out, or what was found."""
    name, value = next(((name, value) for name, value in args if name in EDITS), (SEARCH, FOUND))
    slugs = [choice.slug for choice in changed.choices]
    if name == "retirer":
        return _find_next(value, [choice.slug for choice in before.choices], slugs)
    if value == FOUND:
        return FOUND if read_words(args) else ""
    return value if value in slugs else ""


def _find_next(gone: str, before: list[str], left: list[str]) -> str:
    """Whoever follows the one that is gone; the last one when nobody does."""
    if gone not in before or not left:
        return ""
    return left[min(before.index(gone), len(left) - 1)]
