"""Pictures of the main pages for the documentation: `make.py ADDRESS`, the site being served there."""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.install_browser import find_browser

FORM = "/contribuer/formulaire"
PAGES = {
    "home": "/",
    "search": "/pratiques?q=clause+sociale",
    "sheet": "/pratiques/stef-mixup",
    "lever": "/leviers/embauche",
    "comparison": "/selection?s=stef-mixup,corif-pole-intermaide,toyota-immersions-femmes-industrie&vue=comparer",
    "form": FORM,
    "form-errors": FORM,
    "form-ready": f"{FORM}?fiche=stef-mixup",
}
# Where the form is sent to be seen answered, and the title that is typed first.
ANSWERED = {"form-errors": "Court", "form-ready": "STEF ouvre le transport et la logistique aux femmes"}
SIZE = {"width": 1280, "height": 860}
MAX_BYTES = 250_000


def show(page: Page, name: str, address: str) -> None:
    """Bring the page to what the picture is of, with the font, which a first visit may not have in time."""
    page.goto(address + PAGES[name], wait_until="networkidle")
    page.reload(wait_until="networkidle")
    if name in ANSWERED:
        page.get_by_label("Titre", exact=True).first.fill(ANSWERED[name])
        page.get_by_role("button", name="Voir l'aperçu").click()
        page.wait_for_load_state("networkidle")


def main(address: str) -> int:
    """Write each picture beside this file; 1 when one is too heavy for a README."""
    folder = Path(__file__).resolve().parent
    heavy = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser() or None, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        for name in PAGES:
            show(page, name, address.rstrip("/"))
            picture = page.screenshot(path=folder / f"{name}.png")
            heavy += len(picture) > MAX_BYTES
            sys.stdout.write(f"{name}.png: {len(picture) // 1000} kB\n")
        browser.close()
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
