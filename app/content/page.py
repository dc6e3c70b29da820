"""Model of editorial pages (content/pages): landmarks, about, legal notice, how to contribute."""

from typing import Annotated

from pydantic import Field

from app.content.practice import Citation, Indicator
from app.content.section import SafeHtml
from app.content.types import ContentModel, Day, LongText, Slug, Text


class PageFrontMatter(ContentModel):
    """Front matter of content/pages/<slug>.md."""

    title: Text
    summary: LongText
    reviewed: Day
    indicators: tuple[Indicator, ...] = ()
    sources: Annotated[tuple[Citation, ...], Field()] = ()


class Page(PageFrontMatter):
    """A rendered page; `headings` are (id, text) of its level-2 headings."""

    slug: Slug
    html: SafeHtml
    text: str
    headings: tuple[tuple[str, str], ...] = ()
