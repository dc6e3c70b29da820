"""Controlled vocabularies: the closed lists of terms that practices are filed under, with labels and definitions."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.content.types import (
    ContentModel,
    Day,
    DepartmentCode,
    Flag,
    LongText,
    Slug,
    Text,
    WebAddress,
    Whole,
    WithSlugs,
)

FIRST_HUE, HUE_STEP = 180, 137  # degrees: steps of the golden angle keep the hues of neighbours far apart

# Lists that the software itself relies on: their slugs are fixed here, a vocabulary file may reword them.
BUILT_IN: dict[str, dict[str, dict[str, str]]] = {
    "formats": {
        "etude-de-cas": {
            "label": "Fiche complète",
            "definition": "Une démarche racontée en entier : contexte, étapes, résultats, pièges, ce qui a aidé.",
        },
        "initiative": {
            "label": "Fiche courte",
            "definition": "L'essentiel : ce qui a été fait, par qui, et ce que l'on en sait.",
        },
    },
    "evidence": {
        "evaluation": {
            "label": "Évaluation avec comparaison",
            "definition": "Le document compare les personnes concernées à d'autres, qui ne l'étaient pas.",
        },
        "avant-apres": {
            "label": "Avant et après",
            "definition": "Un résultat au moins est donné à deux dates : on voit ce qui a changé, non pourquoi.",
        },
        "chiffres": {
            "label": "Chiffres datés",
            "definition": "Un chiffre au moins de l'action ou de ses résultats est donné avec son année.",
        },
        "temoignage": {
            "label": "Récit, sans chiffre",
            "definition": "La source raconte la démarche sans chiffre daté de ce qui a été fait ou obtenu.",
        },
    },
    "statuses": {
        "en-cours": {
            "label": "En cours à la date du document",
            "definition": "Le document dit que l'action continuait quand il a paru. Depuis, cela n'est pas vérifié.",
        },
        "terminee": {"label": "Terminée", "definition": "L'action a une fin, que le document donne."},
        "ponctuelle": {"label": "Action ponctuelle", "definition": "L'action a eu lieu une fois, à une date."},
        "inconnue": {
            "label": "Suite inconnue",
            "definition": "Le document raconte l'action sans dire si elle a continué.",
        },
    },
    "contacts": {
        "direct": {
            "label": "Contact direct",
            "definition": "Une adresse électronique, un téléphone ou une page de contact de l'organisation.",
        },
        "non-publie": {
            "label": "Contact non publié",
            "definition": "La source ne donne aucun moyen de joindre l'organisation.",
        },
    },
    "roles": {
        "resultat": {"label": "résultat", "definition": "Ce qui a changé pour les personnes ou dans l'organisation."},
        "activite": {"label": "activité", "definition": "Ce qui a été fait : séances, participants, euros versés."},
        "contexte": {"label": "contexte", "definition": "La situation autour de l'action, qu'elle n'a pas produite."},
        "objectif": {"label": "objectif", "definition": "Ce qui est visé, pas encore atteint."},
    },
    "approximations": {
        "plus-de": {"label": "plus de", "definition": "Le document dit « plus de »."},
        "pres-de": {"label": "près de", "definition": "Le document dit « près de »."},
        "environ": {"label": "environ", "definition": "Le document dit « environ » ou « une trentaine »."},
        "moins-de": {"label": "moins de", "definition": "Le document dit « moins de »."},
    },
    "natures": {
        "mesure": {"label": "mesuré", "definition": "Compté ou observé par une enquête ou une statistique."},
        "declare": {"label": "déclaré", "definition": "Annoncé par l'organisation elle-même."},
        "objectif": {"label": "objectif", "definition": "Visé, pas encore atteint."},
    },
}


class Term(ContentModel):
    """A term of a controlled vocabulary. `when` and `watch` (when it helps, what to watch for) are for levers.

    `also` are alternative labels: what people type who look for it; of a department, its towns. `help` are the numbers
    to call that every page about it shows.
    """

    slug: Slug
    label: Text
    definition: LongText | None = None
    group: str = ""
    when: LongText | None = None
    watch: LongText | None = None
    also: tuple[Text, ...] = ()
    help: Slug | None = None


class HelpNumber(ContentModel):
    """A number to call, or to write to (`sms`), and what it is for; `source` is the public page that says so."""

    number: Text
    purpose: Text
    sms: Flag = False
    source: WebAddress | None = None


class Help(Term):
    """Whom to call: numbers shown wherever a term points here by its `help`, and when they were `checked`."""

    numbers: Annotated[tuple[HelpNumber, ...], Field(min_length=1)]
    checked: Day


class Theme(Term):
    """A term that colours what is filed under it: `hue`, in degrees on the wheel (30 red, 150 green, 260 blue)."""

    hue: Annotated[Whole, Field(ge=0, le=359)] | None = None


class Department(Term):
    """A term whose slug is the code of a department, as INSEE writes it."""

    slug: DepartmentCode


TermList = Annotated[dict[Slug, Term], WithSlugs]
ThemeList = Annotated[dict[Slug, Theme], WithSlugs]
HelpList = Annotated[dict[Slug, Help], WithSlugs]
DepartmentList = Annotated[dict[DepartmentCode, Department], WithSlugs]


class Vocabulary(ContentModel):
    """Model of vocabulary.yaml: every controlled vocabulary, the built-in ones included."""

    themes: ThemeList
    sectors: TermList
    lever_groups: TermList = Field(default_factory=dict)
    levers: TermList
    audiences: TermList
    organisation_types: TermList
    departments: DepartmentList
    size_bands: TermList = Field(default_factory=dict)
    cost_bands: TermList = Field(default_factory=dict)
    staff_bands: TermList = Field(default_factory=dict)
    setup_bands: TermList = Field(default_factory=dict)
    pitfall_kinds: TermList = Field(default_factory=dict)
    help: HelpList = Field(default_factory=dict)
    tool_kinds: TermList = Field(default_factory=dict)
    readers: TermList = Field(default_factory=dict)
    formats: TermList
    evidence: TermList
    natures: TermList
    statuses: TermList
    contacts: TermList
    roles: TermList
    approximations: TermList

    @model_validator(mode="before")
    @classmethod
    def _add_built_in(cls, value: Any) -> Any:
        """Built-in lists, and the terms that a list reworded by an older file lacks."""
        if not isinstance(value, Mapping):
            return value
        given = {name: value[name] for name in BUILT_IN if isinstance(value.get(name), Mapping)}
        return {**BUILT_IN, **value, **{name: {**BUILT_IN[name], **terms} for name, terms in given.items()}}

    @model_validator(mode="after")
    def _keep_built_in_slugs(self) -> Self:
        for name, terms in BUILT_IN.items():
            if set(self.terms(name)) != set(terms):
                message = "La liste « {name} » ne peut avoir que ces mots : {terms}."
                raise PydanticCustomError("built_in", message, {"name": name, "terms": ", ".join(terms)})
        return self

    def terms(self, list_name: str) -> dict[str, Term]:
        """A vocabulary by its name in the file: "sectors". Raises AttributeError for another name."""
        terms: dict[str, Term] = getattr(self, list_name)
        return terms

    def help_for(self, terms: Iterable[Term]) -> list[Help]:
        """The numbers that some terms point to, each set once."""
        return [self.help[slug] for slug in dict.fromkeys(term.help for term in terms) if slug]

    def label(self, list_name: str, slug: str) -> str:
        """The label of a term, or its slug when the vocabulary lacks it."""
        term = self.terms(list_name).get(slug)
        return term.label if term else slug

    def is_department(self, place: str) -> bool:
        """Whether a place is the label of a department."""
        return any(place == term.label for term in self.departments.values())

    def own_place(self, place: str, organisation: str) -> str:
        """« , Barlin »: the place of a practice, unless its department or its organisation's name already says it."""
        is_told = self.is_department(place) or place.replace("Agglomération de ", "") in organisation
        return f", {place}" if place and not is_told else ""

    def hues(self) -> dict[str, int]:
        """The hue of each theme, in degrees: its own, else one by its rank in the list."""
        return {
            slug: (FIRST_HUE + HUE_STEP * place) % 360 if theme.hue is None else theme.hue
            for place, (slug, theme) in enumerate(self.themes.items())
        }
