"""Cards in the frames of other sites: whole in the one that oEmbed describes, shortened in the one copied by hand."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page

from app.catalogue.catalogue import Catalogue
from app.web.sharing.embed import LIST_HEIGHTS, SHEET_HEIGHTS
from tests.sampling import by_day

COPIED = {"sheet": SHEET_HEIGHTS[0][1], "list": LIST_HEIGHTS[0][1]}
SITE = "https://exemple.org"  # the public address of the published content
WIDTHS = (300, 350, 480, 600)  # each the narrowest of those that get the same height
MANY = 24
SHORTENED = """() => [...document.querySelectorAll('main *')]
  .filter(one => getComputedStyle(one).overflow === 'hidden' && !one.matches('.visually-hidden'))
  .filter(one => one.scrollHeight > one.clientHeight + 1).map(one => one.textContent)"""
HEIGHT = "document.documentElement.scrollHeight"


def pages_of(kind: str, catalogue: Catalogue) -> dict[str, str]:
    """The page of each card, by the address of the card; of the sheets those with most words."""
    if kind == "sheet":
        longest = sorted(catalogue.practices, key=lambda one: -len(f"{one.title}{one.organisation.name}{one.summary}"))
        return {f"/pratiques/{one.slug}/carte": f"/pratiques/{one.slug}" for one in longest[:MANY]}
    chosen = ",".join(one.slug for one in catalogue.practices[:8])
    searches = [urlencode({"q": text}) for text in ("", "insertion", "clause sociale", "zzzzzz")]
    searches += ["q=industrie&lever=immersion&audience=femmes", "theme=economie-locale-solidaire", "department=62"]
    curated = [f"/selections/{slug}" for slug in catalogue.library.selections]
    return {
        **{f"{page}/carte": page for page in curated},
        **{f"/pratiques.carte?{query}": f"/pratiques?{query}" for query in searches},
        f"/selection/carte?s={chosen}": f"/selection?s={chosen}",
    }


@pytest.mark.parametrize("kind", by_day(COPIED, 2))
def test_a_card_fits_the_frame_that_is_copied(
    reading_page: Page, site_url: str, catalogue: Catalogue, kind: str
) -> None:
    """At any width from 300 pixels: what would be lower than the frame ends in an ellipsis, not under its edge."""
    cut = []
    pages = pages_of(kind, catalogue)
    assert len(pages) > 8
    for card in pages:
        reading_page.goto(site_url + card)
        for width in WIDTHS:
            reading_page.set_viewport_size({"width": width, "height": COPIED[kind]})
            if (height := reading_page.evaluate(HEIGHT)) > COPIED[kind]:
                cut.append((card, width, height))
    assert cut == []


@pytest.mark.parametrize("kind", COPIED)
def test_a_card_is_whole_in_the_frame_of_oembed(
    reading_page: Page, site_url: str, catalogue: Catalogue, kind: str
) -> None:
    """A consumer that says how wide its column is gets a height in which no word is left out."""
    pages = pages_of(kind, catalogue)
    page = next(iter(pages.values()))
    heights = {}
    for width in WIDTHS:
        asked = urlencode({"url": SITE + page, "maxwidth": width})
        heights[width] = reading_page.request.get(f"{site_url}/oembed?{asked}").json()["height"]
    assert heights[600] == COPIED[kind]
    assert list(heights.values()) == sorted(heights.values(), reverse=True)
    cut = []
    for card in pages:
        reading_page.goto(site_url + card)
        for width, height in heights.items():
            reading_page.set_viewport_size({"width": width, "height": height})
            if reading_page.evaluate(HEIGHT) > height or reading_page.evaluate(SHORTENED):
                cut.append((card, width, height))
    assert cut == []
