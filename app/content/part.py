"""The base of everything that is parsed from a content file: frozen, typed, unknown keys refused.

A term of a closed list is declared as `Annotated[str, OneOf("sectors")]`; the lists come with the validation context.
"""

import datetime
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StrictFloat,
    StrictInt,
    StringConstraints,
    ValidationInfo,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class Part(BaseModel):
    """A frozen piece of content."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, coerce_numbers_to_str=True)


def _join_lines(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _name_entries(value: Any) -> Any:
    """`btp: {label: Bâtiment}` becomes an entry that knows its slug; `btp: Bâtiment` is short for it."""
    if not isinstance(value, dict):
        return value
    return {
        slug: {**entry, "slug": slug} if isinstance(entry, dict) else {"slug": slug, "label": entry}
        for slug, entry in value.items()
    }


def _check_url(value: str) -> str:
    if not value.startswith(("https://", "http://")) or len(value.split()) != 1 or "." not in _host_of(value):
        raise PydanticCustomError(
            "web_address", "Une adresse de site commence par https:// et ne contient pas d'espace."
        )
    return value


def _host_of(address: str) -> str:
    """The host of an address, or nothing when it does not read as one."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "") if parts.port != 0 else ""
    except ValueError:
        return ""


def _check_email(value: str) -> str:
    """Only what no mail program takes for a part of a mailto address: `?`, `&` and `%` would add recipients."""
    if not _EMAIL.fullmatch(value):
        raise PydanticCustomError("email", "Une adresse électronique s'écrit nom@domaine.fr.")
    return value


def _check_unique(values: tuple[str, ...]) -> tuple[str, ...]:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise PydanticCustomError("repeated", "« {value} » est écrit deux fois dans la liste.", {"value": value})
        seen.add(value)
    return values


def _read_number(value: Any) -> Any:
    """`20,5` and `25 000`, as people write numbers in French, are numbers."""
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        plain = re.sub(r"[ \u00a0\u202f]", "", value).replace(",", ".")
        return float(plain) if "." in plain else int(plain)
    return value


def _read_day(value: Any) -> datetime.date:
    """A date, between quotes or not; pydantic would also take a number of seconds since 1970 for one."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):
            value = datetime.date.fromisoformat(value)
    if type(value) is not datetime.date:
        raise PydanticCustomError("day", "Il faut une date.")
    if not _FIRST_DAY <= value <= _LAST_DAY:
        message = "Cette date est trop ancienne ou trop lointaine."
        raise PydanticCustomError("far_day", message, {"first": _FIRST_DAY, "last": _LAST_DAY})
    return value


def _write_date(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


_NUMBER = re.compile(r"-?[0-9]{1,15}(?:[ \u00a0\u202f][0-9]{3}){0,5}(?:[.,][0-9]{1,15})?")
_FIRST_DAY, _LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
DEPARTMENT_PATTERN = r"^(2[AB]|[a-z0-9]+(-[a-z0-9]+)*)$"  # of the codes of INSEE, those of Corsica are no slugs
PHONE_PATTERN = r"^(\+?[0-9][0-9 .]{5,18}|[13][0-9] ?[0-9]{2})$"  # a service may have four figures
MONTH_PATTERN = r"^[0-9]{4}(-(0[1-9]|1[0-2]))?$"

Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=80)]
DepartmentCode = Annotated[str, StringConstraints(pattern=DEPARTMENT_PATTERN, max_length=80)]
Phone = Annotated[str, StringConstraints(pattern=PHONE_PATTERN)]
# A year, or a year and a month; for YAML, a whole date without quotes is no text.
Month = Annotated[str, BeforeValidator(_write_date), StringConstraints(pattern=MONTH_PATTERN)]
Text = Annotated[str, BeforeValidator(_join_lines), StringConstraints(min_length=1, max_length=600)]
LongText = Annotated[str, BeforeValidator(_join_lines), StringConstraints(min_length=1, max_length=2000)]
WebAddress = Annotated[str, AfterValidator(_check_url)]
Email = Annotated[str, AfterValidator(_check_email)]
# Strict: for pydantic, yes and no would be 1 and 0.
Whole = Annotated[StrictInt, BeforeValidator(_read_number)]
Number = Annotated[StrictInt | StrictFloat, BeforeValidator(_read_number)]
Day = Annotated[datetime.date, BeforeValidator(_read_day)]
Unique = AfterValidator(_check_unique)
Named = BeforeValidator(_name_entries)


@dataclass(frozen=True)
class OneOf:
    """The value must be a slug of one list: of the vocabulary, of the documents, and so on.

    The validation context maps a list's name to its slugs; without context (our own snapshot) nothing is checked.
    """

    list_name: str

    def check(self, value: str, info: ValidationInfo) -> str:
        admitted = (info.context or {}).get(self.list_name)
        if admitted is not None and value not in admitted:
            raise PydanticCustomError(
                "unknown_term", "Ce mot ne fait pas partie de la liste.", {"admitted": tuple(admitted)}
            )
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "x-list": self.list_name}
