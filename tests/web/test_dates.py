"""The dates of a sheet that was verified long before it was published: they do not contradict each other."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.snapshot.store import Store
from tests.conftest import make_client
from tests.web.test_feed import ATOM, SITE

EARLY, LATE = "2026-01-05", "2026-11-21"
SHEET = f"{SITE}/pratiques/stef-mixup"


def date_practices(content: Path, published: str, reviewed: str) -> None:
    for path in (content / "practices").glob("*.md"):
        text = re.sub(r"(?m)^published:.*$", f"published: {published}", path.read_text(encoding="utf-8"))
        path.write_text(re.sub(r"(?m)^reviewed:.*$", f"reviewed: {reviewed}", text), encoding="utf-8")


@pytest.fixture(params=[(LATE, EARLY), (EARLY, LATE)], ids=["published after", "verified after"])
def dated(content: Path, tmp_path: Path, request: pytest.FixtureRequest) -> tuple[FlaskClient, str]:
    """A site whose sheets bear these dates, and the day of their publication."""
    published, reviewed = request.param
    date_practices(content, published, reviewed)
    return make_client(Store(content, tmp_path / "snapshots")), published


def test_an_entry_of_a_feed_is_never_older_than_its_publication(dated: tuple[FlaskClient, str]):
    """Atom and JSON Feed: its last change is the later of the two, and that of the feed moves with it."""
    client, published = dated
    feed = ET.fromstring(client.get("/pratiques.atom").data)  # noqa: S314 (our own answer)
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for element in (feed, *entries):
        assert element.findtext(f"{ATOM}updated") == f"{LATE}T00:00:00Z"
    assert {entry.findtext(f"{ATOM}published") for entry in entries} == {f"{published}T00:00:00Z"}
    for item in client.get("/pratiques.feed.json").json["items"]:
        assert item["date_published"] == f"{published}T00:00:00Z"
        assert item["date_modified"] == f"{LATE}T00:00:00Z"


def test_machines_are_told_the_same_day(dated: tuple[FlaskClient, str]):
    """The plan of the site and the structured data of a sheet and of the base."""
    client, _published = dated
    assert f"<loc>{SHEET}</loc><lastmod>{LATE}</lastmod>" in client.get("/sitemap.xml").text
    assert f'"dateModified": "{LATE}"' in client.get("/pratiques/stef-mixup").text
    assert f'"dateModified": "{LATE}"' in client.get("/donnees").text


def test_the_sheet_itself_says_when_it_was_verified(content: Path, tmp_path: Path):
    """That is another question: neither its page nor its JSON changes."""
    date_practices(content, LATE, EARLY)
    client = make_client(Store(content, tmp_path / "snapshots"))
    assert client.get("/pratiques/stef-mixup.json").json["reviewed"] == EARLY
