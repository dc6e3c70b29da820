"""Query understanding: a typed text into a `QueryPlan`. Of the index it asks which words documents hold, no more."""

import re
import shutil
from collections.abc import Collection, Container, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Self

from app.search.analyzer import INCIDENTAL_WORDS, ORDINAL, QUESTION_WORDS, Token, drop_invisible, fold, tokenise
from app.search.backend import TermDictionary
from app.search.document import Concept, concept_term, pair_term
from app.search.expansion import QueryExpansion
from app.search.lexicon import FrenchDictionary, write_dictionary
from app.search.name_table import NameMention, NameTable, name_word
from app.search.plan import Alternative, CoverageRule, QueryPlan, Synonym
from app.search.query_parser import MAX_GUESSED, parse_query
from app.search.spelling import SpellChecker
from app.search.synonyms import Mention, Thesaurus, cut_names, read_names, write_names
from app.search.word_planner import WordDraft, WordPlanner

SAME_WEIGHT = 0.85  # an equivalent name of a concept
NEAR_WEIGHT = 0.3  # a related one
KEPT_COVERAGE = 0.2
# Keywords and prose (questions, texts) are weighed apart: measured in docs/search.md.
PAIR_WEIGHT, PROSE_PAIR_WEIGHT = 0.35, 0.5  # proximity boost of two neighbouring words
COVERAGE_POWER, PROSE_COVERAGE_POWER = 0.5, 0.0
ALL_FIRST, PROSE_ALL_FIRST = 4, 2  # required words up to which no document that lacks one precedes one that has all

KEPT_PLANS = 4  # what is proposed beside a poor search asks for the same words with other filters

_NAMES, _FRENCH = "names.json", "french.txt"
_FIGURE = re.compile(r"[\d,]+")
_FIGURE_AND_WORD = re.compile(r"(\d+)([^\W\d_]+)")


