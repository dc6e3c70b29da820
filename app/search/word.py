"""A typed word, and where it is found under its stems and as it is spelt."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.search.analyzer import Token, fold, tokenise
from app.search.document import Concept
from app.search.reader import Reader, Scores
from app.search.term import form_term
from app.search.term_vector import Sought

EXACT_WEIGHT = 0.5


@dataclass(eq=False)
class WordMatch:
    """One typed word, and its score in each document. `key` is the stem under which its neighbours know it.

    `stems` are those under which it stands in a text; itself, as it is spelt, when nothing else will do.

    `compound` is what names call it with the stop word beside it: « aller vers ».

    `weight`: a rare word counts for more than a common one.
    """

    typed: str
    stems: set[str]
    key: str
    own: Scores
    concepts: list[tuple[Concept, Scores]] = field(default_factory=list)
    compound: str | None = None
    corrected: str | None = None
    completed: bool = False
    total: Scores = field(default_factory=dict)
    weight: float = 0.0

    def add_up(self, reader: Reader) -> None:
        """Set `total`, the word's own score or that of the best of its concepts when it is more, and `weight`."""
        self.total = best_of([self.own, *(scores for _, scores in self.concepts)])
        self.weight = reader.rarity(len(self.total))

    @cached_property
    def sought(self) -> Sought:
        """What a passage should hold to show the word itself."""
        return Sought([(stem,) for stem in self.stems], self.weight)


class Words:
    """The words of an index; `acronyms` are those that are known there."""

    def __init__(self, reader: Reader, acronyms: set[str]) -> None:
        self._reader = reader
        self._acronyms = acronyms

    def find(self, token: Token) -> WordMatch:
        """A word under each of its stems."""
        return self.find_under(token.exact, self.stems_of(token))

    def find_under(self, form: str, stems: set[str]) -> WordMatch:
        """What stands under some stems; where it is spelt so, it counts for more."""
        own = best_of([self._reader.scores(stem) for stem in sorted(stems)])
        if own:
            for number, score in self._reader.scores(form_term(form)).items():
                if number in own:
                    own[number] += EXACT_WEIGHT * score
        return WordMatch(form, stems, self._choose_key(form, stems), own)

    def find_spelt(self, form: str) -> WordMatch:
        """A word as it is spelt and nothing else."""
        return WordMatch(form, {form_term(fold(form))}, form, self._reader.scores(form_term(form)))

    def stems_of(self, token: Token) -> set[str]:
        """An acronym known here is itself and nothing else; typed in lower case it may also be a word."""
        acronym = fold(token.exact)
        if acronym not in self._acronyms:
            return {tokenise(token.exact)[0].stem} if token.is_acronym else {token.stem}
        return {acronym} if token.is_acronym else {token.stem, acronym}

    def _choose_key(self, form: str, stems: set[str]) -> str:
        """An acronym typed in lower case is known by its stem where some document holds that word."""
        if len(stems) == 1:
            return next(iter(stems))
        stem, acronym = tokenise(form)[0].stem, fold(form)
        return acronym if acronym in self._acronyms and not self._reader.spread(stem) else stem


def scale(scores: Scores, weight: float) -> Scores:
    """Every score times the weight."""
    return {number: score * weight for number, score in scores.items()}


def best_of(several: Sequence[Scores]) -> Scores:
    """The highest score of each document; the only one of `several` that has any is returned as it is."""
    several = [scores for scores in several if scores]
    if len(several) < 2:
        return several[0] if several else {}
    best = dict(several[0])
    for scores in several[1:]:
        for number, score in scores.items():
            if score > best.get(number, 0.0):
                best[number] = score
    return best
