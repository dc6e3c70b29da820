"""Pieces of a practice that stand on many pages and are the same on each: printed once for each content and day."""

from collections.abc import Hashable

from flask import g
from jinja2.runtime import Macro

from app.content.practice import Practice

MAX_PIECES = 4_000  # of about a kilobyte each; then all are forgotten, which is cheaper than knowing the oldest


class Fragments:
    """What the macros of one application have printed."""

    def __init__(self) -> None:
        self._pieces: dict[Hashable, str] = {}

    def print_once(self, macro: Macro, practice: Practice, *args: Hashable) -> str:
        """What the macro prints of a published practice; it may depend on its arguments and the content alone."""
        key = (g.catalogue.fingerprint, g.catalogue.today(), macro.name, practice.slug, args)
        piece = self._pieces.get(key)
        if piece is None:
            if len(self._pieces) >= MAX_PIECES:
                self._pieces.clear()
            piece = self._pieces[key] = macro(practice, *args)
        return piece
