"""Filters and counts on the published practices: what a number announces is what its link opens."""

import datetime
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.catalogue.catalogue import Catalogue
from app.catalogue.facet import COMMON
from app.catalogue.indexing import RULES
from app.catalogue.query import Query
from app.content.headline import Headline
from app.content.practice import FACETS, Facet, Practice
from app.search.engine import open_engine
from app.search.whoosh_index import IndexPart
from app.snapshot.store import Store

QUERIES = [
    Query(),
    Query(text="égalité"),
    Query(text="clause sociale", terms=(("sector", "btp"),)),
    Query(terms=(("lever", "embauche"), ("lever", "immersion"), ("theme", "acces-emploi"))),
    Query(terms=(("department", "59"), ("evidence", "avant-apres"))),
]

FACET_HOMES = {
    "app/addresses.py",  # endpoints that bear the name of a facet
    "app/content/annotation.py",  # of a pitfall or key, the lever under which it is filed
    "app/content/practice.py",  # where facets are declared
    "app/catalogue/site_index.py",  # other names of a term, which are towns of a department
    "app/catalogue/statistics.py",  # what the base is counted by
    # The pages of terms, of pitfalls, of the coverage and of the map, and the ways to them.
    "app/export/site.py",
    "app/web/views/browse.py",
    "app/web/views/discovery.py",
    "app/web/routes.py",
    "templates/components/sheet_body.html",
    "templates/coverage.html",
    "templates/map.html",
    "templates/motifs.html",
    "templates/pitfalls.html",
    "templates/selection.html",
    "templates/term.html",
    "templates/terms.html",
    "app/review/digest.py",  # where each practice of the letter happened
    "templates/tool.html",
}


def open_again(catalogue: Catalogue, store: Store, facets: Sequence[Facet] = FACETS) -> Catalogue:
    """The same practices in a catalogue of their own."""
    headlines = [Headline.of(practice, facets=facets) for practice in catalogue.library.practices]
    parts, names = [IndexPart(store.ensure() / "segment-0")], [facet.name for facet in facets]
    return Catalogue(catalogue.library, *open_engine(parts, [], headlines, RULES, names), facets=facets)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: repr(query.to_args()))
def test_each_count_is_what_its_filter_finds(catalogue: Catalogue, query: Query):
    """A value's count is the number of results with this value and the other facets' filters, its own facet aside."""
    walked = 0
    for facet in catalogue.search(query).facets:
        others = tuple(term for term in query.terms if term[0] != facet.name)
        for value in facet.values:
            alone = query.change(terms=tuple(sorted([*others, (facet.name, value.value)])))
            assert catalogue.search(alone).total == value.total, (facet.name, value.value)
            walked += 1
    assert walked > 10


def test_the_same_values_stay_in_sight_whatever_is_searched(catalogue: Catalogue):
    """Six of a long facet, those that most practices have; a facet of eight is shown whole."""
    whole = {facet.name: facet for facet in catalogue.search(Query()).facets}
    folded = {name for name, facet in whole.items() if facet.common}
    assert {"sector", "lever", "audience"} <= folded
    for name, facet in whole.items():
        assert (name in folded) == (len(facet.values) > COMMON + 2)
        if name in folded:
            assert min(each.total for each in facet.common) >= max(each.total for each in facet.others)
    for facet in catalogue.search(Query(text="violences")).facets:
        assert {each.value for each in facet.common} <= {each.value for each in whole[facet.name].common}
        assert {*facet.common, *facet.others} == {*facet.values}


def test_a_sort_that_changes_nothing_is_not_offered(catalogue: Catalogue):
    """Every sheet of the frozen base was reviewed on one day; its address still answers, and says its own name."""
    assert len({headline.checked for headline in catalogue.headlines}) == 1
    assert catalogue.search(Query()).sorts == ("pertinence", "annee", "titre")
    assert "recentes" in catalogue.search(Query(sort="recentes")).sorts
    years = [headline.start for headline in catalogue.find(Query(sort="annee"))]
    assert years == sorted(years, reverse=True)
    assert years[0] > years[-1]


