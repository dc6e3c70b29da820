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


MARK = "a1B2c3D4e5"
# What WordPress does with a message of a frame that it does not trust: it is shown, sized, its links followed.
LISTENER = """<script>addEventListener("message", ({data, source}) => {
  const frame = document.querySelector("iframe");
  if (data.secret !== frame.dataset.secret || source !== frame.contentWindow) return;
  document.querySelector("blockquote").style.display = "none";
  frame.removeAttribute("style");
  if (data.message === "height") frame.height = Math.min(Math.max(parseInt(data.value, 10), 200), 1000);
  const isOurs = data.message === "link" && new URL(data.value).host === new URL(frame.src).host;
  if (isOurs && document.activeElement === frame) location.href = data.value;
})</script>"""


def as_wordpress_would(html: str) -> str:
    """What it makes of the code of a site that it does not know (wp_filter_oembed_result).

    It keeps a blockquote, its links and some attributes of the frame, which is hidden until it has said something.
    """
    quote, frame = re.findall(r"(<blockquote>.*?</blockquote>)?.*(<iframe.*?></iframe>)", html, re.DOTALL)[0]
    kept = re.findall(r' (?:src|title|width|height|frameborder)="[^"]*"', frame)
    kept[0] = f'{kept[0][:-1]}#?secret={MARK}"'
    hidden = ' style="position: absolute; visibility: hidden"' if quote else ""
    return f'{quote}<iframe sandbox="allow-scripts" data-secret="{MARK}"{hidden}{"".join(kept)}></iframe>'


PAGES = (SHEET, f"{SITE}/pratiques?q=stef", f"{SITE}/selections/egalite-mixite-metiers", f"{SITE}/leviers/immersion")


@pytest.mark.parametrize("page", by_day(PAGES, 2))
def test_wordpress_shows_a_card_and_follows_its_links(internet: BrowserContext, site_url: str, page: str) -> None:
    """From a pasted address: as high as it is, without a border, and its links open the page."""
    answer = internet.request.get(f"{site_url}/oembed?{urlencode({'url': page, 'maxwidth': 350})}").json()
    host = show(internet, f"{LISTENER}<main style='width: 350px'>{as_wordpress_would(answer['html'])}</main>")
    expect(host.locator("iframe")).to_be_visible()
    expect(host.locator("blockquote")).to_be_hidden()
    is_whole = """() => document.documentElement.scrollHeight <= innerHeight && innerHeight
        - document.querySelector("main").lastElementChild.getBoundingClientRect().bottom < 40"""
    frame = host.frames[1]
    frame.wait_for_function(is_whole)
    assert host.locator("iframe").evaluate("frame => frame.clientLeft") == 0
    link = host.frame_locator("iframe").get_by_role("link").first
    target = link.get_attribute("href")
    link.click()
    host.wait_for_url(target or "")
    expect(host.locator("h1")).to_be_visible()
    host.close()


def test_wordpress_searches_from_a_card(internet: BrowserContext, site_url: str) -> None:
    """Its frame may send no form: the words lead to the page of the search all the same."""
    asked = urlencode({"url": f"{SITE}/leviers/immersion"})
    answer = internet.request.get(f"{site_url}/oembed?{asked}").json()
    host = show(internet, LISTENER + as_wordpress_would(answer["html"]))
    expect(host.locator("iframe")).to_be_visible()
    host.frame_locator("iframe").get_by_role("searchbox").fill("clause & été")
    host.frame_locator("iframe").get_by_role("searchbox").press("Enter")
    host.wait_for_url(f"{SITE}/pratiques?lever=immersion&q=clause+%26+%C3%A9t%C3%A9")
    host.close()


@pytest.mark.parametrize("page", by_day(PAGES, 2))
def test_where_nothing_may_open_a_link_beside_the_card_does(internet: BrowserContext, site_url: str, page: str) -> None:
    """WordPress without its script, or before it: the frame stays hidden and the link is there."""
    answer = internet.request.get(f"{site_url}/oembed?{urlencode({'url': page})}").json()
    host = show(internet, as_wordpress_would(answer["html"]))
    expect(host.locator("iframe")).to_be_hidden()
    host.get_by_role("link", name=answer["title"], exact=True).click()
    expect(host.locator("h1")).to_be_visible()
    assert host.url.split("?")[0] == page.split("?", maxsplit=1)[0]
    host.close()


@pytest.mark.parametrize("sandbox", OPEN.values(), ids=OPEN)
def test_a_card_searches_where_its_links_open(internet: BrowserContext, sandbox: str | None) -> None:
    """In a page of its own, within its filters; a frame without scripts has to let forms be sent."""
    closed = "" if sandbox is None else f' sandbox="{sandbox}{"" if "scripts" in sandbox else " allow-forms"}"'
    card = f"{SITE}/pratiques.carte?lever=immersion"
    page = show(internet, f'<iframe src="{escape(card)}" width="600" height="500"{closed}></iframe>')
    field = page.frame_locator("iframe").get_by_role("searchbox")
    field.fill("mixité")
    with page.expect_popup() as opened:
        field.press("Enter")
    opened.value.wait_for_url(f"{SITE}/pratiques?lever=immersion&q=mixit%C3%A9")
    opened.value.close()
    page.close()


@pytest.mark.parametrize("is_late", [False, True], ids=["before the card", "after the card"])
def test_a_frame_takes_the_height_of_its_card(internet: BrowserContext, is_late: bool) -> None:
    """In a page that has the script of the site; in any other, the card has the height of the frame that was copied."""
    script = f'<script src="{SITE}/static/cadre.js"></script>'
    frame = f'<iframe src="{escape(SHEET)}/carte" width="330" height="420" frameborder="0"></iframe>'
    page = show(internet, frame if is_late else script + frame)
    cut = "document.querySelector('.summary').scrollHeight > document.querySelector('.summary').clientHeight + 1"
    if is_late:
        page.frame_locator("iframe").get_by_role("heading").wait_for()
        assert page.frames[1].evaluate(cut), "shortened in a frame that is not high enough"
        page.add_script_tag(url=f"{SITE}/static/cadre.js")
    page.frames[1].wait_for_function(f"!({cut})")
    page.frames[1].wait_for_function("document.documentElement.scrollHeight <= innerHeight")
    assert page.locator("iframe").evaluate("frame => frame.clientHeight") > 420
    page.close()
