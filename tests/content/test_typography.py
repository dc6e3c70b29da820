"""Spaces that must not break, and nothing else changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.rendering import render
from app.content.typography import find_long_numbers, split_thousands, tie_spaces


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("120 000 heures", "120\u202f000 heures"),
        ("9 668,50 euros", "9\u202f668,50 euros"),
        ("1 234 567", "1\u202f234\u202f567"),
        ("en 2020 300 femmes", "en 2020\u202f300 femmes"),
        ("22 % des postes", "22\u202f% des postes"),
        ("Qui ? Eux !", "Qui\u202f? Eux\u202f!"),
        ("Un constat : rien", "Un constat\u00a0: rien"),
        ("« mixité »", "«\u00a0mixité\u00a0»"),
        ("le 8 mars 2024", "le 8 mars 2024"),
        ("https://exemple.org/a:b", "https://exemple.org/a:b"),
    ],
)
def test_french_spaces(typed: str, shown: str):
    """Numbers, signs and quotations stay in one piece."""
    assert tie_spaces(typed) == shown


@pytest.mark.parametrize(
    ("typed", "spaced"),
    [
        ("1819 personnes", "1 819 personnes"),
        ("| 9758 | 20,66 % |", "| 9 758 | 20,66 % |"),
        ("25000 à 128000 heures", "25 000 à 128 000 heures"),
        ("1234567,5 euros", "1 234 567,5 euros"),
        ("2 595 et 12", "2 595 et 12"),
        ("en 2019, de 1999 à 2030", "en 2019, de 1999 à 2030"),
        ("62400 Béthune", "62400 Béthune"),
        (
            "la loi n° 2014-873, l'article 1242, L2242-5, 2023/970",
            "la loi n° 2014-873, l'article 1242, L2242-5, 2023/970",
        ),
        ("appelez le 3919 ou le 0321000000", "appelez le 3919 ou le 0321000000"),
        ("https://exemple.org/12345", "https://exemple.org/12345"),
    ],
)
def test_thousands_are_set_apart(typed: str, spaced: str):
    """In quantities; years, laws, post codes and telephone services are none. Once done there is nothing left to do."""
    assert split_thousands(typed) == spaced
    assert list(find_long_numbers(spaced)) == []


@given(st.text())
def test_only_spaces_change(text: str):
    """Read without its spaces, the text is the same."""
    tied = tie_spaces(text)
    assert tied.replace("\u202f", " ").replace("\u00a0", " ") == text.replace("\u202f", " ").replace("\u00a0", " ")
    assert tie_spaces(tied) == tied


def test_tables_and_definitions_stay_what_they_are():
    """What Markdown reads by its spaces is left alone."""
    assert "<table>" in render("| a | b |\n| :--- | ---: |\n| 1 000 | 2 |")
    assert "<dl>" in render("terme\n: définition")
