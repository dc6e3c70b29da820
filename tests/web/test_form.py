"""The contribution form: nothing typed is lost, nothing wrong gets through, the check accepts what comes out."""

import html
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from app.content.field import practice_fields
from app.content.frame import Site
from app.content.library import Library, load_library
from app.content.section import FORMER_TITLES, TITLES
from app.content.serialise import canonical_text
from app.snapshot.store import Store
from app.web.form.form import PARTS
from app.web.form.submission import find_host, write_mail
from app.web.form.validation import MAX_WARNINGS
from tests.conftest import CONTENT, make_client
from tests.sampling import by_day
from tests.web.test_selection import edit

FORM = "/contribuer/formulaire"
SHEET = {
    "title": "Un chantier d'insertion forme des soudeuses à Lens",
    "summary": "À Lens, un chantier d'insertion a formé douze femmes à la soudure en 2024 ; sept ont un emploi.",
    "format": "initiative",
    "theme": "egalite-mixite",
    "sectors": "btp",
    "levers": "formation",
    "organisation.name": "Ville de Lens",
    "organisation.type": "collectivite",
    "territory.departments": "62",
    "period.start": "2023",
    "contact.name": "Service insertion",
    "contact.phone": "01 99 00 00 00",
    "sources.0.document": "panorama-egalite-2025",
    "published": "2026-11-21",
    "reviewed": "21/11/2026",
    "section.contexte": "Peu de femmes\r\ndans l'atelier.",
    "section.mise-en-oeuvre": "- Une visite.\r\n- Un stage.",
}


class FormReader(HTMLParser):
    """What a browser would send for the main form of a page, and every id with the errors told there."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: MultiDict[str, str] = MultiDict()
        self.ids: set[str] = set()
        self.error_links: list[str] = []
        self.described: dict[str, str] = {}
        self._form = self._area = self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.add(given.get("id", ""))
        self._form = given.get("id", "other") if tag == "form" else self._form
        if tag == "a" and given.get("href", "").startswith("#f-"):
            self.error_links.append(given["href"][1:])
        if given.get("aria-invalid"):
            self.described[given["id"]] = given["aria-describedby"]
        if self._form != "fiche":
            return
        is_ticked = given.get("type") == "checkbox" and "checked" in given
        if tag == "input" and (given.get("type") in {"text", "hidden"} or is_ticked):
            self.fields.add(given["name"], given.get("value", ""))
        elif tag == "textarea" and "name" in given:
            self._area = given["name"]
            self.fields.setlist(self._area, [""])
        elif tag == "select":
            self._select = given["name"]
            self.fields.setlist(self._select, [""])
        elif tag == "option" and self._select and "selected" in given:
            self.fields.setlist(self._select, [given["value"]])

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields.setlist(self._area, [self.fields[self._area] + data.replace("\n", "\r\n")])

    def handle_endtag(self, tag: str) -> None:
        self._area = "" if tag == "textarea" else self._area
        self._select = "" if tag == "select" else self._select
        self._form = "" if tag == "form" else self._form


def send(client: FlaskClient, fields: object, action: str = "preview", status: int = 200) -> str:
    """The page that a button of the form leads to."""
    data = MultiDict(fields)  # type: ignore[arg-type]
    response = client.post(FORM, data=data | {"action": action})
    assert response.status_code == status
    return response.get_data(as_text=True)


@pytest.mark.slow
@pytest.mark.parametrize("first", by_day(range(3), 3))
def test_every_published_sheet_unchanged_gives_an_empty_difference(client: FlaskClient, library: Library, first: int):
    """Through the form and back, all sheets come out byte for byte in the one layout, sections under present names."""
    assert len(library.practices) > 80
    for practice in library.practices[first::3]:
        fields = FormReader(client.get(FORM, query_string={"fiche": practice.slug}).get_data(as_text=True)).fields
        source = (CONTENT / "practices" / f"{practice.slug}.md").read_text(encoding="utf-8")
        for key, former in FORMER_TITLES.items():
            source = source.replace(f"## {former}\n", f"## {TITLES[key]}\n")
        assert send(client, fields, "download") == canonical_text(source), practice.slug


def test_the_file_is_what_the_check_accepts(client: FlaskClient, content: Path):
    """Put in the folder under the name that the form gives it, the file loads without a problem."""
    response = client.post(FORM, data=SHEET | {"action": "download"})
    assert response.content_type == "text/markdown; charset=utf-8"
    name = response.headers["Content-Disposition"].split('"')[1]
    assert name == "un-chantier-d-insertion-forme-des-soudeuses-a-lens.md"
    (content / "practices" / name).write_bytes(response.get_data())
    library = load_library(content)
    assert not library.problems
    practice = next(practice for practice in library.practices if practice.slug == name.removesuffix(".md"))
    assert practice.reviewed.isoformat() == "2026-11-21"
    assert practice.sections[0].markdown == "Peu de femmes\ndans l'atelier."


def test_the_preview_shows_the_sheet_and_the_file(client: FlaskClient):
    """The page carries the sheet's own article, the exact text, and a way back to the form."""
    page = send(client, SHEET)
    assert '<article class="wide sheet theme-egalite-mixite">' in page
    assert "Il faut un compte" in page
    text = FormReader(page.replace("<form ", '<form id="fiche" ')).fields["sheet"].replace("\r\n", "\n")
    assert text == send(client, SHEET, "download")
    again = FormReader(send(client, {"text": text}, "resume")).fields
    assert again["section.mise-en-oeuvre"] == SHEET["section.mise-en-oeuvre"]
    assert again["territory.departments"] == "62"


