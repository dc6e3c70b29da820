"""Cards in the frames of other sites, closed as these close them: a reader always has a link that opens the page."""

import re
from collections.abc import Iterator
from html import escape
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.sampling import by_day

SITE = "https://exemple.org"  # the public address of the published content
HOST = "https://hote.example/"
SHEET = f"{SITE}/pratiques/stef-mixup"
PASSED = ("content-type", "content-security-policy", "cross-origin-opener-policy", "referrer-policy")
OPEN = {
    "no sandbox": None,
    "popups": "allow-scripts allow-popups",
    "popups, same origin": "allow-scripts allow-same-origin allow-popups",
    "notes": "allow-scripts allow-popups allow-top-navigation-by-user-activation allow-forms allow-same-origin",
    "popups that escape": "allow-popups allow-popups-to-escape-sandbox",
}


@pytest.fixture(scope="module")
def internet(browser: Browser, browser_context_args: dict[str, Any], site_url: str) -> Iterator[BrowserContext]:
    """A browser for which the site stands at its public address."""

    def answer(route: Route) -> None:
        parts = urlsplit(route.request.url)
        found = route.fetch(url=f"{site_url}{parts.path}?{parts.query}")
        route.fulfill(
            status=found.status,
            body=found.body(),
            headers={name: value for name, value in found.headers.items() if name in PASSED},
        )

    with browser.new_context(**browser_context_args) as context:
        context.route(f"{SITE}/**", answer)
        yield context


def show(context: BrowserContext, html: str) -> Page:
    """A page of another site that holds this."""
    page = context.new_page()
    page.route(
        HOST, lambda route: route.fulfill(content_type="text/html; charset=utf-8", body=f"<!doctype html>{html}")
    )
    page.goto(HOST)
    return page


@pytest.mark.parametrize("sandbox", OPEN.values(), ids=OPEN)
@pytest.mark.parametrize(
    "card", by_day([f"{SHEET}/carte", f"{SITE}/pratiques.carte?q=stef"], 2), ids=["sheet", "search"]
)
def test_links_of_a_card_open_where_they_may(internet: BrowserContext, card: str, sandbox: str | None) -> None:
    """In a page of their own, which is not an error of the browser."""
    closed = "" if sandbox is None else f' sandbox="{sandbox}"'
    page = show(internet, f'<iframe src="{escape(card)}" width="600" height="500"{closed}></iframe>')
    with page.expect_popup() as opened:
        page.frame_locator("iframe").get_by_role("link").first.click()
    expect(opened.value.locator("h1")).to_be_visible()
    assert opened.value.url.startswith(SITE)
    opened.value.close()
    page.close()


def as_wordpress_would(html: str) -> str:
    """What it leaves of the code of a site that it does not know: a blockquote, its links, and the frame, closed."""
    kept = re.search(r"(<blockquote>.*?</blockquote>)?.*(<iframe.*?></iframe>)", html, re.DOTALL)
    assert kept
    return (kept[1] or "") + kept[2].replace("<iframe", '<iframe sandbox="allow-scripts" security="restricted"')


@pytest.mark.parametrize("page", [SHEET, f"{SITE}/pratiques?q=stef", f"{SITE}/selections/egalite-mixite-metiers"])
def test_where_nothing_may_open_a_link_beside_the_card_does(internet: BrowserContext, site_url: str, page: str) -> None:
    """WordPress, with the code that oEmbed gives it."""
    answer = internet.request.get(f"{site_url}/oembed?{urlencode({'url': page})}").json()
    host = show(internet, as_wordpress_would(answer["html"]))
    host.frame_locator("iframe").get_by_role("link").first.click()
    assert len(internet.pages) == 1, "this frame lets nothing open"
    host.get_by_role("link", name=answer["title"], exact=True).click()
    expect(host.locator("h1")).to_be_visible()
    assert host.url.split("?")[0] == page.split("?", maxsplit=1)[0]
    host.close()
