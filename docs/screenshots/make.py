"""Pictures of the main pages for the documentation: `make.py ADDRESS`, the site being served there."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.install_browser import find_browser

PAGES = {"home": "/", "search": "/pratiques?q=insertion&lever=commande-publique", "sheet": "/pratiques/stef-mixup"}
SIZE = {"width": 1280, "height": 860}
MAX_BYTES = 250_000


def main(address: str) -> int:
    """Write each picture beside this file; 1 when one is too heavy for a README."""
    folder = Path(__file__).resolve().parent
    heavy = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser() or None, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        for name, path in PAGES.items():
            page.goto(address.rstrip("/") + path, wait_until="networkidle")
            page.reload(wait_until="networkidle")  # with the font, which a first visit may not have in time
            picture = page.screenshot(path=folder / f"{name}.png")
            heavy += len(picture) > MAX_BYTES
            sys.stdout.write(f"{name}.png: {len(picture) // 1000} kB\n")
        browser.close()
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
