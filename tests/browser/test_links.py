"""What follows a link home or frames it elsewhere: no trace left by any page, cards in other sites, and only cards."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import BrowserType, Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.browser.test_pages import KINDS

CHOSEN = "s=stef-mixup,toyota-immersions-femmes-industrie"
CARDS = {
    "sheet": "/pratiques/stef-mixup/carte",
    "search": "/pratiques.carte?lever=immersion",
    "selection": f"/selection/carte?{CHOSEN}",
    "curated": "/selections/clauses-sociales-achats/carte",
}
PAGES = {
    "home": "/",
    "search": "/pratiques?lever=immersion",
    "sheet": "/pratiques/stef-mixup",
    "selection": f"/selection?{CHOSEN}",
    "projection": f"/selection?{CHOSEN}&vue=projection",
    "curated": "/selections/clauses-sociales-achats",
    "form": "/contribuer/formulaire",
    "data": "/donnees",
}
NARROW = 250
STORED = """async () => ({
  local: localStorage.length, session: sessionStorage.length, cookie: document.cookie,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length })"""
NOTHING = {"local": 0, "session": 0, "cookie": "", "databases": 0, "caches": 0, "workers": 0}


class _Quiet(SimpleHTTPRequestHandler):
    """Python's own server of files, without its journal."""

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def frame_everything(tmp_path: Path, site_url: str) -> Iterator[str]:
    """The address of another site, which frames every card and some pages of ours."""
    frames = "".join(
        f'<iframe name="{kind}-{name}" src="{escape(site_url + path)}" width="{NARROW}" height="420"></iframe>'
        for kind, paths in (("card", CARDS), ("page", PAGES))
        for name, path in paths.items()
    )
    (tmp_path / "index.html").write_text(f"<!doctype html><title>Ailleurs</title>{frames}", encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=tmp_path.as_posix())) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"  # our site is 127.0.0.1: each is a third party to the other
        server.shutdown()


def test_cards_and_only_cards_are_framed_elsewhere(
    browser_type: BrowserType, browser_type_launch_args: dict, frame_everything: str, site_url: str
) -> None:
    """On another site, with scripts and third-party cookies blocked: cards show, and no other page does."""
    flags = [*browser_type_launch_args["args"], "--test-third-party-cookie-phaseout"]
    with browser_type.launch(**{**browser_type_launch_args, "args": flags}) as strict:
        context = strict.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(frame_everything)
        for name in CARDS:
            frame = page.frame(name=f"card-{name}")
            assert frame
            assert frame.url.startswith(site_url)
            expect(frame.get_by_role("heading", level=1)).to_be_visible()
            link = frame.get_by_role("heading", level=1).get_by_role("link")
            expect(link).to_have_attribute("target", "_blank")
        for name in PAGES:
            frame = page.frame(name=f"page-{name}")
            assert frame
            assert frame.url == "chrome-error://chromewebdata/", name
        assert context.cookies() == []


@pytest.mark.parametrize("path", CARDS.values(), ids=CARDS)
def test_a_card_fits_in_250_pixels(page: Page, site_url: str, path: str) -> None:
    """Nothing is wider than its frame, whatever the colours that the reader prefers, which are not the same."""
    page.set_viewport_size({"width": NARROW, "height": 420})
    grounds = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(site_url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
        grounds.add(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))
    assert len(grounds) == 2


def test_the_example_in_python_runs(page: Page, site_url: str) -> None:
    """As it stands on the page of open data, against this site."""
    page.goto(f"{site_url}/donnees")
    program = page.locator("#exemple-python").inner_text().replace("https://exemple.org", site_url)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert "/pratiques/" in done.stdout


def test_no_page_leaves_a_trace(new_context: CreateContextCallback, site_url: str) -> None:
    """Through every kind of page: no cookie, no request to another origin, nothing stored."""
    asked: list[str] = []
    context = new_context()
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    for path in [*KINDS.values(), *CARDS.values()]:
        page.goto(site_url + path)
        assert page.evaluate(STORED) == NOTHING, path
    page.goto(f"{site_url}/pratiques")
    page.get_by_role("checkbox", name="Formation").check()
    page.wait_for_url("**/pratiques?lever=formation")
    page.get_by_role("combobox", name="Rechercher").fill("emploi")
    page.wait_for_url(re.compile("q=emploi"))
    assert page.evaluate(STORED) == NOTHING
    assert context.cookies() == []
    assert len(asked) > len(KINDS)
    assert [url for url in asked if not url.startswith(f"{site_url}/")] == []
