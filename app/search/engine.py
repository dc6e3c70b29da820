"""A search: from what was typed to scored documents, with the reasons of each.

Each typed word is looked up on its own; a document's score is the sum over words, raised for neighbouring words found
side by side, and lowered when words are missing. Nothing here knows what a document is about.
"""

import shutil
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path

from app.search.analyzer import Token, fold, tokenise
from app.search.document import Concept, Document
from app.search.expansion import Rewording
from app.search.highlighter import LENGTH, Excerpt, cut_excerpt
from app.search.index import FIELD_WEIGHTS, build_index
from app.search.lexicon import FrenchDictionary, WordCounts, write_dictionary
from app.search.planner import WordFinder
from app.search.query_parser import Request, parse_request
from app.search.reader import IndexPart, Reader, Scores
from app.search.spelling import Lexicon
from app.search.synonyms import Thesaurus, cut_names, read_names, write_names
from app.search.term import pair_term
from app.search.term_vector import Concordance, Sought
from app.search.word import WordMatch

PAIR_WEIGHT = 0.2
COVERAGE_POWER = 1.5  # how much a document loses for the words that it lacks
KEPT_COVERAGE = 0.25  # documents with less than this share of the best coverage are not results

KEPT_ANSWERS = 4  # the ways on from a poor search ask for the same words with other filters, one after the other

ALIKE_WORDS = 24  # of a text, the rarest, by which others are found to be like it

_INDEX, _WORDS, _NAMES, _FRENCH = "whoosh", "words.json", "names.json", "french.txt"  # what a part is made of


@dataclass(frozen=True)
class Answer:
    """Scores by document number, not to be changed; `correction` is the text searched instead of the one typed."""

    request: Request
    scores: Scores
    words: tuple[WordMatch, ...] = ()
    correction: str | None = None
    exact: bool = False


@dataclass(frozen=True)
class Explanation:
    """Why one document is a result, and the passage that shows it: its summary when its `part` is empty."""

    fields: tuple[str, ...]
    concepts: tuple[Concept, ...]
    corrected: tuple[str, ...]
    completed: tuple[str, ...]
    missing: tuple[str, ...]
    part: str
    excerpt: Excerpt


