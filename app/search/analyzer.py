"""French analyzer: tokeniser, accent folding, stop words, acronyms and stemmer, the same for texts and queries.

Token filters in order: elisions dropped, lower case, ligatures, accents folded, French endings of our own, Snowball's
French stemmer (snowballstem.org), what it leaves of gender and number. Accents go before suffixes, so that a word has
one stem with and without its accents.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

from snowballstemmer.french_stemmer import FrenchStemmer

_stemmer = FrenchStemmer()
_stemmer_lock = Lock()  # it keeps the word that it works on: two threads at once would mix theirs up

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ′`´＇", "'") | dict.fromkeys("‐‑−", "-") | dict.fromkeys("•‧⋅∙・", "·"))
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_PLURAL_ACRONYM = re.compile(r"[A-ZÀ-ÖØ-Þ]{2,6}s")  # SIAEs
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "\u00ad": None})
# Combining marks, which NFD parts from their letter: Latin, Greek and Cyrillic, then Hebrew and Arabic.
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f\u0591-\u05bd\u064b-\u065f]+"
)

_L = r"[^\W\d_]"  # a letter
_ENDING = r"(?:i?[èe]res?|euses?|t?rices?|ices?|esses?|elles?|ales?|[fvnltsr]?es?|s|x)"
_UNIT = r"(?i:[kcm]?m[23²³]?|[km]?g|ha|t|h\d*|min|ans?|[kmg]?wh|[kmg]o)"
_ELISION = re.compile(r"(?:l|d|j|m|n|s|t|c|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)'", re.IGNORECASE)
# Departments of several words, without accents: whoever looks for Calais does not mean Pas-de-Calais.
_DEPARTMENTS = """
    alpes-de-haute-provence bouches-du-rhone cote-d'or cotes-d'armor eure-et-loir ille-et-vilaine indre-et-loire
    loir-et-cher lot-et-garonne maine-et-loire meurthe-et-moselle nord-pas-de-calais pas-de-calais puy-de-dome
    saone-et-loire seine-et-marne seine-saint-denis tarn-et-garonne territoire-de-belfort val-d'oise val-de-marne
