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

from app.content.section import Item, Section
from app.content.types import (
    AddressOrOneOf,
    ContentModel,
    Day,
    Email,
    Flag,
    Number,
    OneOf,
    Phone,
    Slug,
    Text,
    Unique,
    WebAddress,
    Whole,
)

Format = Literal["etude-de-cas", "initiative"]
Evidence = Literal["evaluation", "avant-apres", "chiffres", "temoignage"]
Status = Literal["en-cours", "terminee", "ponctuelle", "inconnue"]
Role = Literal["resultat", "activite", "contexte", "objectif"]
Approximation = Literal["plus-de", "pres-de", "environ", "moins-de"]

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
    size_band: Annotated[str, OneOf("size_bands")] | None = Field(
        None, description="Tranche de taille : effectif d'un employeur, habitants d'une commune ou d'un groupement."
    )
    url: WebAddress | None = Field(None, description="Adresse du site de l'organisation.")


class Territory(ContentModel):
    """Where it happened."""

    departments: Annotated[tuple[Annotated[str, OneOf("departments")], ...], Unique] = Field(
        min_length=1, description="Départements où l'action a eu lieu."
    )
    place: Text | None = Field(None, description="Ville, intercommunalité ou quartier.")


class Period(ContentModel):
    """The years it ran, as the documents tell them: nothing here speaks of today."""

    start: Year = Field(description="Année de début.")
    end: Year | None = Field(None, description="Année de fin, si le document la donne.")
    status: Status | None = Field(
        None,
        description=(
            "Ce que le document dit de la suite : en cours à sa date, terminée, action d'une fois, ou inconnue. "
            "Sans ce mot : terminée si la fin est là, inconnue sinon."
        ),
    )

    @property
    def state(self) -> Status:
        """The status, with its default: ended if there is an end, else unknown."""
        return self.status or ("inconnue" if self.end is None else "terminee")

    @model_validator(mode="after")
    def _check_order(self) -> "Period":
        if self.end is not None and self.end < self.start:
            raise PydanticCustomError("period", "La fin ne peut pas venir avant le début.")
        return self


class DatedValue(ContentModel):
    """A figure and its year."""

    year: Year = Field(description="Année du chiffre.")
    value: Number = Field(ge=-LARGEST, le=LARGEST, description="Le nombre, sans unité.")
    approx: Approximation | None = Field(None, description="Si le document arrondit : plus de, près de, environ…")
    source: Annotated[str, OneOf("sources")] | None = Field(
        None, description="Document qui donne ce chiffre-là, s'il n'est pas celui de l'indicateur."
    )


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
    role: Role | None = Field(
        None,
        description=(
            "Résultat (ce qui a changé pour les personnes), activité (ce qui a été fait), contexte ou objectif. "
            "Sans ce mot : objectif si le chiffre est visé, activité sinon."
        ),
    )
    headline: Flag = Field(False, description="Le chiffre à montrer d'abord : un seul par fiche.")
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

    @property
    def effective_role(self) -> Role:
        """The role, with its default: a target if that is its nature, else an activity."""
        if self.nature == "objectif":
            return "objectif"
        return self.role or "activite"

    @property
    def is_evidence(self) -> bool:
        """Whether it tells what was done or what came of it: neither a target nor the context."""
        return self.effective_role in {"resultat", "activite"}

    def source_of(self, value: DatedValue) -> str | None:
        """The document of one value: its own, else the indicator's."""
        return value.source or self.source


class Means(ContentModel):
    """What it took, in short texts."""

    budget: Text | None = Field(None, description="Coût, avec son année.")
    cost_band: Annotated[str, OneOf("cost_bands")] | None = Field(
        None, description="Tranche de coût, d'un bout à l'autre."
    )
    staff: Text | None = Field(None, description="Personnes mobilisées.")
    staff_band: Annotated[str, OneOf("staff_bands")] | None = Field(
        None, description="Temps de travail que l'action demande à qui la mène."
    )
    duration: Text | None = Field(None, description="Durée.")
    setup_band: Annotated[str, OneOf("setup_bands")] | None = Field(
        None, description="Temps qu'il a fallu pour la mettre en place."
    )
    funding: Text | None = Field(None, description="Origine de l'argent.")