def test_the_preview_is_the_sheet_to_the_letter(client: FlaskClient):
    """What a sheet shows once published, links to the glossary and charts included, its preview shows already.

    Only the level of its title differs, for the preview is a part of a page that has its own, and it has no address to
    pass on.
    """
    fields = FormReader(client.get(FORM, query_string={"fiche": "stef-mixup"}).get_data(as_text=True)).fields
    preview, sheet = send(client, fields), client.get("/pratiques/stef-mixup").get_data(as_text=True)
    shown = [
        page[page.index("<article") : page.index('<section aria-labelledby="citer">')] for page in (preview, sheet)
    ]
    passed_on = re.compile(r'<ul class="actions">.*?</ul>\s*', re.DOTALL)
    assert passed_on.search(shown[1])
    assert re.sub(r'<h2 class="sheet-title">(.*?)</h2>', r"<h1>\1</h1>", shown[0]) == passed_on.sub("", shown[1])
    assert len(shown[0]) > 10_000


def test_an_empty_form_tells_every_field_to_fill_in(client: FlaskClient):
    """Each complaint is gathered at the top with a link, and stands beside its field, tied to it."""
    page = FormReader(send(client, {"format": "etude-de-cas"}, status=400))
    assert {"f-title", "f-theme", "f-sectors", "f-territory-departments", "f-sources", "f-section-resultats"} <= set(
        page.error_links
    )
    assert set(page.error_links) <= page.ids
    assert page.described["f-title"] == "f-title-erreur f-title-aide"
    for ids in page.described.values():
        assert set(ids.split()) <= page.ids


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("title", "Court", "il en faut 10 au moins"),
        ("summary", "mot " * 100, "il en faut 320 au plus"),
        ("theme", "egalite-mixit", "Le plus proche : egalite-mixite"),
        ("sectors", "batiment", "Ce mot ne fait pas partie de la liste"),
        ("organisation.url", "exemple.org", "commence par https://"),
        ("contact.email", "nom chez exemple", "nom@domaine.fr"),
        ("contact.phone", "appelez-nous", "La forme n&#39;est pas la bonne"),
        ("period.start", "l'an dernier", "Il faut un nombre entier"),
        ("period.end", "2020", "La fin ne peut pas venir avant le début"),
        ("published", "demain", "Il faut une date"),
        ("reviewed", "9999-12-31", "à 2100-12-31"),
        ("review_every", "1000", "120 ou moins"),
        ("related.0", "fiche-inconnue", "Aucune fiche ne porte ce nom"),
        ("aliases.0", "stef-mixup", "est déjà pris"),
        ("slug", "Mon Fichier", "Des minuscules sans accent"),
        ("slug", "a" * 81, "80 au plus"),
        ("slug", "aux", "Windows garde ce nom"),
        ("title", "!!!!!!!!!!!!", "Des minuscules sans accent"),
        ("slug", "stef-mixup", "Une fiche porte déjà le nom"),
        ("indicators.0.values.0.value", "beaucoup", "Il faut un nombre"),
        ("indicators.0.values.0.value", "nan", "Il faut un nombre"),
        ("indicators.0.values.0.value", "9" * 400, "Il faut un nombre"),
        ("indicators.0.values.0.value", "9" * 13, "1000000000000 ou moins"),
        ("section.contexte", "Divers\n------\nUn texte", "en fait un titre"),
        ("section.vigilance", "Pas une liste", "doit être une liste"),
        ("section.resultats", "[[[[[[[[[\n" * 399, "Il y a trop de crochets"),
        ("section.resultats", ("mot " * 900 + "\n") * 4, "Le texte est trop long"),
        ("document.published", "2025-13", "une année ou un mois"),
        ("document.published", "2025-07-39", "une année ou un mois"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_comes_back(client: FlaskClient, name: str, typed: str, told: str):
    """A wrong value: what to do is said, with a link to the very field, and the words typed are still there."""
    html = send(client, {**SHEET, name: typed}, status=400)
    page = FormReader(html)
    assert told in html
    field = name.replace(".", "-")
    assert any(f"f-{field}".startswith(link) for link in page.error_links) or told.startswith("Des minuscules")
    assert page.fields.getlist(name) == [typed.replace("\n", "\r\n")]
    for other, value in SHEET.items():
        if other != name:
            assert page.fields[other] == value


def test_rows_are_added_and_removed_without_a_script(client: FlaskClient):
    """A button adds an empty row or takes one away; the other rows keep what they hold."""
    fields = {**SHEET, "partners.0": "France Travail", "partners.1": "Plie", "partners.2": "Région"}
    page = FormReader(send(client, fields, "remove-partners-1"))
    assert [page.fields[f"partners.{n}"] for n in range(2)] == ["France Travail", "Région"]
    assert "partners.2" not in page.fields
    page = FormReader(send(client, page.fields, "add-indicators"))
    page = FormReader(send(client, page.fields, "add-indicators.0.values"))
    assert page.fields["indicators.0.values.1.year"] == ""
    assert page.fields["title"] == SHEET["title"]
    assert page.fields["sources.0.document"] == SHEET["sources.0.document"]


def test_a_withdrawn_sheet_and_former_names_count_as_for_the_check(content: Path, tmp_path: Path):
    """A new file would overwrite theirs or take their address; a link to a withdrawn sheet is sound."""
    edit(content, "stef-mixup", "aliases: [ancien-nom]\n")
    edit(content, "eve-binomes-grand-site-deux-caps", "withdrawn: {reason: Retirée.}\n")
    client = make_client(Store(content, tmp_path / "snapshots"))
    for taken in ("eve-binomes-grand-site-deux-caps", "ancien-nom"):
        assert "Une fiche porte déjà" in send(client, {**SHEET, "slug": taken}, status=400)
    assert send(client, {**SHEET, "related.0": "eve-binomes-grand-site-deux-caps"})
    page = send(client, {**SHEET, "revises": "eve-binomes-grand-site-deux-caps"}, status=400)
    assert "n&#39;existe plus" in page


@pytest.mark.parametrize("action", ["add-", "add-title", "remove-partners-99", "remove-partners-x", "add-a.b.c", "zzz"])
def test_an_unknown_button_changes_nothing(client: FlaskClient, action: str):
    """An action that no button has leaves the form as it is."""
    response = client.post(FORM, data=SHEET | {"action": action, "title": "Court"})
    assert response.status_code in {200, 400}
    assert FormReader(response.get_data(as_text=True)).fields["section.contexte"] == SHEET["section.contexte"]


def test_rows_left_empty_are_not_written(client: FlaskClient):
    """Someone who added rows and filled none of them is not held up."""
    empty = {"indicators.0.label": "", "indicators.0.values.0.year": " ", "partners.0": "", "partners.1": "Plie"}
    text = send(client, SHEET | empty, "download")
    assert "indicators" not in text
    assert "partners:\n  - Plie\n" in text


def test_the_form_is_prefilled_from_the_address(client: FlaskClient):
    """The words of a search address are chosen already; a word that does not exist is said to be ignored."""
    query = [
        ("lever", "formation"),
        ("lever", "parrainage"),
        ("sector", "btp"),
        ("theme", "handicap"),
        ("department", "62"),
    ]
    page = client.get(FORM, query_string=MultiDict([*query, ("sector", "nulle-part")])).get_data(as_text=True)
    fields = FormReader(page).fields
    assert "formation" in fields.getlist("levers")
    assert fields.getlist("sectors") == ["btp"]
    assert fields["theme"] == "handicap"
    assert fields.getlist("territory.departments") == ["62"]
    assert "« nulle-part » n&#39;est pas dans la liste « Secteur »" in page


def test_a_correction_keeps_its_name_and_tells_what_changes(client: FlaskClient):
    """A sheet opened for correction keeps its file name whatever its title, and shows the lines that differ."""
    fields = FormReader(client.get(FORM, query_string={"fiche": "stef-mixup"}).get_data(as_text=True)).fields
    page = send(
        client, MultiDict({**fields.to_dict(), "title": "Un titre entièrement nouveau"}) | without(fields, "title")
    )
    assert "content/practices/stef-mixup.md" in page
    assert "+title: Un titre entièrement nouveau" in page
    assert client.get(FORM, query_string={"fiche": "nulle-part"}).status_code == 404


def without(fields: MultiDict[str, str], name: str) -> MultiDict[str, str]:
    return MultiDict((key, value) for key, value in fields.items(multi=True) if key != name)


def test_a_draft_is_saved_and_resumed(client: FlaskClient):
    """An unfinished sheet can be kept as a file; the file, sent or pasted, fills the form again."""
    typed = {
        "title": "Court",
        "period.start": "vers 2020",
        "partners.0": "Plie : Lens",
        "section.contexte": "## Divers\n\nA",
    }
    draft = client.post(FORM, data=typed | {"action": "draft"})
    assert draft.headers["Content-Disposition"] == 'attachment; filename="court.md"'
    pasted = FormReader(send(client, {"text": draft.get_data(as_text=True)}, "resume")).fields
    file = (io.BytesIO(draft.get_data()), "court.md")
    answer = client.post(FORM, data={"action": "resume", "file": file}, content_type="multipart/form-data")
    sent = FormReader(answer.get_data(as_text=True)).fields
    for fields in (pasted, sent):
        assert fields["period.start"] == "vers 2020"
        assert fields["partners.0"] == "Plie : Lens"
        assert fields["section.contexte"] == "### Divers\r\n\r\nA"
    assert sent["slug"] == ""  # the name of the file came from a title that is not the last


DESCRIBED = {
    "document.title": "Rapport d'activité : 2025",
    "document.publisher": "Ville de Lens",
    "document.published": "2025-07",
    "document.url": "https://exemple.org/r.pdf",
}


def test_a_draft_keeps_the_document_described_and_the_name_chosen(client: FlaskClient):
    """What the sheet itself does not say is in the file of a draft too, chosen source included."""
    typed = SHEET | DESCRIBED | {"sources.0.document": "nouveau-document", "slug": "lens-soudeuses"}
    fields = FormReader(send(client, {"text": send(client, typed, "draft")}, "resume")).fields
    for name in (*DESCRIBED, "sources.0.document", "slug"):
        assert fields[name] == typed[name], name
    assert "Rapport d'activité : 2025" in html.unescape(send(client, fields))


def test_a_document_described_can_be_changed_after_the_preview(client: FlaskClient):
    """« Modifier » leads back to a form where the source is still the document described, whatever its new title."""
    typed = SHEET | DESCRIBED | {"sources.0.document": "nouveau-document"}
    ready = FormReader(send(client, typed).replace('<form class="result-form"', '<form id="fiche"')).fields
    fields = FormReader(send(client, ready, "edit")).fields
    assert fields["sources.0.document"] == "nouveau-document"
    fields["document.title"] = "Un autre titre"
    assert "un-autre-titre:" in send(client, fields)


def test_a_draft_keeps_which_sheet_it_corrects(client: FlaskClient):
    """Pasted, or sent under another name, the draft of a correction is one still."""
    fields = FormReader(client.get(FORM, query_string={"fiche": "stef-mixup"}).get_data(as_text=True)).fields
    text = send(client, fields, "draft")
    for page in (send(client, {"text": text}, "resume"), resume_file(client, text.encode(), "autre.md")):
        assert FormReader(page).fields["revises"] == "stef-mixup"
        assert "<h1>Corriger une fiche</h1>" in page


def test_the_check_tells_a_draft_for_what_it_is(client: FlaskClient, content: Path):
    """A draft put among the sheets is not published, and its author is sent back to the form."""
    text = send(client, SHEET | {"slug": "lens"}, "draft")
    (content / "practices" / "lens.md").write_text(text, encoding="utf-8")
    [problem] = load_library(content).problems
    assert (problem.file, problem.key) == ("content/practices/lens.md", "draft")
    assert "Reprenez-le dans le formulaire" in problem.message


def resume(client: FlaskClient, lines: str) -> tuple[MultiDict[str, str], str]:
    """The fields of the form that goes on with a file of these lines, and the words of its page."""
    page = send(client, {"text": f"---\n{lines}\n---\n\n## Contexte\n\nUn texte.\n"}, "resume")
    return FormReader(page).fields, html.unescape(page)


@pytest.mark.parametrize(
    ("line", "name", "taken"),
    [
        ("sectors: industrie, btp", "sectors", ["industrie", "btp"]),
        ("levers: formation", "levers", ["formation"]),
        ("territory: {departments: 59}", "territory.departments", ["59"]),
        ("partners: France Travail, Plie", "partners.1", ["Plie"]),
        ("sources: {document: panorama-egalite-2025}", "sources.0.document", ["panorama-egalite-2025"]),
    ],
)
def test_a_list_written_as_one_text_or_one_row_is_taken_over(client: FlaskClient, line: str, name: str, taken: list):
    """What a person plainly meant is put in its place."""
    fields, page = resume(client, line)
    assert fields.getlist(name) == taken
    assert "Non repris" not in page


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("period: 2022-2024", "Période : remplissez Début. Non repris : 2022-2024"),
        ("title: Un atelier #metoo", "Ligne 2 : ce qui suit « # » n'est pas lu. Non repris : #metoo"),
        ("territory: Lille", "Territoire : remplissez Départements. Non repris : Lille"),
        (
            "territory: {place: [Lille, Roubaix]}",
            "Territoire, lieu : il faut un seul texte. Non repris : [Lille, Roubaix]",
        ),
        (
            "indicators: 12 femmes",
            "Chiffres, ligne 1 : remplissez Intitulé, Unité, Nature, Valeurs. Non repris : 12 femmes",
        ),
        (
            "indicators: [{label: Femmes, values: [12]}]",
            "Chiffres, ligne 1, valeurs, ligne 1 : remplissez Année, Nombre. Non repris : 12",
        ),
        ("contact: {nom: Le service}", "Contact : « nom » n'est pas une information connue. Non repris : Le service"),
        ("thème: {a: [1, b]}", "La fiche : « thème » n'est pas une information connue. Non repris : {a: [1, b]}"),
        ("sectors: {btp: oui}", "Secteurs : il faut une liste. Non repris : {btp: oui}"),
        ("partners: [{a: b}, Plie]", "Partenaires : il faut un seul texte. Non repris : {a: b}"),
        (f"partners: [{', '.join(f'P{n}' for n in range(52))}]", "50 lignes au plus. Non repris : [P50, P51]"),
        ("draft: 12", "Brouillon : remplissez slug, revises, document, document-2, document-3. Non repris : 12"),
    ],
)
def test_what_a_draft_holds_and_the_form_cannot_take_is_told_with_its_text(client: FlaskClient, line: str, told: str):
    """Nothing is lost without a word: where it stood, what was read, what would be right."""
    fields, page = resume(client, line)
    assert told in page
    assert fields["section.contexte"] == "Un texte."


