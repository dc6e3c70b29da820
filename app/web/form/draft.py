"""Draft model: the typed values of the form, valid or not. Stateless: every request carries it whole."""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from app.content.field import Field, map_values, practice_fields
from app.content.practice_file import DRAFT_KEY
from app.content.scaffold import make_slug
from app.content.serialise import Value, write_sheet

Typed: TypeAlias = "str | list[Typed] | dict[str, Typed]"

MAX_ROWS = 50
DOCUMENT_KEYS = ("title", "publisher", "published", "url")
# The documents described in the form itself: the group of fields of each, and the word that stands for it as a source.
NEW_DOCUMENTS = {
    "document": "nouveau-document",
    "document-2": "nouveau-document-2",
    "document-3": "nouveau-document-3",
}

_WHOLE = re.compile(r"^\d{1,9}$", re.ASCII)


@dataclass(frozen=True)
class FieldError:
    """A validation error at a form field, by its dotted name ("" for the whole draft); message in French."""

    name: str
    message: str


@dataclass(frozen=True)
class Draft:
    """Raw practice. `values` mirrors the front matter, as texts; `revises` is the slug that it corrects, or "".

    `documents` are those that it describes, by group of NEW_DOCUMENTS. A word of NEW_DOCUMENTS stands for each of them
    in `values`; a dict from these words to keys of content/sources.yaml says what a file is to have instead.
    `is_saved` when it comes from the file of a draft, which may have its name from a title that was not the last.
    """

    values: dict[str, Typed]
    sections: dict[str, str] = field(default_factory=dict)
    documents: dict[str, dict[str, str]] = field(default_factory=dict)
    slug: str = ""
    revises: str = ""
    notices: tuple[str, ...] = ()
    is_saved: bool = False

    @property
    def name(self) -> str:
        """The slug: the name of its file without `.md`."""
        title = self.values.get("title")
        return self.revises or self.slug or make_slug(title if isinstance(title, str) else "")

    @property
    def length(self) -> int:
        """Total length in characters."""
        return sum(map(len, _texts(self.values))) + sum(map(len, self.sections.values()))

    def text(self, keys: Mapping[str, str]) -> str:
        """Serialise to a practice file (Markdown with front matter); `keys` replace placeholders of documents."""
        return write_sheet(_to_front_matter(self.values, keys), self.sections)

    def text_to_keep(self) -> str:
        """Serialise to a draft file, which also has what a practice file lacks, to be resumed without loss."""
        beside: dict[str, Value] = {"slug": self.slug, "revises": self.revises}
        beside |= {group: {key: text for key, text in given.items() if text} for group, given in self.documents.items()}
        kept = {key: value for key, value in beside.items() if value} or {"slug": ""}
        return write_sheet({**_to_front_matter(self.values, {}), DRAFT_KEY: kept}, self.sections)

    def with_documents(self, documents: dict[str, dict[str, str]], keys: Mapping[str, str]) -> "Draft":
        """A copy with described documents; sources with their keys cite them by placeholder again."""
        words = {keys[word]: word for group, word in NEW_DOCUMENTS.items() if documents.get(group) and keys.get(word)}

        def rename(each: Field, typed: Typed) -> Typed:
            return words.get(typed, typed) if each.list_name == "sources" and isinstance(typed, str) else typed

        return replace(self, documents=documents, values=map_values(practice_fields(), self.values, rename))

    def without_blank_rows(self) -> "Draft":
        """A copy without the blank rows of lists."""
        same = map_values(
            practice_fields(), self.values, lambda _, typed: typed, keeps_row=lambda row: not is_blank(row)
        )
        return replace(self, values=same)

    def change(self, action: str) -> "Draft":
        """A copy after a submit button: `add-partners`, `remove-indicators.0.values-2`. Others change nothing."""
        verb, _, rest = action.partition("-")
        name, _, position = rest.partition("-")
        values = copy.deepcopy(self.values)
        found = _find_rows(practice_fields(), values, name)
        if found is None:
            return self
        row_field, rows = found
        if verb == "add" and len(rows) >= MAX_ROWS:
            return replace(self, notices=(*self.notices, row_limit_notice(row_field)))
        if verb == "add":
            rows += [
                blank_row(row_field) for _ in range(1 if rows or not row_field.needs_value else 2)
            ]  # one was shown
        elif verb == "remove" and _WHOLE.match(position) and int(position) < len(rows):
            del rows[int(position)]
        return replace(self, values=values)


def blank_row(row_field: Field) -> Typed:
    """The empty value of a list row."""
    return {each.name: blank(each) for each in row_field.fields} if row_field.kind == "groups" else ""


def blank(each: Field) -> Typed:
    """The empty value of a field."""
    if each.kind == "group":
        return {inner.name: blank(inner) for inner in each.fields}
    return [] if each.kind in {"groups", "texts", "many"} else ""


def is_blank(typed: Typed) -> bool:
    """Whether a typed value has no text."""
    return not any(text.strip() for text in _texts(typed))


def cited_documents(draft: Draft) -> set[str]:
    """The placeholders of described documents that the draft cites."""
    return set(NEW_DOCUMENTS.values()).intersection(_texts(draft.values))


def row_limit_notice(row_field: Field) -> str:
    """The notice for a list with more than MAX_ROWS rows."""
    return f"{row_field.label} : {MAX_ROWS} lignes au plus. Les suivantes ne sont pas gardées."


def _to_front_matter(values: Mapping[str, Typed], keys: Mapping[str, str]) -> dict[str, Value]:
    """Typed values as front matter: blank optional fields are left out, required ones kept."""

    def convert(each: Field, typed: Typed) -> Value:
        if not isinstance(typed, str):
            return typed
        text = typed.strip()
        if each.list_name == "sources":
            return keys.get(text, text)
        return int(text) if each.kind == "number" and _WHOLE.match(text) else text

    return map_values(
        practice_fields(), values, convert, keeps=lambda each, typed: each.is_required or not is_blank(typed)
    )


def _find_rows(fields: tuple[Field, ...], typed: Typed, name: str) -> tuple[Field, list[Typed]] | None:
    """Look up a list by its dotted name: its field and its rows, or None."""
    head, _, rest = name.partition(".")
    each = next((each for each in fields if each.name == head), None)
    inner = typed.get(head) if isinstance(typed, dict) else None
    if each is None or each.kind not in {"groups", "texts"} or not isinstance(inner, list):
        return None
    if not rest:
        return each, inner
    position, _, deeper = rest.partition(".")
    if not _WHOLE.match(position) or int(position) >= len(inner):
        return None
    return _find_rows(each.fields, inner[int(position)], deeper)


def _texts(typed: Typed) -> Iterator[str]:
    if isinstance(typed, str):
        yield typed
    else:
        for inner in typed.values() if isinstance(typed, dict) else typed:
            yield from _texts(inner)
