"""What the site answers: every page, every link in it, the same results in every form, and errors with a way on."""

import csv
import gzip
import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import brotli
import pytest
from flask import g
from flask.testing import FlaskClient

from app.catalogue.catalogue import Catalogue
from app.catalogue.query import Query
from app.content.library import Library
from app.search.analyzer import fold
from app.search.highlighter import Excerpt
from app.search.term_vector import Span
from app.snapshot.store import Store
from app.web.application import create_app
from app.web.templating.globals import cut_runs
from tests.conftest import make_client
from tests.web.test_selection import edit

ATOM = "{http://www.w3.org/2005/Atom}"
START = [
    "/",
    "/pratiques",
    "/leviers",
    "/secteurs",
    "/publics",
    "/vigilance",
    "/couverture",
    "/glossaire",
    "/sources",
    "/selections",
    "/outils",
]


def links_of(html: str, page: str) -> set[str]:
    """The addresses on this site that a page leads to."""
    found = re.findall(r'(?:href|src|action)="([^"]+)"', html)
    paths = (urljoin(page, link.replace("&amp;", "&")) for link in found if not urlsplit(link).scheme)
    return {path.split("#")[0] for path in paths}


def ids_of(html: str) -> set[str]:
    return set(re.findall(r'\sid="([^"]+)"', html))


@pytest.mark.slow
def test_every_link_of_every_kind_of_page_answers(client: FlaskClient, library: Library):
    """From the main pages and every sheet, no link is dead; a filter's link is followed once per page it stands on."""
    sheets = [f"/pratiques/{practice.slug}" for practice in library.practices]
    terms = [f"/leviers/{slug}" for slug in library.vocabulary.levers]
    terms += [f"/secteurs/{slug}" for slug in library.vocabulary.sectors]
    terms += [f"/themes/{slug}" for slug in library.vocabulary.themes]
    terms += [f"/publics/{slug}" for slug in library.vocabulary.audiences]
    terms += [f"/territoires/{slug}" for slug in library.vocabulary.departments]
    pages = [*START, *sheets, *terms, *(f"/{slug}" for slug in library.pages)]
    pages += [f"/selections/{slug}" for slug in library.selections]
    answered: dict[str, int] = {}
    for page in pages:
        response = client.get(page)
        assert response.status_code == 200, page
        for link in links_of(response.get_data(as_text=True), page):
            if link not in answered:
                answered[link] = client.get(link, follow_redirects=True).status_code
            assert answered[link] == 200, f"{page} leads to {link}"
    assert len(answered) > 200


@pytest.mark.slow
def test_every_anchor_exists(client: FlaskClient, library: Library):
    """A link to a place in a page finds that place."""
    walked = 0
    for page in ["/vigilance", "/glossaire", "/sources", *(f"/pratiques/{p.slug}" for p in library.practices[:10])]:
        html = client.get(page).get_data(as_text=True)
        for link in re.findall(r'href="((?!https?:)[^"]*#[^"]+)"', html):
            path, _, anchor = link.partition("#")
            target = client.get(urljoin(page, path)).get_data(as_text=True) if path else html
            assert anchor in ids_of(target), f"{page} leads to {link}"
            walked += 1
    assert walked > 30


def test_ids_are_unique_in_every_sheet(client: FlaskClient, library: Library):
    """An id names one place."""
    for practice in library.practices:
        html = client.get(f"/pratiques/{practice.slug}").get_data(as_text=True)
        found = re.findall(r'\sid="([^"]+)"', html)
        assert len(found) == len(set(found)), practice.slug