def resume_file(client: FlaskClient, data: bytes, name: str, status: int = 200) -> str:
    """The page that a file sent to be gone on with leads to."""
    form = {"action": "resume", "file": (io.BytesIO(data), name)}
    response = client.post(FORM, data=form, content_type="multipart/form-data")
    assert response.status_code == status
    return response.get_data(as_text=True)


@pytest.mark.parametrize(
    "name",
    [
        "stef-mixup.md",
        "stef-mixup (1).md",
        "stef-mixup(12).md",
        "stef-mixup.md.txt",
        "stef-mixup.txt",
        "stef-mixup (1).md (2).TXT",
        "stef-mixup - Copie.md",
    ],
)
def test_a_sheet_downloaded_twice_is_still_that_sheet(client: FlaskClient, name: str):
    """What browsers and editors add to the name of a file is left out: the published sheet is corrected."""
    page = resume_file(client, client.get("/pratiques/stef-mixup.md").get_data(), name)
    assert "<h1>Corriger une fiche</h1>" in page
    assert FormReader(page).fields["revises"] == "stef-mixup"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("lens-soudeuses (3).md", "lens-soudeuses"),
        ("lens-2024.md", "lens-2024"),
        ("Ma fiche finale.md", ""),
        ("fiche_lens.md", ""),
        ("(1).md", ""),
        ("brouillon (1).md", ""),
        ("a" * 81 + ".md", ""),
        (" " * 50_000 + "x", ""),
    ],
)
def test_a_file_name_that_is_no_slug_is_not_taken(client: FlaskClient, name: str, slug: str):
    """The name that the title makes is better than one to be refused; that of an untitled draft names nothing."""
    text = send(client, SHEET, "download").encode()
    fields = FormReader(resume_file(client, text, name)).fields
    assert fields["slug"] == slug
    assert "Votre fiche est prête" in send(client, fields)


