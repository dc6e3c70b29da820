"""What every template may name of the content: it is that of the current request, in macros as in pages."""

from collections.abc import Iterable

from flask import g
from werkzeug.local import LocalProxy

from app.web import department_map


def label_of(list_name: str, slug: str) -> str:
    """What a term of the vocabulary is called."""
    found: str = g.catalogue.vocabulary.label(list_name, slug)
    return found


def labels_of(list_name: str, slugs: Iterable[str]) -> str:
    """The same of several terms, one after the other."""
    vocabulary = g.catalogue.vocabulary
    return ", ".join([vocabulary.label(list_name, slug) for slug in slugs])


def is_department(place: str) -> bool:
    """Whether a place is the name of a department, which is told by itself."""
    return any(place == term.label for term in g.catalogue.vocabulary.departments.values())


def own_place(place: str, organisation: str) -> str:
    """« , Barlin »: the place of a practice, unless its department or its organisation's name already says it."""
    is_told = is_department(place) or place.replace("Agglomération de ", "") in organisation
    return f", {place}" if place and not is_told else ""


def has_map() -> bool:
    """Whether the departments of the base can be drawn."""
    return department_map.has_map(g.catalogue.vocabulary.departments)


# Proxies: macros are imported without the context of a page, which would have them made anew for each one.
OF_CONTENT = {
    "catalogue": LocalProxy(lambda: g.catalogue),
    "vocabulary": LocalProxy(lambda: g.catalogue.vocabulary),
    "site": LocalProxy(lambda: g.catalogue.library.site),
    "pages": LocalProxy(lambda: g.catalogue.library.pages),
    "label_of": label_of,
    "labels_of": labels_of,
    "is_department": is_department,
    "own_place": own_place,
    "has_map": has_map,
}
