"""Models of what is written in Markdown beside the practices: editorial pages, curated selections, tools."""

import datetime
from typing import Annotated, Literal, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from app.content.practice import Citation, Indicator
from app.content.section import SafeHtml
from app.content.types import (
    ContentModel,
    Day,
    Flag,
    Hour,
    LongText,
    Minutes,
    OneOf,
    ShortText,
    Slug,
    Text,
    TimeZone,
    Unique,
    WebAddress,
    Whole,
)

Stage = Literal["before", "today", "after"]  # of a webinar, on a day
T = TypeVar("T")


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


def _check_after(value: T, info: ValidationInfo, key: str, message: str) -> T:
    """A value that means nothing without that of a key before it (None also when that one is wrong, and told)."""
    if key in info.data and info.data[key] is None:
        raise PydanticCustomError("alone", message)
    return value


def _check_date_of_hour(value: datetime.time, info: ValidationInfo) -> datetime.time:
    return _check_after(value, info, "date", "Une heure va avec une date. Ajoutez « date ».")


def _check_hour_of_duration(value: int, info: ValidationInfo) -> int:
    return _check_after(value, info, "hour", "Une durée va avec une heure. Ajoutez « hour ».")


class SelectionFrontMatter(ContentModel):
    """Front matter of content/selections/<slug>.md.

    `date` makes it a webinar: `hour` in `time_zone`, `duration` in minutes, a `place` or the address of the
    `connection`, that of the `registration`. `revision` grows by one each time that these change: calendars follow.

    `door` gives the selection its door on the home page: what the person who enters there says, in the first person.
    The practices of a `featured` selection are those that the home page shows first.
    """

    title: Text
    summary: LongText
    practices: Annotated[tuple[SelectedPractice, ...], Field(min_length=1), AfterValidator(_check_once)]
    published: Day
    date: Day | None = None
    hour: Annotated[Hour, AfterValidator(_check_date_of_hour)] | None = None
    duration: Annotated[Minutes, AfterValidator(_check_hour_of_duration)] | None = None
    time_zone: TimeZone = "Europe/Paris"
    place: Text | None = None
    connection: WebAddress | None = None
    registration: WebAddress | None = None
    revision: Annotated[Whole, Field(ge=0, le=9999)] = 0
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

    @property
    def starts(self) -> datetime.datetime | None:
        """The beginning of the webinar, in its time zone; None without an hour."""
        if self.date is None or self.hour is None:
            return None
        return datetime.datetime.combine(self.date, self.hour, ZoneInfo(self.time_zone))

    @property
    def ends(self) -> datetime.datetime | None:
        """Its end, in its time zone; None without a duration."""
        if self.starts is None or self.duration is None:
            return None
        lasted = self.starts.astimezone(datetime.UTC) + datetime.timedelta(minutes=self.duration)
        return lasted.astimezone(self.starts.tzinfo)  # by the clock: an hour may be added or taken meanwhile

    def stage(self, day: datetime.date) -> Stage:
        """Whether the webinar is to come, is today, or is over."""
        if self.date is None or self.date < day:
            return "after"
        return "today" if self.date == day else "before"


class ToolFrontMatter(ContentModel):
    """Front matter of content/tools/<slug>.md: a document to take away and fill in, with the practices it comes from.

    `readers` are those who use it, the main ones first; `levers` and `practices`, what its pages lead to it from.
    """

    title: Text
    summary: LongText
    kind: Annotated[str, OneOf("tool_kinds")]
    readers: Annotated[tuple[Annotated[str, OneOf("readers")], ...], Field(min_length=1), Unique]
    levers: Annotated[tuple[Annotated[str, OneOf("levers")], ...], Field(min_length=1), Unique]
    practices: Annotated[tuple[Annotated[str, OneOf("practices")], ...], Field(min_length=1), Unique]
    sources: Annotated[tuple[Citation, ...], Field(min_length=1)]
    reviewed: Day


class Tool(ToolFrontMatter):
    """A tool with its rendered body."""

    slug: Slug
    html: SafeHtml
    text: str

    @property
    def has_table(self) -> bool:
        """Whether a spreadsheet can be made of it."""
        return "<table>" in self.html
