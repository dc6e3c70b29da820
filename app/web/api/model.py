"""Response models of the open data (pydantic): each makes the JSON of an answer and its schema in openapi.json.

Field names are public and do not change (docs: /donnees).
"""

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue, models_json_schema

from app.catalogue.query import FACET_NAMES, SORTS
from app.content.field import practice_schema
from app.content.library import Library
from app.content.practice import Organisation

REFERENCE = "#/components/schemas/{model}"
_REFER = "x-refer"  # the name of a schema that is not made from a class of this module

Url = Annotated[str, Field(json_schema_extra={"format": "uri"})]
Path = Annotated[str, Field(pattern="^/")]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Count = Annotated[int, Field(ge=0)]
Texts = tuple[str, ...]
# Its keys without a value are left out, as in the front matter.
_Organisation = Annotated[
    Organisation,
    PlainSerializer(lambda organisation: organisation.model_dump(exclude_none=True)),
    WithJsonSchema({_REFER: "Organisation"}),
]
_AnyObject = Annotated[dict[str, Any], WithJsonSchema({"type": "object"})]
_Practices = Annotated[
    list[dict[str, Any]],
    WithJsonSchema({"type": "array", "items": {_REFER: "Practice"}}),
]


class Answer(BaseModel):
    """The base of every response model: immutable, each field present, no other field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON types, fields in the order of the model."""
        return self.model_dump(mode="json")


class Item(Answer):
    """A pitfall or a key to success: `origin` is "document", or "redaction" when the editors read it there."""

    text: str
    origin: Literal["document", "redaction"]
    lever: str
    kind: str


class Section(Answer):
    """A section of a practice's text; `items` are those of pitfalls and keys."""

    key: str
    title: str
    markdown: str
    html: str
    items: tuple[Item, ...]


class Derived(Answer):
    """What the JSON of a practice has beside its front matter; descriptions are those of the page /donnees."""

    slug: str = Field(description="Nom de la fiche dans son adresse.")
    url: Url = Field(description="Adresse de la fiche.")
    short_url: Url = Field(description="Adresse courte et permanente.")
    evidence: str = Field(description="Ce qui est mesuré, déduit : evaluation, avant-apres, chiffres, temoignage.")
    status: str = Field(description="Ce que le document dit de la suite : en-cours, terminee, ponctuelle ou inconnue.")
    reach: str = Field(description="Moyen de joindre l'organisation : direct ou non-publie.")
    review_due: datetime.date = Field(description="Jour à partir duquel la fiche est à revoir.")
    sections: tuple[Section, ...] = Field(description="Parties du texte : key, title, markdown, html, items.")


class Summary(Answer):
    """A practice in a list, without its text."""

    slug: str
    title: str
    summary: str
    url: Url
    short_url: Url
    format: str
    theme: str
    sectors: Texts
    levers: Texts
    audiences: Texts
    departments: Texts
    organisation: _Organisation
    evidence: str
    status: str
    reach: str
    reviewed: datetime.date
    confirmed: datetime.date | None


class Similar(Summary):
    """A practice close in meaning: the excerpt that shows it, and why it is there."""

    excerpt: str
    why: Texts


class Hit(Similar):
    """A search hit: the practice, the excerpt that matches, match reasons when they are not plain.

    `match`: whether it has all the words of the search, or only some.
    """

    match: Literal["all", "some"]


class FacetValue(Answer):
    """A value of a facet, as Datasette gives them."""

    value: str
    label: str
    count: Count
    selected: bool
    toggle_url: Path


class Facet(Answer):
    """A facet with its values."""

    name: Annotated[str, Field(json_schema_extra={"enum": list(FACET_NAMES)})]
    label: str
    values: tuple[FacetValue, ...]


class Way(Answer):
    """An alternative query for a search with few results: label, address, result count."""

    label: str
    url: Path
    total: Count


class DirectAnswer(Answer):
    """What a search names (a term, an organisation, a selection, a tool), with its definition.

    `total`: how many practices it has.
    """

    kind: str
    label: str
    definition: str
    url: Path
    total: Count


class Elsewhere(Answer):
    """A section of a page, a selection, a tool, or the pitfalls of a lever, that holds the words of a search."""

    kind: Literal["section", "selection", "tool", "pitfalls"]
    title: str
    detail: str
    excerpt: str
    url: Path


class Place(Answer):
    """A place that the search names: practices there, its department, the nearest commune that has some.

    `ways` lead to what its department has.
    """

    name: str
    department: str
    practices: Count
    nearest: Way | None
    distance_km: Count | None
    ways: tuple[Way, ...]


