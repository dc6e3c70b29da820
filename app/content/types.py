"""Base model and field types of the content: pydantic validators that parse what people type.

A term of a controlled vocabulary is declared as `Annotated[str, OneOf("sectors")]`; the vocabularies come with the
validation context.
"""

import datetime
import re
import zoneinfo
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
    StrictBool,
    StrictFloat,
    StrictInt,
    StringConstraints,
    ValidationInfo,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from app.content.character import clean
from app.content.date import parse_date, parse_duration, parse_hour, says_no_date


class ContentModel(BaseModel):
    """Base model of the content: frozen, unknown keys refused, strings stripped."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, coerce_numbers_to_str=True)


def _join_lines(value: Any) -> Any:
    return " ".join(clean(value).split()) if isinstance(value, str) else value


def _name_entries(value: Any) -> Any:
    """Copy the key of each entry into its `slug`; `btp: Bâtiment` is short for `btp: {label: Bâtiment}`."""
    if not isinstance(value, dict):
        return value
    return {
        slug: {**entry, "slug": slug} if isinstance(entry, dict) else {"slug": slug, "label": entry}
        for slug, entry in value.items()
    }


def _read_url(value: Any) -> Any:
    """`www.exemple.fr` and `Https://exemple.fr`, as telephones write it, are addresses; so is one between < and >."""
    if not isinstance(value, str):
        return value
    bare = _strip_brackets(value)
    scheme, mark, rest = bare.partition("://")
    if mark and scheme.lower() in {"http", "https"}:
        return f"{scheme.lower()}://{rest}"
    return f"https://{bare}" if bare.lower().startswith("www.") else bare


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


def _read_email(value: Any) -> Any:
    """Without what mail programs put around: `<contact@exemple.fr>`, `mailto:contact@exemple.fr`."""
    return re.sub(r"^mailto:", "", _strip_brackets(value), flags=re.IGNORECASE) if isinstance(value, str) else value


def _strip_brackets(value: str) -> str:
    bare = value.strip()
    return bare[1:-1].strip() if bare.startswith("<") and bare.endswith(">") else bare


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
    """Parse `20,5` and `25 000`, as written in French; `1.250` is ambiguous and refused.

    Three figures after a point are thousands for some (the search reads them so) and decimals for others.
    """
    if isinstance(value, str) and TWO_READINGS.fullmatch(value.strip()):
        plain = value.strip().replace(".", "")
        details = {"whole": plain, "decimal": value.strip().replace(".", ",")}
        raise PydanticCustomError("two_readings", "Ce nombre peut se lire de deux façons.", details)
    if isinstance(value, str) and _GROUPED.fullmatch(value.strip()):
        return int(value.strip().replace(".", ""))
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        plain = re.sub(r"[ \u00a0\u202f]", "", value).replace(",", ".")
        return float(plain) if "." in plain else int(plain)
    return value


def _read_phone(value: Any) -> Any:
    """Normalise `03-21-00-00-00`, `03/21…`, `+33 (0)3 21…` and « Tél. : 03 21… » to figures, spaces and dots."""
    if not isinstance(value, str):
        return value
    plain = _PHONE_NAME.sub("", value.strip()).replace("(0)", "")
    plain = " ".join(re.sub(r"[\s()/\u2010-\u2015-]", " ", plain).split())
    return plain if re.fullmatch(r"\+?[0-9 .]+", plain) else value


def _read_day(value: Any) -> datetime.date:
    """Parse a date as people write it; pydantic would also take a number of seconds since 1970 for one."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    written = parse_date(value) if isinstance(value, str) else None
    if written and written.month and written.day:
        value = datetime.date(written.year, written.month, written.day)
    if type(value) is not datetime.date:
        raise PydanticCustomError("day", "Il faut une date.")
    if not _FIRST_DAY <= value <= _LAST_DAY:
        message = "Cette date est trop ancienne ou trop lointaine."
        raise PydanticCustomError("far_day", message, {"first": _FIRST_DAY, "last": _LAST_DAY})
    return value


def _read_hour(value: Any) -> datetime.time:
    hour = parse_hour(value) if isinstance(value, str) else value
    if type(hour) is not datetime.time:
        raise PydanticCustomError("hour", "Il faut une heure.")
    return hour


def _read_minutes(value: Any) -> Any:
    """Parse `1 h 30` and `90 min`; a number alone is minutes."""
    minutes = parse_duration(value) if isinstance(value, str) else value
    if type(minutes) is not int or not 0 < minutes <= _LONGEST:
        raise PydanticCustomError("duration", "Il faut une durée, de douze heures au plus.")
    return minutes


def _check_time_zone(value: str) -> str:
    try:
        zoneinfo.ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise PydanticCustomError("time_zone", "Ce fuseau horaire n'existe pas.") from error
    return value


