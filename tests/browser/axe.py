"""What axe says of a page: every rule in the light, and in the dark those that colours decide."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # the two schemes differ in nothing else

# Only the violations come back: the passes of a long page are megabytes, and seconds.
_RUN = """options => axe.run(document, { ...options, resultTypes: ['violations'] })
  .then(found => found.violations.map(one => [one.id, one.nodes[0].html.slice(0, 200)]))"""


def find_faults(page: Page) -> list[list[str]]:
    """[rule, element] of each rule that the page breaks as it is now, in either scheme."""
    page.emulate_media(color_scheme="light")
    page.evaluate(AXE_SCRIPT)
    faults: list[list[str]] = page.evaluate(_RUN, {"runOnly": TAGS})
    page.emulate_media(color_scheme="dark")
    return faults + page.evaluate(_RUN, {"runOnly": {"type": "rule", "values": COLOURS}})
