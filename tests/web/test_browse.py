"""Ways in without words: by lever, sector, audience, territory; what is missing. Their counts are the search's."""

import datetime
import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from app.catalogue.catalogue import Catalogue
from app.catalogue.overview import lesson_of_the_day
from app.catalogue.query import Query
from app.content.library import Library
from app.content.practice import Practice
from app.content.section import Item
from app.snapshot.store import Store
from app.web.views.browse import CARDS
from tests.conftest import DAY, SMALL_SHEETS, make_client

LISTS = {
    "theme": "/",
    "lever": "/leviers",
    "sector": "/secteurs",
    "audience": "/publics",
    "department": "/carte",
}
COUNTED = re.compile(r'<a[^>]* href="(/pratiques\?[^"]+)"[^>]*>[^<]*<span class="count">(\d+)')


def count_behind(catalogue: Catalogue, address: str) -> int:
    """How many practices the search at an address finds."""
    args = [(name, value) for name, values in parse_qs(urlsplit(unescape(address)).query).items() for value in values]
    return catalogue.count(Query.from_args(args))


def section_of(html: str, name: str) -> str:
    found = re.search(rf'<section[^>]* aria-labelledby="{name}".*?</section>', html, re.DOTALL)
    assert found, name
    return found.group(0)


@pytest.mark.parametrize("facet", LISTS)
def test_each_list_leads_to_every_term_that_has_practices(client: FlaskClient, catalogue: Catalogue, facet: str):
    """By theme, lever, sector, audience and territory: each term in use, with its number; the home page leads there."""
    assert f'href="{LISTS[facet]}"' in client.get("/").text
    rows = re.findall(r"<li[^>]*>.*?</li>", client.get(LISTS[facet]).text, re.DOTALL)
    used = {slug: count for slug, count in catalogue.counts(facet).items() if count}
    assert used
    for slug, count in used.items():
        (row,) = (row for row in rows if re.search(rf'href="/[a-z]+/{slug}"', row))
        assert re.search(rf'class="count">{count}\b', row)


def test_the_home_page_has_a_door_for_each_situation(content: Path):
    """The words of the door, in the order of the files; behind it the practices, their first pitfalls, their levers."""
    write_selection(content, "achats", "door: J'achète")
    write_selection(content, "emploi", "door: J'accompagne")
    write_selection(content, "autre")
    store = Store(content, content.parent / "snapshots")
    store.ensure()
    client = make_client(store)
    doors = re.findall(r'<h3><a href="([^"]+)">([^<]+)</a></h3>', section_of(client.get("/").text, "portes"))
    assert [(path, unescape(words)) for path, words in doors] == [
        ("/selections/achats", "J'achète"),
        ("/selections/emploi", "J'accompagne"),
    ]
    pitfalls = section_of(client.get("/selections/achats").text, "pieges")
    for slug in SMALL_SHEETS:
        assert f'href="/pratiques/{slug}#vigilance"' in pitfalls
    assert 'id="pieges"' not in client.get("/selections/autre").text


def test_the_home_page_shows_what_an_editor_chose(content: Path):
    """Those of the newest featured selection, in its order, those withdrawn left out; else the newest sheets."""
    assert sorted(shown_at_home(content)) == sorted(SMALL_SHEETS)
    write_selection(content, "ancienne", "featured: true", published="2026-01-01")
    write_selection(content, "une", "featured: true", published="2026-06-01", slugs=reversed(SMALL_SHEETS))
    assert shown_at_home(content) == list(reversed(SMALL_SHEETS))
    withdrawn = content / "practices" / f"{SMALL_SHEETS[0]}.md"
    text = withdrawn.read_text(encoding="utf-8")
    withdrawn.write_text(text.replace("published:", "withdrawn: {reason: Finie.}\npublished:"), encoding="utf-8")
    assert shown_at_home(content) == [SMALL_SHEETS[1]]


def test_every_lesson_has_its_day(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch):
    """It changes within days; over a long time each pitfall that a document says has been shown."""
    seen = []
    for day in range(1_000):
        monkeypatch.setenv("PRATIQUES_TODAY", (DAY + datetime.timedelta(days=day)).isoformat())
        lesson = lesson_of_the_day(catalogue, "vigilance")
        assert lesson and lesson.item.origin == "document"
        seen.append(lesson)
    assert all(len({lesson.item.text for lesson in seen[day : day + 7]}) > 1 for day in range(len(seen) - 7))
    told = {item.text for practice in catalogue.practices for item in items_of(practice)}
    assert {lesson.item.text for lesson in seen} == told


def items_of(practice: Practice) -> list[Item]:
    section = practice.section("vigilance")
    return [item for item in section.items if item.origin == "document"] if section else []


