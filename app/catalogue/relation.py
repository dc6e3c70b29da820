"""Which practices to read next, and why: those the editors name, then those that have most in common."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.content.library import Library
from app.content.practice import Facet, Practice
from app.search.language import tokenise

# What two practices share, by weight, and how it is told. Rarer terms weigh more inside each.
_SHARED = {"lever": (1.0, "partage le levier"), "sector": (0.7, "même secteur :"), "audience": (0.5, "même public :")}
TEXT_WEIGHT = 4.0  # of two texts all alike, against the terms shared


@dataclass(frozen=True)
class Relation:
    """Another practice, and why it is shown."""

    practice: Practice
    reason: str


class Relations:
    """What practices have in common, prepared once for each catalogue."""

    def __init__(self, library: Library, practices: Sequence[Practice], facets: Sequence[Facet]) -> None:
        self._library = library
        self._practices = {practice.slug: practice for practice in practices}
        self._facets = [facet for facet in facets if facet.name in _SHARED]
        self._rarity = {facet.name: _rarity(facet, practices) for facet in self._facets}
        self._texts = _weigh_texts(practices)
        self._terms = {practice.slug: self._weigh_terms(practice) for practice in practices}
        self._holding: dict[tuple[str, str], list[str]] = {}
        for practice in practices:
            for facet in self._facets:
                for slug in facet.values(practice):
                    self._holding.setdefault((facet.name, slug), []).append(practice.slug)

    def find(self, practice: Practice, limit: int = 4) -> tuple[Relation, ...]:
        """At most `limit` practices: the editors' own first, then the nearest."""
        chosen = [slug for slug in practice.related if slug in self._practices][:limit]
        relations = [
            Relation(self._practices[slug], self._tell(practice, slug, "choisie par la rédaction")) for slug in chosen
        ]
        scores = self._score(practice)
        nearest = sorted(scores, key=lambda slug: (-scores[slug], slug))
        for slug in nearest:
            if len(relations) < limit and slug not in chosen:
                relations.append(Relation(self._practices[slug], self._tell(practice, slug, "texte proche")))
        return tuple(relations)

    def _weigh_terms(self, practice: Practice) -> float:
        return sum(
            _SHARED[facet.name][0] * self._rarity[facet.name][value]
            for facet in self._facets
            for value in facet.values(practice)
        )

    def _score(self, practice: Practice) -> dict[str, float]:
        """The likeness of every practice that shares a term with this one; a practice about everything is like none."""
        shared: dict[str, float] = defaultdict(float)
        for facet in self._facets:
            weight = _SHARED[facet.name][0]
            for value in facet.values(practice):
                for slug in self._holding.get((facet.name, value), ()):
                    shared[slug] += weight * self._rarity[facet.name][value]
        own = self._texts.get(practice.slug, {})  # a draft is not in the catalogue
        return {
            slug: score / math.sqrt(self._terms[slug]) + TEXT_WEIGHT * _likeness(own, self._texts[slug])
            for slug, score in shared.items()
            if slug != practice.slug
        }

    def _tell(self, practice: Practice, slug: str, otherwise: str) -> str:
        """The rarest thing that the two share, in words: « partage le levier « Embauche » »."""
        other = self._practices[slug]
        shared = [
            (_SHARED[facet.name][0] * self._rarity[facet.name][value], facet, value)
            for facet in self._facets
            for value in facet.values(practice)
            if value in facet.values(other)
        ]
        if not shared:
            return otherwise
        _, facet, value = max(shared, key=lambda each: each[0])
        return f"{_SHARED[facet.name][1]} « {self._library.vocabulary.label(facet.list_name, value)} »"


def _rarity(facet: Facet, practices: Sequence[Practice]) -> dict[str, float]:
    counts = Counter(slug for practice in practices for slug in facet.values(practice))
    return {slug: math.log(1 + len(practices) / count) for slug, count in counts.items()}


def _weigh_texts(practices: Sequence[Practice]) -> dict[str, dict[str, float]]:
    """Title and summary of each as a vector of length one, rare words heavier (tf-idf)."""
    stems = {
        practice.slug: Counter(
            token.stem for token in tokenise(f"{practice.title}\n{practice.summary}") if not token.is_stop
        )
        for practice in practices
    }
    spread = Counter(stem for counts in stems.values() for stem in counts)
    vectors = {}
    for slug, counts in stems.items():
        vector = {stem: count * math.log(len(practices) / spread[stem]) for stem, count in counts.items()}
        length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
        vectors[slug] = {stem: weight / length for stem, weight in vector.items()}
    return vectors


def _likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other.get(stem, 0.0) for stem, weight in one.items())
