"""Feeds and tables of searches, as the programs that read them do: Atom, JSON Feed, CSV, CSV for spreadsheets."""

import csv
import datetime
import io
import json
import re
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from flask.testing import FlaskClient

from app.snapshot.store import Store
from tests.conftest import make_client
from tests.web.test_selection import edit

SITE = "https://exemple.org"
ATOM = "{http://www.w3.org/2005/Atom}"
SEARCHES = ["", "?q=égalité&sector=btp", "?lever=immersion&lever=embauche&fresh=1&page=2", "?q=zzzzqqq"]
FORMER, PRESENT = "ancien-nom", "stef-mixup"


def is_absolute(address: str) -> bool:
    return bool(urlsplit(address).scheme and urlsplit(address).netloc)


def read_moment(text: str) -> datetime.datetime:
    """RFC 3339, with its time zone. Raises ValueError for anything else."""
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", text), text
    return datetime.datetime.fromisoformat(text)


def check_atom(body: bytes) -> ET.Element:
    """What RFC 4287 asks of a feed and of each entry (4.1.1, 4.1.2)."""
    feed = ET.fromstring(body)  # noqa: S314 (our own answer)
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        assert is_absolute(element.findtext(f"{ATOM}id", ""))
        assert element.findtext(f"{ATOM}title", "").strip()
        read_moment(element.findtext(f"{ATOM}updated", ""))
        links = [(link.get("rel", "alternate"), link.get("type")) for link in element.findall(f"{ATOM}link")]
        assert len(links) == len(set(links)), "one link of each kind and type"
        assert ("alternate", "text/html") in links
        assert all(is_absolute(link.get("href", "")) for link in element.findall(f"{ATOM}link"))
    assert feed.findtext(f"{ATOM}author/{ATOM}name"), "entries without an author have the feed's"
    assert [link.get("rel") for link in feed.findall(f"{ATOM}link")].count("self") == 1
    return feed


def check_json_feed(feed: dict) -> None:
    """What JSON Feed 1.1 asks of a feed and of each item."""
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert is_absolute(feed["home_page_url"])
    assert is_absolute(feed["feed_url"])
    assert feed["language"] == "fr"
    assert all(author["name"] for author in feed["authors"])
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_text"]
        assert is_absolute(item["url"])
        assert is_absolute(item["image"])
        read_moment(item["date_published"])
        read_moment(item["date_modified"])
        assert all(isinstance(tag, str) for tag in item["tags"])


@pytest.mark.parametrize("search", SEARCHES)
def test_both_feeds_of_a_search_are_valid_and_tell_the_same(client: FlaskClient, search: str):
    """By the rules of their formats, by a feed reader's own parser, and entry by entry."""
    answer = client.get(f"/pratiques.atom{search}")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    atom = check_atom(answer.data)
    read = feedparser.parse(answer.data)
    assert (read.bozo, read.version) == (False, "atom10")
    other = client.get(f"/pratiques.feed.json{search}")
    assert other.content_type == "application/feed+json; charset=utf-8"
    feed = other.get_json(force=True)
    check_json_feed(feed)
    entries = [(entry.id, entry.title, entry.link, entry.summary, entry.updated) for entry in read.entries]
    items = [(i["id"], i["title"], i["url"], i["content_text"], i["date_modified"]) for i in feed["items"]]
    assert entries == items
    assert len(set(entries)) == len(entries) == client.get(f"/pratiques.json{search}").get_json()["total"]
    assert (read.feed.title, read.feed.link) == (feed["title"], feed["home_page_url"])
    assert feed["feed_url"].startswith(f"{SITE}/pratiques.feed.json")
    itself = client.get(feed["feed_url"].removeprefix(SITE)).get_json(force=True)
    assert itself == feed
    assert atom.findtext(f"{ATOM}id") == feed["home_page_url"]


def test_a_feed_is_named_after_its_search(client: FlaskClient):
    """In words: those looked for and the labels of the filters."""
    feed = client.get("/pratiques.feed.json?q=vélo&sector=btp").get_json(force=True)
    assert feed["title"] == "Pratiques d'inclusion : «\u00a0vélo\u00a0», Bâtiment et travaux publics"
    feed = client.get("/pratiques.feed.json?sector=btp&fresh=1").get_json(force=True)
    assert feed["title"] == "Pratiques d'inclusion : Bâtiment et travaux publics, Fiches à jour"


