"""View of pitfalls, grouped by theme and practice: all of them, or those of one lever."""

from dataclasses import dataclass

from flask import abort, render_template

from app.catalogue.catalogue import Catalogue
from app.catalogue.query import Query
from app.content.practice import Practice
from app.content.section import Item
from app.content.vocabulary import Term
from app.web.current import current_catalogue

_SECTION = "vigilance"


@dataclass(frozen=True)
class PracticePitfalls:
    """A practice and its pitfalls."""

    practice: Practice
    items: tuple[Item, ...]


def show(slug: str = "") -> str:
    """View; `slug` is a lever (404 if unknown), or "" for all."""
    catalogue = current_catalogue()
    lever = (catalogue.vocabulary.levers.get(slug) or abort(404)) if slug else None
    groups = group_by_theme(catalogue, list_pitfalls(catalogue, slug))
    total = sum(len(told.items) for _, group in groups for told in group)
    return render_template("pitfalls.html", lever=lever, groups=groups, total=total, counts=count_by_lever(catalogue))


def list_pitfalls(catalogue: Catalogue, lever: str = "") -> list[PracticePitfalls]:
    """The practices with pitfalls, of one lever or all, the best documented first."""
    practices = catalogue.open(catalogue.find(Query(terms=(("lever", lever),) if lever else ())))
    return [
        PracticePitfalls(practice, section.items) for practice in practices if (section := practice.section(_SECTION))
    ]


def group_by_theme(catalogue: Catalogue, told: list[PracticePitfalls]) -> list[tuple[Term, list[PracticePitfalls]]]:
    """Group by theme, in the order of the vocabulary; empty groups are left out."""
    themes = catalogue.vocabulary.themes
    groups = {slug: [one for one in told if one.practice.theme == slug] for slug in themes}
    return [(themes[slug], group) for slug, group in groups.items() if group]


def count_by_lever(catalogue: Catalogue) -> list[tuple[Term, int]]:
    """Number of pitfalls by lever; those without any are left out."""
    told = list_pitfalls(catalogue)
    counts = {
        slug: sum(len(one.items) for one in told if slug in one.practice.levers) for slug in catalogue.vocabulary.levers
    }
    return [(catalogue.vocabulary.levers[slug], count) for slug, count in counts.items() if count]