class QueryPlanner:
    """Plans queries. `expansion` proposes other texts for the same search.

    `names` are proper names: never corrected, and matched whole.
    """

    def __init__(
        self, thesaurus: Thesaurus, terms: TermDictionary, french: Container[str], names: NameTable | None = None
    ) -> None:
        self.spelling = spelling = SpellChecker.of(terms.word_counts(), french)
        self._names = names or NameTable()
        self.expansion = QueryExpansion(thesaurus, spelling)
        self._thesaurus = thesaurus
        self._terms = terms
        self._words = WordPlanner(terms, spelling, thesaurus.acronyms | spelling.acronyms)
        self._plans = lru_cache(KEPT_PLANS)(self._plan)

    @staticmethod
    def write(folder: Path, concepts: Iterable[Concept], like: Path | None = None) -> Thesaurus:
        """Write what `open` reads into a folder; `like` is another, written with the same concepts."""
        concepts = tuple(concepts)
        names = read_names(like / _NAMES) if like else cut_names(concepts)
        write_names(names, folder / _NAMES)
        if like:
            shutil.copyfile(like / _FRENCH, folder / _FRENCH)
        else:
            write_dictionary(folder / _FRENCH)
        return Thesaurus(concepts, names)

    @classmethod
    def open(
        cls, folder: Path | None, concepts: Iterable[Concept], terms: TermDictionary, names: NameTable | None = None
    ) -> Self:
        """The planner of a folder; without one (nothing is published) it knows no word."""
        if folder is None:
            return cls(Thesaurus(concepts, ()), terms, frozenset())
        thesaurus = Thesaurus(concepts, read_names(folder / _NAMES))
        return cls(thesaurus, terms, FrenchDictionary.read(folder / _FRENCH), names)

    def plan(self, text: str, exact: bool = False) -> QueryPlan | None:
        """The plan of a text; None when nothing in it can be searched. `exact`: surface forms alone, no guesses."""
        return self._plans(text, exact)

    def _plan(self, text: str, exact: bool) -> QueryPlan | None:
        query = parse_query(text)
        if query.is_empty:
            return None
        words = self._plan_exact(query.words) if exact else self._plan_words(query.words, query.quoted)
        is_prose = query.is_prose and not exact
        for word in words if is_prose else ():
            word.boost_title()
        pair_weight = PROSE_PAIR_WEIGHT if is_prose else PAIR_WEIGHT
        plain = [] if exact else [phrase[0] for phrase in query.excluded if len(phrase) == 1]
        excluded = [phrase for phrase in query.excluded if exact or len(phrase) > 1]
        return QueryPlan(
            words=tuple(word.freeze() for word in words),
            coverage=_choose_rule(words, is_prose),
            pairs=tuple(
                Alternative((pair_term(a.key, b.key),), pair_weight)
                for a, b in pairwise(words)
                if a.is_known and b.is_known
            ),
            phrases=tuple(map(_forms, query.phrases)),
            excluded_phrases=tuple(map(_forms, excluded)),
            excluded_terms=tuple(sorted({stem for token in plain for stem in self._words.stems_of(token)})),
            correction=_spell_correction(text, words),
        )

    def _plan_exact(self, tokens: Sequence[Token]) -> list[WordDraft]:
        content = [token for token in tokens if not token.is_stop]
        words = [self._words.plan_exact(token) for token in content]
        _weigh_incidental(words, [_is_small(token) for token in content])
        return words

    def _plan_words(self, tokens: Sequence[Token], quoted: Collection[str]) -> list[WordDraft]:
        """The words that mean something; those of phrases are not guessed."""
        tokens = [part for token in tokens for part in self._part_figure(token)]
        content = self._drop_question_words([token for token in tokens if not token.is_stop], quoted)
        words = [self._words.plan(token) for token in content]
        joined = self._thesaurus.join(tokens)
        for token, word in zip(content, words, strict=True):
            word.compound = joined[token].stem if joined[token].is_compound else None
        names = list(self._names.mentions([name_word(token) for token in content]))
        kept = {content[place].exact for place in _places(names)} | {*quoted}
        unknown = [place for place in self._find_unknown(words) if content[place].exact not in kept]
        for place in unknown[:MAX_GUESSED]:
            is_last, is_alone = place == len(content) - 1, len(content) == 1
            words[place] = self._words.guess(content[place], is_last, is_alone) or words[place]
        self._add_compounds(tokens, content, words)
        self._add_synonyms(words)
        named = _places(self._mentions(words))
        incidental = [
            place not in named
            and token.exact not in quoted
            and (_is_small(token) or fold(token.exact) in INCIDENTAL_WORDS)
            for place, token in enumerate(content)
        ]
        _weigh_incidental(words, incidental)
        return self._join_names(content, words, names)

    def _join_names(
        self, content: Sequence[Token], words: list[WordDraft], names: Iterable[NameMention]
    ) -> list[WordDraft]:
        """Each name as one word, so that « Saint-Quentin » is not matched by every saint."""
        starting = {mention.first: mention for mention in names}
        joined, place = [], 0
        while place < len(words):
            last = starting[place].last if place in starting else place
            name = self._words.plan_name(content[place : last + 1]) if place in starting else None
            joined.append(name or words[place])
            place = last + 1
        return joined

    def _part_figure(self, token: Token) -> list[Token]:
        """« 8mars » is 8 and mars, where no document holds it in one piece; « 3ème » is one word everywhere."""
        pieces = _FIGURE_AND_WORD.fullmatch(token.exact)
        if not pieces or ORDINAL.fullmatch(fold(token.exact)) or self._terms.has_term(token.stem):
            return [token]
        return tokenise(" ".join(pieces.groups()))

    def _drop_question_words(self, content: list[Token], quoted: Collection[str]) -> list[Token]:
        """Without « je cherche », « des idées »… unless a name or a phrase holds them, or nothing else was typed."""
        if QUESTION_WORDS.isdisjoint([token.exact for token in content]):
            return content
        named = _places(self._thesaurus.mentions([token.stem for token in content]))
        kept = [
            token
            for place, token in enumerate(content)
            if token.exact not in QUESTION_WORDS or token.exact in quoted or place in named
        ]
        return kept or content

    def _find_unknown(self, words: Sequence[WordDraft]) -> list[int]:
        """The places of the words that no document holds and that are no part of a name."""
        unknown = [place for place, word in enumerate(words) if not word.is_known]
        named = _places(self._mentions(words)) if unknown else ()
        return [place for place in unknown if place not in named]

    def _mentions(self, words: Sequence[WordDraft]) -> Iterable[Mention]:
        """The concepts named; a word that is also an acronym is read as either: « plie » may be folded, or the PLIE."""
        keys = [word.compound or word.key for word in words]
        acronyms = [
            acronym if (acronym := fold(word.typed)) in word.stems else key
            for word, key in zip(words, keys, strict=True)
        ]
        several = [keys] if acronyms == keys else [keys, acronyms]
        return dict.fromkeys(mention for stems in several for mention in self._thesaurus.mentions(stems))

    def _add_compounds(self, tokens: Sequence[Token], content: list[Token], words: list[WordDraft]) -> None:
        """« mix up » and « aller vers » also match MIX'UP and aller-vers, indexed in one piece."""
        for left, right in pairwise(tokens):
            joined = self._words.join(left, right)
            for token, word in zip(content, words, strict=True) if joined else ():
                if joined and token in (left, right):
                    word.stems |= joined.stems
                    word.alternatives += joined.alternatives

    def _add_synonyms(self, words: list[WordDraft]) -> None:
        """Query expansion by concepts; a name of several words gives each of them its share."""
        for mention in self._mentions(words):
            share = 1 / (mention.last - mention.first + 1)
            key, label = mention.concept.key, mention.concept.label
            same = Alternative((concept_term(key, True),), (SAME_WEIGHT if mention.is_same else NEAR_WEIGHT) * share)
            near = Alternative((concept_term(key, False),), NEAR_WEIGHT * share)
            clauses = (near, same) if mention.is_same else (same,)
            synonym = Synonym(key, label, clauses, tuple(self._thesaurus.names_of(mention.concept)))
            for word in words[mention.first : mention.last + 1]:
                word.expand(synonym)