@pytest.mark.parametrize("form", ["csv", "tableur.csv", "atom", "feed.json"])
def test_a_filter_that_is_ignored_is_said_and_told_nowhere(client: FlaskClient, form: str):
    """The answer is that of the filters that exist, its titles and addresses too; a header has what the JSON says."""
    wrong = client.get(f"/pratiques.{form}?sector=btp&lever=magie-€&page=5")
    right = client.get(f"/pratiques.{form}?sector=btp")
    assert wrong.data == right.data
    notices = client.get("/pratiques.json?sector=btp&lever=magie-€").json["notices"]
    assert json.loads(wrong.headers["X-Notices"]) == notices
    assert "magie" in notices[0]
    assert "X-Notices" not in right.headers


def test_many_notices_make_no_endless_header(client: FlaskClient):
    """Some are told: a server in front refuses headers of more than a few thousand bytes."""
    answer = client.get("/pratiques.csv", query_string={"lever": [f"{number}{'😀' * 80}" for number in range(100)]})
    assert len(json.loads(answer.headers["X-Notices"])) == 5
    assert len(answer.headers["X-Notices"]) < 4_000


@pytest.mark.parametrize(
    ("page", "search"),
    [
        ("/", ""),
        ("/pratiques?q=emploi&lever=immersion&page=2", "?q=emploi&lever=immersion"),
        ("/leviers/immersion", "?lever=immersion"),
        ("/publics/femmes", "?audience=femmes"),
    ],
)
def test_readers_find_the_feeds_of_a_page(client: FlaskClient, page: str, search: str):
    """Both formats, of the exact filters that the page shows."""
    html = client.get(page).text
    found = re.findall(r'<link rel="alternate" type="application/(atom\+xml|feed\+json)"[^>]* href="([^"]+)"', html)
    wanted = [("atom+xml", f"/pratiques.atom{search}"), ("feed+json", f"/pratiques.feed.json{search}")]
    assert [(kind, unescape(address)) for kind, address in found] == wanted


def test_entries_keep_their_name_when_a_sheet_is_renamed(content: Path, tmp_path: Path):
    """Renamed twice: no reader shows the sheet anew, and the name of the entry still leads to it."""
    store = Store(content, tmp_path / "snapshots")
    first = client_entries(store)
    path = content / "practices" / f"{PRESENT}.md"
    for before, after in ((PRESENT, "nouveau-nom"), ("nouveau-nom", "encore-un-nom")):
        former = [PRESENT] if before == PRESENT else [PRESENT, before]
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"^aliases: .*\n", "", text, flags=re.MULTILINE)
        path.write_text(text.replace("published:", f"aliases: [{', '.join(former)}]\npublished:", 1), encoding="utf-8")
        path = path.rename(path.with_name(f"{after}.md"))
        assert client_entries(store).keys() == first.keys()
    client = make_client(store)
    for entry, address in client_entries(store).items():
        assert SITE + client.get(entry.removeprefix(SITE)).location == address


def client_entries(store: Store) -> dict[str, str]:
    """Entry names and addresses of the feed of a store's present content."""
    store.ensure()
    client = make_client(store)
    read = feedparser.parse(client.get("/pratiques.atom").data)
    items = client.get("/pratiques.feed.json").get_json(force=True)["items"]
    entries = {entry.id: entry.link for entry in read.entries}
    assert len(entries) == 2
    assert entries == {item["id"]: item["url"] for item in items}
    return entries


@pytest.mark.parametrize("search", SEARCHES)
def test_the_spreadsheet_holds_what_the_table_holds(client: FlaskClient, search: str):
    """A mark that tells UTF-8, semicolons, the same rows and columns: one cell a column once opened in French."""
    plain = client.get(f"/pratiques.csv{search}")
    french = client.get(f"/pratiques.tableur.csv{search}")
    assert french.content_type == plain.content_type == "text/csv; charset=utf-8"
    assert "pratiques-tableur.csv" in french.headers["Content-Disposition"]
    assert french.data.startswith(b"\xef\xbb\xbfslug;titre;")
    assert not plain.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(french.data.decode("utf-8-sig")), delimiter=";"))
    assert rows == list(csv.reader(io.StringIO(plain.text)))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert f'href="{"/pratiques.tableur.csv"}' in client.get("/pratiques").text


def test_data_of_a_sheet_stays_under_its_former_name(content: Path, tmp_path: Path):
    """Programs keep addresses too."""
    edit(content, PRESENT, f"aliases: [{FORMER}]\n")
    client = make_client(Store(content, tmp_path / "snapshots"))
    for form in ("json", "md"):
        assert client.get(f"/pratiques/{FORMER}.{form}").data == client.get(f"/pratiques/{PRESENT}.{form}").data
    assert client.get("/pratiques/inconnue.md").status_code == 404
