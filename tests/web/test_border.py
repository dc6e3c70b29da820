"""Addresses as old pages, mail programs and chats leave them: in Latin-1, encoded twice, cut in a letter."""

import time
from urllib.parse import parse_qsl, quote

import pytest
from flask.testing import FlaskClient

from app.web.middleware.normalise import normalise_query

MEANT = "égalité à l'œuvre & mixité"


def read(query: str) -> str:
    return dict(parse_qsl(normalise_query(query, "latin-1"), keep_blank_values=True))["q"]


@pytest.mark.parametrize(
    "sent",
    [
        quote(MEANT),
        quote(MEANT, encoding="cp1252"),
        quote(quote(MEANT)),
        quote(quote(MEANT, encoding="cp1252")),
        quote(quote(quote(MEANT))),
        quote(quote(MEANT).replace("%20", "+")),
        quote(quote(MEANT).lower()),
        MEANT.replace(" ", "+").replace("&", "%26").encode().decode("latin-1"),
    ],
)
def test_a_text_is_read_as_it_was_meant(sent: str):
    """In UTF-8, in Latin-1, encoded twice or three times, as it is."""
    assert read(f"q={sent}") == MEANT


@pytest.mark.parametrize(
    "text",
    [
        "100%",
        "50%de femmes",
        "20%25",
        "+20%",
        "%",
        "%zz",
        "a+b",
        "%41",
        "http://exemple.org/?q=%C3%A9galit%C3%A9",
        "%2B",
    ],
)
def test_a_text_with_percents_stays_what_it_is(text: str):
    """A share, a plus, an address with its own encoding."""
    assert read(f"q={quote(text, safe='')}") == text


def test_a_letter_cut_in_two_spoils_no_other():
    """An address cut by a mail program, in the middle of an « é »."""
    assert read("q=%C3%A9galit%C3") == "égalitÃ"


def test_other_values_stay_what_they_are():
    """Names, commas, empty values, what has no sign of equality."""
    assert normalise_query("s=a,b&titre=&x&q=%E9&fresh=1") == "s=a,b&titre=&x&q=%C3%A9&fresh=1"


def test_the_search_finds_what_was_meant(client: FlaskClient):
    """Page and data: the same as for the address in UTF-8."""
    right = client.get("/pratiques.json?q=%C3%A9galit%C3%A9").json
    assert right["total"]
    for sent in ("%E9galit%E9", "%25C3%25A9galit%25C3%25A9", "%25E9galit%25E9"):
        assert client.get(f"/pratiques.json?q={sent}").json == right
        assert client.get(f"/pratiques?q={sent}").text == client.get("/pratiques?q=%C3%A9galit%C3%A9").text


@pytest.mark.parametrize("piece", ["%25", "%E9", "%C3", "%2525", "%E9&", "%25C3%25A9", "+%80", "%25%32"])
def test_the_longest_query_takes_no_time(piece: str):
    """Each expression is linear: 32,768 bytes are all that the server reads."""
    query = "q=" + piece * (32_768 // len(piece))
    start = time.process_time()
    normalise_query(query, "latin-1")
    assert time.process_time() - start < 1
