"""Headline: the summary record of a practice, for lists, facets and feeds, held in memory for every practice."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Self

from app.content.figure import KeyFigure, key_figure
from app.content.practice import FACETS, Facet, Practice, short_code

_DATES = ("published", "reviewed", "confirmed", "review_due")
_LISTS = ("documents", "related", "aliases")


class Headline(NamedTuple):
    """What can be asked of a practice without loading it.

    `terms` are its slugs by facet name. `digest` is the SHA-256 of its file, in hexadecimal.
    """

    slug: str
    title: str
    summary: str
    organisation: str
    place: str
    start: int
    end: int | None
    state: str
    key_figure: KeyFigure | None
    format: str
    evidence: str
    published: datetime.date
    reviewed: datetime.date
    confirmed: datetime.date | None
    review_due: datetime.date
    terms: Mapping[str, tuple[str, ...]]
    documents: tuple[str, ...]
    related: tuple[str, ...]
    aliases: tuple[str, ...]
    has_contact: bool
    has_cost: bool
    is_withdrawn: bool
    successor: str
    digest: str = ""

    @classmethod
    def of(cls, practice: Practice, digest: str = "", facets: Sequence[Facet] = FACETS) -> Self:
        """Project a practice on its summary."""
        return cls(
            slug=practice.slug,
            title=practice.title,
            summary=practice.summary,
            organisation=practice.organisation.name,
            place=practice.territory.place or "",
            start=practice.period.start,
            end=practice.period.end,
            state=practice.period.state,
            key_figure=key_figure(practice.indicators),
            format=practice.format,
            evidence=practice.evidence,
            published=practice.published,
            reviewed=practice.reviewed,
            confirmed=practice.confirmed,
            review_due=practice.review_due,
            terms={facet.name: facet.values(practice) for facet in facets},
            documents=tuple(dict.fromkeys(citation.document for citation in practice.sources)),
            related=practice.related,
            aliases=practice.aliases,
            has_contact=practice.contact.is_direct,
            has_cost=bool(practice.means and (practice.means.budget or practice.means.cost_band)),
            is_withdrawn=practice.withdrawn is not None,
            successor=(practice.withdrawn.successor or "") if practice.withdrawn else "",
            digest=digest,
        )

    @classmethod
    def from_row(cls, row: Sequence[Any]) -> Self:
        """Deserialise a row made by `to_row`. Raises ValueError."""
        named = dict(zip(cls._fields, row, strict=True))
        for name in _DATES:
            named[name] = datetime.date.fromisoformat(named[name]) if named[name] else None
        for name in _LISTS:
            named[name] = tuple(named[name])
        named["key_figure"] = KeyFigure(*named["key_figure"]) if named["key_figure"] else None
        named["terms"] = {facet: tuple(slugs) for facet, slugs in named["terms"].items()}
        return cls(**named)

    def to_row(self) -> list[Any]:
        """Serialise to a list of JSON values, in the order of the fields."""
        return [value.isoformat() if isinstance(value, datetime.date) else value for value in self]

    @property
    def code(self) -> str:
        """The short name of its permanent address."""
        return short_code(self.slug)

    @property
    def theme(self) -> str:
        """The slug of its main theme."""
        return self.terms["theme"][0]

    @property
    def checked(self) -> datetime.date:
        """The day when it was last reviewed, or confirmed by the organisation."""
        return max(self.reviewed, self.confirmed or self.reviewed)

    def is_fresh(self, today: datetime.date) -> bool:
        """Whether it was reviewed or confirmed in time: on the due day itself it no longer is."""
        return today < self.review_due

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it is or was known by, the present one first."""
        return (self.slug, *self.aliases)
