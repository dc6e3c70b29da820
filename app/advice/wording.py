"""Lint rules for the wording of any file: placeholders, dead links, persons, acronyms, inclusive short forms."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.advice.manuscript import REFERENCE_KEYS, Manuscript, Passage
from app.advice.markup import lint_markup
from app.content.address import is_known_path, suggest_address
from app.content.problem import Problem
from app.content.typography import find_long_numbers, split_thousands

_ACRONYM = re.compile(r"(?<![\w.-])(?<![^\W_]{2}['’])[A-ZÀ-Þ]{2,}(?![\w'’-]|\.\w)")
_ROMAN = re.compile(r"[IVX]+")
_EVERYDAY = frozenset(["CV", "DVD", "FAQ", "GPS", "ISO", "OK", "PDF", "SMS", "TV", "UE", "USA", "USB"])

# A name in capitals rather than an acronym: part of a longer name, or one of a list of names.
_NAME_BEFORE = re.compile(
    r"(?:[A-ZÀ-Þ]{2,}\s+|[A-ZÀ-Þ][\w'’-]*,\s+|\d\s+|(?:[Ll]icence|niveau|marque|groupe|société)\s+|[«\"“]\s*(?:[^»\"”]*\s)?)$"
)
_LOOK_BACK = 200  # characters: the words of a quotation, or of a long name
_NAME_AFTER = re.compile(r"(?<!\s)\s+(?:\d|[A-ZÀ-Þ](?![\w'’-]*['’]))|,\s+[A-ZÀ-Þ](?![\w]?['’])")

_EXPLAINED = (
    re.compile(r"[\w»]\s+\(([A-ZÀ-Þ]{2,})s?\b"),
    re.compile(r"\b([A-ZÀ-Þ]{2,})s?\s+\(\w[^)]{0,200}?\s\w"),
)


def find_acronyms(text: str) -> Iterator[re.Match[str]]:
    """A match for each word of two capitals or more: « QPV », not « MIX'UP », « TF1 » or « III »."""
    for found in _ACRONYM.finditer(text):
        if not _ROMAN.fullmatch(found.group()) and found.group() not in _EVERYDAY:
            yield found


def known_acronyms(names: Iterable[str]) -> set[str]:
    """The acronyms that occur in some names."""
    return {found.group() for name in names for found in _ACRONYM.finditer(name)}


def is_name(found: re.Match[str]) -> bool:
    """Whether the context makes a company or a brand of an acronym: « GEIQ MS Artois », « Kyplast, PPG »."""
    text, start = found.string, found.start()
    return bool(_NAME_BEFORE.search(text, max(start - _LOOK_BACK, 0), start) or _NAME_AFTER.match(text, found.end()))


def explained_acronyms(text: str) -> set[str]:
    """Acronyms defined in the text: « quartier prioritaire (QPV) », « QPV (quartier prioritaire) »."""
    return {found[1] for pattern in _EXPLAINED for found in pattern.finditer(text)}


_FIRST_NAMES = frozenset(Path(__file__).with_name("first_names.txt").read_text(encoding="utf-8").split())


_LAST = (
    r"(?:(?:de|du|des|le|la|De|Du|Le|La|El|Ben)\s+|d['’])?[A-ZÀ-Þ](?:[\w'’]*[^\W\d])?(?:-[A-ZÀ-Þ][^\W\d]+)?(?![\w'’])"
)
_NAME = re.compile(rf"(?<![\w-])(?P<first>[A-ZÀ-Þ][^\W\d_]+(?:-[A-ZÀ-Þ][^\W\d_]+)?)\s+{_LAST}")
_CIVILITY = re.compile(
    r"(?<![\w.])(?:M\.|MM\.|Mr|Mmes?|Mlles?|Madame|Monsieur|Mademoiselle|Messieurs|Mesdames|Dr|Docteure?|Me)"
    rf"\s+(?:(?:[A-ZÀ-Þ]\.|[A-ZÀ-Þ][^\W\d_]+(?=\s+[A-ZÀ-Þ]))\s*)?{_LAST}"
)

# A school or a street may bear a person's name: the words just before say so.
_PLACE_LOOK_BACK = 60  # characters: « bibliothèque de la » and some spaces
_PLACE_BEFORE = re.compile(
    r"(?:"
    r"scolaire|école|collège|lycée|université|campus|institut|rue|avenue|boulevard|place|quai|"
    r"allée|square|parc|quartier|résidence|cité|salle|espace|centre|maison|hôpital|clinique|"
    r"stade|gymnase|piscine|théâtre|médiathèque|bibliothèque|musée|fondation|prix|loi|rapport|"
    r"caserne|église|station|gare|port|cimetière|cinéma|auditorium|tour|foyer|crèche|"
    r"maternelle|primaire|élémentaire|amphithéâtre"
    r")\s+(?:(?:de|du|des|la|le|l'|d')\s*)*[«\"“]?\s*$",
    re.IGNORECASE,
)

