"""View model of the form: fieldsets with widgets, and the error summary."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.catalogue.catalogue import Catalogue
from app.content.field import Field, practice_fields
from app.content.markdown_limits import MAX_SECTION
from app.content.section import REQUIRED, TITLES
from app.content.types import MAX_SLUG_LENGTH
from app.web.form.draft import NEW_DOCUMENTS, Draft, FieldError, Typed
from app.web.form.widget import Control, ControlFactory, list_choices

# Every field stands in one part; the last part, which is for editors, is folded away.
PARTS = (
    ("L'essentiel", ("title", "summary", "format", "theme")),
    ("Qui, où, quand", ("organisation", "territory", "period")),
    ("Le classement", ("sectors", "levers", "audiences")),
    ("Le récit", ()),
    ("Les chiffres", ("indicators", "evaluation")),
    ("Les moyens et les partenaires", ("means", "conditions", "partners")),
    ("Les paroles d'acteurs", ("quotes",)),
    ("Le contact", ("contact",)),
    ("Les sources", ("sources",)),
    (
        "La vie de la fiche",
        ("published", "reviewed", "confirmed", "review_every", "related", "editor_note", "aliases", "withdrawn"),
    ),
)
_STORY, _SOURCES, _LIFE = "Le récit", "Les sources", "La vie de la fiche"
SECTION_FIELDS = tuple(
    Field(
        key,
        f"section.{key}",
        "text",
        TITLES[key],
        help_text,
        example,
        needs_value=all((key,) in groups for groups in REQUIRED.values()),
        max_length=MAX_SECTION,
    )
    for key, help_text, example in (
        ("contexte", "Pourquoi il fallait agir : le constat, l'année, le territoire.", ""),
        ("objectifs", "Ce que l'on voulait obtenir.", ""),
        ("mise-en-oeuvre", "Ce qui a été fait, dans l'ordre, par qui.", ""),
        ("resultats", "Ce qui a changé, et ce qui n'a pas changé : chaque chiffre avec son année.", ""),
        (
            "vigilance",
            "Ce qui n'a pas marché, ou a failli ne pas marcher. Un point par ligne, qui commence par un tiret.",
            "- **Prévoir les trajets.** Les cours finissaient après le dernier bus.",
        ),
        (
            "reussite",
            "Ce qui a compté. Un point par ligne, qui commence par un tiret.",
            "- **Visiter l'atelier d'abord.** Celles qui l'ont vu sont restées.",
        ),
        ("pour-aller-plus-loin", "La suite prévue, une adresse utile.", ""),
    )
)
_DOCUMENT_TITLES = ("Un document qui n'est pas dans la liste", "Un deuxième document", "Un troisième document")
_DOCUMENT_HELP = "Décrivez-le ici, puis choisissez « {choice} » comme source."
_CHOICES = ("Un autre document", "Un deuxième document", "Un troisième document")


def _describe(group: str, title: str, choice: str) -> Field:
    """The field group of a new source document."""
    fields = (
        ("title", "Titre", "Titre du document.", "Rapport d'activité 2025"),
        ("publisher", "Éditeur", "Qui l'a publié.", "Département d'Exemple"),
        ("published", "Paru en", "Année, ou année et mois.", "juillet 2025"),
        ("url", "Adresse", "Adresse du document, s'il est en ligne.", "https://exemple.org/r.pdf"),
    )
    inner = tuple(
        Field(name, f"{group}.{name}", "text", label, text, example, needs_value=name != "url")
        for name, label, text, example in fields
    )
    return Field(group, group, "group", title, _DOCUMENT_HELP.format(choice=choice), fields=inner)


_DOCUMENT_FIELDS = tuple(map(_describe, NEW_DOCUMENTS, _DOCUMENT_TITLES, _CHOICES))
_SLUG_FIELD = Field(
    "slug",
    "slug",
    "text",
    "Nom du fichier",
    "Il devient l'adresse de la fiche et ne changera plus. Laissez vide : il sera fait avec le titre.",
    "chantier-soudeuses",
    max_length=MAX_SLUG_LENGTH,
)


@dataclass(frozen=True)
class Fieldset:
    """A fieldset with its heading."""

    title: str
    controls: tuple[Control, ...]
    more: tuple[Control, ...] = ()  # what few people need, folded away after the rest
    is_folded: bool = False
    has_more_open: bool = False

    @property
    def id(self) -> str:
        """The id of its element."""
        return "partie-" + "".join(letter if letter.isalnum() else "-" for letter in self.title.lower())


@dataclass(frozen=True)
class Form:
    """View model of the form; `errors` is the error summary: (element id, label, message)."""

    draft: Draft
    parts: tuple[Fieldset, ...]
    errors: tuple[tuple[str, str, str], ...]


def make_form(draft: Draft, catalogue: Catalogue, errors: Iterable[FieldError] = ()) -> Form:
    """Build the form of a draft with its field errors."""
    maker = ControlFactory(list_choices(catalogue), _gather(errors))
    parts = tuple(_make_fieldset(title, names, draft, maker) for title, names in PARTS)
    return Form(draft, parts, tuple(_summarise_errors(parts, maker.errors)))


def _make_fieldset(title: str, names: tuple[str, ...], draft: Draft, maker: ControlFactory) -> Fieldset:
    fields = {field.name: field for field in practice_fields()}
    controls = [maker.build(fields[name], name, draft.values.get(name, "")) for name in names]
    more: list[Control] = []
    if title == _STORY:
        controls = [maker.build(each, each.path, draft.sections.get(each.name, "")) for each in SECTION_FIELDS]
    elif title == _SOURCES:
        described = [maker.build(each, each.path, _typed_document(draft, each)) for each in _DOCUMENT_FIELDS]
        controls, more = [*controls, described[0]], described[1:]
    elif title == _LIFE and not draft.revises:
        controls.insert(0, maker.build(_SLUG_FIELD, "slug", draft.slug))
    is_folded = title == _LIFE and not any(_reach(control, maker.errors) for control in controls)
    has_more_open = any(
        _reach(control, maker.errors) or any(inner.value for inner in control.controls) for control in more
    )
    return Fieldset(title, tuple(controls), tuple(more), is_folded, has_more_open)


def _typed_document(draft: Draft, group: Field) -> dict[str, Typed]:
    given = draft.documents.get(group.name, {})
    return {each.name: given.get(each.name, "") for each in group.fields}


def _gather(errors: Iterable[FieldError]) -> dict[str, list[str]]:
    gathered: dict[str, list[str]] = {}
    for error in errors:
        gathered.setdefault(error.name, []).append(error.message)
    return gathered


def _reach(control: Control, errors: Mapping[str, list[str]]) -> bool:
    return any(name == control.name or name.startswith(f"{control.name}.") for name in errors)


def _summarise_errors(parts: tuple[Fieldset, ...], errors: Mapping[str, list[str]]) -> list[tuple[str, str, str]]:
    """The error summary in the order of the form; errors that belong to no widget come first."""
    listed: list[tuple[str, str, str]] = []
    found: set[str] = set()

    def visit(control: Control, label: str, parent: str = "") -> None:
        found.add(control.name)
        listed.extend((control.id, label, message) for message in control.errors)
        for inner in control.controls:
            visit(inner, f"{label}, {inner.field.label.lower()}", label)
        for row in control.rows:
            row_label = f"{parent}, {control.row_label.lower()}" if parent else control.row_label
            row_label += f" {row.number}" + (f" (« {row.title} »)" if row.title else "")
            for inner in row.controls:
                is_row = inner.field is control.field
                visit(inner, row_label if is_row else f"{row_label}, {inner.field.label.lower()}", row_label)

    for part in parts:
        for control in (*part.controls, *part.more):
            visit(control, control.field.label)
    for name, messages in errors.items():
        if name not in found:
            listed = [("contenu", "La fiche", message) for message in messages] + listed
    return listed
