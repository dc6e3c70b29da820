"""What a word that no document holds may stand for."""

from app.search.analyzer import Token, fold, tokenise
from app.search.reader import Reader
from app.search.spelling import MAX_LENGTH, Lexicon
from app.search.term import pair_term
from app.search.word import WordMatch, Words, scale

COMPLETION_WEIGHT = 0.6
LONGEST_ENDING = 3  # letters in which the forms of a word differ


class Guesser:
    """Knows the words of an index by their letters."""

    def __init__(self, reader: Reader, words: Words, lexicon: Lexicon) -> None:
        self._reader = reader
        self._words = words
        self._lexicon = lexicon

    def guess(self, token: Token, is_last: bool, is_alone: bool) -> WordMatch | None:
        """What a word that no document holds stands for: the beginning of others, two in one, or one misspelt.

        A word that is French stands for itself, unless it is alone: then it may be another one's beginning.
        """
        is_french = fold(token.exact) in self._lexicon.french
        if is_french and not is_alone:
            return None
        corrected = self._lexicon.correct(fold(token.exact), in_capitals=token.is_acronym)
        if is_last:
            endings = self._lexicon.complete(fold(token.exact))
            if endings and self._lexicon.frequency(endings[0]) >= self._lexicon.frequency(corrected or ""):
                return self._find_completed(token, endings)
        split = None if is_french else self._find_split(token)
        return split or (self._find_corrected(token, corrected) if corrected else None)

    def _find_completed(self, token: Token, endings: list[str]) -> WordMatch:
        word = self._words.find_under(
            token.exact, {stem for other in endings for stem in self._words.stems_of(tokenise(other)[0])}
        )
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
        word = self._words.find(tokenise(corrected)[0])
        word.typed, word.corrected = token.exact, corrected
        return word
