"""A base in which everything is an attack: read and printed without a fault, refused in French where it must be."""

import json
import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from flask.testing import FlaskClient

from app.content.library import load_library
from app.content.strict_yaml import HIDDEN
from app.snapshot.store import Store
from app.web.application import create_app
from tests.content.attacks import ATTACKS
from tests.content.test_problems import GOOD
from tests.hostile.base import ONE_LINE, PAGES, WRITTEN, slug_of
from tests.hostile.judge import faults_of_page
from tests.sampling import by_day

NUMBERS = range(len(WRITTEN))
INDEXES = [
    *("/", "/pratiques", "/pratiques?q=titre", "/pratiques?q=titre&page=2", "/leviers", "/secteurs", "/vigilance"),
    *("/couverture", "/carte", "/glossaire", "/sources", "/selections", "/outils", "/contribuer/formulaire"),
    *("/donnees", "/nulle-part", "/pratiques/attaque-00", *(f"/{slug}" for slug in PAGES)),
]
SOME = NUMBERS[::10]


def addresses_of(number: int) -> list[str]:
    """Every page that is about one attack."""
    slug, pair = slug_of(number), f"{slug_of(number)},{slug_of(number + 1)}"
    lists = [f"/{kind}/{slug}" for kind in ("leviers", "secteurs", "themes", "vigilance", "selections", "outils")]
    views = [f"/selection?s={pair}&vue={view}&titre=" for view in ("liste", "comparer", "projection", "fiche")]
    cards = [f"/pratiques/{slug}/carte", f"/selections/{slug}/carte", f"/contribuer/formulaire?fiche={slug}"]
    return [*lists, *views, *cards, f"/pratiques?lever={slug}&theme={slug}", f"/pratiques?q=SIGLE{number}"]


@pytest.mark.parametrize("number", SOME)
def test_office_copies_of_an_attack_can_be_opened(hostile_client: FlaskClient, number: int):
    """Whatever a tool holds is text, a table or a link to the web: no address of another kind, no formula but a sum."""
    document = docx.Document(BytesIO(hostile_client.get(f"/outils/{slug_of(number)}.docx").data))
    links = [part.target_ref for part in document.part.rels.values() if part.reltype.endswith("/hyperlink")]
    assert [link for link in links if not link.startswith(("https://", "http://", "mailto:", "tel:"))] == []
    book = openpyxl.load_workbook(BytesIO(hostile_client.get(f"/outils/{slug_of(number)}.xlsx").data))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {str(cell.value)[:5] for cell in cells if cell.data_type == "f"} == {"=SUM("}


def test_the_judge_of_pages_sees_faults():
    """Each of these, in an otherwise sound page, is told."""
    for html in (
        "<script>1</script>",
        "<script src='https://mal.example/a.js'></script>",
        "<p onclick=x>",
        "<a href='javascript:x'>",
        "<a href='//mal.example'>",
        "<img src='https://mal.example/a.png'>",
        "<style></style>",
        "<p style='x'>",
        "<!-- -->",
        "<meta http-equiv=refresh>",
        "<form action='data:x'>",
        "<link rel=stylesheet href='https://mal.example/a.css'>",
    ):
        assert faults_of_page(f"<!doctype html><title>x</title><body>{html}"), html
    assert faults_of_page("<!doctype html><title>x</title><body><a href='/x'>x</a><img src='/static/x.png'>") == []


def test_hostile_texts_are_texts(hostile_content: Path):
    """An attack in a title is a title: nothing of the base is refused, and nothing is lost."""
    library = load_library(hostile_content)
    assert all("JaVaScRiPt" in problem.read for problem in library.problems), (
        library.problems
    )  # one differs by case alone
    assert [
        practice.partners[0] for practice in sorted(library.practices, key=lambda each: int(each.slug[8:]))
    ] == ONE_LINE
    assert all(len(library.vocabulary.terms(name)) >= len(WRITTEN) for name in ("themes", "levers", "audiences"))


@pytest.mark.parametrize("address", by_day(INDEXES, 2))
def test_pages_that_hold_every_attack_are_harmless(hostile_client: FlaskClient, address: str):
    """Lists, maps, menus, glossary, pages: no element, attribute or address but ours."""
    page = hostile_client.get(address).get_data(as_text=True)
    assert "alert(1)" in page or address in {"/nulle-part", "/selections", "/donnees"}
    assert faults_of_page(page) == []


@pytest.mark.parametrize("first", by_day(range(3), 3))
def test_every_hostile_sheet_is_harmless(hostile_client: FlaskClient, first: int):
    """The attack in its title, its summary, its figures, its text."""
    for number in NUMBERS[first::3]:
        response = hostile_client.get(f"/pratiques/{slug_of(number)}")
        assert response.status_code == 200
        assert faults_of_page(response.get_data(as_text=True)) == [], WRITTEN[number]


