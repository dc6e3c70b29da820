"""The contribution form in a browser: a newcomer's sheet from the first word to the file, with scripts and without."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, Page, Route, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from app.content.library import load_library
from tests.browser.axe import find_faults
from tests.sampling import by_day

FORM = "/contribuer/formulaire"
TITLE = "Un chantier d'insertion forme des soudeuses à Lens"


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def visitor(request: pytest.FixtureRequest, new_context: CreateContextCallback) -> Page:
    """A page of a browser that runs scripts, or of one that does not."""
    return new_context(java_script_enabled=request.param).new_page()


def fill_in(page: Page) -> None:
    """The least that makes a sheet, with a figure at two dates and a partner."""
    page.get_by_label("Titre", exact=True).first.fill(TITLE)
    page.get_by_label("Résumé", exact=True).fill(
        "À Lens, un chantier d'insertion a formé douze femmes à la soudure : la part des femmes est passée de 5 à 20 %."
    )
    page.get_by_label("Format", exact=True).select_option(label="Fiche courte")
    page.get_by_label("Thème", exact=True).select_option("egalite-mixite")
    page.locator("#f-organisation-name").fill("Ville de Lens")
    page.locator("#f-organisation-type").select_option("collectivite")
    page.locator("#f-territory-departments").get_by_label("Pas-de-Calais").check()
    page.get_by_label("Début", exact=True).fill("2023")
    page.locator("#f-sectors").get_by_label("Industrie").check()
    page.locator("#f-levers").get_by_label("Formation", exact=True).check()
    page.get_by_label("Contexte", exact=True).fill("Peu de femmes : 5 % en 2023.\n\nUne « visite » a tout changé.")
    page.get_by_label("Mise en œuvre", exact=True).fill("- Une visite.\n- Un stage.")
    page.locator("#f-contact-name").fill("Service insertion")


def add_rows(page: Page) -> None:
    page.get_by_role("button", name="Ajouter : chiffre").click()
    page.get_by_label("Intitulé").fill("Part des femmes")
    page.get_by_label("Unité").fill("%")
    page.get_by_label("Nature", exact=True).select_option("declare")
    page.locator("#f-indicators-0-role").select_option("resultat")
    page.get_by_role("button", name="Ajouter : valeur").click()
    for position, (year, value) in enumerate([("2023", "5"), ("2025", "20,5")]):
        page.locator(f"#f-indicators-0-values-{position}-year").fill(year)
        page.locator(f"#f-indicators-0-values-{position}-value").fill(value)
    page.get_by_role("button", name="Ajouter : partenaire").click()
    page.get_by_label("Partenaire 1").fill("Plie : Lens")
    page.get_by_role("button", name="Ajouter : partenaire").click()
    expect(page.get_by_label("Partenaire 2")).to_be_visible()
    page.get_by_role("button", name="Retirer : partenaire 2").click()
    expect(page.get_by_label("Partenaire 2")).to_have_count(0)


def test_a_newcomer_writes_a_sheet_and_takes_the_file_away(visitor: Page, site_url: str, content: Path) -> None:
    """From an empty form to a file that the check accepts, a forgotten source told and put right on the way."""
    visitor.goto(site_url + FORM)
    fill_in(visitor)
    add_rows(visitor)
    visitor.get_by_role("button", name="Voir l'aperçu").click()
    summary = visitor.locator("#erreurs")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_text(["Sources"])
    summary.get_by_role("link").click()
    expect(visitor.locator("#f-sources")).to_be_in_viewport()
    expect(visitor.get_by_label("Titre", exact=True).first).to_have_value(TITLE)
    visitor.locator("#f-sources-0-document").select_option("panorama-egalite-2025")
    visitor.get_by_role("button", name="Voir l'aperçu").click()
    expect(visitor.get_by_role("heading", name=TITLE, level=2)).to_be_visible()
    expect(visitor.locator(".indicator")).to_contain_text("20,5")
    with visitor.expect_download() as waiting:
        visitor.get_by_role("button", name="Télécharger le fichier").click()
    path = content / "practices" / waiting.value.suggested_filename
    waiting.value.save_as(path)
    library = load_library(content)
    assert not library.problems
    practice = next(practice for practice in library.practices if practice.slug == path.stem)
    assert practice.evidence == "avant-apres"
    assert practice.partners == ("Plie : Lens",)
    assert practice.sections[0].markdown == "Peu de femmes : 5 % en 2023.\n\nUne « visite » a tout changé."


def test_going_back_to_the_form_keeps_everything(visitor: Page, site_url: str) -> None:
    """From the preview, « Modifier » fills the form with the sheet; Enter in a field asks for the preview again."""
    visitor.goto(f"{site_url}{FORM}?fiche=stef-mixup")
    story = visitor.get_by_label("Contexte", exact=True).input_value()
    visitor.locator("form#fiche").get_by_role("button", name="Voir l'aperçu").click()
    expect(visitor.get_by_role("heading", name="Votre fiche est prête")).to_be_visible()
    visitor.get_by_role("button", name="Modifier").click()
    expect(visitor.get_by_label("Contexte", exact=True)).to_have_value(story)
    visitor.get_by_label("Titre", exact=True).first.fill("STEF ouvre le transport et la logistique aux femmes")
    visitor.get_by_label("Titre", exact=True).first.press("Enter")
    visitor.get_by_text("Ce qui change dans la fiche publiée").click()
    expect(visitor.locator(".diff .added").first).to_contain_text("STEF ouvre le transport")


KEPT, READ_AGAIN, PLAIN = (True, True), (False, True), (True, False)  # whether pages are kept, whether scripts run


@pytest.fixture
def returning(
    request: pytest.FixtureRequest, browser_type: BrowserType, browser_type_launch_args: dict
) -> Iterator[Page]:
    """A page of a browser that keeps the pages it leaves, as people's do, or of one that has no room for them."""
    keeps_pages, has_scripts = request.param
    off = ["--disable-back-forward-cache"] if keeps_pages else []  # Playwright asks for it
    with browser_type.launch(**browser_type_launch_args, ignore_default_args=off) as browser:
        yield browser.new_page(java_script_enabled=has_scripts, reduced_motion="reduce")


