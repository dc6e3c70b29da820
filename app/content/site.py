"""What the site says of itself: name, public address, editor."""

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
    """A folder of a host, which cannot be taken for one of the site's own."""
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
    """Absolute addresses are made from `url`, never from what a request says of its host.

    `examples`: searches that the home page proposes under its search box.
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
        """The path that stands before those of all pages: `/inclusion`, or nothing."""
        return urlsplit(self.url).path.rstrip("/")
