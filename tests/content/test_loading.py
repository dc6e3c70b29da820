"""A content folder read whole: what is taken, what is left out, and where each fault is told."""

from pathlib import Path

import pytest

from app.content.frame import load_frame, make_context
from app.content.library import Library, load_library
from app.content.practice_file import list_markdown, read_source
from app.content.problem import Unreadable, UnusableContent
from tests.content.headlines import names_with_one_code
from tests.content.test_problems import GOOD

PAGE = """\
---
title: Repères
summary: Ce qu'il faut savoir.
reviewed: 2026-11-21
---

## Un titre

Un texte sur l'IAE.

## Un *autre* & titre
"""
SELECTION = """\
---
title: Un essai
summary: Une sélection pour les essais.
practices: [{slug: stef-mixup, note: Ouvrez avec elle.}]
published: 2026-11-21
---

Un **texte**.
"""
TOOL = """\
---
title: Une grille
summary: Pour noter.
kind: grille
readers: [acheteurs]
levers: [embauche]
practices: [stef-mixup]
sources: [{document: panorama-egalite-2025}]
reviewed: 2026-12-01
---

| Question | Note |
| --- | --- |
| Oui ? | |
"""
TOO_LONG = "a\n" * 1_000
TOO_LONG_TOLD = "Le texte ne peut pas être mis en forme. Il y a trop de lignes : 1000 au plus."
NAMED_AMISS = (
    "\n  Le nom du fichier devient l'adresse de la page et n'a pas la bonne forme.\n  Lu : {name}\n"
    "  Admis : minuscules sans accent, chiffres et tirets, 80 caractères au plus : plan-egalite-2024.md"
)


def write(content: Path, name: str, text: str) -> None:
    (content / name).parent.mkdir(parents=True, exist_ok=True)
    (content / name).write_text(text, encoding="utf-8")


def told(library: Library) -> list[str]:
    return [problem.to_text() for problem in library.problems]


def test_a_folder_is_read_whole(content: Path):
    """Practices in the order of their names, pages with their headings, selections, tools; it has no problem."""
    write(content, "practices/zeste.md", GOOD)
    write(content, "pages/reperes.md", PAGE)
    write(content, "selections/essai.md", SELECTION)
    write(content, "tools/grille.md", TOOL)
    library = load_library(content)
    assert told(library) == []
    assert [practice.slug for practice in library.practices] == [
        "eve-binomes-grand-site-deux-caps",
        "stef-mixup",
        "zeste",
    ]
    assert list(library.pages) == ["reperes"]
    page = library.pages["reperes"]
    assert (page.slug, page.title, page.reviewed.isoformat()) == ("reperes", "Repères", "2026-11-21")
    assert page.headings == (("p-un-titre", "Un titre"), ("p-un-autre-titre", "Un autre & titre"))
    assert page.html.startswith('<h2 id="p-un-titre">Un titre</h2>\n<p>Un texte sur')
    assert page.text == "Un titre\nUn texte sur l'IAE.\nUn autre & titre"
    assert list(library.selections) == ["essai"]
    selection = library.selections["essai"]
    assert (selection.slug, selection.title, selection.text) == ("essai", "Un essai", "Un texte.")
    assert selection.html == "<p>Un <strong>texte</strong>.</p>"
    assert [(choice.slug, choice.note) for choice in selection.practices] == [("stef-mixup", "Ouvrez avec elle.")]
    [tool] = library.tools_from("stef-mixup")
    assert (tool.slug, tool.kind, tool.readers, tool.has_table) == ("grille", "grille", ("acheteurs",), True)
    assert library.tools_for("embauche") == [tool]
    assert library.tools_from("zeste") == library.tools_for("formation") == []


def test_a_folder_of_practices_alone_is_enough(content: Path):
    """Pages, selections, tools and the glossary may be missing."""
    (content / "glossary.yaml").unlink()
    library = load_library(content)
    assert told(library) == []
    assert (library.pages, library.selections, library.tools, library.glossary) == ({}, {}, {}, {})
    assert len(library.practices) == 2


def test_only_markdown_that_is_not_hidden_is_content(content: Path):
    """What editors and people leave beside it is not read."""
    folder = content / "practices"
    for name in (".stef-mixup.md.swp", ".cachee.md", "notes.txt", "stef-mixup.md~"):
        (folder / name).write_text("rien", encoding="utf-8")
    assert [path.name for path in list_markdown(folder)] == ["eve-binomes-grand-site-deux-caps.md", "stef-mixup.md"]
    assert list_markdown(content / "pages") == []


