"""What is said of a result: where its words stand, and what was done to find it."""

import pytest

from app.catalogue.results import match_reasons
from app.search.highlighter import Excerpt, Explanation


def explanation(**told: object) -> Explanation:
    """An explanation that says only this."""
    nothing = {"fields": (), "concepts": (), "corrected": (), "completed": (), "missing": (), "part": ""}
    return Explanation(**{**nothing, "excerpt": Excerpt(""), **told})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (
            {"fields": ("title", "organisation", "terms")},
            ("dans le titre", "dans l'organisation, le lieu ou un partenaire"),
        ),
        ({"part": "Contexte"}, ("dans le texte",)),
        ({"part": "Contexte", "missing": ("bus",)}, ("dans le texte", "sans « bus »")),
        ({"part": "Contexte", "fields": ("summary",)}, ("dans le résumé",)),
        ({"part": "Contexte", "concepts": ("IAE",)}, ("sous un autre nom : IAE",)),
        (
            {"corrected": ("mixité",), "completed": ("form",)},
            ("orthographe proche : mixité", "mots qui commencent par « form »"),
        ),
        ({}, ()),
    ],
)
def test_reasons_are_short_and_the_weightiest_come_first(told: dict[str, object], why: tuple[str, ...]):
    """Two places at most; « dans le texte » where there is nothing better to say."""
    assert match_reasons(explanation(**told)) == why