"""
_DEPARTMENT = "|".join(_DEPARTMENTS.split()).replace("-", r"[-\ \u00a0]").replace("o", "[oô]")
_TOKEN = re.compile(
    rf"""
    (?P<elision>(?<!\w){_L}{{1,2}}'(?={_L}\.{_L}\.))                         # l'I.A.E.
    | (?P<dotted>(?<!\w)(?:{_L}\.){{2,}}(?:{_L}(?!\w))?)                     # I.A.E.
    | (?P<reference>(?<!\w)(?:(?i:[lrd])\.?[\ \u00a0\u202f]?\d{{3,4}}|(?!19|20)\d{{4}})
        (?:-\d{{1,3}})+(?![\w-]))                                            # L. 5132-5   L5132-5   5132-5
    | (?P<number>(?<!\w)(?:\d{{1,3}}(?:[\ \u00a0\u202f.]\d{{3}})+|\d+)
        (?:,\d+|\.\d{{1,2}}(?!\d|\.\d))?(?={_UNIT}(?!\w)|(?!\w)))              # 128 000   20,5   20.5   20m²
    | (?P<base>{_L}{{2,}})(?:                                             # forms that hold both genders
          (?i:·{_ENDING})+(?!\w) | (?:\.{_ENDING})+(?!\w)                  # employeur·euse·s   élu.es
        | (?i:\({_ENDING}\)s?)(?!\w)                                       # salarié(e)s
        | (?i:-e-s|-es?|-trice-s)(?![\w'-])                                # habitant-e-s
        | (?i:/(?:trices?|rices?|euses?|ères?|e))(?!\w)                    # agriculteur/trice
      )
    | (?P<territory>(?<![\w'])(?i:{_DEPARTMENT})(?!\w))                 # Pas-de-Calais, of which no part counts
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
        (r"(?<=..)(gn|ill|(?<!mi)tt|is|ch)ent$", r"\1er"),  # third persons: no noun ends so
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
        "alternance": "alternance alternances alternant alternants alternante alternantes",  # not alternative
        "restaurer": "restaurer restaure restaurent restauree restaurees restaures",  # not restaurant
        "commune": "commune communes",  # not commun
        "collectif": "collectif collectifs collective collectives collectivement",  # not collecte
        "departement": "departement departements",  # not départ
        "direction": "direction directions",  # not direct
        "dispositif": "dispositif dispositifs",  # not disposition
        "dons": "don dons",  # not « il donne »
        "environnement": "environnement environnements",  # not environ
        "equipement": "equipement equipements",  # not équipe
        "concertation": "concertation concertations",  # not concert
        "initiative": "initiative initiatives",  # not initié
        "mobilier": "mobilier mobiliers mobiliere mobilieres",  # not mobiliser
        "parts": "part parts",  # neither partie nor partir
        "partie": "partie parties",
        "publication": "publication publications",  # not public
        "relais": "relais",  # not relié
        "repas": "repas",  # not repère
        "seine": "seine",  # not sein
    }.items()
    for form in forms.split()
}
# Nouns and adjectives whose -it Snowball takes for the ending of a verb.
_NOT_VERBS = """
    audit conflit credit debit deficit delit habit interdit parfait petit portrait profit recit retrait souhait
"""
_IRREGULAR |= {form: word for word in _NOT_VERBS.split() for form in (word, f"{word}s", f"{word}e", f"{word}es")}


def fold_uncached(text: str) -> str:
    """`fold` for words that nobody will ask for again."""
    return _MARKS.sub("", unicodedata.normalize("NFD", text.lower().translate(_LIGATURES)))


# Stop words: in every text, so that they answer nothing. « été » is none: it is also a season.
_WORDS = """
    a afin ai ainsi ait alors après as au aucun aucune aucuns aujourd'hui auquel aura auraient aurait aussi autre
    autres aux auxquelles auxquels avaient avait avant avec avez avoir avons ayant à c c'est c'est-à-dire car ce
    ceci cela celle celles celleux celui cependant certaines certains ces cet cette ceux chaque chez ci comme
    comment ça d dans de deja depuis des dès déjà donc dont du elle elles en encore entre es est et etaient etait
    etant etc etre eu eux étaient était étant être faire fais fait faut font furent fut ici iel iels il ils j je l
    la laquelle là le lequel les lesquelles lesquels leur leurs lors lorsque lui m ma mais me mes même mêmes moi mon
    n ne nos notamment notre nous on ont or ou où par parce parmi pas pendant peu peut peuvent plus plusieurs pour
    pourquoi puis puisque qu quand que quel quelle quelles quelque quelques quels qui quoi s sa sans se selon sera
    seront ses si sinon soient soit son sont sous suis sur t ta tandis te tel telle telles tels tes toi ton tou tous
    tout toute toutes très tu un une vers via voici voilà vos votre vous y
"""
STOP_WORDS = frozenset(_WORDS.split()) | frozenset(fold_uncached(_WORDS).split())

# Stop words of queries alone: what people put around what they look for, left out of a query that holds something else.
_AROUND = """
    aimerais besoin besoins bonjour bonsoir cherche chercher cherchons connaître connais devons devrais dois exemple
    exemples existe existent exister idée idées merci peux pourrais savoir sais svp trouve trouver venir veux voudrais
    voulons vouloir
"""
QUESTION_WORDS = frozenset(_AROUND.split()) | frozenset(fold_uncached(_AROUND).split())

# Words of sentences that say nothing of what is looked for: they are searched, weigh less, and none has to be there.
_INCIDENTAL = """
    accède agir agissent agit aller allez allons autant beaucoup bénéficie bénéficier bien cas choisir choisit
    chose choses combien connaissent connaît contenir contiennent contient croire crois croit déroule dérouler
    devenir deviennent devient différence différences dire disent dit dites enfin ensuite établir établit façon
    falloir faudrait fois impossible jamais mal manière met mets mettent mettez mettre mis nécessaire
    nécessaires obligatoire obligatoires obligé obligée obligés obtenez obtenir obtenu obtiens obtient permet
    permettent permettre possible possibles prend prendre prends prenez prennent procède recevez recevoir reçois
    reçoit reçoivent reçu reçus remplir remplit rend rendent rendre rends réussir réussit sachant sers sert
    servent servir souvent suivre tenir tiennent tiens tient toujours va vais valent valoir vas vaut venu
    viennent viens vient voient voir vois voit vont voulais vraiment vu
"""
_INCIDENTAL_VERBS = """
    accéd appell arrêt arriv cess commenc concern consist consult continu demand distingu donn effectu envisag
    essay exist expliqu fonctionn gér parl pens préfér procéd profit réalis récupér regard respect rest retrouv
    sembl signifi souhait tent utilis
"""
_VERB_ENDINGS = ("e", "es", "ent", "er", "ez", "ons", "é", "ait")
_NOT_INCIDENTAL = {"demande", "demandes"}  # a noun
INCIDENTAL_WORDS = (
    frozenset(map(fold_uncached, _INCIDENTAL.split()))
    | {fold_uncached(root + ending) for root in _INCIDENTAL_VERBS.split() for ending in _VERB_ENDINGS}
) - _NOT_INCIDENTAL


@dataclass(frozen=True, slots=True)
class Token:
    """Token of an NFC text: `text[start:end]` is what the author wrote, offsets in characters.

    `exact` is the surface form in lower case, accents kept; `stem` the indexed form. A compound comes after its parts.
    """

    start: int
    end: int
    exact: str
    stem: str
    is_stop: bool = False
    is_acronym: bool = False
    is_compound: bool = False


def normalise(text: str) -> str:
    """Character filter: NFC, one apostrophe, one hyphen. Offsets stay those of the NFC text."""
    return unicodedata.normalize("NFC", text).translate(_APOSTROPHES)


def drop_invisible(text: str) -> str:
    """Character filter for what is indexed and what is typed: NFC without soft hyphens, other signs of no width."""
    return unicodedata.normalize("NFC", text).translate(_INVISIBLE)


def _unify(surface: str) -> str:
    """Compatibility forms of letters and figures as plain ones: « ﬁ », « m² », « CO₂ », « 1ᵉʳ » → « fi », « m2 »…"""
    return surface if surface.isascii() else unicodedata.normalize("NFKC", surface)


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Accent folding: lower case without accents and ligatures, « Œuvre » → "oeuvre". Cached."""
    return fold_uncached(text)


def tokenise(text: str) -> list[Token]:
    """Tokenise an NFC text: its tokens in order, stop words included and marked."""
    text = normalise(text)
    tokens: list[Token] = []
    start = 0
    for line in text.split("\n"):
        all_caps = _is_all_caps(line)
        for match in _TOKEN.finditer(line):
            tokens += _read(match, start, all_caps)
        start += len(line) + 1
    return tokens


def _read(match: re.Match[str], offset: int, all_caps: bool) -> list[Token]:
    start, end = offset + match.start(), offset + match.end()
    kind = match.lastgroup
    if kind == "elision":
        return []
    if kind == "compound":
        return _split_compound(match.group(), start, all_caps)
    if kind == "dotted":
        letters = match.group().replace(".", "").lower()
        return [Token(start, end, letters, fold(letters), is_acronym=True)]
    if kind == "reference":
        article = match.group().lstrip("lrdLRD. \u00a0\u202f")
        return [Token(start, end, article, article)]
    if kind == "number":
        digits = re.sub(r"[^\d,]", "", _DECIMALS.sub(",", match.group()))
        return [Token(start, end, digits, digits)]
    if kind == "territory":
        joined = fold(re.sub(r"\W", "", match.group()))
        return [Token(start, end, joined, joined)]
    return [_make_token(match[kind or 0], start, end, all_caps)]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Stem of a lower-case word: what it shares with its plural, its feminine and, often, its verb. Cached."""
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


def stem_french(word: str) -> str:
    """Snowball's stem of a word in small letters without accents. Thread-safe."""
    with _stemmer_lock:
        stemmed: str = _stemmer.stemWord(word)
        return stemmed


def _is_all_caps(text: str) -> bool:
    """Whether capitals say nothing here, because nearly everything is in capitals."""
    if text[1:2].islower():  # nearly every text, told at once
        return False
    letters = [character for character in text if character.isalpha()]
    return len(letters) > 6 and sum(character.isupper() for character in letters) > 0.7 * len(letters)


def _make_token(surface: str, start: int, end: int, all_caps: bool) -> Token:
    surface = _unify(surface)
    if not all_caps and _PLURAL_ACRONYM.fullmatch(surface):
        surface = surface[:-1]
    exact = surface.lower().translate(_LIGATURES)
    if not all_caps and 2 <= len(surface) <= 7 and surface.isupper() and surface.isalpha():
        return Token(start, end, exact, fold(exact), is_acronym=True)
    return Token(start, end, exact, stem(exact), is_stop=exact in STOP_WORDS)


def _split_compound(surface: str, start: int, all_caps: bool) -> list[Token]:
    """`l'égalité` is one word, `MIX'UP` is mix, up and mixup, `aujourd'hui` is itself."""
    end = start + len(surface)
    while surface.lower() not in STOP_WORDS and (elision := _ELISION.match(surface)):
        surface = surface[elision.end() :]
        start += elision.end()
    if surface.lower() in STOP_WORDS:
        return [_make_token(surface, start, end, all_caps)]
    parts = list(re.finditer(r"[^\W_]+", surface))
    tokens = [_make_token(part.group(), start + part.start(), start + part.end(), all_caps) for part in parts]
    if len(parts) > 1 and not all(token.is_stop for token in tokens):
        joined = _unify("".join(part.group() for part in parts)).lower().translate(_LIGATURES)
        tokens.append(Token(start, end, joined, stem(joined), is_compound=True))
    return tokens
