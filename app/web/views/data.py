"""Views of open data: the documentation page, and the dump of the whole base."""

from flask import Response, jsonify, render_template

from app.catalogue.query import Query
from app.content.field import practice_fields, walk
from app.web.api.csv import CSV_COLUMNS
from app.web.api.json import practice_to_dict
from app.web.api.model import Base, Derived
from app.web.current import current_catalogue
from app.web.sharing.structured import describe_base


def show() -> str:
    """View: documentation of the open data (downloads, fields, licence)."""
    return render_template(
        "data.html",
        columns=CSV_COLUMNS,
        fields=list(walk(practice_fields())),
        derived={name: field.description for name, field in Derived.model_fields.items()},
        structured=describe_base(),
        asked=_example(),
    )


def _example() -> Query:
    """Example query: the first example of the site, in the department with most practices."""
    catalogue = current_catalogue()
    counts = catalogue.counts("department")
    most = max(counts, key=lambda code: counts[code], default=None)
    examples = catalogue.library.site.examples
    return Query(text=examples[0] if examples else "", terms=(("department", most),) if most else ())


def everything() -> Response:
    """View: JSON dump of every practice with its sections, the vocabulary and the documents."""
    catalogue = current_catalogue()
    library = catalogue.library
    base = Base(
        fingerprint=catalogue.fingerprint,
        licence="Licence Ouverte 2.0 (Etalab)",
        vocabulary=library.vocabulary.model_dump(mode="json", exclude_none=True),
        documents={key: doc.model_dump(mode="json", exclude_none=True) for key, doc in library.documents.items()},
        practices=[practice_to_dict(practice) for practice in catalogue.practices],
    )
    return jsonify(base.to_dict())
