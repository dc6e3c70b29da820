"""The words of a request, each where it is found: under its stems, guessed, by another name."""

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from app.search.analyzer import ORDINAL, QUESTION_WORDS, Token, fold, tokenise
from app.search.guessing import Guesser
from app.search.reader import Reader
from app.search.spelling import Lexicon
from app.search.synonyms import Mention, Thesaurus
from app.search.term import concept_term
from app.search.word import WordMatch, Words, best_of, scale

SAME_WEIGHT = 0.85  # another name of the same concept
NEAR_WEIGHT = 0.3  # a name that only comes close
MAX_GUESSED = 4  # unknown words of one request that are corrected: more than that is not French

_FIGURE_AND_WORD = re.compile(r"(\d+)([^\W\d_]+)")


class WordFinder:
    """Looks words up in an index."""

    def __init__(self, reader: Reader, thesaurus: Thesaurus, lexicon: Lexicon) -> None:
        self._reader = reader
        self._thesaurus = thesaurus
        self._lexicon = lexicon
        self._words = Words(reader, thesaurus.acronyms | lexicon.acronyms)
        self._guesser = Guesser(reader, self._words, lexicon)

    def find(self, tokens: Sequence[Token], quoted: Collection[str] = ()) -> list[WordMatch]:
        """The words of a request that mean something, each where it was found; `quoted` ones are not guessed."""
        tokens = [part for token in tokens for part in self._part_figure(token)]
        content = self._leave_question([token for token in tokens if not token.is_stop], quoted)
        words = [self._words.find(token) for token in content]
        joined = self._thesaurus.join(tokens)
        for token, word in zip(content, words, strict=True):
            word.compound = joined[token].stem if joined[token].is_compound else None
        unknown = [place for place in self._find_unknown(words) if content[place].exact not in quoted]
        for place in unknown[:MAX_GUESSED]:
            is_last, is_alone = place == len(content) - 1, len(content) == 1
            words[place] = self._guesser.guess(content[place], is_last, is_alone) or words[place]
        self._add_compounds(tokens, content, words)
        self._add_concepts(words)
        for word in words:
            word.add_up(self._reader)
        return words

    def find_exactly(self, tokens: Sequence[Token]) -> list[WordMatch]:
        """The words as they are spelt and nothing else."""
        words = [self._words.find_spelt(token.exact) for token in tokens if not token.is_stop]
        for word in words:
            word.add_up(self._reader)
        return words

    def holding(self, token: Token) -> set[int]:
        """The documents that hold a word under one of its stems."""
        return set(self._words.find(token).own)

    def _part_figure(self, token: Token) -> list[Token]:
        """« 8mars » is 8 and mars, where no document holds it in one piece; « 3ème » is one word everywhere."""
        pieces = _FIGURE_AND_WORD.fullmatch(token.exact)
        if not pieces or ORDINAL.fullmatch(fold(token.exact)) or self._reader.spread(token.stem):
            return [token]
        return tokenise(" ".join(pieces.groups()))

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
            found = self._words.find_under(joined[0].exact, {joined[0].stem})
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
