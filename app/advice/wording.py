"""Lint rules for the wording of any file: placeholders, dead links, persons, acronyms, inclusive short forms."""

import re
from collections.abc import Iterator

from app.advice.acronym import explained_acronyms, find_acronyms, is_name, known_acronyms
from app.advice.manuscript import REFERENCE_KEYS, Manuscript, Passage
from app.advice.markup import lint_markup
from app.advice.person import find_personal_emails, find_persons
from app.content.address import is_known_path, suggest_address
from app.content.problem import Problem

_PLACEHOLDER = re.compile(r"\[\s*[ÀA] compléter\b[^\]]*\]?", re.IGNORECASE)
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


def find_placeholders(manuscript: Manuscript) -> Iterator[Problem]:
    """Warnings about « [À compléter…] », left by the template."""
    message = "Ce passage reste à écrire. Remplacez-le, crochets compris, par le texte définitif."
    for passage in manuscript.passages:
        for found in _PLACEHOLDER.finditer(passage.text):
            yield manuscript.warn(passage, message, found.start(), found.group())


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


def _prose(manuscript: Manuscript, without: frozenset[str]) -> Iterator[Passage]:
    """The passages that are prose, without those under the keys of `without`."""
    for passage in manuscript.passages:
        if not passage.location or passage.location[0] not in without:
            yield passage
