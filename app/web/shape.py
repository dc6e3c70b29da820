"""JSON Schemas of what the site answers as data; those of a practice and of facets come from their models."""

from collections.abc import Mapping
from typing import Any

from app.catalogue.query import FACET_NAMES, SORTS
from app.content.library import Library
from app.content.schema import practice_schema

Schema = dict[str, Any]

_REFERENCE = "#/components/schemas/{model}"
_TEXT: Schema = {"type": "string"}
_ADDRESS: Schema = {"type": "string", "format": "uri"}
_PATH: Schema = {"type": "string", "pattern": "^/"}
_DAY: Schema = {"type": "string", "format": "date"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_FLAG: Schema = {"type": "boolean"}


def list_of(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def refer(name: str) -> Schema:
    """A schema by its name among the components."""
    return {"$ref": _REFERENCE.format(model=name)}


def describe_answers(library: Library) -> dict[str, Schema]:
    """Every schema by name."""
    practice = practice_schema(library.vocabulary, library.documents, _REFERENCE)
    parts: dict[str, Schema] = practice.pop("$defs")
    practice.pop("$schema")
    return {
        **parts,
        "Practice": _complete(practice),
        "Section": _record(key=_TEXT, title=_TEXT, markdown=_TEXT, html=_TEXT),
        "Summary": _record(**_summary()),
        "Hit": _record(**_summary(), excerpt=_TEXT, why=list_of(_TEXT)),
        "Query": _query(),
        "FacetValue": _record(value=_TEXT, label=_TEXT, count=_COUNT, selected=_FLAG, toggle_url=_PATH),
        "Facet": _record(name={"enum": list(FACET_NAMES)}, label=_TEXT, values=list_of(refer("FacetValue"))),
        "Way": _record(label=_TEXT, url=_PATH, total=_COUNT),
        "Results": _results(),
        "Base": _record(
            fingerprint=_TEXT,
            licence=_TEXT,
            vocabulary={"type": "object"},
            documents={"type": "object"},
            practices=list_of(refer("Practice")),
        ),
        "Suggestions": _record(
            query=_TEXT, suggestions=list_of(_record(kind=_TEXT, label=_TEXT, detail=_TEXT, url=_PATH))
        ),
        "JsonFeed": _feed(),
        "Embed": _embed(),
        "Health": _record({"fingerprint": _TEXT, "practices": _COUNT, "problems": _COUNT}, status={"const": "ok"}),
        "Error": _record(error={"type": "integer"}, title=_TEXT, message=_TEXT),
    }


def _record(more: Mapping[str, Schema] | None = None, **fields: Schema) -> Schema:
    """An object with all of these fields and no other."""
    properties = {**fields, **(more or {})}
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _complete(front_matter: Schema) -> Schema:
    """The front matter with what is derived from it, and the sections."""
    derived: dict[str, Schema] = {
        "slug": _TEXT,
        "url": _ADDRESS,
        "short_url": _ADDRESS,
        "evidence": _TEXT,
        "review_due": _DAY,
        "sections": list_of(refer("Section")),
    }
    properties = {**front_matter["properties"], **derived}
    return {**front_matter, "properties": properties, "required": [*front_matter["required"], *derived]}


def _summary() -> dict[str, Schema]:
    lists = {name: list_of(_TEXT) for name in ("sectors", "levers", "audiences", "departments")}
    texts = dict.fromkeys(("slug", "title", "summary", "format", "theme", "evidence"), _TEXT)
    return {
        **texts,
        **lists,
        "url": _ADDRESS,
        "short_url": _ADDRESS,
        "organisation": refer("Organisation"),
        "reviewed": _DAY,
    }


def _query() -> Schema:
    """Only what was asked is there."""
    properties: dict[str, Schema] = {name: list_of(_TEXT) for name in FACET_NAMES}
    properties |= {"q": _TEXT, "fresh": {"const": "1"}, "exact": {"const": "1"}}
    properties |= {"sort": {"enum": list(SORTS)}, "page": {"type": "string", "pattern": "^[0-9]+$"}}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _results() -> Schema:
    return _record(
        query=refer("Query"),
        total=_COUNT,
        page={"type": "integer", "minimum": 1},
        pages={"type": "integer", "minimum": 1},
        correction={"type": ["string", "null"]},
        notices=list_of(_TEXT),
        results=list_of(refer("Hit")),
        facets=list_of(refer("Facet")),
        rescue=list_of(refer("Way")),
    )


def _feed() -> Schema:
    moment: Schema = {"type": "string", "format": "date-time"}
    item = _record(
        id=_ADDRESS,
        url=_ADDRESS,
        title=_TEXT,
        content_text=_TEXT,
        image=_ADDRESS,
        date_published=moment,
        date_modified=moment,
        tags=list_of(_TEXT),
    )
    return _record(
        version={"const": "https://jsonfeed.org/version/1.1"},
        title=_TEXT,
        description=_TEXT,
        home_page_url=_ADDRESS,
        feed_url=_ADDRESS,
        language={"const": "fr"},
        authors=list_of(_record(name=_TEXT)),
        items=list_of(item),
    )


def _embed() -> Schema:
    return _record(
        type={"const": "rich"},
        version={"const": "1.0"},
        title=_TEXT,
        author_name=_TEXT,
        provider_name=_TEXT,
        provider_url=_ADDRESS,
        cache_age=_COUNT,
        width=_COUNT,
        height=_COUNT,
        html=_TEXT,
    )
