"""Warnings: each one is told where it should be, and nowhere else. Repairs: only what is safe."""

import datetime
import re
import time
from pathlib import Path

import pytest

from app.advice.warning import lint_library, lint_practice, lint_publisher
from app.advice.wording import find_personal_emails, find_persons
from app.content.address import list_addresses
from app.content.library import Library, load_library
from app.content.problem import Problem
from app.content.repair import find_repairs
from app.content.source_file import parse_markdown
from tests.conftest import CONTENT
from tests.sampling import by_day

TODAY = datetime.date(2026, 12, 1)
SHEET = """\
---
title: Une fiche pour les essais
summary: Une collectivité a mené une action d'essai en 2024, racontée ici en une phrase assez longue.
format: etude-de-cas
theme: egalite-mixite
sectors: [transport-logistique]
levers: [embauche]
audiences: [femmes]
organisation:
  name: Une organisation
  type: entreprise
territory:
  departments: ["59"]
period: {start: 2024}
indicators:
  - label: Femmes recrutées
    unit: femmes
    nature: declare
    values:
      - {year: 2024, value: 37}
    source: panorama-egalite-2025
contact:
  name: Une organisation
  phone: "01 99 00 00 00"
sources:
  - document: panorama-egalite-2025
    pages: "12"
published: 2026-11-21
reviewed: 2026-11-21
---

## Contexte

Un contexte.

## Mise en œuvre

L'équipe a d'abord rencontré les employeurs du bassin, un par un, pour savoir ce qu'ils attendent et ce qui les
retient. Elle a ensuite ouvert deux ateliers, animés avec les tutrices et les tuteurs de chaque chantier, où les
candidates essaient le métier pendant une semaine avant de décider. Un point réunit chaque mois les partenaires :
on y regarde qui avance, qui s'arrête et pourquoi, puis on change ce qui bloque, par exemple les horaires, les
vestiaires ou le transport. À la fin, chaque personne reçoit une attestation qui dit ce qu'elle sait faire, et
garde le même interlocuteur pendant six mois.

## Résultats

Des personnes ont été recrutées.

## Points de vigilance

- Le temps manque.
"""
RESULT = "Des personnes ont été recrutées."


def advice_on(content: Path, text: str, today: datetime.date = TODAY) -> list[Problem]:
    """The warnings about one sheet added to the two of the folder."""
    (content / "practices" / "essai.md").write_text(text, encoding="utf-8")
    library = load_library(content)
    assert [p for p in library.problems if p.file.endswith("essai.md")] == []
    found = lint_library(library, content, today)
    assert all(problem.severity == "warning" for problem in found)
    return [problem for problem in found if problem.file == "content/practices/essai.md"]


def test_a_good_sheet_gets_no_warning(content: Path):
    """The sheet that the tables below spoil is itself without reproach."""
    assert advice_on(content, SHEET) == []


