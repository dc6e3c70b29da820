"""Pages as visitors meet them: in the light and in the dark, on a phone, by keyboard, without scripts, on paper."""

import re
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from app.catalogue.catalogue import Catalogue
from tests.browser.axe import find_faults
from tests.conftest import CONTENT
from tests.sampling import by_day

KINDS = {
    "home": "/",
    "every practice": "/pratiques",
    "results": "/pratiques?q=insertion&lever=formation",
    "no result": "/pratiques?q=zzzzzz",
    "close results": "/pratiques?q=plan+égalité+mairie",
    "close in meaning": "/pratiques?q=épicerie+de+village",
    "bad values": "/pratiques?sector=nimporte&page=900",
    "case study": "/pratiques/stef-mixup",
    "short sheet": "/pratiques/amiens-commande-publique-egalite",
    "levers": "/leviers",
    "lever": "/leviers/embauche",
    "sectors": "/secteurs",
    "theme": "/themes/handicap",
    "audiences": "/publics",
    "audience": "/publics/femmes",
    "territory": "/territoires/62",
    "pitfalls": "/vigilance",
    "pitfalls of a lever": "/vigilance/embauche",
    "coverage": "/couverture",
    "map": "/carte",
    "news": "/nouveautes",
    "glossary": "/glossaire",
    "documents": "/sources",
    "editorial page": "/reperes",
    "selections": "/selections",
    "curated selection": "/selections/clauses-sociales-achats",
    "tools": "/outils",
    "tool": "/outils/noter-egalite-projets",
    "own selection": "/selection?s=stef-mixup,toyota-immersions-femmes-industrie",
    "comparison": "/selection?s=stef-mixup,toyota-immersions-femmes-industrie&vue=comparer",
    "projection": "/selection?s=stef-mixup,toyota-immersions-femmes-industrie&vue=projection",
    "handout": "/selection?s=stef-mixup,toyota-immersions-femmes-industrie&vue=fiche",
    "contribution form": "/contribuer/formulaire",
    "data": "/donnees",
    "components": "/motifs",
    "not found": "/pratiques/nimporte",
}
# Those that show nothing that another kind does not show: for the night.
TWINS = {"bad values", "short sheet", "sectors", "theme", "audience", "pitfalls of a lever", "curated selection"}
SINGULAR = [name for name in KINDS if name not in TWINS]


def in_turn(shift: int) -> list[Any]:
    """Half of the kinds of page by day, the even or the odd ones; the twins and the other half at night."""
    return [
        pytest.param(path, id=name, marks=[] if name in SINGULAR[shift::2] else [pytest.mark.nightly])
        for name, path in KINDS.items()
    ]


# Of each kind of page, the one that weighs most: what grows with the content, or loads most scripts.
HEAVY = [
    "/",
    "/pratiques?q=insertion",
    "/pratiques/stef-mixup",
    "/leviers/sensibilisation",
    "/territoires/62",
    "/vigilance",
    "/couverture",
    "/glossaire",
    "/contribuer/formulaire",
]
PHONE, DESK = 320, 1280
BODY = '<div class="sheet-body">'


def open_page(page: Page, address: str, width: int = DESK) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    page.evaluate("document.fonts.ready")  # until then another font, wider, takes the place of ours


@pytest.mark.parametrize("path", in_turn(0))
def test_axe_finds_nothing_to_say(reading_page: Page, complaints: list[str], site_url: str, path: str) -> None:
    """Every kind of page passes axe, target sizes of WCAG 2.2 included, and never scrolls sideways.

    On a telephone in the light and on a desk in the dark: the two others are for the night. Its headings go down one
    level at a time from one h1, and the console is silent: no script has failed, and there was nothing that the
    security policy had to stop.
    """
    open_page(reading_page, site_url + path, PHONE)
    for width, scheme in ((PHONE, "light"), (DESK, "dark")):
        reading_page.set_viewport_size({"width": width, "height": 900})
        assert find_faults(reading_page, scheme) == []
        assert reading_page.evaluate("document.documentElement.scrollWidth") <= width
    levels = reading_page.evaluate("[...document.querySelectorAll('main :is(h1,h2,h3,h4)')].map(h => +h.tagName[1])")
    assert levels.count(1) == levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    if path == KINDS["not found"]:
        complaints = [text for text in complaints if "404" not in text]  # the browser's own word on the status
    assert complaints == []