def test_a_file_in_windows_letters_keeps_its_accents(client: FlaskClient):
    """Windows-1252 is read as it was written, and said, since it was guessed; UTF-8 needs no word about it."""
    text = send(client, SHEET | {"section.contexte": "L’œuvre coûte 5 €."}, "download")
    page = resume_file(client, text.encode("cp1252"), "lens.md")
    assert FormReader(page).fields["section.contexte"] == "L’œuvre coûte 5 €."
    assert FormReader(page).fields["section.mise-en-oeuvre"] == SHEET["section.mise-en-oeuvre"]
    assert "Relisez-les" in page
    for data in (text.encode(), text.encode("utf-8-sig")):
        page = resume_file(client, data, "lens.md")
        assert FormReader(page).fields["section.contexte"] == "L’œuvre coûte 5 €."
        assert "Relisez-les" not in page


def test_a_file_in_windows_letters_that_does_not_read_keeps_them_too(client: FlaskClient):
    """The text comes back with its accents, and with the word about them."""
    page = resume_file(client, "---\ntitle: été: là\n---\n".encode("cp1252"), "lens.md", status=400)
    assert "title: été: là" in page
    assert "Relisez-les" in page


def test_a_file_that_does_not_read_comes_back_with_its_line(client: FlaskClient):
    """A broken file is not lost: its text is still there, with the line to put right."""
    page = send(client, {"text": "---\ntitle: a: b\n---\n"}, "resume", status=400)
    told = "Ligne 2 : Un texte qui contient « : » doit être entouré de guillemets."
    assert f'{told} Lu : title: a: b. Admis : title: "a: b".' in html.unescape(page)
    assert FormReader(page).fields["text"] == "---\r\ntitle: a: b\r\n---\r\n"


