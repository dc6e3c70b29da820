"""Fields of the front matter, read from its model: JSON Schema, and the field tree of forms and serialisers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic.json_schema import DEFAULT_REF_TEMPLATE

from app.content.frame import Document, list_labels
from app.content.practice import FrontMatter
from app.content.vocabulary import Vocabulary

Kind = Literal["text", "number", "date", "flag", "one", "many", "texts", "group", "groups"]

# By path, the field's name and an example. The model itself says what it is for; groups, whose docstrings
# are in English, have their help here instead of an example. Words of the base's own lists have none.
_WORDS = {
    "title": ("Titre", "Un chantier d'insertion forme des soudeuses"),
    "summary": (
        "Résumé",
        "Dans une petite ville, un chantier d'insertion a formé 12 femmes à la soudure en 2024 ; 7 ont un emploi.",
    ),
    "format": ("Format", "initiative"),
    "theme": ("Thème", ""),
    "sectors": ("Secteurs", ""),
    "levers": ("Leviers", ""),
    "audiences": ("Publics", ""),
    "organisation": ("Organisation", "Qui a mené l'action."),
    "organisation.name": ("Nom", "Communauté d'agglomération d'Exemple"),
    "organisation.type": ("Type", ""),
    "organisation.size": ("Taille", "100 communes, 276 000 habitants (2023)"),
    "organisation.size_band": ("Tranche de taille", ""),
    "organisation.url": ("Site", "https://exemple.org"),
    "territory": ("Territoire", "Où l'action a eu lieu."),
    "territory.departments": ("Départements", ""),
    "territory.place": ("Lieu", "Exemple-sur-Mer"),
    "period": ("Période", "Quand l'action a eu lieu."),
    "period.start": ("Début", "2023"),
    "period.end": ("Fin", "2025"),
    "period.status": ("Suite", "en-cours"),
    "indicators": ("Chiffres", "Ce qui a été compté : chaque chiffre a son année et, si possible, sa source."),
    "indicators.label": ("Intitulé", "Femmes formées à la soudure"),
    "indicators.unit": ("Unité", "femmes"),
    "indicators.nature": ("Nature", "declare"),
    "indicators.role": ("Rôle", "activite"),
    "indicators.headline": ("Chiffre à montrer d'abord", "oui"),
    "indicators.values": ("Valeurs", "Un chiffre par année. Deux années d'un résultat montrent un avant et un après."),
    "indicators.values.year": ("Année", "2024"),
    "indicators.values.value": ("Nombre", "12"),
    "indicators.values.approx": ("Arrondi", "pres-de"),
    "indicators.values.source": ("Document de cette valeur", ""),
    "indicators.source": ("Document", ""),
    "indicators.note": ("Précision", "Sur 15 inscrites."),
    "evaluation": (
        "Évaluation avec comparaison",
        "40 personnes accompagnées et 40 qui ne l'étaient pas, suivies deux ans par une université.",
    ),
    "means": ("Moyens", "Ce qu'il a fallu, en quelques mots."),
    "means.budget": ("Budget", "40 000 euros en 2024"),
    "means.cost_band": ("Tranche de coût", ""),
    "means.staff": ("Équipe", "Une encadrante technique à mi-temps"),
    "means.staff_band": ("Temps de travail", ""),
    "means.duration": ("Durée", "18 mois"),
    "means.setup_band": ("Mise en place", ""),
    "means.funding": ("Financement", "Département et Fonds social européen"),
    "conditions": ("Conditions", "Reproductible si un atelier peut accueillir six personnes."),
    "partners": ("Partenaires", "France Travail"),
    "quotes": ("Paroles d'acteurs", "Ce que disent dans le document les personnes qui ont mené ou vécu l'action."),
    "quotes.text": ("Phrase", "Celles qui ont vu l'atelier sont restées."),
    "quotes.by": ("Qui parle", "une encadrante technique du chantier d'insertion"),
    "quotes.source": ("Document", ""),
    "quotes.pages": ("Page", "14"),
    "contact": ("Contact", "Qui répondra aux personnes qui veulent faire la même chose."),
    "contact.name": ("Nom", "Service insertion de l'agglomération"),
    "contact.email": ("Courriel", "insertion@exemple.org"),
    "contact.url": ("Page de contact", "https://exemple.org/contact"),
    "contact.phone": ("Téléphone", "01 99 00 00 00"),
    "contact.source": ("Où ce contact est publié", "https://exemple.org/contact"),
    "sources": ("Sources", "Les documents où l'on peut vérifier ce que dit la fiche."),
    "sources.document": ("Document", ""),
    "sources.pages": ("Pages", "12-15"),
    "sources.section": ("Partie", "L'insertion par la commande publique"),
    "related": ("Fiches à lire ensuite", "nom-d-une-autre-fiche"),
    "aliases": ("Anciens noms", "ancien-nom-de-la-fiche"),
    "published": ("Publiée le", "2026-11-21"),
    "reviewed": ("Relue le", "2026-11-21"),
    "confirmed": ("Confirmée par l'organisation le", "2027-02-03"),
    "review_every": ("À revoir tous les", "12"),
    "withdrawn": ("Retrait", "À remplir seulement si la fiche ne doit plus être montrée. Son adresse reste."),
    "withdrawn.reason": ("Raison", "L'action a été abandonnée en 2025."),
    "withdrawn.successor": ("Fiche qui la remplace", "nouveau-nom-de-la-fiche"),
    "editor_note": ("Donnée à vérifier", "Le rapport donne 12 femmes page 4 et 14 page 9."),
}
_LISTS = {  # literals of the model that the vocabulary names
    "format": "formats",
    "period.status": "statuses",
    "indicators.nature": "natures",
    "indicators.role": "roles",
    "indicators.values.approx": "approximations",
}


@dataclass(frozen=True)
class Field:
    """Descriptor of one key of the front matter, for forms and serialisers.

    `path` is dotted ("organisation.name"); `list_name` names the controlled vocabulary of its values. `fields` are
    those of a group, or of each row when `kind` is "groups". Lengths are in characters.
    """

    name: str
    path: str
    kind: Kind
    label: str
    help: str
    example: str = ""
    is_required: bool = False  # the key must be there
    needs_value: bool = False  # and something in it: audiences may be an empty list
    min_length: int | None = None
    max_length: int | None = None
    list_name: str = ""
    fields: tuple["Field", ...] = ()


@cache
def practice_fields() -> tuple[Field, ...]:
    """The field tree of a practice, in the order of the model, which is that of the file; built once."""
    schema = FrontMatter.model_json_schema()
    return tuple(_read_fields(schema, schema["$defs"], ""))


def map_values(
    fields: Sequence[Field],
    values: Mapping[str, Any],
    change: Callable[[Field, Any], Any],
    keeps: Callable[[Field, Any], bool] = lambda each, value: True,
    keeps_row: Callable[[Any], bool] = lambda row: True,
) -> dict[str, Any]:
    """Map a tree of values along its field tree: `change` gets each value that is no group, nor a list of groups.

    `keeps` says which keys are kept, `keeps_row` which rows of lists, before they are changed. Keys that are no field
    come last, as they are.
    """

    def convert(each: Field, value: Any) -> Any:
        if isinstance(value, list):
            value = [row for row in value if keeps_row(row)]
        if each.fields and isinstance(value, Mapping):
            return map_values(each.fields, value, change, keeps, keeps_row)
        if each.fields and isinstance(value, list):
            return [convert(each, row) for row in value]
        return change(each, value)

    kept = [each for each in fields if each.name in values and keeps(each, values[each.name])]
    named = {each.name for each in fields}
    return {
        **{each.name: convert(each, values[each.name]) for each in kept},
        **{key: value for key, value in values.items() if key not in named},
    }


def walk(fields: tuple[Field, ...]) -> Iterator[Field]:
    """Depth-first traversal of a field tree, each group before its fields."""
    for field in fields:
        yield field
        yield from walk(field.fields)


def _read_fields(schema: Mapping[str, Any], parts: Mapping[str, Any], parent: str) -> Iterator[Field]:
    for name, node in schema["properties"].items():
        path = f"{parent}.{name}" if parent else name
        yield _read_field(path, _resolve(node, parts), name in schema.get("required", ()), parts)


def _read_field(path: str, node: Mapping[str, Any], is_required: bool, parts: Mapping[str, Any]) -> Field:
    items = _resolve(node.get("items", {}), parts)
    inner = items if items.get("properties") else node
    kind = _kind_of(node, items)
    label, example = _WORDS.get(path, (node.get("title", path), ""))
    is_group = kind in {"group", "groups"}
    return Field(
        name=path.rsplit(".", 1)[-1],
        path=path,
        kind=kind,
        label=label,
        help=example if is_group else node.get("description", ""),
        example="" if is_group else example,
        is_required=is_required,
        needs_value=is_required and (kind not in {"many", "texts", "groups"} or "minItems" in node),
        min_length=node.get("minLength"),
        max_length=node.get("maxLength") or items.get("maxLength"),
        list_name=node.get("x-list") or items.get("x-list") or _LISTS.get(path, ""),
        fields=tuple(_read_fields(inner, parts, path)) if is_group else (),
    )


def _kind_of(node: Mapping[str, Any], items: Mapping[str, Any]) -> Kind:
    if items.get("properties"):
        return "groups"
    if items:
        return "many" if "x-list" in items else "texts"
    if node.get("properties"):
        return "group"
    if "enum" in node or "x-list" in node:
        return "one"
    if node.get("format") == "date":
        return "date"
    if node.get("type") == "boolean":
        return "flag"
    return "number" if node.get("type") in {"integer", "number"} else "text"


def _resolve(node: Mapping[str, Any], parts: Mapping[str, Any]) -> Mapping[str, Any]:
    """Resolve a schema node: `$ref` by name, and the type of an optional value."""
    if "$ref" in node:
        return {**parts[node["$ref"].rsplit("/", 1)[-1]], **{key: node[key] for key in node if key != "$ref"}}
    if "anyOf" in node:
        present = next(choice for choice in node["anyOf"] if choice.get("type") != "null")
        return {**_resolve(present, parts), **{key: node[key] for key in node if key != "anyOf"}}
    return node


def practice_schema(
    vocabulary: Vocabulary, documents: Mapping[str, Document], reference: str = DEFAULT_REF_TEMPLATE
) -> dict[str, Any]:
    """JSON Schema, draft 2020-12, each controlled vocabulary an enum with the labels of its terms.

    `reference` is the template of `$ref` addresses, for a schema embedded in another document.
    """
    titles = {key: document.title for key, document in documents.items()}
    labels = {**list_labels(vocabulary), "sources": titles}
    schema = FrontMatter.model_json_schema(ref_template=reference)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "Fiche de pratique"
    filled: dict[str, Any] = _fill_lists(schema, labels)
    return filled


def _fill_lists(node: Any, labels: Mapping[str, Mapping[str, str]]) -> Any:
    """Replace each `x-list` by the enum of its vocabulary; recursive."""
    if isinstance(node, list):
        return [_fill_lists(child, labels) for child in node]
    if not isinstance(node, dict):
        return node
    filled = {key: _fill_lists(child, labels) for key, child in node.items() if key != "x-list"}
    words = labels.get(node.get("x-list", ""))
    if words:
        filled["enum"] = list(words)
        filled["markdownEnumDescriptions"] = list(words.values())
    return filled