@pytest.mark.parametrize("name", ["x.md.txt", "x.MD", "x.markdown", "x.yaml", "x.txt", "sub/x.md", "x.docx"])
def test_a_text_that_is_not_read_is_told(content: Path, name: str):
    """A sheet under a wrong name, or in a folder of its own, would be missing without a word."""
    write(content, "practices/sub/.cachee.md", GOOD)
    write(content, "practices/x.md~", GOOD)
    write(content, f"practices/{name}", GOOD)
    [problem] = load_library(content).problems
    assert (problem.file, problem.read) == (f"content/practices/{name}", f"practices/{name}")
    assert "son nom doit finir par « .md », et il doit être directement dans practices/" in problem.message
    assert problem.admitted == "content/practices/x.md"


def test_what_is_wrong_with_pages_and_selections_is_told_at_once(content: Path):
    """Front matter and text of each; the sound ones stay, in the order of the files."""
    sound = {"pages/reperes.md": PAGE, "selections/essai.md": SELECTION}
    wrong = {
        "pages/longue.md": PAGE + TOO_LONG,
        "pages/carte.md": PAGE,
        "pages/mal.md": PAGE.replace("title: Repères", "titre: Repères") + TOO_LONG,
        "pages/rien.md": "Bonjour",
        "pages/Un Nom.md": PAGE,
        "selections/longue.md": SELECTION + TOO_LONG,
        "selections/mal.md": SELECTION.replace("stef-mixup", "stef-mixups") + TOO_LONG,
        "selections/rien.md": "Bonjour",
    }
    for name, text in {**sound, **wrong}.items():
        write(content, name, text)
    library = load_library(content)
    assert (list(library.pages), list(library.selections)) == (["reperes"], ["essai"])
    no_start = "\n  Le fichier doit commencer par une ligne « --- », puis les informations de la fiche.\n  Lu : Bonjour"
    assert told(library) == [
        "content/pages/Un Nom.md:1" + NAMED_AMISS.format(name="Un Nom.md"),
        "content/pages/carte.md:2\n  Cette adresse est déjà celle d'une page du site. Changez le nom du fichier.\n"
        "  Lu : carte",
        f"content/pages/longue.md:6 · texte\n  {TOO_LONG_TOLD}",
        "content/pages/mal.md:2 · title\n  « title » manque.",
        "content/pages/mal.md:2 · titre\n  « titre » n'est pas une information connue ici.\n  Lu : titre\n"
        "  Admis : title, summary, reviewed, indicators, sources, statistics, leads, help\n  Le plus proche : title",
        f"content/pages/mal.md:6 · texte\n  {TOO_LONG_TOLD}",
        f"content/pages/rien.md:1{no_start}\n  Admis : ---",
        f"content/selections/longue.md:7 · texte\n  {TOO_LONG_TOLD}",
        "content/selections/mal.md:4 · practices[1].slug\n  Ce mot ne fait pas partie de la liste.\n"
        "  Lu : stef-mixups\n  Admis : eve-binomes-grand-site-deux-caps, stef-mixup\n  Le plus proche : stef-mixup",
        f"content/selections/mal.md:7 · texte\n  {TOO_LONG_TOLD}",
        f"content/selections/rien.md:1{no_start}\n  Admis : ---",
    ]


def test_what_is_wrong_with_a_tool_is_told_with_what_would_be_right(content: Path):
    """Words of no list, sheets and documents that are not there, no reader, what is missing, what is too much."""
    wrong = TOOL.replace("kind: grille", "kind: grilles").replace("[acheteurs]", "[]").replace("mixup]", "mixups]")
    wrong = wrong.replace("egalite-2025", "egalite-2026").replace("reviewed:", "published:").replace("[emb", "[amb")
    write(content, "tools/grille.md", wrong)
    library = load_library(content)
    assert library.tools == {}
    kinds = "grille, lettre, clauses, trame, programme, liste-de-controle, deroule, bloc-de-donnees, autodiagnostic"
    found = [problem for problem in library.problems if problem.key != "published"]
    assert [(problem.line, problem.key, problem.nearest) for problem in found] == [
        (2, "reviewed", ""),
        (4, "kind", "grille"),
        (5, "readers", ""),
        (6, "levers[1]", "embauche"),
        (7, "practices[1]", "stef-mixup"),
        (8, "sources[1].document", "panorama-egalite-2025"),
    ]
    assert found[1].admitted == f"{kinds}, ratios"
    [unknown] = [problem for problem in library.problems if problem.key == "published"]
    assert (unknown.line, unknown.read) == (9, "published")
    assert "title, summary, kind, readers, levers, practices, sources, reviewed" in unknown.admitted


