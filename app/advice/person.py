"""Detector of personal data, names and e-mail addresses of persons: the base names organisations and roles only."""

import re
from collections.abc import Iterator
from pathlib import Path

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
_LOOK_BACK = 60  # characters: « bibliothèque de la » and some spaces
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
        if is_first_name and start not in covered and not _PLACE_BEFORE.search(text, max(start - _LOOK_BACK, 0), start):
            yield found


def find_personal_emails(text: str) -> Iterator[re.Match[str]]:
    """A match for each likely personal address: « prenom.nom@ville.fr »; not « service.emploi@ville.fr »."""
    for found in _EMAIL.finditer(text):
        local, host = found.groups()
        parts = re.split(r"[._]", local.lower())
        is_named = len(parts) == 2 and all(re.fullmatch(r"[^\W\d]+(?:-[^\W\d]+)*", part) for part in parts)
        if _PERSONAL_HOSTS.match(host) or (is_named and not _ROLE.search(local.lower()) and len(parts[1]) > 2):
            yield found
