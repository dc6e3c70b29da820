"""How good the search is, on queries that people judged: the usual measures, and what went wrong where."""

import math
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.catalogue.catalogue import Catalogue
from app.catalogue.query import Query
from app.content.source_file import read_judgements

DEPTH = 10


@dataclass(frozen=True)
class Judged:
    """A query and the grade of each practice that answers it: 2 the answer, 1 useful."""

    text: str
    grades: dict[str, int]


@dataclass(frozen=True)
class Outcome:
    """What one judged query brought: its measures, and the slugs that came first."""

    judged: Judged
    found: tuple[str, ...]
    total: int
    milliseconds: float

    @property
    def ndcg(self) -> float:
        """Normalised discounted cumulative gain at 10, gain 2^grade - 1 (Burges et al., 2005)."""
        ideal = _dcg(sorted(self.judged.grades.values(), reverse=True))
        return _dcg([self.judged.grades.get(slug, 0) for slug in self.found]) / ideal

    @property
    def reciprocal_rank(self) -> float:
        """One over the rank of the first practice judged useful, or 0."""
        return next((1 / rank for rank, slug in enumerate(self.found, start=1) if slug in self.judged.grades), 0.0)

    @property
    def success(self) -> bool:
        """Whether the first result is among the best answers."""
        best = max(self.judged.grades.values())
        return bool(self.found) and self.judged.grades.get(self.found[0], 0) == best

    @property
    def recall(self) -> float:
        """The share of the judged practices that are among the first ten."""
        return len(set(self.found) & set(self.judged.grades)) / min(DEPTH, len(self.judged.grades))


def _dcg(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades[:DEPTH], start=1))


def read_judged(path: Path) -> list[Judged]:
    """The queries of a file: `- {q: "…", rel: {slug: grade}}`. Raises Unreadable."""
    return [Judged(row["q"], row["rel"]) for row in read_judgements(path)]


def evaluate(catalogue: Catalogue, queries: Sequence[Judged]) -> list[Outcome]:
    """Ask every query once."""
    return [_ask(catalogue, judged) for judged in queries]


def _ask(catalogue: Catalogue, judged: Judged) -> Outcome:
    start = time.perf_counter()
    results = catalogue.search(Query(text=judged.text))
    elapsed = (time.perf_counter() - start) * 1000
    found = tuple(hit.practice.slug for hit in results.hits[:DEPTH])
    return Outcome(judged, found, results.total, elapsed)


def summarise(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The mean of each measure; times in milliseconds."""
    times = sorted(outcome.milliseconds for outcome in outcomes)
    return {
        "queries": len(outcomes),
        "ndcg_10": statistics.fmean(outcome.ndcg for outcome in outcomes),
        "mrr": statistics.fmean(outcome.reciprocal_rank for outcome in outcomes),
        "success_1": statistics.fmean(outcome.success for outcome in outcomes),
        "recall_10": statistics.fmean(outcome.recall for outcome in outcomes),
        "without_result": statistics.fmean(outcome.total == 0 for outcome in outcomes),
        "median_ms": statistics.median(times),
        "p95_ms": times[min(len(times) - 1, int(0.95 * len(times)))],
    }
