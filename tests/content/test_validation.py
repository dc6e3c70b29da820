"""Front matter against its model: the words that are admitted, the place that is blamed."""

import pytest

from app.content.practice import FrontMatter
from app.content.source_file import parse_markdown
from app.content.validation import validate
from tests.content.test_problems import GOOD


def told(text: str, **lists: list[str]) -> list[str]:
    return [problem.to_text() for problem in validate(FrontMatter, parse_markdown(text, "a.md"), lists)[1]]


@pytest.mark.parametrize(
    ("count", "admitted"), [(40, ", ".join(f"theme-{number}" for number in range(40))), (41, "41 mots, voir la liste")]
)
def test_a_list_is_told_whole_up_to_forty_words(count: int, admitted: str):
    """A longer one is counted; the nearest word is found in it all the same."""
    themes = [f"theme-{number}" for number in range(count)]
    assert told(GOOD.replace("theme: acces-emploi", "theme: theme-39x"), themes=themes) == [
        "a.md:5 · theme\n  Ce mot ne fait pas partie de la liste.\n  Lu : theme-39x\n"
        f"  Admis : {admitted}\n  Le plus proche : theme-39"
    ]


def test_what_is_right_is_the_model():
    """And nothing is said."""
    front, problems = validate(FrontMatter, parse_markdown(GOOD, "a.md"), {"themes": ["acces-emploi"]})
    assert problems == []
    assert front
    assert front.theme == "acces-emploi"


def test_what_is_wrong_with_the_whole_has_no_key():
    """It is told at the first line of the values."""
    figure = "{label: F, unit: f, nature: mesure, values: [{year: 2024, value: 3}], source: autre}"
    assert told(GOOD.replace("contact:", f"indicators: [{figure}]\ncontact:")) == [
        "a.md:2\n  L'indicateur « F » renvoie au document « autre », absent de « sources »."
    ]


def test_an_end_before_the_start_is_told_at_the_period():
    """A fault between two values stands where both are."""
    assert told(GOOD.replace("{start: 2024}", "{start: 2024, end: 2020}")) == [
        "a.md:11 · period\n  La fin ne peut pas venir avant le début."
    ]
