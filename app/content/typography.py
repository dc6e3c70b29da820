"""French typography: no-break spaces, formatters of numbers and counts, case and accent folding.

Authors type ordinary spaces; files, data and the form keep them. Only rendered text gets no-break ones.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

_NARROW = "\u202f"
_WIDE = "\u00a0"

# Each pattern begins with the space itself, so that the search jumps from space to space.
_TIES = [
    (re.compile(r" (?:(?<=\d )(?:(?=\d{3}(?!\d))|(?=%))|(?<=[\w)»] )(?=[;!?]))"), _NARROW),  # 120 000   12 %   quoi ?
    (re.compile(r" (?:(?<=[\w)»] )(?=:(?:\s|$))|(?<=« )|(?=»))"), _WIDE),  # ceci : « cela »
]


def tie_spaces(text: str) -> str:
    """Replace spaces by no-break ones inside numbers, before double punctuation and inside quotation marks."""
    for pattern, space in _TIES:
        text = pattern.sub(space, text)
    return text


# A quantity of four figures or more in one run. No year, no number of a law, of a telephone service or of a post code.
_LONG_NUMBER = re.compile(r"(?<![\w.,/:°#@&=+-])\d{4,15}(?:,\d+)?(?![\w.,/:@-]*\w)(?!-)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NO_QUANTITY = re.compile(
    r"(?:\b(?:n|no|nos|num[ée]ros?|articles?|loi|lois|d[ée]crets?|circulaires?|directives?|r[èe]glements?|bp|cs|cedex|le|au|du"
    r"|t[ée]l|t[ée]l[ée]phone|rue|avenue|code|norme|iso)\s*[.:°]?\s*|(?-i:\b[LRD]\.?\s?))\Z",
    re.IGNORECASE,
)
_TOWN = re.compile(r"[ \u00a0]{1,3}[A-ZÀ-Þ]")


def find_long_numbers(text: str) -> Iterator[re.Match[str]]:
    """Each quantity whose thousands are not set apart: « 1819 personnes »."""
    for found in _LONG_NUMBER.finditer(text):
        digits = found[0].partition(",")[0]
        is_code = len(digits) == 5 and _TOWN.match(text, found.end())
        before = text[max(0, found.start() - 20) : found.start()]
        if not (_YEAR.fullmatch(digits) or digits.startswith("0") or is_code or _NO_QUANTITY.search(before)):
            yield found


def split_thousands(text: str) -> str:
    """The text with an ordinary space between the thousands of each quantity: « 1819 » → « 1 819 »."""
    parts, last = [], 0
    for found in find_long_numbers(text):
        whole, comma, rest = found[0].partition(",")
        parts += [text[last : found.start()], f"{int(whole):,}".replace(",", " "), comma, rest]
        last = found.end()
    return "".join([*parts, text[last:]])


_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"[1-9]")


def strip_accents(text: str) -> str:
    """Remove combining marks after canonical decomposition: « égalité » → "egalite"."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def to_ascii_letters(text: str) -> str:
    """A text in lower case, without accents or ligatures: « Œuvre, À Béthune » → "oeuvre, a bethune"."""
    return strip_accents(text.lower().replace("œ", "oe").replace("æ", "ae"))


def fold(text: str) -> str:
    """Folded form for comparisons: lower case, no accent or ligature, straight apostrophes, no final colon or point."""
    return " ".join(to_ascii_letters(text).replace("’", "'").split()).rstrip(" :.")


def count_words(text: str) -> Counter[str]:
    """Multiset of folded words and non-zero digits, to prove that a rewrite keeps every one of them."""
    plain = fold(unicodedata.normalize("NFC", text))
    words = [word for word in _WORD.findall(plain) if word != "null"]
    return Counter([*words, *_DIGIT.findall(plain)])


def write_number(value: float) -> str:
    """Format a number: 1234.5 → « 1 234,5 ». Not for years."""
    text = f"{value:,}"
    if isinstance(value, float):  # ten decimals hide what a sum of floats adds to what was written
        text = f"{Decimal(repr(value)):,.10f}".rstrip("0").rstrip(".")
    return text.replace(",", _NARROW).replace(".", ",")


def write_figure(value: float, unit: str) -> str:
    """Format a number with its unit: « 22 % », « 128 000 heures »."""
    return f"{write_number(value)}{_NARROW if unit == '%' else chr(0xA0)}{unit}"


def count_of(number: int, singular: str, plural: str = "") -> str:
    """Format a count with its noun: « 1 pratique », « 12 pratiques »; zero is singular in French."""
    return write_figure(number, singular if number < 2 else plural or f"{singular}s")


_FIRST_SENTENCE = re.compile(r".*?[.!?…](?=\s|$)|.+")


def first_sentence(text: str) -> str:
    """The first sentence of a text, by its end punctuation; of its first line, when nothing ends there."""
    found = _FIRST_SENTENCE.match(text)
    return found.group(0) if found else ""
