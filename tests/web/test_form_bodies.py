"""What else than a filled-in form may be sent to it: other files in place of a draft, bodies that no browser makes."""

import html
import io
import zipfile

import pytest
from flask.testing import FlaskClient

from app.catalogue.catalogue import Catalogue
from app.content.field import Field, practice_fields, walk
from app.web.form.widget import list_choices
from tests.web.test_form import FORM, SHEET, FormReader, resume_file, send

pytestmark = pytest.mark.slow  # seconds: many bodies, each read whole

HEAD = 'Content-Disposition: form-data; name="action"\r\n\r\npreview'
LOST = 'Content-Disposition: form-data; name="title"\r\n\r\nTitre gardé'


def pack(*names: str) -> bytes:
    """A compressed folder with files of these names, as Word and others make."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as folder:
        for name in names:
            folder.writestr(name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "é" * 400)
    return kept.getvalue()


def pack_plain(kind: str) -> bytes:
    """The same of LibreOffice, whose first file says what it is, without compression."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as folder:
        folder.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        folder.writestr("content.xml", "<a/>")
    return kept.getvalue()


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
OTHER_FILES = {
    "fiche.docx": (pack("[Content_Types].xml", "word/document.xml"), "un fichier Word"),
    "fiche.md": (pack("[Content_Types].xml", "word/document.xml"), "un fichier Word"),
    "fiche.xlsx": (pack("xl/workbook.xml"), "un classeur Excel"),
    "fiche.pptx": (pack("ppt/presentation.xml"), "une présentation PowerPoint"),
    "fiche.odt": (pack_plain("text"), "un document LibreOffice"),
    "fiche.ods": (pack_plain("spreadsheet"), "un classeur LibreOffice"),
    "fiche.zip": (pack("photo.jpg"), "une archive compressée (.zip)"),
    "fiche.doc": (OLD_OFFICE + "WordDocument".encode("utf-16-le"), "un ancien fichier Word (.doc)"),
    "fiche.xls": (OLD_OFFICE + "Workbook".encode("utf-16-le"), "un ancien classeur Excel (.xls)"),
    "fiche.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)), "un fichier PDF"),
    "fiche.rtf": (b"{\\rtf1\\ansi Bonjour}", "un fichier RTF"),
    "photo.png": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "une image"),
    "photo.jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(range(256)), "une image"),
    "photo.heic": (b"\0\0\0\x18ftypheic" + bytes(50), "une image"),
    "photo.webp": (b"RIFF\x10\0\0\0WEBPVP8 " + bytes(50), "une image"),
    "film.mp4": (b"\0\0\0\x18ftypmp42" + bytes(50), "une vidéo"),
    "page.html": (b"\n<!DOCTYPE html>\n<html lang=fr>", "une page web"),
    "fiche.json": (b'{\n  "slug": "x"\n}', "un fichier JSON"),
    "fiche.csv": ("titre;résumé\nUn titre;Un résumé\n".encode("cp1252"), "un tableau (CSV)"),
    "export.txt": ("titre;résumé;ville\nUn titre;Un résumé;Lens\nUn autre;Autre;Arras\n".encode(), "un tableau (CSV)"),
    "collage.txt": ("a\tb\tc\n1\t2\t3\n".encode("utf-16"), "un tableau (CSV)"),
    "inconnu.bin": (b"abc\0\1\2" * 50, "un fichier qui n'est pas du texte"),
}


@pytest.mark.parametrize("name", OTHER_FILES)
def test_a_file_of_another_kind_is_told_for_what_it_is(client: FlaskClient, name: str):
    """With what to do; the form stays as it was typed, and nobody is told of signs, accents or dashes."""
    data, kind = OTHER_FILES[name]
    form = {"action": "resume", "title": "Court", "file": (io.BytesIO(data), name)}
    answer = client.post(FORM, data=form, content_type="multipart/form-data")
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 400
    assert f"C'est {kind} : " in page
    assert "un fichier « .md »" in page
    for word in ("caractère invisible", "doit commencer par", "accents ont été devinés", "Ligne 0"):
        assert word not in page
    fields = FormReader(page).fields
    assert (fields["title"], fields["text"]) == ("Court", "")


@pytest.mark.parametrize(
    ("text", "told"), [("<html><p>Bonjour", "une page web"), ("a;b;c\n1;2;3\n", "un tableau (CSV)")]
)
def test_a_text_of_another_kind_that_was_pasted_is_told_too(client: FlaskClient, text: str, told: str):
    """And comes back as it was."""
    page = html.unescape(send(client, {"text": text}, "resume", status=400))
    assert f"C'est {told}" in page
    assert text.splitlines()[0] in page


def test_nothing_to_resume_is_told_as_nothing(client: FlaskClient):
    """No file was chosen, or an empty one."""
    assert "Choisissez un fichier" in html.unescape(send(client, {"text": "  "}, "resume", status=400))
    assert "Ce fichier est vide." in html.unescape(resume_file(client, b"\n", "lens.md", status=400))


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_sheet_is_no_table_whatever_its_lines_hold(client: FlaskClient, separator: str):
    """Signs that separate the columns of tables stand in sentences too."""
    line = separator.join(["un", "deux", "trois", "quatre"])
    text = send(client, SHEET | {"section.contexte": f"{line}\r\n{line}\r\n{line}"}, "download")
    assert "Votre fiche est prête" in send(client, FormReader(resume_file(client, text.encode(), "lens.md")).fields)


def multipart(*parts: str) -> bytes:
    return "".join(f"--X\r\n{part}\r\n" for part in parts).encode() + b"--X--\r\n"


