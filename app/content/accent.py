"""Words compared whatever their accents and capitals."""

import re
import unicodedata
from collections import Counter

_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"[1-9]")


def strip_accents(text: str) -> str:
    """As it is typed in a hurry: « égalité » → "egalite"."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def fold(text: str) -> str:
    """A text as it is typed in a hurry: no accent, no capital, neither « œ » nor a sign at its end."""
    plain = strip_accents(text.lower().replace("œ", "oe").replace("æ", "ae"))
    return " ".join(plain.replace("’", "'").split()).rstrip(" :.")


def count_words(text: str) -> Counter[str]:
    """The words of a text, and the figures of its numbers, however they are written."""
    plain = fold(unicodedata.normalize("NFC", text))
    words = [word for word in _WORD.findall(plain) if word != "null"]
    return Counter([*words, *_DIGIT.findall(plain)])
