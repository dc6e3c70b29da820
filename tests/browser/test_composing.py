"""« Ma sélection »: chosen from any page, kept by the tab, then noted, put in order, compared, shown."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

CHOSEN = "/selection?s=stef-mixup,corif-pole-intermaide,toyota-immersions-femmes-industrie"
OPEN = re.compile("^Ouvrir ma sélection")


def boxes_of(page: Page) -> Locator:
    """« Ajouter à ma sélection », in each card and on each sheet."""
    return page.get_by_role("checkbox", name=re.compile("^Ajouter à ma sélection « .+ »$"))


def basket_of(page: Page) -> Locator:
    """« Ma sélection (3) », in the header of every page."""
    return page.get_by_role("navigation", name="Principale").get_by_role("link", name=re.compile("^Ma sélection"))


def tick_first(page: Page, count: int) -> list[str]:
    """The slugs of the first practices listed, ticked."""
    boxes = boxes_of(page)
    for place in range(count):
        boxes.nth(place).check()
    return [str(boxes.nth(place).get_attribute("value")) for place in range(count)]


def chosen_on(page: Page) -> list[str]:
    """What the page of the selection lists."""
    page.wait_for_url("**/selection?**")
    return page.locator(".chosen > li").evaluate_all("items => items.map(item => item.id)")


def test_what_is_chosen_outlives_filters_words_sorts_and_pages(page: Page, site_url: str) -> None:
    """Whatever replaces the list, what was chosen stays chosen, and the header and the bar tell how many."""
    page.goto(f"{site_url}/pratiques")
    expect(page.locator("html")).to_have_class("live")
    expect(basket_of(page)).to_be_hidden()
    ticked = tick_first(page, 2)
    page.get_by_role("link", name="Suivante").click()
    page.wait_for_url("**/pratiques?page=2")
    expect(page.locator(f".tick input[value={ticked[0]}]")).to_have_count(0)
    ticked += tick_first(page, 1)
    button = page.get_by_role("button", name=OPEN)
    expect(button).to_have_text("Ouvrir ma sélection (3)")
    page.get_by_role("checkbox", name="Formation").check()
    page.wait_for_url("**/pratiques?lever=formation")
    page.get_by_role("combobox", name="Trier par").select_option("titre")
    page.wait_for_url("**/pratiques?lever=formation&sort=titre")
    page.get_by_role("search").get_by_role("combobox").fill("zzzzzz")
    page.wait_for_url("**/pratiques?q=zzzzzz&**")
    expect(page.locator(".hits")).to_have_count(0)
    expect(basket_of(page)).to_have_text("Ma sélection (3)")
    button.click()
    assert chosen_on(page) == ticked


def test_one_chooses_from_the_home_a_list_a_search_and_a_sheet(page: Page, site_url: str) -> None:
    """One selection for the whole tab, compared from the bar; the header opens it where nothing is chosen."""
    chosen = []
    for path in ("/", "/leviers/sensibilisation", "/pratiques?q=industrie"):
        page.goto(site_url + path)
        free = boxes_of(page).and_(page.locator(":not(:checked)")).first
        chosen.append(str(free.get_attribute("value")))
        free.check()
    page.locator(".hits .card-title a").last.click()
    page.wait_for_url(re.compile(r"/pratiques/[a-z0-9-]+$"))
    chosen += tick_first(page, 1)
    page.goto(f"{site_url}/glossaire")
    expect(basket_of(page)).to_have_text("Ma sélection (4)")
    basket_of(page).press("Enter")
    assert chosen_on(page) == chosen
    page.go_back()
    page.goto(f"{site_url}/")
    page.get_by_role("button", name="Comparer").click()
    expect(page.get_by_role("table")).to_be_visible()
    expect(page.locator(".compare thead a")).to_have_count(4)


def test_back_shows_what_is_chosen_now(page: Page, site_url: str) -> None:
    """A practice taken out on its sheet is not ticked on the list that one comes back to."""
    page.goto(f"{site_url}/pratiques")
    expect(page.locator("html")).to_have_class("live")
    first, second = tick_first(page, 2)
    page.goto(f"{site_url}/pratiques/{first}")
    boxes_of(page).first.uncheck()
    page.go_back()
    expect(page.locator(f".tick input[value={second}]")).to_be_checked()
    expect(page.locator(f".tick input[value={first}]")).not_to_be_checked()
    expect(basket_of(page)).to_have_text("Ma sélection (1)")


def test_each_tab_has_its_own(context: BrowserContext, page: Page, site_url: str) -> None:
    """Nothing goes from one tab to another, nor stays in a cookie."""
    page.goto(site_url)
    tick_first(page, 1)
    other = context.new_page()
    other.goto(site_url)
    expect(boxes_of(other).first).not_to_be_checked()
    expect(basket_of(other)).to_be_hidden()
    assert context.cookies() == []


def test_titles_notes_and_order_are_kept(page: Page, site_url: str) -> None:
    """What its page changes is the selection: one leaves it, adds a practice elsewhere, and finds all of it again."""
    page.goto(site_url + CHOSEN)
    expect(basket_of(page)).to_be_hidden()
    page.get_by_label("Titre de la sélection").fill("Premier essai")
    page.get_by_label("Votre note").first.fill("Saluer la salle")
    page.locator("#corif-pole-intermaide").get_by_role("button", name="Monter").click()
    page.wait_for_url("**titre=Premier**")
    page.locator("#toyota-immersions-femmes-industrie").get_by_role("button", name="Retirer").click()
    expect(basket_of(page)).to_have_text("Ma sélection (2)")
    page.goto(f"{site_url}/pratiques/barlin-bus-insertion-emploi")
    boxes_of(page).first.check()
    basket_of(page).click()
    assert chosen_on(page) == ["corif-pole-intermaide", "stef-mixup", "barlin-bus-insertion-emploi"]
    expect(page.get_by_role("heading", level=1)).to_have_text("Premier essai")
    expect(page.locator("#stef-mixup").get_by_label("Votre note")).to_have_value("Saluer la salle")


def test_emptied_then_back(page: Page, site_url: str) -> None:
    """« Vider » empties it everywhere; a step back shows what it was, to be taken again."""
    page.goto(site_url + CHOSEN)
    page.get_by_role("button", name="En faire ma sélection").click()
    page.get_by_role("link", name="Vider la sélection").click()
    page.wait_for_url(re.compile("/selection$"))
    expect(basket_of(page)).to_be_hidden()
    expect(page.get_by_text("ne contient encore aucune pratique")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="En faire ma sélection").click()
    expect(basket_of(page)).to_have_text("Ma sélection (3)")


def test_another_selection_takes_the_place_of_ours_only_if_asked(page: Page, site_url: str) -> None:
    """The link of a colleague is read, and changes nothing until its button is pressed."""
    page.goto(f"{site_url}/pratiques/barlin-bus-insertion-emploi")
    boxes_of(page).first.check()
    page.goto(site_url + CHOSEN)
    expect(basket_of(page)).to_have_text("Ma sélection (1)")
    take = page.get_by_role("button", name="En faire ma sélection")
    take.click()
    expect(basket_of(page)).to_have_text("Ma sélection (3)")
    expect(page.get_by_role("status")).to_have_text("3 pratiques dans votre sélection")
    expect(take).to_be_hidden()


def test_a_full_selection_says_so(page: Page, site_url: str) -> None:
    """Thirty at most: no more can be ticked, one can still be taken out, and the bar says why."""
    page.goto(f"{site_url}/pratiques")
    expect(page.locator("html")).to_have_class("live")
    tick_first(page, 20)
    page.get_by_role("link", name="Suivante").click()
    page.wait_for_url("**/pratiques?page=2")
    tick_first(page, 10)
    expect(page.get_by_role("status")).to_have_text("30 pratiques dans votre sélection, c'est le maximum")
    expect(page.get_by_text("C'est le maximum.", exact=True)).to_be_visible()
    expect(boxes_of(page).nth(10)).to_be_disabled()
    boxes_of(page).first.uncheck()
    expect(boxes_of(page).nth(10)).to_be_enabled()


def test_each_choice_is_said_once_and_moves_nothing(page: Page, site_url: str) -> None:
    """Who does not see the bar hears the number at each change; a new list says its own, and no more."""
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.shift += e.value))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(f"{site_url}/pratiques")
    expect(page.locator("html")).to_have_class("live")
    page.evaluate(
        """() => { window.said = []; const status = document.querySelector('#annonce');
        new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true }); }"""
    )
    for place, words in enumerate(("1 pratique dans votre sélection", "2 pratiques dans votre sélection")):
        boxes_of(page).nth(place).check()
        expect(page.get_by_role("status")).to_have_text(words)
    page.get_by_role("checkbox", name="Formation").check()
    page.wait_for_url("**/pratiques?lever=formation")
    expect(page.get_by_role("status")).to_have_text(page.locator("#total").inner_text())
    assert len(page.evaluate("said")) == 3
    for path in ("/", "/glossaire", "/pratiques/stef-mixup"):
        page.goto(site_url + path)
        expect(basket_of(page)).to_have_text("Ma sélection (2)")
        assert page.evaluate("window.shift") == 0, path


def test_without_scripts_the_address_is_the_selection(new_context: CreateContextCallback, site_url: str) -> None:
    """The bar comes with the first tick, on a list and on a sheet; the header has nothing to tell."""
    page = new_context(java_script_enabled=False).new_page()
    for path, count in (("/pratiques?q=industrie", 2), ("/pratiques/stef-mixup", 1)):
        page.goto(site_url + path)
        button = page.get_by_role("button", name=OPEN)
        expect(button).to_be_hidden()
        expect(basket_of(page)).to_be_hidden()
        ticked = tick_first(page, count)
        button.click()
        assert chosen_on(page) == ticked


@pytest.mark.parametrize(("label", "with_scripts"), [("Comparer", False), ("Projeter", True), ("À imprimer", False)])
def test_what_was_just_written_goes_with_the_view(
    new_context: CreateContextCallback, site_url: str, label: str, with_scripts: bool
) -> None:
    """A title and a note not yet sent are in the view that is opened, and in its address."""
    context = new_context(java_script_enabled=with_scripts)
    page = context.new_page()
    page.goto(site_url + CHOSEN)
    page.get_by_label("Titre de la sélection").fill("Premier essai")
    page.get_by_label("Votre note").first.fill("Saluer la salle")
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
    second.get_by_label("Votre note").fill("Saluer la salle")
    second.get_by_role("button", name="Enregistrer la note").click()
    page.wait_for_url("**=Saluer+la+salle**")
    expect(second.get_by_label("Votre note")).to_have_value("Saluer la salle")


def test_long_notes_are_moved_once(page: Page, site_url: str) -> None:
    """Too long for a redirection, the page takes its own address: to load it again moves nothing, and loses nothing."""
    page.goto(site_url + CHOSEN)
    notes = page.get_by_role("textbox", name=re.compile("^Votre note"))
    for place in range(3):
        notes.nth(place).fill("é" * 400)
    page.get_by_role("button", name=re.compile("^Monter")).last.click()
    page.wait_for_url(lambda url: "note-" in url and "monter" not in url)
    moved = ["stef-mixup", "toyota-immersions-femmes-industrie", "corif-pole-intermaide"]
    assert chosen_on(page) == moved
    page.reload()
    assert chosen_on(page) == moved
    assert [notes.nth(place).input_value() for place in range(3)] == ["é" * 400] * 3


def test_each_edit_comes_back_to_its_place(new_context: CreateContextCallback, site_url: str) -> None:
    """Moved, taken out, looked for, added: the practice concerned, or what was found, is in sight and has the focus."""
    context = new_context(java_script_enabled=False, viewport={"width": 320, "height": 600})
    page = context.new_page()
    page.goto(f"{site_url}{CHOSEN},barlin-bus-insertion-emploi")
    for edit, slug, focused in (
        ("Monter", "toyota-immersions-femmes-industrie", "toyota-immersions-femmes-industrie"),
        ("Descendre", "toyota-immersions-femmes-industrie", "toyota-immersions-femmes-industrie"),
        ("Enregistrer la note", "toyota-immersions-femmes-industrie", "toyota-immersions-femmes-industrie"),
        ("Retirer", "toyota-immersions-femmes-industrie", "barlin-bus-insertion-emploi"),
    ):
        with page.expect_navigation(url=f"**#{focused}"):  # the address may be the one of the page before
            page.locator(f"#{slug}").get_by_role("button", name=edit).click()
        expect(page.locator(f"#{focused}")).to_be_focused()
        expect(page.locator(f"#{focused} .card-title")).to_be_in_viewport()
    field = page.get_by_role("searchbox", name="Rechercher", exact=True).last
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


def test_a_sheet_is_printed_and_its_link_copied(page: Page, site_url: str) -> None:
    """The two buttons that scripts show: what they do, and that it is said."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1 }")
    page.goto(f"{site_url}/pratiques/stef-mixup")
    page.get_by_role("button", name="Imprimer ou enregistrer en PDF").click()
    assert page.evaluate("printed") == 1
    page.get_by_role("button", name="Copier le lien").click()
    expect(page.get_by_role("status")).to_have_text("Lien copié.")
    assert re.search(r"/p/[a-z0-9]+$", page.evaluate("navigator.clipboard.readText()"))


def test_a_reader_tells_what_the_sheet_was_for(page: Page, site_url: str) -> None:
    """A mail to the editor with the sheet's address, or the form with its sectors and levers: nothing is recorded."""
    page.goto(f"{site_url}/pratiques/stef-mixup")
    mail = page.get_by_role("link", name="Dites-le-nous").get_attribute("href") or ""
    assert mail.startswith("mailto:")
    assert "%2Fp%2F" in mail
    page.get_by_role("link", name="Racontez-le").click()
    page.wait_for_url("**/contribuer/formulaire?**")
    assert {"lever", "sector"} <= set(parse_qs(urlsplit(page.url).query))
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Proposer une pratique"))
