"""Selection held in a URL: parser of the parameters of `/selection` and its inverse. Alone knows their names.

`s`: the practices in order, by slug or short code; `s=slug@1f3a9c` also remembers the state of the sheet.
`titre`, `vue`, `version`: the title, the view, the snapshot it was made from. `note-<code>`: what the host will say of
the practice with this short code; a note follows its practice, wherever it is moved.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from app.content.practice import short_code
from app.content.types import MAX_SLUG_LENGTH, SLUG_PATTERN

View = Literal["liste", "comparer", "projection", "fiche"]
VIEWS: tuple[View, ...] = get_args(View)
MAX_TITLE = 120
MAX_NOTE = 400
MAX_NOTES = 4000  # characters of all notes together: an address has to fit in a mail
MAX_NAMES = 500  # names that are looked at; the catalogue then shows MAX_PRACTICES of them

_NAME = re.compile(rf"(?:{SLUG_PATTERN[1:-1]})(?:@[0-9a-f]{{6}})?", re.ASCII)
_VERSION = re.compile(r"[0-9a-f]{16}", re.ASCII)
_NOTE = "note-"
_MOVES = {"monter": -1, "descendre": 1}


@dataclass(frozen=True)
class PracticeChoice:
    """An item of a selection. `mark`: first digits of the digest of its file when the address was frozen, or ""."""

    slug: str
    note: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Composition:
    """An ordered selection, parsed from its URL and not resolved: its practices may not exist.

    `notices` says, in French, what could not be understood; it is not part of the identity.
    """

    title: str = ""
    choices: tuple[PracticeChoice, ...] = ()
    view: View = "liste"
    version: str = ""
    notices: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_args(cls, args: Iterable[tuple[str, str]]) -> "Composition":
        """Parse decoded URL parameters. Never raises: what is invalid is dropped, with a message in `notices`."""
        composition = cls()
        names: list[str] = []
        notes: dict[str, str] = {}
        notices: list[str] = []
        for name, value in args:
            if name == "s":
                names += [part.strip() for part in value.split(",") if part.strip()]
            elif name.startswith(_NOTE):
                notes[name.removeprefix(_NOTE)] = clean(value)
            else:
                composition = composition._with_parameter(name, value, notices)
        choices = _add_notes(_read_names(names, notices), notes, notices)
        return replace(composition, choices=choices, notices=tuple(notices))

    def _with_parameter(self, name: str, value: str, notices: list[str]) -> "Composition":
        if name == "titre":
            title = clean(value)
            if len(title) > MAX_TITLE:
                notices.append(f"Le titre est trop long : seuls ses {MAX_TITLE} premiers caractères sont gardés.")
            return replace(self, title=title[:MAX_TITLE].strip())
        if name == "vue":
            view = next((view for view in VIEWS if view == value), None)
            if value and not view:
                notices.append(f"La vue « {clean(value)[:40]} » n'existe pas. Vues possibles : {', '.join(VIEWS)}.")
            return replace(self, view=view or "liste")
        if name == "version":
            if value and not _VERSION.fullmatch(value):
                notices.append(f"La version « {clean(value)[:40]} » ne se lit pas : elle est ignorée.")
                return self
            return replace(self, version=value)
        return self

    def to_args(self) -> list[tuple[str, str]]:
        """Serialise to the parameters of the canonical URL; defaults are left out."""
        names = [f"{choice.slug}@{choice.mark}" if choice.mark else choice.slug for choice in self.choices]
        args = [("s", ",".join(names))] if names else []
        args += [("titre", self.title)] if self.title else []
        args += [("vue", self.view)] if self.view != "liste" else []
        args += [("version", self.version)] if self.version else []
        args += [(_NOTE + note_key(choice.slug), choice.note) for choice in self.choices if choice.note]
        return args

    def apply_buttons(self, args: Iterable[tuple[str, str]]) -> "Composition":
        """A copy changed by the submit buttons of the form: `monter`, `descendre` or `retirer` with a slug."""
        changed = self
        for name, slug in args:
            if name in _MOVES:
                changed = changed.move(slug, _MOVES[name])
            elif name == "retirer":
                changed = replace(changed, choices=tuple(c for c in changed.choices if c.slug != slug))
        return changed

    def move(self, slug: str, step: int) -> "Composition":
        """A copy with one item moved by `step`; unchanged when that is beyond an end of the list."""
        choices = list(self.choices)
        place = next((place for place, choice in enumerate(choices) if choice.slug == slug), None)
        if place is None or not 0 <= place + step < len(choices):
            return self
        choices.insert(place + step, choices.pop(place))
        return replace(self, choices=tuple(choices))

    def shortened(self) -> "Composition":
        """A copy with short codes and no notes: a URL short enough for a QR code."""
        return replace(
            self, choices=tuple(PracticeChoice(short_code(choice.slug)) for choice in self.choices), version=""
        )


def clean(text: str) -> str:
    """Sanitise typed text: one line, no control characters (XML forbids them)."""
    printable = (" " if character.isspace() else character for character in text)
    kept = (character for character in printable if unicodedata.category(character)[0] != "C")
    return " ".join("".join(kept).split())


def note_key(slug: str) -> str:
    """The suffix of the parameter `note-…` of this practice."""
    return short_code(slug)


def _read_names(names: list[str], notices: list[str]) -> list[PracticeChoice]:
    """Parse `slug` or `slug@mark`: unique, in order; messages for the others."""
    if len(names) > MAX_NAMES:
        notices.append(f"L'adresse nomme {len(names)} fiches : seules les {MAX_NAMES} premières sont lues.")
    choices: dict[str, PracticeChoice] = {}
    repeated: list[str] = []
    unreadable: list[str] = []
    for name in names[:MAX_NAMES]:
        slug, _, mark = name.partition("@")
        if not _NAME.fullmatch(name) or len(slug) > MAX_SLUG_LENGTH:
            unreadable.append(clean(name)[:40])
        elif slug in choices:
            repeated.append(slug)
        else:
            choices[slug] = PracticeChoice(slug, mark=mark)
    if repeated:
        notices.append(f"Demandée plusieurs fois, montrée une seule : {name_some(repeated)}.")
    if unreadable:
        notices.append(f"Ce n'est pas le nom d'une fiche : {name_some(unreadable)}.")
    return list(choices.values())


def _add_notes(choices: list[PracticeChoice], notes: dict[str, str], notices: list[str]) -> tuple[PracticeChoice, ...]:
    """Attach notes to items, truncated to the limits, with messages."""
    left = MAX_NOTES
    noted = []
    is_cut = False
    for choice in choices:
        text = notes.pop(note_key(choice.slug), "") or notes.pop(choice.slug, "")
        kept = text[: min(MAX_NOTE, left)].strip()
        is_cut = is_cut or kept != text
        left -= len(kept)
        noted.append(replace(choice, note=kept))
    if is_cut:
        notices.append(
            f"Une note compte {MAX_NOTE} caractères au plus, toutes ensemble {MAX_NOTES} : la suite est coupée."
        )
    if any(notes.values()):
        notices.append("Une note ne correspond à aucune fiche de la sélection : elle n'est pas montrée.")
    return tuple(noted)


NAMED = 5


def name_some(names: Sequence[str]) -> str:
    """An enumeration in French, truncated: « a », « b » et 3 autres."""
    unique = list(dict.fromkeys(names))
    named = ", ".join(f"« {name} »" for name in unique[:NAMED])
    others = len(unique) - NAMED
    if others < 1:
        return named
    return f"{named} et {others} autre{'s' if others > 1 else ''}"
