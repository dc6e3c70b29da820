"""What axe says of a page: every rule in one colour scheme, and in the other those that colours decide."""

from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

Scheme = Literal["light", "dark"]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # the two schemes differ in nothing else

# Only the violations come back: the passes of a long page are megabytes, and seconds.
_RUN = """options => axe.run(document, { ...options, resultTypes: ['violations'] })
  .then(found => found.violations.map(one => [one.id, one.nodes[0].html.slice(0, 200)]))"""


def find_faults(page: Page, *schemes: Scheme) -> list[list[str]]:
    """[rule, element] of each rule that the page breaks as it is now: in the light, in the dark, or in both."""
    first, *others = schemes or ("light", "dark")
    page.emulate_media(color_scheme=first)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    faults: list[list[str]] = page.evaluate(_RUN, {"runOnly": TAGS})
    for scheme in others:
        page.emulate_media(color_scheme=scheme)
        faults += page.evaluate(_RUN, {"runOnly": {"type": "rule", "values": COLOURS}})
    return faults
