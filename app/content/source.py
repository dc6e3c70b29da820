"""Model of sources.yaml: the documents that practices cite."""

from typing import Annotated

from pydantic import RootModel

from app.content.types import ContentModel, LongText, Month, Slug, Text, WebAddress, WithSlugs


class Document(ContentModel):
    """A published report; `published` is a year or a month: "2024", "2025-07"."""

    slug: Slug
    title: Text
    publisher: Text
    published: Month
    url: WebAddress | None = None
    description: LongText | None = None


class Documents(RootModel[Annotated[dict[Slug, Document], WithSlugs]]):
    """Root model of sources.yaml: the documents by key."""