def test_a_sheet_twice_in_a_selection_is_told(content: Path):
    """It would be shown twice to those who listen."""
    write(content, "selections/essai.md", SELECTION.replace("practices: [", "practices: [{slug: stef-mixup}, "))
    message = "La fiche « stef-mixup » est deux fois dans la sélection. Gardez-en une."
    assert told(load_library(content)) == [f"content/selections/essai.md:4 · practices\n  {message}"]


def test_a_word_of_two_entries_of_the_glossary_is_told(content: Path):
    """Two terms alike, a variant of two entries, a variant that is the term of another; accents make no difference."""
    glossary = (
        "iae: {term: IAE, definition: Un sens., variants: [insertion]}\n"
        "clause: {term: Clause, definition: Un sens., variants: [Insertion, iae]}\n"
        "clause-2: {term: clausé, definition: Un sens., variants: [sociale, sociale]}\n"
    )
    (content / "glossary.yaml").write_text(glossary, encoding="utf-8")
    message = "désigne déjà l'entrée « {} ». Une écriture ne va qu'à une entrée : ôtez l'une des deux."
    assert told(load_library(content)) == [
        f"content/glossary.yaml:2 · clause.variants[1]\n  « Insertion » {message.format('iae')}\n  Lu : Insertion",
        f"content/glossary.yaml:2 · clause.variants[2]\n  « iae » {message.format('iae')}\n  Lu : iae",
        f"content/glossary.yaml:3 · clause-2.term\n  « clausé » {message.format('clause')}\n  Lu : clausé",
    ]


def test_two_terms_of_one_label_are_told(content: Path):
    """Readers would see the same filter twice; two lists may share a word."""
    path = content / "vocabulary.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("\naudiences:\n") == 1
    path.write_text(text.replace("\naudiences:\n", "\naudiences:\n  encore: {label: femmes}\n"), encoding="utf-8")
    [problem] = load_library(content).problems
    assert (problem.file, problem.key, problem.read) == ("content/vocabulary.yaml", "audiences.femmes.label", "Femmes")
    assert "« Femmes » est déjà le libellé de « encore » dans cette liste." in problem.message


def test_two_selections_with_one_short_address_are_told_word_for_word(content: Path):
    """The first keeps it; both are shown."""
    names = sorted(names_with_one_code())
    for name in names:
        write(content, f"selections/{name}.md", SELECTION)
    library = load_library(content)
    assert list(library.selections) == names
    message = "L'adresse courte de cette sélection est déjà celle d'une autre. Changez le nom du fichier."
    assert told(library) == [f"content/selections/{names[1]}.md:2\n  {message}\n  Lu : {names[1]}"]


def test_problems_of_one_sheet_and_between_sheets_come_in_the_order_of_the_files(content: Path):
    """A broken link hides no sheet, a broken sheet does not stand; each is told at its line."""
    write(content, "practices/bonne.md", GOOD.replace("published:", "related: [mauvaise, rien]\npublished:"))
    write(content, "practices/mauvaise.md", GOOD.replace("[btp]", "[bpt]"))
    write(content, "practices/autre.md", GOOD.replace("published:", "aliases: [bonne]\npublished:"))
    library = load_library(content)
    assert {"bonne", "autre"} < {practice.slug for practice in library.practices}
    assert "mauvaise" not in {practice.slug for practice in library.practices}
    assert [(problem.file, problem.line, problem.key, problem.read) for problem in library.problems] == [
        ("content/practices/autre.md", 14, "aliases[1]", "bonne"),
        ("content/practices/bonne.md", 14, "related[2]", "rien"),
        ("content/practices/mauvaise.md", 6, "sectors[1]", "bpt"),
    ]


@pytest.mark.parametrize(("name", "admitted"), [("a" * 80, True), ("a" * 81, False), ("Fiche", False), ("a--b", False)])
def test_a_file_name_of_eighty_characters_is_admitted(content: Path, name: str, admitted: bool):
    """One more is not, nor any that would make no address."""
    write(content, f"practices/{name}.md", GOOD)
    if admitted:
        assert read_source(content, name).name == f"content/practices/{name}.md"
    else:
        with pytest.raises(Unreadable) as raised:
            read_source(content, name)
        where = f"content/practices/{name}.md:1"
        assert [p.to_text() for p in raised.value.problems] == [where + NAMED_AMISS.format(name=f"{name}.md")]


