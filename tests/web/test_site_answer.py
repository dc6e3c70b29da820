"""A search answers with the whole site: what it names above the results, what else holds its words under them."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

NAMED = [
    "BDESE",
    "rqth",
    "embauche",
    "btp",
    "femmes",
    "62",
    "La Fabrique Défi",
    "Égalité et mixité des métiers",
    "PLIE",
    "Noter l'égalité dans les projets",
]


def ask(client: FlaskClient, text: str, **more: object) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/pratiques.json", query_string={"q": text, **more}).get_json()
    return answer


def show(client: FlaskClient, text: str, **more: object) -> str:
    return client.get("/pratiques", query_string={"q": text, **more}).text


def cut(page: str, css_class: str) -> str:
    """A section of the page by its class; "" when it is not there."""
    found = re.search(rf'<section class="{css_class}".*?</section>', page, re.DOTALL)
    return found[0] if found else ""


@pytest.mark.parametrize("text", NAMED)
def test_a_name_has_its_answer_above_the_results(client: FlaskClient, text: str):
    """In the page as in JSON: a label, a definition, one link that leads somewhere, a number."""
    answer = ask(client, text)["answer"]
    page = show(client, text)
    section = cut(page, "direct-answer")
    assert re.findall(r'href="([^"]+)"', section.replace("&amp;", "&").replace("&#34;", "%22")) == [answer["url"]]
    assert client.get(answer["url"]).status_code == 200
    assert page.index("direct-answer") < page.index('id="total"')
    if answer["kind"] != "organisation":
        assert answer["definition"]
    anchor = urlsplit(answer["url"]).fragment
    assert not anchor or f'id="{anchor}"' in client.get(answer["url"]).text


@pytest.mark.parametrize(("text", "facet"), [("embauche", "lever"), ("industrie", "sector"), ("62", "department")])
def test_the_number_is_that_of_its_practices(client: FlaskClient, text: str, facet: str):
    """Those that are filed under it, more or fewer than those that hold the word."""
    answer = ask(client, text)["answer"]
    slug = answer["url"].rsplit("/", 1)[1]
    assert answer["total"] == client.get("/pratiques.json", query_string={facet: slug}).get_json()["total"] > 0
    assert f"{answer['total']}\u00a0pratique" in cut(show(client, text), "direct-answer")


def test_an_organisation_leads_to_its_practices(client: FlaskClient):
    """It has no page of its own: its link is a search, which finds as many."""
    answer = ask(client, "la fabrique defi")["answer"]
    words = parse_qs(urlsplit(answer["url"]).query)["q"][0]
    assert answer["kind"] == "organisation"
    assert ask(client, words)["total"] == answer["total"] > 0


def test_a_term_that_no_practice_holds_is_explained(client: FlaskClient):
    """It used to be « nothing »."""
    answer = ask(client, "RQTH")
    assert answer["total"] == answer["answer"]["total"] == 0
    section = cut(show(client, "RQTH"), "direct-answer")
    assert "handicap" in section
    assert "aucune pratique" in section


@pytest.mark.parametrize("text", ["", "zzzzqqq", "comment recruter autrement", "embauche -sport", "Calais"])
def test_what_names_nothing_has_no_answer(client: FlaskClient, text: str):
    """Neither an empty box."""
    assert ask(client, text)["answer"] is None
    assert cut(show(client, text), "direct-answer") == ""


def test_a_name_with_an_error_is_known_by_its_correction(client: FlaskClient):
    """But not where exact words are asked for."""
    assert ask(client, "embauhce")["correction"] == "embauche"
    assert ask(client, "embauhce")["answer"]["url"] == "/leviers/embauche"
    assert ask(client, "embauhce", exact=1)["answer"] is None


@pytest.mark.parametrize("text", ["BDESE", "égalité professionnelle", "clauses sociales", "loi Rixain"])
def test_the_rest_of_the_site_is_under_the_first_results(client: FlaskClient, text: str):
    """After five of them at most, whose list goes on; each leads to a section that is there."""
    answer = ask(client, text)
    page = show(client, text)
    section = cut(page, "elsewhere")
    assert answer["elsewhere"]
    assert re.findall(r'href="([^"]+)"', section) == [each["url"] for each in answer["elsewhere"]]
    for each in answer["elsewhere"]:
        path, _, anchor = each["url"].partition("#")
        there = client.get(path)
        assert there.status_code == 200
        assert not anchor or f'id="{anchor}"' in there.text
        assert each["excerpt"] and not each["excerpt"].startswith("…")
    before = page[: page.index('class="elsewhere"')]
    assert before.count('class="card-title"') == min(5, answer["total"])
    shown = len(answer["results"])
    assert page.count('class="card-title"') == shown
    assert ('<ol class="hits" start="6">' in page) is (shown > 5)


def test_only_the_first_page_has_them(client: FlaskClient):
    """Whoever turns the page has seen them."""
    second = ask(client, "égalité", page=2)
    assert second["page"] == 2
    assert second["answer"] is None
    assert second["elsewhere"] == []
    page = show(client, "égalité", page=2)
    assert cut(page, "direct-answer") == cut(page, "elsewhere") == ""


@pytest.mark.parametrize("text", ["BDESE", "embauche", "égalité professionnelle"])
def test_cards_feeds_and_tables_have_practices_only(client: FlaskClient, text: str):
    """They are what others show of a list of practices."""
    answer = ask(client, text)
    for form in ("carte", "csv", "tableur.csv", "atom", "feed.json"):
        shown = client.get(f"/pratiques.{form}", query_string={"q": text})
        assert shown.status_code == 200
        assert "Aussi sur le site" not in shown.text
        assert all(each["url"] not in shown.text for each in [*answer["elsewhere"], answer["answer"] or {"url": "\0"}])


@pytest.mark.parametrize(
    ("text", "kind", "path"),
    [
        ("à partir de 50", "section", "/reperes#p-ce-qui-sajoute-a-partir-de-50-salaries"),
        ("mixité des mét", "selection", "/selections/egalite-mixite-metiers"),
        ("noter l'égalité", "tool", "/outils/noter-egalite-projets"),
        ("embau", "pitfalls", "/vigilance/embauche"),
    ],
)
def test_completions_offer_the_rest_of_the_site(client: FlaskClient, text: str, kind: str, path: str):
    """Sections of pages, selections, tools and pitfalls, each with what it is."""
    found = client.get("/suggestions", query_string={"q": text}).get_json()["suggestions"]
    (offered,) = [each for each in found if each["url"] == path]
    assert offered["kind"] == kind
    assert offered["label"] and offered["detail"]
    assert client.get(urlsplit(path).path).status_code == 200


def test_completions_pass_over_excluded_words(client: FlaskClient):
    """What one does not want completes nothing."""
    found = [client.get("/suggestions", query_string={"q": text}).get_json() for text in ("clause -sport", "clause ")]
    assert found[0]["suggestions"] == found[1]["suggestions"] != []
    assert client.get("/suggestions", query_string={"q": "-sport"}).get_json()["suggestions"] == []