def test_counts_equal_the_pages_that_their_addresses_open(client: FlaskClient):
    """Walked over the wire: for a single value chosen, the total of the page is the count that was announced."""
    start = client.get("/pratiques.json?q=emploi").get_json()
    links = [value for facet in start["facets"] for value in facet["values"]]
    assert len(links) > 30
    for value in links:
        page = client.get(value["toggle_url"].replace("/pratiques?", "/pratiques.json?")).get_json()
        assert page["total"] == value["count"], value["toggle_url"]


def test_values_of_one_facet_add_up_and_facets_narrow(catalogue: Catalogue):
    """OR inside a facet, AND between facets."""
    one, other = (("sector", "btp"),), (("sector", "industrie"),)
    both = catalogue.count(Query(terms=one + other))
    assert max(catalogue.count(Query(terms=one)), catalogue.count(Query(terms=other))) <= both
    assert both <= catalogue.count(Query(terms=one)) + catalogue.count(Query(terms=other))
    narrowed = Query(terms=tuple(sorted((*one, ("lever", "immersion")))))
    found = catalogue.find(narrowed)
    assert found
    assert all("btp" in headline.terms["sector"] and "immersion" in headline.terms["lever"] for headline in found)


def test_a_new_facet_is_one_line(catalogue: Catalogue, store: Store):
    """A facet made of a list of the vocabulary and a reading of the practice is filtered, counted and shown at once."""
    century = Facet("siecle", "Siècle", "departments", lambda practice: practice.territory.departments)
    wider = open_again(catalogue, store, (*FACETS, century))
    query = Query.from_args([("siecle", "62")], facets=("siecle",))
    results = wider.search(query)
    assert results.total == catalogue.count(Query(terms=(("department", "62"),)))
    assert [facet.name for facet in results.facets][-1] == "siecle"
    assert results.chips[0].label == "Pas-de-Calais"


@pytest.mark.parametrize("ask", [Catalogue.facet, Catalogue.counts])
def test_an_unknown_facet_is_no_silent_end(catalogue: Catalogue, ask: Callable[[Catalogue, str], object]):
    """Asked for inside a generator, it would end the loop, or be another error: KeyError says what is missing."""
    with pytest.raises(KeyError, match="couleur"):
        ask(catalogue, "couleur")


def test_facet_names_stand_in_known_homes_alone():
    """Code and templates that name a facet in quotes: none of them must know a new one.

    Those of `shared` are keys of the front matter too, or lists: their words tell nothing here.
    """
    root = Path(__file__).resolve().parent.parent.parent
    shared = {"theme", "organisation", "format", "evidence", "status", "contact"}
    shared |= {"size_band", "cost_band", "staff_band", "setup_band"}
    quoted = re.compile("|".join(f"[\"']{facet.name}[\"']" for facet in FACETS if facet.name not in shared))
    files = [*root.glob("app/**/*.py"), *root.glob("templates/**/*.html")]
    homes = {path.relative_to(root).as_posix() for path in files if quoted.search(path.read_text(encoding="utf-8"))}
    assert homes == FACET_HOMES


def test_search_and_filters_name_no_facet():
    """What asks, filters, counts and prints the filters takes them from the practice, one and all."""
    others = {"evidence", "format", "organisation"}  # words that mean something else there too
    root = Path(__file__).resolve().parent.parent.parent
    generic = [
        *(root / "app" / "catalogue" / f"{name}.py" for name in ("query", "facet", "results", "catalogue")),
        root / "app" / "web" / "views" / "search.py",
        root / "templates" / "search.html",
        root / "templates" / "components" / "facet.html",
    ]
    for path in generic:
        text = path.read_text(encoding="utf-8")
        assert not [f.name for f in FACETS if f'"{f.name}"' in text and f.name not in others], path


def test_fresh_keeps_what_was_reviewed_in_time(catalogue: Catalogue, store: Store):
    """The day before the review is due a practice is fresh; on the day, and after, it no longer is."""
    practice: Practice = catalogue.practices[0]
    due = practice.review_due
    for today, is_fresh in [
        (due - datetime.timedelta(days=1), True),
        (due, False),
        (due + datetime.timedelta(days=1), False),
    ]:
        then = open_again(catalogue, store)
        then.today = lambda today=today: today
        found = {p.slug for p in then.find(Query(fresh=True))}
        assert (practice.slug in found) is is_fresh