class Results(Answer):
    """A page of results with its facets: what `/pratiques.json` answers.

    `total`, `pages` and `facets` are of the practices that have all the words. The last page also has the best ten of
    the `close_total` others. `similar`, which nothing counts, is there when few practices have all the words.
    """

    # As it was understood: only what was asked is there, repeatable parameters as lists
    query: Annotated[dict[str, Any], WithJsonSchema({_REFER: "Query"})]
    total: Count
    page: int = Field(ge=1)
    pages: int = Field(ge=1)
    close_total: Count
    correction: str | None
    notices: Texts
    answer: DirectAnswer | None
    results: tuple[Hit, ...]
    elsewhere: tuple[Elsewhere, ...]
    facets: tuple[Facet, ...]
    rescue: tuple[Way, ...]
    place: Place | None
    similar: tuple[Similar, ...]


class Base(Answer):
    """A dump of the whole base."""

    fingerprint: str
    licence: str
    vocabulary: _AnyObject
    documents: _AnyObject
    practices: _Practices


class Suggestion(Answer):
    """A completion and the address that it opens."""

    kind: str
    label: str
    detail: str
    url: Path


class Suggestions(Answer):
    """What `/suggestions` answers."""

    query: str
    suggestions: tuple[Suggestion, ...]


class Author(Answer):
    """The author of a JSON Feed."""

    name: str


class FeedItem(Answer):
    """An entry of a JSON Feed."""

    id: Url
    url: Url
    title: str
    content_text: str
    image: Url
    date_published: Moment
    date_modified: Moment
    tags: Texts


class JsonFeed(Answer):
    """A feed of practices (jsonfeed.org, 1.1)."""

    version: Literal["https://jsonfeed.org/version/1.1"] = "https://jsonfeed.org/version/1.1"
    title: str
    description: str
    home_page_url: Url
    feed_url: Url
    language: Literal["fr"] = "fr"
    authors: tuple[Author, ...]
    items: tuple[FeedItem, ...]


class Embed(Answer):
    """An oEmbed 1.0 answer of the type "rich"; sides in pixels, `cache_age` in seconds.

    The thumbnail is absent where it would be larger than asked.
    """

    type: Literal["rich"] = "rich"
    version: Literal["1.0"] = "1.0"
    title: str
    author_name: str
    provider_name: str
    provider_url: Url
    cache_age: Count
    width: Count
    height: Count
    html: str
    thumbnail_url: Url | None = None
    thumbnail_width: Count | None = None
    thumbnail_height: Count | None = None

    def to_dict(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude_none=True)


class Health(Answer):
    """Health check: served content version (fingerprint), number of practices and of content problems."""

    status: Literal["ok"] = "ok"
    fingerprint: str
    practices: Count
    problems: Count


class Error(Answer):
    """An HTTP error; `error` is its status."""

    error: int
    title: str
    message: str


_MODELS = (
    Section,
    Summary,
    Similar,
    Hit,
    FacetValue,
    Facet,
    Way,
    DirectAnswer,
    Elsewhere,
    Place,
    Results,
    Base,
    Suggestions,
    JsonFeed,
    Embed,
    Health,
    Error,
)


class _Untitled(GenerateJsonSchema):
    """JSON Schema generator that leaves out a `title` for each field: the names say enough."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def describe_answers(library: Library) -> dict[str, JsonSchemaValue]:
    """JSON Schemas of all response models, by name; those of a practice come from the front matter."""
    modes: list[tuple[type[BaseModel], JsonSchemaMode]] = [(model, "serialization") for model in (*_MODELS, Derived)]
    _, schema = models_json_schema(modes, ref_template=REFERENCE, schema_generator=_Untitled)
    answers: dict[str, JsonSchemaValue] = _resolve(schema["$defs"])
    derived = answers.pop("Derived")
    practice = practice_schema(library.vocabulary, library.documents, REFERENCE)
    parts: dict[str, JsonSchemaValue] = practice.pop("$defs")
    practice.pop("$schema")
    properties = {**practice["properties"], **derived["properties"]}
    practice |= {"properties": properties, "required": [*practice["required"], *derived["required"]]}
    return {**answers, **parts, "Practice": practice, "Query": _describe_query()}


def _resolve(node: Any) -> Any:
    """Replace placeholders by `$ref`, recursively."""
    if isinstance(node, list):
        return [_resolve(child) for child in node]
    if not isinstance(node, dict):
        return node
    if _REFER in node:
        return {"$ref": REFERENCE.format(model=node[_REFER])}
    return {key: _resolve(child) for key, child in node.items()}


def _describe_query() -> JsonSchemaValue:
    properties: dict[str, JsonSchemaValue] = {
        name: {"type": "array", "items": {"type": "string"}} for name in FACET_NAMES
    }
    properties |= {"q": {"type": "string"}, "fresh": {"const": "1"}, "exact": {"const": "1"}}
    properties |= {"sort": {"enum": list(SORTS)}, "page": {"type": "string", "pattern": "^[0-9]+$"}}
    return {"type": "object", "properties": properties, "additionalProperties": False}
