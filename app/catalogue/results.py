"""Results page: hits with excerpts and match reasons, facets, pagination. What HTML and JSON print alike."""

from dataclasses import dataclass

from app.catalogue.facet import ActiveFilter, FacetCounts
from app.catalogue.query import Query, Sort
from app.catalogue.site_index import DirectAnswer, SiteSection
from app.content.headline import Headline
from app.search.highlighter import Excerpt, Explanation

PAGE_SIZE = 20
CLOSE_SHOWN = 10  # hits that lack a word, after the last page of those that have all; twenty cost 15 % of the p95


@dataclass(frozen=True)
class Hit:
    """A search hit: headline, highlighted excerpt, the title of its section (`part`), match reasons in French.

    `has_all`: whether every word of the query matches.
    """

    headline: Headline
    excerpt: Excerpt
    part: str = ""
    why: tuple[str, ...] = ()
    has_all: bool = True


@dataclass(frozen=True)
class Alternative:
    """An alternative query for a search with few results, with its label and its result count."""

    label: str
    query: Query
    total: int


@dataclass(frozen=True)
class Place:
    """A place that a query names: how many practices are there, the nearest commune that has some, its department.

    `distance` to the nearest is in kilometres. `ways` lead to the department: with the other words of the query, then
    whole. `by_code`: it was typed as a postal code or the number of a department, which no practice holds.
    """

    name: str
    department: str
    practices: int
    nearest: Alternative | None
    distance: int | None
    ways: tuple[Alternative, ...]
    by_code: bool


@dataclass(frozen=True)
class Results:
    """A page of results. `query` is the admitted one; `rescue` holds alternatives, `notices` what was ignored of it.

    Hits are in two groups. `hits`, `total`, `pages` and `facets` are of those that match every one of the `words` of
    the query; `close` holds the best of the `close_total` others, on the last page. When `is_mixed` (a question), these
    stand among `hits`, in the order of their scores. The first page also has what the query names (`answer`), and the
    sections of pages and the selections that hold its words (`elsewhere`). `sorts` are those that change something.
    When few match, `similar` holds practices close in meaning, which nothing counts.
    """

    query: Query
    words: int
    is_mixed: bool
    total: int
    pages: int
    hits: tuple[Hit, ...]
    close_total: int
    close: tuple[Hit, ...]
    facets: tuple[FacetCounts, ...]
    sorts: tuple[Sort, ...]
    chips: tuple[ActiveFilter, ...]
    correction: str | None
    rescue: tuple[Alternative, ...]
    notices: tuple[str, ...]
    answer: DirectAnswer | None = None
    elsewhere: tuple[SiteSection, ...] = ()
    place: Place | None = None
    similar: tuple[Hit, ...] = ()

    @property
    def told_place(self) -> Place | None:
        """The place named, when the hits do not speak for themselves: nothing is there, or a code stands for it."""
        place = self.place
        return place if place and (place.by_code or not place.practices or not self.total) else None

    @property
    def shown(self) -> tuple[Hit, ...]:
        """The hits of both groups, in order."""
        return self.hits + self.close

    @property
    def previous(self) -> Query | None:
        """The query of the page before, or None on the first."""
        return self.query.change(page=self.query.page - 1) if self.query.page > 1 else None

    @property
    def following(self) -> Query | None:
        """The query of the page after, or None on the last."""
        return self.query.change(page=self.query.page + 1) if self.query.page < self.pages else None


def match_reasons(explanation: Explanation) -> tuple[str, ...]:
    """Match reasons of a hit that are not plain to see, in French: « mot voisin : IAE », « sans « bus » »."""
    why = [f"mot voisin : {concept}" for concept in explanation.concepts]
    why += [f"orthographe proche : {word}" for word in explanation.corrected]
    why += [f"mots qui commencent par « {word} »" for word in explanation.completed]
    if explanation.missing:
        why.append("sans " + ", ".join(f"« {word} »" for word in explanation.missing))
    return tuple(why)
