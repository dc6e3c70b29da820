"""A file that a visitor sends, as other programs leave it: what it is, what its name says, the letters of its text."""

import re

from app.content.file_kind import tell_kind
from app.content.part import SLUG_PATTERN
from app.content.practice_file import MAX_SLUG
from app.content.problem import Problem, Unreadable
from app.content.source_file import WINDOWS_1252, guess_text

UNTITLED = "brouillon"  # the name that a draft without a title is saved under

_GUESSED = "Ce fichier n'est pas enregistré en UTF-8 : ses accents ont été devinés. Relisez-les avant de l'envoyer."
_EXPECTED = "Ici se reprend un brouillon enregistré par ce formulaire, ou une fiche de la base : un fichier « .md »."
_MAX_NAME = 200  # longer names hold no slug, whatever was added to them
_ADDED = re.compile(r"(?:\.(?:md|markdown|txt)|\s*\(\d+\)|\s+(?:-\s+)?copie)$", re.IGNORECASE)


def read_name(name: str) -> str:
    """The slug in the name of a file, without what browsers and editors add: `lens (1).md.txt`; else an empty text."""
    bare, name = name[: _MAX_NAME + 1], ""
    while bare != name:
        name, bare = bare, _ADDED.sub("", bare)
    is_slug = re.fullmatch(SLUG_PATTERN, name) and len(name) <= MAX_SLUG and name != UNTITLED
    return name if is_slug else ""


def read_text(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of a file and what to say of it. Raises Unreadable for a file of another kind, told for what it is."""
    refuse_other_kinds(data, name)
    text, encoding = guess_text(data)
    return text, (_GUESSED,) if encoding == WINDOWS_1252 else ()


def refuse_other_kinds(data: bytes, name: str = "") -> None:
    """Raise Unreadable for what is no text of a sheet: a Word file, a PDF, a picture, a table, nothing at all."""
    if not data.strip():
        message = "Ce fichier est vide." if name else "Choisissez un fichier, ou collez le texte d'un brouillon."
        raise Unreadable([Problem("", 0, "", f"{message} {_EXPECTED}")])
    kind = tell_kind(data, name)
    if kind:
        raise Unreadable([Problem("", 0, "", f"C'est {kind[0]} : « Reprendre » ne le lit pas. {kind[1]} {_EXPECTED}")])