def ask_for_preview(page: Page) -> None:
    """Ask for the preview, and wait for it."""
    page.locator("form#fiche").get_by_role("button", name="Voir l'aperçu").click()
    expect(page.get_by_role("heading", name="Votre fiche est prête")).to_be_visible()


def expect_everything(page: Page) -> None:
    """All that `fill_in` and `add_rows` typed is in the form."""
    expect(page.get_by_label("Titre", exact=True).first).to_have_value(TITLE)
    expect(page.get_by_label("Résumé", exact=True)).to_have_value(re.compile("^À Lens, .* 20 %.$"))
    expect(page.get_by_label("Thème", exact=True)).to_have_value("egalite-mixite")
    expect(page.locator("#f-organisation-name")).to_have_value("Ville de Lens")
    expect(page.locator("#f-levers").get_by_label("Formation", exact=True)).to_be_checked()
    expect(page.get_by_label("Début", exact=True)).to_have_value("2023")
    expect(page.locator("#f-contact-name")).to_have_value("Service insertion")
    expect(page.get_by_label("Mise en œuvre", exact=True)).to_have_value("- Une visite.\n- Un stage.")
    expect(page.locator("#f-indicators-0-values-1-value")).to_have_value("20,5")
    expect(page.get_by_label("Partenaire 1")).to_have_value("Plie : Lens")


@pytest.mark.parametrize("returning", by_day([KEPT, READ_AGAIN, PLAIN], 2), indirect=True)
def test_back_from_the_preview_loses_nothing(returning: Page, site_url: str) -> None:
    """The browser's own Back: every field and every added row is as it was, and the preview can be asked for again."""
    returning.goto(site_url + FORM)
    fill_in(returning)
    add_rows(returning)
    returning.locator("#f-sources-0-document").select_option("panorama-egalite-2025")
    ask_for_preview(returning)
    returning.go_back(wait_until="commit")  # a page that was kept does not load again
    expect_everything(returning)
    ask_for_preview(returning)
    expect(returning.locator(".indicator")).to_contain_text("20,5")


@pytest.mark.parametrize("returning", [READ_AGAIN], indirect=True)
def test_back_to_a_form_put_right_loses_nothing(returning: Page, site_url: str) -> None:
    """The same from the form that told a forgotten source, where a partner was added too."""
    returning.goto(site_url + FORM)
    fill_in(returning)
    add_rows(returning)
    returning.locator("form#fiche").get_by_role("button", name="Voir l'aperçu").click()
    expect(returning.locator("#erreurs")).to_be_visible()
    returning.locator("#f-sources-0-document").select_option("panorama-egalite-2025")
    returning.get_by_role("button", name="Ajouter : partenaire").click()
    returning.get_by_label("Partenaire 2").fill("Mission locale")
    ask_for_preview(returning)
    returning.go_back(wait_until="commit")
    expect_everything(returning)
    expect(returning.get_by_label("Partenaire 2")).to_have_value("Mission locale")
    expect(returning.locator("#f-sources-0-document")).to_have_value("panorama-egalite-2025")
    returning.go_back(wait_until="commit")
    expect(returning.get_by_label("Titre", exact=True).first).to_have_value(TITLE)


