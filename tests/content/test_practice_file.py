"""One sheet from its file: alone, then among the others."""

import re
from pathlib import Path

import pytest

from app.content.frame import load_frame
from app.content.glossary import TermLinks
from app.content.headline import Headline
from app.content.practice_file import PracticeReader, check_practice, parse_practice
from app.content.section import TITLES
from app.content.source_file import parse_markdown
from tests.content.headlines import make_headline
from tests.content.test_problems import GOOD
from tests.content.test_term_link import QPV


def test_a_sheet_read_alone_has_no_links_to_the_glossary_unless_given():
    """Without a context any word of a list is admitted, and no word is linked."""
    source = parse_markdown(GOOD.replace("Un contexte.", "Un QPV."), "fiche.md")
    practice, problems = parse_practice(source, "fiche", {})
    assert problems == []
    assert practice
    assert (practice.slug, practice.title) == ("fiche", "Une fiche pour les essais")
    assert [section.title for section in practice.sections] == [TITLES["contexte"], TITLES["mise-en-oeuvre"]]
    assert practice.sections[0].html == "<p>Un QPV.</p>"
    assert parse_practice(source, "fiche", {}, TermLinks([]))[0] == practice


@pytest.mark.parametrize("format", ["", "format: [initiative]\n", "format: 3\n"])
def test_a_format_that_is_not_said_asks_for_what_every_format_has(format: str):
    """Its own fault is told, and at once the sections that are missing whatever it is."""
    text = GOOD.replace("format: initiative\n", format).replace("## Mise en œuvre\n\nUne mise en œuvre.\n", "")
    practice, problems = parse_practice(parse_markdown(text, "fiche.md"), "fiche", {})
    assert practice is None
    assert {(problem.key, problem.section) for problem in problems} == {("format", ""), ("texte", "mise-en-oeuvre")}


def test_each_figure_whose_document_is_not_a_source_is_told_at_its_line():
    """Whatever else is wrong with the sheet; a document that nobody knows is told once, as such."""
    rows = [
        f"  - {{label: F{n}, unit: f, nature: mesure, values: [{{year: 2024, value: 3}}], source: {key}}}"
        for n, key in enumerate(["b", "a", "c", "b"])
    ]
    text = GOOD.replace("contact:", "\n".join(["indicators:", *rows, "contact:"])).replace("title: Une", "title: 1 #")
    text = re.sub(r"document: [\w-]+", "document: a", text)
    problems = parse_practice(parse_markdown(text, "fiche.md"), "fiche", {"sources": ["a", "b"]})[1]
    told = [(problem.key, problem.read) for problem in problems if problem.key.startswith("indicators")]
    assert sorted(told) == [("indicators[1].source", "b"), ("indicators[3].source", "c"), ("indicators[4].source", "b")]
    lines = [problem.line for problem in problems if problem.read == "b"]
    assert [text.split("\n")[line - 1].split("label: ")[1][:2] for line in lines] == ["F0", "F3"]


def test_front_matter_and_text_of_a_sheet_are_told_together():
    """Each at its line; nothing is made of a sheet that has a fault in its text alone."""
    text = GOOD.replace("## Mise en œuvre", "## Mise en route")
    for source, told in [
        (text, [(17, "texte", "Contexte"), (22, "texte", "Mise en route")]),
        (
            text.replace("title: Une fiche", "titel: Une fiche"),
            [(2, "titel", "titel"), (2, "title", ""), (17, "texte", "Contexte"), (22, "texte", "Mise en route")],
        ),
    ]:
        practice, problems = parse_practice(parse_markdown(source, "fiche.md"), "fiche", {})
        assert practice is None
        assert [(problem.line, problem.key, problem.read) for problem in sorted(problems)] == told
        assert {problem.file for problem in problems} == {"fiche.md"}


def test_a_new_sheet_is_checked_among_the_others():
    """It is given back with what is wrong between it and them; not at all when it cannot stand by itself."""
    others = [make_headline("stef", aliases=("mixup",))]
    text = GOOD.replace("published:", "related: [stef, mixup]\npublished:")
    practice, problems = check_practice(parse_markdown(text, "fiche.md"), "fiche", {}, others)
    assert practice
    assert Headline.of(practice).related == ("stef", "mixup")
    assert [(problem.line, problem.key, problem.read) for problem in problems] == [(14, "related[2]", "mixup")]
    broken = parse_markdown(text.replace("title:", "note: Rien.\ntitle:"), "fiche.md")
    practice, problems = check_practice(broken, "fiche", {}, others)
    assert practice is None
    assert [problem.key for problem in problems] == ["note"]
    linked = parse_markdown(GOOD.replace("Un contexte.", "Un QPV."), "fiche.md")
    practice, problems = check_practice(linked, "fiche", {}, others, TermLinks([QPV]))
    assert problems == []
    assert practice
    assert "/glossaire#qpv" in practice.sections[0].html


def test_a_draft_of_the_form_is_told_once_for_what_it_is():
    """What the form keeps beside the sheet is no unknown key: it is all that is wrong."""
    text = GOOD.replace("format: initiative", "draft: {slug: une-fiche}\nformat: initiative")
    practice, problems = parse_practice(parse_markdown(text, "a.md"), "a", {})
    assert practice is None
    assert [(problem.line, problem.key, problem.message) for problem in problems] == [
        (
            4,
            "draft",
            "Ce fichier est un brouillon. Reprenez-le dans le formulaire (« Reprendre un brouillon »), ou ôtez la clé "
            "« draft » et ses lignes quand la fiche est finie.",
        )
    ]


def test_the_bytes_of_a_sheet_come_with_it(content: Path):
    """As they are on the disk; none where nothing could be read."""
    reader = PracticeReader(content, load_frame(content)[0])
    path = content / "practices" / "stef-mixup.md"
    practice, read, problems = reader.read(path)
    assert practice
    assert (read, problems) == (path.read_bytes(), [])
    practice, read, problems = reader.read(content / "practices" / "absente.md")
    assert (practice, read, [problem.message for problem in problems]) == (None, b"", ["Le fichier n'existe pas."])
