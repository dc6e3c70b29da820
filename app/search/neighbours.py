"""Neighbours: for a word that few documents hold, words of the documents that are close to it in meaning.

Distributional similarity, in a static table of French that `bench/word_vectors.py` distils from a sentence encoder. It
is read when a snapshot is built, cut down to the words that documents hold; what searches reads only what is left.
"""

from array import array
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain, takewhile
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple
from zlib import decompress

from app.search.analyzer import stem
from app.search.lexicon import SortedLines, WordCounts
from app.search.plan import Alternative, CoverageRule, PlannedWord, QueryPlan, Synonym

TABLE = Path(__file__).with_name("french_neighbours.bin")
LISTED = 32
KEPT = 8  # of those that documents hold, in a snapshot
LEAST_SIMILARITY = 45  # hundredths: below, a neighbour is one by chance

_NEAR = "≈"  # begins the key of a synonym that is a neighbour


class Neighbour(NamedTuple):
    """A word as documents spell it, and its cosine similarity to the word asked for."""

    word: str
    similarity: float


def write_nearest(path: Path, counts: WordCounts, table: Path = TABLE) -> None:
    """Write the nearest words of each stem of the table, a line each, among those that some documents hold.

    The table, compressed: its stems in order, apart by spaces; then `LISTED` numbers of stems for each, the nearest
    first; then as many similarities in hundredths, 0 where there are no more.
    """
    words, _, data = decompress(table.read_bytes()).partition(b"\n")
    stems, spellings = words.decode().split(), spell_stems(counts)
    spelt = [spellings.get(stem) for stem in stems]
    size = len(stems) * LISTED
    numbers, similarities = array("H", data[: 2 * size]), data[2 * size :]
    with path.open("w", encoding="utf-8") as file:
        for start, stem in zip(range(0, size, LISTED), stems, strict=True):
            nearest = zip(numbers[start : start + LISTED], similarities[start : start + LISTED], strict=True)
            near = takewhile(itemgetter(1), nearest)
            held = [f"{word}:{similarity}" for number, similarity in near if (word := spelt[number])]
            if held:
                file.write(f"{stem} {' '.join(held[:KEPT])}\n")


def spell_stems(counts: WordCounts) -> Mapping[str, str]:
    """The commonest spelling of each stem that documents hold."""
    best: dict[str, tuple[int, str]] = {}
    for word, documents in counts.documents.items():
        spelt = counts.spellings.get(word)
        if documents > 0 and spelt:
            found = (documents, max(sorted(spelt), key=spelt.__getitem__))
            best[stem(word)] = max(best.get(stem(word), (0, "")), found)
    return {stem: word for stem, (_, word) in best.items()}


class Neighbours:
    """The neighbours among the words of some documents, by stem: query expansion by distributional similarity."""

    def __init__(self, lines: SortedLines) -> None:
        self._lines = lines

    @classmethod
    def read(cls, path: Path) -> "Neighbours":
        """What `write_nearest` left in a file."""
        return cls(SortedLines(path.read_bytes()))

    def of(self, stem: str) -> list[Neighbour]:
        """The neighbours of a stem, the nearest first."""
        pairs = (each.rpartition(":") for each in self._lines.find(stem).split()[1:])
        return [Neighbour(word, int(hundredths) / 100) for word, _, hundredths in pairs]

    def expand(self, plan: QueryPlan) -> QueryPlan | None:
        """A plan of the same words or their neighbours, each of these a synonym that weighs what it is near.

        None for a plan of phrases, which are meant as they are, and when no word has a neighbour.
        """
        words = tuple(self._expand_word(word) for word in plan.words if word.required)
        if plan.phrases or not any(map(self.is_near, chain.from_iterable(word.synonyms for word in words))):
            return None
        return replace(plan, words=words, pairs=(), coverage=CoverageRule(power=1.0, minimum=0.0))

    @staticmethod
    def is_near(synonym: Synonym) -> bool:
        """Whether a synonym is one of those that `expand` adds."""
        return synonym.key.startswith(_NEAR)

    def _expand_word(self, word: PlannedWord) -> PlannedWord:
        if word.completed or " " in word.typed:  # nobody knows what it would have been; the name of a town
            return word
        found = {stem(near.word): near for key in reversed(word.highlighted) for near in reversed(self.of(key))}
        near = [
            Synonym(_NEAR + key, near.word, (Alternative((key,), near.similarity),), ((key,),))
            for key, near in found.items()
        ]
        return replace(word, synonyms=(*word.synonyms, *near))
