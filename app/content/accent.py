"""Words compared whatever their accents and capitals."""

import unicodedata


def strip_accents(text: str) -> str:
    """As it is typed in a hurry: « égalité » → "egalite"."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def fold(text: str) -> str:
    """A text as it is typed in a hurry: no accent, no capital, neither « œ » nor a sign at its end."""
    plain = strip_accents(text.lower().replace("œ", "oe").replace("æ", "ae"))
    return " ".join(plain.replace("’", "'").split()).rstrip(" :.")
