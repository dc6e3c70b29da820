"""Unicode cleaning: strips zero-width characters, detects mojibake, control and private-use characters.

Harmless invisible characters are removed when a text is read (`clean`); the others are reported with what was meant.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

MAX_REPORTED = 10  # faults of one text: a file whose encoding is wrong is wrong everywhere

# Soft hyphens, zero-width spaces and joiners, marks of direction that change nothing between Latin letters, variants of
# characters, the byte-order mark inside a text. A zero-width joiner holds some emoji together.
_HARMLESS = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2060\ufe00-\ufe0d\ufeff]"
    "|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
)
_WIDE = re.compile("[\u2000-\u200a\u2028\u2029\u205f\u3000]")  # spaces, and ends of lines that editors do not know

# For each character, the byte that it is in Windows-1252 (or in Latin-1, where that leaves a gap).
_BYTES = {chr(byte): byte for byte in range(0x80, 0x100)}
_BYTES |= {bytes([byte]).decode("cp1252", "ignore"): byte for byte in range(0x80, 0xA0)}
_BYTES.pop("", None)
_REST = re.escape("".join(letter for letter, byte in _BYTES.items() if byte < 0xC0))
# What such bytes may have been, in UTF-8: letters and signs of French, and emoji; a chance meeting (« É» ») is none.
_MEANT = frozenset("àâäæçéèêëîïñôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÑÔÖŒÙÛÜŸÃÅ«»‹›°²³µ·×§©®€™‘’“”„…–—•\u00a0\u202f\u2009\ufffd№→←✓")

_HIDDEN = (
    "\u202a-\u202e\u2061-\u206f\ufff9-\ufffc\U000e0000-\U000e01ef\u115f\u1160\u3164\uffa0\ufffe\uffff\ufdd0-\ufdef"
)
_MOJIBAKE = f"[ÂÃÅ][{_REST}]|[âï][{_REST}]{{2}}|ð[{_REST}]{{3}}|â€|[ÂÃ](?=[ \n]|$)|[\x80-\x9f]"
_SUSPECT = re.compile(
    f"(?P<bullet>^[ \t]*[\uf000-\uf0ff])|(?P<mojibake>{_MOJIBAKE})"
    f"|(?P<lost>\ufffd)|(?P<hidden>[{_HIDDEN}])|(?P<private>[\ue000-\uf8ff])",
    re.MULTILINE,
)
_UNSEEN = re.compile(f"[{_HIDDEN}\x00-\x1f\x7f-\x9f\ue000-\uf8ff]")
_CUT = {"â€": "”", "Ã": "à", "Â": ""}  # their last byte was lost on the way, or became an ordinary space
_CONTROL = re.compile("[\x80-\x9f]")
_REACH = 30  # characters of the surrounding word that are reported

_MESSAGES = {
    "mojibake": "Des lettres ont été abîmées par un mauvais encodage. Écrivez ce qui était voulu.",
    "lost": "Le signe « \ufffd » tient la place d'une lettre perdue. Retapez le mot.",
    "hidden": "Un signe invisible se trouve ici, qui peut cacher du texte ou en changer le sens de lecture. Ôtez-le.",
    "private": "Ce signe n'existe que dans une police de symboles : d'autres ne voient qu'un carré. Remplacez-le.",
}


class CharacterFault(NamedTuple):
    """A character that a text may not hold: its offset, a message in French, the word read, the repaired word or ""."""

    position: int
    message: str
    read: str
    meant: str


def clean(text: str) -> str:
    """Strip harmless zero-width characters, and replace wide spaces by ordinary ones."""
    return text if text.isascii() else _WIDE.sub(" ", _HARMLESS.sub("", text))


def decode_c1_controls(text: str) -> str:
    """Replace C1 control characters by those of Windows-1252 at the same byte: « ’ », « œ », « € »."""
    return _CONTROL.sub(lambda found: bytes([ord(found[0])]).decode("cp1252", "ignore"), text)


def find_character_faults(text: str) -> Iterator[CharacterFault]:
    """The first MAX_REPORTED faults of a text, in order.

    Signs of symbol fonts that begin a line are list markers, not faults.
    """
    return islice(_find_character_faults(text), MAX_REPORTED)


def _find_character_faults(text: str) -> Iterator[CharacterFault]:
    end_of_last = 0
    for found in _SUSPECT.finditer(text):
        kind, start = found.lastgroup or "", found.start()
        if kind == "bullet" or start < end_of_last or (kind == "mojibake" and _mend(found[0]) == found[0]):
            continue
        word, end_of_last = _word_around(text, start, found.end())
        mended = _mend(word) if kind == "mojibake" else ""
        if "\ufffd" in mended:
            kind, mended = "lost", ""
        yield CharacterFault(start, _MESSAGES[kind], _spell(word), mended)


def _mend(text: str) -> str:
    """Undo mojibake: UTF-8 that was decoded as Windows-1252, up to three times over."""
    for _ in range(3):
        mended = _SUSPECT.sub(_read_again, text)
        if mended == text:
            break
        text = mended
    return text


def _read_again(found: re.Match[str]) -> str:
    garbled = found[0]
    if garbled in _CUT:
        return _CUT[garbled]
    if len(garbled) == 1:
        return decode_c1_controls(garbled)
    try:
        meant = bytes(_BYTES[letter] for letter in garbled).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return garbled
    return meant if meant in _MEANT or meant > "\U0001f000" else garbled


def _word_around(text: str, start: int, end: int) -> tuple[str, int]:
    """The word around a span, and the offset of its end."""
    before = text[max(start - _REACH, 0) : start].rsplit(None, 1)
    after = text[end : end + _REACH].split(None, 1)
    head = before[-1] if before and not text[start - 1].isspace() else ""
    tail = after[0] if after and not text[end].isspace() else ""
    return head + text[start:end] + tail, end + len(tail)


def _spell(word: str) -> str:
    """A word with its invisible characters escaped as `[U+200B]`."""
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", word)
