"""A request of several words answers in two groups: what has all its words, which is counted, then what is close."""

import csv
import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.catalogue.catalogue import Catalogue
from app.catalogue.query import Query

LONG = "je cherche comment aider une mère seule sans permis ni garde à trouver un emploi dans l'industrie"
NOBODY_HAS_ALL = ["Saint-Quentin", "recrutement péniche", "égalité zzzzqqq"]
SOME_HAVE_ALL = [
    "entreprise de 60 salariés",
    "garde d'enfants",
    "plan égalité mairie",
    "contrat aidé",
    "France Travail",
    "petite entreprise",
    "loi Rixain",
    "ma candidate n'a pas le permis",
    "plan d'action égalité collectivité",
    "comment faire un rapport égalité",
]


def ask(client: FlaskClient, text: str, **more: object) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/pratiques.json", query_string={"q": text, **more}).get_json()
    return answer


def read_heading(page: str, name: str) -> str:
    """The text of a heading of the page, "" when it is not there."""
    found = re.search(rf'<h2 id="{name}"[^>]*>(.*?)</h2>', page, re.DOTALL)
    return " ".join(re.sub("<[^>]+>|&nbsp;", " ", found[1]).split()) if found else ""


@pytest.mark.parametrize("text", SOME_HAVE_ALL)
def test_what_has_all_the_words_is_counted_and_comes_first(client: FlaskClient, text: str):
    """On every page, and what lacks a word after the last page only; each says what it lacks."""
    first = ask(client, text)
    assert first["total"] > 0
    assert first["close_total"] > 0
    pages = [ask(client, text, page=number) for number in range(1, first["pages"] + 1)]
    kinds = [result["match"] for page in pages for result in page["results"]]
    assert kinds == ["all"] * first["total"] + ["some"] * min(10, first["close_total"])
    for result in (result for page in pages for result in page["results"]):
        assert any(why.startswith("sans «") for why in result["why"]) is (result["match"] == "some")


@pytest.mark.parametrize("text", [*SOME_HAVE_ALL, "emploi", "égalité professionnelle", *NOBODY_HAS_ALL])
def test_the_number_is_the_same_everywhere(client: FlaskClient, catalogue: Catalogue, text: str):
    """Title, heading, table, feed, card, share and counts of the filters: the first group's."""
    total = ask(client, text)["total"]
    page = client.get("/pratiques", query_string={"q": text})
    assert re.search(rf"<title>[^<]*: {total}\W*pratique", page.text)
    assert page.headers["X-Total-Count"] == str(total)
    if total:
        assert read_heading(page.text, "total").startswith(f"{total} pratique")
    rows = list(csv.reader(io.StringIO(client.get("/pratiques.csv", query_string={"q": text}).text)))
    assert len(rows) - 1 == total
    assert len(client.get("/pratiques.feed.json", query_string={"q": text}).get_json()["items"]) == total
    assert f"{total}\u00a0pratique" in client.get("/pratiques.carte", query_string={"q": text}).text
    formats = next(facet for facet in catalogue.search(Query(text=text)).facets if facet.name == "format")
    assert sum(value.total for value in formats.values) == total


@pytest.mark.parametrize("text", NOBODY_HAS_ALL)
def test_the_first_line_says_that_nothing_has_all_the_words(client: FlaskClient, text: str):
    """And what is close follows, without a heading that would say it twice."""
    answer = ask(client, text)
    assert answer["total"] == 0
    assert {result["match"] for result in answer["results"]} == {"some"}
    page = client.get("/pratiques", query_string={"q": text}).text
    assert read_heading(page, "total") == "Aucune pratique ne contient tous vos mots ; voici les plus proches."
    assert read_heading(page, "proches") == ""
    assert "noindex" in page
    card = client.get("/pratiques.carte", query_string={"q": text}).text
    assert "Aucune pratique ne contient tous ces mots" in card
    assert answer["results"][0]["slug"] in card


def test_a_long_question_is_answered_by_its_best(client: FlaskClient):
    """Nobody writes all of its words in one text: the page says so, otherwise than of two words."""
    answer = ask(client, LONG)
    assert answer["total"] == 0
    assert answer["results"]
    page = client.get("/pratiques", query_string={"q": LONG}).text
    assert read_heading(page, "total").endswith("voici celles qui y répondent le mieux.")