@pytest.mark.nightly
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())
def test_axe_finds_nothing_to_say_in_either_scheme(reading_page: Page, site_url: str, path: str, width: int) -> None:
    """Every kind of page at both widths, opened at that width, in the light and in the dark."""
    open_page(reading_page, site_url + path, width)
    assert find_faults(reading_page) == []


def test_axe_would_find_something(page: Page, site_url: str) -> None:
    """The check above is awake: it sees a label that was taken away, and in the dark alone a text without contrast."""
    open_page(page, f"{site_url}/pratiques")
    page.evaluate("document.querySelector('label[for=q]').remove()")
    page.evaluate(
        """() => { const sheet = new CSSStyleSheet();
        sheet.replaceSync('@media (prefers-color-scheme: dark) { body * { color: #222; background: #111 } }');
        document.adoptedStyleSheets = [sheet]; }"""
    )
    assert {rule for rule, _ in find_faults(page)} >= {"label", "color-contrast"}


@pytest.mark.parametrize("path", in_turn(1))
def test_nothing_is_lost_with_text_spaced_out(reading_page: Page, site_url: str, path: str) -> None:
    """WCAG 1.4.12: wider lines, letters and words on a narrow screen cut no text and cause no sideways scroll."""
    open_page(reading_page, site_url + path, PHONE)
    reading_page.evaluate(
        """() => { const sheet = new CSSStyleSheet();
        sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
                               word-spacing: .16em !important } p { margin-block-end: 2em !important }`);
        document.adoptedStyleSheets = [sheet]; }"""
    )
    assert reading_page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_the_keyboard_reaches_the_words_then_the_filters_then_the_results(page: Page, site_url: str) -> None:
    """The skip link first; every stop can be seen; Space on a filter, Enter on a result."""
    open_page(page, f"{site_url}/pratiques")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    stops = []
    for _ in range(80):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.name || document.activeElement.className"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", stops[-1]
        if page.evaluate("document.activeElement.closest('.card-title') !== null"):
            break
    assert stops[0] == "q"
    assert stops.index("q") < stops.index("sector") < stops.index("lever") < stops.index("sort")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/pratiques/[a-z0-9-]+$"))


def test_results_follow_a_filter_without_leaving_it(page: Page, site_url: str) -> None:
    """A box ticked: the address, the count and the list change, the focus stays, the count is said once."""
    open_page(page, f"{site_url}/pratiques?q=insertion")
    before = page.locator("#total").inner_text()
    page.get_by_role("checkbox", name="Formation").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**/pratiques?q=insertion&lever=formation")
    after = page.locator("#total").inner_text()
    assert after != before
    assert page.get_by_role("checkbox", name="Formation").evaluate(
        "box => box === document.activeElement && box.checked"
    )
    assert page.get_by_role("status").all_inner_texts() == [after]
    answered = page.request.get(page.url).text()
    assert f">{after.split()[0]}" in answered.replace("\u00a0", " ")


def test_a_folded_filter_stays_as_it_was_left(page: Page, site_url: str) -> None:
    """« Voir les 17 autres » opens by the keyboard, stays open while one chooses in it, and tells how many are left."""
    open_page(page, f"{site_url}/pratiques")
    lever = page.locator("[data-facet=lever]")
    fold = lever.locator("details > summary")
    box = lever.get_by_role("checkbox", name="Embauche", include_hidden=True)
    expect(fold).to_have_text(re.compile(r"^Voir les \d+ autres$"))
    before = fold.inner_text()
    expect(box).to_be_hidden()
    fold.press("Enter")
    box.check()
    page.wait_for_url("**/pratiques?lever=embauche")
    expect(box).to_be_focused()
    page.locator("[data-facet=sector]").get_by_role("checkbox").first.check()
    page.wait_for_url("**sector=**")
    expect(box).to_be_checked()
    expect(fold).not_to_have_text(before)
    page.reload()
    expect(box).to_be_visible()


