"""What scripts keep of a form in a browser: drafts on the device, and what was typed when a page is left."""

import json
import re

from playwright.sync_api import BrowserContext, Dialog, Page, expect

FORM = "/contribuer/formulaire"


def title_of(page: Page):
    return page.get_by_label("Titre", exact=True).first


def start(context: BrowserContext, site_url: str, title: str = "", *, is_kept: bool = False) -> Page:
    """A fresh form in a new tab, where a title was typed and a draft asked for."""
    page = context.new_page()
    page.goto(site_url + FORM)
    if is_kept:
        page.get_by_label("Garder un brouillon").check()
    if title:
        title_of(page).fill(title)
    return page


def kept_titles(page: Page) -> list[str]:
    """The titles of the drafts on the device."""
    drafts = json.loads(page.evaluate("JSON.stringify(Object.values(localStorage).map(JSON.parse))"))
    return sorted(dict(draft["fields"])["title"] for draft in drafts)


def test_a_kept_draft_survives_a_fresh_form(context: BrowserContext, site_url: str) -> None:
    """While it is offered nothing is written over it, whatever is typed; a second sheet gets a draft of its own."""
    first = start(context, site_url, "Première pratique", is_kept=True)
    first.get_by_label("Contexte", exact=True).fill("Un contexte.")
    first.close()
    fresh = start(context, site_url, "x")
    expect(fresh.get_by_label("Garder un brouillon")).not_to_be_checked()
    assert kept_titles(fresh) == ["Première pratique"]
    fresh.get_by_label("Garder un brouillon").check()
    title_of(fresh).fill("Seconde pratique")
    assert kept_titles(fresh) == ["Première pratique", "Seconde pratique"]
    fresh.close()
    third = start(context, site_url)
    expect(third.locator(".draft-offer li")).to_have_text(
        [re.compile("^« Seconde pratique »"), re.compile("^« Première pratique »")]
    )
    third.get_by_role("button", name="Reprendre ce brouillon : Première pratique").click()
    expect(third.get_by_label("Contexte", exact=True)).to_have_value("Un contexte.")
    expect(third.get_by_label("Garder un brouillon")).to_be_checked()
    title_of(third).fill("Première pratique, suite")
    assert kept_titles(third) == ["Première pratique, suite", "Seconde pratique"]
    for _ in range(2):
        third.goto(site_url + FORM)
        expect(title_of(third)).to_have_value("")
        expect(third.locator(".draft-offer li")).to_have_count(2)


def test_a_draft_follows_its_sheet_from_page_to_page(context: BrowserContext, site_url: str) -> None:
    """Through complaints, the preview, « Modifier » and a step back it is the same draft."""
    page = start(context, site_url, "Court", is_kept=True)
    page.locator("form#fiche").get_by_role("button", name="Voir l'aperçu").click()
    expect(page.locator("#erreurs")).to_be_visible()
    expect(page.get_by_label("Garder un brouillon")).to_be_checked()
    title_of(page).fill("Un titre plus long")
    page.go_back()
    expect(title_of(page)).to_have_value("Court")
    title_of(page).fill("Un autre titre")
    assert kept_titles(page) == ["Un autre titre"]
    expect(page.locator(".draft-offer")).to_have_count(0)


def test_two_tabs_do_not_overwrite_each_other(context: BrowserContext, site_url: str) -> None:
    """Two fresh forms, and two tabs that went on with one draft."""
    one, two = (start(context, site_url, title, is_kept=True) for title in ("Une", "Deux"))
    title_of(one).fill("Une, suite")
    assert kept_titles(two) == ["Deux", "Une, suite"]
    two.close()
    one.goto(site_url + FORM)
    other = start(context, site_url)
    for page in (one, other):
        page.get_by_role("button", name="Reprendre ce brouillon : Deux").click()
        expect(title_of(page)).to_have_value("Deux")
    title_of(one).fill("Deux, ici")
    title_of(other).fill("Deux, là")
    assert kept_titles(one) == ["Deux, ici", "Deux, là", "Une, suite"]


