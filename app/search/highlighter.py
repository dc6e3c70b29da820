"""Highlighter: why a document is a result, and the excerpt that shows it. Made from a plan and a term vector alone."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple

from app.search.backend import ScoredDocument
from app.search.plan import PlannedWord, QueryPlan
from app.search.term_vector import Sought, Span

LENGTH = 260  # characters of an excerpt, about two lines on a wide screen
LEAST_WORDS = 6  # a shorter passage is a cell of a table, a heading or the rest of a list

_SENTENCE = re.compile(r"[A-ZÀ-ÖØ-Þ0-9«\"“(].*[.!?…»”)]", re.DOTALL)
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-ÖØ-Þ«\"“])")

# The short fields, in the order in which they are told of.
_FIELDS = ("title", "organisation", "summary", "terms")


class Excerpt(NamedTuple):
    """A snippet of text, and the spans to be marked in it, in order and apart from each other."""

    text: str
    places: Sequence[Span] = ()


@dataclass(frozen=True)
class Explanation:
    """Why one document is a result: the short fields and the concepts that match, by label, what was done to the words.

    `part` is the section of the excerpt. It is empty when the summary is shown: when the title and the summary hold all
    that matched, or when no sentence of the text does better.
    """

    fields: tuple[str, ...]
    concepts: tuple[str, ...]
    corrected: tuple[str, ...]
    completed: tuple[str, ...]
    missing: tuple[str, ...]
    part: str
    excerpt: Excerpt


class Highlighter:
    """Explains the documents of one response to a plan."""

    def __init__(self, plan: QueryPlan, weights: Sequence[float]) -> None:
        """`weights` are those of the response."""
        self._words = plan.words
        self._sought = [
            Sought([(term,) for term in word.highlighted], weight)
            for word, weight in zip(plan.words, weights, strict=True)
        ]

    def explain(self, document: ScoredDocument) -> Explanation:
        """Explain a document that was asked for `with_vectors`."""
        matched, vector = document.matched, document.vector
        if vector is None:
            raise ValueError("a document is explained by its term vector: ask for it by `with_vectors`")
        stems: list[str] = []
        is_plain = True
        concepts: dict[str, str] = {}
        found: list[PlannedWord] = []
        missing: list[PlannedWord] = []
        sought: list[Sought] = []
        for place, (word, own) in enumerate(zip(self._words, self._sought, strict=True)):
            if (place, "") in matched:
                stems += word.highlighted
                is_plain = is_plain and not vector.fields_with(word.highlighted).isdisjoint(("title", "summary"))
                found.append(word)
                sought.append(own)
                continue
            synonyms = [synonym for synonym in word.synonyms if (place, synonym.key) in matched]
            is_plain = is_plain and not synonyms
            if synonyms:
                found.append(word)
            elif word.required:
                missing.append(word)
            concepts.update((synonym.key, synonym.label) for synonym in synonyms)
            names = chain.from_iterable(synonym.names for synonym in synonyms)
            sought.append(Sought([*own.ways, *names], own.weight) if synonyms else own)
        held = vector.fields_with(set(stems))
        (part, text), spans = vector.best_passage(sought)
        excerpt = cut_sentence(text, spans) if part and not is_plain else None
        if excerpt is None:
            (part, text), spans = vector.first_passage(sought)
            excerpt = Excerpt(text, sorted(spans))
        return Explanation(
            fields=tuple(name for name in _FIELDS if name in held),
            concepts=tuple(concepts.values()),
            corrected=tuple(word.corrected for word in found if word.corrected),
            completed=tuple(word.typed for word in found if word.completed),
            missing=tuple(word.typed for word in missing),
            part=part,
            excerpt=excerpt,
        )


def cut_sentence(text: str, places: Collection[Span]) -> Excerpt | None:
    """The sentence that holds most of some spans, with what follows a very short one; cut when it is long.

    None when it has fewer than `LEAST_WORDS` words, or is no sentence.
    """
    starts = [0, *(found.end() for found in _BETWEEN_SENTENCES.finditer(text)), len(text)]
    sentences = list(pairwise(starts))
    start, end = max(sentences, key=lambda ends: sum(ends[0] <= place.start < ends[1] for place in places))
    for _, following in sentences:
        if following > end and _count_words(text[start:end]) < LEAST_WORDS:
            end = following
    sentence = text[start:end].rstrip()
    if _count_words(sentence) < LEAST_WORDS or not _SENTENCE.fullmatch(sentence):
        return None
    within = [Span(place.start - start, place.end - start) for place in places if start <= place.start < end]
    return cut_excerpt(sentence, within)


def _count_words(text: str) -> int:
    return len(re.findall(r"\w+", text))


def cut_excerpt(text: str, places: Iterable[Span], length: int = LENGTH) -> Excerpt:
    """At most `length` characters of a text around the first of some spans, and dots where something is left out."""
    places = sorted(places)
    start, end = _window(text, places[0].start if places else 0, length)
    before, after = "… " if start else "", " …" if end < len(text.rstrip()) else ""
    shift, position = len(before) - start, start
    shown = []
    for place in places:
        if position <= place.start and place.end <= end:
            shown.append(Span(place.start + shift, place.end + shift))
            position = place.end
    return Excerpt(before + text[start:end] + after, shown)


def _window(text: str, first: int, length: int) -> tuple[int, int]:
    """Where to cut a long text, between two words, a little before its character `first`."""
    if len(text) <= length:
        return 0, len(text)
    start = max(0, min(first - length // 3, len(text) - length))
    if start:
        start = text.find(" ", start, first) + 1 or first
    end = start + length
    if end < len(text):
        end = text.rfind(" ", start, end)
        end = end if end > first else start + length
    return start, start + len(re.sub(r"[\s,;:]+$", "", text[start:end]))
