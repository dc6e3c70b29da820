"""Related items: the editors' choices, then the nearest by shared facet terms (IDF) and text, each with its reason."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.content.headline import Headline
from app.content.practice import Facet, Practice
from app.content.vocabulary import Vocabulary
from app.search.backend import SearchBackend
from app.search.facet_index import FacetIndex, members
from app.search.planner import content_stems_of

TEXT_WEIGHT = 3.5  # of two texts all alike, against the terms shared


@dataclass(frozen=True)
class RelatedPractice:
    """A related practice, and the reason shown with it, in French."""

    headline: Headline
    reason: str


class RelatedIndex:
    """Similarity index of the published practices, which it numbers by their place in `headlines`."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        headlines: Sequence[Headline],
        facets: Sequence[Facet],
        backend: SearchBackend,
    ) -> None:
        self._vocabulary = vocabulary
        self._headlines = headlines
        self._facets = [facet for facet in facets if facet.shared_weight]
        self._index = FacetIndex([headline.terms for headline in headlines], [facet.name for facet in self._facets])
        self._backend = backend
        self._numbers = {headline.slug: number for number, headline in enumerate(headlines)}

    def find(self, practice: Practice, limit: int = 4) -> list[tuple[int, str]]:
        """At most `limit` practices, each with the reason: the editors' own first, then the nearest."""
        terms = [(facet, value) for facet in self._facets for value in facet.values(practice)]
        chosen = [self._numbers[slug] for slug in practice.related if slug in self._numbers][:limit]
        found = [(number, self._reason(terms, number, "choisie par la rédaction")) for number in chosen]
        scores = self._score(practice, terms)
        nearest = sorted(scores, key=lambda number: (-scores[number], number))[: 2 * limit]
        found += [(number, self._reason(terms, number, "texte proche")) for number in nearest if number not in chosen]
        return found[:limit]

    def _score(self, practice: Practice, terms: Sequence[tuple[Facet, str]]) -> dict[int, float]:
        """Similarity by practice number, of those that share a term; normalised by the other's total term weight."""
        shared: dict[int, float] = defaultdict(float)
        for facet, value in terms:
            weight = self._idf(facet, value)
            for number in members(self._index.having(facet.name, value)):
                shared[number] += weight
        shared.pop(self._numbers.get(practice.slug, -1), None)
        alike = self._backend.similar(content_stems_of(f"{practice.title}\n{practice.summary}"))
        weights, headlines = self._weights, self._headlines
        return {
            number: score / math.sqrt(weights[number]) + TEXT_WEIGHT * alike.get(headlines[number].slug, 0.0)
            for number, score in shared.items()
        }

    def _reason(self, terms: Sequence[tuple[Facet, str]], number: int, otherwise: str) -> str:
        """The reason: the rarest term that the two share (« partage le levier « Embauche » »), or `otherwise`."""
        other = self._headlines[number].terms
        shared = [(self._idf(f, value), f, value) for f, value in terms if value in other[f.name]]
        if not shared:
            return otherwise
        _, facet, value = max(shared, key=lambda each: each[0])
        return f"{facet.shared_reason} « {self._vocabulary.label(facet.list_name, value)} »"

    def _idf(self, facet: Facet, value: str) -> float:
        """Inverse document frequency of a term, times the weight of its facet."""
        count = self._index.having(facet.name, value).bit_count()
        return facet.shared_weight * math.log(1 + len(self._headlines) / count) if count else 0.0

    @cached_property
    def _weights(self) -> list[float]:
        """The total term weight of each practice, by number: the norm of its similarity."""
        return [sum(self._weigh_terms(headline)) or 1.0 for headline in self._headlines]

    def _weigh_terms(self, headline: Headline) -> Iterator[float]:
        return (self._idf(facet, value) for facet in self._facets for value in headline.terms[facet.name])
