"""OpenAPI 3.1 document of the open data API: paths, parameters, responses."""

from typing import Any

from flask import Response, current_app, url_for

from app.catalogue.catalogue import Catalogue
from app.catalogue.query import MAX_TEXT, SORTS
from app.content.practice import CODE_ALPHABET, CODE_LENGTH
from app.content.types import SLUG_PATTERN
from app.web.api.citation import PRINTERS
from app.web.api.model import REFERENCE, describe_answers
from app.web.current import current_catalogue
from app.web.links import absolute
from app.web.sharing.structured import LICENCE

VERSION = "1.0.0"  # of what is promised here: a field that goes or changes its meaning makes a new first number
Part = dict[str, Any]
Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_JSON, _CSV, _HTML = "application/json", "text/csv", "text/html"


def list_of(item: Schema) -> Schema:
    """JSON Schema of an array."""
    return {"type": "array", "items": item}


def refer(name: str) -> Schema:
    """`$ref` to a component schema."""
    return {"$ref": REFERENCE.format(model=name)}


def show() -> Response:
    """View: the document as JSON."""
    return Response(current_app.json.dumps(describe(current_catalogue())), content_type="application/json")


def describe(catalogue: Catalogue) -> Part:
    """The document as JSON types. Paths are relative to the site."""
    site = catalogue.library.site
    return {
        "openapi": "3.1.0",
        "info": {
            "title": site.name,
            "version": VERSION,
            "summary": "Bonnes pratiques de l'inclusion dans l'emploi, en données ouvertes.",
            "description": "Lecture seule, sans clé ni compte. Une valeur que le site ne connaît pas est ignorée : "
            "« notices » le dit, ou l'en-tête X-Notices des tableaux et des fils. Chaque réponse porte un ETag : "
            "renvoyez-le dans If-None-Match.",
            "license": {"name": "Licence Ouverte 2.0 (Etalab)", "url": LICENCE},
            "contact": {"name": site.editor.name, "email": site.editor.email},
        },
        "servers": [{"url": site.url.rstrip("/") or "/"}],
        "externalDocs": {"url": absolute(url_for("data"))},
        "paths": {path: {"get": operation} for path, operation in _list_operations(catalogue).items()},
        "components": {"schemas": describe_answers(catalogue.library)},
    }


def _list_operations(catalogue: Catalogue) -> dict[str, Part]:
    return {**_list_searches(catalogue), **_list_sheets(catalogue), **_list_services()}


def _list_searches(catalogue: Catalogue) -> dict[str, Part]:
    search = _search_parameters(catalogue)
    every = [parameter for parameter in search if parameter["name"] != "page"]
    return {
        "/pratiques.json": _get(
            "search", "Vingt résultats d'une recherche", search, _response(_JSON, refer("Results"))
        ),
        "/pratiques.csv": _get("table", "Tous les résultats, en tableau", every, _listing(_CSV, _TEXT)),
        "/pratiques.tableur.csv": _get("spreadsheet", "Le même, pour un tableur", every, _listing(_CSV, _TEXT)),
        "/pratiques.atom": _get("atom", "Tous les résultats, à suivre", every, _listing("application/atom+xml", _TEXT)),
        "/pratiques.feed.json": _get(
            "jsonFeed", "Les mêmes, en JSON Feed", every, _listing("application/feed+json", refer("JsonFeed"))
        ),
    }


def _list_sheets(catalogue: Catalogue) -> dict[str, Part]:
    example = catalogue.headlines[0].slug if catalogue.headlines else "nom"
    sheet = [_path_parameter("slug", example, {"type": "string", "pattern": SLUG_PATTERN})]
    pattern = f"^[{CODE_ALPHABET}]{{{CODE_LENGTH}}}$"
    code = [_path_parameter("code", "d4wcd", {"type": "string", "pattern": pattern})]
    absent = {"404": _response(_JSON, refer("Error")), "410": _response(_JSON, refer("Error"))}
    absent_page = {"404": _response(_HTML, _TEXT), "410": _response(_HTML, _TEXT)}
    unknown = {"description": _HTML, "content": {_HTML: {"schema": _TEXT}, _JSON: {"schema": refer("Error")}}}
    moved = {"301": _redirect(), "404": unknown}  # JSON for what ends with .json, as anywhere
    return {
        "/pratiques/{slug}.json": _get("sheet", "Une fiche", sheet, _response(_JSON, refer("Practice")), absent),
        "/pratiques/{slug}.md": _get("source", "Son texte", sheet, _response("text/markdown", _TEXT), absent_page),
        **{
            f"/pratiques/{{slug}}.{form}": _get(form, "Sa référence", sheet, _response(kind, _TEXT), absent_page)
            for form, (_, kind) in PRINTERS.items()
        },
        "/p/{code}": _get("short", "L'adresse courte d'une fiche", code, None, moved),
    }


