"""Domain model of a practice: who did what, where, with what result, from which document. It imports no other room.

The pydantic models are the one schema: validation, JSON Schema, form and serialiser are all made from them.
"""

import calendar
import datetime
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from app.content.section import Section
from app.content.types import ContentModel, Day, Email, Number, OneOf, Phone, Slug, Text, Unique, WebAddress, Whole

Format = Literal["etude-de-cas", "initiative"]
Evidence = Literal["avant-apres", "chiffres", "temoignage"]

Year = Annotated[Whole, Field(ge=1900, le=2100)]
LARGEST = 10**12  # no figure of a practice is larger: beyond, charts and texts would be of no use
MAX_SIZE = 120  # characters for the size of an organisation, which a cell of the comparison must hold
DEFAULT_REVIEW_MONTHS = 12
CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 5


class Organisation(ContentModel):
    """The body that carried the practice."""

    name: Text = Field(description="Nom de l'organisation qui a mené l'action.")
    type: Annotated[str, OneOf("organisation_types")] = Field(description="Type d'organisation.")
    size: Annotated[Text, StringConstraints(max_length=MAX_SIZE)] | None = Field(
        None, description="Sa taille, avec l'année du chiffre : salariés, agents, communes, habitants."
    )
    url: WebAddress | None = Field(None, description="Adresse du site de l'organisation.")


class Territory(ContentModel):
    """Where it happened."""

    departments: Annotated[tuple[Annotated[str, OneOf("departments")], ...], Unique] = Field(
        min_length=1, description="Départements où l'action a eu lieu."
    )
    place: Text | None = Field(None, description="Ville, intercommunalité ou quartier.")


class Period(ContentModel):
    """The years it ran; no end means that it still runs, or that the source does not say."""

    start: Year = Field(description="Année de début.")
    end: Year | None = Field(None, description="Année de fin ; absente si l'action continue.")

    @model_validator(mode="after")
    def _check_order(self) -> "Period":
        if self.end is not None and self.end < self.start:
            raise PydanticCustomError("period", "La fin ne peut pas venir avant le début.")
        return self


class DatedValue(ContentModel):
    """A figure and its year."""

    year: Year = Field(description="Année du chiffre.")
    value: Number = Field(ge=-LARGEST, le=LARGEST, description="Le nombre, sans unité.")


def _check_years(values: tuple[DatedValue, ...]) -> tuple[DatedValue, ...]:
    years = [value.year for value in values]
    for year in years:
        if years.count(year) > 1:
            message = "L'année {year} a deux chiffres. Un chiffre par année : gardez l'un des deux."
            raise PydanticCustomError("repeated_year", message, {"year": year})
    return values


def _without_unit(row: Any, unit: str) -> Any:
    value = row.get("value") if isinstance(row, dict) else None
    return {**row, "value": value.strip().removesuffix(unit).strip()} if isinstance(value, str) else row


class Indicator(ContentModel):
    """Something counted, with the year of each figure and the document that gives it."""

    label: Text = Field(description="Ce qui est compté.")
    unit: Text = Field(description="Unité : personnes, %, euros, heures…")
    nature: Annotated[Literal["mesure", "declare", "objectif"], Field(description="Mesuré, déclaré ou visé.")]
    values: Annotated[tuple[DatedValue, ...], AfterValidator(_check_years)] = Field(
        min_length=1, description="Un chiffre par année."
    )
    source: Annotated[str, OneOf("sources")] | None = Field(
        None, description="Document qui donne le chiffre, l'un de ceux que citent les sources."
    )
    note: Text | None = Field(None, description="Précision sur le chiffre.")

    @model_validator(mode="before")
    @classmethod
    def _leave_unit_aside(cls, data: Any) -> Any:
        """A unit that is written behind the number too, « 12 % » where the unit is « % », is written once."""
        unit, values = (data.get("unit"), data.get("values")) if isinstance(data, dict) else (None, None)
        if not isinstance(unit, str) or not unit.strip() or not isinstance(values, (list, tuple)):
            return data
        return {**data, "values": [_without_unit(row, unit.strip()) for row in values]}

    @property
    def is_comparison(self) -> bool:
        """Whether it has figures of several years, measured or hoped for."""
        return len(self.values) > 1


class Means(ContentModel):
    """What it took, in short texts."""

    budget: Text | None = Field(None, description="Coût, avec son année.")
    staff: Text | None = Field(None, description="Personnes mobilisées.")
    duration: Text | None = Field(None, description="Durée.")
    funding: Text | None = Field(None, description="Origine de l'argent.")


class Contact(ContentModel):
    """Whom to call: an organisation or a role, never a person."""

    name: Text = Field(description="Organisation ou fonction, jamais le nom d'une personne.")
    email: Email | None = Field(None, description="Adresse électronique publique.")
    url: WebAddress | None = Field(None, description="Page de contact.")
    phone: Phone | None = Field(None, description="Numéro de téléphone public.")


class Citation(ContentModel):
    """Where in a document the practice is told."""

    document: Annotated[str, OneOf("sources")] = Field(
        description="Document d'où viennent les faits ; dans un fichier, sa clé de content/sources.yaml."
    )
    pages: Text | None = Field(None, description="Pages : 12-15.")
    section: Text | None = Field(None, description="Titre de la partie, si les pages ne sont pas connues.")