def content_stems_of(text: str) -> frozenset[str]:
    """The stems of a text without its stop words, for `SearchBackend.similar`."""
    return frozenset(token.stem for token in tokenise(text) if not token.is_stop)


def _is_small(token: Token) -> bool:
    """Whether it is a figure or one letter: chance brings these together."""
    return len(token.exact) == 1 or _FIGURE.fullmatch(token.exact) is not None


def _weigh_incidental(words: Sequence[WordDraft], incidental: Sequence[bool]) -> None:
    """Take what these words weigh from some of them, unless it is all of them."""
    for word, is_incidental in zip(words, incidental, strict=True) if not all(incidental) else ():
        if is_incidental:
            word.make_incidental()


def _choose_rule(words: Sequence[WordDraft], is_prose: bool) -> CoverageRule:
    """Every word of a few keywords is wanted; of a question, most are only likely to be in the answer."""
    power, most = (PROSE_COVERAGE_POWER, PROSE_ALL_FIRST) if is_prose else (COVERAGE_POWER, ALL_FIRST)
    return CoverageRule(power, KEPT_COVERAGE, all_first=sum(word.required for word in words) <= most)


def _places(mentions: Iterable[Mention | NameMention]) -> set[int]:
    """Of all the words that are part of a name."""
    return {place for mention in mentions for place in range(mention.first, mention.last + 1)}


def _forms(tokens: Iterable[Token]) -> tuple[str, ...]:
    return tuple(fold(token.exact) for token in tokens)


def _spell_correction(text: str, words: list[WordDraft]) -> str | None:
    """The typed text with its corrected words in place, or None when nothing was corrected."""
    corrections = {word.typed: word.corrected for word in words if word.corrected}
    if not corrections:
        return None
    text = drop_invisible(text)  # the form whose positions tokens give
    parts, position = [], 0
    for token in tokenise(text):
        if token.exact in corrections and token.start >= position:
            parts += [text[position : token.start], corrections[token.exact] or ""]
            position = token.end
    return "".join(parts) + text[position:]
