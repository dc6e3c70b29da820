"""Ways in other than words: levers, sectors, themes, coverage, map, glossary, documents."""

from itertools import groupby

from flask import abort, g, render_template

from app.catalogue.overview import cross, gather_lessons, practices_by_document
from app.catalogue.query import Query
from app.content.glossary import GlossaryEntry
from app.search.language import fold
from app.web.chart import draw_all


def levers() -> str:
    return _show_terms(
        "lever", "Leviers", "Ce sur quoi on peut agir, dans l'entreprise, la structure ou le territoire."
    )


def sectors() -> str:
    return _show_terms("sector", "Secteurs", "Où les pratiques ont été menées.")


def lever(slug: str) -> str:
    return _show_term("lever", slug)


def sector(slug: str) -> str:
    return _show_term("sector", slug)


def theme(slug: str) -> str:
    return _show_term("theme", slug)


def _show_terms(facet: str, title: str, text: str) -> str:
    terms = g.catalogue.vocabulary.terms(g.catalogue.facet(facet).list_name)
    counts = g.catalogue.counts(facet)
    return render_template("terms.html", facet=facet, title=title, text=text, terms=terms.values(), counts=counts)


def _show_term(facet: str, slug: str) -> str:
    """What a term means, its practices, and the pitfalls and keys gathered from them."""
    found = g.catalogue.facet(facet)
    term = g.catalogue.vocabulary.terms(found.list_name).get(slug) or abort(404)
    practices = g.catalogue.find(Query(terms=((facet, slug),)))
    lessons = {key: gather_lessons(practices, key) for key in ("vigilance", "reussite")}
    return render_template("term.html", facet=found, term=term, practices=practices, lessons=lessons)


def coverage() -> str:
    """Sectors by levers, with the number of practices in each cell."""
    return render_template("coverage.html", table=cross(g.catalogue, "sector", "lever"))


def map() -> str:
    """Departments with their number of practices, drawn and listed."""
    departments = g.catalogue.vocabulary.departments.values()
    return render_template("map.html", departments=departments, counts=g.catalogue.counts("department"))


def glossary() -> str:
    """Acronyms and terms, in alphabetical order, by letter."""
    entries = sorted(g.catalogue.library.glossary.values(), key=lambda entry: fold(entry.term))
    letters = [(letter, list(group)) for letter, group in groupby(entries, key=_initial)]
    return render_template("glossary.html", letters=letters, total=len(entries))


def _initial(entry: GlossaryEntry) -> str:
    return fold(entry.term)[:1].upper()


def documents() -> str:
    """The documents that practices are written from, each with its practices."""
    return render_template("documents.html", documents=practices_by_document(g.catalogue))


def motifs() -> str:
    """Every component of the site, for whoever changes its looks."""
    results = g.catalogue.search(Query())
    practice = next(iter(g.catalogue.find(Query())), None)
    charts = draw_all(practice.indicators) if practice else []
    counts = g.catalogue.counts("department")
    return render_template("motifs.html", practice=practice, charts=charts, facet=results.facets[0], counts=counts)
