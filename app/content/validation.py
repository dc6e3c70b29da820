"""Validator: front matter against its pydantic model, each error translated to a Problem in French with its line."""

import re
import types
from collections.abc import Collection, Iterator, Mapping
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.content.character import find_character_faults
from app.content.problem import Problem, nearest_word, shorten
from app.content.source_file import SourceFile
from app.content.strict_yaml import Location
from app.content.types import DEPARTMENT_PATTERN, MONTH_PATTERN, PHONE_PATTERN, SLUG_PATTERN
from app.content.typography import fold

Context = Mapping[str, Collection[str]]  # the words of each closed list, with their labels when it is a mapping
MAX_EXPLAINED = 200  # errors of one file that are looked into: to find the nearest word takes time
_YEARS = ("year", "start", "end")

P = TypeVar("P", bound=BaseModel)

# For each error of pydantic that content can cause: the message, with the values pydantic gives.
_MESSAGES = {
    "missing": "« {key} » manque.",
    "extra_forbidden": "« {key} » n'est pas une information connue ici.",
    "string_type": "Il faut un texte.",
    "string_type_of_mapping": "Il faut un texte. S'il contient « : », entourez-le de guillemets.",
    "string_too_short": "Le texte est trop court : {length} caractères, il en faut {min_length} au moins.",
    "string_too_long": "Le texte est trop long : {length} caractères, il en faut {max_length} au plus.",
    "string_pattern_mismatch": "La forme n'est pas la bonne.",
    "too_short": "Il faut au moins {min_length} élément.",
    "too_long": "Il y a trop d'éléments : {max_length} au plus.",
    "tuple_type": "Il faut une liste.",
    "dict_type": "Il faut un groupe de lignes « clé: valeur », décalées de deux espaces.",
    "bool_type": "Il faut « oui » ou « non ».",
    "int_type": "Il faut un nombre entier.",
    "int_type_of_year": "Il faut un nombre entier : une année, en quatre chiffres.",
    "label": "C'est le nom montré aux lecteurs. Écrivez le mot de la liste qui le désigne.",
    "float_type": "Il faut un nombre.",
    "greater_than_equal": "Le nombre est trop petit.",
    "less_than_equal": "Le nombre est trop grand.",
    "literal_error": "Ce mot ne fait pas partie de la liste.",
    "model_type": "Il faut un groupe de lignes « clé: valeur », décalées de deux espaces.",
}
_ADMITTED = {
    "tuple_type": "[premier, second], ou une ligne « - … » par élément",
    "bool_type": "true ou false",
    "int_type": "par exemple 12",
    "int_type_of_year": "par exemple 2024",
    "float_type": "par exemple 12 ou 20,5",
    "greater_than_equal": "{ge} ou plus",
    "less_than_equal": "{le} ou moins",
    "day": "par exemple 2026-11-21 ou 21/11/2026",
    "far_day": "de {first} à {last}",
    "hour": "par exemple 14 h 30",
    "duration": "par exemple 1 h 30, ou 90 min",
    "time_zone": "par exemple Europe/Paris, Indian/Reunion",
    "two_readings": "{whole}, ou {decimal}",
}
_FORMS = {
    SLUG_PATTERN: "par exemple plan-egalite-2024",
    DEPARTMENT_PATTERN: "un code de département, comme 59, 2A ou 971",
    PHONE_PATTERN: "par exemple 01 99 00 00 00",
    MONTH_PATTERN: "une année ou un mois, comme 2025 ou 2025-07",
}

_FIGURE = re.compile(r"(?<![\d.,])-?\d{1,15}(?:[ \u00a0\u202f]\d{3}){0,5}(?:,\d{1,15})?(?![\d.,])")


def validate(model: type[P], source: SourceFile, context: Context) -> tuple[P | None, list[Problem]]:
    """(model, problems): the validated model, or None and every problem. `context`: the controlled vocabularies."""
    faulty = list(_find_character_faults(source, source.data, ()))
    try:
        parsed = model.model_validate(source.data, context=dict(context))
    except ValidationError as error:
        errors = _drop_consequences(error.errors(include_url=False))
        return None, _unique([*faulty, *(_explain(details, model, source) for details in errors[:MAX_EXPLAINED])])
    return (None, faulty) if faulty else (parsed, [])


def _find_character_faults(source: SourceFile, value: Any, location: Location) -> Iterator[Problem]:
    """A problem for each fault of characters in the values; recursive."""
    if isinstance(value, str):
        for fault in find_character_faults(value):
            yield source.problem(location, fault.message, read=fault.read, admitted=fault.meant)
    children = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for part, child in children:
        yield from _find_character_faults(source, child, (*location, part))


