"""Ways in without words: by lever, sector, audience, territory; what is missing. Their counts are the search's."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from app.catalogue.catalogue import Catalogue
from app.catalogue.query import Query
from app.content.library import Library
from app.web.views.browse import CARDS

FACETS = ("lever", "sector", "theme", "audience", "department")
COUNTED = re.compile(r'<a[^>]* href="(/pratiques\?[^"]+)"[^>]*>[^<]*<span class="count">(\d+)')


def count_behind(catalogue: Catalogue, address: str) -> int:
    """How many practices the search at an address finds."""
    args = [(name, value) for name, values in parse_qs(urlsplit(unescape(address)).query).items() for value in values]
    return catalogue.count(Query.from_args(args))


def section_of(html: str, name: str) -> str:
    found = re.search(rf'<section[^>]* aria-labelledby="{name}".*?</section>', html, re.DOTALL)
    assert found, name
    return found.group(0)


@pytest.mark.parametrize("facet", FACETS)
def test_home_leads_to_every_term_that_has_practices(client: FlaskClient, catalogue: Catalogue, facet: str):
    """By theme, lever, sector, audience and territory: each term in use, with its number, and no other."""
    section = section_of(client.get("/").text, f"par-{facet}")
    used = {slug: count for slug, count in catalogue.counts(facet).items() if count}
    assert used
    for slug, count in used.items():
        row = re.search(rf'<li[^>]*><a href="/[a-z]+/{slug}">.*?</li>', section)
        assert row, slug
        assert re.search(rf'class="count">{count}\b', row.group(0))
    assert section.count("<li") == len(used) + (facet == "theme")  # and every practice at the end of the themes


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
