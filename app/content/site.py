"""Model of site.yaml: name, public base URL, editor of the site."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from app.addresses import FIRST_PARTS
from app.content.types import ContentModel, Email, Text, Unique, WebAddress

ShortText = Annotated[str, StringConstraints(min_length=1, max_length=60)]

_PREFIX = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?")


def _check_home(value: str) -> str:
    """Validate the base URL: a host, or a folder of one whose path cannot be mistaken for a page of the site."""
    parts = urlsplit(value)
    if "?" in value or "#" in value or not _PREFIX.fullmatch(parts.path):
        raise PydanticCustomError(
            "home",
            "L'adresse publique du site est celle d'un domaine, ou d'un dossier de ce domaine, sans « ? » ni « # ».",
            {"admitted": ("https://exemple.org", "https://exemple.org/inclusion")},
        )
    first = parts.path.split("/")[1:2]
    if first and first[0] in FIRST_PARTS:
        raise PydanticCustomError(
            "home_of_pages",
            "Le site ne peut pas être placé sous « /{first} » : ses propres adresses commencent ainsi, "
            "et rien ne les distinguerait. Choisissez un autre dossier.",
            {"first": first[0]},
        )
    return value


class Editor(ContentModel):
    """Who answers for the site."""

    name: Text
    email: Email


class Site(ContentModel):
    """Site settings. Absolute URLs are made from `url`, never from the Host header of a request.

    `examples` are searches that the home page proposes under its search box.
    """

    name: Text
    baseline: Text
    region: Text
    url: Annotated[WebAddress, AfterValidator(_check_home)]
    repository: WebAddress
    editor: Editor
    examples: Annotated[tuple[ShortText, ...], Field(max_length=8), Unique] = ()

    @property
    def prefix(self) -> str:
        """The path prefix of every page: `/inclusion`, or an empty text."""
        return urlsplit(self.url).path.rstrip("/")
