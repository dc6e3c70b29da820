"""Lists typed without Markdown: what becomes a list, and what must not."""

import pytest

from app.content.bullet import mark_lists
from app.content.library import Library
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
    ],
)
def test_a_list_is_a_list_however_it_was_typed(typed: str, marked: str):
    """And a list that is one already is left alone."""
    assert mark_lists(typed) == marked
    assert mark_lists(marked) == marked
    assert "<li>" in render(marked)


@pytest.mark.parametrize(
    "text",
    [
        "```\n• du code\n1) encore\n```",
        "    • du code",
        "| a | b |\n|---|---|\n| – | 1) |\n– | x",
        "Le dispositif\n– lancé en 2020 – a servi à tous.",
        "Ils étaient\n12) ou plus.",
        "Un texte à –5 degrés.\n–5 % en 2024",
        "- un\n  suite\n\n  - dedans",
        "**Gras** puis\n*penché*",
        "Un titre\n---",
        "",
    ],
)
def test_what_is_no_list_stays_as_it_was_typed(text: str):
    """Code, tables, asides, figures, other marks."""
    assert mark_lists(text) == text


def test_in_a_part_that_is_a_list_numbers_are_bullets():
    """« Points de vigilance » has points, in no order."""
    assert mark_lists("1) Prévoir.\n2. Dire.\n– Oser.", is_listed=True) == "- Prévoir.\n- Dire.\n- Oser."


def test_no_published_sheet_changes(library: Library):
    """What is Markdown already says the same thing."""
    sections = [section for practice in library.practices for section in practice.sections]
    assert len(sections) > 300
    for section in sections:
        assert mark_lists(section.markdown, section.key in LISTED) == section.markdown
