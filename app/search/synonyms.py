"""Synonyms: concepts recognised in tokens by their names: « IAE », « insertion par l'activité économique »."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from app.search.analyzer import Token, fold, tokenise
from app.search.document import Concept, form_term, is_form

Stems = tuple[str, ...]


@dataclass(frozen=True)
class Mention:
    """Words `first` to `last` (both included) name this concept, exactly or nearly."""

    concept: Concept
    first: int
    last: int
    is_same: bool


class ConceptName(NamedTuple):
    """One name of the concept `key`, cut into words by `name_stems`."""

    key: str
    is_same: bool
    stems: Stems
    acronyms: Sequence[str]


def cut_names(concepts: Iterable[Concept]) -> list[ConceptName]:
    """Every name of every concept. To find two thousand stems takes a tenth of a second: `write_names` keeps them."""
    return [
        _cut(concept.key, name, is_same)
        for concept in concepts
        for names, is_same in ((concept.same, True), (concept.near, False))
        for name in names
    ]


def write_names(names: Sequence[ConceptName], path: Path) -> None:
    """Keep them in a file."""
    path.write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")


def read_names(path: Path) -> list[ConceptName]:
    """What `write_names` left in a file."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [ConceptName(key, is_same, tuple(stems), acronyms) for key, is_same, stems, acronyms in rows]


class Thesaurus:
    """Synonym dictionary: concepts by the stems of their names."""

    def __init__(self, concepts: Iterable[Concept], names: Iterable[ConceptName]) -> None:
        """`names` are those of the concepts; any other is left aside."""
        by_key = {concept.key: concept for concept in concepts}
        self.acronyms: set[str] = set()
        self._names: dict[Stems, dict[str, tuple[Concept, bool]]] = defaultdict(dict)
        self._longest: dict[str, int] = defaultdict(int)  # by the first stem of a name
        self._names_of: dict[str, list[Stems]] = defaultdict(list)
        self._compounds: set[str] = set()
        for name in names:
            if name.key in by_key:
                self._add(name, by_key[name.key])

    def _add(self, name: ConceptName, concept: Concept) -> None:
        self.acronyms.update(name.acronyms)
        stems = name.stems
        if stems:
            self._names[stems].setdefault(concept.key, (concept, name.is_same))
            self._names_of[concept.key].append(stems)
            self._longest[stems[0]] = max(self._longest[stems[0]], len(stems))
            self._compounds.update(stem for stem in stems if is_form(stem))

    def names_of(self, concept: Concept) -> Sequence[Stems]:
        """The stems of each of its names, those that mean exactly it first."""
        return self._names_of.get(concept.key, ())

    def join(self, tokens: Sequence[Token]) -> dict[Token, Token]:
        """Each word that means something in what was typed, by itself or joined to the stop word that names need.

        « aller vers » is « aller-vers », under what `name_stems` calls it.
        """
        words = {token: token for token in tokens if not token.is_stop}
        for left, right in pairwise(tokens):
            joined = left.exact + right.exact
            if left.is_stop != right.is_stop and form_term(fold(joined)) in self._compounds:
                compound = Token(left.start, right.end, joined, form_term(fold(joined)), is_compound=True)
                words[left if right.is_stop else right] = compound
        return words

    def mentions(self, stems: Sequence[str]) -> Iterator[Mention]:
        """Every concept named by words of which these are the `name_stems`; names may overlap."""
        for first, stem in enumerate(stems):
            for length in range(min(self._longest.get(stem, 0), len(stems) - first), 0, -1):
                named = self._names.get(tuple(stems[first : first + length]))
                for concept, is_same in named.values() if named else ():
                    yield Mention(concept, first, first + length - 1, is_same)


def _cut(key: str, name: str, is_same: bool) -> ConceptName:
    tokens = tokenise(name)
    return ConceptName(key, is_same, name_stems(tokens), [token.exact for token in tokens if token.is_acronym])


def content_stems(tokens: Iterable[Token]) -> Stems:
    """One stem for each word that means something: the form that does not depend on accents."""
    return tuple(token.stem for token in tokens if not token.is_stop and not token.is_compound)


def name_stems(tokens: Iterable[Token]) -> Stems:
    """The same for a name or what may hold one: « aller-vers » is itself as it is spelt, for every text goes somewhere.

    It is one word still, for it stands where its only word that means something would.
    """
    words: list[Token] = []
    for token in tokens:
        if not token.is_compound:
            words += [] if token.is_stop else [token]
        elif sum(word.start >= token.start for word in words[-2:]) == 1:
            words[-1] = token
    return tuple(form_term(fold(word.exact)) if word.is_compound else word.stem for word in words)