def test_a_question_has_both_groups_in_one_list(client: FlaskClient, catalogue: Catalogue):
    """Some that lack a word answer it better: they stand among the others, and are not counted."""
    text = "comment faire pour que des femmes soient formées puis embauchées dans une entreprise du bâtiment"
    answer = ask(client, text)
    pages = [answer, *(ask(client, text, page=number) for number in range(2, answer["pages"] + 1))]
    results = [result for page in pages for result in page["results"]]
    kinds = [result["match"] for result in results]
    assert kinds.count("all") == answer["total"] > 0
    assert kinds.count("some") == min(10, answer["close_total"]) > 0
    assert kinds.index("some") < answer["total"]
    assert catalogue.count(Query(text=text)) == answer["total"] == len(catalogue.find(Query(text=text)))
    page = client.get("/pratiques", query_string={"q": text}).text
    assert "avec tous les mots de votre question" in read_heading(page, "total")


def test_filters_are_told_to_be_what_leaves_nothing(client: FlaskClient):
    """Without them something has all the words."""
    assert ask(client, "plan égalité mairie")["total"]
    answer = ask(client, "plan égalité mairie", department="59")
    assert answer["total"] == 0
    assert answer["results"]
    page = client.get("/pratiques?q=plan+égalité+mairie&department=59").text
    assert read_heading(page, "total").startswith("Sous ces filtres")


def test_what_is_close_has_its_heading_and_is_folded_after_five(client: FlaskClient):
    """The fold is a `details`: it opens without scripts."""
    page = client.get("/pratiques?q=garde+d'enfants").text
    close_total = ask(client, "garde d'enfants")["close_total"]
    assert close_total > 5
    assert read_heading(page, "proches").startswith("Proches : il y manque un de vos mots (")
    section = page[page.index('id="proches"') :]
    before, folded = section.split("<details>", 1)
    assert before.count('class="card-title"') == 5
    folded = folded.split("</details>", 1)[0]
    assert folded.count('class="card-title"') == min(10, close_total) - 5
    assert '<ol class="hits" start="6">' in folded


@pytest.mark.parametrize("text", ["égalité", "RQTH", "zzzzqqq", "", "-femmes", '"égalité professionnelle"'])
def test_one_word_a_phrase_or_none_has_one_group(client: FlaskClient, text: str):
    """Nothing can lack a word of one."""
    answer = ask(client, text)
    assert answer["close_total"] == 0
    assert {result["match"] for result in answer["results"]} <= {"all"}


@pytest.mark.parametrize("text", ["handycap culture", "insertion par l'activité économique", "emploi transp"])
def test_another_name_a_correction_or_a_completion_is_the_word(client: FlaskClient, text: str):
    """They do not make a result close: it holds what was meant."""
    results = ask(client, text)["results"]
    told = [result for result in results if any(not why.startswith("sans") for why in result["why"])]
    assert "all" in {result["match"] for result in told}


def test_close_ones_can_be_chosen_for_a_selection(client: FlaskClient):
    """Whoever composes one sees both groups."""
    answer = ask(client, "plan égalité mairie")
    page = client.get("/selection?s=stef-mixup&chercher=plan+%C3%A9galit%C3%A9+mairie").text
    for result in answer["results"]:
        assert result["slug"] in page


def test_a_page_beyond_the_last_gives_the_last_with_what_is_close(client: FlaskClient):
    """As the last page itself."""
    last = ask(client, "garde d'enfants")
    beyond = ask(client, "garde d'enfants", page=99)
    assert [result["slug"] for result in beyond["results"]] == [result["slug"] for result in last["results"]]


def test_a_search_that_says_what_is_close_needs_no_wider_words(client: FlaskClient):
    """Fewer words would find the same again; filters, and the department of a town, are still ways on."""
    ways = ask(client, "Saint-Quentin")["rescue"]
    assert all("Chercher" not in way["label"] for way in ways)
    ways = ask(client, "plan égalité mairie", department="59")["rescue"]
    assert any(way["label"].startswith("Sans le filtre") for way in ways)
