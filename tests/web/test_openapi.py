"""The OpenAPI document is true: every address that it describes answers as it says, to sound and to odd requests."""

import re

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import negative_data_rejection, unsupported_method

from app.addresses import ADDRESSES
from app.catalogue.catalogue import Catalogue
from app.catalogue.query import FACET_NAMES
from app.snapshot.store import Store
from app.web.application import create_app

DOCUMENT = "/openapi.json"
PLAIN = {"/healthz", "/suggestions"}  # documented, though they are not open data
SHEET = "stef-mixup"

# Real requests, one at least for each address, and what they answer.
REQUESTS = [
    ("/pratiques.json", "?q=égalite&sector=btp&sort=titre&page=1", 200),
    ("/pratiques.json", "?q=zzzzqqq&lever=immersion&fresh=1&exact=1", 200),
    ("/pratiques.json", "?sector=inconnu&page=9999&autre=1", 200),
    ("/pratiques.csv", "?lever=immersion", 200),
    ("/pratiques.tableur.csv", "?lever=immersion", 200),
    ("/pratiques.atom", "?lever=immersion", 200),
    ("/pratiques.feed.json", "", 200),
    ("/pratiques/{slug}.json", SHEET, 200),
    ("/pratiques/{slug}.json", "inconnue", 404),
    ("/pratiques/{slug}.md", SHEET, 200),
    ("/pratiques/{slug}.md", "inconnue", 404),
    ("/pratiques/{slug}.ris", SHEET, 200),
    ("/pratiques/{slug}.ris", "inconnue", 404),
    ("/pratiques/{slug}.bib", SHEET, 200),
    ("/pratiques/{slug}.bib", "inconnue", 404),
    ("/p/{code}", "zzzzz", 404),
    ("/suggestions", "?q=form", 200),
    ("/suggestions", "", 400),
    ("/oembed", f"?url=https://exemple.org/pratiques/{SHEET}", 200),
    ("/oembed", f"?url=https://exemple.org/pratiques/{SHEET}&format=xml", 200),
    ("/oembed", "?url=https://autre.org/", 404),
    ("/oembed", "", 400),
    ("/donnees/base.json", "", 200),
    ("/schema/practice.json", "", 200),
    ("/healthz", "", 200),
]

# Odd values are ignored rather than refused; oEmbed's 501 is a described status, as an undescribed 500 is not.
NOT_PROMISED = [negative_data_rejection, unsupported_method, not_a_server_error]
SOUND, ODD = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
FIXED = {"/donnees/base.json", "/schema/practice.json", "/healthz"}  # without parameters, no request is odd
ASKED = [
    (path, mode)
    for path in dict.fromkeys(path for path, _, _ in REQUESTS)
    for mode in (SOUND, ODD)
    if mode == SOUND or path not in FIXED
]


@pytest.fixture(scope="module")
def api(store: Store) -> schemathesis.BaseSchema:
    """The document as a program reads it, with the application behind it."""
    load_all_checks()
    return schemathesis.openapi.from_wsgi(DOCUMENT, create_app(store))


@pytest.mark.parametrize(("path", "mode"), ASKED)
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_request_is_answered_as_described(
    api: schemathesis.BaseSchema, path: str, mode: GenerationMode, data: st.DataObject
):
    """Status, type, headers and body; a value that is not admitted is ignored, or refused as the document says."""
    case = data.draw(api[path]["GET"].as_strategy(generation_mode=mode))
    case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=NOT_PROMISED)


@pytest.mark.slow
@pytest.mark.parametrize(("path", "asked", "status"), REQUESTS)
def test_real_answers_are_as_described(
    client: FlaskClient, api: schemathesis.BaseSchema, path: str, asked: str, status: int
):
    """Found or not."""
    address = re.sub(r"\{\w+\}", asked, path) if "{" in path else path + asked
    response = client.get(address)
    assert response.status_code == status
    api[path]["GET"].validate_response(response)


def test_every_sheet_is_as_described(client: FlaskClient, api: schemathesis.BaseSchema, catalogue: Catalogue):
    """Each practice, and the short address of each."""
    assert len(catalogue.practices) > 50
    for practice in catalogue.practices:
        api["/pratiques/{slug}.json"]["GET"].validate_response(client.get(f"/pratiques/{practice.slug}.json"))
        api["/p/{code}"]["GET"].validate_response(client.get(f"/p/{practice.code}"))


def test_a_wrong_answer_would_be_seen(client: FlaskClient, api: schemathesis.BaseSchema):
    """The checks above are awake: a search is not a sheet."""
    with pytest.raises(FailureGroup, match="2 distinct failures"):
        api["/pratiques/{slug}.json"]["GET"].validate_response(client.get("/pratiques.json"))


def test_nothing_open_is_left_undescribed(client: FlaskClient):
    """Every address that other sites may read, and the filters of the search, are in the document."""
    document = client.get(DOCUMENT).get_json()
    described = {re.sub(r"\{(\w+)\}", r"<\1>", path) for path in document["paths"]}
    assert {path for path, _, _ in REQUESTS} == set(document["paths"])
    opened = {address.path for address in ADDRESSES if address.is_data and "any(" not in address.path}
    assert opened - {DOCUMENT} <= described
    parameters = {parameter["name"] for parameter in document["paths"]["/pratiques.json"]["get"]["parameters"]}
    assert set(FACET_NAMES) < parameters
    assert document["openapi"].startswith("3.1")
    assert document["info"]["license"]["name"].startswith("Licence Ouverte")


def test_every_field_of_a_sheet_is_explained(client: FlaskClient, catalogue: Catalogue):
    """On the page of open data, under the name that it has in the answers."""
    page = client.get("/donnees").text
    explained = set(re.findall(r"<dt><code>([^<]+)</code>", page))
    answered = {
        name for practice in catalogue.practices for name in client.get(f"/pratiques/{practice.slug}.json").json
    }
    assert len(answered) > 20
    assert answered <= explained
    assert f'href="{DOCUMENT}"' in page
    assert DOCUMENT in client.get("/llms.txt").text


def test_data_is_not_sent_twice_and_may_be_read_by_any_page(client: FlaskClient):
    """Each answer has a tag, by which the next is 304 and empty; both say that other sites may read them."""
    for path, asked, status in REQUESTS:
        address = re.sub(r"\{\w+\}", asked, path) if "{" in path else path + asked
        if status != 200 or path in PLAIN:
            continue
        first = client.get(address, headers={"Origin": "https://autre.org"})
        again = client.get(address, headers={"Origin": "https://autre.org", "If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b""), address
        for answer in (first, again):
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            assert "Access-Control-Allow-Credentials" not in answer.headers
