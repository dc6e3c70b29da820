"""Where what the form of a selection sent leads: the one address of the selection that was made of it."""

from collections.abc import Iterable

from app.catalogue.composition import Composition, clean
from app.catalogue.query import MAX_TEXT
from app.web.sharing.address import selection_path

SEARCH = "chercher"  # a field that the form always sends, empty or not
SENT = frozenset({SEARCH, "monter", "descendre", "retirer", "maj"})


def answer_form(args: list[tuple[str, str]], changed: Composition) -> str | None:
    """The address of the changed selection, and of the search in it; none when nothing was sent, or it is this one."""
    words = read_words(args) if changed.view == "liste" else ""
    searched = [(SEARCH, words)] if words else []
    if SENT.isdisjoint(name for name, _ in args) or args == changed.to_args() + searched:
        return None
    return selection_path(changed, more=searched)


def read_words(args: Iterable[tuple[str, str]]) -> str:
    """The words searched for inside the selection, empty when there are none."""
    return clean(next((value for name, value in args if name == SEARCH), ""))[:MAX_TEXT].strip()
