"""Completions while typing."""

import pytest

from app.catalogue.catalogue import Catalogue
from app.catalogue.suggestion import Suggestions
from app.content.library import Library


@pytest.fixture(scope="module")
def suggestions(library: Library, catalogue: Catalogue) -> Suggestions:
    return Suggestions(library, catalogue.headlines, catalogue.facets)


@pytest.mark.parametrize(
    ("text", "kind", "slug"),
    [
        ("mixup", "practice", "stef-mixup"),
        ("mix'up", "practice", "stef-mixup"),
        ("mix’up st", "practice", "stef-mixup"),
        ("feminise STEF", "practice", "stef-mixup"),
        ("embau", "lever", "embauche"),
        ("EMBAU", "lever", "embauche"),
        ("bati", "sector", "btp"),
        ("btp", "sector", "btp"),
        ("commande pub", "lever", "commande-publique"),
        ("qpv", "term", "qpv"),
        ("quartier prio", "term", "qpv"),
        ("amiens metro", "organisation", ""),
    ],
)
def test_what_is_begun_is_proposed(suggestions: Suggestions, text: str, kind: str, slug: str):
    """Without accents, in any order, by any of its names."""
    found = [(suggestion.kind, suggestion.slug) for suggestion in suggestions.find(text)]
    assert (kind, slug) in found


@pytest.mark.parametrize("text", ["", " ", "?!", "zzzz", "egalite zzzz", "\x00", "é" * 10_000])
def test_nothing_begun_proposes_nothing(suggestions: Suggestions, text: str):
    """Every word must begin one."""
    assert suggestions.find(text) == ()


def test_a_few_of_each_kind(suggestions: Suggestions):
    """Eight at most, and one kind does not crowd out the others."""
    for text in ("e", "a", "c", "beth", "f"):
        found = suggestions.find(text)
        kinds = [suggestion.kind for suggestion in found]
        assert 0 < len(found) <= 8
        assert len(set(found)) == len(found)
        assert len(set(kinds)) > 1
    assert len(suggestions.find("e", limit=3)) == 3


def test_every_label_says_what_it_is(suggestions: Suggestions, catalogue: Catalogue):
    """A count, an organisation or the spelled-out form; the slugs exist."""
    for suggestion in suggestions.find("e", limit=200):
        assert suggestion.label and suggestion.detail
        if suggestion.kind == "practice":
            assert catalogue.practice(suggestion.slug)
        elif suggestion.kind == "lever":
            assert suggestion.slug in catalogue.vocabulary.terms("levers")