def test_typing_searches_after_a_pause(page: Page, site_url: str) -> None:
    """The address ends with the words as they were typed, and one step back takes them away."""
    open_page(page, f"{site_url}/pratiques")
    page.get_by_role("combobox", name="Rechercher").press_sequentially("industrie", delay=20)
    page.wait_for_url("**/pratiques?q=industrie")
    expect(page.locator("#total")).to_contain_text("industrie")
    page.go_back()
    page.wait_for_url(re.compile(r"/pratiques$"))
    expect(page.get_by_role("combobox", name="Rechercher")).to_have_value("")
    expect(page.locator("#total")).not_to_contain_text("industrie")


def test_back_restores_results_filters_scroll_and_focus(page: Page, site_url: str) -> None:
    """From a sheet back to the list, and from a filter back to none, everything is where it was."""
    open_page(page, f"{site_url}/pratiques")
    everything = page.locator("#total").inner_text()
    page.get_by_role("checkbox", name="Formation").check()
    page.wait_for_url("**/pratiques?lever=formation")
    filtered = page.locator("#total").inner_text()
    link = page.locator(".hits .card-title a").nth(8)
    title = link.inner_text()
    link.focus()
    scrolled = page.evaluate("scrollY")
    assert scrolled > 0
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.go_back()
    expect(page.locator("#total")).to_have_text(filtered)
    expect(page.get_by_role("checkbox", name="Formation")).to_be_checked()
    expect(page.get_by_role("link", name=title, exact=True)).to_be_focused()
    assert abs(page.evaluate("scrollY") - scrolled) < 5
    page.go_back()
    page.wait_for_url(re.compile(r"/pratiques$"))
    expect(page.locator("#total")).to_have_text(everything)
    expect(page.get_by_role("checkbox", name="Formation")).not_to_be_checked()
    page.go_forward()
    expect(page.locator("#total")).to_have_text(filtered)
    expect(page.get_by_role("checkbox", name="Formation")).to_be_checked()


def test_a_removed_filter_is_removed_without_leaving_the_page(page: Page, site_url: str) -> None:
    """A chip takes its filter away, unticks its box, and the focus goes to the new count."""
    open_page(page, f"{site_url}/pratiques?lever=formation&lever=embauche")
    page.get_by_role("link", name="Enlever le filtre Embauche").click()
    page.wait_for_url("**/pratiques?lever=formation")
    expect(page.get_by_role("checkbox", name="Embauche")).not_to_be_checked()
    expect(page.locator("#total")).to_be_focused()


@pytest.mark.parametrize("with_scripts", [True, False])
def test_filters_open_and_close_on_a_phone(
    new_context: CreateContextCallback, site_url: str, with_scripts: bool
) -> None:
    """Hidden at first, shown instead of the results by their link, and applied with or without scripts."""
    context = new_context(java_script_enabled=with_scripts, viewport={"width": PHONE, "height": 800})
    page = context.new_page()
    page.goto(f"{site_url}/pratiques?q=insertion")
    box = page.get_by_role("checkbox", name="Formation")
    expect(box).to_be_hidden()
    page.get_by_role("link", name="Filtrer").click()
    expect(box).to_be_visible()
    box.check()
    if with_scripts:
        page.wait_for_url("**/pratiques?q=insertion&lever=formation#filtres")
        expect(box).to_be_visible()
        page.get_by_role("link", name=re.compile("^Voir ")).click()
    else:
        page.get_by_role("button", name="Appliquer les filtres").click()
    assert urlsplit(page.url).query.startswith("q=insertion&")
    assert "lever=formation" in page.url
    expect(page.locator(".hits > li").first).to_be_visible()
    expect(box).to_be_hidden()


