"""Ways in other than words: levers, sectors, themes, pitfalls, coverage, glossary, documents."""

from flask import abort, g, render_template

from app.catalogue.overview import cross, gather_lessons, pitfalls_by_lever, practices_by_document
from app.catalogue.query import Query
from app.search.language import fold


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


def pitfalls() -> str:
    """Every pitfall, by lever, each with its practice."""
    return render_template("pitfalls.html", groups=pitfalls_by_lever(g.catalogue))


def coverage() -> str:
    """Sectors by levers, with the number of practices in each cell."""
    return render_template("coverage.html", table=cross(g.catalogue, "sector", "lever"))


def glossary() -> str:
    """Acronyms and terms, in alphabetical order."""
    entries = sorted(g.catalogue.library.glossary.values(), key=lambda entry: fold(entry.term))
    return render_template("glossary.html", entries=entries)


def documents() -> str:
    """The documents that practices are written from, each with its practices."""
    return render_template("documents.html", documents=practices_by_document(g.catalogue))
