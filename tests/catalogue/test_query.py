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
        ([("page", "1")], Query()),
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
        ([("q", "a" * 10_000)], Query(text="a" * MAX_TEXT), "1000"),
        ([("page", "9" * 500)], Query(page=MAX_PAGE), None),
        ([("page", "0000000000005")], Query(page=5), None),
    ],
)
def test_what_is_not_understood_is_left_out_and_said(args: list[tuple[str, str]], expected: Query, said: str | None):
    """A bad value of a known parameter never breaks a search: it is ignored, and the visitor is told."""
    query = Query.from_args(args)
    assert query == expected
    assert bool(query.ignored) == (said is not None)
    if said:
        assert said in query.ignored[0]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([("page", "-1")], "La page « -1 » n'existe pas : voici la première."),
        ([("page", "0")], "La page « 0 » n'existe pas : voici la première."),
        ([("page", "x" * 60)], f"La page « {'x' * 40} » n'existe pas : voici la première."),
        ([("sort", "hasard")], "Le tri « hasard » n'existe pas. Tris possibles : pertinence, annee, recentes, titre."),
        (
            [("sort", "x" * 60)],
            f"Le tri « {'x' * 40} » n'existe pas. Tris possibles : pertinence, annee, recentes, titre.",
        ),
        ([("exact", "oui")], "« exact » vaut 1 ou rien : « oui » est ignoré."),
        ([("fresh", "x" * 60)], f"« fresh » vaut 1 ou rien : « {'x' * 40} » est ignoré."),
        ([("x" * 60, "bleu")], f"Le paramètre « {'x' * 40} » n'est pas connu : il est ignoré."),
        (
            [("q", "a" * 1_001)],
            "La recherche est trop longue : seuls ses 1000 premiers caractères sont pris en compte.",
        ),
        (
            [("sector", f"s{number}") for number in range(101)],
            "Trop de filtres : les 100 premiers seulement sont pris en compte.",
        ),
    ],
)
def test_what_is_ignored_is_said_word_for_word(args: list[tuple[str, str]], said: str):
    """In French, cut when it is long, and once however often it was sent."""
    assert Query.from_args(args).ignored == (said,)
    assert Query.from_args(args * 2).ignored == (said,)


def test_limits_admit_what_they_say():
    """A thousand characters, a hundred filters, eighty characters of a filter, nine digits of a page."""
    assert Query.from_args([("q", "a" * 1_000)]).ignored == ()
    assert Query.from_args([("q", f"{'a' * 999} bc")]).text == "a" * 999
    many = [("sector", f"s{number:03}") for number in range(102)]
    assert Query.from_args(many[:100]).ignored == ()
    assert Query.from_args(many).terms == tuple(many[:100])
    assert Query.from_args([("sector", "s" * 90)] * 2).terms == (("sector", "s" * 80),)
    assert Query.from_args([("page", "999999999")]).page == MAX_PAGE == 999_999_999


@pytest.mark.parametrize("signs", [".", ")", ").", " »", "\u00a0»", "…", ",", "'", '"', ">", "*", "\u200b"])
def test_signs_copied_after_an_address_are_taken_away(signs: str):
    """After a filter, an order, a page or a switch; words stay as they were typed."""
    for name, value in (("lever", "formation"), ("sort", "recentes"), ("page", "2"), ("exact", "1"), ("fresh", "1")):
        assert Query.from_args([(name, value + signs)]) == Query.from_args([(name, value)])
    assert Query.from_args([("lever", signs)]) != Query()
    assert Query.from_args([("q", f"STEF{signs}")]).text == " ".join(f"STEF{signs}".split())


def test_flags_are_one_or_nothing():
    """`1` is yes; nothing and `0` are no, and need no comment; the last one written counts."""
    for name in ("fresh", "exact"):
        assert Query.from_args([(name, "1")]) == Query(**{name: True})
        for value in ("", "0"):
            assert Query.from_args([(name, "1"), (name, value)]) == Query()
            assert Query.from_args([(name, value)]).ignored == ()
    assert Query.from_args([("sort", "")]).ignored == Query.from_args([("page", "")]).ignored == ()
    assert Query.from_args([("sort", "titre"), ("sort", "")]).sort == "pertinence"


def test_parameters_added_to_links_by_mailers_are_passed_over():
    """They say where a visitor comes from, nothing of what is searched."""
    for name in ("utm_source", "fbclid", "gclid", "mtm_campaign", "pk_campaign"):
        assert Query.from_args([("q", "emploi"), (name, "x"), ("page", "2")]) == Query(text="emploi", page=2)
        assert Query.from_args([(name, "x")]).ignored == ()


CHOSEN = Query(
    text="emploi",
    terms=(("lever", "embauche"), ("sector", "btp"), ("sector", "industrie")),
    fresh=True,
    exact=True,
    sort="titre",
    page=3,
)


def test_a_query_tells_what_was_chosen_in_a_facet():
    """In the order of the address; nothing where nothing was."""
    assert CHOSEN.selected("sector") == ("btp", "industrie")
    assert CHOSEN.selected("theme") == ()


def test_the_address_of_a_query_is_always_written_the_same():
    """Words, filters, then the rest, and no value that goes without saying."""
    args = [("q", "emploi"), *CHOSEN.terms, ("fresh", "1"), ("exact", "1"), ("sort", "titre"), ("page", "3")]
    assert CHOSEN.to_args() == args
    assert Query().to_args() == Query(page=1).to_args() == []
    assert Query(page=2).to_args() == [("page", "2")]


def test_each_change_starts_on_the_first_page():
    """A filter added or taken away, all of them taken away, another order: only a page asked for is another page."""
    added = CHOSEN.toggle("audience", "femmes")
    assert (added.terms, added.page) == ((("audience", "femmes"), *CHOSEN.terms), 1)
    removed = CHOSEN.toggle("sector", "btp")
    assert (removed.terms, removed.page) == ((("lever", "embauche"), ("sector", "industrie")), 1)
    assert CHOSEN.without_terms() == Query(text="emploi", exact=True, sort="titre")
    assert CHOSEN.change(sort="recentes") == Query("emploi", CHOSEN.terms, True, True, "recentes", 1)
    assert CHOSEN.change(page=4).page == 4


@pytest.mark.parametrize(
    ("query", "is_empty"),
    [
        (Query(), True),
        (Query(exact=True, sort="titre", page=2), True),
        (Query(text="emploi"), False),
        (Query(terms=(("sector", "btp"),)), False),
        (Query(fresh=True), False),
    ],
)
def test_only_words_and_filters_narrow(query: Query, is_empty: bool):
    """The order, the page and exactness show everything as well."""
    assert query.is_empty is is_empty