# What is replaced, by what, and words that the warning must hold.
SPOILT = {
    "summary with a pronoun": ("summary: Une collectivité a", "summary: Elle a", ["se comprendre seul", "Elle"]),
    "summary that points back": ("summary: Une collectivité", "summary: Cette action", ["« Cette action »"]),
    "summary with an acronym": ("action d'essai", "action du PLIE", ["« PLIE » n'y est pas expliqué", "plan local"]),
    "figure without a year": (RESULT, "Au total, 52 femmes ont un emploi.", ["pas d'année", "52 femmes"]),
    "unknown acronym": ("Un contexte.", "Le contexte du ZQXV est connu.", ["« ZQXV »", "glossary.yaml"]),
    "civility": ("Un contexte.", "L'idée vient de Mme Durand.", ["nom d'une personne", "Mme Durand"]),
    "first name and name": ("Un contexte.", "Karim BELKACEM anime.", ["nom d'une personne", "Karim BELKACEM"]),
    "number in one run": ("Un contexte.", "Il y a 1819 personnes.", ["1 819", "--fix"]),
    "person as a contact": ("contact:\n  name: Une organisation", "contact:\n  name: Julie Martin", ["Julie Martin"]),
    "personal address": (
        "contact:\n  name: Une organisation",
        "contact:\n  name: Une organisation\n  email: julie.martin@ville.fr",
        ["celle d'une personne", "julie.martin@ville.fr"],
    ),
    "middle dot": ("Un contexte.", "Les salarié·e·s sont là.", ["à voix haute", "salarié·e·s"]),
    "parentheses": ("Un contexte.", "Les salarié(e)s sont là.", ["à voix haute", "salarié(e)s"]),
    "dead link": ("Un contexte.", "Voir [là](/pratiques/stef-mixop).", ["n'existe pas", "/pratiques/stef-mixup"]),
    "dead lever": ("Un contexte.", "Voir [là](/leviers/embauches).", ["n'existe pas", "/leviers/embauche"]),
    "link without a slash": ("Un contexte.", "Voir [là](leviers/embauche).", ["ne marchera pas", "/leviers/embauche"]),
    "words in angle brackets": (
        "Un contexte.",
        "Les structures <ESAT> participent.",
        ["ne sera pas montré", "<ESAT>"],
    ),
    "words after a sign of comment": (
        "name: Une organisation\n  type",
        "name: Une organisation\n  url: https://exemple.org #metoo à Lille\n  type",
        ["n'est pas lu", "#metoo à Lille", "guillemets"],
    ),
    "date to come": ("reviewed: 2026-11-21", "reviewed: 2096-11-21", ["à venir", "2096-11-21"]),
    "footnote": ("Un contexte.", "Un contexte[^1].", ["notes de bas de page", "[^1]", "parenthèses"]),
    "double brackets": ("Un contexte.", "Voir [[autre]].", ["doubles crochets", "[[autre]]"]),
    "reference to nothing": ("Un contexte.", "Voir [là][2].", ["pas donnée", "[là][2]"]),
    "name of an emoji": ("Un contexte.", "Bravo :tada: !", ["émoji", ":tada:"]),
    "picture of another site": ("Un contexte.", "![Ici](https://autre.net/a.png)", ["montrée comme un lien"]),
    "tag of HTML": ("Un contexte.", "Un <u>mot</u>.", ["laissée de côté", "<u>"]),
    "paragraphs without an empty line": ("Un contexte.", "Un premier.\nUn autre.", ["ligne vide", "Un premier."]),
    "address on lines of its own": ("Un contexte.", "Maison commune\n12 rue du Port\n59000 Lille", ["deux espaces"]),
    "bold in the summary": ("Une collectivité a", "Une **collectivité** a", ["tel quel", "**collectivité**"]),
    "link in the title": ("Une fiche pour", "Une [fiche](https://x.fr) pour", ["tel quel", "[fiche]"]),
    "tag in the title": ("Une fiche pour", "Une <b>fiche pour", ["tel quel", "<b>"]),
    "start to come": ("{start: 2024}", "{start: 2035}", ["à venir", "2035"]),
    "figure of a year to come": ("{year: 2024, value: 37}", "{year: 2035, value: 37}", ["objectif", "2035"]),
    "placeholder": ("Un contexte.", "Un [À compléter : contexte].", ["reste à écrire", "[À compléter : contexte]"]),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SPOILT)
def test_what_could_be_better_is_told_with_a_way_out(content: Path, name: str):
    """One fault, one warning, on its line, with what was read."""
    old, new, words = SPOILT[name]
    assert SHEET.count(old) == 1
    text = SHEET.replace(old, new)
    [problem] = advice_on(content, text)
    for word in words:
        assert word in problem.to_text()
    changed = {number for number, line in enumerate(text.split("\n"), 1) if line not in SHEET.split("\n")}
    assert problem.line in changed


@pytest.mark.slow
@pytest.mark.parametrize("name", by_day(["nothing", *SPOILT], 4))
def test_a_sheet_by_itself_gets_the_same_advice(content: Path, name: str):
    """Read alone, as a form does that has the names of the others only, a file gets the warnings of the folder."""
    old, new, _ = SPOILT.get(name, ("", "", []))
    text = SHEET.replace(old, new)
    told = advice_on(content, text)
    library = load_library(content)
    practice = next(practice for practice in library.practices if practice.slug == "essai")
    source = parse_markdown(text, "content/practices/essai.md")
    organisations = [each.organisation.name for each in library.practices]
    assert sorted(lint_practice(source, practice, library, list_addresses(library), organisations, TODAY)) == told