@pytest.mark.parametrize(
    ("text", "places", "runs"),
    [
        ("Sans mot", [], [("Sans mot", "")]),
        (
            "Près de 12 % de femmes",
            [Span(8, 10), Span(16, 22)],
            [("Près de ", "12"), ("\u202f% de ", "femmes"), ("", "")],
        ),
        ("« Mot » à mot", [Span(2, 5)], [("«\xa0", "Mot"), ("\xa0» à mot", "")]),
    ],
)
def test_a_mark_parts_no_number_from_its_sign(text: str, places: list[Span], runs: list[tuple[str, str]]):
    """The words that were searched stand alone, between runs of a text whose spaces are tied."""
    assert cut_runs(Excerpt(text, places)) == runs


def test_a_page_marks_the_words_that_were_searched(client: FlaskClient):
    """Under any of their forms."""
    marked = re.findall("<mark>(.*?)</mark>", client.get("/pratiques?q=égalité").get_data(as_text=True))
    assert len(marked) > 10
    assert {fold(word) for word in marked} <= {"egalite", "egalites"}


QUERIES = ["", "?q=égalité", "?q=emploi&sector=btp&sort=titre", "?lever=immersion&lever=embauche", "?q=zzzzqqq"]


@pytest.mark.parametrize("query", QUERIES)
def test_page_json_csv_and_feed_tell_the_same(client: FlaskClient, query: str):
    """One query, one answer, four forms, in the same order."""
    first_page = client.get(f"/pratiques.json{query}").get_json()
    page = client.get(f"/pratiques{query}").get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(client.get(f"/pratiques.csv{query}").get_data(as_text=True))))
    feed = ET.fromstring(client.get(f"/pratiques.atom{query}").data)  # noqa: S314 (our own answer)
    slugs = [result["slug"] for result in first_page["results"]]
    assert [row["slug"] for row in rows][:20] == slugs
    assert len(rows) == first_page["total"] == len(feed.findall(f"{ATOM}entry"))
    in_page = re.findall(r'<h3[^>]*><a href="/pratiques/([^"]+)"', page)
    assert in_page[: len(slugs)] == slugs


def test_json_holds_what_is_promised(client: FlaskClient):
    """The fields of the contract, in the answer and in each result."""
    answer = client.get("/pratiques.json?q=égalité&sector=btp").get_json()
    assert {"query", "total", "page", "pages", "correction", "results", "facets", "rescue"} <= answer.keys()
    assert answer["query"] == {"q": "égalité", "sector": ["btp"]}
    promised = (
        "slug title summary url short_url format theme sectors levers audiences departments organisation evidence"
    )
    for result in answer["results"]:
        assert {*promised.split(), "reviewed", "excerpt", "why"} <= result.keys()
    for facet in answer["facets"]:
        assert {"name", "label", "values"} <= facet.keys()
        assert all({"value", "label", "count", "selected", "toggle_url"} <= value.keys() for value in facet["values"])


def test_all_pages_together_hold_every_practice_once(client: FlaskClient, catalogue: Catalogue):
    """Twenty a page, none twice, none lost."""
    pages = client.get("/pratiques.json").get_json()["pages"]
    seen = [
        r["slug"] for n in range(1, pages + 1) for r in client.get(f"/pratiques.json?page={n}").get_json()["results"]
    ]
    assert sorted(seen) == sorted(practice.slug for practice in catalogue.practices)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?page=-1", "-1"),
        ("?page=999999", "9999"),
        ("?sector=cuisine", "cuisine"),
        ("?couleur=bleu", "couleur"),
        ("?sort=hasard", "hasard"),
        ("?q=" + "a" * 10_000, "trop longue"),
        ("?q=de+la", "aucun mot"),
        ("?q=%3F%3F%21", "aucun mot"),
        ("?q=%00%FF%FE", None),
        ("?q=&sector=&page=", None),
        ("?sector=btp&sector=btp", None),
        ("?q=%22", None),
        ("?q=-", None),
        ("?q=" + "%22a" * 90, None),
        ("?" + "&".join(f"lever=x{n}" for n in range(500)), "Trop de filtres"),
    ],
)
def test_a_bad_value_never_breaks_a_search(client: FlaskClient, query: str, said: str | None):
    """It is ignored, and the page says so."""
    response = client.get(f"/pratiques{query}")
    assert response.status_code == 200
    if said:
        assert said in response.get_data(as_text=True)
    assert client.get(f"/pratiques.json{query}").status_code == 200


