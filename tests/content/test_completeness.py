"""What is missing without being wrong: told as a warning, on its line, with what to write."""

import datetime
import re
from pathlib import Path

import pytest

from app.advice.warning import lint_library
from app.content.library import Library, load_library
from app.content.problem import Problem
from tests.conftest import CONTENT
from tests.content.test_advice import SHEET, TODAY, advice_on

KEY = "panorama-egalite-2025"
SELECTION = """\
---
title: Une sélection
summary: Pour essayer.
practices:
  - slug: stef-mixup
    note: Montrez le chiffre.
  - slug: eve-binomes-grand-site-deux-caps
    note: Demandez qui a essayé.
published: 2026-11-21
---

{introduction}
"""
INTRODUCTION = "Ces fiches se lisent dans cet ordre, du plus simple au plus long. " * 6


def warnings_of(content: Path, file: str) -> list[Problem]:
    """The warnings about one file of a folder."""
    found = lint_library(load_library(content), content, TODAY)
    assert all(problem.severity == "warning" for problem in found)
    return [problem for problem in found if problem.file == f"content/{file}"]


def line_of(path: Path, start: str) -> int:
    """The number of the first line that begins so."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if line.lstrip().startswith(start))


# What is replaced, by what, the key that is named and words that the warning must hold.
GAPS = {
    "figure without a source": (
        f"    source: {KEY}\n",
        "",
        "indicators[1]",
        ["de quel document", "« source »", "Femmes recrutées", f"Le plus proche : {KEY}"],
    ),
    "size without a year": (
        "name: Une organisation\n  type",
        "name: Une organisation\n  size: 12 salariés\n  type",
        "organisation.size",
        ["pas d'année", "12 salariés (2024)", "Lu : 12 salariés"],
    ),
    "size that looks like a year": (
        "name: Une organisation\n  type",
        "name: Une organisation\n  size: plus de 2000 salariés\n  type",
        "organisation.size",
        ["pas d'année"],
    ),
    "reviewed before it was published": (
        "reviewed: 2026-11-21",
        "reviewed: 2026-11-20",
        "reviewed",
        ["avant d'être publiée", "21 novembre 2026", "2026-11-20"],
    ),
    "case study of a few words": (
        SHEET[SHEET.index("L'équipe a d'abord") : SHEET.index("## Résultats")],
        "Une mise en œuvre.\n\n",
        "texte",
        ["14 mots", "100 mots", "initiative"],
    ),
    "dots": ("Un contexte.", "Les salarié.e.s sont là.", "texte", ["à voix haute", "salarié.e.s"]),
    "a dot": ("Un contexte.", "Chaque salarié.e vient.", "texte", ["à voix haute", "salarié.e"]),
}


@pytest.mark.parametrize("name", GAPS)
def test_what_a_sheet_leaves_out_is_told_with_what_to_write(content: Path, name: str):
    """One gap, one warning, at its key."""
    old, new, key, words = GAPS[name]
    assert SHEET.count(old) == 1
    [problem] = advice_on(content, SHEET.replace(old, new))
    assert problem.key == key
    for word in words:
        assert word in problem.to_text()


@pytest.mark.slow
@pytest.mark.parametrize(
    "size",
    [
        "12 salariés (2024)",
        "1 200 salariés en 2024",
        "25 000 salariés, plus de 300 sites (2025)",
        "12 salariés fin 2023 dont 4 femmes",
        "2024 : 12 salariés",
        "(2024, hors intérim) 12",
        "Petite entreprise",
    ],
)
def test_a_size_with_its_year_or_without_a_figure_is_left_alone(content: Path, size: str):
    """However the year is written."""
    text = SHEET.replace("name: Une organisation\n  type", f'name: Une organisation\n  size: "{size}"\n  type')
    assert advice_on(content, text) == []


@pytest.mark.parametrize("words", ["Le réseau FHinkEgal.e", "Le site www.exemple.es", "L'annexe V.F.1.e"])
def test_a_dot_that_joins_no_two_genders_is_left_alone(content: Path, words: str):
    """Names and addresses."""
    assert advice_on(content, SHEET.replace("Un contexte.", f"{words} le dit.")) == []


def test_a_withdrawn_sheet_is_asked_for_nothing(content: Path):
    """It is shown no more."""
    text = SHEET.replace(f"    source: {KEY}\n", "").replace("published:", "withdrawn: {reason: Terminée}\npublished:")
    assert advice_on(content, text) == []


def test_a_figure_of_a_page_names_its_document_too(content: Path):
    """Pages show figures as sheets do."""
    (content / "pages").mkdir()
    figure = "indicators: [{label: Taux, unit: '%', nature: mesure, values: [{year: 2024, value: 3}]}]"
    page = f"---\ntitle: Repères\nsummary: Des repères.\nreviewed: 2026-11-21\n{figure}\n---\n\nUn texte.\n"
    (content / "pages" / "essai.md").write_text(page, encoding="utf-8")
    [problem] = warnings_of(content, "pages/essai.md")
    assert (problem.line, problem.key, problem.read, problem.nearest) == (5, "indicators[1]", "Taux", "")


def test_a_document_that_no_sheet_cites_is_told(content: Path):
    """At its line; not while a sheet has an error, for that one may cite it."""
    path = content / "sources.yaml"
    path.write_text(
        path.read_text(encoding="utf-8")
        + "oublie:\n  title: Un rapport\n  publisher: X\n  published: '2024'\n  url: https://x.fr\n"
    )
    told = {problem.key: problem for problem in warnings_of(content, "sources.yaml")}
    assert "oublie" in told
    assert KEY not in told
    assert told["oublie"].line == line_of(path, "oublie:")
    assert "« sources »" in told["oublie"].message
    (content / "practices" / "essai.md").write_text(SHEET.replace("format: etude", "format: itude"), encoding="utf-8")
    assert warnings_of(content, "sources.yaml") == []


def test_a_contact_that_nobody_can_reach_is_told(content: Path):
    """At its line: a name alone calls nobody."""
    path = content / "practices" / "essai.md"
    path.write_text(SHEET.replace('  phone: "01 99 00 00 00"\n', ""), encoding="utf-8")
    [problem] = warnings_of(content, "practices/essai.md")
    assert "aucun moyen de joindre" in problem.message
    assert problem.line == line_of(path, "contact:")


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ("{year: 2025, value: 37}", 0),
        ("{year: 2026, value: 37}", 1),
        ("{year: 2026, value: 37, source: bethune-bruay-egalite-2023}", 1),
        ("{year: 2024, value: 37, source: bethune-bruay-egalite-2023}", 0),
        ("{year: 2025, value: 37, source: bethune-bruay-egalite-2023}", 1),
    ],
)
def test_a_figure_of_a_year_after_its_document_is_told(content: Path, values: str, count: int):
    """The document of the value itself, if it has one; a target is for a year to come."""
    sheet = SHEET.replace("{year: 2024, value: 37}", values).replace(
        "published: 2026", "  - document: bethune-bruay-egalite-2023\npublished: 2026"
    )
    path = content / "practices" / "essai.md"
    path.write_text(sheet, encoding="utf-8")
    assert (
        len([p for p in warnings_of(content, "practices/essai.md") if "ne peut venir d'un document" in p.message])
        == count
    )
    path.write_text(sheet.replace("nature: declare", "nature: objectif"), encoding="utf-8")
    assert [p for p in warnings_of(content, "practices/essai.md") if "ne peut venir d'un document" in p.message] == []


def test_a_document_that_nobody_can_open_is_told(content: Path):
    """At its line; an address or whom to ask is enough."""
    path = content / "sources.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  url: https://rapports.exemple.fr/panorama.pdf\n", ""), encoding="utf-8")
    told = [p for p in warnings_of(content, "sources.yaml") if "Personne ne peut ouvrir" in p.message]
    assert [problem.key for problem in told] == [KEY]


def test_a_term_without_a_definition_is_told(content: Path):
    """At its line, in every list whose words an author must understand to choose."""
    path = content / "vocabulary.yaml"
    text = path.read_text(encoding="utf-8")
    for list_name in ("themes", "sectors", "levers", "audiences", "organisation_types", "departments"):
        text = re.sub(rf"(?m)^{list_name}:\n", f'{list_name}:\n  "99":\n    label: Nouveau de {list_name}\n', text)
    path.write_text(text, encoding="utf-8")
    found = warnings_of(content, "vocabulary.yaml")
    assert sorted(problem.key for problem in found) == [
        "audiences.99", "levers.99", "organisation_types.99", "sectors.99", "themes.99",
    ]  # fmt: skip
    assert all("« definition »" in problem.message for problem in found)
    assert {text.split("\n")[problem.line - 1] for problem in found} == {'  "99":'}


@pytest.mark.parametrize(("times", "is_large", "is_told"), [(1, True, True), (1, False, False), (40, False, True)])
def test_a_lever_is_explained_at_a_length_that_is_read(content: Path, times: int, is_large: bool, is_told: bool):
    """A page is not read, and a few words say too little, but in a base that begins."""
    if is_large:
        fill(content)
    path = content / "vocabulary.yaml"
    text = path.read_text(encoding="utf-8")
    definition = "Faire venir les gens. " * times
    path.write_text(
        text.replace("levers:\n", f"levers:\n  essai:\n    label: Essai\n    definition: {definition}\n", 1)
    )
    found = warnings_of(content, "vocabulary.yaml")
    assert [problem.key for problem in found] == ["levers.essai"] * is_told
    assert all(f"{4 * times} mots" in problem.message and "« watch »" in problem.message for problem in found)


@pytest.mark.parametrize(
    ("definition", "word"),
    [
        ("Une chose.", "de 20 à 400"),
        ("Une chose très longue. " * 20, "de 20 à 400"),
        ("Une chose qui sert ici", "un point"),
    ],
)
def test_a_definition_is_a_sentence_that_stands_in_a_tooltip(content: Path, definition: str, word: str):
    """Not a word, not a page, and finished."""
    path = content / "glossary.yaml"
    path.write_text(f'truc: {{term: Truc, definition: "{definition.strip()}"}}\n', encoding="utf-8")
    [problem] = warnings_of(content, "glossary.yaml")
    assert (problem.line, problem.key) == (1, "truc.definition")
    assert word in problem.message


def fill(content: Path) -> list[str]:
    """Make a base that is no longer small, and name its new sheets."""
    names = [f"autre-{number}" for number in range(20)]
    for name in names:
        (content / "practices" / f"{name}.md").write_text(SHEET, encoding="utf-8")
    return names


def write_selection(content: Path, text: str) -> list[Problem]:
    (content / "selections").mkdir()
    (content / "selections" / "essai.md").write_text(text, encoding="utf-8")
    return warnings_of(content, "selections/essai.md")


def test_a_selection_of_a_small_base_may_be_small(content: Path):
    """Two sheets are all there is; each has its note all the same."""
    text = SELECTION.format(introduction="Trois mots seulement.")
    assert write_selection(content, text) == []
    (content / "selections" / "essai.md").write_text(text.replace("    note: Montrez le chiffre.\n", ""))
    [problem] = warnings_of(content, "selections/essai.md")
    assert (problem.line, problem.key, problem.read) == (5, "practices[1]", "stef-mixup")
    assert "« note »" in problem.message


def test_an_introduction_of_a_few_words_is_told(content: Path):
    """Of a selection that could say why these sheets."""
    fill(content)
    found = write_selection(content, SELECTION.format(introduction="Trois mots seulement."))
    assert [(problem.line, problem.key) for problem in found] == [(4, "practices"), (12, "texte")]
    assert "3 mots" in found[1].message


@pytest.mark.slow
@pytest.mark.parametrize(("count", "is_told"), [(4, True), (5, False), (8, False), (9, True)])
def test_a_selection_holds_what_an_hour_holds(content: Path, count: int, is_told: bool):
    """Five to eight sheets, where the base has enough."""
    names = fill(content)
    rows = "".join(f"  - slug: {name}\n    note: Montrez-la.\n" for name in names[:count])
    text = re.sub(r"practices:\n(?:  .*\n)+", lambda _: f"practices:\n{rows}", SELECTION)
    found = write_selection(content, text.format(introduction=INTRODUCTION))
    assert [problem.read for problem in found] == [f"{count} fiches"] * is_told


@pytest.mark.slow
def test_the_files_of_the_base_leave_nothing_out(library: Library):
    """Lists, documents, glossary, selections: precision is watched on real ones."""
    found = lint_library(library, CONTENT, datetime.date(2026, 12, 1))
    assert [problem.to_text() for problem in found if not problem.file.startswith(("content/p", "content/site"))] == []
