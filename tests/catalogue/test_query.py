"""The query: one object for what a visitor asked, and one address for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.query import FACET_NAMES, MAX_PAGE, MAX_TEXT, SORTS, Query

slugs = st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
texts = st.text(max_size=MAX_TEXT).map(lambda text: " ".join(text.split()))
queries = st.builds(
    Query,
    text=texts,
    terms=st.sets(st.tuples(st.sampled_from(FACET_NAMES), slugs), max_size=8).map(lambda terms: tuple(sorted(terms))),
    fresh=st.booleans(),
    exact=st.booleans(),
    sort=st.sampled_from(SORTS),
    page=st.integers(1, MAX_PAGE),
)


@given(queries)
def test_an_address_leads_back_to_its_query(query: Query):
    """Writing a query as an address and reading it gives the same query, and nothing is ignored."""
    again = Query.from_args(query.to_args())
    assert again == query
    assert again.ignored == ()


@given(queries, st.sampled_from(FACET_NAMES), slugs)
def test_toggling_twice_changes_nothing_but_the_page(query: Query, facet: str, slug: str):
    """A filter taken away leaves the query as it was before it was added."""
    assert query.toggle(facet, slug).toggle(facet, slug) == query.change(page=1)


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=300)), max_size=20))
def test_any_parameters_make_a_query(args: list[tuple[str, str]]):
    """Garbage is left out, never fatal."""
    query = Query.from_args(args)
    assert query.page >= 1
    assert len(query.text) <= MAX_TEXT


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ([], Query()),
        ([("q", "")], Query()),
        ([("q", "  clause   sociale ")], Query(text="clause sociale")),
        ([("sector", "btp"), ("sector", "btp")], Query(terms=(("sector", "btp"),))),
        ([("sector", "")], Query()),
        ([("page", "3")], Query(page=3)),
        ([("utm_source", "lettre")], Query()),
    ],
)
def test_harmless_parameters_say_nothing(args: list[tuple[str, str]], expected: Query):
    """Empty, repeated and tracking parameters change nothing, and nobody is bothered with them."""
    assert Query.from_args(args) == expected
    assert Query.from_args(args).ignored == ()


@pytest.mark.parametrize(
    ("args", "expected", "said"),
    [
        ([("page", "-1")], Query(), "-1"),
        ([("page", "deux")], Query(), "deux"),
        ([("page", "٣")], Query(), "٣"),
        ([("sort", "hasard")], Query(), "hasard"),
        ([("exact", "oui")], Query(), "oui"),
        ([("couleur", "bleu")], Query(), "couleur"),
        ([("q", "a" * 10_000)], Query(text="a" * MAX_TEXT), "200"),
        ([("page", "9" * 500)], Query(page=MAX_PAGE), None),
    ],
)
def test_what_is_not_understood_is_left_out_and_said(args: list[tuple[str, str]], expected: Query, said: str | None):
    """A bad value of a known parameter never breaks a search: it is ignored, and the visitor is told."""
    query = Query.from_args(args)
    assert query == expected
    assert bool(query.ignored) == (said is not None)
    if said:
        assert said in query.ignored[0]