def _drop_consequences(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Drop errors that only follow from another: a list is not too short because its elements are wrong."""
    wants_number = {details["loc"][:-1] for details in errors if details["type"].startswith("float_")}
    return [
        details
        for details in errors
        if not (details["type"] == "too_short" and isinstance(details["input"], list) and details["input"])
        and not (details["type"].startswith("int_") and details["loc"][:-1] in wants_number)
    ]


def _unique(problems: list[Problem]) -> list[Problem]:
    """One problem per value: pydantic reports one error for each type of a union."""
    kept: dict[tuple[int, str], Problem] = {}
    for problem in problems:
        kept.setdefault((problem.line, problem.key), problem)
    return list(kept.values())


def _explain(details: ErrorDetails, model: type[BaseModel], source: SourceFile) -> Problem:
    location = _find_place(details, source)
    is_text = isinstance(details["input"], str)
    kind = f"string_{details['type']}" if is_text and details["type"] in {"too_short", "too_long"} else details["type"]
    values = {
        **(details.get("ctx") or {}),
        **({"key": location[-1]} if location else {}),
        **({"length": len(" ".join(details["input"].split()))} if is_text else {}),
    }
    if kind == "string_type" and isinstance(details["input"], dict):
        kind = "string_type_of_mapping"
    if kind == "int_type" and location[-1:] and location[-1] in _YEARS:
        kind = "int_type_of_year"
    if kind == "string_too_short":
        values["min_length"] = max(values["min_length"], _least_length(model, location))
    message = _MESSAGES[kind].format(**values) if kind in _MESSAGES else details["msg"]
    admitted = _FORMS[values["pattern"]] if "pattern" in values else _ADMITTED.get(kind, "").format(**values)
    figure = _FIGURE.search(shorten(details["input"])) if kind == "float_type" and is_text else None
    if figure:
        message, admitted = "Il faut un nombre seul, sans unité ni mot.", re.sub(r"[ \u00a0\u202f]", "", figure[0])
    words: Collection[str] = ()
    read = _format_input(details["input"])
    if kind == "extra_forbidden":
        words, read = _keys_at(model, location[:-1]), str(location[-1])
    elif kind == "unknown_term":
        words = values["admitted"]
    elif kind == "literal_error":
        words = _literals(values["expected"])
    if words:
        admitted = ", ".join(words) if len(words) <= 40 else f"{len(words)} mots, voir la liste"
    nearest = _find_nearest(read, words)
    if isinstance(words, Mapping) and nearest and fold(words[nearest]) == fold(read):
        message = _MESSAGES["label"]
    return source.problem(location, message, read=read, admitted=admitted, nearest=nearest)


def _find_nearest(read: str, words: Collection[str]) -> str:
    """The nearest term by slug, or by label."""
    labels = {fold(label): word for word, label in words.items() if label} if isinstance(words, Mapping) else {}
    return labels.get(fold(read)) or nearest_word(read, words) or labels.get(nearest_word(fold(read), labels), "")


def _least_length(model: type[BaseModel], location: Location) -> int:
    """The smallest min_length of a field: the model may ask more of it than its type does."""
    current: Any = model
    for part in location[:-1]:
        current = _find_model(current.model_fields[part].annotation if isinstance(part, str) else current)
        if current is None:
            return 0
    found = current.model_fields.get(location[-1]) if location else None
    return max((getattr(each, "min_length", None) or 0 for each in found.metadata), default=0) if found else 0


def _format_input(value: object) -> str:
    """Format an input value for a message: « rien » for none, "" for a collection."""
    words = {None: "rien", True: "true", False: "false"}
    if value is None or isinstance(value, bool):
        return words[value]
    return "" if isinstance(value, (dict, list)) else shorten(value)


def _find_place(details: ErrorDetails, source: SourceFile) -> Location:
    """The location in the file: pydantic adds the types that it tried ("int", "[key]") to its own."""
    value: Any = source.data
    kept: list[str | int] = []
    for part in details["loc"]:
        if isinstance(value, dict) and (part in value or details["type"] == "missing"):
            kept.append(part)
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int):
            kept.append(part)
            value = value[part]
    return tuple(kept)


def _literals(expected: str) -> list[str]:
    return expected.replace("'", "").replace(" or ", ", ").split(", ")


def _keys_at(model: type[BaseModel], location: Location) -> list[str]:
    """The keys that the model admits at a location: those of `Indicator` at ("indicators", 0)."""
    current: Any = model
    for part in location:
        if isinstance(part, str):
            current = current.model_fields[part].annotation if part in current.model_fields else None
        current = _find_model(current)
        if current is None:
            return []
    return list(current.model_fields)


def _find_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (tuple, Union, types.UnionType):
        return next((found for part in get_args(annotation) if (found := _find_model(part))), None)
    return None
