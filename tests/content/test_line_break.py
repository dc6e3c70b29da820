"""Ends of lines: those that were meant are kept by the form and told by the check, those that wrap are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.library import Library
from app.content.line_break import find_breaks, mark_breaks, mark_points
from app.content.section import parse_sections, tidy_typed

WORD = [
    "Un paragraphe copié de Word, qui finit par un point.",
    "Un deuxième, assez long lui aussi pour que personne ne le prenne pour une ligne d'adresse, et qui finit de même"
    " par un point, après une seconde proposition.",
    "Un troisième.",
]
WRAPPED = (
    "Ceci est un courriel dont les lignes ont été coupées à soixante-seize\n"
    "colonnes, et que l'on colle ici. En 2024, douze femmes ont été formées à\n"
    "Lens. Elles racontent.\n"
    "La suite vient sans ligne vide."
)


def test_paragraphs_with_one_enter_between_stay_paragraphs():
    """As Word and mail programs give them."""
    assert mark_breaks("\n".join(WORD)) == "\n\n".join(WORD)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Association Exemple\n12 rue du Port\n62300 Lens", "Association Exemple  \n12 rue du Port  \n62300 Lens"),
        ("ÉTAPE 1\nTexte", "ÉTAPE 1  \nTexte"),
        ("Contact\ncontact@exemple.org\nwww.exemple.org", "Contact  \ncontact@exemple.org  \nwww.exemple.org"),
        ("• Un\n• Deux\nEnsuite, autre chose.", "• Un\n• Deux\n\nEnsuite, autre chose."),
    ],
)
def test_lines_typed_one_under_another_stay_so(typed: str, kept: str):
    """Addresses, titles; a paragraph after a list."""
    assert mark_breaks(typed) == kept
    assert mark_breaks(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        WRAPPED,
        "Peu de femmes\ndans l'atelier.",
        "• une\nsuite\n• deux",
        "- un point qui va\n  À la ligne",
        "Une ligne  \nSuivante",
        "Une ligne\\\nSuivante",
        "```\nUn.\nDeux.\n```",
        "| a | b |\n|---|---|\n| Un. | B |\n| Deux. | C |",
        "### Titre\nTexte",
        "> Un.\n> Deux.",
        "Un.\n\nDeux.",
    ],
)
def test_other_ends_of_lines_are_left_alone(text: str):
    """A wrapped paragraph, what is kept already, code, tables, headings, quotations."""
    assert mark_breaks(text) == text
    assert list(find_breaks(text, 1)) == []


def test_a_file_is_told_the_first_line_of_each_such_paragraph():
    """Its author alone knows whether it was wrapped on purpose."""
    text = "Avant.\n\n" + "\n".join(WORD) + "\n\nRue du Port\nLens"
    assert list(find_breaks(text, 10)) == [(12, WORD[0]), (16, "Rue du Port")]


def test_no_published_text_changes_in_the_form(library: Library):
    """A sheet that is taken up and sent again says the same, to the byte."""
    sections = [section for practice in library.practices for section in practice.sections]
    assert sections
    for section in sections:
        assert tidy_typed(section.markdown, section.key) == section.markdown


@pytest.mark.parametrize(
    ("typed", "items"),
    [
        ("Prévoir du temps.\nDire les choses.", ["Prévoir du temps.", "Dire les choses."]),
        ("Prévoir du temps.\n\nDire\nles choses.", ["Prévoir du temps.", "Dire les choses."]),
        ("Deux points :\n\nPrévoir du temps.\nDire les choses.", ["Prévoir du temps.", "Dire les choses."]),
        ("1) Prévoir du temps.\n2) Dire les choses.", ["Prévoir du temps.", "Dire les choses."]),
        ("•\tPrévoir du temps.\n•\tDire les choses.", ["Prévoir du temps.", "Dire les choses."]),
        ("Deux points :\n- Prévoir du temps.\n- Dire les choses.", ["Prévoir du temps.", "Dire les choses."]),
        ("- Prévoir.\n  - En mars.\n- Dire.", ["Prévoir.\nEn mars.", "Dire."]),
    ],
)
def test_points_are_points_however_they_were_typed(typed: str, items: list[str]):
    """In a file and in the form: the page of pitfalls shows as many as the sheet."""
    for text in (typed, tidy_typed(typed, "vigilance")):
        [section], problems = parse_sections(f"## Points de vigilance\n\n{text}\n", 1, "a.md", None)[0], []
        assert problems == []
        assert [item.text for item in section.items] == items
        assert section.html.count("<li>") == sum(item.html.count("<li>") for item in section.items) + len(items)


@pytest.mark.parametrize(
    "text", ["Une seule phrase.", "### Titre\n\nUn.\n\nDeux.", "- Un\n\nDeux", "```\nUn.\nDeux.\n```", ""]
)
def test_what_is_no_series_of_points_is_left_alone(text: str):
    """One sentence alone, a part that has a list, headings or code."""
    assert mark_points(text) == text


@given(st.text(alphabet="aA1.:;-•o \t\n#>|*`", max_size=60), st.sampled_from(["contexte", "vigilance"]))
def test_what_the_form_writes_it_writes_again(text: str, key: str):
    """A draft that goes through the form twice does not change the second time."""
    once = tidy_typed(text, key)
    assert tidy_typed(once, key) == once