def test_what_was_typed_comes_back_harmless(client: FlaskClient):
    """The words typed are shown again as text, never as HTML."""
    for place in ("q", "sector", "sort", "page", "autre"):
        html = client.get("/pratiques", query_string={place: '"><script>alert(1)</script>'}).get_data(as_text=True)
        assert "<script>alert" not in html


def test_a_search_that_finds_nothing_offers_ways_that_hold(client: FlaskClient):
    """Each way on announces the number of practices that its page shows."""
    answer = client.get("/pratiques.json?q=égalité&sector=agriculture-alimentation&department=80").get_json()
    assert answer["total"] == 0
    assert answer["rescue"]
    for way in answer["rescue"]:
        opened = client.get(way["url"].replace("/pratiques", "/pratiques.json", 1)).get_json()
        assert opened["total"] == way["total"] > 0


def test_the_source_of_a_sheet_is_the_file_as_it_is(client: FlaskClient, store: Store):
    """Byte for byte, as text."""
    response = client.get("/pratiques/stef-mixup.md")
    assert response.data == (store.content / "practices" / "stef-mixup.md").read_bytes()
    assert response.content_type == "text/markdown; charset=utf-8"


def test_a_sheet_as_json_holds_its_front_matter_and_sections(client: FlaskClient, catalogue: Catalogue):
    """What programs need to show it elsewhere."""
    answer = client.get("/pratiques/stef-mixup.json").get_json()
    practice = catalogue.practice("stef-mixup")
    assert practice
    assert answer["title"] == practice.title
    assert [section["key"] for section in answer["sections"]] == [section.key for section in practice.sections]


def test_the_short_address_leads_to_the_sheet(client: FlaskClient, catalogue: Catalogue):
    """Every practice has one, of five characters without look-alikes."""
    codes = {practice.code for practice in catalogue.practices}
    assert len(codes) == len(catalogue.practices)
    for practice in catalogue.practices:
        assert re.fullmatch("[2-9a-hjkmnp-z]{5}", practice.code)
        assert client.get(f"/p/{practice.code}").location == f"/pratiques/{practice.slug}"


@pytest.mark.parametrize(
    "path", ["/rien", "/pratiques/rien", "/leviers/rien", "/p/zzzzz", "/selections/rien", "/rien/du/tout"]
)
def test_an_unknown_address_is_answered_in_french_with_a_way_on(client: FlaskClient, path: str):
    """404, a search, the home page."""
    response = client.get(path)
    assert response.status_code == 404
    assert "n'existe pas" in response.get_data(as_text=True).replace("&#39;", "'")
    assert 'href="/pratiques"' in response.get_data(as_text=True)


def test_an_address_nearly_right_gets_the_nearest_titles(client: FlaskClient):
    """A link cut in an e-mail still leads somewhere."""
    assert "/pratiques/stef-mixup" in client.get("/pratiques/stef-mixu").get_data(as_text=True)


def test_errors_of_data_addresses_are_data(client: FlaskClient):
    """A program reads JSON, errors too."""
    response = client.get("/pratiques/rien.json")
    assert response.status_code == 404
    assert response.get_json()["error"] == 404


def test_other_methods_are_refused_in_french(client: FlaskClient):
    """Nothing can be written."""
    response = client.post("/pratiques")
    assert response.status_code == 405
    assert "se consulte" in response.get_data(as_text=True)