@pytest.mark.parametrize("action", ["resume", "preview", "add-partners"])
def test_a_text_that_does_not_read_leaves_the_form_as_it_was_typed(client: FlaskClient, action: str):
    """Neither what was typed nor what was pasted is lost, whatever the button."""
    typed = {**SHEET, "title": "Court", "revises": "stef-mixup", "text": "Bonjour", "document.title": "Rapport"}
    response = client.post(FORM, data=typed | {"action": action})
    fields = FormReader(response.get_data(as_text=True)).fields
    assert {name: fields[name] for name in typed} == typed


def test_a_draft_takes_the_place_of_what_is_in_the_form(client: FlaskClient):
    """Its own document, name and correction too; what was pasted has done its work."""
    text = send(client, SHEET, "draft")
    typed = {"title": "Autre titre", "revises": "stef-mixup", "document.title": "Rapport", "slug": "autre"}
    fields = FormReader(send(client, typed | {"text": text}, "resume")).fields
    assert fields["title"] == SHEET["title"]
    assert (fields["document.title"], fields["slug"], fields["text"]) == ("", "", "")
    assert "revises" not in fields


@pytest.mark.parametrize("letters", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_in_unicode_of_notepad_is_read(client: FlaskClient, letters: str):
    """UTF-16 names itself in its first letters: nothing is guessed."""
    text = send(client, SHEET, "draft")
    mark = "" if letters == "utf-16" else "\ufeff"
    page = resume_file(client, (mark + text).encode(letters), "lens.md")
    assert FormReader(page).fields["title"] == SHEET["title"]
    assert "Relisez-les" not in page


@pytest.mark.parametrize(
    ("query", "title"), [("", "Proposer une pratique"), ("?fiche=stef-mixup", "Corriger une fiche")]
)
def test_the_form_goes_to_another_address_which_shows_it_too(client: FlaskClient, query: str, title: str):
    """A browser keeps the page that it leaves only for another address; read again, that one is the same form."""
    page = client.get(FORM + query).get_data(as_text=True)
    actions = [
        html.unescape(found) for found in re.findall(r'(?:form)?action="([^"]+)"', page) if "formulaire" in found
    ]
    assert len(actions) > 5
    assert FORM + query not in {action.partition("#")[0] for action in actions}
    action = next(action for action in actions if "apercu" in action)
    assert f"<h1>{title}</h1>" in client.get(action).get_data(as_text=True)
    assert client.post(action, data=SHEET | {"action": "preview"}).status_code == 200


def test_lists_typed_on_a_phone_are_lists(client: FlaskClient):
    """In a story, and in the points to watch for, which must be a list."""
    typed = {
        "section.mise-en-oeuvre": "Deux étapes :\r\n• Une visite.\r\n• Un stage.",
        "section.vigilance": "1) Prévoir.",
    }
    page = send(client, SHEET | typed)
    for item in ("<li>Une visite.</li>", "<li>Un stage.</li>", "<li>Prévoir.</li>"):
        assert item in page


def test_what_is_pasted_from_word_and_mails_is_kept(client: FlaskClient):
    """Paragraphs, addresses, tables, letters of Windows, titles, bare links; the file says what the preview shows."""
    typed = {
        "section.contexte": "Un premier paragraphe.\r\nUn second.\r\n#metoo y est.\r\nL\x92\x9cuvre est finie.",
        "section.mise-en-oeuvre": "# Étape 1\r\nVoir www.exemple.org.\r\n\r\nAnnée\tFemmes\r\n2024\t12\r\n\r\n"
        "Lens\r\n2 rue X",
        "section.vigilance": "Prévoir du temps.\r\nDire les choses.",
    }
    page = send(client, SHEET | typed)
    for shown in (
        "<p>Un premier paragraphe.</p>\n<p>Un second.</p>",
        "#metoo y est.",
        "L’œuvre est finie.",
        ">Étape 1</h3>",
        '<a href="https://www.exemple.org">www.exemple.org</a>',
        "<td>12</td>",
        "Lens<br>\n2 rue X",
        "<li>Prévoir du temps.</li>\n<li>Dire les choses.</li>",
    ):
        assert shown in page
    text = send(client, SHEET | typed, "download")
    for written in (
        "### Étape 1\n",
        "| Année | Femmes |\n",
        "Lens  \n2 rue X",
        "- Dire les choses.\n",
        "\n\nUn second.\n\n",
    ):
        assert written in text
    again = FormReader(send(client, {"text": text}, "resume")).fields
    assert send(client, again, "download") == text


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("section.contexte", "Lâ€™emploi", "L’emploi"),
        ("section.contexte", "Il d\ufffdpend", "lettre perdue"),
        ("section.contexte", "<<<<<<< HEAD\r\nUn\r\n=======\r\nDeux\r\n>>>>>>> autre", "Deux versions"),
        ("title", "Une dÃ©marche à Lens", "démarche"),
        ("title", "Une d\U000e0041émarche à Lens", "signe invisible"),
        ("indicators.0.values.0.value", "1.250", "1250, ou 1,250"),
    ],
)
def test_what_nobody_can_have_meant_is_told_in_the_form_as_in_a_file(
    client: FlaskClient, name: str, typed: str, told: str
):
    """With what was meant, at its field."""
    page = send(client, {**SHEET, name: typed}, status=400)
    assert told in html.unescape(page)
    assert any(f"f-{name.replace('.', '-')}".startswith(link) for link in FormReader(page).error_links)


