"""Curated, ordered collections of practices, made for a webinar."""

from typing import Annotated

from pydantic import Field

from app.content.part import Day, LongText, OneOf, Part, Slug, Text, WebAddress
from app.content.section import SafeHtml


class Choice(Part):
    """One practice of a selection; `note` is for the host."""

    slug: Annotated[str, OneOf("practices")]
    note: LongText | None = None


class SelectionFrontMatter(Part):
    """The front matter of content/selections/<slug>.md."""

    title: Text
    summary: LongText
    practices: Annotated[tuple[Choice, ...], Field(min_length=1)]
    published: Day
    date: Day | None = None
    host: Text | None = None
    recording: WebAddress | None = None
    slides: WebAddress | None = None


class Selection(SelectionFrontMatter):
    """A selection ready to print."""

    slug: Slug
    html: SafeHtml
    text: str