def test_all_that_is_wrong_with_the_frame_is_told_at_once(content: Path):
    """One broken list does not hide what is wrong with the next."""
    files = ("vocabulary.yaml", "site.yaml", "sources.yaml", "glossary.yaml")
    for file in files:
        (content / file).write_text("- un\n", encoding="utf-8")
    with pytest.raises(UnusableContent) as raised:
        load_frame(content)
    assert [problem.file for problem in raised.value.problems] == [f"content/{file}" for file in files]


@pytest.mark.parametrize("file", ["vocabulary.yaml", "site.yaml", "sources.yaml", "glossary.yaml"])
def test_each_file_of_the_frame_is_needed_whole(content: Path, file: str):
    """With one that cannot be used, nothing is loaded."""
    (content / file).write_text("un: {inconnu: x}\n", encoding="utf-8")
    with pytest.raises(UnusableContent) as raised:
        load_frame(content)
    assert {problem.file for problem in raised.value.problems} == {f"content/{file}"}


def test_a_lever_of_an_unknown_group_is_told_word_for_word(content: Path):
    """The content is loaded all the same; a lever without group is no fault."""
    path = content / "vocabulary.yaml"
    before = path.read_text(encoding="utf-8")
    groups = list(load_frame(content)[0].vocabulary.lever_groups)
    added = "levers:\n  essai: {label: Essai, group: domaine}\n  libre: {label: Libre}\n"
    path.write_text(before.replace("levers:\n", added, 1), encoding="utf-8")
    frame, problems = load_frame(content)
    assert {"essai", "libre"} < frame.vocabulary.levers.keys()
    line = before.split("\n").index("levers:") + 2
    assert [problem.to_text() for problem in problems] == [
        f"content/vocabulary.yaml:{line} · levers.essai.group\n  Ce groupe de leviers n'existe pas.\n  Lu : domaine\n"
        f"  Admis : {', '.join(groups)}\n  Le plus proche : domaines"
    ]


def test_help_that_does_not_exist_is_told_word_for_word(content: Path):
    """A term points to numbers to call by the name that their list gives them."""
    path = content / "vocabulary.yaml"
    before = path.read_text(encoding="utf-8")
    path.write_text(
        before.replace("levers:\n", "levers:\n  essai: {label: Essai, help: violence}\n", 1), encoding="utf-8"
    )
    _, problems = load_frame(content)
    line = before.split("\n").index("levers:") + 2
    assert [problem.to_text() for problem in problems] == [
        f"content/vocabulary.yaml:{line} · levers.essai.help\n  Ces numéros d'aide n'existent pas.\n  Lu : violence"
    ]


def test_the_words_that_are_admitted_have_the_names_of_their_lists(content: Path):
    """Those of the vocabulary, the documents, and the practices that are there."""
    frame, _ = load_frame(content)
    context = make_context(frame.vocabulary, frame.documents, ["un", "deux"])
    assert tuple(context["practices"]) == ("un", "deux")
    assert tuple(context["sources"]) == tuple(frame.documents)
    assert context["sectors"] == {slug: term.label for slug, term in frame.vocabulary.sectors.items()}
    assert tuple(context["formats"]) == ("etude-de-cas", "initiative")
    assert set(context) == {"practices", "sources", *type(frame.vocabulary).model_fields}


def test_a_word_has_its_label(content: Path):
    """One that its list does not hold is shown as it is."""
    vocabulary = load_frame(content)[0].vocabulary
    assert vocabulary.label("formats", "initiative") == "Fiche courte"
    assert vocabulary.label("formats", "inconnu") == "inconnu"


def test_terms_of_the_glossary_are_linked_once_a_sheet(content: Path):
    """In the first section that has one, not in the next; in the next sheet again; never on a page."""
    body = GOOD.replace("Un contexte.", "Un QPV.").replace("Une mise en œuvre.", "Le QPV.")
    write(content, "practices/une.md", body)
    write(content, "practices/une-autre.md", body)
    write(content, "pages/reperes.md", PAGE)
    library = load_library(content)
    for slug in ("une", "une-autre"):
        practice = next(practice for practice in library.practices if practice.slug == slug)
        assert ["/glossaire#qpv" in section.html for section in practice.sections] == [True, False]
    assert "/glossaire" not in library.pages["reperes"].html
