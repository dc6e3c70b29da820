"""A selection as its host composes it: ticked from search to search, noted, put in order, shown."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

CHOSEN = "/selection?s=stef-mixup,corif-pole-intermaide,toyota-immersions-femmes-industrie"
COMPOSE = re.compile("^Composer une sélection avec les pratiques choisies")


def boxes_of(page: Page) -> Locator:
    """« Choisir », beside each result."""
    return page.get_by_role("checkbox", name=re.compile("^Choisir « .+ »$"))


def tick_first(page: Page, count: int) -> list[str]:
    """The slugs of the first results, ticked."""
    boxes = boxes_of(page)
    for place in range(count):
        boxes.nth(place).check()
    return [str(boxes.nth(place).get_attribute("value")) for place in range(count)]


def compose_from(page: Page) -> list[str]:
    """What the selection made of the ticks holds."""
    page.get_by_role("button", name=COMPOSE).click()
    page.wait_for_url("**/selection?**")
    return page.locator(".chosen > li").evaluate_all("items => items.map(item => item.id)")


def test_ticks_outlive_filters_words_sorts_and_pages(page: Page, site_url: str) -> None:
    """Whatever replaces the list, what was ticked stays ticked, listed or not, and the button tells how much it is."""
    page.goto(f"{site_url}/pratiques")
    expect(page.locator("html")).to_have_class("live")
    ticked = tick_first(page, 2)
    page.get_by_role("link", name="Suivante").click()
    page.wait_for_url("**/pratiques?page=2")
    expect(page.locator(f".tick input[value={ticked[0]}]")).to_have_count(0)
    ticked += tick_first(page, 1)
    button = page.get_by_role("button", name=COMPOSE)
    expect(button).to_have_text(re.compile(r"\(3\)$"))
    page.get_by_role("checkbox", name="Formation").check()
    page.wait_for_url("**/pratiques?lever=formation")
    page.get_by_role("combobox", name="Trier par").select_option("titre")
    page.wait_for_url("**/pratiques?lever=formation&sort=titre")
    page.get_by_role("combobox", name="Mots cherchés").fill("zzzzzz")
    page.wait_for_url("**/pratiques?q=zzzzzz&**")
    expect(page.locator(".hits")).to_have_count(0)
    expect(button).to_have_text(re.compile(r"\(3\)$"))
    assert sorted(compose_from(page)) == sorted(ticked)


def test_a_tick_that_comes_back_can_be_taken_away(page: Page, site_url: str) -> None:
    """Found again, a practice is ticked in its place, and its box is the only one that speaks for it."""
    page.goto(f"{site_url}/pratiques")
    expect(page.locator("html")).to_have_class("live")
    first, second = tick_first(page, 2)
    page.get_by_role("link", name="Suivante").click()
    page.wait_for_url("**/pratiques?page=2")
    page.get_by_role("link", name="Précédente").click()
    page.wait_for_url(re.compile(r"/pratiques$"))
    expect(page.locator(f".tick input[value={second}]")).to_be_checked()
    page.locator(f".tick input[value={first}]").uncheck()
    expect(page.get_by_role("button", name=COMPOSE)).to_have_text(re.compile(r"\(1\)$"))
    assert compose_from(page) == [second]


def test_ticks_are_there_after_a_sheet_and_back(page: Page, site_url: str) -> None:
    """One reads a sheet, comes back, and goes on; a step back to an earlier search keeps them too."""
    page.goto(f"{site_url}/pratiques")
    expect(page.locator("html")).to_have_class("live")
    ticked = tick_first(page, 2)
    page.get_by_role("link", name="Suivante").click()
    page.wait_for_url("**/pratiques?page=2")
    page.locator(".hits .card-title a").first.click()
    page.wait_for_url(re.compile(r"/pratiques/[a-z0-9-]+$"))
    page.go_back()
    button = page.get_by_role("button", name=COMPOSE)
    expect(button).to_have_text(re.compile(r"\(2\)$"))
    page.go_back()
    page.wait_for_url(re.compile(r"/pratiques$"))
    expect(page.locator(f".tick input[value={ticked[0]}]")).to_be_checked()
    assert compose_from(page) == ticked


def test_each_tick_is_said_once(page: Page, site_url: str) -> None:
    """Who does not see the button hears the number at each change; a new list says its own, and no more."""
    page.goto(f"{site_url}/pratiques")
    expect(page.locator("html")).to_have_class("live")
    page.evaluate(
        """() => { window.said = []; const status = document.querySelector('#annonce');
        new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true }); }"""
    )
    for place, words in enumerate(("1 pratique choisie", "2 pratiques choisies")):
        boxes_of(page).nth(place).check()
        expect(page.get_by_role("status")).to_have_text(words)
    page.get_by_role("checkbox", name="Formation").check()
    page.wait_for_url("**/pratiques?lever=formation")
    expect(page.get_by_role("status")).to_have_text(page.locator("#total").inner_text())
    assert len(page.evaluate("said")) == 3


@pytest.mark.parametrize(("label", "with_scripts"), [("Comparer", False), ("Projeter", True), ("À imprimer", False)])
def test_what_was_just_written_goes_with_the_view(
    new_context: CreateContextCallback, site_url: str, label: str, with_scripts: bool
) -> None:
    """A title and a note not yet sent are in the view that is opened, and in its address."""
    context = new_context(java_script_enabled=with_scripts)
    page = context.new_page()
    page.goto(site_url + CHOSEN)
    page.get_by_label("Titre de la sélection").fill("Premier essai")
    page.get_by_label("Votre note pour animer").first.fill("Saluer la salle")
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Premier essai")
    assert "titre=Premier+essai" in page.url
    assert "Saluer+la+salle" in page.url
    assert "chercher" not in page.url


def test_enter_in_the_title_updates_the_list(page: Page, site_url: str) -> None:
    """The first button of the form is the one that Enter presses: it stays on the list."""
    page.goto(site_url + CHOSEN)
    page.get_by_label("Titre de la sélection").fill("Premier essai")
    page.get_by_label("Titre de la sélection").press("Enter")
    page.wait_for_url(f"**{CHOSEN}&titre=Premier+essai")
    expect(page.get_by_role("button", name="Liste", exact=True)).to_have_attribute("aria-current", "page")


def test_notes_are_sent_from_where_they_are_written(page: Page, site_url: str) -> None:
    """Beside each note, a button that puts it in the address."""
    page.goto(site_url + CHOSEN)
    second = page.locator(".chosen > li").nth(1)
    second.get_by_label("Votre note pour animer").fill("Saluer la salle")
    second.get_by_role("button", name="Mettre à jour").click()
    page.wait_for_url("**=Saluer+la+salle**")
    expect(second.get_by_label("Votre note pour animer")).to_have_value("Saluer la salle")


def test_each_edit_comes_back_to_its_place(new_context: CreateContextCallback, site_url: str) -> None:
    """Moved, taken out, looked for, added: the practice concerned, or what was found, is in sight and has the focus."""
    context = new_context(java_script_enabled=False, viewport={"width": 320, "height": 600})
    page = context.new_page()
    page.goto(f"{site_url}{CHOSEN},barlin-bus-insertion-emploi")
    for edit, slug, focused in (
        ("Monter", "toyota-immersions-femmes-industrie", "toyota-immersions-femmes-industrie"),
        ("Descendre", "toyota-immersions-femmes-industrie", "toyota-immersions-femmes-industrie"),
        ("Mettre à jour", "toyota-immersions-femmes-industrie", "toyota-immersions-femmes-industrie"),
        ("Retirer", "toyota-immersions-femmes-industrie", "barlin-bus-insertion-emploi"),
    ):
        with page.expect_navigation(url=f"**#{focused}"):  # the address may be the one of the page before
            page.locator(f"#{slug}").get_by_role("button", name=edit).click()
        expect(page.locator(f"#{focused}")).to_be_focused()
        expect(page.locator(f"#{focused} .card-title")).to_be_in_viewport()
    field = page.get_by_role("searchbox", name="Mots cherchés", exact=True).last
    field.fill("industrie")
    field.press("Enter")
    page.wait_for_url("**chercher=industrie#trouvees")
    found = page.locator("#trouvees")
    expect(found).to_be_focused()
    expect(found).to_be_in_viewport()
    found.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Ajouter les pratiques cochées").click()
    expect(page.locator(".chosen > li")).to_have_count(4)
    expect(found).to_be_focused()
