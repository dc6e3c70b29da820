"""A site under a path of its host (`url: https://exemple.org/inclusion`), behind a proxy that takes it away or not."""

import html
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from app.content.library import load_library
from app.content.problem import UnusableContent
from app.snapshot.store import Store
from tests.conftest import CONTENT, copy_small_content, make_client

HOST = "https://exemple.org"
PREFIX = "/inclusion"
_LINK = re.compile(r'(?:href|src|action|data-suggestions)="(/[^"#]*)')
_FULL = re.compile(re.escape(HOST) + r"(/[^\s\"'<>)\\#]*)?")
CRAWLED = (
    "/",
    "/pratiques?q=mixit%C3%A9",
    "/pratiques/stef-mixup",
    "/pratiques/stef-mixup/carte",
    "/leviers/embauche",
    "/selection?s=stef-mixup,eve-binomes-grand-site-deux-caps&vue=fiche",
    "/vigilance",
    "/glossaire",
    "/contribuer/formulaire?fiche=stef-mixup",
    "/donnees",
    "/guide",
    "/nulle-part",
)
TYPED = {"action": "preview", "title": "Un titre"}


def move(content: Path, url: str) -> None:
    """Give the site another public address."""
    path = content / "site.yaml"
    path.write_text(re.sub(r"(?m)^url:.*$", f"url: {url}", path.read_text(encoding="utf-8")), encoding="utf-8")


