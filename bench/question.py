"""What is asked: five kinds of first-time searches, the same for the site and its peers.

The words are those of the judged queries, which were written by the kind of people who use the site.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from app.catalogue.evaluation import read_judged
from app.content.vocabulary import Vocabulary

_JUDGED = Path(__file__).resolve().parent.parent / "tests" / "judged"
_CONSONANTS = "bcdfghjklmnpqrstvwxz"

Filter = tuple[str, str]  # the name of a facet, the slug of a term

KINDS = ("text", "text + 2 filters", "filters alone", "misspelt", "no result")


@dataclass(frozen=True)
class Question:
    """Words, filters, or both."""

    text: str = ""
    filters: tuple[Filter, ...] = ()


def write_questions(vocabulary: Vocabulary, seed: int = 1) -> dict[str, list[Question]]:
    """Questions by kind, no two alike, in an order that is always the same."""
    draw = random.Random(seed)  # noqa: S311 - repeatable, not secret
    texts = read_texts()
    draw.shuffle(texts)
    pairs = list(product(_terms("sector", list(vocabulary.sectors)), _terms("lever", list(vocabulary.levers))))
    draw.shuffle(pairs)
    asked = (
        [Question(text) for text in texts],
        [Question(text, pair) for text, pair in zip(texts, pairs, strict=False)],
        [Question(filters=pair) for pair in pairs[: len(texts)]],
        [Question(misspell(text)) for text in texts],
        [Question("".join(draw.choices(_CONSONANTS, k=9))) for _ in texts],
    )
    return dict(zip(KINDS, asked, strict=True))


def read_texts() -> list[str]:
    """The words of every judged query."""
    return sorted({judged.text for path in sorted(_JUDGED.glob("*.yaml")) for judged in read_judged(path)})


def _terms(facet: str, slugs: Sequence[str]) -> list[Filter]:
    return [(facet, slug) for slug in slugs]


def misspell(text: str) -> str:
    """The longest word without its third letter."""
    word = max(text.split(), key=len)
    return text.replace(word, word[:2] + word[3:])
