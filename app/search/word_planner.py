"""Plan of one typed word: stems and exact form; if no document holds it, a completion, a split or a correction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from app.search.analyzer import Token, fold, stem, tokenise
from app.search.backend import TermDictionary
from app.search.document import form_term, pair_term, title_term
from app.search.name_table import name_word
from app.search.plan import Alternative, PlannedWord, Synonym
from app.search.spelling import MAX_LENGTH, SpellChecker

EXACT_WEIGHT = 0.5
PROSE_TITLE_WEIGHT = 2.0  # how much more a title weighs when the request is a question or a text
INCIDENTAL_WEIGHT = 0.5  # of a word that says nothing of what is looked for, « obtenir »
COMPLETION_WEIGHT = 0.6
LONGEST_ENDING = 3  # letters in which the forms of a word differ


@dataclass(eq=False)
class WordDraft:
    """A `PlannedWord` in the making. `key`: the stem that pairs and synonyms know it by.

    `compound` is what names of concepts call it with the stop word beside it: « aller vers ».
    """

    typed: str
    stems: set[str]
    key: str
    alternatives: list[Alternative]
    is_known: bool  # whether some document holds it
    synonyms: list[Synonym] = field(default_factory=list)
    compound: str | None = None
    corrected: str | None = None
    completed: bool = False
    required: bool = True

    def expand(self, synonym: Synonym) -> None:
        """Add a synonym; the clauses of one that is there already join those it has."""
        for place, other in enumerate(self.synonyms):
            if other.key == synonym.key:
                clauses = tuple(dict.fromkeys((*other.alternatives, *synonym.alternatives)))
                self.synonyms[place] = replace(other, alternatives=clauses)
                return
        self.synonyms.append(synonym)

    def make_incidental(self) -> None:
        """Let it weigh less, and be missed by no document."""
        self.required = False
        self.alternatives = [replace(each, weight=each.weight * INCIDENTAL_WEIGHT) for each in self.alternatives]

    def boost_title(self) -> None:
        """Let its stems weigh more in titles."""
        boosts = tuple((title_term(stem), PROSE_TITLE_WEIGHT) for stem in sorted(self.stems))
        self.alternatives = [replace(each, boosts=(*each.boosts, *boosts)) for each in self.alternatives]

    def freeze(self) -> PlannedWord:
        """The word as backends get it."""
        return PlannedWord(
            self.typed,
            tuple(sorted(self.stems)),
            tuple(self.alternatives),
            tuple(self.synonyms),
            self.corrected,
            self.completed,
            self.required,
        )


class WordPlanner:
    """Plans words by the terms of an index. `acronyms`: those of the documents and of the concepts, folded."""

    def __init__(self, terms: TermDictionary, spelling: SpellChecker, acronyms: Iterable[str]) -> None:
        self._terms = terms
        self._spelling = spelling
        self._acronyms = frozenset(acronyms)

    def plan(self, token: Token) -> WordDraft:
        """A word under each of its stems, its exact form scoring more."""
        return self.plan_under(token.exact, self.stems_of(token))

    def plan_under(self, form: str, stems: set[str], weight: float = 1.0) -> WordDraft:
        """A surface form that stands for some stems."""
        clause = Alternative(tuple(sorted(stems)), weight, ((form_term(form), EXACT_WEIGHT),))
        is_known = any(map(self._terms.has_term, stems))
        return WordDraft(form, stems, self._choose_key(form, stems), [clause], is_known)

    def plan_exact(self, token: Token) -> WordDraft:
        """A word by its surface form alone."""
        clause = Alternative((form_term(token.exact),))
        return WordDraft(token.exact, {form_term(fold(token.exact))}, token.exact, [clause], is_known=True)

    def plan_name(self, tokens: Sequence[Token]) -> WordDraft | None:
        """A proper name as one word. None for a single one that documents hold or that is French: it is planned as any.

        Of several words, the last two have to stand side by side: they are what tells it from others.
        """
        words = [name_word(token) for token in tokens]
        if len(words) == 1:
            if self._spelling.frequency(words[0]) or self._spelling.is_french(words[0]):
                return None
            term, stems = form_term(words[0]), {form_term(words[0])}
        else:
            stems = set(map(stem, words))
            term = pair_term(stem(words[-2]), stem(words[-1]))
        typed = " ".join(token.exact for token in tokens)
        return WordDraft(typed, stems, term, [Alternative((term,))], is_known=self._terms.has_term(term))

    def guess(self, token: Token, is_last: bool, is_alone: bool) -> WordDraft | None:
        """What an unknown word stands for: a prefix of others, two words in one, or a misspelling. None: itself.

        A French word is itself, unless it is alone: then it may be a prefix.
        """
        is_french = self._spelling.is_french(token.exact)
        if is_french and not is_alone:
            return None
        corrected = self._spelling.correct(fold(token.exact), in_capitals=token.is_acronym)
        if is_last:
            endings = self._spelling.complete(fold(token.exact))
            if endings and self._spelling.frequency(endings[0]) >= self._spelling.frequency(corrected or ""):
                return self._complete(token, endings)
        split = None if is_french else self._split(token)
        return split or (self._correct(token, corrected) if corrected else None)

    def stems_of(self, token: Token) -> set[str]:
        """An acronym known here is itself and nothing else; typed in lower case it may also be a word."""
        acronym = fold(token.exact)
        if acronym not in self._acronyms:
            return {tokenise(token.exact)[0].stem} if token.is_acronym else {token.stem}
        return {acronym} if token.is_acronym else {token.stem, acronym}

    def join(self, left: Token, right: Token) -> WordDraft | None:
        """Two tokens as one word that documents hold in one piece: « mix up » as mixup."""
        if not self._spelling.has_prefix(fold(left.exact + right.exact[0])):
            return None  # cheaper than stemming a word that nobody wrote
        joined = tokenise(left.exact + right.exact)
        if len(joined) != 1:
            return None
        word = self.plan_under(joined[0].exact, {joined[0].stem})
        return word if word.is_known else None

    def _choose_key(self, form: str, stems: set[str]) -> str:
        """An acronym typed in lower case is known by its stem where some document holds that word."""
        if len(stems) == 1:
            return next(iter(stems))
        stem, acronym = tokenise(form)[0].stem, fold(form)
        return acronym if acronym in self._acronyms and not self._terms.has_term(stem) else stem

    def _complete(self, token: Token, endings: list[str]) -> WordDraft:
        stems = {stem for other in endings for stem in self.stems_of(tokenise(other)[0])}
        word = self.plan_under(token.exact, stems, COMPLETION_WEIGHT)
        word.completed = True
        return word

    def _split(self, token: Token) -> WordDraft | None:
        """« jobdating » as « job dating », when the two stand side by side in a document."""
        for cut in range(2, min(len(token.exact), MAX_LENGTH) - 1):
            halves = token.exact[:cut], token.exact[cut:]
            if not all(self._spelling.has_prefix(fold(half[: max(2, len(half) - LONGEST_ENDING)])) for half in halves):
                continue  # cheaper than stemming a word that nobody wrote
            left, right = map(tokenise, halves)
            if len(left) == len(right) == 1:
                pair = pair_term(left[0].stem, right[0].stem)
                if self._terms.has_term(pair):
                    stems = {left[0].stem, right[0].stem}
                    return WordDraft(token.exact, stems, token.stem, [Alternative((pair,))], is_known=True)
        return None

    def _correct(self, token: Token, corrected: str) -> WordDraft:
        word = self.plan(tokenise(corrected)[0])
        word.typed, word.corrected = token.exact, corrected
        return word
