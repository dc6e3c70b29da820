"""The whole site as files: everything is there, every link holds, the browser finds what it should."""

import hashlib
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from playwright.sync_api import Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from app.addresses import ADDRESSES
from app.catalogue.catalogue import Catalogue
from app.catalogue.place import PlaceTables
from app.catalogue.query import Query
from app.export.index import FOLDER, write_index
from app.export.publication import ExportReport
from app.export.site import create_export_app
from app.snapshot.store import Store
from tests.browser.axe import find_faults

HOME = "https://exemple.org"
ATOM = "{http://www.w3.org/2005/Atom}"

# One page of each kind that runs or loads something; the search last.
VISITED = (
    "", "pratiques/stef-mixup", "pratiques/stef-mixup/carte", "selections/clauses-sociales-achats/projection", "carte",
    "donnees", "selection?s=stef-mixup", "pratiques/?q=QPV",
)  # fmt: skip


class Links(HTMLParser):
    """The targets and the ids of a page, and its policy."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.ids: set[str] = set()
        self.policy = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids.add(values.get("id") or "")
        self.targets |= {value for name in ("href", "src", "action") if (value := values.get(name))}
        if values.get("http-equiv") == "refresh":
            self.targets.add((values["content"] or "").partition("url=")[2])
        if values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"] or ""


@pytest.fixture(scope="module")
def pages(exported: Path) -> dict[str, Links]:
    """Every page of the export, by the name of its file."""
    found = {path.relative_to(exported).as_posix(): Links(path.read_text("utf-8")) for path in exported.rglob("*.html")}
    assert len(found) > 250
    return found


def addresses(exported: Path) -> Iterator[str]:
    """The promised address of each file."""
    for path in exported.rglob("*"):
        if path.is_file():
            yield "/" + path.relative_to(exported).as_posix().removesuffix("index.html").strip("/")


def test_every_kind_of_address_has_files_or_a_reason_not_to(store: Store, exported: Path):
    """A new route is exported by itself when a page leads to it; if none does, it is seen here."""
    site = create_export_app(store)
    routes = site.url_map.bind("")
    met = {routes.match(address)[0] for address in addresses(exported) if routes.test(address)}
    undated = {"curated_calendar"} - met  # only a selection with a date has a calendar
    told = {each.endpoint for each in ADDRESSES if each.no_file}
    assert {rule.endpoint for rule in site.url_map.iter_rules()} - met == told | undated


def test_a_practice_keeps_all_its_addresses(catalogue: Catalogue, exported: Path):
    """The sheet, its source, its data, its card, its codes, its short address."""
    practice = catalogue.practice("stef-mixup")
    assert practice
    folder = exported / "pratiques"
    for name in ("index.html", "carte/index.html", "qr.svg", "qr.png", "oembed.json", "oembed.xml"):
        assert (folder / practice.slug / name).stat().st_size > 100, name
    assert (folder / f"{practice.slug}.md").read_bytes() == catalogue.source(practice.slug)
    assert json.loads((folder / f"{practice.slug}.json").read_text("utf-8"))["title"] == practice.title
    assert f"pratiques/{practice.slug}/" in (exported / "p" / practice.code / "index.html").read_text("utf-8")


def test_the_data_of_the_base_and_of_each_term_are_files(catalogue: Catalogue, exported: Path):
    """JSON whole, not by pages; a feed that knows its own address."""
    everything = json.loads((exported / "pratiques.json").read_text("utf-8"))
    assert (everything["pages"], len(everything["results"])) == (1, len(catalogue.practices))
    of_sector = json.loads((exported / "donnees/sector/btp.json").read_text("utf-8"))
    assert of_sector["total"] == catalogue.counts("sector")["btp"] == len(of_sector["results"])
    feed = ET.fromstring((exported / "donnees/sector/btp.atom").read_text("utf-8"))  # noqa: S314 (our own feed)
    assert len(feed.findall(f"{ATOM}entry")) == of_sector["total"]
    (own,) = [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own == f"{HOME}/donnees/sector/btp.atom"


def test_cards_have_what_fits_them_to_other_sites(exported: Path):
    """Their script, and the one of the pages around them."""
    card = (exported / "pratiques" / "stef-mixup" / "carte" / "index.html").read_text(encoding="utf-8")
    assert re.search(r'<script src="[./]+/static/card\.js', card)
    assert {"card.js", "cadre.js"} <= {path.name for path in (exported / "static").iterdir()}
    assert "Cross-Origin-Opener-Policy" not in (exported / "_headers").read_text(encoding="utf-8")


def test_every_link_leads_to_a_file_of_the_export(
    made: tuple[ExportReport, Path], exported: Path, pages: dict[str, Links]
):
    """Relative, so that they hold under any folder; to a page, to an anchor that is there."""
    assert made[0].broken == ()
    lost = []
    for name, page in pages.items():
        for target in page.targets if name != "404.html" else ():
            if urlsplit(target).scheme:
                continue
            path, anchor = urldefrag(urljoin(f"/{name}", target))
            file = (unquote(urlsplit(path).path) + ("index.html" if urlsplit(path).path.endswith("/") else "")).lstrip(
                "/"
            )
            is_there = (exported / file).is_file() and (not anchor or file not in pages or anchor in pages[file].ids)
            if not is_there or target.startswith("/"):
                lost.append((name, target))
    assert lost == []


def test_addresses_in_full_lead_to_files_too(exported: Path, pages: dict[str, Links]):
    """Cards, canonical links, descriptions of cards: what is passed on works once the site is at its public address."""
    given = {target for page in pages.values() for target in page.targets if target.startswith(f"{HOME}/")}
    given |= set(re.findall(f"<loc>({HOME}[^<]*)", (exported / "sitemap.xml").read_text("utf-8")))
    assert len(given) > 200
    files = set(addresses(exported))
    assert {target for target in given if urlsplit(target).path.rstrip("/") not in files} <= {
        f"{HOME}/",
        f"{HOME}/depot",
    }


def test_a_page_that_is_not_found_works_at_any_depth(pages: dict[str, Links]):
    """A host shows it under the address that was asked: its links start from the public address."""
    inner = {target for target in pages["404.html"].targets if not urlsplit(target).scheme and target[0] != "#"}
    assert "/pratiques/" in inner
    assert all(target.startswith("/") for target in inner)


def test_every_page_carries_its_policy(pages: dict[str, Links]):
    """A host of files may send no header. No page may compile anything."""
    for name, page in pages.items():
        assert page.policy.startswith("default-src 'none'"), name
        assert "frame-ancestors" not in page.policy, name
        assert "unsafe" not in page.policy, name


def test_two_indexes_of_the_whole_base_are_identical(catalogue: Catalogue, exported: Path, tmp_path: Path):
    """The same bytes for the same practices, links apart; no file is heavy."""
    write_index(catalogue, PlaceTables(), lambda *_: "", tmp_path)
    (tmp_path / FOLDER / "site.json").unlink()
    again = {path.relative_to(tmp_path): digest(path) for path in tmp_path.rglob("*") if path.is_file()}
    assert len(again) > len(catalogue.practices)
    assert again == {name: digest(exported / name) for name in again}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def titles(page: Page) -> list[str]:
    return page.locator("#liste .card-title").all_inner_texts()


def test_the_same_address_shows_the_same_filters_as_behind_a_server(page: Page, export_url: str, catalogue: Catalogue):
    """Filters, counts and order without words: to the unit."""
    query = Query.from_args([("sector", "btp"), ("lever", "formation"), ("sort", "titre")])
    results = catalogue.search(query)
    page.goto(f"{export_url}/pratiques?sector=btp&lever=formation&sort=titre")
    expect(page.locator("#total")).to_have_text(re.compile(f"^{results.total} "))
    assert titles(page) == [hit.headline.title for hit in results.hits]
    shown = {
        f"{box.get_attribute('name')}:{box.get_attribute('value')}": int(count)
        for box in page.locator("[data-facet] label:not([hidden]) input").all()
        if (count := box.locator("xpath=../span/span").text_content())
    }
    assert shown == {f"{facet.name}:{value.value}": value.total for facet in results.facets for value in facet.values}


def test_words_typed_go_into_the_address_and_back_takes_them_away(page: Page, export_url: str):
    """The count is told politely; a filter narrows; Back undoes one step at a time; opened anew, all is there."""
    page.goto(f"{export_url}/pratiques/")
    every = page.locator("#total").inner_text()
    page.get_by_label("Rechercher").fill("clause sociale")
    expect(page.locator("#annonce")).to_have_text(re.compile("^1\\d pratiques pour «\\sclause sociale\\s»$"))
    assert urlsplit(page.url).query == "q=clause+sociale"
    assert "clause" in page.locator("#liste mark").first.inner_text().lower()
    page.get_by_label("Bâtiment et travaux publics").check()
    expect(page.locator(".chips")).to_contain_text("Bâtiment et travaux publics")
    narrowed = titles(page)
    page.reload()
    expect(page.locator("#total")).to_have_text(re.compile("clause sociale"))
    assert titles(page) == narrowed
    page.go_back()
    expect(page.locator(".chips")).to_have_count(0)
    page.go_back()
    expect(page.locator("#total")).to_have_text(every)
    assert page.get_by_label("Rechercher").input_value() == ""


def test_what_cannot_be_found_or_read_is_said(page: Page, export_url: str):
    """No result, no word to search, unknown filter, a word corrected: a sentence, and a way on."""
    page.goto(f"{export_url}/pratiques/?q=xylophone")
    expect(page.locator("#rien")).to_be_visible()
    page.locator("#rien").get_by_role("link", name="toutes les pratiques").click()
    expect(page.locator("#liste > li")).to_have_count(20)
    page.goto(f"{export_url}/pratiques/?q=harcelment")
    expect(page.locator("#avis .notice")).to_contain_text("« harcelment » est cherché comme « harcèlement ».")
    page.get_by_role("link", name="Chercher plutôt « harcelment »").click()
    expect(page.locator("#avis .notice")).to_have_text("Aucune fiche ne contient « harcelment ».")
    expect(page.locator("#liste > li")).to_have_count(0)
    page.goto(f"{export_url}/pratiques/?q=les&sector=nimporte")
    expect(page.locator("#avis .notice").first).to_contain_text("« nimporte » n'est pas dans les filtres")
    expect(page.locator("#liste > li")).to_have_count(20)


def test_without_scripts_every_practice_is_listed_by_lever(
    new_context: CreateContextCallback, export_url: str, catalogue: Catalogue
):
    """And the page says why it does not search."""
    context = new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{export_url}/pratiques/?q=clause")
    expect(page.locator("#recherche-filtres")).to_be_hidden()
    expect(page.get_by_text("la recherche demande JavaScript")).to_be_visible()
    listed = {link.get_attribute("href") for link in page.locator("#par-levier section a").all()}
    assert listed == {f"{practice.slug}/" for practice in catalogue.practices}
    page.locator("#par-levier section a").first.click()
    expect(page.locator(".sheet h1")).to_be_visible()


def test_a_selection_passed_on_is_still_listed(page: Page, export_url: str, catalogue: Catalogue):
    """By slug or short code, in order, with title and notes as text; what is not published is named."""
    other = catalogue.practice("toyota-immersions-femmes-industrie")
    mixup = catalogue.practice("stef-mixup")
    assert other and mixup
    notes = f"note-{mixup.code}=%3Cb%3ECommencer ici"
    page.goto(f"{export_url}/selection?s={other.code},stef-mixup@1f3a9c&s=nimporte&titre=Mon webinaire&{notes}")
    expect(page.locator("h1")).to_have_text("Mon webinaire")
    assert page.locator("#liste .card-title a").all_inner_texts() == [other.title, mixup.title]
    expect(page.locator("#liste .host-note:visible")).to_have_text("Pour animer. <b>Commencer ici")
    expect(page.locator("#perdues")).to_contain_text("nimporte")
    assert find_faults(page) == []
    page.get_by_role("link", name=other.title).click()
    page.wait_for_url(f"{export_url}/pratiques/{other.slug}/")


def test_a_short_address_leads_to_its_sheet(page: Page, export_url: str, catalogue: Catalogue):
    """By a page that sends on, for no host of files redirects by itself."""
    practice = catalogue.practice("stef-mixup")
    assert practice
    page.goto(f"{export_url}/p/{practice.code}")
    page.wait_for_url(f"{export_url}/pratiques/stef-mixup/")
    expect(page.locator("h1")).to_contain_text("STEF")


def test_axe_finds_nothing_to_say_of_the_search_page(page: Page, export_url: str):
    """With results, on a telephone in the light and on a desk in the dark, and no sideways scroll."""
    page.goto(f"{export_url}/pratiques/?q=insertion&lever=formation")
    expect(page.locator("#liste mark").first).to_be_visible()
    for width, scheme in ((320, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        assert find_faults(page, scheme) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_is_asked_of_another_origin_and_nothing_fails(new_context: CreateContextCallback, export_url: str):
    """No request elsewhere, no cookie, no storage, no error told by the browser, on every kind of page."""
    context = new_context()
    asked: list[str] = []
    wrong: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("response", lambda answer: wrong.append(answer.url) if answer.status >= 400 else None)
    context.on("console", lambda message: wrong.append(message.text) if "Policy" in message.text else None)
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    page = context.new_page()
    for path in VISITED:
        page.goto(f"{export_url}/{path}")
    expect(page.locator("#liste mark").first).to_be_visible()
    assert len(asked) > 20
    assert {urlsplit(address).netloc for address in asked} == {urlsplit(export_url).netloc}
    assert wrong == []
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
