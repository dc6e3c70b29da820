"""Concepts found in words: « insertion par l'activité économique », « IAE » and « I.A.E. » are one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.search.document import Concept
from app.search.language import Token, tokenise

Stems = tuple[str, ...]


@dataclass(frozen=True)
class Mention:
    """Words `first` to `last` (both included) name this concept, exactly or nearly."""

    concept: Concept
    first: int
    last: int
    is_same: bool


class Thesaurus:
    """Finds the concepts that a sequence of words names."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.acronyms: set[str] = set()
        self._names: dict[Stems, dict[str, tuple[Concept, bool]]] = defaultdict(dict)
        self._longest: dict[str, int] = defaultdict(int)  # by the first stem of a name
        self._names_of: dict[str, list[Stems]] = defaultdict(list)
        for concept in concepts:
            for name in concept.same:
                self._add(name, concept, is_same=True)
            for name in concept.near:
                self._add(name, concept, is_same=False)

    def _add(self, name: str, concept: Concept, is_same: bool) -> None:
        tokens = tokenise(name)
        self.acronyms |= {token.exact for token in tokens if token.is_acronym}
        stems = content_stems(tokens)
        if stems:
            self._names[stems].setdefault(concept.key, (concept, is_same))
            self._names_of[concept.key].append(stems)
            self._longest[stems[0]] = max(self._longest[stems[0]], len(stems))

    def names_of(self, concept: Concept) -> Sequence[Stems]:
        """The stems of each of its names, those that mean exactly it first."""
        return self._names_of.get(concept.key, ())

    def mentions(self, stems: Sequence[str]) -> Iterator[Mention]:
        """Every concept named in a sequence of stems without stop words; names may overlap."""
        for first, stem in enumerate(stems):
            for length in range(min(self._longest.get(stem, 0), len(stems) - first), 0, -1):
                named = self._names.get(tuple(stems[first : first + length]))
                for concept, is_same in named.values() if named else ():
                    yield Mention(concept, first, first + length - 1, is_same)


def content_stems(tokens: Iterable[Token]) -> Stems:
    """One stem for each word that means something: the form that does not depend on accents."""
    return tuple(token.stem for token in tokens if not token.is_stop and not token.is_compound)
