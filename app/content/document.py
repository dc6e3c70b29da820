"""The documents that practices are written from."""

from typing import Annotated

from pydantic import Field, RootModel

from app.content.part import LongText, Named, Part, Slug, Text, WebAddress


class Document(Part):
    """A published report; `published` is a year or a month: "2024", "2025-07"."""

    slug: Slug
    title: Text
    publisher: Text
    published: Annotated[str, Field(pattern=r"^[0-9]{4}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?$")]
    url: WebAddress | None = None
    description: LongText | None = None


class Documents(RootModel[Annotated[dict[Slug, Document], Named]]):
    """The documents by key."""
