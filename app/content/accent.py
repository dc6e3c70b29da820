"""Letters without their accents."""

import unicodedata


def strip_accents(text: str) -> str:
    """As it is typed in a hurry: « égalité » → "egalite"."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))