def _read_month(value: Any) -> Any:
    """Parse a year or a month to ISO form; a whole date loses its day."""
    text = value.isoformat() if isinstance(value, datetime.date) else value
    if not isinstance(text, str):
        return text
    if says_no_date(text):
        message = "Il faut une année au moins. Si le document n'en porte pas, mettez celle où vous l'avez reçu."
        raise PydanticCustomError("no_date", message)
    written = parse_date(text)
    if written is None:
        return text
    return f"{written.year:04}-{written.month:02}" if written.month else f"{written.year:04}"


def _read_flag(value: Any) -> Any:
    """Parse `oui` and `non`, as people write them, and what a form posts."""
    words = {"oui": True, "true": True, "vrai": True, "non": False, "false": False, "faux": False, "": False}
    return words.get(value.strip().lower(), value) if isinstance(value, str) else value


_NUMBER = re.compile(r"-?[0-9]{1,15}(?:[ \u00a0\u202f][0-9]{3}){0,5}(?:[.,][0-9]{1,15})?")
TWO_READINGS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")  # 1.250: thousands, or decimals
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,5}")  # 1.250.000: points between thousands, beyond doubt
_FIRST_DAY, _LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)
_LONGEST = 12 * 60  # minutes
_PHONE_NAME = re.compile(r"^t[eé]l(?:[eé]phone)?\b[. ]{0,2}:?\s*", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")

MAX_SLUG_LENGTH = 80  # characters: a slug is a file name and a part of an address
SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
DEPARTMENT_PATTERN = r"^(2[AB]|[a-z0-9]+(-[a-z0-9]+)*)$"  # of the codes of INSEE, those of Corsica are no slugs
PHONE_PATTERN = r"^(\+?[0-9][0-9 .]{5,18}|[13][0-9] ?[0-9]{2})$"  # a service may have four figures
MONTH_PATTERN = r"^[0-9]{4}(-(0[1-9]|1[0-2]))?$"

Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=MAX_SLUG_LENGTH)]
DepartmentCode = Annotated[str, StringConstraints(pattern=DEPARTMENT_PATTERN, max_length=MAX_SLUG_LENGTH)]
Phone = Annotated[str, BeforeValidator(_read_phone), StringConstraints(pattern=PHONE_PATTERN)]
Month = Annotated[str, BeforeValidator(_read_month), StringConstraints(pattern=MONTH_PATTERN)]  # a year, or a month
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Text = Annotated[str, BeforeValidator(_join_lines), StringConstraints(min_length=1, max_length=600)]
LongText = Annotated[str, BeforeValidator(_join_lines), StringConstraints(min_length=1, max_length=2000)]
WebAddress = Annotated[str, BeforeValidator(_read_url), AfterValidator(_check_url)]
Email = Annotated[str, BeforeValidator(_read_email), AfterValidator(_check_email)]
# Strict: for pydantic, yes and no would be 1 and 0.
Whole = Annotated[StrictInt, BeforeValidator(_read_number)]
Number = Annotated[StrictInt | StrictFloat, BeforeValidator(_read_number)]
Flag = Annotated[StrictBool, BeforeValidator(_read_flag)]
Day = Annotated[datetime.date, BeforeValidator(_read_day)]
Hour = Annotated[datetime.time, BeforeValidator(_read_hour)]
Minutes = Annotated[StrictInt, BeforeValidator(_read_minutes)]
TimeZone = Annotated[str, AfterValidator(_check_time_zone)]  # a name of the IANA base, Europe/Paris
Unique = AfterValidator(_check_unique)
WithSlugs = BeforeValidator(_name_entries)


@dataclass(frozen=True)
class OneOf:
    """Validator: the value is a slug of a controlled vocabulary, of the cited documents, and so on.

    The validation context maps the name of each list to its slugs; without context (our own snapshot) nothing is
    checked. JSON Schema gets the name as `x-list`.
    """

    list_name: str

    def check(self, value: str, info: ValidationInfo) -> str:
        """Validate a value against the list in the context. Raises PydanticCustomError."""
        admitted = (info.context or {}).get(self.list_name)
        if admitted is not None and value not in admitted:
            raise PydanticCustomError("unknown_term", "Ce mot ne fait pas partie de la liste.", {"admitted": admitted})
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "x-list": self.list_name}


@dataclass(frozen=True)
class AddressOrOneOf:
    """Validator: the value is a web address, or a slug of a list of the validation context."""

    list_name: str

    def check(self, value: str, info: ValidationInfo) -> str:
        """Validate an address, else a slug against the list in the context. Raises PydanticCustomError."""
        address: str = _read_url(value)
        return _check_url(address) if "://" in address else OneOf(self.list_name).check(value, info)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(self.check, handler(source))
