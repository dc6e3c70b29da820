"""Addresses copied with the signs around them: from a sentence, a message, a source text."""

import time
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient

from app.catalogue.catalogue import Catalogue
from app.content.practice import short_code
from app.snapshot.store import Store
from app.web.errors import LONGEST_MEANT, strip_punctuation
from tests.conftest import make_client
from tests.web.test_prefix import HOST, PREFIX, move
from tests.web.test_selection import edit

SHEET = "/pratiques/stef-mixup"
SIGNS = [
    ".",
    ")",
    "»",
    "\u00a0",
    "\u00a0»",
    "\u202f»",
    ",",
    ";",
    ":",
    "!",
    "?",
    '"',
    "'",
    "’",
    "”",
    ">",
    "]",
    "*",
    "**",
    "_",
    "…",
    "...",
    ").",
    " ).",
    "»).",
    ")]}",
    "`",
    "|",
    "\\",
    "&gt;",
    "&quot;",
    "&nbsp;",
    "&#39;",
    "%C2%BB",
    "%22",
    "/.",
    "\u200b",
    "\ufeff",
    "–",
    "\r\n",
    "<",
]
PAGES = (
    "/pratiques",
    "/leviers",
    "/leviers/formation",
    "/secteurs/btp",
    "/themes/handicap",
    "/publics/femmes",
    "/territoires/62",
    "/couverture",
    "/contribuer",
    "/a-propos",
    "/pratiques/stef-mixup.json",
    "/pratiques/stef-mixup.md",
    "/pratiques/stef-mixup/carte",
    "/pratiques.json",
    "/pratiques.atom",
    "/selections/egalite-mixite-metiers",
    "/sitemap.xml",
    "/contribuer/formulaire",
    "/vigilance/embauche",
    "/donnees/base.json",
    "/static/site.css",
)


@pytest.mark.parametrize("signs", SIGNS, ids=map(repr, SIGNS))
def test_an_address_with_signs_leads_to_its_page(client: FlaskClient, signs: str):
    """301, whatever the signs, encoded or not."""
    answer = client.get(SHEET + quote(signs, safe=""))
    assert (answer.status_code, answer.location) == (301, SHEET)


@pytest.mark.parametrize("path", PAGES)
def test_every_kind_of_page_is_found(client: FlaskClient, path: str):
    """Sheets, cards, data, lists, terms, pages of the content."""
    for signs in (".", "\u00a0»", ")"):
        answer = client.get(path + quote(signs))
        assert (answer.status_code, answer.location) == (301, path)


def test_short_addresses_are_found(client: FlaskClient, catalogue: Catalogue):
    """On paper and in chats they end a sentence."""
    (selection, *_) = catalogue.library.selections
    for path in (f"/p/{catalogue.practices[0].code}", f"/s/{short_code(selection)}"):
        for signs in (".", ",", "%C2%BB", "%C2%A0"):
            answer = client.get(path + signs)
            assert (answer.status_code, answer.location) == (301, path)


def test_the_query_is_kept(client: FlaskClient):
    """What follows the question mark belongs to the address."""
    assert (
        client.get("/pratiques.?q=clause+sociale&lever=formation").location
        == "/pratiques?q=clause+sociale&lever=formation"
    )
    assert (
        client.get("/selection).?s=stef-mixup&titre=%C3%A9t%C3%A9").location
        == "/selection?s=stef-mixup&titre=%C3%A9t%C3%A9"
    )
    header = client.get("/pratiques).?q=a%0d%0aLocation:%20http://autre.org&x=%22").location
    assert "\r" not in header
    assert header.startswith("/pratiques?q=a")


@pytest.mark.parametrize(
    "path",
    [
        "/nulle-part.",
        "/pratiques/nulle-part).",
        "/p/zzzzz.",
        "/école",
        "/pratiques/stef-mixup»fin",
        "/pratiques/stef-mixupé",
        "/x/y/z!",
    ],
)
def test_what_leads_nowhere_stays_an_error(client: FlaskClient, path: str):
    """404 with its suggestions: letters are no signs."""
    assert client.get(quote(path)).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "//autre.org.",
        "//autre.org/pratiques.",
        "/\\autre.org.",
        "/%5Cautre.org/.",
        "/http://autre.org.",
        "/%2F%2Fautre.org)",
        "//.",
        "///)",
    ],
)
def test_no_address_leads_out_of_the_site(client: FlaskClient, path: str):
    """A redirection is made from a page that was found, never from what was asked."""
    answer = client.get("/", environ_overrides={"PATH_INFO": unquote(path), "HTTP_HOST": "autre.org"})
    assert answer.status_code == 404 or answer.location == "/"


def test_one_redirection_is_enough(client: FlaskClient):
    """Where it leads answers by itself: no loop is possible."""
    for signs in SIGNS:
        answer = client.get(SHEET + quote(signs, safe=""), follow_redirects=True)
        assert answer.status_code == 200
        assert len(answer.history) == 1


def test_former_names_and_withdrawn_sheets_are_found(content: Path, tmp_path: Path):
    """Each then answers as it does: another redirection, 410."""
    edit(content, "stef-mixup", "aliases: [ancien-nom]\n")
    edit(content, "eve-binomes-grand-site-deux-caps", "withdrawn: {reason: Retirée.}\n")
    client = make_client(Store(content, tmp_path / "snapshots"))
    assert client.get("/pratiques/ancien-nom).", follow_redirects=True).status_code == 200
    gone = "/pratiques/eve-binomes-grand-site-deux-caps"
    assert client.get(f"{gone}.").location == gone
    assert client.get(f"{gone}/carte.").location == f"{gone}/carte"


def test_signs_are_taken_away_under_a_path_too(content: Path, tmp_path: Path):
    """Whatever the proxy leaves."""
    move(content, f"{HOST}{PREFIX}")
    client = make_client(Store(content, tmp_path / "snapshots"))
    for asked in (f"{SHEET}.", f"{PREFIX}{SHEET}."):
        assert client.get(asked).location == PREFIX + SHEET
    assert client.get(f"{PREFIX}).").status_code in {301, 404}


def test_nothing_is_sent_elsewhere(client: FlaskClient):
    """A form sent to a wrong address is an error, not a redirection."""
    assert client.post("/contribuer/formulaire.", data={"action": "preview"}).status_code in {404, 405}


@pytest.mark.parametrize("piece", [".", "&gt;", "%22", "_é", ".a", "&#39;"])
def test_the_longest_path_takes_no_time(client: FlaskClient, piece: str):
    """Longer ones are not looked at."""
    path = "/pratiques/x" + piece * 8_000
    assert client.get(quote(path[:30_000])).status_code == 404
    start = time.process_time()
    strip_punctuation(path[:LONGEST_MEANT])
    assert time.process_time() - start < 0.1