def test_a_draft_that_does_not_read_leaves_the_form_full(visitor: Page, site_url: str) -> None:
    """On the width of a small phone: what was typed stays, the fault is told and seen, the text put right is taken."""
    visitor.set_viewport_size({"width": 320, "height": 700})
    visitor.goto(site_url + FORM)
    visitor.get_by_label("Titre", exact=True).first.fill(TITLE)
    visitor.get_by_text("Reprendre un brouillon").click()
    visitor.get_by_label("Texte du fichier").fill("---\ntitle: Lens: des soudeuses\n---\n")
    visitor.get_by_role("button", name="Reprendre", exact=True).click()
    expect(visitor.locator("#f-text-erreur")).to_be_in_viewport()
    expect(visitor.locator("#f-text-erreur")).to_contain_text('Admis : title: "Lens: des soudeuses"')
    expect(visitor.get_by_label("Titre", exact=True).first).to_have_value(TITLE)
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 320
    visitor.get_by_label("Texte du fichier").fill('---\ntitle: "Lens: des soudeuses"\n---\n')
    visitor.get_by_role("button", name="Reprendre", exact=True).click()
    expect(visitor.get_by_label("Titre", exact=True).first).to_have_value("Lens: des soudeuses")
    expect(visitor.get_by_label("Texte du fichier")).to_have_value("")


def test_scripts_count_and_change_rows_in_place(page: Page, site_url: str) -> None:
    """Counts follow the typing; a row comes without a new page, with the cursor in it."""
    page.goto(site_url + FORM)
    page.get_by_label("Titre", exact=True).first.fill("Quatorze mots 👩")
    expect(page.locator("[data-count-of=f-title]")).to_have_text("15 caractères sur 120")
    page.evaluate("window.isSamePage = true")
    page.get_by_role("button", name="Ajouter : chiffre").click()
    expect(page.get_by_label("Intitulé")).to_be_focused()
    page.get_by_label("Intitulé").fill("Femmes formées")
    page.get_by_role("button", name="Ajouter : valeur").click()
    expect(page.locator("#f-indicators-0-values-1-year")).to_be_focused()
    expect(page.get_by_label("Intitulé")).to_have_value("Femmes formées")
    assert page.evaluate("window.isSamePage") is True


def test_a_draft_is_kept_only_once_asked_for(page: Page, site_url: str) -> None:
    """Nothing stays in the browser until the box is ticked; then a closed tab is no loss, and it can be erased."""
    page.goto(site_url + FORM)
    page.get_by_label("Titre", exact=True).first.fill("Avant la case")
    assert page.evaluate("localStorage.length") == 0
    page.get_by_label("Garder un brouillon").check()
    page.get_by_role("button", name="Ajouter : partenaire").click()
    page.get_by_label("Partenaire 1").fill("Plie « Lens »")
    other = page.context.new_page()
    page.close()
    other.goto(site_url + FORM)
    other.get_by_role("button", name="Reprendre ce brouillon").click()
    expect(other.get_by_label("Partenaire 1")).to_have_value("Plie « Lens »")
    expect(other.get_by_label("Titre", exact=True).first).to_have_value("Avant la case")
    other.goto(site_url + FORM)
    other.get_by_role("button", name="L'effacer").click()
    assert other.evaluate("localStorage.length") == 0
    assert other.context.cookies() == []


def test_the_text_is_copied(page: Page, site_url: str) -> None:
    """The button puts the file's exact text on the clipboard, and says so."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site_url}{FORM}?fiche=stef-mixup")
    page.locator("form#fiche").get_by_role("button", name="Voir l'aperçu").click()
    page.get_by_role("button", name="Copier").click()
    expect(page.get_by_text("Texte copié.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#f-text").input_value()


def test_axe_finds_nothing_to_say_of_errors_and_preview(page: Page, site_url: str) -> None:
    """The form with its complaints and the preview: on a telephone in the light, on a desk in the dark."""
    page.set_viewport_size({"width": 320, "height": 900})
    for path, mark in ((FORM, "#erreurs"), (f"{FORM}?fiche=stef-mixup", "#regarder")):
        page.goto(site_url + path)
        page.locator("#f-contact-name").fill("Julie Martin")
        page.locator("form#fiche").get_by_role("button", name=re.compile("aperçu")).click()
        expect(page.locator(mark)).to_be_attached()
        for width, scheme in ((320, "light"), (1280, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            assert find_faults(page, scheme) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_typed_while_a_row_is_added_is_kept(page: Page, site_url: str) -> None:
    """The answer to « Ajouter » comes late; the field that was filled meanwhile keeps its value."""
    page.goto(site_url + FORM)
    page.get_by_role("button", name="Ajouter : chiffre").click()
    expect(page.get_by_label("Intitulé")).to_be_visible()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(FORM), hold)
    with page.expect_request(re.compile(FORM)):
        page.get_by_role("button", name="Ajouter : valeur").click()
    page.get_by_label("Intitulé").fill("Part des femmes")
    page.locator("#f-indicators-0-values-0-year").fill("2023")
    held[0].continue_()
    expect(page.locator("#f-indicators-0-values-1-year")).to_be_visible()
    expect(page.get_by_label("Intitulé")).to_have_value("Part des femmes")
    expect(page.locator("#f-indicators-0-values-0-year")).to_have_value("2023")