def _list_services() -> dict[str, Part]:
    return {
        "/suggestions": _get(
            "suggest", "De quoi compléter ce qui est tapé", _typed(), _response(_JSON, refer("Suggestions")), _refused()
        ),
        "/oembed": _get("oembed", "De quoi montrer une page ailleurs", _embed_parameters(), _embed(), _embed_errors()),
        "/donnees/base.json": _get("everything", "Toute la base", [], _response(_JSON, refer("Base"))),
        "/schema/practice.json": _get(
            "schema", "Le schéma d'une fiche", [], _response("application/schema+json", {"type": "object"})
        ),
        "/healthz": _get("health", "Que le site répond, et avec quel contenu", [], _response(_JSON, refer("Health"))),
    }


def _get(name: str, summary: str, parameters: list[Part], found: Part | None, others: Part | None = None) -> Part:
    responses = {**({"200": found} if found else {}), **(others or {})}
    return {"operationId": name, "summary": summary, "parameters": parameters, "responses": responses}


def _response(kind: str, schema: Schema) -> Part:
    return {"description": kind, "content": {kind: {"schema": schema}}}


def _listing(kind: str, schema: Schema) -> Part:
    """Response of an unpaginated list, with the header `X-Notices`."""
    notices = {"description": "Ce qui a été ignoré, en liste JSON", "schema": _TEXT}
    return {**_response(kind, schema), "headers": {"X-Notices": notices}}


def _redirect() -> Part:
    header = {"schema": {"type": "string", "pattern": "^/pratiques/"}}
    return {"description": "Vers la fiche", "headers": {"Location": header}}


def _refused() -> Part:
    return {"400": _response(_HTML, _TEXT)}


def _search_parameters(catalogue: Catalogue) -> list[Part]:
    """The parameters of `Query`; each facet is a repeatable enum of its vocabulary."""
    flag: Schema = {"type": "string", "enum": ["1"]}
    facets = [
        _parameter(facet.name, list_of({"enum": list(terms)}), facet.label)
        for facet in catalogue.facets
        if (terms := catalogue.vocabulary.terms(facet.list_name))
    ]
    return [
        _parameter("q", {"type": "string", "maxLength": MAX_TEXT}, "Mots cherchés"),
        *facets,
        _parameter("fresh", flag, "Relues ou confirmées par l'organisation à temps seulement"),
        _parameter("exact", flag, "Ni familles de mots, ni synonymes, ni correction"),
        _parameter("sort", {"type": "string", "enum": list(SORTS)}, "Ordre"),
        _parameter("page", {"type": "integer", "minimum": 1}, "Page ; la dernière au plus"),
    ]


def _typed() -> list[Part]:
    return [_parameter("q", _TEXT, "Ce qui est tapé", is_required=True)]


def _embed_parameters() -> list[Part]:
    pixels: Schema = {"type": "integer", "minimum": 1}
    return [
        _parameter("url", _TEXT, "Adresse d'une fiche, d'une sélection ou d'une recherche", is_required=True),
        _parameter("format", {"type": "string", "enum": ["json", "xml"]}, "Forme de la réponse"),
        _parameter("maxwidth", pixels, "Largeur au plus, en pixels"),
        _parameter("maxheight", pixels, "Hauteur au plus, en pixels"),
    ]


def _embed() -> Part:
    return {
        "description": "oEmbed 1.0, de type « rich »",
        "content": {_JSON: {"schema": refer("Embed")}, "text/xml": {"schema": _TEXT}},
    }


def _embed_errors() -> Part:
    return {**_refused(), "404": _response("text/plain", _TEXT), "501": _response("text/plain", _TEXT)}


def _parameter(name: str, schema: Schema, description: str, is_required: bool = False) -> Part:
    return {"name": name, "in": "query", "required": is_required, "schema": schema, "description": description}


def _path_parameter(name: str, example: str, schema: Schema) -> Part:
    return {"name": name, "in": "path", "required": True, "schema": schema, "example": example}