def test_a_document_that_the_base_lacks_can_be_described(client: FlaskClient, content: Path):
    """The sheet cites it, and the page gives the lines to add to content/sources.yaml."""
    document = {
        "document.title": "Rapport 2025",
        "document.publisher": "Ville de Lens",
        "document.published": "2025-07",
    }
    fields = SHEET | document | {"sources.0.document": "nouveau-document"}
    page = send(client, fields)
    assert "rapport-2025:\n  title: Rapport 2025\n" in page
    sources = content / "sources.yaml"
    lines = page.split('id="f-document"')[1].split(">", 1)[1].split("</textarea>")[0].replace("&#34;", '"')
    sources.write_text(sources.read_text(encoding="utf-8") + lines, encoding="utf-8")
    (content / "practices" / "lens.md").write_text(send(client, fields, "download"), encoding="utf-8")
    assert not load_library(content).problems
    told = send(client, SHEET | {"sources.0.document": "nouveau-document"}, status=400)
    assert "f-document-title" in FormReader(told).error_links


def test_too_much_is_refused_with_a_page(client: FlaskClient):
    """Beyond a million bytes nothing is read: the answer says how to get back to what was typed."""
    response = client.post(FORM, data=SHEET | {"section.contexte": "a" * 1_100_000})
    assert response.status_code == 413
    assert "Revenez en arrière" in response.get_data(as_text=True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\xff\xfe" * 1000,
        b"title=%FF%FE%00",
        b"sources=x&sources.0=y&indicators.0.values=z",
        b"=&&=;a",
        b"text=%00",
    ],
)
def test_bytes_that_no_browser_sends_get_a_page(client: FlaskClient, body: bytes):
    """Binary, missing and misplaced fields: the form again, never a trace of the program."""
    for action in (b"", b"&action=download", b"&action=resume", b"&action=add-sources"):
        response = client.post(FORM, data=body + action, content_type="application/x-www-form-urlencoded")
        assert response.status_code in {200, 400}
        assert "<h1>Proposer une pratique</h1>" in response.get_data(as_text=True)


