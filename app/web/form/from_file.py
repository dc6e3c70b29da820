"""Parser: Markdown file → draft, tolerant: values without a place in the form become notices, with their text."""

import re
from collections.abc import Mapping, Sequence

from app.content.field import Field, practice_fields
from app.content.file_kind import detect_kind
from app.content.practice_file import DRAFT_KEY
from app.content.problem import Problem, Unreadable, shorten
from app.content.section import TITLES, find_key, split_body
from app.content.serialise import Value
from app.content.source_file import WINDOWS_1252, guess_text, parse_markdown
from app.content.types import MAX_SLUG_LENGTH, SLUG_PATTERN
from app.web.form.draft import DOCUMENT_KEYS, MAX_ROWS, NEW_DOCUMENTS, Draft, Typed

MAX_NOTICE = 500  # characters; whoever resumes a file still has it


def _group(name: str, label: str, fields: tuple[Field, ...]) -> Field:
    return Field(name, name, "group", label, "", fields=fields)


def _texts(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name, name, "text", name, "") for name in names)


# What a draft holds and a sheet does not: see Draft.text_to_keep.
_DOCUMENTS = tuple(_group(group, group, _texts(*DOCUMENT_KEYS)) for group in NEW_DOCUMENTS)
_BESIDE = _group(DRAFT_KEY, "Brouillon", (*_texts("slug", "revises"), *_DOCUMENTS))


def draft_of_text(text: str) -> Draft:
    """Parse a practice or draft file. Raises Unreadable."""
    source = parse_markdown(text.replace("\r\n", "\n").lstrip("\ufeff\n "), "fiche")
    converter = _Converter()
    values = converter.convert_group((*practice_fields(), _BESIDE), source.data, "")
    beside = _mapping(values.pop(DRAFT_KEY))
    names = _only_texts(beside)
    documents = {group: _only_texts(_mapping(beside[group])) for group in NEW_DOCUMENTS}
    converter.notices += [
        f"Ligne {comment.line} : ce qui suit « # » n'est pas lu. Non repris : {comment.text}"
        for comment in source.comments
    ]
    sections = _split_sections(source.body)
    is_saved = DRAFT_KEY in source.data
    notices = tuple(shorten(notice, MAX_NOTICE) for notice in converter.notices)
    return Draft(values, sections, documents, names["slug"], names["revises"], notices, is_saved)


def _mapping(typed: Typed) -> Mapping[str, Typed]:
    return typed if isinstance(typed, dict) else {}


def _only_texts(group: Mapping[str, Typed]) -> dict[str, str]:
    return {name: text for name, text in group.items() if isinstance(text, str)}


def _split_sections(body: str) -> dict[str, str]:
    """Split a body by section key; an unknown heading becomes a sub-heading of the section before."""
    sections = dict.fromkeys(TITLES, "")
    current = next(iter(TITLES))
    for _, title, text in split_body(body, 1):
        key = find_key(title or "")
        kept = text if key or title is None else f"### {title.lstrip('# ')}\n\n{text}"
        current = key or current
        sections[current] = f"{sections[current]}\n\n{kept}".strip("\n")
    return sections


