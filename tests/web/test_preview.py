"""What a chat, a social network or a search engine reads of a page: its tags, its image, its structured data."""

import io
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image

from app.catalogue.catalogue import Catalogue
from app.snapshot.store import Store
from tests.conftest import ROOT, make_client
from tests.web.test_selection import edit

SITE = "https://exemple.org"
SHEET = "/pratiques/stef-mixup"
CURATED = "/selections/egalite-mixite-metiers"
PAGES = {
    "/": "/apercu.png",
    "/pratiques?q=industrie&lever=immersion": "/apercu.png",
    "/leviers/immersion": "/apercu.png",
    "/glossaire": "/apercu.png",
    SHEET: f"{SHEET}/apercu.png",
    CURATED: f"{CURATED}/apercu.png",
    f"{CURATED}?vue=projection": f"{CURATED}/apercu.png",
    "/selection?s=stef-mixup": "/apercu.png",
}


def read_tags(html: str) -> dict[str, str]:
    """The tags that a chat looks for."""
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', html)
    assert len(found) == len(dict(found)), "a tag is given twice"
    return {name: unescape(value) for name, value in found}


def read_structured(html: str) -> dict:
    """The structured data of a page, as a search engine parses it."""
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(text)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_chat_shows(client: FlaskClient, page: str):
    """A title, a sentence, and an image that is there, of the size and type told; every address absolute."""
    html = client.get(page).text
    tags = read_tags(html)
    assert tags["og:title"]
    assert len(tags["og:description"]) > 20
    assert tags["og:site_name"] == "Pratiques d'inclusion"
    assert tags["twitter:card"] == "summary_large_image"
    assert tags["og:url"].startswith(f"{SITE}/")
    assert read_tags(client.get(tags["og:url"].removeprefix(SITE)).text) == tags
    assert tags["og:image"] == SITE + PAGES[page]
    answer = client.get(PAGES[page])
    assert answer.status_code == 200
    assert answer.content_type == tags["og:image:type"] == "image/png"
    size = (int(tags["og:image:width"]), int(tags["og:image:height"]))
    assert Image.open(io.BytesIO(answer.data)).size == size == (1200, 630)
    assert "noimageindex" not in html


def test_a_chat_shows_the_title_and_summary_of_a_sheet(client: FlaskClient, catalogue: Catalogue):
    """As the sheet says them, under its own address."""
    practice = catalogue.practice("stef-mixup")
    assert practice
    tags = read_tags(client.get(SHEET).text)
    assert (tags["og:title"], tags["og:description"]) == (practice.title, practice.summary)
    assert (tags["og:type"], tags["og:url"]) == ("article", SITE + SHEET)


def test_every_sheet_and_curated_selection_has_an_image_of_its_own(client: FlaskClient, catalogue: Catalogue):
    """None is missing, none stands for two."""
    paths = [f"/pratiques/{practice.slug}/apercu.png" for practice in catalogue.practices]
    paths += [f"/selections/{slug}/apercu.png" for slug in catalogue.library.selections]
    images = {client.get(path).data for path in paths}
    assert len(images) == len(paths) > 80


def test_an_image_stays_under_a_former_name_and_goes_with_its_sheet(content: Path, tmp_path: Path):
    """As the sheet does."""
    edit(content, "stef-mixup", "aliases: [ancien-nom]\n")
    edit(content, "eve-binomes-grand-site-deux-caps", "withdrawn: {reason: Retirée.}\n")
    client = make_client(Store(content, tmp_path / "snapshots"))
    assert client.get("/pratiques/ancien-nom/apercu.png").data == client.get(f"{SHEET}/apercu.png").data
    assert client.get("/pratiques/eve-binomes-grand-site-deux-caps/apercu.png").status_code == 410
    assert client.get("/pratiques/inconnue/apercu.png").status_code == 404
    assert client.get("/selections/inconnue/apercu.png").status_code == 404


def test_a_process_that_serves_does_not_load_the_drawing_library():
    """Before it is asked for an image."""
    code = "import sys, app.worker, app.snapshot.reader; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_sheet_tells_what_it_is(client: FlaskClient, catalogue: Catalogue):
    """An article with its dates, and the trail that the page shows."""
    practice = catalogue.practice("stef-mixup")
    assert practice
    html = client.get(SHEET).text
    article, trail = read_structured(html)["@graph"]
    assert (article["@type"], article["headline"], article["url"]) == ("Article", practice.title, SITE + SHEET)
    assert article["datePublished"] == practice.published.isoformat()
    assert article["dateModified"] == practice.reviewed.isoformat()
    assert article["image"] == f"{SITE}{SHEET}/apercu.png"
    assert trail["@type"] == "BreadcrumbList"
    items = trail["itemListElement"]
    assert [item["position"] for item in items] == [1, 2, 3]
    shown = re.findall(r'<nav class="breadcrumb".*?</nav>', html, re.DOTALL)[0]
    assert [item["name"] for item in items] == [unescape(text) for text in re.findall(r">([^<>\n]+)</", shown)]
    for item in items:
        assert client.get(item["item"].removeprefix(SITE)).status_code == 200


def test_the_home_page_tells_how_to_search(client: FlaskClient):
    """WebSite with a SearchAction whose address answers."""
    site = read_structured(client.get("/").text)
    assert site["@type"] == "WebSite"
    template = site["potentialAction"]["target"]["urlTemplate"]
    address = template.removeprefix(SITE).replace("{search_term_string}", "immersion")
    assert "immersion" in client.get(address).text


def test_the_open_data_is_a_dataset(client: FlaskClient):
    """With its licence, and files that are there and of the type told."""
    dataset = read_structured(client.get("/donnees").text)
    assert dataset["@type"] == "Dataset"
    assert "licence-ouverte" in dataset["license"]
    assert len(dataset["distribution"]) >= 3
    for file in dataset["distribution"]:
        answer = client.get(file["contentUrl"].removeprefix(SITE))
        assert answer.status_code == 200
        assert answer.content_type.startswith(file["encodingFormat"])


def test_no_text_closes_the_structured_data(content: Path, tmp_path: Path):
    """A title with a closing tag stays inside its string, and is read back as it was written."""
    title = "Un titre </script><script>alert(1)</script> & <!-- la suite"
    path = content / "practices" / "stef-mixup.md"
    text = re.sub("^title: .*$", f"title: '{title}'", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    html = make_client(Store(content, tmp_path / "snapshots")).get(SHEET).text
    assert "<script>alert" not in html
    assert read_structured(html)["@graph"][0]["headline"] == title
    assert read_tags(html)["og:title"] == title
