"""Spell checker: corrections of an unknown word by edit distance, and completions of a prefix.

Both propose only words that documents hold. Edit distance: Damerau-Levenshtein, restricted (optimal string alignment):
a letter changed, left out, added, or swapped with its neighbour counts for one.
"""

from bisect import bisect_left
from collections.abc import Container, Iterable, Mapping
from functools import cache

from app.search.analyzer import fold
from app.search.lexicon import WordCounts

MIN_LENGTH = 5  # shorter words are too easily taken for another: Lens is not « liens »
MIN_LENGTH_IN_CAPITALS = 4
MIN_LENGTH_TWO_ERRORS = 9
MAX_LENGTH = 30
MIN_PREFIX = 3
MAX_COMPLETIONS = 12

_ENDINGS = set("sxt")  # none is the misspelling of another
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_BITS = [1 << (code & 31) for code in range(256)]  # of each letter; other alphabets share those of ours


class SpellChecker:
    """Folded words of the documents, each with its commonest spelling and its document frequency."""

    def __init__(
        self,
        words: Mapping[str, tuple[str, int]],
        acronyms: frozenset[str] = frozenset(),
        french: Container[str] = frozenset(),
    ) -> None:
        """`french`: words spelt right, without their accents, whether or not a document holds them."""
        self.words = words
        self.acronyms = acronyms
        self.french = french
        self._sorted = sorted(words)
        self._by_length = cache(self._group_by_length)  # of each first letter, when it is asked for

    @classmethod
    def of(cls, counts: WordCounts, french: Container[str] = frozenset()) -> "SpellChecker":
        """The words that some document holds; of two spellings as common as each other, the first of the alphabet."""
        words = {
            word: (_commonest(counts.spellings[word]), count) for word, count in counts.documents.items() if count > 0
        }
        return cls(words, frozenset(acronym for acronym, count in counts.acronyms.items() if count > 0), french)

    def _group_by_length(self, letter: str) -> dict[int, list[tuple[str, int]]]:
        """The words that begin with a letter, by their length, each with the set of its letters."""
        words: dict[int, list[tuple[str, int]]] = {}
        for word in self._beginning_with(letter):
            words.setdefault(len(word), []).append((word, _letters(word)))
        return words

    def _beginning_with(self, start: str) -> list[str]:
        first = bisect_left(self._sorted, start)
        last = bisect_left(self._sorted, start + "\uffff")
        return self._sorted[first:last]

    def __contains__(self, word: str) -> bool:
        return word in self.words

    def is_french(self, word: str) -> bool:
        """Whether a word is spelt right, accents apart."""
        return fold(word) in self.french

    def has_prefix(self, prefix: str) -> bool:
        """Whether some word begins with a folded prefix."""
        first = bisect_left(self._sorted, prefix)
        return first < len(self._sorted) and self._sorted[first].startswith(prefix)

    def complete(self, start: str) -> list[str]:
        """Completions of a folded prefix, with their accents, the highest document frequency first."""
        if len(start) < MIN_PREFIX:
            return []
        found = sorted(self._beginning_with(start), key=lambda word: (-self.words[word][1], word))
        return [self.words[word][0] for word in found[:MAX_COMPLETIONS]]

    def akin(self, word: str) -> list[str]:
        """Words that an unknown folded one may stand for: its correction, and words that begin like it."""
        if word in self or word in self.french:
            return []
        found = [self.correct(word), *self.complete(word[: max(MIN_PREFIX + 1, len(word) - 3)])[:3]]
        return [other for other in dict.fromkeys(found) if other]

    def correct(self, word: str, in_capitals: bool = False) -> str | None:
        """Correction of a folded word: the likeliest at edit distance 1 (2 for long words), or None.

        A French word is no error.
        """
        shortest = MIN_LENGTH_IN_CAPITALS if in_capitals else MIN_LENGTH
        if not shortest <= len(word) <= MAX_LENGTH or not word.isalpha() or word in self.french:
            return None
        candidates = [other for other in _one_error_away(word) if other in self.words]
        if not in_capitals:
            candidates = [other for other in candidates if not self._is_short_acronym(other)]
        if not candidates and len(word) >= MIN_LENGTH_TWO_ERRORS:
            candidates = list(self._two_errors_away(word))
        # A wrong first letter is rare; capitals are for acronyms.
        best = max(
            (other for other in candidates if not _is_form(other, word)),
            key=lambda c: (in_capitals and c in self.acronyms, c[0] == word[0], self.words[c][1], c),
            default=None,
        )
        if best is None or (len(word) == MIN_LENGTH_IN_CAPITALS and not self._is_likely(best, word)):
            return None
        return self.words[best][0]

    def frequency(self, word: str) -> int:
        """Document frequency of a word, accents apart."""
        return self.words.get(fold(word), ("", 0))[1]

    def _is_likely(self, word: str, typed: str) -> bool:
        """Whether four capitals stand for another word: a common one or an acronym that begins alike."""
        return word[0] == typed[0] and (self.words[word][1] > 1 or word in self.acronyms)

    def _is_short_acronym(self, word: str) -> bool:
        """One letter away from too many words: plier is not PLIE."""
        return len(word) <= MIN_LENGTH_IN_CAPITALS and word in self.acronyms

    def _two_errors_away(self, word: str) -> Iterable[str]:
        letters = _letters(word)
        for length in range(len(word) - 2, len(word) + 3):
            for other, others in self._by_length(word[0]).get(length, ()):
                # An error brings one letter and takes one away at most: most words are ruled out by this alone.
                if (letters ^ others).bit_count() <= 4 and _is_within(word, other, 2):
                    yield other


def _commonest(spellings: Mapping[str, int]) -> str:
    if len(spellings) == 1:
        return next(iter(spellings))
    return min(spellings.items(), key=lambda entry: (-entry[1], entry[0]))[0]


def _letters(word: str) -> int:
    """The set of its letters, as bits."""
    return sum({_BITS[code] for code in word.encode("latin-1", errors="replace")})


def _is_form(one: str, other: str) -> bool:
    """Whether two words are forms of one, as « veux » and « veut » are, that differ in their last letter only."""
    return one[:-1] == other[:-1] and {one[-1], other[-1]} <= _ENDINGS


def _one_error_away(word: str) -> set[str]:
    """Every text one letter changed, left out, added or swapped away."""
    splits = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    left_out = {a + b[1:] for a, b in splits if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
    changed = {a + c + b[1:] for a, b in splits if b for c in _ALPHABET}
    added = {a + c + b for a, b in splits for c in _ALPHABET}
    return (left_out | swapped | changed | added) - {word}


def _is_within(one: str, other: str, limit: int) -> bool:
    """Whether the edit distance of two words is at most `limit`.

    A common prefix never has to be changed; after it each kind of error is tried.
    """
    if abs(len(one) - len(other)) > limit:
        return False
    if limit == 0:
        return one == other
    same = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        same += 1
    one, other = one[same:], other[same:]
    if not one or not other:
        return True
    return (
        _is_within(one[1:], other[1:], limit - 1)
        or _is_within(one[1:], other, limit - 1)
        or _is_within(one, other[1:], limit - 1)
        or (one[:2] == other[1::-1] and _is_within(one[2:], other[2:], limit - 1))
    )
