"""What templates may use: proxies to the catalogue of the request, labels, a fragment cache, French filters."""

from collections.abc import Callable, Hashable, Iterable

from flask import Flask, g
from jinja2.runtime import Macro
from werkzeug.local import LocalProxy

from app.content.date import MONTHS, write_date, write_hour
from app.content.figure import (
    group_sources,
    key_figure,
    merge_citations,
    write_approx,
    write_checked,
    write_period,
    write_situation,
    write_value,
)
from app.content.headline import Headline
from app.content.page import Selection
from app.content.practice import FACETS, Practice
from app.content.typography import count_of, first_sentence, tie_spaces, write_figure, write_number
from app.content.vocabulary import Help
from app.search.highlighter import Excerpt
from app.web import chart as department_map
from app.web.current import CURRENT, current_catalogue


def label_of(list_name: str, slug: str) -> str:
    """The label of a vocabulary term."""
    return current_catalogue().vocabulary.label(list_name, slug)


def labels_of(list_name: str, slugs: Iterable[str]) -> str:
    """The labels of several terms, joined by commas."""
    vocabulary = current_catalogue().vocabulary
    return ", ".join([vocabulary.label(list_name, slug) for slug in slugs])


def is_department(place: str) -> bool:
    """Whether a place is the label of a department, which is printed anyway."""
    return current_catalogue().vocabulary.is_department(place)


def own_place(place: str, organisation: str) -> str:
    """« , Barlin »: the place of a practice, unless its department or its organisation's name already says it."""
    return current_catalogue().vocabulary.own_place(place, organisation)


def help_of(practices: Iterable[Practice | Headline]) -> list[Help]:
    """The numbers to call that the terms of some practices point to, each set once."""
    vocabulary = current_catalogue().vocabulary
    if not vocabulary.help:
        return []
    headlines = (each if isinstance(each, Headline) else Headline.of(each) for each in practices)
    lists = {facet.name: vocabulary.terms(facet.list_name) for facet in FACETS}
    terms = (lists[name].get(slug) for each in headlines for name, slugs in each.terms.items() for slug in slugs)
    return vocabulary.help_for(filter(None, terms))


def has_map() -> bool:
    """Whether the departments of the base can be drawn."""
    return department_map.has_map(current_catalogue().vocabulary.departments)


# Proxies: macros are imported without the context of a page, which would have them made anew for each one.
OF_CONTENT = {
    "catalogue": LocalProxy(current_catalogue),
    "vocabulary": LocalProxy(lambda: current_catalogue().vocabulary),
    "site": LocalProxy(lambda: current_catalogue().library.site),
    "pages": LocalProxy(lambda: current_catalogue().library.pages),
    "label_of": label_of,
    "labels_of": labels_of,
    "is_department": is_department,
    "own_place": own_place,
    "has_map": has_map,
    "help_of": help_of,
}


AHEAD = 1_000  # practices whose cards are printed before anybody asks: a tenth of a second
MAX_PIECES = 4_000  # of about a kilobyte each; then all are forgotten, which is cheaper than knowing the oldest


class FragmentCache:
    """Fragment cache: rendered macros of one application."""

    def __init__(self) -> None:
        self._pieces: dict[Hashable, str] = {}

    def __len__(self) -> int:
        return len(self._pieces)

    def print_once(self, macro: Macro, headline: Headline, *args: Hashable) -> str:
        """Memoised rendering of a macro; it may depend on its arguments, the content and the day alone."""
        catalogue = current_catalogue()
        key = (catalogue.fingerprint, catalogue.today(), macro.name, headline.slug, args)
        piece = self._pieces.get(key)
        if piece is None:
            if len(self._pieces) >= MAX_PIECES:
                self._pieces.clear()
            piece = self._pieces[key] = macro(headline, *args)
        return piece


def print_cards(app: Flask) -> None:
    """Warm the fragment cache with result cards, so that the first searches are as quick as the next."""
    card = app.jinja_env.get_template("components/practice_card.html").module.practice_card  # type: ignore[attr-defined]
    catalogue = app.extensions[CURRENT].catalogue()
    with app.test_request_context(base_url=f"http://localhost{catalogue.library.site.prefix}"):
        g.catalogue = catalogue
        for headline in catalogue.headlines[:AHEAD]:
            card(headline, level=3)


def write_month(text: str) -> str:
    """A document's date, « 2025-07 » → « juillet 2025 »; a year stays a year."""
    parts = text.split("-")
    return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}" if len(parts) > 1 else text


def write_when(selection: Selection) -> str:
    """The day and the hours of a webinar: « 10 décembre 2026, de 14 h 30 à 16 h »; the time zone if it is another."""
    day = write_date(selection.date) if selection.date else ""
    if selection.starts is None:
        return day
    hours = f"à {write_hour(selection.starts.time())}"
    if selection.ends:
        hours = f"de {write_hour(selection.starts.time())} à {write_hour(selection.ends.time())}"
    is_usual = selection.time_zone == Selection.model_fields["time_zone"].default
    return f"{day}, {hours}" if is_usual else f"{day}, {hours} (fuseau horaire {selection.time_zone})"


def heat(count: int) -> int:
    """Heat map class of a count: 0 (none) to 4 (fifteen or more)."""
    return sum(count >= step for step in (1, 3, 7, 15))


def cut_runs(excerpt: Excerpt) -> list[tuple[str, str]]:
    """Split an excerpt for highlighting: pairs (text before, matched word), then (rest, "").

    No-break spaces are set before the split: a highlight may come between a number and its unit.
    """
    text, end = tie_spaces(excerpt.text), 0
    runs = []
    for place in excerpt.places:
        runs.append((text[end : place.start], text[place.start : place.end]))
        end = place.end
    return [*runs, (text[end:], "")]


FILTERS: dict[str, Callable[..., object]] = {
    "tied": tie_spaces,
    "first_sentence": first_sentence,
    "runs": cut_runs,
    "number": write_number,
    "figure": write_figure,
    "date": write_date,
    "when": write_when,
    "month": write_month,
    "count_of": count_of,
    "period": write_period,
    "heat": heat,
    "key_figure": key_figure,
    "approx": write_approx,
    "value": write_value,
    "checked": write_checked,
    "situation": write_situation,
    "by_source": group_sources,
    "by_document": merge_citations,
}