class Contact(ContentModel):
    """Whom to call: an organisation or a role, never a person."""

    name: Text = Field(description="Organisation ou fonction, jamais le nom d'une personne.")
    email: Email | None = Field(None, description="Adresse électronique publique.")
    url: WebAddress | None = Field(None, description="Page de contact.")
    phone: Phone | None = Field(None, description="Numéro de téléphone public.")
    source: Annotated[str, AddressOrOneOf("sources")] | None = Field(
        None, description="Où ce contact est publié : adresse de la page, ou clé d'un document de content/sources.yaml."
    )

    @property
    def is_direct(self) -> bool:
        """Whether it gives a way to reach somebody: e-mail, telephone or contact page."""
        return bool(self.email or self.phone or self.url)

    @property
    def reach(self) -> str:
        """The same as a slug of the vocabulary."""
        return "direct" if self.is_direct else "non-publie"


class Quote(ContentModel):
    """What a practitioner says in a document, told with function and organisation, never with a name."""

    text: Text = Field(description="La phrase, mot pour mot, sans guillemets autour.")
    by: Text = Field(description="Fonction et organisation de qui parle, jamais son nom.")
    source: Annotated[str, OneOf("sources")] = Field(description="Document où elle se trouve.")
    pages: Text | None = Field(None, description="Page : 12.")


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
    format: Format = Field(description="etude-de-cas (fiche complète) ou initiative (fiche courte).")
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
    evaluation: Text | None = Field(
        None,
        description="Si le document compare à ce qui se serait passé sans l'action : qui est comparé à qui, comment.",
    )
    means: Means | None = None
    conditions: tuple[Text, ...] = Field((), description="À quelles conditions l'action peut être refaite ailleurs.")
    partners: tuple[Text, ...] = Field((), description="Organisations partenaires.")
    quotes: tuple[Quote, ...] = ()
    contact: Contact
    sources: tuple[Citation, ...] = Field(min_length=1, description="Documents d'où viennent les faits.")
    related: Annotated[tuple[Slug, ...], Unique] = Field((), description="Fiches à lire ensuite.")
    aliases: Annotated[tuple[Slug, ...], Unique] = Field(
        (), description="Anciens noms de la fiche, le plus ancien d'abord."
    )
    published: Day = Field(description="Date de publication : 2026-11-21.")
    reviewed: Day = Field(description="Date de la dernière relecture, d'après les documents.")
    confirmed: Day | None = Field(None, description="Jour où l'organisation a confirmé la fiche.")
    review_every: Annotated[Whole, Field(ge=1, le=120)] = Field(
        DEFAULT_REVIEW_MONTHS, description="Mois entre deux relectures."
    )
    withdrawn: Withdrawal | None = None
    editor_note: Text | None = Field(None, description="Doute sur un chiffre de la source, montré aux lecteurs.")


class Practice(FrontMatter):
    """A validated practice with its rendered sections: the entity that is indexed and shown."""

    slug: Slug
    sections: tuple[Section, ...]

    @property
    def evidence(self) -> Evidence:
        """Level of evidence, a derived facet. What is hoped for and the context prove nothing; two years compare only

        when they are those of a result.
        """
        if self.evaluation:
            return "evaluation"
        proofs = [indicator for indicator in self.indicators if indicator.is_evidence]
        if any(indicator.effective_role == "resultat" and indicator.is_comparison for indicator in proofs):
            return "avant-apres"
        return "chiffres" if proofs else "temoignage"

    @property
    def code(self) -> str:
        """The short code of its permanent address, /p/<code>."""
        return short_code(self.slug)

    @property
    def checked(self) -> datetime.date:
        """The day when it was last reviewed, or confirmed by the organisation."""
        return max(self.reviewed, self.confirmed or self.reviewed)

    @property
    def review_due(self) -> datetime.date:
        """The day from which the sheet is no longer considered fresh."""
        return add_months(self.checked, self.review_every)

    def is_fresh(self, today: datetime.date) -> bool:
        """Whether it was reviewed or confirmed in time: on the due day itself it no longer is."""
        return today < self.review_due

    def lever_of(self, item: Item) -> str:
        """The lever under which a pitfall or key is filed: its own, else the first of the practice."""
        return item.lever or self.levers[0]

    def section(self, key: str) -> Section | None:
        """A section by its key in section.TITLES, or None."""
        return next((section for section in self.sections if section.key == key), None)


