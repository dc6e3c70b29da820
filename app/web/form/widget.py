"""Form widgets: a field with its name, value, options, rows and errors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.catalogue.catalogue import Catalogue
from app.content.field import Field, practice_fields, walk
from app.content.problem import shorten
from app.content.section import REQUIRED
from app.web.form.draft import NEW_DOCUMENTS, Typed, blank_row, is_blank

MANY_LINES = 8
_MAX_TITLE = 50
_LINES = {
    "summary": 4,
    "evaluation": 3,
    "quotes.text": 3,
    "editor_note": 3,
    "withdrawn.reason": 3,
}  # fields that are written over several lines
_WRITE = "Ce champ est à remplir."
_TODO = {
    "one": "Choisissez dans la liste.",
    "many": "Cochez une case au moins.",
    "texts": "Remplissez une ligne au moins.",
    "groups": "Remplissez une ligne au moins.",
}
# Parts that a format requires, and no other in their place.
_ALONE = {f"section.{group[0]}" for groups in REQUIRED.values() for group in groups if len(group) == 1}
_ORDINALS = ("autre", "deuxième", "troisième")
_ROW_LABELS = {
    "indicators": "Chiffre",
    "indicators.values": "Valeur",
    "partners": "Partenaire",
    "sources": "Source",
    "conditions": "Condition",
    "quotes": "Parole",
    "related": "Fiche",
    "aliases": "Ancien nom",
}


@dataclass(frozen=True)
class Option:
    """An option of a select or checkbox list."""

    value: str
    label: str
    group: str = ""
    definition: str = ""


@dataclass(frozen=True)
class Control:
    """A widget: a field, its dotted name, typed value and errors."""

    field: Field
    name: str
    value: str = ""
    selected: tuple[str, ...] = ()
    choices: tuple[Option, ...] = ()
    errors: tuple[str, ...] = ()
    controls: tuple["Control", ...] = ()
    rows: tuple["FormRow", ...] = ()
    lines: int = 1

    @property
    def id(self) -> str:
        """The id of its element; those of section headings never begin so."""
        return f"f-{self.name.replace('.', '-')}"

    @property
    def described_by(self) -> str:
        """The value of `aria-describedby`: help and error."""
        return f"{self.id}-erreur {self.id}-aide" if self.errors else f"{self.id}-aide"

    @property
    def row_label(self) -> str:
        """The label of one row of a list."""
        return _ROW_LABELS.get(self.field.path, self.field.label)


@dataclass(frozen=True)
class FormRow:
    """A row of a list; `number` counts from 1, positions in `name` from 0."""

    number: int
    name: str
    remove: str
    controls: tuple[Control, ...]

    @property
    def title(self) -> str:
        """A caption from its first field: what is counted, the document that is cited; or ""."""
        first = self.controls[0]
        labels = [choice.label for choice in first.choices if choice.value == first.value]
        text = labels[0] if labels else first.value if first.field.kind == "text" else ""
        return shorten(text, _MAX_TITLE)


def list_choices(catalogue: Catalogue, fields: Iterable[Field] | None = None) -> dict[str, tuple[Option, ...]]:
    """Options by list name, for every list that a field uses; `fields` defaults to those of a practice."""
    vocabulary = catalogue.vocabulary
    groups = vocabulary.lever_groups
    names = {field.list_name for field in walk(practice_fields() if fields is None else tuple(fields))}
    choices = {
        name: tuple(
            Option(slug, term.label, groups[term.group].label if term.group in groups else "", term.definition or "")
            for slug, term in vocabulary.terms(name).items()
        )
        for name in names - {"", "sources"}
    }
    documents = catalogue.library.documents.values()
    described = zip(NEW_DOCUMENTS.values(), _ORDINALS, strict=True)
    choices["sources"] = (
        *(Option(document.slug, f"{document.title} ({document.publisher})") for document in documents),
        *(Option(word, f"Un {ordinal} document, que je décris dans « Les sources »") for word, ordinal in described),
    )
    return choices


class ControlFactory:
    """Widget factory, with options by list name and errors by field name."""

    def __init__(self, choices: Mapping[str, tuple[Option, ...]], errors: Mapping[str, list[str]]) -> None:
        self.choices = choices
        self.errors = errors

    def build(self, field: Field, name: str, typed: Typed) -> Control:
        """Build the widget of a field, and nested ones."""
        if isinstance(typed, dict):
            return Control(field, name, errors=self._errors(name), controls=self._build_all(field.fields, name, typed))
        if isinstance(typed, list) and field.kind in {"groups", "texts"}:
            shown = typed or ([blank_row(field)] if field.needs_value else [])
            rows = tuple(self._build_row(field, name, position, row) for position, row in enumerate(shown))
            return Control(field, name, errors=self._errors(name, field, typed), rows=rows)
        selected = tuple(text for text in typed if isinstance(text, str)) if isinstance(typed, list) else (typed,)
        return Control(
            field,
            name,
            value="" if isinstance(typed, list) else typed,
            selected=selected,
            choices=self._choices(field, selected),
            errors=self._errors(name, field, typed),
            lines=_LINES.get(field.path, MANY_LINES if field.path.startswith("section.") else 1),
        )

    def _build_all(self, fields: tuple[Field, ...], name: str, typed: dict[str, Typed]) -> tuple[Control, ...]:
        return tuple(
            self.build(field, f"{name}.{field.name}", typed.get(field.name, ""))
            for field in fields
            if field.kind != "one" or self.choices[field.list_name] or typed.get(field.name)  # a list the base has
        )

    def _build_row(self, field: Field, name: str, position: int, typed: Typed) -> FormRow:
        row_name = f"{name}.{position}"
        if isinstance(typed, dict):
            controls = self._build_all(field.fields, row_name, typed)
        else:
            controls = (
                Control(
                    field,
                    row_name,
                    value=typed if isinstance(typed, str) else "",
                    errors=self._errors(row_name),
                ),
            )
        return FormRow(position + 1, row_name, f"remove-{name}-{position}", controls)

    def _choices(self, field: Field, selected: tuple[str, ...]) -> tuple[Option, ...]:
        """The options, and those selected that the vocabulary lacks, so that nothing is lost."""
        known = self.choices[field.list_name] if field.list_name else ()
        values = {choice.value for choice in known}
        strange = [text for text in selected if text and text not in values] if field.list_name else []
        return (*known, *(Option(text, f"{text} (mot inconnu)") for text in strange))

    def _errors(self, name: str, field: Field | None = None, typed: Typed = "") -> tuple[str, ...]:
        """The errors of a field; of a blank required field, only what to do."""
        told = tuple(self.errors.get(name, ()))
        is_todo = field and is_blank(typed) and (field.needs_value or field.path in _ALONE)
        return (_TODO.get(field.kind, _WRITE),) if told and field and is_todo else told
