"""Pieces of a practice that stand on many pages and are the same on each: printed once for each content and day."""

from collections.abc import Hashable

from flask import Flask, g
from jinja2.runtime import Macro

from app.catalogue.collector import paused_collector
from app.content.headline import Headline
from app.web.shelf import SHELF

AHEAD = 1_000  # practices whose cards are printed before anybody asks: a tenth of a second
MAX_PIECES = 4_000  # of about a kilobyte each; then all are forgotten, which is cheaper than knowing the oldest


class Fragments:
    """What the macros of one application have printed."""

    def __init__(self) -> None:
        self._pieces: dict[Hashable, str] = {}

    def __len__(self) -> int:
        return len(self._pieces)

    def print_once(self, macro: Macro, headline: Headline, *args: Hashable) -> str:
        """What the macro prints of a published practice; it may depend on its arguments and the content alone."""
        catalogue = g.catalogue
        key = (catalogue.fingerprint, catalogue.today(), macro.name, headline.slug, args)
        piece = self._pieces.get(key)
        if piece is None:
            if len(self._pieces) >= MAX_PIECES:
                self._pieces.clear()
            piece = self._pieces[key] = macro(headline, *args)
        return piece


def print_cards(app: Flask) -> None:
    """Print what the cards of a search are made of, so that the first searches are as quick as those that follow."""
    card = app.jinja_env.get_template("components/practice_card.html").module.practice_card  # type: ignore[attr-defined]
    catalogue = app.extensions[SHELF].catalogue()
    with app.test_request_context(base_url=f"http://localhost{catalogue.library.site.prefix}"), paused_collector():
        g.catalogue = catalogue
        for headline in g.catalogue.headlines[:AHEAD]:
            card(headline, level=3)
