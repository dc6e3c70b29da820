"""Where each word of a request is found: as it is spelt, under its stems, corrected, completed, by another name."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from app.search.concordance import Sought
from app.search.document import Concept
from app.search.language import Token, fold, tokenise
from app.search.reader import Reader, Scores
from app.search.spelling import MAX_LENGTH, Lexicon
from app.search.stopwords import QUESTION_WORDS
from app.search.term import concept_term, form_term, pair_term
from app.search.thesaurus import Mention, Thesaurus

EXACT_WEIGHT = 0.5
SAME_WEIGHT = 0.85  # another name of the same concept
NEAR_WEIGHT = 0.3  # a name that only comes close
COMPLETION_WEIGHT = 0.6
LONGEST_ENDING = 3  # letters in which the forms of a word differ
MAX_GUESSED = 4  # unknown words of one request that are corrected: more than that is not French

_FIGURE_AND_WORD = re.compile(r"(\d+)([^\W\d_]+)")


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


class WordFinder:
    """Looks words up in an index."""

    def __init__(self, reader: Reader, thesaurus: Thesaurus, lexicon: Lexicon) -> None:
        self._reader = reader
        self._thesaurus = thesaurus
        self._lexicon = lexicon
        self._acronyms = thesaurus.acronyms | lexicon.acronyms

    def find(self, tokens: Sequence[Token], quoted: Collection[str] = ()) -> list[WordMatch]:
        """The words of a request that mean something, each where it was found; `quoted` ones are not guessed."""
        tokens = [part for token in tokens for part in self._part_figure(token)]
        content = self._leave_question([token for token in tokens if not token.is_stop], quoted)
        words = [self._look_up(token.exact, self._stems_of(token)) for token in content]
        joined = self._thesaurus.join(tokens)
        for token, word in zip(content, words, strict=True):
            word.compound = joined[token].stem if joined[token].is_compound else None
        unknown = [place for place in self._find_unknown(words) if content[place].exact not in quoted]
        for place in unknown[:MAX_GUESSED]:
            words[place] = self._guess(content[place], is_last=place == len(content) - 1) or words[place]
        self._add_compounds(tokens, content, words)
        self._add_concepts(words)
        for word in words:
            word.add_up(self._reader)
        return words

    def find_exactly(self, tokens: Sequence[Token]) -> list[WordMatch]:
        """The words as they are spelt and nothing else."""
        words = [
            WordMatch(
                token.exact, {form_term(fold(token.exact))}, token.exact, self._reader.scores(form_term(token.exact))
            )
            for token in tokens
            if not token.is_stop
        ]
        for word in words:
            word.add_up(self._reader)
        return words

    def holding(self, token: Token) -> set[int]:
        """The documents that hold a word under one of its stems."""
        return set(self._look_up(token.exact, self._stems_of(token)).own)

    def _part_figure(self, token: Token) -> list[Token]:
        """« 8mars » is 8 and mars, where no document holds it in one piece."""
        pieces = _FIGURE_AND_WORD.fullmatch(token.exact)
        if not pieces or self._reader.spread(token.stem):
            return [token]
        return tokenise(" ".join(pieces.groups()))

    def _guess(self, token: Token, is_last: bool) -> WordMatch | None:
        """What a word that no document holds stands for: the beginning of others, two in one, or one misspelt."""
        corrected = self._lexicon.correct(fold(token.exact), in_capitals=token.is_acronym)
        if is_last:
            endings = self._lexicon.complete(fold(token.exact))
            if endings and self._lexicon.frequency(endings[0]) >= self._lexicon.frequency(corrected or ""):
                return self._find_completed(token, endings)
        split = self._find_split(token)
        return split or (self._find_corrected(token, corrected) if corrected else None)

    def _find_completed(self, token: Token, endings: list[str]) -> WordMatch:
        word = self._look_up(token.exact, {stem for other in endings for stem in self._stems_of(tokenise(other)[0])})
        word.completed = True
        word.own = scale(word.own, COMPLETION_WEIGHT)
        return word

    def _find_split(self, token: Token) -> WordMatch | None:
        """« jobdating » as « job dating », when the two stand side by side in a document."""
        for cut in range(2, min(len(token.exact), MAX_LENGTH) - 1):
            halves = token.exact[:cut], token.exact[cut:]
            if not all(self._lexicon.has_start(fold(half[: max(2, len(half) - LONGEST_ENDING)])) for half in halves):
                continue  # to find the stem of a word that nobody wrote would take longer
            left, right = map(tokenise, halves)
            if len(left) == len(right) == 1:
                scores = self._reader.scores(pair_term(left[0].stem, right[0].stem))
                if scores:
                    return WordMatch(token.exact, {left[0].stem, right[0].stem}, token.stem, scores)
        return None

    def _find_corrected(self, token: Token, corrected: str) -> WordMatch:
        word = self._look_up(corrected, self._stems_of(tokenise(corrected)[0]))
        word.typed, word.corrected = token.exact, corrected
        return word

    def _stems_of(self, token: Token) -> set[str]:
        """An acronym known here is itself and nothing else; typed in lower case it may also be a word."""
        acronym = fold(token.exact)
        if acronym not in self._acronyms:
            return {tokenise(token.exact)[0].stem} if token.is_acronym else {token.stem}
        return {acronym} if token.is_acronym else {token.stem, acronym}

    def _look_up(self, form: str, stems: set[str]) -> WordMatch:
        own = best_of([self._reader.scores(stem) for stem in sorted(stems)])
        if own:
            for number, score in self._reader.scores(form_term(form)).items():
                if number in own:
                    own[number] += EXACT_WEIGHT * score
        return WordMatch(form, stems, self._choose_key(form, stems), own)

    def _choose_key(self, form: str, stems: set[str]) -> str:
        """An acronym typed in lower case is known by its stem where some document holds that word."""
        if len(stems) == 1:
            return next(iter(stems))
        stem, acronym = tokenise(form)[0].stem, fold(form)
        return acronym if acronym in self._acronyms and not self._reader.spread(stem) else stem

    def _find_unknown(self, words: Sequence[WordMatch]) -> list[int]:
        """The places of the words that no document holds and that are no part of a name, to be guessed."""
        named = _places(self._mentions(words))
        return [place for place, word in enumerate(words) if not word.own and place not in named]

    def _leave_question(self, content: list[Token], quoted: Collection[str]) -> list[Token]:
        """Without « je cherche », « des idées »… unless a name or a phrase holds them, or nothing else was typed."""
        named = _places(self._thesaurus.mentions([token.stem for token in content]))
        kept = [
            token
            for place, token in enumerate(content)
            if token.exact not in QUESTION_WORDS or token.exact in quoted or place in named
        ]
        return kept or content

    def _mentions(self, words: Sequence[WordMatch]) -> Iterable[Mention]:
        """The concepts named; a word that is also an acronym is read as either: « plie » may be folded, or the PLIE."""
        keys = [word.compound or word.key for word in words]
        acronyms = [
            acronym if (acronym := fold(word.typed)) in word.stems else key
            for word, key in zip(words, keys, strict=True)
        ]
        several = [keys] if acronyms == keys else [keys, acronyms]
        return dict.fromkeys(mention for stems in several for mention in self._thesaurus.mentions(stems))

    def _add_compounds(self, tokens: Sequence[Token], content: list[Token], words: list[WordMatch]) -> None:
        """« mix up » and « aller vers » also meet MIX'UP and aller-vers, written in one piece in the index."""
        for left, right in pairwise(tokens):
            if not self._lexicon.has_start(fold(left.exact + right.exact[0])):
                continue  # to find the stem of a word that nobody wrote would take longer
            joined = tokenise(left.exact + right.exact)
            if len(joined) != 1:
                continue
            found = self._look_up(joined[0].exact, {joined[0].stem})
            for token, word in zip(content, words, strict=True):
                if found.own and token in (left, right):
                    word.stems |= found.stems
                    word.own = best_of([word.own, found.own])

    def _add_concepts(self, words: list[WordMatch]) -> None:
        """Other names of what was typed; a name of several words gives each of them its share."""
        for mention in self._mentions(words):
            share = 1 / (mention.last - mention.first + 1)
            same = self._reader.scores(concept_term(mention.concept.key, is_same=True))
            near = self._reader.scores(concept_term(mention.concept.key, is_same=False)) if mention.is_same else {}
            weight = SAME_WEIGHT if mention.is_same else NEAR_WEIGHT
            scores = best_of([scale(near, NEAR_WEIGHT * share), scale(same, weight * share)])
            for word in words[mention.first : mention.last + 1]:
                word.concepts.append((mention.concept, scores))


def _places(mentions: Iterable[Mention]) -> set[int]:
    """Of all the words that are part of a name."""
    return {place for mention in mentions for place in range(mention.first, mention.last + 1)}


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
