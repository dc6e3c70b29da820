"""Model of selections (content/selections): curated, ordered collections of practices, made for a webinar."""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from app.content.section import SafeHtml
from app.content.types import ContentModel, Day, LongText, OneOf, Slug, Text, WebAddress


class SelectedPractice(ContentModel):
    """An entry of a selection: a practice by slug, and a note for the host."""

    slug: Annotated[str, OneOf("practices")]
    note: LongText | None = None


def _check_once(choices: tuple[SelectedPractice, ...]) -> tuple[SelectedPractice, ...]:
    slugs = [choice.slug for choice in choices]
    for position, slug in enumerate(slugs):
        if slug in slugs[:position]:
            message = "La fiche « {slug} » est deux fois dans la sélection. Gardez-en une."
            raise PydanticCustomError("chosen_twice", message, {"slug": slug})
    return choices


class SelectionFrontMatter(ContentModel):
    """Front matter of content/selections/<slug>.md."""

    title: Text
    summary: LongText
    practices: Annotated[tuple[SelectedPractice, ...], Field(min_length=1), AfterValidator(_check_once)]
    published: Day
    date: Day | None = None
    host: Text | None = None
    recording: WebAddress | None = None
    slides: WebAddress | None = None


class Selection(SelectionFrontMatter):
    """A selection with its rendered introduction."""

    slug: Slug
    html: SafeHtml
    text: str
