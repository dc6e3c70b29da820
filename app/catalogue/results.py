"""Results of a query, and the reasons of each: all that a page, a JSON answer or a table prints."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.catalogue.query import Query
from app.content.headline import Headline
from app.search.highlighter import Excerpt, Explanation

PAGE_SIZE = 20

_FIELDS = {
    "title": "dans le titre",
    "organisation": "dans l'organisation, le lieu ou un partenaire",
    "summary": "dans le résumé",
    "terms": "dans les mots-clés (secteur, levier, public…)",
}


class FacetValue(NamedTuple):
    """One value of a facet, as a query may be narrowed by it, and how many practices would be left."""

    facet: str
    value: str
    label: str
    total: int
    selected: bool
    query: Query
    group: str = ""

    @property
    def toggled(self) -> Query:
        """The query with this value added or taken away."""
        return self.query.toggle(self.facet, self.value)


@dataclass(frozen=True)
class FacetCounts:
    """One facet with its values, in the order of the vocabulary."""

    name: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def groups(self) -> Iterable[tuple[str, Sequence[FacetValue]]]:
        """The values by group, each in the order of the vocabulary; those without a group come under ""."""
        groups: dict[str, list[FacetValue]] = {}
        for value in self.values:
            groups.setdefault(value.group, []).append(value)
        return groups.items()

    @property
    def selected(self) -> tuple[FacetValue, ...]:
        return tuple(value for value in self.values if value.selected)


@dataclass(frozen=True)
class Chip:
    """Something that narrows the results, and the query without it."""

    label: str
    removed: Query


@dataclass(frozen=True)
class Hit:
    """A practice found, the passage that answers, and why it is here, in words."""

    headline: Headline
    excerpt: Excerpt
    part: str = ""
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Way:
    """A way on from a search that found little: another query, and how many practices it finds."""

    label: str
    query: Query
    total: int


@dataclass(frozen=True)
class Results:
    """A page of results. `query` is the one that was answered: what was not understood is told in `notices`."""

    query: Query
    total: int
    pages: int
    hits: tuple[Hit, ...]
    facets: tuple[FacetCounts, ...]
    chips: tuple[Chip, ...]
    correction: str | None
    rescue: tuple[Way, ...]
    notices: tuple[str, ...]

    @property
    def previous(self) -> Query | None:
        """The query of the page before, or None on the first."""
        return self.query.change(page=self.query.page - 1) if self.query.page > 1 else None

    @property
    def following(self) -> Query | None:
        """The query of the page after, or None on the last."""
        return self.query.change(page=self.query.page + 1) if self.query.page < self.pages else None


def tell_why(explanation: Explanation) -> tuple[str, ...]:
    """Reasons for a result, short and the weightiest first: « dans le titre », « sous un autre nom : IAE »."""
    why = [_FIELDS[name] for name in explanation.fields[:2]]
    if not why and not explanation.concepts and explanation.part:
        why = ["dans le texte"]
    why += [f"sous un autre nom : {concept}" for concept in explanation.concepts]
    why += [f"orthographe proche : {word}" for word in explanation.corrected]
    why += [f"mots qui commencent par « {word} »" for word in explanation.completed]
    if explanation.missing:
        why.append("sans " + ", ".join(f"« {word} »" for word in explanation.missing))
    return tuple(why)
