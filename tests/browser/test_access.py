"""The site by keyboard, enlarged, without its colours or its motion, and as a screen reader is told of it."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.browser.axe import find_faults
from tests.browser.test_pages import in_turn
from tests.conftest import ROOT, free_port, wait_until_up
from tests.sampling import by_day

CHOSEN = "/selection?s=stef-mixup,toyota-immersions-femmes-industrie"
HOME, SEARCH, SHEET = "/", "/pratiques?q=insertion", "/pratiques/stef-mixup"
FORM, COMPARISON, COVERAGE = "/contribuer/formulaire", f"{CHOSEN}&vue=comparer", "/couverture"
ZOOMED = {"width": 320, "height": 256}  # 1280 by 1024 pixels at 400 %
DESK = {"width": 1280, "height": 900}

# Notes a stop of the keyboard: whether its focus shows, and whether anything of it is on top of the page.
NOTE_STOP = """() => {
  const target = document.activeElement;
  window.stops ??= [];
  if (target === document.body) return true;
  const box = target.getClientRects()[0];
  const seen = [.1, .5, .9].some(x => [.2, .5, .8].some(y => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return top && (target.contains(top) || top.contains(target) && top.matches('label'));
  }));
  const isRound = stops.length > 1 && stops[0].target === target;
  window.stops.push({ target, seen, outline: getComputedStyle(target).outlineStyle });
  return isRound;
}"""
NAME = "e => `${e.tagName} ${e.getAttribute('aria-label') || e.name || e.innerText || e.id}`.slice(0, 60)"
UNREACHED = f"""() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter(e => e.tabIndex >= 0 && e.type !== 'hidden' && e.checkVisibility({{ visibilityProperty: true }}))
  .filter(e => !window.stops.some(stop => stop.target === e)).map({NAME})"""
BADLY_SEEN = f"() => window.stops.filter(s => s.seen === false || s.outline === 'none').map(s => ({NAME})(s.target))"
SPACING = """() => { const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
                         word-spacing: .16em !important } p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet]; }"""
CUT = """() => [...document.querySelectorAll('body *:not(textarea, input, select)')]
  .filter(e => e.checkVisibility() && !e.closest('.visually-hidden') && e.innerText)
  .filter(e => getComputedStyle(e).overflow === 'hidden')
  .filter(e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
  .map(e => e.className)"""
OUTSIDE = """() => [...document.querySelectorAll('main *')]
  .filter(e => e.checkVisibility() && !e.closest('.visually-hidden') && e.type !== 'hidden')
  .filter(e => { const box = e.getBoundingClientRect(); return box.right > innerWidth + 1 || box.left < -1 })
  .map(e => `${e.tagName} ${e.className} ${e.textContent.slice(0, 40)}`)"""


def open_ready(page: Page, address: str, size: dict[str, int] = DESK) -> None:
    """The page, once its scripts have run."""
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.goto(address)
    page.wait_for_load_state("networkidle")


def press(page: Page, key: str, times: int) -> bool:
    """Press, noting each stop; whether the focus has left the page or gone round it before the end."""
    for _ in range(times):
        page.keyboard.press(key)
        if page.evaluate(NOTE_STOP):
            return True
    return False


@pytest.mark.parametrize("path", by_day([SEARCH, HOME, FORM, SHEET], 2))
def test_the_keyboard_goes_everywhere_and_is_seen_everywhere(page: Page, site_url: str, path: str) -> None:
    """Tab reaches every control in the order of the page, shows where it is, and comes out: no trap."""
    open_ready(page, site_url + path)
    assert press(page, "Tab", times=320)
    assert page.evaluate(UNREACHED) == []
    assert page.evaluate(BADLY_SEEN) == []
    follows = "stops.slice(1, -1).every((s, i) => s.target.compareDocumentPosition(stops[i].target) & 2)"
    assert page.evaluate(follows)


@pytest.mark.parametrize("path", by_day([f"{SEARCH}#filtres", COVERAGE], 2), ids=["filters", "coverage"])
def test_what_sticks_does_not_hide_the_focus(page: Page, site_url: str, path: str) -> None:
    """WCAG 2.4.11, enlarged: neither the button under the filters nor the names of the lines cover a control."""
    open_ready(page, site_url + path, {"width": 320, "height": 400})
    page.evaluate("for (const facet of document.querySelectorAll('.facet')) facet.open = true")
    assert not press(page, "Tab", times=70)
    assert not press(page, "Shift+Tab", times=60)
    assert page.evaluate(BADLY_SEEN) == []


def test_what_was_chosen_stays_in_sight_and_hides_no_focus(page: Page, site_url: str) -> None:
    """The button that counts the ticks follows the list, on a small screen too."""
    open_ready(page, site_url + SEARCH, {"width": 320, "height": 500})
    button = page.get_by_role("button", name=re.compile("^Ouvrir ma sélection"))
    expect(button).not_to_be_in_viewport()
    page.get_by_role("checkbox", name=re.compile("^Ajouter à ma sélection")).first.check()
    expect(button).to_be_in_viewport()
    expect(button).to_contain_text("(1)")
    page.keyboard.press("PageDown")
    expect(button).to_be_in_viewport()
    assert not press(page, "Tab", times=60)
    assert page.evaluate(BADLY_SEEN) == []


@pytest.mark.parametrize("path", by_day([SEARCH, HOME, SHEET, FORM, COMPARISON], 3))
def test_the_skip_link_skips(page: Page, site_url: str, path: str) -> None:
    """First stop, seen when focused; after it the next stop is in the content."""
    open_ready(page, site_url + path)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_second_skip_link_passes_over_the_filters(page: Page, site_url: str) -> None:
    """On the search page, after it the next stops are in the results."""
    open_ready(page, site_url + SEARCH)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller aux résultats")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#resultats') !== null")


@pytest.mark.parametrize("path", by_day([HOME, SHEET, SEARCH], 3), ids=["home", "header", "search page"])
def test_the_completions_of_the_site_by_keyboard(page: Page, site_url: str, path: str) -> None:
    """What the server proposes: announced, walked through both ways, closed, reopened, opened."""
    open_ready(page, f"{site_url}{path}".partition("?")[0])
    page.locator("input[data-suggestions]").focus()
    field = page.get_by_role("combobox", name=re.compile("^(Chercher une pratique|Rechercher)$"))
    expect(field).to_have_attribute("aria-expanded", "false")
    with page.expect_response("**/suggestions?**") as answer:
        field.press_sequentially("insert")
    expect(field).to_have_attribute("aria-expanded", "true")
    proposed = answer.value.json()["suggestions"]
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options).to_have_count(len(proposed))
    assert len(proposed) > 1
    if path != SEARCH:  # there the number of results is said next, in the same place
        expect(page.locator("#annonce")).to_have_text(f"{len(proposed)} suggestions")
    said = options.all_inner_texts()
    assert not re.search(r"\b(term|practice|sector|lever)\b", " ".join(said)), said
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    field.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(options.last).to_be_in_viewport()
    expect(field).to_be_focused()
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    assert field.get_attribute("aria-activedescendant") is None
    expect(field).to_have_value("insert")
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url(site_url + proposed[0]["url"])


def test_completions_that_end_are_said_to_end(page: Page, site_url: str) -> None:
    """Words that nothing completes: the list closes, and who does not see it is told so."""
    open_ready(page, site_url + HOME)
    field = page.get_by_role("combobox")
    field.press_sequentially("insert")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press_sequentially("zzz")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#annonce")).to_have_text("Aucune suggestion")


def test_boxes_ticked_make_a_selection_in_their_order(page: Page, site_url: str) -> None:
    """By keyboard, on the results: the selection holds what was ticked, in the order of the ticks."""
    open_ready(page, site_url + SEARCH)
    boxes = page.get_by_role("checkbox", name=re.compile("^Ajouter à ma sélection « .+ »$"))
    titles = page.locator(".hits .card-title").all_inner_texts()
    assert boxes.count() == len(titles) > 3
    for place in (3, 0, 2):
        boxes.nth(place).focus()
        page.keyboard.press("Space")
        expect(boxes.nth(place)).to_be_checked()
    page.get_by_role("button", name="Ouvrir ma sélection").press("Enter")
    page.wait_for_url("**/selection?**")
    expect(page.locator(".chosen .card-title")).to_have_text([titles[3], titles[0], titles[2]])
    expect(page.get_by_role("button", name=f"Monter « {titles[0]} »")).to_be_visible()


def test_a_sheet_past_its_review_says_so_first(page: Page, content: Path, tmp_path: Path) -> None:
    """The banner stands between the head and the figures, in words; the list says it too; axe agrees."""
    sheet = content / "practices" / "stef-mixup.md"
    old = re.sub(
        r"^(published|reviewed): .*$", r"\1: 2019-01-01", sheet.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    sheet.write_text(old, encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", str(port)]
    environment = {**os.environ, "PRATIQUES_SNAPSHOTS": str(tmp_path / "snapshots")}
    with subprocess.Popen([*command, "--content", str(content)], cwd=ROOT, env=environment) as server:
        try:
            address = wait_until_up(f"http://127.0.0.1:{port}", server)
            open_ready(page, address + SHEET)
            banner = page.get_by_text("Fiche à revoir.")
            expect(banner).to_be_in_viewport()
            assert banner.evaluate("e => !(e.compareDocumentPosition(document.querySelector('.sheet-body')) & 2)")
            expect(page.locator(".notice.warning")).to_contain_text(re.compile(r"avant le \d.* 20\d\d"))
            assert find_faults(page) == []
            page.goto(f"{address}/pratiques")
            expect(page.get_by_text("À relire", exact=True)).to_have_count(1)
        finally:
            server.terminate()


@pytest.mark.parametrize("path", by_day([FORM, COMPARISON], 2), ids=["form", "comparison"])
def test_nothing_is_lost_at_400_percent_with_text_spaced_out(page: Page, site_url: str, path: str) -> None:
    """WCAG 1.4.10 and 1.4.12 together: nothing beyond the edge, nothing cut."""
    open_ready(page, site_url + path, ZOOMED)
    page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
    page.evaluate(SPACING)
    assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"]
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(CUT) == []


@pytest.fixture(scope="module")
def enlarged_page(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Page]:
    """A page of a browser whose reader asked for letters twice as large, on every site."""
    flags = [*browser_type_launch_args["args"], "--blink-settings=defaultFontSize=32"]
    with browser_type.launch(**{**browser_type_launch_args, "args": flags}) as enlarged:
        yield enlarged.new_page(reduced_motion="reduce")


@pytest.mark.parametrize("path", [*in_turn(1), pytest.param(f"{SEARCH}#filtres", id="filters")])
def test_letters_twice_as_large_fit_a_phone(enlarged_page: Page, site_url: str, path: str) -> None:
    """WCAG 1.4.4 where it is hardest: with all that opens open, no word or figure pushes the page aside."""
    enlarged_page.goto(site_url + path)
    enlarged_page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    enlarged_page.evaluate("document.body.offsetHeight && document.fonts.ready")
    assert enlarged_page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 32
    for width in (320, 412):
        enlarged_page.set_viewport_size({"width": width, "height": 900})
        assert enlarged_page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 1280])
def test_the_comparison_is_a_table_for_a_screen_reader(page: Page, site_url: str, width: int) -> None:
    """In the tree that the browser hands over, at any width: rows, their names, two cells in each."""
    open_ready(page, site_url + COMPARISON, {"width": width, "height": 800})
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = Counter(node["role"]["value"] for node in tree if not node["ignored"])
    assert roles["table"] == 1
    assert roles["rowheader"] > 10
    assert roles["cell"] == 2 * roles["rowheader"]
    assert roles["row"] == roles["rowheader"] + 1
    assert roles["columnheader"] >= 2


def test_forced_colours_keep_what_matters(new_context: CreateContextCallback, site_url: str) -> None:
    """With the colours of the system: edges, focus, chosen suggestion, current page and charts remain."""
    context = new_context(forced_colors="active")
    page = context.new_page()
    page.goto(site_url + HOME)
    field = page.get_by_role("combobox")
    field.press_sequentially("insert")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    style = "(e, name) => getComputedStyle(e)[name]"
    assert page.get_by_role("option", selected=True).evaluate(style, "outlineStyle") == "solid"
    assert field.evaluate(style, "outlineStyle") == "solid"
    button = page.get_by_role("button", name="Chercher")
    assert button.evaluate(style, "borderTopColor") != button.evaluate(style, "backgroundColor")
    page.goto(f"{site_url}/pratiques")
    current = page.get_by_role("navigation", name="Principale").get_by_role("link", name="Pratiques")
    assert current.evaluate(style, "fontWeight") == "700"
    page.goto(site_url + SHEET)
    bar, track = page.locator(".bar").first, page.locator(".value-track").first
    assert bar.evaluate(style, "fill") == page.locator("main").evaluate(style, "color")
    assert track.evaluate(style, "borderTopStyle") == "solid"


@pytest.mark.parametrize("path", by_day([SEARCH, HOME, SHEET, FORM], 4))
def test_who_wants_less_motion_gets_none(page: Page, site_url: str, path: str) -> None:
    """No smooth scroll, no transition, no animation; the others have the smooth scroll."""
    open_ready(page, site_url + path)
    smooth = "getComputedStyle(document.documentElement).scrollBehavior"
    moving = """[...document.querySelectorAll('*')].filter(e => { const style = getComputedStyle(e);
        return style.transitionDuration !== '0s' || style.animationName !== 'none' }).length"""
    assert page.evaluate(smooth) == "auto"
    assert page.evaluate(moving) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(smooth) == "smooth"


NAMED = [
    (HOME, "search", "Recherche"),
    (HOME, "navigation", "Principale"),
    (HOME, "navigation", "Explorer"),
    (HOME, "combobox", "Chercher une pratique"),
    (HOME, "button", "Chercher"),
    (SEARCH, "combobox", "Rechercher"),
    (SEARCH, "combobox", "Trier par"),
    (SEARCH, "region", "Filtres"),
    (SEARCH, "group", "Secteur"),
    (SEARCH, "checkbox", "Mots exacts seulement"),
    (SHEET, "navigation", "Fil d'Ariane"),
    (SHEET, "navigation", "Dans cette fiche"),
    (SHEET, "region", "Qui appeler"),
    (SHEET, "link", "Proposer une correction"),
    (SHEET, "link", "Dites-le-nous"),
    (SHEET, "button", "Copier le lien"),
    (SHEET, "button", "Imprimer ou enregistrer en PDF"),
    (FORM, "textbox", "Résumé"),
    (FORM, "combobox", "Format"),
    (FORM, "button", "Voir l'aperçu"),
    (FORM, "button", "Enregistrer un brouillon sur cet appareil"),
    (COMPARISON, "table", "Les pratiques côte à côte, critère par critère"),
    (COMPARISON, "region", "Et chez nous ?"),
    (COVERAGE, "region", "Tableau des secteurs et leviers"),
    ("/carte", "group", "Carte : un lien par département"),
]


def test_the_main_controls_have_their_names(page: Page, site_url: str) -> None:
    """One of each role and name on its page; each field of the form has a name and a help that can be heard."""
    missing = []
    for path in dict.fromkeys(path for path, _, _ in NAMED):
        open_ready(page, site_url + path)
        for _, role, name in [one for one in NAMED if one[0] == path]:
            if page.get_by_role(role, name=name, exact=True).count() != 1:  # type: ignore[arg-type]
                missing.append((path, role, name))
    assert missing == []
    open_ready(page, site_url + FORM)
    expect(page.get_by_role("textbox", name="Résumé", exact=True)).to_have_accessible_description(re.compile("Exemple"))


def test_an_enlarged_screen_of_a_projection_can_be_read_to_its_end(page: Page, site_url: str) -> None:
    """Down scrolls inside a screen taller than the window; on one that fits it goes to the next."""
    open_ready(page, f"{site_url}{CHOSEN}&vue=projection#ecran-1", ZOOMED)
    page.locator("#ecran-1").focus()
    page.keyboard.press("ArrowDown")
    assert page.url.endswith("#ecran-1")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**#ecran-2")
