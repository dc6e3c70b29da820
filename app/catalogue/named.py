"""How notices name many things without becoming longer than the page."""

from collections.abc import Sequence

NAMED = 5


def name_some(names: Sequence[str]) -> str:
    """« a », « b », and how many others."""
    unique = list(dict.fromkeys(names))
    named = ", ".join(f"« {name} »" for name in unique[:NAMED])
    others = len(unique) - NAMED
    if others < 1:
        return named
    return f"{named} et {others} autre{'s' if others > 1 else ''}"
