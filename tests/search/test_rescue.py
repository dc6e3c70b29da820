"""Ways on from a search that finds little: what each announces is what its page shows."""

import pytest

from app.catalogue.alternatives import FEW
from app.catalogue.catalogue import Catalogue
from app.catalogue.query import Query

POOR = [
    Query(text="mixup", terms=(("sector", "btp"),)),
    Query(text="violentometre", terms=(("department", "80"), ("lever", "formation"))),
    Query(text="ripeur"),
    Query(text='"égalité femmes piscine"'),
    Query(text="egaltie", exact=True),
    Query(text="zzzzzz"),
    Query(text="zzzzzz", terms=(("sector", "btp"),), fresh=True),
    Query(text="TMMF usine", terms=(("sector", "culture-sport"),)),
    Query(terms=(("sector", "defense-securite"), ("lever", "commande-publique"))),
]


@pytest.mark.parametrize("query", POOR, ids=lambda query: repr(query.to_args()))
def test_each_way_leads_to_what_it_announces(catalogue: Catalogue, query: Query):
    """A poor search is never a dead end, and no way leads to fewer results than promised."""
    results = catalogue.search(query)
    assert results.total <= 2
    assert results.rescue
    for way in results.rescue:
        assert catalogue.search(way.query).total == way.total > results.total, way.label


def test_a_rich_search_needs_no_rescue(catalogue: Catalogue):
    """Ways on are for those who found little."""
    assert catalogue.search(Query(text="égalité")).rescue == ()


def test_another_name_is_a_way(catalogue: Catalogue):
    """A neighbouring term of the glossary is proposed with its count."""
    ways = catalogue.search(Query(text="IAE", terms=(("sector", "culture-sport"),))).rescue
    assert any("insertion par l" in way.label for way in ways)


@pytest.mark.parametrize(
    ("text", "department"),
    [
        ("Roubaix", "59"),
        ("à hénin beaumont", "62"),
        ("HÉNIN-BEAUMONT", "62"),
        ("zzzz à Château Thierry", "02"),
        ("Oseille", ""),
    ],
)
def test_a_town_leads_to_its_department(catalogue: Catalogue, text: str, department: str):
    """Few sheets name a town of the region: those of its department are offered."""
    ways = [way.query for way in catalogue.search(Query(text=text)).rescue]
    counts = {code: catalogue.count(Query(terms=(("department", code),))) for code in catalogue.vocabulary.departments}
    expected = [Query(terms=(("department", department),))] if counts.get(department) else []
    assert [way for way in ways if way.selected("department")] == expected


def test_words_that_find_enough_by_themselves_keep_their_filters(catalogue: Catalogue):
    """The filters left little of them: other names are looked for where the visitor is, not elsewhere."""
    query = Query(text="IAE", terms=(("sector", "culture-sport"),))
    assert catalogue.count(query.without_terms()) > FEW
    renamed = [way.query for way in catalogue.search(query).rescue if way.label.startswith("Chercher")]
    assert renamed
    assert {other.terms for other in renamed} == {query.terms}


def test_words_that_find_little_are_respelt_and_their_filters_dropped(catalogue: Catalogue):
    """Nobody wrote « chomeure »: what was meant is offered, under the filter and without it."""
    query = Query(text="zéro chomeure", terms=(("sector", "defense-securite"),), exact=True)
    assert catalogue.count(query.without_terms()) <= FEW
    texts = {way.query.text for way in catalogue.search(query).rescue if way.query.terms == ()}
    assert any(text not in ("", query.text) for text in texts)
