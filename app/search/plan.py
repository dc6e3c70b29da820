"""Query plan: what a backend executes. Frozen dataclasses of plain values, that can be written as JSON and read back.

The score of a document is `(Σ words + Σ pairs) × (coverage / best coverage) ^ power`, where

- score of a term in a document = impact of the term (app/search/indexer.py) × idf(document frequency of the term),
- score of an `Alternative` = (best of its `terms` + Σ weight × term of its `boosts`) × `weight`, if one of `terms` is,
- score of a `PlannedWord` = best of its alternatives and of those of its synonyms (disjunction max),
- coverage = Σ idf(number of documents that match the word) over the required words that the document matches.

idf(n) = ln(1 + (N − n + 0.5) / (n + 0.5)), N documents (Robertson and Spärck Jones; never negative, as in Lucene).
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Alternative:
    """Clause that matches documents holding one of `terms`; each term of `boosts` that is there too adds to the score.

    `boosts`: terms, each with its weight.
    """

    terms: tuple[str, ...]
    weight: float = 1.0
    boosts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Synonym:
    """Query expansion of a word by a concept. `names`: the stems of each of its names, for highlighting."""

    key: str
    label: str
    alternatives: tuple[Alternative, ...]
    names: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class PlannedWord:
    """A typed word, and at most one synonym for each concept.

    `highlighted`: the terms under which term vectors are looked up to show it. `corrected` is the
    word searched instead of the one typed; `completed`: it was taken for a prefix. A word that is not `required` adds
    to the score of documents which another word finds: it finds none by itself, and none has to hold it.
    """

    typed: str
    highlighted: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    synonyms: tuple[Synonym, ...] = ()
    corrected: str | None = None
    completed: bool = False
    required: bool = True


@dataclass(frozen=True)
class CoverageRule:
    """Coordination factor: a document keeps (its coverage / the best coverage) ^ `power` of its score.

    Under `minimum` of the best coverage it does not match. The best is that of the documents which phrases and
    exclusions let through. `all_first`: in the order by relevance, those that match every required word (but for words
    that no document matches) precede all others, whatever their scores.
    """

    power: float
    minimum: float
    all_first: bool = False


@dataclass(frozen=True)
class QueryPlan:
    """A query understood. It matches documents that hold a required word, every phrase and nothing excluded.

    One word at least is required, when there are words.

    `pairs` raise the score of matching documents (proximity boost) and match none by themselves. `phrases` and
    `excluded_phrases` are folded surface forms that follow each other; `excluded_terms` any of which excludes. Without
    words every document that the phrases and exclusions let through scores 1, and without these either there is none.
    `correction`: the typed text with its corrected words in place.
    """

    words: tuple[PlannedWord, ...]
    coverage: CoverageRule
    pairs: tuple[Alternative, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    excluded_phrases: tuple[tuple[str, ...], ...] = ()
    excluded_terms: tuple[str, ...] = ()
    correction: str | None = None

    def __hash__(self) -> int:
        """Of what tells most plans apart: the whole would be walked through each time a backend looks one up."""
        return hash((tuple([word.typed for word in self.words]), self.phrases, self.excluded_phrases))

    @property
    def is_restricted(self) -> bool:
        """Whether phrases or exclusions narrow what the words match."""
        return bool(self.phrases or self.excluded_phrases or self.excluded_terms)


def idf(matching: int, documents: int) -> float:
    """Inverse document frequency of BM25, for what `matching` of all `documents` hold."""
    return math.log(1 + (documents - matching + 0.5) / (matching + 0.5))