# Sentences that look like a fault and are none.
SOUND = {
    "year in the sentence": (RESULT, "En 2024, 52 femmes ont un emploi."),
    "year earlier in the paragraph": (RESULT, "Le bilan de 2024 est bon. 52 femmes ont un emploi."),
    "year in the lead of a list": (RESULT, "En 2024 :\n\n- 52 femmes ont un emploi ;\n- 12 suivent une formation."),
    "figure of an indicator": (RESULT, "Au total, 37 femmes ont un emploi."),
    "dated table": (RESULT, "| Année | Femmes |\n|---|---|\n| 2024 | 52 |\n\nLes 52 femmes sont suivies."),
    "numbered list": (RESULT, "1. Des femmes recrutées.\n2. Des équipes formées."),
    "acronym of the glossary": ("Un contexte.", "Le contexte des QPV est connu."),
    "acronym explained": ("Un contexte.", "Le Zénith quantique (ZQXV) ouvre."),
    "name in capitals": ("name: Une organisation\n  type", "name: Groupe ZQXV\n  type"),
    "school": ("Un contexte.", "L'action a lieu au collège Marie Curie."),
    "street": ("Un contexte.", "Le local est rue Jean Jaurès, à Lille."),
    "service's address": (
        "contact:\n  name: Une organisation",
        "contact:\n  name: Une organisation\n  email: service.emploi@ville.fr",
    ),
    "plural in parentheses of a title": ("Un contexte.", "Le jeu « Tou·te·s ensemble » plaît."),
    "living links": (
        "Un contexte.",
        "[a](/pratiques/stef-mixup), [b](/leviers/embauche#x), [c](/pratiques?q=x), [d](https://x.fr), [e](#p-x).",
    ),
    "tags that are admitted, code, addresses and comparisons": (
        "Un contexte.",
        "Une <strong>clé</strong>,<br>`<ESAT>`, <https://exemple.org>, 3 < 4 et 5 > 2.",
    ),
    "a comment, and a sign that is part of a text": (
        "    unit: femmes",
        '    unit: femmes  # celles qui ont signé\n    note: "le #metoo #x"',
    ),
    "block of code": (
        "Un contexte.",
        "```\n<label> [x](y) [^1] [[z]] :tada: Mme Durand ZQXV\nAutre.\n```\n\n~~~\n![a](https://b.fr/c)\n~~~",
    ),
    "signs in code": ("Un contexte.", "Un mot `[^1] [[x]] :tada: [a](b) <u>` ici."),
    "reference that is given": ("Un contexte.", "Voir [là][2] et [ici][].\n\n[2]: https://x.fr\n[ici]: https://y.fr"),
    "addresses of people and sites": ("Un contexte.", "<contact@asso.fr>, [a](www.x.fr), [b](contact@asso.fr)."),
    "hours and ratios": ("Un contexte.", "De 9:30 à 10:30:00, un ratio de 3:2."),
    "wrapped paragraph": (
        "Un contexte.",
        "Un contexte bien assez long pour qu'une ligne\nsoit coupée. Un autre.\nEncore.",
    ),
    "points one per line": ("- Le temps manque.", "Le temps manque.\nL'argent aussi."),
    "alert": ("Un contexte.", "> [!WARNING]\n> Un contexte."),
    "picture of the site": ("Un contexte.", "![Carte](/static/carte.png)"),
    "objective of a year to come": (
        "nature: declare\n    values:\n      - {year: 2024, value: 37}",
        "nature: objectif\n    values:\n      - {year: 2035, value: 37}",
    ),
    "summary that begins with a place": ("summary: Une collectivité", "summary: Le dispositif « Elles » d'une ville"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SOUND)
def test_what_is_right_is_left_alone(content: Path, name: str):
    """A warning that is wrong teaches people to read none."""
    old, new = SOUND[name]
    assert SHEET.count(old) == 1
    assert [problem.to_text() for problem in advice_on(content, SHEET.replace(old, new))] == []


@pytest.mark.parametrize(
    ("day", "is_told"),
    [("2027-11-20", False), ("2027-11-21", True), ("2027-11-22", True)],
    ids=["the day before", "the day", "the day after"],
)
def test_a_review_date_passed_is_told_from_the_day_itself(content: Path, day: str, is_told: bool):
    """Reviewed on 21 November 2026, every twelve months."""
    found = advice_on(content, SHEET, datetime.date.fromisoformat(day))
    assert [problem.key for problem in found] == ["reviewed"] * is_told
    assert all("21 novembre 2027" in problem.message for problem in found)


def test_a_sheet_told_twice_is_seen(content: Path):
    """The same practice with a third of its lines left out is near; the score and the other sheet are told."""
    original = (content / "practices" / "stef-mixup.md").read_text(encoding="utf-8")
    front, body = original[4:].split("\n---\n", 1)
    lines = [line for number, line in enumerate(body.split("\n")) if line.startswith("#") or number % 3]
    found = advice_on(content, f"---\n{front}\n---\n" + "\n".join(lines))
    near = [problem for problem in found if "proche à 0," in problem.message]
    assert len(near) == 1
    assert "stef-mixup" in near[0].message


def test_two_different_sheets_are_not_near(content: Path):
    """The two sheets of the folder share a theme and no more."""
    assert [p for p in lint_library(load_library(content), content, TODAY) if "proche" in p.message] == []


@pytest.mark.slow
def test_a_term_used_once_is_told_in_a_large_base_only(content: Path):
    """In a base of three sheets every term is rare; in one of twenty it may be a word too many."""
    rare = SHEET.replace("levers: [embauche]", "levers: [embauche, qualification]")
    assert advice_on(content, rare) == []
    for number in range(20):
        (content / "practices" / f"autre-{number}.md").write_text(SHEET, encoding="utf-8")
    found = [(p.key, p.read) for p in advice_on(content, rare) if "ne sert qu'à cette fiche" in p.message]
    assert found == [("levers[2]", "qualification")]


def test_placeholders_of_the_site_and_of_pages_are_listed(content: Path):
    """What is to be filled in before going public is found wherever it is."""
    (content / "pages").mkdir()
    page = "---\ntitle: Mentions\nsummary: Les mentions.\nreviewed: 2026-11-21\n---\n\nÉditeur :\n[À compléter : nom]\n"
    (content / "pages" / "mentions.md").write_text(page, encoding="utf-8")
    site = (content / "site.yaml").read_text(encoding="utf-8")
    (content / "site.yaml").write_text(site + '  # fin\nbaseline: "[À compléter : phrase]"\n', encoding="utf-8")
    text = (content / "site.yaml").read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if not line.startswith("baseline: ") or "À compléter" in line]
    (content / "site.yaml").write_text("\n".join(lines), encoding="utf-8")
    found = [
        (p.file, p.line, p.read) for p in lint_library(load_library(content), content, TODAY) if "à écrire" in p.message
    ]
    assert ("content/pages/mentions.md", 8, "[À compléter : nom]") in found
    assert any(file == "content/site.yaml" and read == "[À compléter : phrase]" for file, _, read in found)