BODIES = {
    "part without a name": multipart("Content-Disposition: form-data\r\n\r\nx", HEAD, LOST),
    "part without a header": multipart("\r\nx", HEAD, LOST),
    "empty name": multipart('Content-Disposition: form-data; name=""\r\n\r\nx', HEAD, LOST),
    "very long name": multipart(f'Content-Disposition: form-data; name="{"a.1" * 3_000}"\r\n\r\nx', HEAD, LOST),
    "name of other letters": multipart('Content-Disposition: form-data; name="é\u202e\ufffd.1"\r\n\r\nx', HEAD, LOST),
    "repeated": multipart(HEAD, LOST, LOST.replace("Titre gardé", "Autre")),
    "unknown charset": multipart(HEAD, "Content-Type: text/plain; charset=klingon\r\n" + LOST),
    "charset of a codec": multipart(HEAD, "Content-Type: text/plain; charset=zip\r\n" + LOST),
    "file in place of a text": multipart(HEAD, LOST, LOST.replace('"title"', '"summary"; filename="x.txt"')),
    "file without a name of part": multipart('Content-Disposition: form-data; filename="x"\r\n\r\nx', HEAD, LOST),
    "text in place of a file": multipart(HEAD, LOST, 'Content-Disposition: form-data; name="file"\r\n\r\nx'),
    "no end": multipart(HEAD, LOST)[:-8],
}


@pytest.mark.parametrize("name", BODIES)
def test_parts_that_no_browser_sends_leave_the_rest_of_the_form(client: FlaskClient, name: str):
    """A page of the form, never an error of the program; what is named is read."""
    answer = client.post(FORM, data=BODIES[name], content_type="multipart/form-data; boundary=X")
    assert answer.status_code == 400
    page = answer.get_data(as_text=True)
    assert "<h1>Proposer une pratique</h1>" in page
    assert name == "no end" or FormReader(page).fields["title"] == "Titre gardé"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data"),
        (b"x", "multipart/form-data"),
        (b"--X\r\nbroken", "multipart/form-data; boundary=X"),
        (multipart(HEAD, LOST), "multipart/form-data; boundary=Y"),
        (multipart(HEAD, LOST), "multipart/form-data; boundary=" + "X" * 5_000),
        (multipart("Content-Disposition: form-data; name=\xff\r\n\r\n\xff"), "multipart/form-data; boundary=X"),
        (b"title=%E9&action=preview", "application/x-www-form-urlencoded; charset=latin-1"),
        (b"title=a&action=preview", "application/x-www-form-urlencoded; charset=klingon"),
        (b'{"title": "a"}', "application/json"),
        (b"title=a", ""),
    ],
)
@pytest.mark.parametrize("action", ["", "resume", "add-partners"])
def test_a_body_that_is_no_form_gets_a_page(client: FlaskClient, body: bytes, kind: str, action: str):
    """Broken, of another type, of letters that nobody knows."""
    for sent in (body, body.replace(b"preview", action.encode())):
        answer = client.post(FORM, data=sent, content_type=kind)
        assert answer.status_code in {200, 400}
        assert "<h1>Proposer une pratique</h1>" in answer.get_data(as_text=True)


def test_every_list_of_the_model_has_its_words_in_the_form(client: FlaskClient, catalogue: Catalogue):
    """Each word of the vocabulary is offered; a list that a new field names comes with it."""
    page = send(client, {}, "add-indicators")
    lists = {field.list_name for field in walk(practice_fields()) if field.kind in {"one", "many"}}
    assert "" not in lists
    assert len(lists) > 5
    for name in lists - {"sources"}:
        for slug in catalogue.vocabulary.terms(name):
            assert f'value="{slug}"' in page, name
    new = Field("more", "more", "many", "", "", list_name="lever_groups")
    groups = list_choices(catalogue, (*practice_fields(), new))["lever_groups"]
    assert [choice.value for choice in groups] == list(catalogue.vocabulary.lever_groups)


def test_an_empty_form_is_told_once_what_every_sheet_needs(client: FlaskClient):
    """The parts that every format has come with the first complaints; then nothing more of these."""
    page = FormReader(send(client, {"published": "2026-11-21", "reviewed": "2026-11-21"}, status=400))
    assert {"f-format", "f-section-contexte", "f-section-mise-en-oeuvre", "f-sources"} <= set(page.error_links)
    filled = {key: text for key, text in SHEET.items() if key != "format"}
    assert FormReader(send(client, filled, status=400)).error_links == ["f-format"]
    study = FormReader(send(client, SHEET | {"format": "etude-de-cas"}, status=400))
    assert study.error_links == ["f-section-resultats", "f-section-vigilance"]


def test_what_can_be_read_in_one_way_only_is_put_right_in_the_file(client: FlaskClient):
    """Dates, addresses and numbers as people write them; the file has them as the base does."""
    typed = SHEET | {
        "published": "21 novembre 2026",
        "reviewed": "21/11/2026",
        "organisation.url": "www.asso.fr",
        "contact.phone": "03-21-00-00-00",
        "contact.email": "<contact@asso.fr>",
        "indicators.0.label": "Part des femmes",
        "indicators.0.unit": "%",
        "indicators.0.nature": "declare",
        "indicators.0.values.0.year": "2024",
        "indicators.0.values.0.value": "12,5 %",
    }
    text = send(client, typed, "download")
    for line in (
        "published: 2026-11-21",
        "reviewed: 2026-11-21",
        "url: https://www.asso.fr",
        'phone: "03 21 00 00 00"',
        "email: contact@asso.fr",
        "{year: 2024, value: 12.5}",
    ):
        assert line in text
