"""Tools to reuse: where they are found, what their page says, what office programs read in their copies."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from docx.document import Document
from flask.testing import FlaskClient
from markupsafe import escape

from app.catalogue.catalogue import Catalogue
from app.snapshot.store import Store
from tests.conftest import make_client
from tests.web.test_browse import HELP

SLUG = "noter-egalite-projets"
PRACTICE = "valenciennes-marqueur-egalite"
TOOL = f"/outils/{SLUG}"
WriteTool = Callable[[str], FlaskClient]
OFFICE = "application/vnd.openxmlformats-officedocument"
WRITTEN = """\
---
title: Un outil
summary: Pour essayer.
kind: lettre
readers: [acheteurs]
levers: [embauche]
practices: [stef-mixup]
sources: [{document: panorama-egalite-2025, pages: "2"}]
reviewed: 2026-12-01
---

"""


def open_document(client: FlaskClient, slug: str = SLUG) -> Document:
    return docx.Document(BytesIO(client.get(f"/outils/{slug}.docx").data))


@pytest.fixture
def write_tool(content: Path, tmp_path: Path) -> WriteTool:
    """A function that publishes one tool with a body, and gives the client of its site."""

    def write(body: str) -> FlaskClient:
        (content / "tools").mkdir(exist_ok=True)
        (content / "tools" / "essai.md").write_text(WRITTEN + body, encoding="utf-8")
        store = Store(content, tmp_path / "snapshots")
        store.ensure()
        return make_client(store)

    return write


def test_tools_are_listed_under_those_who_use_them_first(client: FlaskClient, catalogue: Catalogue):
    """Each once, with what it is and what it is for."""
    page = client.get("/outils").text
    reader = catalogue.vocabulary.readers["collectivites"]
    assert f'<h2 id="collectivites">{reader.label}</h2>' in page
    assert page.count(f'href="{TOOL}"') == 1
    assert "Associations et porteurs de projet" not in page  # served second
    tool = catalogue.library.tools[SLUG]
    assert escape(tool.title) in page
    assert escape(tool.summary.partition(" de l")[0]) in page
    assert 'href="/outils"' in client.get("/").text


def test_a_tool_says_where_it_comes_from(client: FlaskClient):
    """Its sheets, its documents, its levers, the day it was reviewed; its copies are one click away."""
    page = client.get(TOOL).text
    assert '<h2 id="p-la-grille">La grille</h2>' in page
    for link in (f"/pratiques/{PRACTICE}", "/leviers/diagnostic", "/outils", f"{TOOL}.docx", f"{TOOL}.xlsx"):
        assert f'href="{link}"' in page
    assert "partie « Partie 2 : 2. La Politique de la Ville »" in page
    assert "Outil relu le 1er décembre 2026." in page


@pytest.mark.parametrize("page", [f"/pratiques/{PRACTICE}", "/leviers/financement-conditions"])
def test_sheets_and_levers_lead_to_the_tools_that_serve_them(client: FlaskClient, page: str):
    """With an entry in the contents of the page; others do not speak of tools."""
    answer = client.get(page).text
    assert '<h2 id="outils">Outils à réutiliser</h2>' in answer
    assert f'href="{TOOL}"' in answer
    assert 'href="#outils"' in answer


@pytest.mark.parametrize("page", ["/pratiques/stef-mixup", "/leviers/remuneration", "/themes/handicap"])
def test_other_pages_do_not_speak_of_tools(client: FlaskClient, page: str):
    assert 'id="outils"' not in client.get(page).text


@pytest.mark.parametrize("address", ["/outils/rien", "/outils/rien.docx", f"{TOOL}.pdf", f"{TOOL}.ods"])
def test_what_is_not_there_is_not_found(client: FlaskClient, address: str):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("form", "media_type"), [("docx", "wordprocessingml.document"), ("xlsx", "spreadsheetml.sheet")]
)
def test_a_copy_is_a_file_whose_bytes_are_its_content(store: Store, form: str, media_type: str):
    """Named after the tool, made the same by two servers, its parts dated alike."""
    first, second = (make_client(store).get(f"{TOOL}.{form}") for _ in range(2))
    assert first.content_type == f"{OFFICE}.{media_type}"
    assert first.headers["Content-Disposition"] == f'attachment; filename="{SLUG}.{form}"'
    assert first.data == second.data
    with ZipFile(BytesIO(first.data)) as archive:
        assert archive.testzip() is None
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_text_document_has_all_that_the_page_has(client: FlaskClient, catalogue: Catalogue):
    """Headings, lists, tables, emphasis, links that are whole; then where it comes from."""
    document = open_document(client)
    tool = catalogue.library.tools[SLUG]
    assert document.core_properties.title == document.paragraphs[0].text == tool.title
    told = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.style]
    assert [text for style, text in told if style == "Heading 1"] == [
        *("Comment s'en servir", "La grille", "Et ensuite", "Le bilan", "D'où vient cet outil"),
    ]
    assert ("List Number", "Annoncez la grille dans l'appel à projets.") in told
    assert ("List Bullet 2", "Proposez une formation.") in told
    assert catalogue.headline(PRACTICE).title in [text for _, text in told]
    runs = {run.text: run for paragraph in document.paragraphs for run in paragraph.runs}
    assert runs["Annoncez la grille"].bold
    assert runs["(à compléter)"].italic
    links = [link for paragraph in document.paragraphs for link in paragraph.hyperlinks]
    assert [(link.text, link.address) for link in links] == [("glossaire", "https://exemple.org/glossaire")]
    grid, _ = document.tables
    assert [cell.text for cell in grid.rows[0].cells] == ["Question", "Note (0 ou 1)", "Ce qui le montre"]
    assert all(run.bold for cell in grid.rows[0].cells for run in cell.paragraphs[0].runs)
    assert f"https://exemple.org{TOOL}" in document.sections[0].footer.paragraphs[0].text


def test_a_second_numbered_list_begins_at_one(client: FlaskClient):
    """Word would go on counting from the list before."""
    numbered = [one for one in open_document(client).paragraphs if one.style and one.style.name == "List Number"]
    counts = [re.findall(r'w:numId w:val="(\d+)"', one._p.xml)[0] for one in numbered]
    assert len(counts) == 3
    assert counts[0] == counts[1] != counts[2]


def test_the_workbook_has_a_sheet_for_each_table(client: FlaskClient):
    """A total adds up its column, a number is one, and no text is taken for a formula."""
    book = openpyxl.load_workbook(BytesIO(client.get(f"{TOOL}.xlsx").data))
    assert book.sheetnames == ["La grille", "Le bilan"]
    grid, result = (list(sheet.iter_rows()) for sheet in book.worksheets)
    assert [cell.value for cell in grid[2]] == ["Question", "Note (0 ou 1)", "Ce qui le montre"]
    assert [cell.value for cell in grid[5]] == ["Total", "=SUM(B4:B5)", "–"]
    assert [(cell.value, cell.data_type) for cell in result[3]] == [(0, "n"), ("=1+1", "s")]
    assert f"https://exemple.org{TOOL}" in grid[7][0].value


def test_sheets_of_a_workbook_have_names_that_excel_takes(write_tool: WriteTool):
    """Without the signs that it refuses, 31 characters at most, each once; a table without heading has the title."""
    table = "| A | B |\n| --- | --- |\n| 1 | |\n\n"
    long = "Un titre bien plus long que trente et un caractères"
    headings = ["", "## Oui/non : à voir ?\n\n", "## Oui non à voir\n\n", f"### {long}\n\n", f"### {long}\n\n"]
    client = write_tool("".join(heading + table for heading in headings))
    book = openpyxl.load_workbook(BytesIO(client.get("/outils/essai.xlsx").data))
    first = "Un titre bien plus long que"
    assert book.sheetnames == ["Un outil", "Oui non à voir", "Oui non à voir 2", first, f"{first} 2"]


def test_a_tool_without_a_table_has_no_workbook(write_tool: WriteTool):
    """Nothing leads to one."""
    client = write_tool("Madame, Monsieur,\n\n> Une **citation**.\n")
    assert client.get("/outils/essai.xlsx").status_code == 404
    assert "xlsx" not in client.get("/outils/essai").text
    assert "Une citation." in [one.text for one in open_document(client, "essai").paragraphs]


def test_a_tool_of_a_lever_with_numbers_to_call_shows_them(content: Path, write_tool: WriteTool):
    """As the sheets of that lever do; no other tool has them."""
    vocabulary = content / "vocabulary.yaml"
    lists = vocabulary.read_text(encoding="utf-8")
    vocabulary.write_text(HELP + lists, encoding="utf-8")
    assert "116 006" not in write_tool("Un texte.\n").get("/outils/essai").text
    vocabulary.write_text(HELP + lists.replace("  embauche:\n", "  embauche:\n    help: violences\n"), encoding="utf-8")
    assert 'href="tel:116006">116 006</a>' in write_tool("Un texte.\n").get("/outils/essai").text


def test_a_base_without_tools_says_so(content: Path, tmp_path: Path):
    """Its page answers, for the header leads to it."""
    page = make_client(Store(content, tmp_path / "snapshots")).get("/outils")
    assert (page.status_code, "Aucun outil pour l'instant." in page.text) == (200, True)
