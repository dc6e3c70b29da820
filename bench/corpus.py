"""Larger content folders for measuring speed: new practices made of the sentences of the real ones.

Each has the sections, the lengths and the terms of a real practice. Its sentences are drawn from all of them, so that
words are as frequent as they are in the field, and its names are invented, so that the vocabulary grows with the base.
"""

import json
import random
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from app.content.library import load_library
from app.content.practice import Practice
from app.content.section import LISTED

_SYLLABLES = "ba bel car dan don fer gal hau lan ler mar mont nor per quin ral sel tour val ver vil zé"
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_FRONT_MATTER = ("slug", "sections", "title", "summary", "organisation", "related", "aliases", "withdrawn")


class Corpus:
    """The sentences of a content folder, to draw from."""

    def __init__(self, practices: Sequence[Practice], seed: int = 1) -> None:
        self._practices = practices
        self._random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self._sentences: dict[str, list[str]] = defaultdict(list)
        self._items: dict[str, list[str]] = defaultdict(list)
        for practice in practices:
            for section in practice.sections:
                self._sentences[section.key] += _SENTENCE.split(section.text.replace("\n", " "))
                self._items[section.key] += [item.text for item in section.items]

    def write(self, folder: Path, number: int) -> None:
        """Write one new practice."""
        model = self._random.choice(self._practices)
        place = self._invent_name()
        front = model.model_dump(mode="json", exclude_none=True, exclude=set(_FRONT_MATTER))
        front["title"] = self._make_title(place)
        front["summary"] = self._random.choice(self._practices).summary[:250] + f" À {place}."
        front["organisation"] = {"name": f"{model.organisation.name} de {place}"[:120], "type": model.organisation.type}
        lines = [f"{key}: {_spell(key, value)}" for key, value in front.items()]
        body = [
            f"## {section.title}\n\n{self._make_section(section.key, len(section.text), place)}\n"
            for section in model.sections
        ]
        text = "\n".join(["---", *lines, "---", "", *body])
        (folder / f"{model.slug[:60]}-{number}.md").write_text(text, encoding="utf-8")

    def _make_title(self, place: str) -> str:
        words = self._random.choice(self._practices).title.split()
        return " ".join([*words[:12], "à", place])[:120]

    def _make_section(self, key: str, length: int, place: str) -> str:
        if key not in LISTED:
            return f"À {place}. {self._fill(key, length)}"
        return "\n".join(f"- {' '.join(self._random.choice(self._items[key]).split())}" for _ in range(3))

    def _fill(self, key: str, length: int) -> str:
        """About `length` characters, in paragraphs of one to three sentences as on the real sheets."""
        paragraphs: list[str] = []
        while sum(map(len, paragraphs)) < length:
            paragraphs.append(" ".join(self._random.choices(self._sentences[key], k=self._random.choice((1, 2, 3)))))
        return "\n\n".join(paragraphs)

    def _invent_name(self) -> str:
        syllables = self._random.choices(_SYLLABLES.split(), k=self._random.choice((2, 3, 3)))
        return "".join(syllables).capitalize()


def _spell(key: str, value: object) -> str:
    return str(value) if key in ("published", "reviewed") else json.dumps(value, ensure_ascii=False)


def write_corpus(source: Path, target: Path, size: int, seed: int = 1) -> None:
    """Copy the content folder `source` to `target`, and add practices until there are `size`."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(".*"))
    practices = load_library(source).practices
    corpus = Corpus(practices, seed)
    for number in range(len(practices), size):
        corpus.write(target / "practices", number)


if __name__ == "__main__":
    write_corpus(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
