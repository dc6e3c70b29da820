"""The documents that practices are written from."""

from typing import Annotated

from pydantic import RootModel

from app.content.types import LongText, Month, Named, Part, Slug, Text, WebAddress


class Document(Part):
    """A published report; `published` is a year or a month: "2024", "2025-07"."""

    slug: Slug
    title: Text
    publisher: Text
    published: Month
    url: WebAddress | None = None
    description: LongText | None = None


class Documents(RootModel[Annotated[dict[Slug, Document], Named]]):
    """The documents by key."""