def test_a_former_name_redirects_and_a_withdrawn_sheet_says_why(content: Path, tmp_path: Path):
    """Addresses never die."""
    for slug, line in [
        ("stef-mixup", "aliases: [ancien-nom]"),
        ("eve-binomes-grand-site-deux-caps", "withdrawn: {reason: La fiche était fausse., successor: stef-mixup}"),
    ]:
        path = content / "practices" / f"{slug}.md"
        path.write_text(
            path.read_text(encoding="utf-8").replace("published:", f"{line}\npublished:", 1), encoding="utf-8"
        )
    client = make_client(Store(content, tmp_path / "snapshots"))
    assert client.get("/pratiques/ancien-nom").location == "/pratiques/stef-mixup"
    gone = client.get("/pratiques/eve-binomes-grand-site-deux-caps")
    assert gone.status_code == 410
    assert "La fiche était fausse." in gone.get_data(as_text=True)
    assert "/pratiques/stef-mixup" in gone.get_data(as_text=True)
    assert "eve-binomes" not in client.get("/pratiques.csv").get_data(as_text=True)


@pytest.mark.parametrize("form", [".md", ".json", ".ris", ".bib", "/carte", "/qr.svg", "/qr.png", "/apercu.png"])
def test_what_belongs_to_a_sheet_stays_under_a_former_name_and_goes_with_it(content: Path, tmp_path: Path, form: str):
    """Who kept an address learns that the sheet was withdrawn, not that it never was."""
    edit(content, "stef-mixup", "aliases: [ancien-nom]\n")
    edit(content, "eve-binomes-grand-site-deux-caps", "aliases: [autre-nom]\nwithdrawn: {reason: Retirée.}\n")
    client = make_client(Store(content, tmp_path / "snapshots"))
    names = ("ancien-nom", "eve-binomes-grand-site-deux-caps", "autre-nom", "inconnue")
    statuses = [client.get(f"/pratiques/{name}{form}").status_code for name in names]
    assert statuses == [200, 410, 410, 404]


def test_a_page_is_not_sent_twice(client: FlaskClient):
    """Who has it already is told that it has not changed; a spoken byte less."""
    for path in ["/", "/pratiques?q=emploi", "/pratiques/stef-mixup", "/static/site.css"]:
        first = client.get(path)
        assert first.status_code == 200
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304, path
        assert again.data == b""


@pytest.mark.parametrize(("accepted", "encoding"), [("br, gzip", "br"), ("gzip", "gzip"), ("identity", None)])
def test_pages_are_compressed_as_the_client_likes(client: FlaskClient, accepted: str, encoding: str | None):
    """The same page in fewer bytes, the first time and from memory, with the same download name."""
    plain = client.get("/pratiques.csv").data
    for _ in range(2):
        response = client.get("/pratiques.csv", headers={"Accept-Encoding": accepted})
        body = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding](response.data)
        assert body == plain
        assert response.headers.get("Content-Encoding") == encoding
        assert response.headers["Vary"] == "Accept-Encoding"
        assert "pratiques.csv" in response.headers["Content-Disposition"]


def test_what_is_kept_for_good_travels_in_the_fewest_bytes(client: FlaskClient):
    """The stylesheet that pages name, which every first visit waits for, is smaller than when it is asked for alone."""
    address = re.findall(r'href="(/static/site\.css\?v=[^"]+)"', client.get("/").text)[0]
    lasting, passing = (client.get(path, headers={"Accept-Encoding": "br"}) for path in (address, "/static/site.css"))
    assert "immutable" in lasting.headers["Cache-Control"]
    assert brotli.decompress(lasting.data) == brotli.decompress(passing.data)
    assert len(lasting.data) < 0.9 * len(passing.data)


def test_other_sites_may_read_data_and_only_data(client: FlaskClient):
    """Open data answers any page that asks; pages do not."""
    assert client.get("/pratiques.json").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/pratiques").headers


def test_every_answer_has_the_security_headers(client: FlaskClient):
    """Pages, data, errors and static files alike; and never a cookie."""
    for path in [
        "/",
        "/rien",
        "/pratiques.json",
        "/pratiques.csv",
        "/pratiques/stef-mixup.md",
        "/static/site.css",
        "/healthz",
    ]:
        headers = client.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in headers