_EMAIL = re.compile(r"(?<![\w.+-])([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)")
_PERSONAL_HOSTS = re.compile(
    r"^(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|protonmail|proton|"
    r"orange|wanadoo|free|sfr|neuf|cegetel|laposte|bbox|numericable|club-internet|aliceadsl|nordnet|zoho)"
    r"\.(?:fr|com|net|be|ch|me)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:^|[._-])(?:"
    r"accueil|achats|admin|administration|agence|antenne|association|bureau|cabinet|clause|"
    r"clauses|cohesion|collectif|com|communication|comptabilite|contact|contrat|courrier|"
    r"delegation|departement|developpement|directeur|direction|directrice|diversite|economie|"
    r"education|egalite|emploi|entreprise|entreprises|equipe|espace|formation|handicap|hello|"
    r"inclusion|info|information|infos|insertion|jeunes|job|mairie|maison|marches|marketing|"
    r"mediation|mission|missions|mixite|mobilite|parite|partenaires|partenariat|plateforme|pole|"
    r"presse|prevention|projet|projets|qvt|recrutement|referent|referente|region|relation|"
    r"relations|rh|secretariat|service|services|site|social|solidarite|standard|support|"
    r"territoire|urbanisme|ville"
    r")(?:$|[._-])"
)


def find_persons(text: str) -> Iterator[re.Match[str]]:
    """A match for each likely name of a person: « Mme Martin », « Jean DUPONT »; not « collège Marie Curie »."""
    civil = list(_CIVILITY.finditer(text))
    yield from civil
    covered = {position for found in civil for position in range(*found.span())}
    position = 0
    while found := _NAME.search(text, position):
        is_first_name = all(part in _FIRST_NAMES for part in found["first"].split("-"))
        position = found.end() if is_first_name else found.end("first")
        start = found.start()
        if (
            is_first_name
            and start not in covered
            and not _PLACE_BEFORE.search(text, max(start - _PLACE_LOOK_BACK, 0), start)
        ):
            yield found


def find_personal_emails(text: str) -> Iterator[re.Match[str]]:
    """A match for each likely personal address: « prenom.nom@ville.fr »; not « service.emploi@ville.fr »."""
    for found in _EMAIL.finditer(text):
        local, host = found.groups()
        parts = re.split(r"[._]", local.lower())
        is_named = len(parts) == 2 and all(re.fullmatch(r"[^\W\d]+(?:-[^\W\d]+)*", part) for part in parts)
        if _PERSONAL_HOSTS.match(host) or (is_named and not _ROLE.search(local.lower()) and len(parts[1]) > 2):
            yield found


