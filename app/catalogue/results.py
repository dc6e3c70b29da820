"""Results of a query, and the reasons of each: all that a page, a JSON answer or a table prints."""

from dataclasses import dataclass

from app.catalogue.facet import Chip, FacetCounts
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