def test_absolute_addresses_do_not_believe_the_request(client: FlaskClient, library: Library):
    """The Host header is whatever a client says; addresses come from the site's own settings."""
    html = client.get("/pratiques/stef-mixup", headers={"Host": "mal.example"}).get_data(as_text=True)
    assert "mal.example" not in html
    assert f'rel="canonical" href="{library.site.url}/pratiques/stef-mixup"' in html


def test_a_spreadsheet_takes_no_cell_for_a_formula(content: Path, tmp_path: Path):
    """A title that begins with = is text."""
    path = content / "practices" / "stef-mixup.md"
    text = re.sub("^title: .*$", 'title: "=HYPERLINK(1) et la suite"', path.read_text(encoding="utf-8"), flags=re.M)
    path.write_text(text, encoding="utf-8")
    table = make_client(Store(content, tmp_path / "snapshots")).get("/pratiques.csv").get_data(as_text=True)
    assert "'=HYPERLINK(1)" in table


def test_health_tells_what_is_served(client: FlaskClient, catalogue: Catalogue):
    """Up, which content, how many practices and problems."""
    answer = client.get("/healthz").get_json()
    assert answer == {
        "status": "ok",
        "fingerprint": catalogue.fingerprint,
        "practices": len(catalogue.practices),
        "problems": 0,
    }


def test_the_schema_admits_what_is_published(client: FlaskClient, catalogue: Catalogue):
    """The closed lists of the schema are those of the vocabulary, and every published word is in them."""
    schema = client.get("/schema/practice.json").get_json()
    themes = schema["properties"]["theme"]["enum"]
    assert themes == list(catalogue.vocabulary.themes)
    assert {practice.theme for practice in catalogue.practices} <= set(themes)
    assert "x-list" not in str(schema)


def test_every_page_names_itself(client: FlaskClient):
    """A title of its own, French, one first-level heading."""
    titles = set()
    for path in [*START, "/pratiques/stef-mixup", "/reperes", "/rien"]:
        html = client.get(path).get_data(as_text=True)
        titles.add(re.findall(r"<title>(.*?)</title>", html, re.S)[0])
        assert len(re.findall(r"<h1[ >]", html)) == 1, path
        assert '<html lang="fr"' in html
    assert len(titles) == len(START) + 3


def test_dates_of_review_are_told_when_they_have_passed(store: Store, client: FlaskClient):
    """A sheet that should have been reviewed says so; a fresh one does not."""
    assert "devait être revue" not in client.get("/pratiques/stef-mixup").get_data(as_text=True)


def test_a_search_counts_what_it_shows(client: FlaskClient, catalogue: Catalogue):
    """The number in the heading is the number of the catalogue."""
    total = catalogue.count(Query(text="immersion"))
    assert f"{total}\u00a0pratique" in client.get("/pratiques?q=immersion").get_data(as_text=True)


def test_a_card_is_printed_anew_for_new_content_and_on_another_day(content: Path, tmp_path: Path):
    """Pieces of pages are kept, and never shown for another content, nor « À relire » for another day."""
    store = Store(content, tmp_path / "snapshots")
    path = content / "practices" / "stef-mixup.md"
    with create_app(store, check_every=0).test_client() as client:
        assert "Zèbre" not in client.get("/pratiques?q=stef").text
        path.write_text(path.read_text(encoding="utf-8").replace("title: ", "title: Zèbre ", 1), encoding="utf-8")
        store.ensure()
        assert "Zèbre" in client.get("/pratiques?q=stef").text
        practice = g.catalogue.practice("stef-mixup")
        for day, is_stale in ((practice.reviewed, False), (practice.review_due, True)):
            g.catalogue.today = lambda day=day: day
            assert ("À relire" in client.get("/pratiques?q=stef").text) is is_stale
