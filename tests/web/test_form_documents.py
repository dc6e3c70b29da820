"""The documents that the form describes itself: cited by sources and figures, previewed, named and kept."""

import html
import re
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.content.field import practice_fields, walk
from app.content.library import Library, load_library
from app.snapshot.store import Store
from tests.conftest import copy_small_content, make_client
from tests.web.test_form import SHEET, FormReader, send

REPORT = {
    "document.title": "Rapport d'activité 2024",
    "document.publisher": "Une association",
    "document.published": "juin 2024",
}
SECOND = {key.replace("document.", "document-2."): text for key, text in REPORT.items()} | {
    "document-2.title": "Bilan social"
}
FIGURE = {
    "indicators.0.label": "Femmes formées",
    "indicators.0.unit": "femmes",
    "indicators.0.nature": "declare",
    "indicators.0.values.0.year": "2024",
    "indicators.0.values.0.value": "12",
}
CITING = SHEET | REPORT | {"sources.0.document": "nouveau-document"}
BOTH = CITING | SECOND | {"sources.1.document": "nouveau-document-2"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[FlaskClient, Path]:
    """The site of a base of two sheets, quick to build, and its folder."""
    folder = copy_small_content(tmp_path_factory.mktemp("small"))
    return make_client(Store(folder, folder.parent / "snapshots")), folder


@pytest.fixture
def client(small: tuple[FlaskClient, Path]) -> FlaskClient:
    return small[0]


@pytest.fixture
def folder(small: tuple[FlaskClient, Path], tmp_path: Path) -> Path:
    """The content of that site, free to be changed."""
    return copy_small_content(tmp_path)


def ready(page: str) -> FormReader:
    """What the page that tells that a sheet is ready would send."""
    return FormReader(page.replace('<form class="result-form"', '<form id="fiche"'))


def lines_of(page: str) -> str:
    """The lines for content/sources.yaml."""
    found = re.search(r'<textarea id="f-document"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return html.unescape(found[1]) if found else ""


def complaints(page: str) -> list[str]:
    """The points of the summary, as they are read."""
    summary = page[page.index('id="erreurs"') : page.index("</section>")]
    return [
        html.unescape(re.sub("<[^>]+>", "", item)).replace("\xa0", " ")
        for item in re.findall("<li>(.*?)</li>", summary)
    ]


QUOTE = {"quotes.0.text": "Celles qui l'ont vu sont restées.", "quotes.0.by": "une encadrante"}
CITED_BY = [
    re.sub(r"(sources|indicators|values|quotes)\.", r"\1.0.", field.path)
    for field in walk(practice_fields())
    if field.list_name == "sources"
]


def test_every_place_that_names_a_document_is_tried():
    """Those of the model: a new one joins the test that follows."""
    assert {"sources.0.document", "indicators.0.source", "indicators.0.values.0.source"} <= set(CITED_BY)


@pytest.mark.parametrize("name", CITED_BY)
def test_the_document_described_is_previewed_wherever_it_is_cited(client: FlaskClient, folder: Path, name: str):
    """By a source and by a figure: shown, downloaded, resumed, changed; the check accepts file and lines together."""
    typed = CITING | FIGURE | (QUOTE if name.startswith("quotes") else {}) | {name: "nouveau-document"}
    page = send(client, typed)
    assert "Une association, juin 2024" in html.unescape(page)
    text = send(client, typed, "download")
    assert send(client, ready(page).fields, "download") == text
    (folder / "sources.yaml").write_text((folder / "sources.yaml").read_text("utf-8") + lines_of(page), "utf-8")
    (folder / "practices" / "essai.md").write_text(text, "utf-8")
    assert not load_library(folder).problems
    for again in (
        send(client, {"text": send(client, typed, "draft")}, "resume"),
        send(client, ready(page).fields, "edit"),
    ):
        fields = FormReader(again).fields
        assert {key: fields[key] for key in (*REPORT, name)} == {key: typed[key] for key in (*REPORT, name)}
        assert "Votre fiche est prête" in send(client, fields)


def test_a_second_and_a_third_document_can_be_described(client: FlaskClient, folder: Path):
    """Each with its own word in the lists; all go on together, through the preview, a draft and the file."""
    third = {key.replace("-2", "-3"): text for key, text in SECOND.items()} | {"document-3.title": "Enquête"}
    typed = (
        BOTH
        | FIGURE
        | third
        | {"sources.2.document": "nouveau-document-3", "indicators.0.source": "nouveau-document-2"}
    )
    page = send(client, typed)
    assert lines_of(page).count("publisher: Une association") == 3
    fields = FormReader(send(client, ready(page).fields, "edit")).fields
    for name in (*SECOND, *third, "sources.1.document", "sources.2.document", "indicators.0.source"):
        assert fields[name] == typed[name], name
    assert (
        FormReader(send(client, {"text": send(client, typed, "draft")}, "resume")).fields["document-3.title"]
        == "Enquête"
    )
    (folder / "sources.yaml").write_text((folder / "sources.yaml").read_text("utf-8") + lines_of(page), "utf-8")
    (folder / "practices" / "essai.md").write_text(send(client, typed, "download"), "utf-8")
    assert not load_library(folder).problems


def test_another_document_of_the_same_title_gets_its_own_key(client: FlaskClient, library: Library):
    """It never takes that of a document of the base; the page says so, and what is previewed is what is downloaded."""
    known = next(iter(library.documents.values()))
    typed = CITING | {"document.title": known.title, "document.publisher": "Une autre association"}
    page = send(client, typed)
    key = lines_of(page).partition(":")[0]
    assert key
    assert key not in library.documents
    assert f"de {known.publisher}" in html.unescape(page)
    assert "Une autre association, juin 2024" in page
    assert f"document: {key}\n" in send(client, typed, "download")
    assert f"document: {key}\n" in send(client, ready(page).fields, "download")


def test_a_title_that_would_make_the_key_of_another_document_gets_its_own(client: FlaskClient, library: Library):
    """Whatever that other one is called."""
    for key in library.documents:
        page = send(client, CITING | {"document.title": key.replace("-", " ")})
        assert lines_of(page).startswith(f"{key}-une-association:\n")


def test_a_document_that_the_base_has_is_cited_as_the_base_names_it(client: FlaskClient, library: Library):
    """Described again, in other letters: nothing is to be added, and the page says so."""
    known = next(iter(library.documents.values()))
    described = {
        "document.title": f" {known.title.upper()} ",
        "document.publisher": known.publisher,
        "document.published": known.published[:4],
    }
    page = send(client, CITING | described)
    assert lines_of(page) == ""
    assert "est déjà dans la base" in html.unescape(page)
    assert f"document: {known.slug}\n" in send(client, CITING | described, "download")
    assert FormReader(send(client, ready(page).fields, "edit")).fields["sources.0.document"] == "nouveau-document"


def test_two_documents_of_the_form_with_one_title_have_two_keys(client: FlaskClient):
    """And the same one described twice is told."""
    title = {"document-2.title": REPORT["document.title"]}
    lines = lines_of(send(client, BOTH | title | {"document-2.published": "2023"}))
    assert len(set(re.findall("^[^ ].*:$", lines, re.MULTILINE))) == 2
    told = complaints(send(client, BOTH | title, status=400))
    assert told == ["Un deuxième document : Ce document est déjà décrit plus haut : citez celui-là."]


@pytest.mark.parametrize("written", ["juin 2024", "06/2024", "15/06/2024", "2024-06-15", "2024-06"])
def test_a_document_is_dated_as_people_write_it(client: FlaskClient, written: str):
    """Its month is kept."""
    assert 'published: "2024-06"' in lines_of(send(client, CITING | {"document.published": written}))


@pytest.mark.parametrize(
    ("written", "told"), [("s.d.", "mettez celle où vous l'avez reçu"), ("hier", "Il faut : une année ou un mois")]
)
def test_a_document_without_a_date_is_told_where_it_is_described(client: FlaskClient, written: str, told: str):
    """And nowhere else: who chose « Un autre document » is not led to another one."""
    [complaint] = complaints(send(client, CITING | {"document.published": written}, status=400))
    assert complaint.startswith("Un document qui n'est pas dans la liste, paru en : ")
    assert told in complaint


def test_a_document_that_no_source_cites_is_told_at_its_place(client: FlaskClient):
    """Rather than be left out; a second one too."""
    page = send(client, SHEET | REPORT | SECOND, status=400)
    assert FormReader(page).error_links == ["f-document", "f-document-2"]
    assert all("Aucune source ne cite ce document" in told for told in complaints(page))
    assert "<details open>\n        <summary>Décrire un deuxième" in page


def test_one_document_cited_twice_alike_is_told_how_to_describe_another(client: FlaskClient):
    """Two places of one document are two sources; the same place twice was meant for another document."""
    twice = CITING | {"sources.1.document": "nouveau-document"}
    [told] = complaints(send(client, twice, status=400))
    assert told.startswith("Source 2 (« Un autre document")
    assert "choisissez « Un deuxième document »" in told
    assert send(client, twice | {"sources.0.pages": "3", "sources.1.pages": "8"})


def test_a_figure_whose_document_is_no_source_is_told_at_that_figure(client: FlaskClient, library: Library):
    """By the title of the document, not by its key; every such figure at once."""
    first, second, *_ = library.documents.values()
    more = {key.replace("indicators.0", "indicators.1"): text for key, text in FIGURE.items()}
    typed = SHEET | FIGURE | more | {"sources.0.document": first.slug}
    typed |= {"indicators.0.source": second.slug, "indicators.1.source": second.slug, "indicators.1.label": "Stages"}
    page = send(client, typed, status=400)
    assert FormReader(page).error_links == ["f-indicators-0-source", "f-indicators-1-source"]
    for told, label in zip(complaints(page), ("Femmes formées", "Stages"), strict=True):
        assert f"(« {label} »), document : « {second.title[:40]}" in told
        assert second.slug not in told


def test_the_summary_says_of_which_row_it_speaks(client: FlaskClient):
    """A value of a figure by what is counted, a field of a document by its document."""
    typed = CITING | FIGURE | {"indicators.0.values.0.year": "l'an dernier", "document.url": "asso"}
    assert [told.partition(" : ")[0] for told in complaints(send(client, typed, status=400))] == [
        "Chiffre 1 (« Femmes formées »), valeur 1, année",
        "Un document qui n'est pas dans la liste, adresse",
    ]


@pytest.mark.parametrize("action", ["edit", "preview"])
def test_a_key_that_was_taken_meanwhile_stays_that_of_the_document_described(client: FlaskClient, action: str):
    """The page that was open keeps what its sheet cites: no source is attributed to another document."""
    fields = ready(send(client, CITING)).fields
    key = fields["document.key"]
    fields["sheet"] = fields["sheet"].replace(key, "panorama-egalite-2025")
    fields["document.key"] = "panorama-egalite-2025"
    page = send(client, fields, action)
    if action == "edit":
        assert FormReader(page).fields["sources.0.document"] == "nouveau-document"
    else:
        assert "Une association, juin 2024" in page


def test_the_title_makes_the_address_until_a_name_is_given(client: FlaskClient):
    """After a preview and « Modifier », another title makes another name; one typed by hand stays."""
    for given, name in [("", "un-tout-autre-titre"), ("lens-soudeuses", "lens-soudeuses")]:
        fields = FormReader(send(client, ready(send(client, SHEET | {"slug": given})).fields, "edit")).fields
        assert fields["slug"] == given
        fields["title"] = "Un tout autre titre"
        assert f"content/practices/{name}.md" in send(client, fields)


def test_a_draft_saved_under_an_early_title_is_not_bound_to_it(client: FlaskClient):
    """The finished sheet that was taken away is: its name is its address."""
    draft = client.post("/contribuer/formulaire", data=SHEET | {"action": "draft", "title": "Essai"}).get_data()
    name = "un-chantier-d-insertion-forme-des-soudeuses-a-lens"
    for data, file, slug in [(draft, "essai.md", ""), (send(client, SHEET, "download").encode(), f"{name}.md", name)]:
        body = {"action": "resume", "file": (BytesIO(data), file)}
        page = client.post("/contribuer/formulaire", data=body, content_type="multipart/form-data")
        assert FormReader(page.get_data(as_text=True)).fields["slug"] == slug