class Engine:
    """An index opened for searching."""

    def __init__(self, parts: Sequence[IndexPart], concepts: Iterable[Concept]) -> None:
        """Open the parts of an index. `concepts` are those that each part was built with."""
        self._reader = Reader(IndexPart(part.folder / _INDEX, part.numbers) for part in parts)
        counts = WordCounts()
        for part in sorted(parts, key=lambda part: -(part.folder / _WORDS).stat().st_size):  # the largest is not added
            counts.merge(WordCounts.read(part.folder / _WORDS))
        for words in self._reader.words_gone():
            counts.add(words, times=-1)
        lexicon = Lexicon.of(counts, FrenchDictionary.read(parts[0].folder / _FRENCH) if parts else frozenset())
        self._thesaurus = Thesaurus(concepts, read_names(parts[0].folder / _NAMES) if parts else ())
        self._finder = WordFinder(self._reader, self._thesaurus, lexicon)
        self.rewording = Rewording(self._thesaurus, lexicon)
        self._answers = lru_cache(KEPT_ANSWERS)(self._search)

    @staticmethod
    def build(
        folder: Path, documents: Iterable[Document], concepts: Iterable[Concept], like: Path | None = None
    ) -> None:
        """Write into a folder all that one part of an index needs.

        `like` is another part, built with the same concepts, whose names need not be cut again.
        """
        concepts = tuple(concepts)
        names = read_names(like / _NAMES) if like else cut_names(concepts)
        write_names(names, folder / _NAMES)
        if like:
            shutil.copyfile(like / _FRENCH, folder / _FRENCH)
        else:
            write_dictionary(folder / _FRENCH)
        (folder / _INDEX).mkdir()
        build_index(folder / _INDEX, documents, Thesaurus(concepts, names)).write(folder / _WORDS)

    def search(self, text: str, exact: bool = False) -> Answer:
        """Every document that answers, best scores highest. `exact`: words as typed, nothing guessed."""
        return self._answers(text, exact)

    def _search(self, text: str, exact: bool) -> Answer:
        request = parse_request(text)
        words = self._finder.find_exactly(request.words) if exact else self._finder.find(request.words, request.quoted)
        scores = self._combine(words, self._allowed(request, exact))
        return Answer(request, scores, tuple(words), _spell_correction(text, words), exact)

    def explain(self, answer: Answer, number: int) -> Explanation:
        """Why document `number` is in the answer."""
        found = [word for word in answer.words if number in word.total]
        by_name = {
            concept.key: concept
            for word in found
            if number not in word.own
            for concept, scores in word.concepts
            if number in scores
        }
        concordance = self._reader.concordance(number)
        part, excerpt = self._excerpt(answer, concordance, number)
        held = concordance.fields_with(set(chain.from_iterable(word.stems for word in found if number in word.own)))
        return Explanation(
            fields=tuple(name for name in FIELD_WEIGHTS if name in held),
            concepts=tuple(by_name.values()),
            corrected=tuple(word.corrected for word in found if word.corrected),
            completed=tuple(word.typed for word in found if word.completed),
            missing=tuple(word.typed for word in answer.words if word not in found),
            part=part,
            excerpt=excerpt,
        )

    def find_alike(self, text: str) -> Scores:
        """How much of the rarest words of a text each document holds, from 0 to 1."""
        stems = {token.stem for token in tokenise(text) if not token.is_stop}
        spreads = sorted((spread, stem) for stem in stems if (spread := self._reader.spread(stem)) > 1)
        sums: Scores = defaultdict(float)
        whole = 0.0
        for _, rare in spreads[:ALIKE_WORDS]:
            scores = self._reader.scores(rare)
            whole += max(scores.values())
            for number, score in scores.items():
                sums[number] += score
        return {number: score / whole for number, score in sums.items()}

    def _excerpt(self, answer: Answer, concordance: Concordance, number: int) -> tuple[str, Excerpt]:
        (part, text), places = concordance.best_passage([self._sought(word, number) for word in answer.words])
        return part, cut_excerpt(text, places, LENGTH if part else len(text))

    def _sought(self, word: WordMatch, number: int) -> Sought:
        """A word under its own stems, or under the names of its concepts where the document lacks it."""
        if number in word.own:
            return word.sought
        names = (self._thesaurus.names_of(concept) for concept, scores in word.concepts if number in scores)
        return Sought([*word.sought.ways, *chain.from_iterable(names)], word.weight)

    def _combine(self, words: list[WordMatch], allowed: set[int] | None) -> Scores:
        if not words:
            return dict.fromkeys(allowed or (), 1.0)
        first, *others = words
        sums = dict(first.total)
        coverage = dict.fromkeys(sums, first.weight)
        for word in others:
            for number, score in word.total.items():
                sums[number] = sums.get(number, 0.0) + score
                coverage[number] = coverage.get(number, 0.0) + word.weight
        if allowed is not None:
            sums = {number: score for number, score in sums.items() if number in allowed}
        if not sums:
            return {}
        self._add_pairs(words, sums)
        whole = max(coverage[number] for number in sums)
        kept = {held for held in set(coverage.values()) if held >= KEPT_COVERAGE * whole}
        shares = {held: (held / whole) ** COVERAGE_POWER for held in kept}
        return {number: score * shares[coverage[number]] for number, score in sums.items() if coverage[number] in kept}

    def _add_pairs(self, words: list[WordMatch], sums: Scores) -> None:
        for left, right in pairwise(words):
            for number, score in self._reader.scores(pair_term(left.key, right.key)).items():
                if number in sums:
                    sums[number] += PAIR_WEIGHT * score

    def _allowed(self, request: Request, exact: bool) -> set[int] | None:
        """The documents that hold every quoted phrase and nothing excluded; None when all are allowed."""
        if not request.phrases and not request.excluded:
            return None
        allowed = set(range(self._reader.size))
        for phrase in request.phrases:
            allowed &= self._with_phrase(phrase)
        for excluded in request.excluded:
            as_typed = exact or len(excluded) > 1
            allowed -= self._with_phrase(excluded) if as_typed else self._finder.holding(excluded[0])
        return allowed

    def _with_phrase(self, tokens: tuple[Token, ...]) -> set[int]:
        return self._reader.with_phrase(tuple(fold(token.exact) for token in tokens))


def _spell_correction(text: str, words: list[WordMatch]) -> str | None:
    """The typed text with its corrected words in place, or None when nothing was corrected."""
    corrections = {word.typed: word.corrected for word in words if word.corrected}
    if not corrections:
        return None
    text = unicodedata.normalize("NFC", text)  # the form whose positions tokens give
    parts, position = [], 0
    for token in tokenise(text):
        if token.exact in corrections and token.start >= position:
            parts += [text[position : token.start], corrections[token.exact] or ""]
            position = token.end
    return "".join(parts) + text[position:]