def test_completions_by_keyboard(page: Page, site_url: str) -> None:
    """Arrows choose, the number is announced, Escape closes, Enter opens what was chosen."""
    page.route(
        "**/suggestions?**",
        lambda route: route.fulfill(
            json={
                "query": "for",
                "suggestions": [
                    {"kind": "levier", "label": "Formation", "detail": "20 pratiques", "url": "/leviers/formation"},
                    {"kind": "levier", "label": "Embauche", "detail": "", "url": "/leviers/embauche"},
                ],
            }
        ),
    )
    open_page(page, site_url)
    field = page.get_by_role("combobox", name="Chercher une pratique")
    field.press_sequentially("for")
    expect(page.get_by_role("option")).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status")).to_have_text("2 suggestions")
    assert find_faults(page) == []
    field.press("ArrowDown")
    chosen = field.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{chosen}")).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("for")
    field.press("ArrowDown")
    expect(page.get_by_role("option")).to_have_count(2)
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/leviers/formation")


def test_a_term_is_explained_where_it_stands(new_context: CreateContextCallback, site_url: str) -> None:
    """On focus, on hover and at the first touch; Escape closes; a second touch follows the link."""
    link = '<p><a href="/glossaire#qpv" title="quartier prioritaire : défini par revenu">QPV</a></p>'
    context = new_context(has_touch=True, viewport={"width": PHONE, "height": 700})
    page = context.new_page()

    def add_link(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(BODY, BODY + link))

    page.route("**/pratiques/stef-mixup", add_link)
    page.goto(f"{site_url}/pratiques/stef-mixup")
    term = page.get_by_role("link", name="QPV", exact=True)
    note = page.get_by_role("tooltip")
    expect(term).not_to_have_attribute("title", re.compile("."))
    term.focus()
    expect(note).to_have_text("quartier prioritaire : défini par revenu")
    expect(term).to_have_accessible_description("quartier prioritaire : défini par revenu")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    term.hover()
    expect(note).to_be_visible()
    note.hover()
    expect(note).to_be_visible()
    page.keyboard.press("Escape")
    term.blur()
    term.tap()
    expect(note).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    term.tap()
    page.wait_for_url("**/glossaire#qpv")


