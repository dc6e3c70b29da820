"""Browse views: terms of the vocabulary, coverage, map, news, glossary, documents, pitfalls."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from flask import Response, abort, current_app, render_template

from app.catalogue.catalogue import Catalogue
from app.catalogue.news import list_months
from app.catalogue.overview import cross, cross_term, gather_lessons, practices_by_document
from app.catalogue.query import Query
from app.content.glossary import GlossaryEntry
from app.content.practice import Practice
from app.content.section import Item
from app.content.vocabulary import Term
from app.search.analyzer import fold
from app.web.chart import draw_all, draw_map
from app.web.current import current_catalogue

CARDS = 24  # practices shown whole on the page of a term; the others by their title
NEWS = 200  # changes told; the search lists the others


_LISTS = {
    "lever": ("Leviers", "Ce sur quoi on peut agir, dans l'entreprise, la structure ou le territoire."),
    "sector": ("Secteurs", "Dans quels métiers et quelles activités."),
    "audience": ("Publics", "Les personnes à qui les pratiques s'adressent."),
}


def terms(facet: str) -> str:
    """View: the terms of a facet, with their counts."""
    title, text = _LISTS[facet]
    catalogue = current_catalogue()
    listed = catalogue.vocabulary.terms(catalogue.facet(facet).list_name).values()
    counts = catalogue.counts(facet)
    return render_template("terms.html", facet=facet, title=title, text=text, terms=listed, counts=counts)


def term(facet: str, slug: str) -> str:
    """View: page of a vocabulary term: definition, practices, lessons or links to narrower searches; 404 if unknown."""
    catalogue = current_catalogue()
    found = catalogue.facet(facet)
    shown = catalogue.vocabulary.terms(found.list_name).get(slug) or abort(404)
    headlines = catalogue.find(Query(terms=((facet, slug),)))
    own = slug if facet == "lever" else ""  # a lesson is filed under one lever, and told of all else
    told = () if found.ways else catalogue.open(headlines)
    return render_template(
        "term.html",
        facet=found,
        term=shown,
        total=len(headlines),
        headlines=headlines[:CARDS],
        others=headlines[CARDS:],
        lessons={key: gather_lessons(told, key, own) for key in ("vigilance", "reussite")},
        tools=catalogue.library.tools_for(slug) if facet == "lever" else [],
        ways=[(catalogue.facet(name), cross_term(catalogue, facet, shown, name)) for name in found.ways],
    )


def coverage() -> Response:
    """View: cross table of sectors by levers; leads to be documented; zero-result searches, if they are counted."""
    counted = current_app.config["ZERO_RESULTS"]
    searches = counted.most_frequent() if counted else []
    catalogue = current_catalogue()
    leads = [group for page in catalogue.library.pages.values() for group in page.leads]
    table = cross(catalogue, "sector", "lever")
    page = render_template("coverage.html", table=table, leads=leads, searches=searches)
    answer = Response(page)
    answer.cache_control.no_store = bool(counted)  # the list changes while the content does not
    return answer


def map() -> str:
    """View: map and list of departments with their facet counts."""
    catalogue = current_catalogue()
    departments = catalogue.vocabulary.departments
    counts = catalogue.counts("department")
    return render_template("map.html", departments=departments.values(), counts=counts, map=draw_map(departments))


def news() -> str:
    """View: what was published, changed or withdrawn, by month; how to be told."""
    headlines = current_catalogue().every_headline
    return render_template("news.html", months=list_months(headlines, NEWS), has_more=len(headlines) > NEWS)


def glossary() -> str:
    """View: glossary, in alphabetical order, by letter."""
    entries = sorted(current_catalogue().library.glossary.values(), key=lambda entry: fold(entry.term))
    letters = [(letter, list(group)) for letter, group in groupby(entries, key=_initial)]
    return render_template("glossary.html", letters=letters, total=len(entries))


def _initial(entry: GlossaryEntry) -> str:
    return fold(entry.term)[:1].upper()


def documents() -> str:
    """View: source documents, each with the practices that cite it."""
    return render_template("documents.html", documents=practices_by_document(current_catalogue()))


def motifs() -> str:
    """View: style guide (pattern library) with every component of the site."""
    catalogue = current_catalogue()
    results = catalogue.search(Query())
    headline = next(iter(catalogue.find(Query())), None)
    practice = catalogue.practice(headline.slug) if headline else None
    return render_template(
        "motifs.html",
        headline=headline,
        practice=practice,
        charts=draw_all(practice.indicators) if practice else [],
        facet=results.facets[0],
        counts=catalogue.counts("department"),
    )


_SECTION = "vigilance"


@dataclass(frozen=True)
class PracticePitfalls:
    """A practice and its pitfalls."""

    practice: Practice
    items: tuple[Item, ...]


def pitfalls(slug: str = "") -> str:
    """View; `slug` is a lever (404 if unknown), or "" for all."""
    catalogue = current_catalogue()
    lever = (catalogue.vocabulary.levers.get(slug) or abort(404)) if slug else None
    groups = group_by_theme(catalogue, list_pitfalls(catalogue, slug))
    total = sum(len(told.items) for _, group in groups for told in group)
    return render_template("pitfalls.html", lever=lever, groups=groups, total=total, counts=count_by_lever(catalogue))


def list_pitfalls(catalogue: Catalogue, lever: str = "") -> list[PracticePitfalls]:
    """The practices with pitfalls filed under one lever, or with any, the best documented first."""
    told = []
    for practice in catalogue.open(catalogue.find(Query(terms=(("lever", lever),) if lever else ()))):
        section = practice.section(_SECTION)
        items = [item for item in section.items if lever in ("", practice.lever_of(item))] if section else []
        told += [PracticePitfalls(practice, tuple(items))] if items else []
    return told


def group_by_theme(catalogue: Catalogue, told: list[PracticePitfalls]) -> list[tuple[Term, list[PracticePitfalls]]]:
    """Group by theme, in the order of the vocabulary; empty groups are left out."""
    themes = catalogue.vocabulary.themes
    groups = {slug: [one for one in told if one.practice.theme == slug] for slug in themes}
    return [(themes[slug], group) for slug, group in groups.items() if group]


def count_by_lever(catalogue: Catalogue) -> list[tuple[Term, int]]:
    """Number of pitfalls filed under each lever, each once; levers without any are left out."""
    told = list_pitfalls(catalogue)
    counts = Counter(one.practice.lever_of(item) for one in told for item in one.items)
    return [(lever, counts[slug]) for slug, lever in catalogue.vocabulary.levers.items() if counts[slug]]