def write_selection(
    content: Path, slug: str, line: str = "", published: str = "2026-06-01", slugs: Iterable[str] = SMALL_SHEETS
) -> None:
    chosen = "".join(f"  - {{slug: {each}, note: Une note.}}\n" for each in slugs)
    (content / "selections").mkdir(exist_ok=True)
    (content / "selections" / f"{slug}.md").write_text(
        f"---\ntitle: Titre\nsummary: Un résumé.\n{line}\npractices:\n{chosen}published: {published}\n---\n\nTexte.\n",
        encoding="utf-8",
    )


def shown_at_home(content: Path) -> list[str]:
    store = Store(content, content.parent / "snapshots")
    store.ensure(force=True)
    section = section_of(make_client(store).get("/").text, "a-la-une")
    return re.findall(r'<h3 class="card-title"><a href="/pratiques/([a-z0-9-]+)"', section)


@pytest.mark.parametrize(
    ("facet", "path"),
    [("audience", "/publics/femmes"), ("department", "/territoires/62"), ("lever", "/leviers/formation")],
)
def test_a_term_gathers_its_practices(client: FlaskClient, catalogue: Catalogue, facet: str, path: str):
    """What the word covers, and each of its practices once: the first as cards, the others by their title."""
    slug = path.rsplit("/", maxsplit=1)[-1]
    html = client.get(path).text
    term = catalogue.vocabulary.terms(catalogue.facet(facet).list_name)[slug]
    assert unescape(html).count(term.definition or term.label) >= 1
    headlines = catalogue.find(Query(terms=((facet, slug),)))
    section = section_of(html, "pratiques")
    assert len(headlines) > 3
    assert section.count('<article class="card') == min(len(headlines), CARDS)
    assert sorted(re.findall(r'href="/pratiques/([a-z0-9-]+)"', section)) == sorted(one.slug for one in headlines)


@pytest.mark.parametrize("path", ["/publics/femmes", "/publics/habitants-qpv", "/territoires/59"])
def test_a_term_leads_further_with_true_numbers(client: FlaskClient, catalogue: Catalogue, path: str):
    """From an audience or a territory, each lever tried there opens a search that finds as many as it says."""
    ways = COUNTED.findall(section_of(client.get(path).text, "par-lever"))
    assert len(ways) > 3
    assert [way for way in ways if count_behind(catalogue, way[0]) != int(way[1])] == []


def test_every_audience_is_explained(client: FlaskClient, library: Library):
    """The list of audiences says what each word covers, those without a practice included."""
    html = unescape(client.get("/publics").text)
    for term in library.vocabulary.audiences.values():
        assert f'href="/publics/{term.slug}"' in html
        assert term.definition
        assert term.definition in html


def test_the_map_leads_to_territories(client: FlaskClient, catalogue: Catalogue):
    """Each department twice, on the map and in the list, with the number that its page shows."""
    html = client.get("/carte").text
    for slug in catalogue.vocabulary.departments:
        assert html.count(f'href="/territoires/{slug}"') == 2
        count = catalogue.counts("department").get(slug, 0)
        page = client.get(f"/territoires/{slug}").text
        assert f">{count}\u00a0pratique" in page if count else "Proposez-la" in page


def test_coverage_counts_as_the_search_does(client: FlaskClient, catalogue: Catalogue):
    """Each full cell opens a search that finds as many; each empty one the form with its sector and lever chosen."""
    html = client.get("/couverture").text
    full = re.findall(r'<a class="heat-\d" href="([^"]+)"[^>]*>(\d+)</a>', html)
    assert len(full) > 50
    assert [cell for cell in full if count_behind(catalogue, cell[0]) != int(cell[1])] == []
    empty = [unescape(address) for address in re.findall(r'<a class="empty-cell" href="([^"]+)"', html)]
    assert len(full) + len(empty) == len(catalogue.vocabulary.sectors) * len(catalogue.vocabulary.levers)
    asked = parse_qs(urlsplit(empty[0]).query)
    form = client.get(empty[0]).text
    for name, slug in (("sectors", asked["sector"][0]), ("levers", asked["lever"][0])):
        assert re.search(rf'name="{name}" value="{slug}" checked', form)


LEADS = """\
---
title: Proposer une pratique
summary: Une page.
reviewed: 2026-11-21
leads:
  - title: Dans le Bruaysis
    about: Actions connues par leur titre.
    document: panorama-egalite-2025
    department: "62"
    leads:
      - {title: Club & Seniors, organisation: Passport Forma, where: Annexe 1, theme: acces-emploi}
      - {title: Recycljouets}
---

Un texte.
"""


