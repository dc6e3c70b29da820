"""French words: where they stand in a text, and the stems under which they meet.

Every text goes through `tokenise`, every query too. A word has two stems, because neither order of stripping accents
and suffixes is enough: stripping accents first parts salarié from salariée, last it parts egalite from égalité.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from snowballstemmer import stemmer

STOP_WORDS = frozenset(
    [
        "a",
        "à",
        "afin",
        "ai",
        "ainsi",
        "ait",
        "alors",
        "après",
        "as",
        "au",
        "aucun",
        "aucune",
        "aujourd'hui",
        "auquel",
        "aura",
        "aussi",
        "autre",
        "autres",
        "aux",
        "auxquelles",
        "auxquels",
        "avaient",
        "avait",
        "avant",
        "avec",
        "avoir",
        "ayant",
        "c",
        "c'est",
        "c'est-à-dire",
        "ça",
        "car",
        "ce",
        "ceci",
        "cela",
        "celle",
        "celles",
        "celui",
        "cependant",
        "certaines",
        "certains",
        "ces",
        "cet",
        "cette",
        "ceux",
        "chaque",
        "chez",
        "ci",
        "comme",
        "comment",
        "d",
        "dans",
        "de",
        "deja",
        "déjà",
        "depuis",
        "des",
        "dès",
        "donc",
        "dont",
        "du",
        "elle",
        "elles",
        "en",
        "encore",
        "entre",
        "es",
        "est",
        "et",
        "etaient",
        "étaient",
        "etait",
        "était",
        "etant",
        "étant",
        "etc",
        "etre",
        "être",
        "eu",
        "eux",
        "fait",
        "font",
        "furent",
        "fut",
        "ici",
        "il",
        "ils",
        "j",
        "je",
        "l",
        "la",
        "là",
        "laquelle",
        "le",
        "lequel",
        "les",
        "lesquelles",
        "lesquels",
        "leur",
        "leurs",
        "lors",
        "lorsque",
        "lui",
        "m",
        "ma",
        "mais",
        "me",
        "même",
        "mêmes",
        "mes",
        "moi",
        "mon",
        "n",
        "ne",
        "nos",
        "notamment",
        "notre",
        "nous",
        "on",
        "ont",
        "or",
        "ou",
        "où",
        "par",
        "parce",
        "parmi",
        "pas",
        "pendant",
        "peu",
        "peut",
        "peuvent",
        "plus",
        "plusieurs",
        "pour",
        "pourquoi",
        "puis",
        "puisque",
        "qu",
        "quand",
        "que",
        "quel",
        "quelle",
        "quelles",
        "quels",
        "quelque",
        "quelques",
        "qui",
        "quoi",
        "s",
        "sa",
        "sans",
        "se",
        "selon",
        "sera",
        "seront",
        "ses",
        "si",
        "sinon",
        "soient",
        "soit",
        "son",
        "sont",
        "sous",
        "suis",
        "sur",
        "t",
        "ta",
        "tandis",
        "te",
        "telle",
        "telles",
        "tel",
        "tels",
        "tes",
        "toi",
        "ton",
        "tous",
        "tout",
        "toute",
        "toutes",
        "très",
        "tu",
        "un",
        "une",
        "vers",
        "via",
        "voici",
        "voilà",
        "vos",
        "votre",
        "vous",
        "y",
    ]
)

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ′`´＇", "'") | dict.fromkeys("‐‑−", "-") | dict.fromkeys("•‧⋅∙・", "·"))
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "\u00ad": None})

_L = r"[^\W\d_]"  # a letter
_ENDING = r"(?:ières?|ieres?|ères?|eres?|euses?|trices?|rices?|ices?|esses?|elles?|ales?|fes?|ves?|nes?|les?|tes?|ses?|res?|es?|s|x)"
_ELISION = re.compile(r"(?:l|d|j|m|n|s|t|c|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)'", re.IGNORECASE)
_TOKEN = re.compile(
    rf"""
    (?P<dotted>(?<!\w)(?:{_L}\.){{2,}}(?:{_L}(?!\w))?)                     # I.A.E.
    | (?P<number>(?<!\w)(?:\d{{1,3}}(?:[\ \u00a0\u202f.]\d{{3}})+|\d+)(?:,\d+)?(?!\w))   # 128 000   20,5
    | (?P<base>{_L}{{2,}})(?:                                             # forms that hold both genders
          (?:[·.]{_ENDING})+(?!\w)                                         # employeur·euse·s   élu.es
        | \({_ENDING}\)s?(?!\w)                                            # salarié(e)s
        | (?:-e-s|-es?|-trice-s)(?![\w'-])                                 # habitant-e-s
        | /(?:trices?|rices?|euses?|ères?|e)(?!\w)                         # agriculteur/trice
      )
    | (?P<compound>[^\W_]+(?:['-][^\W_]+)+)                                # MIX'UP   aller-vers   l'égalité
    | (?P<word>[^\W_]+)
    """,
    re.VERBOSE,
)

# Endings that Snowball's French leaves apart, brought to one form before it. The first that fits is used.
_ENDINGS = [
    (re.compile(pattern), common)
    for pattern, common in [
        (r"(?<=.)trices?$", "teur"),
        (r"(?<=..)drices?$", "deur"),
        (r"(?<=.)eu(?:x|ses?|res?)$", "eur"),
        (r"(?<=...)[èe]res?$", "er"),
        (r"(?<=..)ées?$", "é"),
        (r"(?<=..)ees?$", "e"),
        (r"iennes?$", "ien"),
        (r"(?<=..)ives?$", "if"),
        (r"(?<=..)ffes?$", "f"),
        (r"(?<=..)sses?$", "s"),
        (r"(?<=...)illes?$", "il"),
    ]
]
_IRREGULAR = {
    "travaux": "travail",
    "baux": "bail",
    "nouvelle": "nouveau",
    "nouvelles": "nouveau",
    "belle": "beau",
    "belles": "beau",
    "veuve": "veuf",
    "veuves": "veuf",
    "grecque": "grec",
    "grecques": "grec",
    "turque": "turc",
    "turques": "turc",
}
_EUR = re.compile(r"(?<=.)eu[rx]$")
_IQUE = re.compile(r"iqu$")
_snowball = stemmer("french")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: `text[start:end]` is what the author wrote.

    `exact` is that word in lower case with its accents, `stems` what it meets; a compound is told after its parts.
    """

    start: int
    end: int
    exact: str
    stems: tuple[str, ...]
    is_stop: bool = False
    is_acronym: bool = False
    is_compound: bool = False


def normalise(text: str) -> str:
    """The form in which texts are cut into words: NFC, one apostrophe, one hyphen. Positions stay those of NFC text."""
    return unicodedata.normalize("NFC", text).translate(_APOSTROPHES)


def fold(text: str) -> str:
    """Without accents and ligatures, in lower case: « Œuvre » → "oeuvre"."""
    decomposed = unicodedata.normalize("NFD", text.lower().translate(_LIGATURES))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def tokenise(text: str) -> list[Token]:
    """The words of an NFC text in order, stop words included and marked."""
    text = normalise(text)
    shouted = _is_shouted(text)
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "compound":
            tokens += _split_compound(match.group(), match.start(), shouted)
        elif kind == "dotted":
            letters = match.group().replace(".", "").lower()
            tokens.append(Token(match.start(), match.end(), letters, (fold(letters),), is_acronym=True))
        elif kind == "number":
            digits = re.sub(r"[^\d,]", "", match.group())
            tokens.append(Token(match.start(), match.end(), digits, (digits,)))
        else:
            tokens.append(_make_token(match[kind or 0], match.start(), match.end(), shouted))
    return tokens


@lru_cache(maxsize=65_536)
def stem(word: str) -> tuple[str, ...]:
    """The stems of a lower-case word: accents stripped last, then first when that differs."""
    stripped_last, stripped_first = fold(_strip_suffixes(word)), _strip_suffixes(fold(word))
    return (stripped_last,) if stripped_last == stripped_first else (stripped_last, stripped_first)


def _strip_suffixes(word: str) -> str:
    word = _IRREGULAR.get(word, word)
    for pattern, common in _ENDINGS:
        word, found = pattern.subn(common, word)
        if found:
            break
    stemmed: str = _snowball.stemWord(word)
    return _IQUE.sub("ic", _EUR.sub("eu", stemmed))


def _is_shouted(text: str) -> bool:
    """Whether capitals say nothing here, because nearly everything is in capitals."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 6 and sum(character.isupper() for character in letters) > 0.7 * len(letters)


def _make_token(surface: str, start: int, end: int, shouted: bool) -> Token:
    exact = surface.lower().translate(_LIGATURES)
    if not shouted and 2 <= len(surface) <= 7 and surface.isupper() and surface.isalpha():
        return Token(start, end, exact, (fold(exact),), is_acronym=True)
    return Token(start, end, exact, stem(exact), is_stop=exact in STOP_WORDS)


def _split_compound(surface: str, start: int, shouted: bool) -> list[Token]:
    """`l'égalité` is one word, `MIX'UP` is mix, up and mixup, `aujourd'hui` is itself."""
    end = start + len(surface)
    while surface.lower() not in STOP_WORDS and (elision := _ELISION.match(surface)):
        surface = surface[elision.end() :]
        start += elision.end()
    if surface.lower() in STOP_WORDS:
        return [_make_token(surface, start, end, shouted)]
    parts = list(re.finditer(r"[^\W_]+", surface))
    tokens = [_make_token(part.group(), start + part.start(), start + part.end(), shouted) for part in parts]
    if len(parts) > 1 and not all(token.is_stop for token in tokens):
        joined = "".join(part.group() for part in parts).lower().translate(_LIGATURES)
        tokens.append(Token(start, end, joined, stem(joined), is_compound=True))
    return tokens
