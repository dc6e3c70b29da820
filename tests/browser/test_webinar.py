"""A selection on the day of the webinar: on the projector, with its arrows and notes, and on paper."""

import math
import re

import pytest
from playwright.sync_api import Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from app.catalogue.catalogue import Catalogue
from tests.sampling import by_day

CURATED = "/selections/egalite-mixite-metiers"
PROJECTORS = [(1024, 768), (1280, 720), (1366, 768), (1920, 1080)]
# Screens higher than the projector, texts that leave it at the side, QR codes that are not in the lower right corner.
TOO_LARGE = """() => [...document.querySelectorAll('.slide')].filter(slide => {
  const size = slide.getBoundingClientRect();
  const code = slide.querySelector('svg.qr').getBoundingClientRect();
  return size.height > innerHeight + 1 || slide.scrollWidth > innerWidth
    || code.left < innerWidth * .7 || code.top < size.top + size.height * .6 || code.width < 90;
}).map(slide => slide.id)"""


@pytest.mark.parametrize("size", by_day(PROJECTORS, 2), ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_screen_fits_the_projector(
    page: Page, site_url: str, catalogue: Catalogue, size: tuple[int, int]
) -> None:
    """One practice a screen, whole, with its QR code in the corner; every curated selection."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(site_url, wait_until="networkidle")  # with the font, which a first page may not have in time
    for slug, selection in catalogue.library.selections.items():
        page.goto(f"{site_url}/selections/{slug}?vue=projection")
        page.evaluate("document.body.offsetHeight && document.fonts.ready")  # laid out, it asks for its fonts
        expect(page.locator(".slide")).to_have_count(len(selection.practices) + 1)
        assert page.evaluate(TOO_LARGE) == [], slug


def test_arrows_lead_from_screen_to_screen(page: Page, site_url: str) -> None:
    """Forth, back, to the end; the address follows, so that reloading stays on the same screen."""
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto(f"{site_url}{CURATED}?vue=projection")
    for key, place in (("ArrowRight", 1), ("PageDown", 2), ("ArrowLeft", 1), ("End", 8), ("Home", 0)):
        page.keyboard.press(key)
        name = f"ecran-{place}" if place else "ouverture"
        page.wait_for_url(f"**#{name}")
        expect(page.locator(f"#{name}")).to_be_in_viewport(ratio=0.9)


def test_notes_stay_off_the_screen(new_context: CreateContextCallback, site_url: str) -> None:
    """Nobody in the room reads the host's notes, with or without scripts, until one is opened."""
    for with_scripts in (True, False):
        context = new_context(java_script_enabled=with_scripts, viewport={"width": 1024, "height": 768})
        page = context.new_page()
        page.goto(f"{site_url}{CURATED}?vue=projection")
        notes = page.locator(".slide-note p")
        expect(notes).to_have_count(8)
        for note in notes.all():
            expect(note).to_be_hidden()
        page.locator(".slide-note summary").first.click()
        expect(notes.first).to_be_visible()
        expect(page.get_by_role("link", name="Vos notes, dans une autre fenêtre")).to_have_attribute("target", "_blank")


def test_a_projection_is_printed_in_ink(page: Page, site_url: str) -> None:
    """Without the grounds, which most browsers leave out: the opening can be read, and no note has left its summary."""
    page.goto(f"{site_url}{CURATED}?vue=projection")
    page.emulate_media(media="print")
    colours = page.evaluate(
        """() => [...document.querySelectorAll('#ouverture, #ouverture .slide-body *')].flatMap(
        one => [getComputedStyle(one).color, getComputedStyle(one, '::before').color])"""
    )
    assert len(colours) > 20
    assert set(colours) == {"rgb(0, 0, 0)"}
    ground = "one => getComputedStyle(one).backgroundColor"
    assert page.locator("#ouverture").evaluate(ground) == "rgba(0, 0, 0, 0)"
    notes = page.locator(".slide-note")
    expect(notes).to_have_count(8)
    assert [note.is_visible() for note in notes.all()] == [False] * 8


def test_the_handout_prints_two_practices_a_page(page: Page, site_url: str, catalogue: Catalogue) -> None:
    """Each with its QR code, as the browser cuts A4 pages."""
    for slug, selection in catalogue.library.selections.items():
        page.goto(f"{site_url}/selections/{slug}?vue=fiche")
        expect(page.locator(".handout svg.qr")).to_have_count(len(selection.practices))
        printed = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == math.ceil(len(selection.practices) / 2), slug