_PLACEHOLDER = re.compile(r"\[\s*[ÀA] compléter\b[^\]]*\]?", re.IGNORECASE)
_EXAMPLE = re.compile(r"\bex[ae]mple\.(?:org|com|net|fr)\b", re.IGNORECASE)  # stands for a real one
_BOTH_GENDERS = re.compile(  # from the first letter of a word on: a long word is read once
    r"(?<![^\W\d])(?:[^\W\d]++[·•‧⋅][^\W\d]++(?:[·•‧⋅]s)?"
    r"|[^\W\d]{2,}\((?:e|ne|le|fe|ve|te|se|re|trice|ère|euse|sse)s?\)s?\b"
    r"|(?<![\w.@/-])(?-i:[^\W\d][a-zà-öø-ÿœ]+)\.e(?:\.?s)?\b(?![.@/-]?\w))",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[·•‧⋅]|\w\(|\w\.e", re.IGNORECASE)  # quickly seen, and rare
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”")
_LINK = re.compile(
    r"\]\(\s*+<?(?P<inline>[^)\s>]+)|^\[[^\]^\n]+\]:[ \t]+(?P<reference>\S+)|\bhref=[\"'](?P<html>[^\"']+)",
    re.MULTILINE,
)
_OUTSIDE = ("http://", "https://", "mailto:", "tel:", "#", "www.")  # links that begin so are fixed by the renderer
_MAIL = re.compile(r"(?<![^@\s/])[^@\s/]+@[^@\s/]+")
_CODES = frozenset(["url", "name", "pages", "unit", "value", "year"])  # keys of what is no sentence
_NAMES = frozenset(["organisation", "partners", "contact"])


def lint_words(manuscript: Manuscript, addresses: set[str], acronyms: set[str], site: str) -> Iterator[Problem]:
    """Every warning about wording and markup.

    `addresses` are the paths of the site, `acronyms` those that need no explanation, `site` is the public URL.
    """
    yield from find_placeholders(manuscript)
    yield from _find_dead_links(manuscript, addresses, site.rstrip("/"))
    yield from lint_markup(manuscript)
    yield from _find_comments(manuscript)
    yield from _find_persons(manuscript)
    yield from _find_both_genders(manuscript)
    yield from _find_acronyms(manuscript, acronyms)
    yield from _find_long_numbers(manuscript)


def find_placeholders(manuscript: Manuscript) -> Iterator[Problem]:
    """Warnings about « [À compléter…] », left by the template."""
    message = "Ce passage reste à écrire. Remplacez-le, crochets compris, par le texte définitif."
    for passage in manuscript.passages:
        for found in _PLACEHOLDER.finditer(passage.text):
            yield manuscript.warn(passage, message, found.start(), found.group())


def find_examples(manuscript: Manuscript) -> Iterator[Problem]:
    """Warnings about addresses that stand for real ones: `https://exemple.org`, `contact@example.org`."""
    message = "Cette adresse est un exemple, qui ne mène nulle part. Écrivez la vôtre."
    for passage in manuscript.passages:
        if _EXAMPLE.search(passage.text):
            yield manuscript.warn(passage, message, read=passage.text)


def _find_dead_links(manuscript: Manuscript, addresses: set[str], site: str) -> Iterator[Problem]:
    for passage in _prose(manuscript, without=REFERENCE_KEYS | _NAMES):
        for found in _LINK.finditer(passage.prose):
            target = next(group for group in found.groups() if group)
            path = target.removeprefix(site) if target.startswith(f"{site}/") else target
            if path.lower().startswith(_OUTSIDE) or _MAIL.fullmatch(path):
                continue
            if not path.startswith("/"):
                message = (
                    "Ce lien ne marchera pas. Une page du site commence par « / », un autre site par « https:// »."
                )
                yield manuscript.warn(passage, message, found.start(), target, nearest=suggest_address(path, addresses))
            elif not is_known_path(path, addresses):
                message = "Ce lien mène à une page qui n'existe pas. Corrigez l'adresse, ou ôtez le lien."
                nearest = suggest_address(path, addresses)
                yield manuscript.warn(passage, message, found.start(), target, nearest=nearest)


def _find_comments(manuscript: Manuscript) -> Iterator[Problem]:
    message = (
        "Ce qui suit « # » n'est pas lu : pour ce format, c'est un commentaire. "
        "Si cela fait partie du texte, mettez le texte entier entre guillemets droits."
    )
    for comment in manuscript.source.comments:
        if comment.is_doubtful:
            yield manuscript.warn(Passage(comment.line, "", ""), message, read=comment.text)


def _find_persons(manuscript: Manuscript) -> Iterator[Problem]:
    for passage in _prose(manuscript, without=REFERENCE_KEYS):
        for found in find_persons(passage.words):
            message = (
                "Ceci ressemble au nom d'une personne. Écrivez sa fonction ou son organisation "
                "(« la directrice du PLIE »). Si c'est autre chose, ne changez rien."
            )
            yield manuscript.warn(passage, message, found.start(), found.group())
        for found in find_personal_emails(passage.text):
            message = (
                "Cette adresse semble être celle d'une personne. Donnez celle du service (« contact@… »), qui restera "
                "quand la personne changera de poste. S'il n'y en a pas d'autre, demandez-lui son accord."
            )
            yield manuscript.warn(passage, message, found.start(), found.group())


def _find_both_genders(manuscript: Manuscript) -> Iterator[Problem]:
    message = (
        "Le point médian et les parenthèses se lisent mal à voix haute. Écrivez les deux mots "
        "(« les salariées et les salariés ») ou un mot qui les réunit (« l'équipe »)."
    )
    for passage in _prose(manuscript, without=REFERENCE_KEYS | _NAMES):
        if not _MARKS.search(passage.words):
            continue
        words = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), passage.words)
        for found in _BOTH_GENDERS.finditer(words):
            yield manuscript.warn(passage, message, found.start(), found.group())


def _find_acronyms(manuscript: Manuscript, known: set[str]) -> Iterator[Problem]:
    """Each undefined acronym once, where it is first read."""
    names = [p.text for p in manuscript.passages if p.location and p.location[0] in _NAMES]
    defined = known | known_acronyms(names)
    defined |= explained_acronyms("\n".join(passage.words for passage in manuscript.passages))
    for passage in _prose(manuscript, without=REFERENCE_KEYS | _NAMES):
        persons = [person.span() for person in find_persons(passage.words)]
        for found in find_acronyms(passage.words):
            acronym = found.group()
            if any(start <= found.start() < end for start, end in persons):
                continue
            if acronym not in defined and not is_name(found):
                message = (
                    f"« {acronym} » n'est ni expliqué ici, ni au glossaire. Écrivez-le en toutes lettres la première "
                    "fois, ou ajoutez-le au glossaire (glossary.yaml)."
                )
                yield manuscript.warn(passage, message, found.start(), acronym)
            defined.add(acronym)


def _find_long_numbers(manuscript: Manuscript) -> Iterator[Problem]:
    for passage in _prose(manuscript, without=REFERENCE_KEYS | {"partners", "contact"}):
        if passage.location and passage.location[-1] in _CODES:
            continue
        for found in find_long_numbers(passage.words):
            spaced = split_thousands(found.group())
            message = (
                f"Un grand nombre s'écrit avec une espace entre les milliers : « {spaced} ». "
                "« pratiques check --fix » le fait."
            )
            yield manuscript.warn(passage, message, found.start(), found.group(), spaced)


def _prose(manuscript: Manuscript, without: frozenset[str]) -> Iterator[Passage]:
    """The passages that are prose, without those under the keys of `without`."""
    for passage in manuscript.passages:
        if not passage.location or passage.location[0] not in without:
            yield passage
