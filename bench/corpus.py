"""Larger content folders for measuring speed: new practices made of the sentences of the real ones.

Each has the sections, the lengths and the terms of a real practice, and sentences of that one and of another, so that
words are as frequent, and stand together, as in the field. Some of its rare words are replaced by invented ones, as
many as Heaps' law gives (a vocabulary grows with the power HEAPS of the number of practices): rare words stay rare.

    python -m bench.corpus content larger 5000
"""

import json
import random
import re
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from app.content.library import load_library
from app.content.practice import Practice, short_code
from app.content.section import LISTED, Section

HEAPS = 0.53  # measured on the 88 practices, in twenty random orders: 1,245 words in 11, 4,110 in 88
RARE = 2  # practices that a rare word stands in, at most

_SYLLABLES = "ba bel car dan don fer gal hau lan ler mar mont nor per quin ral sel tour val ver vil zé"
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"[^\W\d_]{6,}")
_FRONT_MATTER = ("slug", "sections", "title", "summary", "organisation", "related", "aliases", "withdrawn")


class Corpus:
    """The practices of a content folder, to draw from."""

    def __init__(self, practices: Sequence[Practice], seed: int = 1) -> None:
        self._practices = practices
        self._random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self._codes = {short_code(name) for practice in practices for name in (practice.slug, *practice.aliases)}
        seen_in = Counter(word for practice in practices for word in words_of(practice))
        self._vocabulary = len(seen_in)
        self._rare = sorted(word for word, number in seen_in.items() if number <= RARE and _WORD.fullmatch(word))
        self._is_rare = frozenset(self._rare)

    def write(self, folder: Path, number: int) -> None:
        """Write the practice that has this number."""
        model, other = self._random.sample(self._practices, 2)
        place = self._invent_name()
        front = model.model_dump(mode="json", exclude_none=True, exclude=set(_FRONT_MATTER))
        front["title"] = " ".join([*other.title.split()[:12], "à", place])[:120]
        front["summary"] = f"{other.summary[:250]} À {place}."
        front["organisation"] = {"name": f"{model.organisation.name} de {place}"[:120], "type": model.organisation.type}
        lines = [f"{key}: {_spell(key, value)}" for key, value in front.items()]
        texts = [self._mix(section, other.section(section.key)) for section in model.sections]
        texts = self._renew(texts, number)
        body = [f"## {section.title}\n\n{text}\n" for section, text in zip(model.sections, texts, strict=True)]
        file = folder / f"{self._choose_slug(model.slug, number)}.md"
        file.write_text("\n".join(["---", *lines, "---", "", *body]), encoding="utf-8")

    def _choose_slug(self, model: str, number: int) -> str:
        """A slug whose short code is free: five characters are shared by two of twenty thousand now and then."""
        slug = f"{model[:60].rstrip('-')}-{number}"
        while short_code(slug) in self._codes:
            slug += "-bis"
        self._codes.add(short_code(slug))
        return slug

    def _mix(self, section: Section, other: Section | None) -> str:
        """A section as long as the first, of sentences (or items) of both."""
        sections = [section, other] if other else [section]
        if section.key in LISTED:
            items = [" ".join(item.text.split()) for each in sections for item in each.items]
            return "\n".join(f"- {item}" for item in self._random.sample(items, len(section.items)))
        pool = [sentence for each in sections for sentence in _SENTENCE.split(each.text.replace("\n", " "))]
        drawn: list[str] = []
        for sentence in self._random.sample(pool, len(pool)):
            if not drawn or sum(map(len, drawn)) + len(sentence) / 2 < len(section.text):
                drawn.append(sentence)
        return "\n\n".join(" ".join(drawn[start : start + 2]) for start in range(0, len(drawn), 2))

    def _renew(self, texts: list[str], number: int) -> list[str]:
        """The texts with as many rare words replaced as a practice brings new ones to a base of this size."""
        growth = HEAPS * (number / len(self._practices)) ** (HEAPS - 1)  # of the vocabulary, for as many practices
        wanted = int(growth * self._vocabulary / len(self._practices) + self._random.random())
        places = [(which, m.span()) for which, text in enumerate(texts) for m in _WORD.finditer(text)]
        rare = [(which, (a, b)) for which, (a, b) in places if texts[which][a:b] in self._is_rare]
        for which, (start, end) in sorted(self._random.sample(rare, min(wanted, len(rare))), reverse=True):
            texts[which] = texts[which][:start] + self._invent_word() + texts[which][end:]
        return texts

    def _invent_word(self) -> str:
        """The beginning of a rare word and the end of another: « mutualisés », « partenarielle » → « mutuarielle »."""
        head, tail = self._random.choices(self._rare, k=2)
        return head[: (len(head) + 1) // 2] + tail[len(tail) // 2 :]

    def _invent_name(self) -> str:
        syllables = self._random.choices(_SYLLABLES.split(), k=self._random.choice((2, 3, 3)))
        return "".join(syllables).capitalize()


def words_of(practice: Practice) -> set[str]:
    """The different words of a practice, in small letters."""
    texts = [practice.title, practice.summary, *(section.text for section in practice.sections)]
    return {word for text in texts for word in re.findall(r"[^\W\d_]+", text.lower())}


def _spell(key: str, value: object) -> str:
    return str(value) if key in ("published", "reviewed") else json.dumps(value, ensure_ascii=False)


def write_corpus(source: Path, target: Path, size: int, seed: int = 1) -> None:
    """Copy the content folder `source` to `target`, and add practices until there are `size`."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(".*"))
    practices = load_library(source).practices
    corpus = Corpus(practices, seed)
    for number in range(len(practices) + 1, size + 1):
        corpus.write(target / "practices", number)


if __name__ == "__main__":
    write_corpus(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
