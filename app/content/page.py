"""Models of what is written in Markdown beside the practices: editorial pages and curated selections."""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from app.content.practice import Citation, Indicator
from app.content.section import SafeHtml
from app.content.types import ContentModel, Day, Flag, LongText, OneOf, ShortText, Slug, Text, WebAddress


class Lead(ContentModel):
    """An action or organisation that a document names without telling it: a sheet that somebody else could write."""

    title: Text
    organisation: Text | None = None
    place: Text | None = None
    where: Text | None = None
    theme: Annotated[str, OneOf("themes")] | None = None


class LeadGroup(ContentModel):
    """The leads of one document: what it says of them, and the department that their forms open with."""

    title: Text
    about: LongText
    document: Annotated[str, OneOf("sources")]
    department: Annotated[str, OneOf("departments")] | None = None
    leads: Annotated[tuple[Lead, ...], Field(min_length=1)]


class PageFrontMatter(ContentModel):
    """Front matter of content/pages/<slug>.md; with `statistics` the page tells the numbers of the base.

    Its `leads` are listed at its end and under the table of coverage; `help` are the numbers to call that it shows.
    """

    title: Text
    summary: LongText
    reviewed: Day
    indicators: tuple[Indicator, ...] = ()
    sources: Annotated[tuple[Citation, ...], Field()] = ()
    statistics: Flag = False
    leads: tuple[LeadGroup, ...] = ()
    help: Annotated[str, OneOf("help")] | None = None


class Page(PageFrontMatter):
    """A rendered page; `headings` are (id, text) of its level-2 headings."""

    slug: Slug
    html: SafeHtml
    text: str
    headings: tuple[tuple[str, str], ...] = ()


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
    """Front matter of content/selections/<slug>.md.

    `door` gives the selection its door on the home page: what the person who enters there says, in the first person.
    The practices of a `featured` selection are those that the home page shows first.
    """

    title: Text
    summary: LongText
    practices: Annotated[tuple[SelectedPractice, ...], Field(min_length=1), AfterValidator(_check_once)]
    published: Day
    date: Day | None = None
    host: Text | None = None
    recording: WebAddress | None = None
    slides: WebAddress | None = None
    door: ShortText | None = None
    featured: Flag = False


class Selection(SelectionFrontMatter):
    """A selection with its rendered introduction."""

    slug: Slug
    html: SafeHtml
    text: str
