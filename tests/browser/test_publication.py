"""A new content published while a page is open."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.faults.site import a_site


def test_two_contents_never_share_a_page(page: Page, content: Path, tmp_path: Path) -> None:
    """Results printed from another content than the page's are not put into it: the whole page is loaded."""
    with a_site(content, tmp_path / "site") as site:
        site.start()
        page.goto(f"{site.address}/pratiques")
        root = page.locator("html")
        expect(root).to_have_class("live")
        before = root.get_attribute("data-content")
        root.evaluate("root => root.dataset.untouched = 'yes'")
        site.retitle("Nouveauté")
        after = site.store.ensure().name
        assert before != after
        page.locator("#q").fill("nouveauté")
        expect(root).to_have_attribute("data-content", after)
        assert root.get_attribute("data-untouched") is None
        expect(page.locator("#resultats")).to_contain_text("Nouveauté")
        assert "q=nouveaut" in page.url
