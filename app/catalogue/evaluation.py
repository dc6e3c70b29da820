"""Evaluation of relevance on judged queries: nDCG, MRR, success at 1, recall, times."""

import math
import random
import re
import statistics
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from app.catalogue.catalogue import Catalogue
from app.catalogue.query import Query
from app.content.problem import Problem, Unreadable
from app.content.source_file import MAX_YAML_BYTES, SourceFile, read_text
from app.content.strict_yaml import parse_mapping
from app.content.types import ContentModel, Slug
from app.content.typography import strip_accents
from app.content.validation import validate

DEPTH = 10

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


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
        return next((1 / rank for rank, slug in enumerate(self.found, start=1) if self.judged.grades.get(slug)), 0.0)

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
    return sum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades[:DEPTH], start=1))


def misspell(text: str) -> str:
    """One error in the longest word: a letter left out, added, changed or swapped; always the same for one text."""
    word = max(re.findall(r"\w+", text), key=len, default="")
    if len(word) < 4:
        return text
    chance = random.Random(text)  # noqa: S311 # nosec B311
    at, letter = chance.randrange(1, len(word) - 1), chance.choice(_LETTERS)
    wrong = chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )
    return text.replace(word, wrong, 1)


# How else the same queries are typed.
VARIANTS: dict[str, Callable[[str], str]] = {
    "telle quelle": str,
    "sans accents": strip_accents,
    "en capitales": str.upper,
    "apostrophe typographique": lambda text: text.replace("'", "’"),
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "une faute": misspell,
}


def vary(queries: Iterable[Judged], change: Callable[[str], str]) -> list[Judged]:
    """The same queries typed otherwise."""
    return [Judged(change(judged.text), judged.grades) for judged in queries]


def follow_names(judged: Judged, catalogue: Catalogue) -> Judged:
    """The same judgement, of practices by the names that they have now."""
    return replace(judged, grades={catalogue.current_slug(slug) or slug: n for slug, n in judged.grades.items()})


def evaluate(catalogue: Catalogue, queries: Sequence[Judged]) -> list[Outcome]:
    """Ask every query once."""
    return [_ask(catalogue, judged) for judged in queries]


def _ask(catalogue: Catalogue, judged: Judged) -> Outcome:
    start = time.perf_counter()
    results = catalogue.search(Query(text=judged.text))
    elapsed = (time.perf_counter() - start) * 1000
    found = tuple(hit.headline.slug for hit in results.shown[:DEPTH])
    return Outcome(follow_names(judged, catalogue), found, results.total + results.close_total, elapsed)


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


def _check_grades(grades: dict[str, int]) -> dict[str, int]:
    if not any(grades.values()):
        raise PydanticCustomError("grades", "Il faut au moins une fiche notée 1 (utile) ou 2 (la réponse).")
    return grades


class _Judgement(ContentModel):
    q: Annotated[str, Field(min_length=1, max_length=500)]
    rel: Annotated[dict[Slug, Annotated[int, Field(ge=0, le=3)]], AfterValidator(_check_grades)]


class _Judgements(ContentModel):
    queries: tuple[_Judgement, ...] = Field(min_length=1)


def read_judged(path: Path) -> list[Judged]:
    """The queries of a YAML list `- {q: "…", rel: {slug: grade}}`. Raises Unreadable with every problem."""
    text = unicodedata.normalize("NFC", read_text(path, path.name, MAX_YAML_BYTES))
    if not text.lstrip().startswith(("-", "#", "[")):
        message = "Le fichier doit être une liste de recherches jugées."
        raise Unreadable([Problem(path.name, 1, "", message, admitted="- {q: égalité, rel: {nom-de-la-fiche: 2}}")])
    data, lines = parse_mapping("queries:\n" + text, path.name, first_line=0)
    judgements, problems = validate(_Judgements, SourceFile(path.name, data, lines=lines), {})
    if judgements is None:
        raise Unreadable(problems)
    return [Judged(judgement.q, judgement.rel) for judgement in judgements.queries]
