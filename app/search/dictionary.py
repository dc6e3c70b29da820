"""French as it is spelt, whether or not a document holds the word: what is spelt right is not corrected."""

from bisect import bisect_left
from functools import cache
from pathlib import Path

from app.search.analyzer import fold_uncached

MIN_LENGTH, MAX_LENGTH = 3, 30


class Dictionary:
    """The forms of French words, without their accents."""

    def __init__(self, data: bytes) -> None:
        """`data`: a word a line, in the order of their bytes."""
        self._data = data

    @classmethod
    def read(cls, path: Path) -> "Dictionary":
        """What `write_dictionary` left in a file."""
        return cls(path.read_bytes())

    def __contains__(self, word: object) -> bool:
        sought = str(word).encode()
        place = bisect_left(range(len(self._data)), sought, key=self._word_at)
        return place < len(self._data) and self._word_at(place) == sought

    def _word_at(self, place: int) -> bytes:
        """The word of the line to which a byte belongs, its end included."""
        start = self._data.rfind(b"\n", 0, place) + 1
        return self._data[start : self._data.index(b"\n", place)]


def write_dictionary(path: Path) -> None:
    """Write the words into a file, for no process that only searches could do with the library's 40 MB."""
    path.write_bytes(_list_words())


@cache
def _list_words() -> bytes:
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    lemmas = DefaultDictionaryFactory().get_dictionary("fr")
    folded = {fold_uncached(form) for form in {*lemmas, *lemmas.values()}}
    words = sorted(
        word for word in folded if word.isascii() and word.isalpha() and MIN_LENGTH <= len(word) <= MAX_LENGTH
    )
    return "".join(f"{word}\n" for word in words).encode()
