"""Markdown as people type and paste it: what becomes a list, a table or a heading, and what must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.library import Library
from app.content.markdown_input import demote_headings, normalise
from app.content.rendering import render
from app.content.section import LISTED


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("• Une visite\n• Un stage", "- Une visite\n- Un stage"),
        ("•Une visite\n ● Un stage", "- Une visite\n- Un stage"),
        ("– Une visite\n— Un stage", "- Une visite\n- Un stage"),
        ("1) Une visite\n2) Un stage", "1. Une visite\n2. Un stage"),
        ("Trois étapes :\n• une\n• deux\n\nPuis plus rien.", "Trois étapes :\n\n- une\n- deux\n\nPuis plus rien."),
        ("Des étapes\n- une\n- deux", "Des étapes\n\n- une\n- deux"),
        ("Des étapes\n1. une\n2. deux", "Des étapes\n\n1. une\n2. deux"),
        ("1) une\n• deux", "1. une\n\n- deux"),
        ("• une\n    ◦ dedans\n• deux", "- une\n    - dedans\n- deux"),
        ("• une\nsuite\n• deux", "- une\nsuite\n- deux"),
        ("    • une", "- une"),
        ("\uf0b7\tune\n\uf0b7\tdeux", "- une\n- deux"),
        ("•\tune\no\tdedans\n§\tencore\n•\tdeux", "- une\n    - dedans\n        - encore\n- deux"),
        ("Ø\tune\nØ\tdeux", "- une\n- deux"),
        ("1/ une\n2° deux", "1. une\n2. deux"),
        ("a) une\nb) deux", "- a) une\n- b) deux"),
        ("-\u00a0une\n-\u00a0deux", "- une\n- deux"),
        ("- une\n  - dedans\n    - encore\n- deux", "- une\n    - dedans\n        - encore\n- deux"),
        ("1. une\n   - dedans\n2. deux", "1. une\n    - dedans\n2. deux"),
        ("- une\n\n  suite\n\n- deux", "- une\n\n    suite\n\n- deux"),
        ("### Titre\n- une", "### Titre\n\n- une"),
        ("> Des étapes\n> - une", "> Des étapes\n>\n> - une"),
        ("5\n+ 3", "5\n\n+ 3"),
        ("- [ ] une\n- [X] deux", "- ☐ une\n- ☑ deux"),
    ],
)
def test_a_list_is_a_list_however_it_was_typed(typed: str, marked: str):
    """And a list that is one already is left alone."""
    assert normalise(typed) == marked
    assert normalise(marked) == marked
    assert "<li>" in render(marked)


@pytest.mark.parametrize(
    "text",
    [
        "```\n• du code\n1) encore\n```",
        "| a | b |\n|---|---|\n| – | 1) |\n– | x",
        "terme\n: définition\n\n    suite",
        "* * *",
        "o gué",
        "§ 3 de la loi",
        "Le dispositif\n– lancé en 2020 – a servi à tous.",
        "Ils étaient\n12) ou plus.",
        "Un texte à –5 degrés.\n–5 % en 2024",
        "- un\n  suite\n\n    - dedans",
        "**Gras** puis\n*penché*",
        "Un titre\n---",
        "",
    ],
)
def test_what_is_no_list_stays_as_it_was_typed(text: str):
    """Code, tables, asides, figures, other marks."""
    assert normalise(text) == text


def test_in_a_part_that_is_a_list_numbers_are_bullets():
    """« Points de vigilance » has points, in no order."""
    assert normalise("1) Prévoir.\n2. Dire.\n– Oser.", is_listed=True) == "- Prévoir.\n- Dire.\n- Oser."


@pytest.mark.parametrize(
    ("typed", "table"),
    [
        ("Année\tFemmes\n2022\t6", "| Année | Femmes |\n| --- | --- |\n| 2022 | 6 |\n"),
        ("\t2022\t2024\nFemmes\t6\n", "|  | 2022 | 2024 |\n| --- | --- | --- |\n| Femmes | 6 |  |\n\n"),
        ("Avant\nA\tB\nC|D\tE\nAprès", "Avant\n\n| A | B |\n| --- | --- |\n| C\\|D | E |\n\nAprès"),
        ("Avant\n| a | b |\n|---|---|\n| c | d |\naprès", "Avant\n\n| a | b |\n|---|---|\n| c | d |\n\naprès"),
        ("- un\n\na | b\n--|--\nc | d", "- un\n\na | b\n--|--\nc | d"),
    ],
)
def test_a_table_is_a_table_however_it_came(typed: str, table: str):
    """From Word or a spreadsheet, with tabulations; or just under its sentence."""
    assert normalise(typed) == table
    assert normalise(table) == table
    assert "<table>" in render(typed)


@pytest.mark.parametrize("text", ["\tUn paragraphe", "Lens\tun seul", "```\nA\tB\nC\tD\n```"])
def test_other_tabulations_make_no_table(text: str):
    """At the start of a paragraph, on one line alone, in code."""
    assert "<table>" not in render(text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("##Titre", "## Titre"),
        ("##\u00a0Titre", "## Titre"),
        ("  ### Titre", "### Titre"),
        ("#metoo", "#metoo"),
        ("# Titre", "# Titre"),
    ],
)
def test_a_heading_has_its_space(typed: str, shown: str):
    """One sign without a space begins a word."""
    assert normalise(typed) == shown


def test_a_block_of_code_is_closed_and_stands_at_the_margin():
    """As Markdown needs it."""
    assert normalise("   ```\n   a\n     b") == "```\na\n  b\n```"


def test_headings_of_a_part_are_below_its_title():
    """In the form, where a title of the sheet cannot be typed."""
    assert demote_headings("# Un\n## Deux\n#mot\n```\n# code\n```") == "### Un\n### Deux\n#mot\n```\n# code\n```"


@given(st.text(alphabet="aA1.)-•o§ \t\n#>|*`~[]x", max_size=80))
def test_a_text_is_put_right_once(text: str):
    """What was made Markdown stays as it is."""
    once = normalise(text)
    assert normalise(once) == once


def test_no_published_sheet_changes(library: Library):
    """What is Markdown already says the same thing."""
    sections = [section for practice in library.practices for section in practice.sections]
    assert len(sections) > 300
    for section in sections:
        assert normalise(section.markdown, section.key in LISTED) == section.markdown
