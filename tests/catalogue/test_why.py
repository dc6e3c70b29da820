"""What is said of a result: what was done to find it, in a reader's words."""

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
        ({"fields": ("title", "organisation", "terms")}, ()),
        ({"part": "Contexte"}, ()),
        ({"part": "Contexte", "missing": ("bus",)}, ("sans « bus »",)),
        ({"part": "Contexte", "concepts": ("IAE",)}, ("mot voisin : IAE",)),
        (
            {"corrected": ("mixité",), "completed": ("form",)},
            ("orthographe proche : mixité", "mots qui commencent par « form »"),
        ),
        ({}, ()),
    ],
)
def test_what_is_plain_to_see_is_not_said(told: dict[str, object], why: tuple[str, ...]):
    """Where the words stand is shown by the card; another name, an error put right and what lacks are said."""
    assert match_reasons(explanation(**told)) == why
