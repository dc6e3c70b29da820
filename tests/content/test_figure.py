"""Figures as they are told in French, and the one that stands for a practice."""

import pytest

from app.content.figure import KeyFigure, key_figure, key_indicator, sort_indicators, write_year, write_years
from app.content.practice import Indicator
from app.content.typography import count_of, strip_accents, write_figure, write_number


def indicator(label: str = "Part des femmes", nature: str = "mesure", **years: float) -> Indicator:
    """An indicator with its values by year: `_2020=5`."""
    values = [{"year": int(year.strip("_")), "value": value} for year, value in years.items()]
    return Indicator.model_validate({"label": label, "unit": "%", "nature": nature, "values": values})


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (7, "7"),
        (1234, "1\u202f234"),
        (1234.5, "1\u202f234,5"),
        (20.0, "20"),
        (0.1 + 0.2, "0,3"),
        (128000, "128\u202f000"),
        (12_345_678_901.5, "12\u202f345\u202f678\u202f901,5"),
        (1e10, "10\u202f000\u202f000\u202f000"),
        (1e12, "1\u202f000\u202f000\u202f000\u202f000"),
        (0.00001, "0,00001"),
        (1 / 3, "0,3333333333"),
        (-1234.5, "-1\u202f234,5"),
    ],
)
def test_numbers_have_narrow_spaces_and_a_comma(value: float, told: str):
    """No more digits than were written, whatever a float makes of them."""
    assert write_number(value) == told


def test_a_unit_follows_its_number():
    """A narrow space before %, a whole one before a word: neither is a place to break a line."""
    assert write_figure(22, "%") == "22\u202f%"
    assert write_figure(128000, "heures") == "128\u202f000\u00a0heures"


@pytest.mark.parametrize(("number", "told"), [(0, "0\u00a0fiche"), (1, "1\u00a0fiche"), (2, "2\u00a0fiches")])
def test_zero_is_singular(number: int, told: str):
    """As French has it."""
    assert count_of(number, "fiche") == told


def test_a_plural_that_is_no_s_is_given():
    """« niveaux »."""
    assert count_of(2, "niveau", "niveaux") == "2\u00a0niveaux"
    assert count_of(1, "niveau", "niveaux") == "1\u00a0niveau"


def test_years_are_told_for_what_they_are():
    """A span, a year, or the year of a target."""
    assert write_years(indicator(_2020=5, _2024=9)) == "de 2020 à 2024"
    assert write_years(indicator(_2024=9, _2020=5)) == "de 2020 à 2024"
    assert write_years(indicator(_2024=9)) == "en 2024"
    assert write_years(indicator(nature="objectif", _2030=50)) == "pour 2030"
    assert write_year(2024, "declare") == "en 2024"
    assert write_year(2030, "objectif") == "pour 2030"


def test_a_change_comes_first_and_a_target_last():
    """Else they stay as they were written."""
    target, plain, change = (
        indicator("But", "objectif", _2030=50),
        indicator("Un", _2024=1),
        indicator(_2020=5, _2024=9),
    )
    other = indicator("Autre", _2023=2)
    assert sort_indicators([target, plain, other, change]) == [change, plain, other, target]
    assert key_indicator([target, plain]) == plain
    assert key_indicator([target]) == target
    steps = indicator("Étapes", "objectif", _2025=10, _2030=20)
    assert sort_indicators([steps, target, plain]) == [plain, steps, target]
    assert key_indicator([steps, plain]) == plain
    assert key_indicator([]) is None


def test_the_key_figure_goes_from_the_oldest_value_to_the_newest():
    """In whichever order they were written; alone or unchanged, a value is compared with nothing."""
    change = indicator(_2024=9, _2020=5, _2022=7)
    assert key_figure([change]) == KeyFigure("Part des femmes", "%", "mesure", "de 2020 à 2024", 5, 9)
    assert key_figure([indicator(_2024=9, _2020=9)]) == KeyFigure(
        "Part des femmes", "%", "mesure", "de 2020 à 2024", None, 9
    )
    assert key_figure([indicator(_2024=9)]) == KeyFigure("Part des femmes", "%", "mesure", "en 2024", None, 9)
    assert key_figure([]) is None


def test_letters_lose_their_accents_and_nothing_else():
    """Composed or not."""
    assert strip_accents("Égalité, cœur, à l'été") == "Egalite, cœur, a l'ete"
    assert strip_accents("e\u0301") == "e"
