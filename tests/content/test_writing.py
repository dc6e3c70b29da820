"""What is written reads back the same: every published sheet, and any text a person may type."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from app.content.character import clean, find_character_faults
from app.content.field import practice_fields, walk
from app.content.frame import make_context
from app.content.glossary import TermLinks
from app.content.library import Library, load_library
from app.content.practice import FrontMatter, Practice
from app.content.practice_file import parse_practice
from app.content.rendering import render
from app.content.serialise import canonical_text, trim_lines, write_entries, write_sheet
from app.content.source_file import Unreadable, parse_markdown
from app.content.strict_yaml import HIDDEN
from tests.conftest import CONTENT

DATA = {
    "title": "Un chantier d'insertion à Lens",
    "summary": "À Lens, un chantier d'insertion a formé douze femmes à la soudure en 2024 ; sept travaillent.",
    "format": "initiative",
    "theme": "egalite-mixite",
    "sectors": ["btp"],
    "levers": ["formation"],
    "audiences": ["femmes"],
    "organisation": {"name": "Ville de Lens", "type": "collectivite"},
    "territory": {"departments": ["62"]},
    "period": {"start": 2023},
    "contact": {"name": "Service insertion"},
    "sources": [{"document": "rapport"}],
    "published": "2026-11-21",
    "reviewed": "2026-11-21",
}
BODY = {"contexte": "Un texte.", "mise-en-oeuvre": "Un autre."}

# What a browser can send once hidden characters are out: every other character, half a pair excepted.
CHARACTERS = st.characters(exclude_categories=("Cs", "Cc")).filter(lambda character: not HIDDEN.match(character))
TRICKY = st.sampled_from([
    ": ", " #", "---", '"', "'", "\\", "- ", "[a]", "{a: 1}", "&a", "*a", "!a", "|", ">-", "%", "@", "`", "true",
    "null", "2024-01-01", "010", "1e3", ".5", "~", "é", "e\u0301", "\u00a0", "\u202f", "👩\u200d🏭", "\ufeff", "\u2028",
])  # fmt: skip
TEXTS = st.lists(TRICKY | st.text(CHARACTERS, max_size=8), min_size=1, max_size=40).map("".join)


def parse(text: str) -> Practice | None:
    practice, _ = parse_practice(parse_markdown(text, "fiche.md"), "fiche", {})
    return practice


@pytest.mark.slow
def test_every_published_sheet_in_our_layout_is_the_same_practice(library: Library, tmp_path: Path):
    """Rewriting all sheets changes no fact, is stable, and gives what the check accepts."""
    context = make_context(library.vocabulary, library.documents, [p.slug for p in library.practices])
    terms = TermLinks(library.glossary.values())
    assert len(library.practices) > 80
    for practice in library.practices:
        text = canonical_text((CONTENT / "practices" / f"{practice.slug}.md").read_text(encoding="utf-8"))
        read, problems = parse_practice(parse_markdown(text, practice.slug), practice.slug, context, terms)
        assert not problems
        assert read is not None
        assert dict(read) | {"related": ()} == dict(practice) | {"related": ()}
        assert canonical_text(text) == text


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["place", "partner", "budget", "note", "pages"]), TEXTS))
@example({"place": "---"})
@example({"place": "Arras : la gare # 1"})
@example({"note": "a " * 149})
@example({"partner": "mot" * 99})
def test_any_text_in_a_field_reads_back_the_same(typed: dict[str, str]):
    """Whatever stands in a field, the file holds it: the text read is the text that the model makes of it."""
    typed = {key: text[:300] for key, text in typed.items() if clean(text).split()}
    assume(not any(True for text in typed.values() for _ in find_character_faults(text)))  # those are told, not read
    data = {
        **DATA,
        "territory": {"departments": ["62"], **({"place": typed["place"]} if "place" in typed else {})},
        "partners": [text for key, text in typed.items() if key == "partner"],
        "means": {"budget": typed.get("budget", "rien")},
        "editor_note": typed.get("note"),
        "sources": [{"document": "rapport", **({"pages": typed["pages"]} if "pages" in typed else {})}],
    }
    text = write_sheet(data, BODY)
    read = parse(text)
    wanted = FrontMatter.model_validate(parse_values(data))
    assert read is not None
    assert {key: getattr(read, key) for key in FrontMatter.model_fields} == dict(wanted)
    assert canonical_text(text) == text


def parse_values(data: dict[str, object]) -> dict[str, object]:
    """The same values in NFC, the form in which files are read."""

    def compose(value: object) -> object:
        if isinstance(value, str):
            return unicodedata.normalize("NFC", value)
        if isinstance(value, dict):
            return {key: compose(inner) for key, inner in value.items()}
        return [compose(inner) for inner in value] if isinstance(value, list) else value

    return {key: compose(value) for key, value in data.items()}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS | st.sampled_from(["\n", "\n\n", "  \n", "\r\n", "# ", "## ", "```\n", "---\n"]), max_size=30))
def test_any_story_is_stable_once_written(pieces: list[str]):
    """A story may hold a line of dashes, a fence or a heading: writing what was read changes nothing more."""
    text = write_sheet(DATA, {**BODY, "contexte": "".join(pieces)})
    assert canonical_text(text) == text


def test_a_very_long_story_is_written_whole():
    """100 kB of text go through."""
    story = "\n\n".join(["Un paragraphe avec « guillemets » : et deux points."] * 1800)
    read = parse_markdown(write_sheet(DATA, {**BODY, "contexte": story}), "fiche.md")
    assert story in read.body
    assert len(story) > 95_000


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("place:   'Lens'", "  place: Lens"),
        ('place: "Lens : la gare"', '  place: "Lens : la gare"'),
        ("place: 59", '  place: "59"'),
        ("place: 'yes'", '  place: "yes"'),
        ("place: >-\n    Lens\n    centre", "  place: Lens centre"),
        ("place: " + "Lens " * 30, "  place: >-\n    " + ("Lens " * 23).strip()),
    ],
)
def test_quotes_are_kept_to_what_needs_them(written: str, canonical: str):
    """One way to write each text, whoever wrote the file."""
    text = write_sheet(DATA, BODY).replace("territory:\n", f"territory:\n  {written}\n")
    assert f"\n{canonical}\n" in canonical_text(text)


def test_order_dates_and_spaces_are_put_right():
    """Keys and parts find their place, a French date its form, and trailing spaces go, save a line break's."""
    text = write_sheet(DATA, BODY)
    front, body = text.removeprefix("---\n").split("\n---\n")
    lines = front.replace("published: 2026-11-21", "published: 21/11/2026").split("\n")
    shuffled = "\n".join([*lines[-2:], *lines[:-2]])
    parts = body.strip().split("\n\n## ")
    moved = f"## {parts[1]} \n\n\n##  Contexte\n\n\nUn texte.  \nSuite. \n"
    wanted = text.replace("Un texte.", "Un texte.  \nSuite.")
    assert canonical_text(f"---\n{shuffled}\n---\n{moved}") == wanted


