"""Every attack at once, in Chromium: it opens no dialog, asks nobody for anything, and runs no script."""

import pytest
from playwright.sync_api import ConsoleMessage, Page

from tests.hostile.base import WRITTEN, slug_of
from tests.sampling import by_day

EVERYTHING = ["/pratiques?sort=titre", "/glossaire", "/vigilance", "/leviers", "/sources", "/contribuer/formulaire"]
COUNT_FOREIGN = """() => [
  ...document.querySelectorAll('script:not([src^="/static/"], [type="application/ld+json"])'),
  ...document.querySelectorAll('iframe, object, embed, base, style'),
  ...[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => /^on|^style$/i.test(a.name))),
  ...[...document.querySelectorAll('[href^="javascript:" i], [href^="data:" i], [href^="vbscript:" i]')],
].map(e => e.outerHTML.slice(0, 200))"""


def is_complaint(message: ConsoleMessage) -> bool:
    """An error, save that of an image that an attack names in /static and that is not there."""
    return message.type == "error" and "404 (Not Found)" not in message.text


@pytest.fixture
def watched(page: Page, hostile_url: str) -> tuple[Page, list[str]]:
    """A page, and what it did that it should not."""
    told: list[str] = []
    page.on("dialog", lambda dialog: (told.append(f"dialog {dialog.message}"), dialog.dismiss())[0])
    page.on("console", lambda message: told.append(message.text) if is_complaint(message) else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(hostile_url) else told.append(request.url))
    return page, told


@pytest.mark.parametrize("first", by_day(range(0, 30, 10), 3))
def test_pages_of_attacks_do_nothing(watched: tuple[Page, list[str]], hostile_url: str, first: int) -> None:
    """The lists that hold them all, and some of the sheets; then the same pages, used."""
    page, told = watched
    for address in [*EVERYTHING, *(f"/pratiques/{slug_of(number)}" for number in range(first, len(WRITTEN), 30))]:
        page.goto(hostile_url + address)
        assert page.evaluate(COUNT_FOREIGN) == [], address
    page.goto(f"{hostile_url}/pratiques")
    page.get_by_role("combobox").first.press_sequentially("titre")
    page.get_by_role("option").first.wait_for()
    assert page.evaluate(COUNT_FOREIGN) == []
    assert told == []


@pytest.mark.parametrize("first", by_day(range(3), 3))
def test_every_attack_as_it_is_in_one_page(watched: tuple[Page, list[str]], hostile_url: str, first: int) -> None:
    """What the site made of every body, all in one document, without the security policy that would stop it too."""
    page, told = watched
    bodies = []
    for number in range(first, len(WRITTEN), 3):
        html = page.request.get(f"{hostile_url}/pratiques/{slug_of(number)}").text()
        bodies.append(html[html.index("<main") : html.index("</main>")])
    page.route(
        "**/alone", lambda route: route.fulfill(content_type="text/html", body="<!doctype html>" + "".join(bodies))
    )
    page.goto(f"{hostile_url}/alone")
    page.evaluate(
        "for (const one of document.querySelectorAll('main *')) one.dispatchEvent(new MouseEvent('mouseover'))"
    )
    assert page.evaluate("document.querySelectorAll('main').length") == len(bodies)
    assert page.evaluate(COUNT_FOREIGN) == []
    assert told == []