def test_everything_is_there_without_scripts(new_context: CreateContextCallback, site_url: str) -> None:
    """Words, a filter and a sort lead to a page of results, and a result to its sheet."""
    context = new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_url)
    page.get_by_role("searchbox", name="Chercher une pratique").fill("insertion")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("checkbox", name="Formation").check()
    page.get_by_role("combobox", name="Trier par").select_option("titre")
    page.get_by_role("button", name="Appliquer les filtres").click()
    assert "lever=formation" in page.url
    assert "sort=titre" in page.url
    title = page.locator(".card-title a").first.inner_text()
    page.locator(".card-title a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_the_longest_sheets_print_on_two_pages(page: Page, site_url: str, catalogue: Catalogue) -> None:
    """On A4, as the browser cuts them."""
    longest = sorted(catalogue.practices, key=lambda one: -sum(len(part.text) for part in one.sections))[:8]
    pages = {}
    for practice in longest:
        page.goto(f"{site_url}/pratiques/{practice.slug}")
        pages[practice.slug] = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
    assert len(pages) == 8
    assert {slug: count for slug, count in pages.items() if not 1 <= count <= 2} == {}


def test_a_tool_is_printed_to_be_filled_in(page: Page, site_url: str) -> None:
    """On one A4 page, without buttons and menus; an empty cell has room for a pen, and no word is cut in two."""
    page.goto(f"{site_url}{KINDS['tool']}")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    page.emulate_media(media="print")
    expect(page.locator(".tool .actions")).to_be_hidden()
    expect(page.locator(".tool .filing")).to_be_hidden()
    expect(page.get_by_role("heading", name="D'où vient cet outil")).to_be_visible()
    empty = page.locator(".tool-body td:empty").first
    assert empty.evaluate("cell => cell.getBoundingClientRect().height") > 25
    assert empty.evaluate("cell => cell.getBoundingClientRect().width") > 55
    assert page.locator(".tool").evaluate("one => getComputedStyle(one).overflowWrap") == "break-word"


def test_the_coverage_prints_with_all_its_columns(page: Page, site_url: str) -> None:
    """On one A4 page lying down, which is as wide as the table."""
    page.goto(f"{site_url}/couverture")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    sides = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", printed)
    assert [[round(float(side)) for side in one] for one in sides] == [[842, 595]]
    page.set_viewport_size({"width": 1024, "height": 703})  # 297 by 210 mm, less the margins
    page.emulate_media(media="print")
    assert page.locator(".coverage").evaluate("table => table.getBoundingClientRect().right") <= 1024
    assert page.locator(".table-scroll").evaluate("box => getComputedStyle(box).overflowX") == "visible"


def test_pitfalls_are_printed_beside_their_practice(page: Page, site_url: str) -> None:
    """No title at the foot of one page with its pitfalls on the next: each group is one box that no page cuts."""
    page.goto(f"{site_url}/vigilance/commande-publique")
    page.emulate_media(media="print")
    boxes = page.locator(".lesson-group").evaluate_all(
        "groups => groups.map(getComputedStyle).map(style => [style.display, style.breakInside])"
    )
    assert len(boxes) > 3
    assert {tuple(box) for box in boxes} == {("block", "avoid")}
    expect(page.get_by_text("Choisir un levier")).to_be_hidden()


@pytest.mark.parametrize("path", by_day(HEAVY, 2))
def test_a_first_visit_is_light_and_does_not_move(new_context: CreateContextCallback, site_url: str, path: str) -> None:
    """At most eight requests and 60 kB as they travel, font included, all to this site, and no layout shift."""
    asked: list[str] = []
    received: list[float] = []
    context = new_context()
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    wire.send("Network.enable")
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.shift += e.value))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(site_url + path)
    page.wait_for_load_state("networkidle")
    assert 0 < len(asked) <= 8, asked
    assert all(url.startswith(site_url) for url in asked)
    assert len(received) == len(asked)
    assert 20_000 < sum(received) <= 60_000
    assert page.evaluate("window.shift") == 0


def test_the_font_has_every_letter_of_the_content(page: Page, site_url: str) -> None:
    """It is cut down to French: a letter that it lacks would stand out from its word in another font."""
    files = [path for path in CONTENT.rglob("*") if path.suffix in {".md", ".yaml"}]
    letters = sorted({one for path in files for one in path.read_text(encoding="utf-8") if one.isalnum()})
    assert {"é", "œ", "É", "û"} <= set(letters)
    page.goto(site_url)
    page.evaluate(
        """async letters => {
        const source = [...performance.getEntriesByType('resource')].find(one => one.name.includes('-400-')).name;
        document.fonts.add(await new FontFace('Probe', `url(${source})`).load());
        document.body.innerHTML = '<p id="probe"></p>';
        probe.style.fontFamily = 'Probe';
        probe.textContent = letters; }""",
        "".join(letters),
    )
    wire = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        wire.send(f"{domain}.enable")
    root = wire.send("DOM.getDocument")["root"]["nodeId"]
    probe = wire.send("DOM.querySelector", {"nodeId": root, "selector": "#probe"})["nodeId"]
    used = wire.send("CSS.getPlatformFontsForNode", {"nodeId": probe})["fonts"]
    assert [(one["isCustomFont"], one["glyphCount"]) for one in used] == [(True, len(letters))]
