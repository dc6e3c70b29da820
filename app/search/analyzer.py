"""French words: where they stand in a text, and the stem under which they meet.

Every text goes through `tokenise`, every query too. Accents are stripped first, suffixes last, so that a word has the
same stem with and without its accents; what Snowball then leaves apart is brought together before it.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from app.search.stemmer import stem_french
from app.search.stopwords import STOP_WORDS

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ′`´＇", "'") | dict.fromkeys("‐‑−", "-") | dict.fromkeys("•‧⋅∙・", "·"))
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "\u00ad": None})

_L = r"[^\W\d_]"  # a letter
_ENDING = r"(?:i?[èe]res?|euses?|t?rices?|ices?|esses?|elles?|ales?|[fvnltsr]?es?|s|x)"
_ELISION = re.compile(r"(?:l|d|j|m|n|s|t|c|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)'", re.IGNORECASE)
_TOKEN = re.compile(
    rf"""
    (?P<elision>(?<!\w){_L}{{1,2}}'(?={_L}\.{_L}\.))                         # l'I.A.E.
    | (?P<dotted>(?<!\w)(?:{_L}\.){{2,}}(?:{_L}(?!\w))?)                     # I.A.E.
    | (?P<number>(?<!\w)(?:\d{{1,3}}(?:[\ \u00a0\u202f.]\d{{3}})+|\d+)
        (?:,\d+|\.\d{{1,2}}(?!\d|\.\d))?(?!\w))                               # 128 000   20,5   20.5
    | (?P<base>{_L}{{2,}})(?:                                             # forms that hold both genders
          (?i:·{_ENDING})+(?!\w) | (?:\.{_ENDING})+(?!\w)                  # employeur·euse·s   élu.es
        | (?i:\({_ENDING}\)s?)(?!\w)                                       # salarié(e)s
        | (?i:-e-s|-es?|-trice-s)(?![\w'-])                                # habitant-e-s
        | (?i:/(?:trices?|rices?|euses?|ères?|e))(?!\w)                    # agriculteur/trice
      )
    | (?P<compound>[^\W_]+(?:['-][^\W_]+)+)                                # MIX'UP   aller-vers   l'égalité
    | (?P<word>[^\W_]+)
    """,
    re.VERBOSE,
)

ORDINAL = re.compile(r"(\d+)(?:er|ere|e|eme|nde?)s?")  # without its accents: 3e, 3eme
_DECIMALS = re.compile(r"\.(?=\d{1,2}$)")

# Endings without accents that Snowball's French leaves apart, brought to one form. The first that fits is used.
_ENDINGS = [
    (re.compile(pattern), common)
    for pattern, common in [
        (r"(?<=.)trices?$", "teur"),
        (r"(?<=..)drices?$", "deur"),
        (r"(?<=.)eu(?:x|ses?|res?)$", "eur"),
        (r"(?<=...)eres?$", "er"),
        (r"(?<=..[^v])ers$", "er"),
        (r"(?<=..)ees?$", "e"),
        (r"iennes?$", "ien"),
        (r"ongues?$", "ong"),
        (r"(?<=...)illes?$", "il"),
        (r"(?<=...)istes?$", "isme"),
        (r"(?<=....)ations?$", "er"),
    ]
]
# What Snowball leaves at the end of stems that differ by gender or number only. Each is used in turn.
_REMAINS = [
    (re.compile(pattern), common)
    for pattern, common in [
        (r"(?<=.)eu[rx]$", "eu"),
        (r"iqu$", "ic"),
        (r"(?<=[iu])v$", "f"),
        (r"([sfn])\1$", r"\1"),
        (r"(?<=..)([aiou])s$", r"\1"),
    ]
]

# Words of which neither the endings above nor Snowball find the right family, with their stem.
_IRREGULAR = {
    form: stem
    for stem, forms in {
        "travail": "travaux",
        "bail": "baux",
        "nouveau": "nouvelle nouvelles",
        "beau": "belle belles",
        "vieu": "vieille vieilles vieil",
        "fou": "folle folles",
        "maitr": "maitresse maitresses",
        "hot": "hotesse hotesses",
        "doux": "douce douces",
        "frai": "fraiche fraiches",
        "jalou": "jalouse jalouses",
        "franc": "franche franches",
        "blanc": "blanche blanches",
        "sec": "seche seches",
        "grec": "grecque grecques",
        "turc": "turque turques",
        "conseiller": "conseiller conseillers conseillere conseilleres",  # not conseil
        "cre": "creation creations",
        "donnee": "donnee donnees",  # not don
        "usager": "usager usagers usagere usageres",  # not usage
        "divers": "divers diverse diverses",
        "hiver": "hiver hivers",
        "lillers": "lillers",  # a town, not Lille
        "france": "france",  # not franc
        "francais": "francais francaise francaises",
        "mars": "mars",  # not Marie
        "mari": "mari maris",
        "marie": "marie maries mariee mariees marier",
        "foyer": "foyer foyers",  # not fois
        "loyer": "loyer loyers",  # not loi
        "media": "media medias",  # not médiation
        "fonds": "fond fonds",  # not fondation
        "pole": "pole poles",  # not poli
        "mere": "mere meres",  # not mer
        "cafe": "cafe cafes",  # not CAF
        "batiment": "batiment batiments",  # not « il bat »
        "batir": "batir bati batie batis baties",  # likewise
        "battre": "bat battre battu battue battus battues",
        "interim": "interim interimaire interimaires",
        "2e": "deuxieme deuxiemes",
        "3e": "troisieme troisiemes",
        "4e": "quatrieme quatriemes",
        "5e": "cinquieme cinquiemes",
        "6e": "sixieme sixiemes",
        "pays": "pays",  # not payé
    }.items()
    for form in forms.split()
}
# Nouns and adjectives whose -it Snowball takes for the ending of a verb.
_NOT_VERBS = """
    audit conflit credit debit deficit delit habit interdit parfait petit portrait profit recit retrait souhait
"""
_IRREGULAR |= {form: word for word in _NOT_VERBS.split() for form in (word, f"{word}s", f"{word}e", f"{word}es")}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: `text[start:end]` is what the author wrote.

    `exact` is that word in lower case with its accents, `stem` what it meets; a compound is told after its parts.
    """

    start: int
    end: int
    exact: str
    stem: str
    is_stop: bool = False
    is_acronym: bool = False
    is_compound: bool = False


def normalise(text: str) -> str:
    """The form in which texts are cut into words: NFC, one apostrophe, one hyphen. Positions stay those of NFC text."""
    return unicodedata.normalize("NFC", text).translate(_APOSTROPHES)


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Without accents and ligatures, in lower case: « Œuvre » → "oeuvre"."""
    return strip(text)


def strip(text: str) -> str:
    """The same, not kept: for words that nobody will ask for again."""
    decomposed = unicodedata.normalize("NFD", text.lower().translate(_LIGATURES))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def tokenise(text: str) -> list[Token]:
    """The words of an NFC text in order, stop words included and marked."""
    text = normalise(text)
    tokens: list[Token] = []
    start = 0
    for line in text.split("\n"):
        shouted = _is_shouted(line)
        for match in _TOKEN.finditer(line):
            tokens += _read(match, start, shouted)
        start += len(line) + 1
    return tokens


def _read(match: re.Match[str], offset: int, shouted: bool) -> list[Token]:
    start, end = offset + match.start(), offset + match.end()
    kind = match.lastgroup
    if kind == "elision":
        return []
    if kind == "compound":
        return _split_compound(match.group(), start, shouted)
    if kind == "dotted":
        letters = match.group().replace(".", "").lower()
        return [Token(start, end, letters, fold(letters), is_acronym=True)]
    if kind == "number":
        digits = re.sub(r"[^\d,]", "", _DECIMALS.sub(",", match.group()))
        return [Token(start, end, digits, digits)]
    return [_make_token(match[kind or 0], start, end, shouted)]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """What a lower-case word has in common with its plural, its feminine and, often, its verb."""
    word = fold(word)
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if ordinal := ORDINAL.fullmatch(word):
        return f"{ordinal[1]}e"
    for pattern, common in _ENDINGS:
        word, found = pattern.subn(common, word)
        if found:
            break
    stemmed = stem_french(word)
    for pattern, common in _REMAINS:
        stemmed = pattern.sub(common, stemmed)
    return stemmed


def _is_shouted(text: str) -> bool:
    """Whether capitals say nothing here, because nearly everything is in capitals."""
    if text[1:2].islower():  # nearly every text, told at once
        return False
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 6 and sum(character.isupper() for character in letters) > 0.7 * len(letters)


def _make_token(surface: str, start: int, end: int, shouted: bool) -> Token:
    exact = surface.lower().translate(_LIGATURES)
    if not shouted and 2 <= len(surface) <= 7 and surface.isupper() and surface.isalpha():
        return Token(start, end, exact, fold(exact), is_acronym=True)
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