def test_the_one_draft_of_before_is_still_offered(page: Page, site_url: str) -> None:
    """With those that came since, three at most; what else stands under such a name is left alone."""
    page.goto(site_url + FORM)
    page.evaluate(
        """() => {
          localStorage["brouillon:nouvelle"] = JSON.stringify({ day: "hier", fields: [["title", "Ancien"]] });
          localStorage["brouillon:nouvelle:abc"] = "pas du JSON";
          localStorage["brouillon:stef-mixup"] = JSON.stringify({ day: "hier", fields: [["title", "Correction"]] });
        }"""
    )
    page.reload()
    expect(page.locator(".draft-offer li")).to_have_text(re.compile("^« Ancien », du hier"))
    page.get_by_role("button", name="Reprendre ce brouillon").click()
    expect(title_of(page)).to_have_value("Ancien")


def test_what_is_being_typed_is_found_again(page: Page, site_url: str) -> None:
    """Back then forward, a reload and the same address again, out of the middle of a field."""
    page.goto(site_url)
    page.goto(site_url + FORM)
    title_of(page).fill("Un titre")
    story = page.get_by_label("Contexte", exact=True)
    story.press_sequentially("Encore en train")
    page.go_back()
    page.go_forward()
    expect(story).to_have_value("Encore en train")
    story.press_sequentially(" d'écrire")
    page.reload()
    expect(story).to_have_value("Encore en train d'écrire")
    expect(title_of(page)).to_have_value("Un titre")
    page.goto(site_url + FORM)
    expect(title_of(page)).to_have_value("Un titre")


def test_what_was_typed_before_the_page_was_ready_is_not_replaced(page: Page, site_url: str) -> None:
    """Nothing newer is overwritten by what is remembered."""
    page.goto(site_url + FORM)
    title_of(page).fill("Ancien titre")
    page.get_by_label("Contexte", exact=True).fill("Un contexte.")
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => { document.getElementById('f-title').value = 'Nouveau titre'; })"
    )
    page.reload()
    expect(page.get_by_label("Contexte", exact=True)).to_have_value("Un contexte.")
    expect(title_of(page)).to_have_value("Nouveau titre")


def test_the_browser_asks_before_text_is_lost_and_only_then(context: BrowserContext, site_url: str) -> None:
    """Closing a page that was typed in; not an empty one, one whose draft is kept, or on the way to another page."""
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    def close(page: Page) -> list[str]:
        page.on("dialog", note)
        asked.clear()
        title_of(page).press("End")  # a real key: a browser asks nothing on a page that nobody has touched
        with page.expect_event("close"):
            page.close(run_before_unload=True)
        return asked

    typed = start(context, site_url, "Perdu")
    assert close(typed) == ["beforeunload"]
    assert close(start(context, site_url)) == []
    assert close(start(context, site_url, "Gardé", is_kept=True)) == []
    page = start(context, site_url, "Retrouvé")
    page.on("dialog", note)
    asked.clear()
    page.locator("header a").first.click()
    page.wait_for_url(re.compile("/$"))
    page.go_back()
    page.locator("form#fiche").get_by_role("button", name="Voir l'aperçu").click()
    expect(page.locator("#erreurs")).to_be_visible()
    assert asked == []


def test_a_sheet_that_was_taken_away_keeps_its_name(page: Page, site_url: str) -> None:
    """Downloaded, then changed: the next file has the name of the first."""
    page.goto(f"{site_url}{FORM}?fiche=stef-mixup")
    page.evaluate("document.querySelector('input[name=revises]').remove()")
    title_of(page).fill("Une fiche toute nouvelle")
    for title, name in [("Un deuxième titre", "un-deuxieme-titre.md"), ("Un troisième titre", "un-deuxieme-titre.md")]:
        title_of(page).fill(title)
        page.locator("form#fiche").get_by_role("button", name="Voir l'aperçu").click()
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Télécharger le fichier").click()
        assert waiting.value.suggested_filename == name
        page.get_by_role("button", name="Modifier").click()
