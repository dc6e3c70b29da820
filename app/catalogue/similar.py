"""Semantic neighbours of a search that finds few: practices that say the same in other words, each with its reason."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from app.search.backend import RELEVANCE, ScoredDocument, SearchBackend, SearchRequest
from app.search.highlighter import Excerpt, Highlighter
from app.search.neighbours import Neighbours
from app.search.plan import PlannedWord

FEW = 3  # practices that have all the words: from there on, nothing else is looked for
MAX_SIMILAR = 3
LOOKED_AT = 10  # beside those that are shown already
LEAST_EVIDENCE = 0.3  # of what is meant, the part that a practice has to say (chosen on half of tests/meaning)


class SimilarDocument(NamedTuple):
    """A document found by meaning: its excerpt, and which word of the search led to which of its own."""

    slug: str
    excerpt: Excerpt
    part: str
    reason: str


def find_similar(
    backend: SearchBackend, neighbours: Neighbours, request: SearchRequest, shown: Collection[str]
) -> list[SimilarDocument]:
    """At most `MAX_SIMILAR` documents beside those shown, under the filters of the request, by its expanded plan."""
    plan = neighbours.expand(request.plan) if request.plan else None
    if plan is None:
        return []
    size = len(shown) + LOOKED_AT
    response = backend.search(
        replace(request, plan=plan, sort=RELEVANCE, offset=0, limit=size, close=size, facets=(), with_vectors=True)
    )
    highlighter = Highlighter(plan, response.weights)

    def admitted() -> Iterator[SimilarDocument]:
        for document in (*response.documents, *response.close):
            said = [_similarity(word, place, document) for place, word in enumerate(plan.words)]
            evidence = sum(s * weight for (s, _), weight in zip(said, response.weights, strict=True))
            reason = max((each for each in said if each[1]), default=None)
            if reason and document.slug not in shown and evidence >= LEAST_EVIDENCE * sum(response.weights):
                told = highlighter.explain(document)
                yield SimilarDocument(document.slug, told.excerpt, told.part, reason[1])

    return list(islice(admitted(), MAX_SIMILAR))


def _similarity(word: PlannedWord, place: int, document: ScoredDocument) -> tuple[float, str]:
    """How near a document comes to one word: 1 when it holds it; else by its nearest neighbour, with the reason."""
    matched = {key for number, key in document.matched if number == place}
    near = [each for each in word.synonyms if each.key in matched and Neighbours.is_near(each)]
    if len(matched) > len(near):
        return 1.0, ""
    best = max(near, key=lambda each: each.alternatives[0].weight, default=None)
    return (best.alternatives[0].weight, f"« {word.typed} » est proche de « {best.label} »") if best else (0.0, "")
