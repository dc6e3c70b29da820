"""What engines and browsers read to find their way: sitemap, robots, search description, text for language models."""

import datetime
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from app.catalogue.catalogue import Catalogue
from app.snapshot.store import Store
from tests.conftest import DAY, make_client
from tests.web.test_selection import edit

SITE = "https://exemple.org"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def read_sitemap(client: FlaskClient) -> dict[str, str | None]:
    """The day of each address; None when it is not told."""
    answer = client.get("/sitemap.xml")
    assert answer.content_type == "application/xml; charset=utf-8"
    root = ET.fromstring(answer.data)  # noqa: S314 (our own answer)
    entries = [(url.findtext(f"{MAP}loc", ""), url.findtext(f"{MAP}lastmod")) for url in root.findall(f"{MAP}url")]
    assert len(entries) == len(dict(entries)), "an address is there twice"
    return dict(entries)


@pytest.mark.slow
def test_the_sitemap_leads_to_pages_with_their_dates(client: FlaskClient, catalogue: Catalogue):
    """Every address is that of a page to be found; sheets, selections, tools and pages tell when they changed."""
    days = read_sitemap(client)
    for practice in catalogue.practices:
        assert days[f"{SITE}/pratiques/{practice.slug}"] == max(practice.published, practice.reviewed).isoformat()
    for slug in catalogue.library.selections:
        assert days[f"{SITE}/selections/{slug}"]
    for slug, tool in catalogue.library.tools.items():
        assert days[f"{SITE}/outils/{slug}"] == tool.reviewed.isoformat()
    for address, day in days.items():
        html = client.get(address.removeprefix(SITE)).get_data(as_text=True)
        assert f'<link rel="canonical" href="{address}">' in html
        assert "noindex" not in html, address
        assert day is None or datetime.date.fromisoformat(day) <= DAY + datetime.timedelta(days=366)


def test_the_sitemap_names_neither_withdrawn_sheets_nor_former_names(content: Path, tmp_path: Path):
    """They answer, but lead elsewhere."""
    edit(content, "stef-mixup", "aliases: [ancien-nom]\n")
    edit(content, "eve-binomes-grand-site-deux-caps", "withdrawn: {reason: Retirée.}\n")
    days = read_sitemap(make_client(Store(content, tmp_path / "snapshots")))
    assert [address for address in days if "/pratiques/" in address] == [f"{SITE}/pratiques/stef-mixup"]


def test_robots_are_welcome_and_shown_the_sitemap(client: FlaskClient):
    """Nothing is hidden from them."""
    lines = client.get("/robots.txt").text.splitlines()
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert not [line for line in lines if line.startswith("Disallow")]


def test_a_browser_can_search_the_site(client: FlaskClient):
    """The description is found from every page, within the limits of the format, and its addresses answer."""
    assert 'type="application/opensearchdescription+xml"' in client.get("/glossaire").text
    answer = client.get("/opensearch.xml")
    assert answer.content_type.startswith("application/opensearchdescription+xml")
    root = ET.fromstring(answer.data)  # noqa: S314 (our own answer)
    assert 0 < len(root.findtext(f"{SEARCH}ShortName", "")) <= 16
    assert len(root.findtext(f"{SEARCH}Description", "")) <= 1024
    addresses = {url.get("type"): url.get("template", "") for url in root.findall(f"{SEARCH}Url")}
    assert addresses.keys() == {"text/html", "application/json"}
    for kind, template in addresses.items():
        assert template.startswith(SITE)
        found = client.get(template.removeprefix(SITE).replace("{searchTerms}", quote("égalité au travail")))
        assert found.status_code == 200
        assert found.content_type.startswith(kind or "-")
        assert "égalité au travail" in found.text


def test_a_language_model_finds_every_sheet_as_text(client: FlaskClient, catalogue: Catalogue):
    """A title, a summary, and links to sources that answer in Markdown (llmstxt.org)."""
    text = client.get("/llms.txt").text
    assert text.startswith("# ")
    assert re.search(r"^> \w", text, re.MULTILINE)
    assert re.findall(r"^(\w+) .+ : \S", text, re.MULTILINE)[:3] == ["Chaque", "Recherche", "Toutes"], "a line each"
    assert "\n\n## Pratiques\n\n- [" in text
    links = re.findall(r"^- \[(.+)\]\((\S+)\)", text, re.MULTILINE)
    assert len(links) == len(catalogue.practices) > 50
    for title, address in links:
        answer = client.get(address.removeprefix(SITE))
        assert answer.content_type == "text/markdown; charset=utf-8"
        assert title[:20] in answer.text
