"""What a search finds beside practices, as visitors meet it: read, typed, by keyboard, without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.browser.axe import find_faults

SEARCH = "/pratiques?q=égalité+professionnelle"
ALSO = "Aussi sur le site"


@pytest.mark.parametrize("path", [SEARCH, "/pratiques?q=BDESE"])
def test_axe_finds_nothing_to_say_on_a_narrow_screen(page: Page, site_url: str, path: str) -> None:
    """In the light; with practices under the answer, and with none."""
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(site_url + path)
    expect(page.get_by_role("heading", name=ALSO)).to_be_visible()
    assert find_faults(page, "light") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_is_typed_brings_its_answer_and_takes_it_away(page: Page, site_url: str) -> None:
    """As the results do; the answer is said before their number, in words of the site."""
    page.goto(f"{site_url}/pratiques")
    answer, also = page.locator(".direct-answer"), page.get_by_role("heading", name=ALSO)
    expect(answer).to_have_count(0)
    page.evaluate(
        """() => { window.said = []; const status = document.querySelector('#annonce');
        new MutationObserver(() => said.push(status.textContent.trim())).observe(status, { childList: true }); }"""
    )
    field = page.get_by_role("combobox", name="Rechercher")
    field.fill("BDESE")
    expect(answer.get_by_role("link")).to_have_attribute("href", "/glossaire#bdese")
    expect(also).to_be_visible()
    page.wait_for_function("said.some(text => /^BDESE\\s: base .+\\. 0\\spratique pour «\\sBDESE\\s»$/.test(text))")
    field.fill("recruter autrement zzzz")
    expect(page.locator("#total")).not_to_contain_text("BDESE")
    expect(answer).to_have_count(0)
    expect(also).to_have_count(0)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/pratiques$"))
    expect(answer).to_have_count(0)


def test_the_keyboard_meets_them_where_they_stand(page: Page, site_url: str) -> None:
    """The answer before the first result, the rest of the site between the fifth and the sixth."""
    page.goto(site_url + SEARCH)
    stops = page.evaluate(
        """() => [...document.querySelectorAll('#resultats a')].filter(a => a.tabIndex === 0 && a.checkVisibility())
        .map(a => a.closest('.direct-answer') ? 'answer' : a.closest('.elsewhere') ? 'elsewhere'
            : a.closest('.card-title') ? 'result' : 'other').filter(kind => kind !== 'other')"""
    )
    also = stops.count("elsewhere")
    assert also
    assert stops[: 7 + also] == ["answer", *["result"] * 5, *["elsewhere"] * also, "result"]
    page.get_by_role("link", name="Égalité professionnelle", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossaire#egalite-professionnelle")


def test_they_are_there_without_scripts(new_context: CreateContextCallback, site_url: str) -> None:
    """Words sent by the form bring them, and their links lead to where they say."""
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{site_url}/pratiques")
    page.get_by_role("searchbox", name="Rechercher").fill("BDESE")
    page.get_by_role("button", name="Chercher").click()
    expect(page.locator(".direct-answer")).to_contain_text("salariés")
    page.locator(".elsewhere a").first.click()
    title = page.locator(":target")
    expect(title).to_be_in_viewport()