def test_a_binary_file_is_refused_with_a_page(client: FlaskClient):
    """A picture in place of the draft: the form says that it cannot be read."""
    file = (io.BytesIO(bytes(range(256)) * 40), "photo.png")
    response = client.post(FORM, data={"action": "resume", "file": file}, content_type="multipart/form-data")
    assert response.status_code == 400
    assert "Ce fichier ne se lit pas" in response.get_data(as_text=True)


def test_thousands_of_rows_are_cut_and_told(client: FlaskClient):
    """Fifty rows of a list are kept, the page says so, and the rest of the form is there."""
    rows = {f"partners.{number}": f"Partenaire {number}" for number in range(3000)}
    html = send(client, {**SHEET, **rows, "title": "Court"}, status=400)
    page = FormReader(html)
    assert "Partenaires : 50 lignes au plus" in html
    assert page.fields["partners.49"] == "Partenaire 49"
    assert "partners.50" not in page.fields
    assert "50 lignes au plus" in send(client, page.fields, "add-partners")


def test_a_forged_name_stays_a_name(client: FlaskClient):
    """The name of the file sent back, and the sheet said to be corrected, cannot lead elsewhere."""
    draft = client.post(FORM, data={"action": "draft", "slug": '../"\r\nX: y'})
    assert draft.headers["Content-Disposition"] == 'attachment; filename="Xy.md"'
    page = send(client, SHEET | {"revises": "../../site"}, status=400)
    assert "n&#39;existe plus" in page


def test_a_sheet_without_reproach_has_nothing_to_look_at(client: FlaskClient):
    """What there is to look at is told only when there is something."""
    assert "À regarder" not in send(client, SHEET | {"section.contexte": "Peu de femmes dans l'atelier."})


