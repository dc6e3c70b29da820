"""Results page: hits with excerpts and match reasons, facets, pagination. What HTML and JSON print alike."""

from dataclasses import dataclass

from app.catalogue.facet import ActiveFilter, FacetCounts
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
    """A search hit: headline, highlighted excerpt, the title of its section (`part`), match reasons in French."""

    headline: Headline
    excerpt: Excerpt
    part: str = ""
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alternative:
    """An alternative query for a search with few results, with its label and its result count."""

    label: str
    query: Query
    total: int


@dataclass(frozen=True)
class Results:
    """A page of results. `query` is the admitted one; `rescue` holds alternatives, `notices` what was ignored of it."""

    query: Query
    total: int
    pages: int
    hits: tuple[Hit, ...]
    facets: tuple[FacetCounts, ...]
    chips: tuple[ActiveFilter, ...]
    correction: str | None
    rescue: tuple[Alternative, ...]
    notices: tuple[str, ...]

    @property
    def previous(self) -> Query | None:
        """The query of the page before, or None on the first."""
        return self.query.change(page=self.query.page - 1) if self.query.page > 1 else None

    @property
    def following(self) -> Query | None:
        """The query of the page after, or None on the last."""
        return self.query.change(page=self.query.page + 1) if self.query.page < self.pages else None


def match_reasons(explanation: Explanation) -> tuple[str, ...]:
    """Match reasons of a hit, in French, weightiest first: « dans le titre », « sous un autre nom : IAE »."""
    why = [_FIELDS[name] for name in explanation.fields[:2]]
    if not why and not explanation.concepts and explanation.part:
        why = ["dans le texte"]
    why += [f"sous un autre nom : {concept}" for concept in explanation.concepts]
    why += [f"orthographe proche : {word}" for word in explanation.corrected]
    why += [f"mots qui commencent par « {word} »" for word in explanation.completed]
    if explanation.missing:
        why.append("sans " + ", ".join(f"« {word} »" for word in explanation.missing))
    return tuple(why)