class _Converter:
    """Converts YAML values to typed values of the form; collects `notices` of what does not fit."""

    def __init__(self) -> None:
        self.notices: list[str] = []

    def convert_group(self, fields: tuple[Field, ...], value: Value, place: str) -> dict[str, Typed]:
        """Convert a mapping: a group of fields, or one row of a list of groups."""
        if value is not None and not isinstance(value, Mapping):
            wanted = [each.label for each in fields if each.needs_value] or [each.label for each in fields]
            self._note_unplaced(place, f"remplissez {', '.join(wanted)}.", value)
        given: Mapping[str, Value] = value if isinstance(value, Mapping) else {}
        known = {each.name for each in fields}
        for key in (key for key in given if key not in known):
            self._note_unplaced(place or "La fiche", f"« {key} » n'est pas une information connue.", given[key])
        return {each.name: self._convert(each, given.get(each.name), place) for each in fields}

    def _convert(self, each: Field, value: Value, parent: str) -> Typed:
        place = f"{parent}, {each.label.lower()}" if parent else each.label
        if each.kind == "group":
            return self.convert_group(each.fields, value, place)
        if each.kind == "groups":
            rows = value if isinstance(value, list) else [] if value is None else [value]
            kept = enumerate(self._cut(each, rows, place), start=1)
            return [self.convert_group(each.fields, row, f"{place}, ligne {number}") for number, row in kept]
        if each.kind in {"texts", "many"}:
            return [self._convert_text(row, place) for row in self._cut(each, self._list(value, place), place)]
        return self._convert_text(value, place)

    def _list(self, value: Value, place: str) -> Sequence[Value]:
        """Coerce to a list: a text is split at commas, a scalar becomes one item."""
        if isinstance(value, Mapping):
            self._note_unplaced(place, "il faut une liste.", value)
            return []
        if isinstance(value, str):
            return [word.strip() for word in value.replace(";", ",").split(",") if word.strip()]
        return value if isinstance(value, list) else [] if value is None else [value]

    def _cut(self, each: Field, rows: Sequence[Value], place: str) -> Sequence[Value]:
        if len(rows) > MAX_ROWS:
            self._note_unplaced(place, f"{MAX_ROWS} lignes au plus.", list(rows[MAX_ROWS:]))
        return rows[:MAX_ROWS]

    def _convert_text(self, value: Value, place: str) -> str:
        if isinstance(value, (list, Mapping)):
            self._note_unplaced(place, "il faut un seul texte.", value)
            return ""
        return _spell(value)

    def _note_unplaced(self, place: str, reason: str, value: Value) -> None:
        self.notices.append(f"{place} : {reason} Non repris : {_spell(value)}")


def _spell(value: Value) -> str:
    """A value on one line, in YAML flow style."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_spell(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_spell, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


UNTITLED = "brouillon"  # the name that a draft without a title is saved under

_GUESSED = "Ce fichier n'est pas enregistré en UTF-8 : ses accents ont été devinés. Relisez-les avant de l'envoyer."
_EXPECTED = "Ici se reprend un brouillon enregistré par ce formulaire, ou une fiche de la base : un fichier « .md »."
_MAX_NAME = 200  # longer names hold no slug, whatever was added to them
_ADDED = re.compile(r"(?:\.(?:md|markdown|txt)|\s*\(\d+\)|\s+(?:-\s+)?copie)$", re.IGNORECASE)


def read_name(name: str) -> str:
    """The slug in a file name, without what browsers and editors add (`lens (1).md.txt`); else ""."""
    bare, name = name[: _MAX_NAME + 1], ""
    while bare != name:
        name, bare = bare, _ADDED.sub("", bare)
    is_slug = re.fullmatch(SLUG_PATTERN, name) and len(name) <= MAX_SLUG_LENGTH and name != UNTITLED
    return name if is_slug else ""


def read_text(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Decode a file (UTF-8, else guessed): its text and notices. Raises Unreadable for another kind of file."""
    refuse_other_kinds(data, name)
    text, encoding = guess_text(data)
    return text, (_GUESSED,) if encoding == WINDOWS_1252 else ()


def refuse_other_kinds(data: bytes, name: str = "") -> None:
    """Sniff the content type. Raises Unreadable for Word, PDF, an image, a table, an empty file."""
    if not data.strip():
        message = "Ce fichier est vide." if name else "Choisissez un fichier, ou collez le texte d'un brouillon."
        raise Unreadable([Problem("", 0, "", f"{message} {_EXPECTED}")])
    kind = detect_kind(data, name)
    if kind:
        raise Unreadable([Problem("", 0, "", f"C'est {kind[0]} : « Reprendre » ne le lit pas. {kind[1]} {_EXPECTED}")])
