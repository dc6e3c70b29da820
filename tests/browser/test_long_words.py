"""Texts of a visitor without a place to break: an address, an e-mail, a hundred letters. No page scrolls sideways."""

from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Page

from tests.sampling import by_day

PHONE = 320
LETTERS = "a" * 100
ADDRESS = "https://www.exemple.org/rapports/annee-2026/" + "diagnostic_territorial_partage_" * 3 + "definitif.pdf?x=1"
MAIL = "une.adresse.de.messagerie.particulierement.longue@" + "organisation" * 4 + ".exemple.org"
WORDS = {"letters": LETTERS, "address": ADDRESS, "mail": MAIL}
TWO = "stef-mixup,toyota-immersions-femmes-industrie"
FORM = "/contribuer/formulaire"


def pages_of(word: str) -> list[str]:
    """Every kind of page that prints what stands in its address."""
    text = quote(word, safe="")
    views = [f"&vue={view}" for view in ("liste", "comparer", "projection", "fiche")]
    return [
        f"/pratiques?q={text}",
        f"/pratiques?q={text}&exact=1&lever={text}&sort={text}&page={text}",
        f"/pratiques?q=insertion+{text}",
        f"/pratiques?q=%22{text}%22&lever=immersion",
        f"/pratiques.carte?q={text}",
        *(f"/selection?s={TWO},{text}&titre={text}&note-v496w={text}&cherche={text}{view}" for view in views),
        f"/selection?s={text}",
        f"/selection/carte?s={TWO}&titre={text}",
        f"{FORM}?lever={text}&sector={text}",
        f"/{quote(word)}",
        f"/pratiques/{quote(word)}",
        f"/leviers/{text}",
    ]


def measure(page: Page) -> int:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("word", by_day(WORDS.values(), 3), ids=WORDS)
def test_no_page_is_wider_than_a_phone(reading_page: Page, site_url: str, word: str) -> None:
    """Titles, notices, chips, fields, notes, ways on, suggestions of a missing page."""
    reading_page.set_viewport_size({"width": PHONE, "height": 900})
    wide = []
    for path in pages_of(word):
        reading_page.goto(site_url + path)
        if (width := measure(reading_page)) > PHONE:
            wide.append((path[:60], width))
    assert wide == []


@pytest.mark.parametrize("word", by_day(WORDS.values(), 3), ids=WORDS)
def test_no_answer_of_the_form_is_wider_than_a_phone(reading_page: Page, site_url: str, word: str) -> None:
    """What was typed, what is wrong with it, what was not taken over, the preview of a sheet that is made of it."""
    reading_page.set_viewport_size({"width": PHONE, "height": 900})
    source = reading_page.request.get(f"{site_url}/pratiques/stef-mixup.md").text()
    sheet = source.replace("## Contexte\n", f"## Contexte\n\n{word}\n", 1).replace("title: ", f"title: {word[:60]} ", 1)
    typed = {"title": word, "summary": word, "organisation.name": word, "partners.0": word, "section.context": word}
    sent = [
        {"action": "preview", **typed},
        {"action": "preview", "sources.0.document": word, "levers": word, "document.title": word, "document.url": word},
        {"action": "resume", "text": f"---\ntitle: {word}\n{word}: {word}\nlevers: {{{word}: x}}\n---\n## {word}\n"},
        {"action": "resume", "text": word},
        {"action": "preview", "sheet": sheet.replace("published:", f"partners: ['{word}']\npublished:", 1)},
        {"action": "preview", "sheet": sheet, "slug": word},
    ]
    wide = []
    for number, data in enumerate(sent):
        answer = reading_page.request.post(
            site_url + FORM, headers={"Content-Type": "application/x-www-form-urlencoded"}, data=urlencode(data)
        )
        reading_page.goto(f"{site_url}/robots.txt")
        reading_page.goto(f"{site_url}{FORM}")
        reading_page.set_content(answer.text())
        if (width := measure(reading_page)) > PHONE:
            wide.append((number, answer.status, width))
    assert wide == []