def test_a_site_is_ready_when_nothing_is_left_to_write(content: Path):
    """Its editor, its contact and its address: an example is no address, whatever the number of practices."""
    path = content / "site.yaml"
    text = path.read_text(encoding="utf-8")
    keys = [problem.key for problem in lint_publisher(content)]
    assert {"url", "repository", "editor.name", "editor.email"} == set(keys)
    text = re.sub(r"\[À compléter[^]]*\]", "Une association", text).replace("exemple.org", "inclusion.asso.fr")
    path.write_text(text, encoding="utf-8")
    assert lint_publisher(content) == []


@pytest.mark.parametrize(
    "text", ["M. Durand", "Mme Le Goff", "Madame Dupont-Martin", "Marie-Claude DUPUIS", "Dr Nguyen"]
)
def test_a_person_is_recognised(text: str):
    """A civility or a first name, then a name."""
    assert [found.group() for found in find_persons(f"Selon {text}, tout va bien.")] == [text]


@pytest.mark.parametrize(
    "text",
    ["la médiathèque Simone Veil", "le lycée Louis Pasteur", "Mission Locale", "La Cravate Solidaire", "Toyota Motor"],
)
def test_a_place_or_an_organisation_is_not_a_person(text: str):
    """Capitals alone say nothing."""
    assert [found.group() for found in find_persons(f"Avec {text} de Lille.")] == []