@pytest.fixture(scope="module")
def under(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The site of two practices and a page with a link, under a path."""
    folder = tmp_path_factory.mktemp("under")
    content = copy_small_content(folder)
    move(content, f"{HOST}{PREFIX}")
    (content / "pages").mkdir()
    page = (CONTENT / "pages" / "a-propos.md").read_text(encoding="utf-8")
    front = page[: page.index("---", 3) + 3]
    (content / "pages" / "guide.md").write_text(f"{front}\n\nVoir [la fiche](/pratiques/stef-mixup).\n", "utf-8")
    return make_client(Store(content, folder / "snapshots"))


@pytest.mark.parametrize("path", CRAWLED)
def test_every_link_of_a_page_is_under_the_path_and_answers(under: FlaskClient, path: str):
    """Styles, scripts, forms, links of texts; what the proxy leaves and what it takes away."""
    page = under.get(PREFIX + path)
    assert page.text == under.get(path).text
    links = {html.unescape(link) for link in _LINK.findall(page.text)}
    assert len(links) > 2 or path.endswith("/carte")
    for link in sorted(links):
        assert link.startswith((f"{PREFIX}/", f"{PREFIX}?")), link
        assert not link.startswith(PREFIX * 2), link
    kept = [link for link in sorted(links) if re.search("/static/|/pratiques/|/leviers$|/glossaire$", link)]
    assert kept
    for link in kept:
        assert under.get(link).status_code == 200, link
        assert under.get(link.removeprefix(PREFIX)).status_code == 200, link


@pytest.mark.parametrize(
    "path",
    [
        *(path for path in CRAWLED if "formulaire" not in path),  # whose examples are addresses
        "/pratiques.json?q=stef",
        "/pratiques.csv",
        "/pratiques.atom",
        "/pratiques.feed.json",
        "/pratiques/stef-mixup.json",
        "/donnees/base.json",
        "/openapi.json",
        "/sitemap.xml",
        "/robots.txt",
        "/opensearch.xml",
        "/llms.txt",
        "/suggestions?q=stef",
        f"/oembed?url={HOST}{PREFIX}/pratiques/stef-mixup",
    ],
)
def test_every_address_in_full_is_the_public_one(under: FlaskClient, path: str):
    """Canonical, feeds, oEmbed, plan of the site: under the path, once."""
    text = html.unescape(under.get(PREFIX + path).text)
    found = [address for address in _FULL.findall(text) if address not in ("/depot", "/r.pdf")]
    assert all(address == PREFIX or address.startswith(f"{PREFIX}/") for address in found), found
    assert PREFIX * 2 not in text
    assert f"{HOST}%2F" not in text


def test_redirections_stay_under_the_path(under: FlaskClient):
    """Short addresses, former addresses, addresses copied with their full stop."""
    code = under.get("/pratiques/stef-mixup.json").json["short_url"].removeprefix(f"{HOST}{PREFIX}")
    for asked in (code, PREFIX + code):
        answer = under.get(asked)
        assert (answer.status_code, answer.location) == (301, f"{PREFIX}/pratiques/stef-mixup")


def test_a_form_that_was_sent_leads_under_the_path(under: FlaskClient):
    """The page that answers a POST, by both proxies."""
    for path in ("/contribuer/formulaire", f"{PREFIX}/contribuer/formulaire"):
        answer = under.post(path, data=TYPED)
        assert answer.status_code == 400
        assert f'action="{PREFIX}/contribuer/formulaire?' in answer.text
        assert not re.search(r'(?:href|src|action)="/(?!inclusion[/"?#])', answer.text)


def test_a_text_of_the_data_has_its_links_under_the_path(under: FlaskClient):
    """The HTML of a sheet in JSON, as on its page."""
    data = under.get("/pratiques/stef-mixup.json").json
    links = [link for section in data["sections"] for link in _LINK.findall(section["html"])]
    assert all(link.startswith(f"{PREFIX}/") for link in links)


def test_the_path_is_that_of_the_content_whatever_a_request_says(under: FlaskClient):
    """Headers of a proxy, or of anybody, change nothing; nor does SCRIPT_NAME of another server."""
    page = under.get("/pratiques/stef-mixup").text
    headers = {"X-Forwarded-Prefix": "/ailleurs", "X-Script-Name": "/ailleurs", "X-Forwarded-Host": "ailleurs.org"}
    assert under.get("/pratiques/stef-mixup", headers=headers).text == page
    assert under.get("/pratiques/stef-mixup", environ_overrides={"SCRIPT_NAME": "/ailleurs"}).text == page
    assert under.get("/ailleurs/pratiques/stef-mixup").status_code == 404
    assert under.get(f"{PREFIX}{PREFIX}/pratiques/stef-mixup").status_code == 404


def test_the_home_page_answers_without_its_slash(under: FlaskClient):
    """As the address is written in site.yaml."""
    assert under.get(PREFIX).text == under.get("/").text
    assert under.get(f"{PREFIX}/").status_code == 200


def test_oembed_knows_only_what_is_under_the_path(under: FlaskClient):
    """Another site of the same host is another site."""
    assert under.get(f"/oembed?url={HOST}/pratiques/stef-mixup").status_code == 404
    assert under.get(f"/oembed?url={HOST}{PREFIX}x/pratiques/stef-mixup").status_code == 404


def test_both_paths_are_one_page_in_memory(under: FlaskClient):
    """And one tag: a browser that has the one does not load the other."""
    tag = under.get("/leviers").headers["ETag"]
    assert under.get(f"{PREFIX}/leviers", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    "url",
    ["https://exemple.org/pratiques", "https://exemple.org/leviers/x", "https://exemple.org/s", "https://exemple.org?a=1",
     "https://exemple.org/a#b", "https://exemple.org/a//b", "https://exemple.org/a/../b", "https://exemple.org/a%20b"],
)  # fmt: skip
def test_a_path_that_cannot_be_served_is_refused_with_the_reason(content: Path, url: str):
    """One of the site's own, or what is no folder."""
    move(content, url)
    with pytest.raises(UnusableContent) as told:
        load_library(content)
    (problem,) = told.value.problems
    assert (problem.file, problem.key, problem.read) == ("content/site.yaml", "url", url)
    assert "adresse" in problem.message


def test_a_page_with_the_name_of_the_path_is_told(content: Path):
    """Nothing would tell it from the home page."""
    move(content, f"{HOST}{PREFIX}")
    (content / "pages").mkdir()
    page = (CONTENT / "pages" / "a-propos.md").read_bytes()
    (content / "pages" / "inclusion.md").write_bytes(page)
    assert any(problem.file == "content/pages/inclusion.md" for problem in load_library(content).problems)


def test_a_deeper_path_with_a_slash_at_its_end(content: Path, tmp_path: Path):
    """`https://exemple.org/a/b/`."""
    move(content, f"{HOST}/a/b/")
    client = make_client(Store(content, tmp_path / "snapshots"))
    page = client.get("/a/b/pratiques/stef-mixup").text
    assert f'<link rel="canonical" href="{HOST}/a/b/pratiques/stef-mixup">' in page
    assert 'href="/a/b/leviers"' in page
    assert urlsplit(client.get("/pratiques/stef-mixup.json").json["url"]).path == "/a/b/pratiques/stef-mixup"