@pytest.mark.parametrize("number", by_day(SOME, 2))
def test_every_page_about_an_attack_is_harmless(hostile_client: FlaskClient, number: int):
    """Terms, selections in their four views, cards, the form filled with the sheet."""
    for address in addresses_of(number):
        response = hostile_client.get(address + ("" if "titre" not in address else WRITTEN[number].replace("&", "%26")))
        assert response.status_code in {200, 404}, address
        assert faults_of_page(response.get_data(as_text=True)) == [], address


def test_data_and_feeds_of_attacks_are_well_formed(hostile_client: FlaskClient):
    """JSON, Atom, maps of the site and oEmbed read as what they say they are."""
    for address in ("/pratiques.json", "/donnees/base.json", "/suggestions?q=titre", f"/pratiques/{slug_of(3)}.json"):
        assert json.loads(hostile_client.get(address).get_data())
    for address in ("/pratiques.atom", "/sitemap.xml", "/opensearch.xml"):
        tree = ET.fromstring(hostile_client.get(address).get_data())  # noqa: S314 (our own answer)
        assert {str(each.tag).rsplit("}", 1)[-1] for each in tree.iter()}.isdisjoint({"script", "svg", "img"})
    rows = hostile_client.get("/pratiques.csv").get_data(as_text=True).splitlines()
    assert len(rows) > len(WRITTEN)


@pytest.mark.parametrize("attack", [attack for attack in ATTACKS if HIDDEN.search(attack)])
def test_an_attack_with_hidden_characters_is_refused(content: Path, attack: str):
    """Wherever it stands: in the text, or spelled in the front matter."""
    (content / "practices" / "texte.md").write_text(GOOD.replace("Un contexte.", attack), encoding="utf-8")
    (content / "practices" / "titre.md").write_text(
        GOOD.replace("title: Une fiche", f"title: {json.dumps(f'Une fiche {attack}')} #"), encoding="utf-8"
    )
    problems = {problem.file: problem.message for problem in load_library(content).problems}
    message = "Un caractère invisible interdit se trouve dans le texte. Retapez ce passage."
    assert problems == dict.fromkeys(("content/practices/texte.md", "content/practices/titre.md"), message)


NAMES = [
    "<img src=x onerror=alert(1)>.md",
    "'\"><script>alert(1)<∕script>.md",
    "stef-mіxup.md",  # the і is Cyrillic
    "stef-mixup\u200b.md",
    "ｓｔｅｆ.md",
    "..md",
    "...md",
    "..\\..\\secret.md",
    "%2e%2e%2fsecret.md",
    "a\nb.md",
    "a\x1b[31m.md",
    "con .md",
    "-rf.md",
    "١٢.md",
    "a" * 200 + ".md",
]


def test_a_hostile_file_name_is_told_and_changes_nothing(content: Path, tmp_path: Path):
    """The file is left out; its name, shown to the author on a page, is text. One that starts with a dot is hidden."""
    for name in NAMES:
        (content / "practices" / name).write_text(GOOD, encoding="utf-8")
    library = load_library(content)
    assert len(library.practices) == 2
    told = {problem.file.removeprefix("content/practices/") for problem in library.problems}
    assert told == {name for name in NAMES if not name.startswith(".")}
    store = Store(content, tmp_path / "snapshots")
    store.ensure()
    problems = json.dumps([problem.to_text() for problem in library.problems])
    (store.folder / "pending.json").write_text(problems, encoding="utf-8")
    page = create_app(store, authoring=True).test_client().get("/mentions-legales").get_data(as_text=True)
    assert "onerror=alert(1)" in page
    assert faults_of_page(page) == []


def test_two_names_that_look_alike_are_never_both_addresses(content: Path):
    """Latin letters without accents, digits and hyphens: no letter of another script looks like these."""
    for name in ("stef-mixuр.md", "stef‐mixup.md", "ѕtef-mixup.md"):
        (content / "practices" / name).write_text(GOOD, encoding="utf-8")
    library = load_library(content)
    assert len(library.problems) == 3
    assert {practice.slug for practice in library.practices} == {"stef-mixup", "eve-binomes-grand-site-deux-caps"}


def test_a_link_that_leads_out_of_the_folder_is_not_followed(content: Path, tmp_path: Path):
    """A file, a folder or a vocabulary elsewhere: refused, and nothing of it is shown."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "secret.md").write_text(GOOD.replace("Une fiche", "Un secret"), encoding="utf-8")
    (content / "practices" / "fichier.md").symlink_to(secret / "secret.md")
    (content / "practices" / "dossier.md").symlink_to(secret)
    (content / "practices" / "sous-dossier").symlink_to(secret)
    library = load_library(content)
    assert {problem.file.rsplit("/", 1)[-1] for problem in library.problems} == {"fichier.md", "dossier.md"}
    assert not [practice for practice in library.practices if "secret" in practice.title.lower()]
    store = Store(content, tmp_path / "snapshots")
    assert not [path for path in store.ensure().rglob("*") if "secret" in path.name or path.is_symlink()]