class Withdrawal(ContentModel):
    """Why a sheet is no longer shown, and what replaces it."""

    reason: Text = Field(description="Pourquoi la fiche est retirée.")
    successor: Slug | None = Field(None, description="Fiche qui la remplace.")


class FrontMatter(ContentModel):
    """What stands between the two `---` lines of a practice's file. JSON Schema and checks are made from this."""

    title: Annotated[Text, StringConstraints(min_length=10, max_length=120)] = Field(
        description="Ce qui a été fait et par qui (10 à 120 caractères)."
    )
    summary: Annotated[Text, StringConstraints(min_length=60, max_length=320)] = Field(
        description="Résumé qui se comprend seul (60 à 320 caractères)."
    )
    format: Format = Field(description="Étude de cas (récit complet) ou initiative (fiche courte).")
    theme: Annotated[str, OneOf("themes")] = Field(description="Thème principal.")
    sectors: Annotated[tuple[Annotated[str, OneOf("sectors")], ...], Unique] = Field(
        min_length=1, description="Secteurs d'activité."
    )
    levers: Annotated[tuple[Annotated[str, OneOf("levers")], ...], Unique] = Field(
        min_length=1, description="Leviers d'action."
    )
    audiences: Annotated[tuple[Annotated[str, OneOf("audiences")], ...], Unique] = Field(
        description="Publics concernés."
    )
    organisation: Organisation
    territory: Territory
    period: Period
    indicators: tuple[Indicator, ...] = ()
    means: Means | None = None
    partners: tuple[Text, ...] = Field((), description="Organisations partenaires.")
    contact: Contact
    sources: tuple[Citation, ...] = Field(min_length=1, description="Documents d'où viennent les faits.")
    related: Annotated[tuple[Slug, ...], Unique] = Field((), description="Fiches à lire ensuite.")
    aliases: Annotated[tuple[Slug, ...], Unique] = Field(
        (), description="Anciens noms de la fiche, le plus ancien d'abord."
    )
    published: Day = Field(description="Date de publication : 2026-11-21.")
    reviewed: Day = Field(description="Date de la dernière vérification.")
    review_every: Annotated[Whole, Field(ge=1, le=120)] = Field(
        DEFAULT_REVIEW_MONTHS, description="Mois entre deux vérifications."
    )
    withdrawn: Withdrawal | None = None
    editor_note: Text | None = Field(None, description="Doute sur un chiffre de la source, montré aux lecteurs.")


class Practice(FrontMatter):
    """A validated practice with its rendered sections: the entity that is indexed and shown."""

    slug: Slug
    sections: tuple[Section, ...]

    @property
    def evidence(self) -> Evidence:
        """Level of evidence, a derived facet, never written by hand. What is only hoped for proves no change."""
        if any(indicator.is_comparison and indicator.nature != "objectif" for indicator in self.indicators):
            return "avant-apres"
        return "chiffres" if self.indicators else "temoignage"

    @property
    def code(self) -> str:
        """The short code of its permanent address, /p/<code>."""
        return short_code(self.slug)

    @property
    def review_due(self) -> datetime.date:
        """The day from which the sheet is no longer considered fresh."""
        return add_months(self.reviewed, self.review_every)

    def is_fresh(self, today: datetime.date) -> bool:
        """Whether it was reviewed in time: on the due day itself it no longer is."""
        return today < self.review_due

    def section(self, key: str) -> Section | None:
        """A section by its key in section.TITLES, or None."""
        return next((section for section in self.sections if section.key == key), None)


@dataclass(frozen=True)
class Facet:
    """A facet of the search: parameter name, label, controlled vocabulary, accessor of the slugs of a practice.

    `page` is the endpoint of the page of each term, or "". `shared_weight` says how much a shared term makes two
    practices alike (0: not at all), `shared_reason` how that is worded.
    """

    name: str
    label: str
    list_name: str
    values: Callable[[Practice], tuple[str, ...]]
    page: str = ""
    shared_weight: float = 0.0
    shared_reason: str = ""


# In the order of the filters on the page. A new facet is a line here, a field above and a list of the vocabulary.
FACETS = (
    Facet("sector", "Secteur", "sectors", lambda practice: practice.sectors, "sector", 0.7, "même secteur :"),
    Facet("lever", "Levier", "levers", lambda practice: practice.levers, "lever", 1.0, "partage le levier"),
    Facet("theme", "Thème", "themes", lambda practice: (practice.theme,), "theme"),
    Facet("audience", "Public", "audiences", lambda practice: practice.audiences, "audience", 0.5, "même public :"),
    Facet("department", "Département", "departments", lambda practice: practice.territory.departments, "territory"),
    Facet("organisation", "Type d'organisation", "organisation_types", lambda practice: (practice.organisation.type,)),
    Facet("evidence", "Niveau de preuve", "evidence", lambda practice: (practice.evidence,)),
    Facet("format", "Format", "formats", lambda practice: (practice.format,)),
)


def short_code(slug: str) -> str:
    """Hash a slug into five characters, without the look-alikes 0, 1, i, l and o: the permanent address /p/<code>."""
    number = int.from_bytes(hashlib.sha256(slug.encode()).digest()[:8])
    code = ""
    for _ in range(CODE_LENGTH):
        number, digit = divmod(number, len(CODE_ALPHABET))
        code += CODE_ALPHABET[digit]
    return code


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day some months later, clamped to the end of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