@pytest.mark.parametrize("letters", ["a", "ab", "abc", "abcd"])
@pytest.mark.parametrize(
    "end", ["", " ", "  ", "   ", "      ", "\t", "\t\t", " \t", "\t ", "  \t", "\u00a0", "\u00a0  "]
)
def test_spaces_that_break_a_line_are_two(letters: str, end: str):
    """Fewer go, more are brought down to two, a tab counts for the spaces that it stands for: the page is the same."""
    text = f"Un texte\n{letters}{end}\nsuite{end}\n\n- {letters}{end}\n  fin{end}"
    trimmed = trim_lines(text)
    assert re.sub(r" +(?=<br>|\n|</)", "", render(text)) == render(trimmed)
    assert trim_lines(trimmed) == trimmed
    assert not re.search(r"(?<! ) $|\t$| {3}$", trimmed, re.MULTILINE)


def test_what_is_wrong_is_left_to_its_author():
    """Unknown keys, unknown headings and empty fields stay in the file, so that the check can tell them."""
    text = (
        write_sheet({**DATA, "title": "", "auteur": "x: y", "period": {"start": "hier"}}, BODY) + "\n## Divers\n\nA\n"
    )
    again = canonical_text(text)
    assert again == text
    for kept in ('title: ""', 'auteur: "x: y"', "start: hier", "## Divers"):
        assert kept in again


def test_a_file_that_cannot_be_read_is_refused():
    """The layout of a broken file is not guessed."""
    with pytest.raises(Unreadable):
        canonical_text("---\ntitle: a: b\n---\n")


def test_fields_are_those_of_the_model_with_words_for_people():
    """A field added to the model must be named and explained before the form and the guide can show it."""
    fields = {field.path: field for field in walk(practice_fields())}
    assert set(FrontMatter.model_fields) <= set(fields)
    assert len(fields) > 40
    for field in fields.values():
        assert field.label
        assert field.help, field.path
        assert field.example or field.fields or field.list_name, field.path  # the words of a list are its examples


def test_lines_for_another_file_are_yaml(content: Path):
    """The lines made for content/sources.yaml can be added to it as they are."""
    entry = {"title": "Rapport : année 2025", "publisher": "Département", "published": "2025-07"}
    path = content / "sources.yaml"
    path.write_text(path.read_text(encoding="utf-8") + write_entries({"rapport-2025": entry}), encoding="utf-8")
    assert load_library(content).documents["rapport-2025"].title == "Rapport : année 2025"
