"""Filters as sets of documents, on a few that are read at a glance."""

import pytest

from app.search.facet_index import FacetIndex, make_set, members

BTP, INDUSTRIE = ("sector", "btp"), ("sector", "industrie")
IMMERSION, FORMATION = ("lever", "immersion"), ("lever", "formation")


@pytest.fixture
def index() -> FacetIndex:
    """Of four practices, the last without any term."""
    return FacetIndex(
        [
            {"sector": ("btp",), "lever": ("immersion",)},
            {"sector": ("btp", "industrie"), "lever": ("immersion", "formation")},
            {"sector": ("industrie",), "lever": ("formation",)},
            {"sector": (), "lever": ()},
        ],
        ["sector", "lever"],
    )


def test_a_set_gives_back_its_members_in_order():
    """A set of practices is its numbers, whatever the order in which they came, the last number admitted included."""
    assert list(members(make_set([9, 0, 64, 3], size=70))) == [0, 3, 9, 64]
    assert list(members(make_set([], size=70))) == []
    assert list(members(make_set([], size=0))) == []
    for size in range(1, 20):
        assert list(members(make_set(range(size), size))) == list(range(size))


def test_sets_cross_as_sets_do():
    """What two sets share, what either holds, how many that makes."""
    one, other = make_set([1, 8, 12], 13), make_set([8, 9], 13)
    assert list(members(one & other)) == [8]
    assert list(members(one | other)) == [1, 8, 9, 12]
    assert (one | other).bit_count() == 4


def test_a_value_finds_the_practices_that_have_it(index: FacetIndex):
    """A value that nobody has finds none."""
    assert list(members(index.having("sector", "industrie"))) == [1, 2]
    assert list(members(index.having("sector", "culture"))) == []


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ((), [0, 1, 2, 3]),
        ((BTP,), [0, 1]),
        ((BTP, INDUSTRIE), [0, 1, 2]),
        ((IMMERSION, BTP), [0, 1]),
        ((FORMATION, BTP), [1]),
        ((FORMATION, BTP, INDUSTRIE), [1, 2]),
        ((FORMATION, ("sector", "culture")), []),
    ],
)
def test_or_inside_a_facet_and_between_facets(index: FacetIndex, terms: tuple[tuple[str, str], ...], found: list[int]):
    """No filter lets everything through, practices without any term included."""
    assert list(members(index.matching(terms))) == found


def test_a_facet_can_be_left_aside(index: FacetIndex):
    """What the other filters let through alone."""
    filters = (FORMATION, BTP)
    assert list(members(index.matching(filters, but="sector"))) == [1, 2]
    assert list(members(index.matching(filters, but="lever"))) == [0, 1]


def test_counts_leave_the_selection_of_their_own_facet_aside(index: FacetIndex):
    """Each number is what choosing that value would find, within what was searched."""
    filters = (FORMATION, BTP)
    assert index.counts(filters, index.everything) == {
        "sector": {"btp": 1, "industrie": 2},
        "lever": {"immersion": 2, "formation": 1},
    }
    assert index.counts(filters, make_set([0, 2], 4)) == {
        "sector": {"btp": 0, "industrie": 1},
        "lever": {"immersion": 1, "formation": 0},
    }


def test_an_empty_base_has_nothing_to_count():
    """No practice, no value."""
    empty = FacetIndex([], ["sector"])
    assert empty.everything == 0
    assert empty.counts((), empty.everything) == {"sector": {}}