@dataclass(frozen=True)
class Facet:
    """A facet of the search: parameter name, label, controlled vocabulary, accessor of the slugs of a practice.

    `page` is the endpoint of the page of each term, or ""; `ways` the facets by which that page leads further, instead
    of telling lessons. `shared_weight` says how much a shared term makes two practices alike (0: not at all),
    `shared_reason` how that is worded. `chosen_at` is the key of the front matter where an author chooses terms ("" for
    what is as it is, as a department), `completed` its rank in autocomplete (0: not there).
    `is_searched` when the labels of its terms are words that one looks for.
    """

    name: str
    label: str
    list_name: str
    values: Callable[[Practice], tuple[str, ...]]
    page: str = ""
    shared_weight: float = 0.0
    shared_reason: str = ""
    ways: tuple[str, ...] = ()
    chosen_at: str = ""
    completed: int = 0
    is_searched: bool = True


def _given(slug: str | None) -> tuple[str, ...]:
    return (slug,) if slug else ()


def _band(practice: Practice, name: str) -> tuple[str, ...]:
    return _given(getattr(practice.means, name, None))


# In the order of the filters on the page. A new facet is a line here, a field above and a list of the vocabulary.
FACETS = (
    Facet(
        "sector", "Secteur", "sectors", lambda practice: practice.sectors,
        page="sector", shared_weight=0.7, shared_reason="même secteur :", chosen_at="sectors", completed=2,
    ),
    Facet(
        "lever", "Levier", "levers", lambda practice: practice.levers,
        page="lever", shared_weight=1.0, shared_reason="partage le levier", chosen_at="levers", completed=1,
    ),
    Facet("theme", "Thème", "themes", lambda practice: (practice.theme,), page="theme", chosen_at="theme"),
    Facet(
        "audience", "Public", "audiences", lambda practice: practice.audiences,
        page="audience", shared_weight=0.5, shared_reason="même public :", ways=("lever",), chosen_at="audiences",
    ),
    Facet(
        "department", "Département", "departments", lambda practice: practice.territory.departments,
        page="territory", ways=("lever", "audience"),
    ),
    Facet("organisation", "Type d'organisation", "organisation_types", lambda practice: (practice.organisation.type,)),
    Facet(
        "size_band", "Taille", "size_bands", lambda practice: _given(practice.organisation.size_band),
        is_searched=False,
    ),
    Facet("cost_band", "Coût", "cost_bands", lambda practice: _band(practice, "cost_band"), is_searched=False),
    Facet(
        "staff_band", "Temps de travail", "staff_bands", lambda practice: _band(practice, "staff_band"),
        is_searched=False,
    ),
    Facet(
        "setup_band", "Mise en place", "setup_bands", lambda practice: _band(practice, "setup_band"),
        is_searched=False,
    ),
    Facet("status", "Situation", "statuses", lambda practice: (practice.period.state,), is_searched=False),
    Facet("evidence", "Ce qui est mesuré", "evidence", lambda practice: (practice.evidence,)),
    Facet("contact", "Contact", "contacts", lambda practice: (practice.contact.reach,), is_searched=False),
    Facet("format", "Format", "formats", lambda practice: (practice.format,)),
)  # fmt: skip


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
