"""Annotations of list items: who says it, for which lever, of which kind."""

import re

import pytest

from app.content.annotation import Annotation, split_annotation
from app.content.practice_file import parse_practice
from app.content.repair import repair_text
from app.content.source_file import parse_markdown
from tests.content.test_practice import practice_of
from tests.content.test_problems import GOOD

FULL = "*(lecture de la rédaction ; levier : immersion ; nature : moyens)*"
SHEET = re.sub(r"levers: .*", "levers: [immersion, embauche]", GOOD)
CONTEXT = {"pitfall_kinds": {"moyens": "Moyens et temps", "public": "Toucher le public"}}


def sheet_with(written: str) -> str:
    """A sheet with one pitfall, and what is written behind it."""
    return f"{SHEET}\n## Points de vigilance\n\n- **Un.** Le bus. {written}\n"


@pytest.mark.parametrize(
    ("written", "annotation"),
    [
        (FULL, Annotation("redaction", "immersion", "moyens")),
        ("_( Lecture de la redaction;levier: immersion )_", Annotation("redaction", "immersion")),
        ("*(nature : moyens ; levier :\nimmersion)*", Annotation("document", "immersion", "moyens")),
        ("*(lecture de la rédaction ; page 3)*", Annotation("redaction", unknown=("page 3",))),
        ("*(levier : a ; levier : b)*", Annotation("document", "a", unknown=("levier : b",))),
    ],
)
def test_an_annotation_is_taken_off_the_text(written: str, annotation: Annotation):
    """In any order and case, with either sign of emphasis, over two lines."""
    assert split_annotation(f"**Un.** Le bus. {written}") == ("**Un.** Le bus.", annotation)


@pytest.mark.parametrize(
    "text", ["Le bus *(voir page 3)*.", "Le bus *(le soir)*", "(levier : immersion)", "*levier*", ""]
)
def test_what_holds_no_word_of_ours_is_its_author_s(text: str):
    """An italic parenthesis is allowed like any other text."""
    assert split_annotation(text) == (text, Annotation())


def test_readers_see_who_says_it_and_the_search_does_not():
    """A mark in words in the page; neither lever nor kind; the plain text has none of it."""
    section = practice_of(sheet_with(FULL)).section("vigilance")
    assert section
    assert "<small>Lecture de la rédaction</small>" in section.html
    assert section.text == section.items[0].text == "Un. Le bus."
    assert "rédaction" not in section.items[0].html
    item = section.items[0]
    assert (item.origin, item.lever, item.kind) == ("redaction", "immersion", "moyens")
    told = practice_of(sheet_with("*(levier : embauche)*")).section("vigilance")
    assert told
    assert "small" not in told.html
    assert "levier" not in told.html


@pytest.mark.parametrize(
    ("written", "message", "nearest"),
    [
        ("*(levier : embauches)*", "Ce levier n'est pas l'un de ceux de la fiche", "embauche"),
        ("*(nature : moyen)*", "Cette nature n'est pas dans la liste", "moyens"),
        ("*(lecture de la rédaction ; levié : embauche)*", "n'est pas connue", ""),
    ],
)
def test_a_wrong_word_is_told_with_its_line(written: str, message: str, nearest: str):
    """And with the nearest of those that would do."""
    text = sheet_with(written)
    practice, (problem,) = parse_practice(parse_markdown(text, "fiche.md"), "fiche", CONTEXT)
    assert practice is None
    assert message in problem.message
    assert (problem.nearest, text.split("\n")[problem.line - 1]) == (nearest, f"- **Un.** Le bus. {written}")


def test_only_a_pitfall_has_a_kind():
    """A key to success has a lever."""
    text = sheet_with("*(nature : moyens)*").replace("Points de vigilance", "Clés de réussite")
    _, (problem,) = parse_practice(parse_markdown(text, "fiche.md"), "fiche", CONTEXT)
    assert problem.message == "Seul un piège à éviter a une nature."


def test_the_fix_spells_an_annotation_in_one_way():
    """Origin, lever, kind; once done there is nothing left to do."""
    text, notes = repair_text(sheet_with("_(nature : moyens;levier: immersion ; Lecture de la rédaction)_"), {})
    assert notes == ()
    assert f"Le bus. {FULL}\n" in text
    assert repair_text(text, {}) == (text, ())
