"""Controlled vocabularies: the closed lists of terms that practices are filed under, with labels and definitions."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.content.types import ContentModel, DepartmentCode, LongText, Slug, Text, Whole, WithSlugs

FIRST_HUE, HUE_STEP = 180, 137  # degrees: steps of the golden angle keep the hues of neighbours far apart

# Lists that the software itself relies on: their slugs are fixed here, a vocabulary file may reword them.
BUILT_IN: dict[str, dict[str, dict[str, str]]] = {
    "formats": {
        "etude-de-cas": {
            "label": "Étude de cas",
            "definition": "Une démarche racontée en entier : contexte, étapes, résultats, pièges et clés de réussite.",
        },
        "initiative": {
            "label": "Initiative repérée",
            "definition": "Une fiche courte : ce qui a été fait, par qui, et ce que l'on en sait.",
        },
    },
    "evidence": {
        "avant-apres": {
            "label": "Avant et après",
            "definition": "Un chiffre au moins est donné à deux dates : on voit ce qui a changé.",
        },
        "chiffres": {
            "label": "Chiffres datés",
            "definition": "Un chiffre au moins est donné avec son année, sans point de comparaison.",
        },
        "temoignage": {
            "label": "Récit sans chiffre daté",
            "definition": "La source raconte la démarche sans donner de chiffre daté.",
        },
    },
    "natures": {
        "mesure": {"label": "mesuré", "definition": "Compté ou observé par une enquête ou une statistique."},
        "declare": {"label": "déclaré", "definition": "Annoncé par l'organisation elle-même."},
        "objectif": {"label": "objectif", "definition": "Visé, pas encore atteint."},
    },
}


class Term(ContentModel):
    """A term of a controlled vocabulary. `when` and `watch` (when it helps, what to watch for) are for levers.

    `also` are alternative labels: what people type who look for it; of a department, its towns.
    """

    slug: Slug
    label: Text
    definition: LongText | None = None
    group: str = ""
    when: LongText | None = None
    watch: LongText | None = None
    also: tuple[Text, ...] = ()


class Theme(Term):
    """A term that colours what is filed under it: `hue`, in degrees on the wheel (30 red, 150 green, 260 blue)."""

    hue: Annotated[Whole, Field(ge=0, le=359)] | None = None


class Department(Term):
    """A term whose slug is the code of a department, as INSEE writes it."""

    slug: DepartmentCode


TermList = Annotated[dict[Slug, Term], WithSlugs]
ThemeList = Annotated[dict[Slug, Theme], WithSlugs]
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
    formats: TermList
    evidence: TermList
    natures: TermList

    @model_validator(mode="before")
    @classmethod
    def _add_built_in(cls, value: Any) -> Any:
        return {**BUILT_IN, **value} if isinstance(value, Mapping) else value

    @model_validator(mode="after")
    def _keep_built_in_slugs(self) -> Self:
        for name, terms in BUILT_IN.items():
            if set(self.terms(name)) != set(terms):
                message = "La liste « {name} » doit garder ces mots : {terms}."
                raise PydanticCustomError("built_in", message, {"name": name, "terms": ", ".join(terms)})
        return self

    def terms(self, list_name: str) -> dict[str, Term]:
        """A vocabulary by its name in the file: "sectors". Raises AttributeError for another name."""
        terms: dict[str, Term] = getattr(self, list_name)
        return terms

    def label(self, list_name: str, slug: str) -> str:
        """The label of a term, or its slug when the vocabulary lacks it."""
        term = self.terms(list_name).get(slug)
        return term.label if term else slug

    def hues(self) -> dict[str, int]:
        """The hue of each theme, in degrees: its own, else one by its rank in the list."""
        return {
            slug: (FIRST_HUE + HUE_STEP * place) % 360 if theme.hue is None else theme.hue
            for place, (slug, theme) in enumerate(self.themes.items())
        }