def test_leads_are_listed_where_practices_lack_and_open_the_form(content: Path, client: FlaskClient):
    """On the page that has them and under the table of coverage: the same list, which opens the form filled in."""
    (content / "pages").mkdir()
    (content / "pages" / "contribuer.md").write_text(LEADS, encoding="utf-8")
    store = Store(content, content.parent / "snapshots")
    store.ensure()
    site = make_client(store)
    table, page = (section_of(site.get(path).text, "p-a-documenter") for path in ("/couverture", "/contribuer"))
    assert table == page
    assert 'href="/sources#panorama-egalite-2025"' in table
    known, titled = (unescape(each) for each in re.findall(r'href="([^"]+)" aria-label="Raconter', table))
    form = site.get(known).text
    for typed in ('value="Club &amp; Seniors"', 'value="Passport Forma"', 'value="acces-emploi" selected'):
        assert typed in form
    assert re.search(r'name="territory.departments" value="62" checked', form)
    assert 'value="Recycljouets"' in site.get(titled).text
    assert "À documenter" not in client.get("/couverture").text


HELP = """\
help:
  violences:
    label: Victime ou témoin ?
    definition: Appels gratuits.
    checked: 2026-11-21
    numbers:
      - {number: "116 006", purpose: aide aux victimes., source: "https://exemple.org/116006"}
      - {number: "114", purpose: urgence., sms: true}
"""


def test_numbers_to_call_are_on_every_page_about_a_term_that_points_to_them(content: Path, client: FlaskClient):
    """Of the term, its sheets, what is found by them, selections, a page that asks for them; and on no other page."""
    vocabulary = content / "vocabulary.yaml"
    sector = "  transport-logistique:\n"
    lists = vocabulary.read_text(encoding="utf-8").replace(sector, f"{sector}    help: violences\n")
    vocabulary.write_text(HELP + lists, encoding="utf-8")
    page = "---\ntitle: Une page\nsummary: Une page.\nreviewed: 2026-11-21\nhelp: violences\n---\n\nUn texte.\n"
    (content / "pages").mkdir()
    (content / "pages" / "aide.md").write_text(page, encoding="utf-8")
    store = Store(content, content.parent / "snapshots")
    store.ensure()
    site = make_client(store)
    about, other = SMALL_SHEETS
    shown = [
        "/secteurs/transport-logistique",
        f"/pratiques/{about}",
        "/pratiques?sector=transport-logistique",
        f"/selection?s={other}&s={about}",
        f"/selection?s={about}&vue=projeter",
        "/aide",
    ]
    assert [path for path in shown if "116 006" not in site.get(path).text] == []
    assert 'href="tel:116006">116 006</a> : aide aux victimes.' in site.get(f"/pratiques/{about}").text
    assert 'href="sms:114">114</a> : urgence.' in site.get(f"/pratiques/{about}").text
    others = ["/", "/pratiques", f"/pratiques/{other}", f"/selection?s={other}", "/secteurs/espaces-verts"]
    assert [path for path in others if "116 006" in site.get(path).text] == []
    assert "help-numbers" not in client.get(f"/pratiques/{about}").text


@pytest.mark.parametrize("path", ["/publics/rien", "/territoires/75", "/territoires/rien"])
def test_an_unknown_term_is_not_found(client: FlaskClient, path: str):
    assert client.get(path).status_code == 404


def test_searches_are_not_pages_to_index_apart(client: FlaskClient):
    """Words are the visitor's: their page points engines to the same list without words, and is hidden when empty."""
    found = client.get("/pratiques?q=insertion&lever=formation").text
    assert re.search(r'<link rel="canonical" href="[^"]+/pratiques\?lever=formation">', found)
    assert "noindex" not in found
    assert "noindex" in client.get("/pratiques?q=zzzzzz").text


def test_figures_of_a_page_are_drawn_to_one_scale(client: FlaskClient, library: Library):
    """On /reperes the bar of each percentage is as long as its figure, so that two bars compare as their figures do."""
    html = client.get("/reperes").text
    drawn = [float(width) for width in re.findall(r'class="bar" width="([\d.]+)"', html)]
    shares = [one for one in library.pages["reperes"].indicators if one.unit == "%"]
    assert len(shares) > 5
    assert [value.value for one in shares for value in one.values if float(value.value) not in drawn] == []


def test_a_figure_that_did_not_change_has_no_arrow(client: FlaskClient):
    """25 000 in one year and in the next are told once, with both years below."""
    page = client.get("/pratiques/bethune-violentometre-baguettes-pharmacies").get_data(as_text=True)
    figures = re.findall(r'<p class="big-figure">(.*?)</p>', page)
    unchanged = [figure for figure in figures if "25\u202f000" in figure]
    assert unchanged
    assert not any("→" in figure for figure in unchanged)
    assert any("→" in figure for figure in figures if figure not in unchanged)


def test_the_second_page_says_so(client: FlaskClient):
    """In its title and in its heading; the first says nothing."""
    html = client.get("/pratiques?page=2").text
    assert re.search(r"<title>\d+\spratiques \(page 2 sur \d+\) ·", html)
    assert re.search(r'<h2 id="total"[^>]*>\d+\spratiques \(page 2 sur \d+\)</h2>', html)
    assert "page 1 sur" not in client.get("/pratiques").text.partition("<main")[0]