def test_what_could_be_better_is_told_beside_the_preview(client: FlaskClient):
    """The warnings of `pratiques check`, each with its field and what was read, keep nobody from the file."""
    typed = {
        "contact.name": "Julie Martin",
        "contact.email": "julie.martin@ville-lens.fr",
        "summary": "Elle a formé douze femmes à la soudure en 2024, dans un atelier de Lens ; sept ont un emploi.",
        "section.mise-en-oeuvre": "- Une visite.\r\n- Mme Durand décide, voir [là](/pratiques/stef-mixop).",
    }
    page = html.unescape(send(client, SHEET | typed))
    told = page[page.index('<h2 id="regarder">À regarder</h2>') : page.index('<h2 id="envoyer">')]
    items = re.findall("<li>(.*?)</li>", told)
    assert [item.partition(" : ")[0] for item in items] == [
        "Résumé",
        "Mise en œuvre",
        "Mise en œuvre",
        "Contact, nom",
        "Contact, courriel",
    ]
    for item, word in zip(items, ("Elle", "stef-mixup", "Mme Durand", "Julie Martin", "julie.martin@"), strict=True):
        assert word in item
    assert "Télécharger le fichier" in page


@pytest.mark.parametrize(("faults", "has_more"), [(MAX_WARNINGS, False), (MAX_WARNINGS + 1, True), (300, True)])
def test_a_sheet_of_many_faults_is_told_the_first_ones(client: FlaskClient, faults: int, has_more: bool):
    """Nobody reads hundreds of warnings: some are told, and that there are more; no more are looked for."""
    links = "\n".join(f"[là](/pratiques/x-{number})" for number in range(faults))
    page = html.unescape(send(client, SHEET | {"section.contexte": links}))
    told = page[page.index('<h2 id="regarder">À regarder</h2>') : page.index('<h2 id="envoyer">')]
    assert told.count("<li>") == MAX_WARNINGS
    assert ("D'autres remarques" in told) is has_more


def test_a_sheet_that_tells_a_published_one_again_is_told_so(client: FlaskClient):
    """A new sheet with the words of another names it; a correction of that very sheet does not."""
    fields = FormReader(client.get(FORM, query_string={"fiche": "stef-mixup"}).get_data(as_text=True)).fields
    twin = '<a href="/pratiques/stef-mixup">STEF'
    assert "Cette fiche ressemble beaucoup" not in send(client, fields)
    page = send(client, without(fields, "revises") | MultiDict({"slug": "stef-encore"}))
    assert f"Cette fiche ressemble beaucoup à {twin}" in page


def test_the_preview_has_one_title(client: FlaskClient):
    """The page says what it is; the sheet's own title comes under it."""
    page = send(client, SHEET)
    assert re.findall("<h1>(.*?)</h1>", page) == ["Votre fiche est prête"]


def test_what_is_typed_is_never_markup(client: FlaskClient):
    """In the form and in the preview, words stay words."""
    script = '</textarea><script>alert(1)</script>"><img src=x onerror=alert(1)>'
    fields = SHEET | {"organisation.name": script, "section.contexte": script, "partners.0": script}
    for page in (send(client, fields), send(client, fields | {"title": "Court"}, status=400)):
        assert "<script>alert" not in page
        assert "onerror=alert(1)>" not in page.replace("onerror=alert(1)&gt;", "")


def test_every_field_of_the_model_stands_in_one_part_of_the_form():
    """A field added to the model must find its place."""
    names = [name for _, part in PARTS for name in part]
    assert sorted(names) == sorted(field.name for field in practice_fields())


def test_the_host_of_the_repository_is_offered_what_it_takes():
    """GitHub takes the text of a new file while the address is short; GitLab takes its name; others get the steps."""
    short = find_host("https://github.com/a/b.git", "lens", "---\na: é&\n", is_new=True)
    assert short is not None
    assert short.is_filled
    assert short.address == (
        "https://github.com/a/b/new/main?filename=content%2Fpractices%2Flens.md&value=---%0Aa%3A%20%C3%A9%26%0A"
    )
    long = find_host("https://github.com/a/b", "lens", "é" * 2000, is_new=True)
    assert long is not None
    assert not long.is_filled
    assert len(long.address) < 100
    changed = find_host("https://gitlab.com/a/b", "lens", "x", is_new=False)
    assert changed is not None
    assert changed.address == "https://gitlab.com/a/b/-/edit/main/content/practices/lens.md"
    assert find_host("https://exemple.org/depot", "lens", "x", is_new=True) is None


def test_a_mail_carries_the_text_while_it_is_short(library: Library):
    """A long sheet does not fit in a link: the mail then asks for the file."""
    site: Site = library.site
    whole = write_mail(site, "lens", "À Lens & ailleurs", "ligne 1\nligne 2\n")
    assert whole.is_whole
    assert whole.address.startswith(
        f"mailto:{site.editor.email}?subject=Fiche%20pour%20la%20base%20%3A%20%C3%80%20Lens%20%26"
    )
    assert whole.address.endswith("ligne%201%0D%0Aligne%202%0D%0A")
    long = write_mail(site, "lens", "À Lens", "mot " * 1000)
    assert not long.is_whole
    assert "lens.md" in long.address