@pytest.mark.parametrize(("text", "persons"), [("Marie ", 1_500), ("Mme Marie ", 2_999), ("rue Marie Curie ", 0)])
def test_persons_are_found_in_a_time_that_grows_with_the_text(text: str, persons: int):
    """Names alone: a tenth of a second of processor, and ten when each is looked at from the start of the text."""
    before = time.process_time()
    assert len(list(find_persons(text * 3_000))) == persons
    assert time.process_time() - before < 3


@pytest.mark.parametrize(
    ("address", "is_personal"),
    [
        ("julie.martin@ville.fr", True),
        ("j.martin@ville.fr", True),
        ("asso.quartier@gmail.com", True),
        ("asso@orange.fr", True),
        ("contact@stef.com", False),
        ("maire-amiens@amiens-metropole.com", False),
        ("service.emploi@ville.fr", False),
        ("mission.locale@artois.fr", False),
    ],
)
def test_personal_addresses_are_told_from_those_of_services(address: str, is_personal: bool):
    """A first name and a name, or a provider for private people."""
    assert bool(list(find_personal_emails(f"Écrire à {address}."))) is is_personal


@pytest.mark.slow
def test_the_sheets_of_the_base_are_nearly_without_warnings(library: Library):
    """Precision is watched on real sheets: whoever adds a rule that shouts sees it here."""
    today = max(practice.reviewed for practice in library.practices)
    known = ("à écrire", "moyen de joindre", "entre les milliers")  # what these sheets do lack
    found = [p for p in lint_library(library, CONTENT, today) if not any(words in p.message for words in known)]
    assert len(library.practices) >= 88
    assert len(found) <= len(library.practices) // 10, [problem.to_text() for problem in found]


def content_of(content: Path) -> list[tuple[object, ...]]:
    """What readers get of the sheet: every value, and the words of each part."""
    return [
        (practice.model_dump(exclude={"sections"}), [section.text for section in practice.sections])
        for practice in load_library(content).practices
        if practice.slug == "essai"
    ]


def test_a_repair_changes_layout_and_no_word(content: Path):
    """Order of keys, spaces, line ends, a French date: put right, with the same content."""
    path = content / "practices" / "essai.md"
    untidy = SHEET.replace("theme: egalite-mixite\n", "").replace("period:", "theme: egalite-mixite   \nperiod:")
    path.write_bytes(untidy.replace("\n", "\r\n").replace("Un contexte.", "Un contexte.   ").encode())
    before = content_of(content)
    [repair] = find_repairs(content, [path])
    assert "-theme: egalite-mixite" in repair.diff()
    repair.write()
    assert path.read_text(encoding="utf-8") == SHEET
    assert content_of(content) == before
    assert find_repairs(content, [path]) == []


def test_the_commonest_mistake_is_repaired(content: Path):
    """An unquoted « : » and a date in French make the file unreadable or wrong; both are plain to put right."""
    path = content / "practices" / "essai.md"
    broken = SHEET.replace("title: Une fiche", "title: Forum : une fiche").replace(
        "reviewed: 2026-11-21", "reviewed: 21/11/2026"
    )
    path.write_text(broken, encoding="utf-8")
    assert load_library(content).problems
    for repair in find_repairs(content, [path]):
        repair.write()
    library = load_library(content)
    assert library.problems == ()
    assert "Forum : une fiche pour les essais" in {practice.title for practice in library.practices}


def test_a_file_that_cannot_be_read_is_not_touched(content: Path):
    """Nothing is guessed where the structure is lost."""
    path = content / "practices" / "essai.md"
    path.write_text("title: sans les traits\n", encoding="utf-8")
    assert find_repairs(content, [path]) == []


def test_a_line_break_of_markdown_is_kept(content: Path):
    """Two spaces at the end of a line mean something."""
    path = content / "practices" / "essai.md"
    path.write_text(SHEET.replace("Un contexte.", "Un contexte,  \nlu en deux lignes."), encoding="utf-8")
    for repair in find_repairs(content, [path]):
        repair.write()
    assert "Un contexte,  \nlu" in path.read_text(encoding="utf-8")
