"""Broken files: each one gets a message that its author can act on, and harms no other file."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.catalogue.catalogue import Catalogue
from app.content.library import load_library
from app.content.problem import Problem, UnusableContent
from app.content.source_file import MAX_MARKDOWN_BYTES
from tests.content.headlines import names_with_one_code

GOOD = """\
---
title: Une fiche pour les essais
summary: Une collectivité a mené une action d'essai en 2024, racontée ici en une phrase assez longue.
format: initiative
theme: acces-emploi
sectors: [btp]
levers: [immersion]
audiences: [femmes]
organisation: {name: Une organisation, type: association}
territory: {departments: ["59"]}
period: {start: 2024}
contact: {name: Une organisation}
sources: [{document: panorama-egalite-2025, pages: "12"}]
published: 2026-11-21
reviewed: 2026-11-21
---

## Contexte

Un contexte.

## Mise en œuvre

Une mise en œuvre.
"""


def problems_of(content: Path, text: str | bytes, name: str = "essai.md") -> list[Problem]:
    """What the check says of one file added to sound ones; the sound ones must stay."""
    data = text if isinstance(text, bytes) else text.encode()
    (content / "practices" / name).write_bytes(data)
    library = load_library(content)
    assert {"stef-mixup", "eve-binomes-grand-site-deux-caps"} <= {practice.slug for practice in library.practices}
    assert all(problem.file == f"content/practices/{name}" for problem in library.problems)
    return list(library.problems)


def test_a_sound_file_has_no_problem(content: Path):
    """The text that the table below breaks is itself sound."""
    assert problems_of(content, GOOD) == []


def line_of(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if line.startswith(start))


# What is replaced, by what, the key that is blamed, and words that the message must hold.
BROKEN = {
    "unknown key": ("theme:", "thème: handicap\ntheme:", "thème", ["pas une information connue", "theme"]),
    "misspelt key": ("audiences:", "audience:", "audience", ["audiences"]),
    "unknown term": ("theme: acces-emploi", "theme: acces-emplois", "theme", ["acces-emplois", "acces-emploi"]),
    "unknown term in a list": ("[btp]", "[btp, bpt]", "sectors[2]", ["bpt", "btp"]),
    "term written twice": ("[btp]", "[btp, btp]", "sectors", ["deux fois"]),
    "empty list": ("[btp]", "[]", "sectors", ["au moins 1"]),
    "text instead of a list": ("sectors: [btp]", "sectors: btp", "sectors", ["liste"]),
    "missing key": ("format: initiative\n", "", "format", ["manque"]),
    "missing inner key": ("{name: Une organisation, type: association}", "{name: X}", "organisation.type", ["manque"]),
    "unknown inner key": ("{start: 2024}", "{start: 2024, stop: 2025}", "period.stop", ["stop", "start"]),
    "year as words": ("{start: 2024}", "{start: hier}", "period.start", ["nombre entier", "hier"]),
    "year out of range": ("{start: 2024}", "{start: 24}", "period.start", ["1900"]),
    "end before start": ("{start: 2024}", "{start: 2024, end: 2020}", "period", ["avant le début"]),
    "title too short": ("title: Une fiche pour les essais", "title: Court", "title", ["5 caractères", "10"]),
    "summary too long": ("summary: Une", "summary: " + "mot " * 100 + "Une", "summary", ["320"]),
    "date without its day": (
        "published: 2026-11-21",
        "published: novembre 2026",
        "published",
        ["date", "novembre 2026"],
    ),
    "date that does not exist": ("published: 2026-11-21", "published: 2026-02-30", "published", ["date"]),
    "unquoted colon": ("title: Une fiche", "title: Forum : une fiche", "title", ["guillemets", '"Forum : une fiche']),
    "duplicate key": ("period:", "theme: handicap\nperiod:", "theme", ["deux fois"]),
    "anchor": ("theme: acces-emploi", "theme: &a acces-emploi", "", ["ancres"]),
    "tag": ("theme: acces-emploi", "theme: !!python/name:os.system x", "", ["étiquettes"]),
    "tabulation": ("period: {start: 2024}", "period:\n\tstart: 2024", "", ["tabulation"]),
    "unclosed quote": ("title: Une fiche", 'title: "Une fiche', "", ["guillemets"]),
    "department not quoted": ('["59"]', "[75]", "territory.departments[1]", ["75"]),
    "e-mail": ("{name: Une organisation}", "{name: X, email: dupont}", "contact.email", ["nom@domaine.fr", "dupont"]),
    "web address": ("type: association", "type: association, url: exemple.fr", "organisation.url", ["https://"]),
    "unknown document": ("panorama-egalite-2025", "panorama-2025", "sources[1].document", ["panorama-egalite-2025"]),
    "unknown related": ("published:", "related: [stef-mixups]\npublished:", "related[1]", ["stef-mixup"]),
    "related to itself": ("published:", "related: [essai]\npublished:", "related[1]", ["elle-même"]),
    "alias taken": ("published:", "aliases: [stef-mixup]\npublished:", "aliases[1]", ["déjà pris"]),
    "figure without cited source": (
        "contact:",
        "indicators: [{label: Femmes, unit: femmes, nature: mesure, values: [{year: 2024, value: 3}],"
        " source: valenciennes-egalite-2021}]\ncontact:",
        "indicators[1].source",
        ["valenciennes-egalite-2021", "sources"],
    ),
    "figure that is no number": (
        "contact:",
        "indicators: [{label: Femmes, unit: femmes, nature: mesure, values: [{year: 2024, value: trop}]}]\ncontact:",
        "indicators[1].values[1].value",
        ["nombre", "trop"],
    ),
    "two figures for one year": (
        "contact:",
        "indicators: [{label: F, unit: f, nature: mesure, values: [{year: 2024, value: 3}, {year: 2024, value: 4}]}]"
        "\ncontact:",
        "indicators[1].values",
        ["2024", "deux chiffres", "Un chiffre par année"],
    ),
    "missing section": ("## Mise en œuvre\n\nUne mise en œuvre.\n", "", "texte", ["Mise en œuvre"]),
    "unknown heading": ("## Contexte", "## Contextes", "texte", ["Contexte"]),
    "level-1 heading": ("## Contexte", "# Contexte", "texte", ["Contexte"]),
    "section twice": ("## Mise en œuvre", "## Contexte", "texte", ["deux fois"]),
    "empty section": ("Un contexte.\n", "", "texte", ["vide"]),
    "text before the headings": (
        "## Contexte",
        "Bonjour.\n\n## Contexte",
        "texte",
        ["Bonjour", "avant le premier titre"],
    ),
    "pitfalls not a list": (
        "Une mise en œuvre.",
        "Une mise en œuvre.\n\n## Points de vigilance\n\nAttention.",
        "texte",
        ["liste"],
    ),
    "too many brackets": ("Un contexte.", "[" * 1_000, "texte", ["crochets"]),
    "lists in lists": ("Un contexte.", "- " * 1_900 + "x", "texte", ["emboîtées"]),
    "case study without results": ("format: initiative", "format: etude-de-cas", "texte", ["Résultats"]),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_told_in_words_that_help(content: Path, name: str):
    """Each fault names what, where, what was read and what would be right."""
    old, new, key, words = BROKEN[name]
    assert GOOD.count(old) >= 1
    problems = problems_of(content, GOOD.replace(old, new, 1))
    blamed = [problem for problem in problems if problem.key == key]
    assert blamed, [problem.to_text() for problem in problems]
    told = "\n".join(problem.to_text() for problem in blamed)
    for word in words:
        assert word in told


def test_lines_are_those_of_the_file(content: Path):
    """The line is the one that an editor shows, in the front matter and in the body."""
    text = GOOD.replace("theme: acces-emploi", "theme: rien").replace("## Mise en œuvre", "## Mise en route")
    lines = {problem.key: problem.line for problem in problems_of(content, text)}
    assert lines["theme"] == line_of(text, "theme:")
    assert line_of(text, "## Mise en route") in {p.line for p in problems_of(content, text) if p.key == "texte"}


def test_all_problems_are_told_at_once(content: Path):
    """Nobody has to run the check again to learn of the next fault."""
    text = GOOD.replace("[btp]", "[bpt]").replace("[immersion]", "[imersion]").replace("## Contexte", "## Contextes")
    keys = {problem.key for problem in problems_of(content, text)}
    assert {"sectors[1]", "levers[1]", "texte"} <= keys


UNREADABLE = {
    "no front matter": ("## Contexte\n\nBonjour.\n", "---"),
    "empty file": ("", "---"),
    "front matter not closed": ("---\ntitle: Une fiche\n", "seconde ligne"),
    "a list as front matter": ("---\n- un\n- deux\n---\n\n## Contexte\n", "une liste"),
    "a text as front matter": ("---\nbonjour\n---\n", "un texte seul"),
    "nothing as front matter": ("---\n\n---\n", "clé"),
    "JSON": ('{"title": "Une fiche"}', "---"),
    "not UTF-8": (GOOD.encode("latin-1", "replace"), "UTF-8"),
    "a NUL byte": (GOOD.replace("Un contexte", "Un\x00contexte"), "invisible"),
    "too big": (GOOD + "x" * MAX_MARKDOWN_BYTES, "trop gros"),
    "a YAML bomb": ("---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n", "ancres"),
    "very deep YAML": ("---\na: " + "[" * 3_000 + "\n---\n", ""),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_file_is_left_out_and_told(content: Path, name: str):
    """One problem says why; the rest of the site is untouched."""
    text, word = UNREADABLE[name]
    problems = problems_of(content, text)
    assert problems
    assert word in problems[0].to_text()


def test_a_byte_order_mark_and_windows_lines_are_welcome(content: Path):
    """What Windows editors write is read all the same."""
    assert problems_of(content, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()) == []


@pytest.mark.parametrize("name", ["Mon Fichier.md", "égalité.md", "-a.md", "a" * 90 + ".md"])
def test_a_file_name_must_make_an_address(content: Path, name: str):
    """The name of the file is the address of the page."""
    problems = problems_of(content, GOOD, name)
    assert [problem.read for problem in problems] == [name]


def test_a_symbolic_link_is_refused(content: Path):
    """A link could show any file of the machine."""
    (content / "practices" / "lien.md").symlink_to("/etc/passwd")
    problems = load_library(content).problems
    assert [problem.file for problem in problems] == ["content/practices/lien.md"]


def test_what_is_no_ordinary_file_is_told_word_for_word(content: Path):
    """A link, a folder, a file larger than the machine: where, why, and how large it may be."""
    (content / "practices" / "lien.md").symlink_to("/etc/passwd")
    (content / "practices" / "dossier.md").mkdir()
    with (content / "practices" / "enorme.md").open("wb") as file:
        file.truncate(10**11)
    told = {problem.file.rsplit("/", 1)[-1]: problem.to_text() for problem in load_library(content).problems}
    assert told == {
        "lien.md": "content/practices/lien.md:1\n  Ce fichier est un lien vers un autre ; il faut un vrai fichier.",
        "dossier.md": "content/practices/dossier.md:1\n  Ce n'est pas un fichier ordinaire.",
        "enorme.md": (
            "content/practices/enorme.md:1\n  Le fichier est trop gros.\n  Lu : 100000000000 octets\n"
            f"  Admis : {MAX_MARKDOWN_BYTES} octets au plus"
        ),
    }


def test_a_pipe_is_not_read(content: Path):
    """What is no ordinary file could keep the reader waiting for ever."""
    os.mkfifo(content / "practices" / "tuyau.md")
    assert [problem.file for problem in load_library(content).problems] == ["content/practices/tuyau.md"]


def test_a_broken_link_hides_no_sheet(content: Path, make_catalogue: Callable[[Path], Catalogue]):
    """A sheet whose neighbour is gone is published without that link."""
    (content / "practices" / "essai.md").write_text(GOOD.replace("published:", "related: [rien]\npublished:"))
    catalogue = make_catalogue(content)
    assert len(catalogue.library.problems) == 1
    practice = catalogue.practice("essai")
    assert practice
    assert "rien" not in {relation.headline.slug for relation in catalogue.related(practice)}


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("vocabulary.yaml", "themes: [un, deux]"),
        ("vocabulary.yaml", "themes: {a: A}"),
        ("site.yaml", "name: Un site"),
        ("sources.yaml", "- un"),
        ("glossary.yaml", "iae: {term: IAE}"),
    ],
)
def test_a_broken_vocabulary_stops_everything_with_words(content: Path, file: str, text: str):
    """Without its lists nothing can be checked: all that is wrong with them is said."""
    (content / file).write_text(text)
    with pytest.raises(UnusableContent) as raised:
        load_library(content)
    assert raised.value.problems
    assert all(problem.file == f"content/{file}" for problem in raised.value.problems)


def test_a_missing_folder_is_told(tmp_path: Path):
    """A wrong --content says what was not found."""
    with pytest.raises(UnusableContent) as raised:
        load_library(tmp_path / "rien")
    assert "vocabulary.yaml" in str(raised.value)


def test_the_short_form_of_a_vocabulary_is_enough(content: Path):
    """`btp: Bâtiment` is a term like any other."""
    text = (content / "vocabulary.yaml").read_text(encoding="utf-8")
    start, end = text.index("sectors:"), text.index("lever_groups:")
    short = (
        "sectors: {btp: Bâtiment, transport-logistique: Transport, espaces-verts: Espaces verts, insertion-ess: ESS}\n"
    )
    (content / "vocabulary.yaml").write_text(text[:start] + short + text[end:], encoding="utf-8")
    library = load_library(content)
    assert library.problems == ()
    assert library.vocabulary.label("sectors", "btp") == "Bâtiment"


def test_github_annotations_cannot_be_forged():
    """A line break in what was read does not start a command of its own."""
    problem = Problem("content/practices/a,b.md", 3, "title", "Message\n::error::faux", read="100 %")
    assert problem.to_github() == (
        "::error file=content/practices/a%2Cb.md,line=3,title=title::Message%0A::error::faux Lu : 100 %25."
    )


def test_two_names_with_one_short_address_are_told(content: Path):
    """Of sheets as of selections: the first keeps the address, the second is asked for another name."""
    first, second = names_with_one_code()
    sheet = (content / "practices" / "stef-mixup.md").read_text(encoding="utf-8")
    head = "title: Un essai\nsummary: Un essai.\npractices: [{slug: stef-mixup}]\npublished: 2026-11-21\n"
    selection = f"---\n{head}---\n\nTexte.\n"
    (content / "selections").mkdir()
    for name in (first, second):
        (content / "practices" / f"{name}.md").write_text(sheet, encoding="utf-8")
        (content / "selections" / f"{name}.md").write_text(selection, encoding="utf-8")
    told = {problem.file for problem in load_library(content).problems if "adresse courte" in problem.message}
    assert told == {f"content/{folder}/{max(first, second)}.md" for folder in ("practices", "selections")}
