"""Completions while typing."""

import pytest

from app.catalogue.autocomplete import PrefixIndex, SuggestionIndex
from app.catalogue.catalogue import Catalogue
from app.catalogue.query import Query
from app.content.library import Library
from app.content.typography import count_of


@pytest.fixture(scope="module")
def suggestions(library: Library, catalogue: Catalogue) -> SuggestionIndex:
    return SuggestionIndex(library, catalogue.headlines, catalogue.facets)


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
        ("recruter des femmes", "practice", "toyota-immersions-femmes-industrie"),
        ("marchés publics", "term", "marche-public"),
    ],
)
def test_what_is_begun_is_proposed(suggestions: SuggestionIndex, text: str, kind: str, slug: str):
    """Without accents, in any order, by any of its names."""
    found = [(suggestion.kind, suggestion.slug) for suggestion in suggestions.find(text)]
    assert (kind, slug) in found


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("comment recruter", "recruter"),
        ("les clauses sociales", "clause sociale"),
        ("clause d'", "clause"),
        ("clause d’insertion", "insertion clause"),
        ("l'insertion", "insertion"),
        ("l’inser", "inser"),
        ("l'orch", "orch"),
        ("marchés publics", "marche public"),
        ("cheffe", "chefs"),
        ("femmes femmes", "femmes"),
    ],
)
def test_small_words_and_forms_change_nothing(text: str, same: str):
    """Stop words and elisions are left out; a plural, a feminine or a verb finds what its family finds."""
    labels = ["La clause sociale d'insertion", "Marché public", "Orchestre", "Chef de chœur", "Recrutement des femmes"]
    names = PrefixIndex((label, []) for label in labels)
    assert names.find(text) == names.find(same) != []


def test_a_label_begins_with_its_first_word_that_tells():
    """« l'insertion » is not the beginning of LADAPT; a small word may be the label's own beginning."""
    names = PrefixIndex([("LADAPT insertion", []), ("Le chantier d'insertion", []), ("L'insertion par le sport", [])])
    assert names.find("l'insertion") == [2, 0, 1]
    assert names.find("chantier") == names.find("le chantier") == [1]
    assert names.find("le")[0] == 1


def test_a_small_word_at_the_end_may_be_the_beginning_of_another():
    """What goes on so comes first; the rest stays, so that the list does not empty between two words."""
    names = PrefixIndex([("Emploi", []), ("Emploi demain", []), ("Emploi des femmes", [])])
    assert names.find("emploi de") == [1, 2, 0]
    assert names.find("emploi de ") == names.find("emploi") == [0, 1, 2]


@pytest.mark.parametrize("text", ["", " ", "?!", "zzzz", "egalite zzzz", "\x00", "é" * 10_000])
def test_nothing_begun_proposes_nothing(suggestions: SuggestionIndex, text: str):
    """Every word must begin one."""
    assert suggestions.find(text) == ()


def test_a_few_of_each_kind(suggestions: SuggestionIndex):
    """Eight at most, and one kind does not crowd out the others."""
    for text in ("e", "a", "c", "beth", "f"):
        found = suggestions.find(text)
        kinds = [suggestion.kind for suggestion in found]
        assert 0 < len(found) <= 8
        assert len(set(found)) == len(found)
        assert len(set(kinds)) > 1
    assert len(suggestions.find("e", limit=3)) == 3


def test_every_label_says_what_it_is(suggestions: SuggestionIndex, catalogue: Catalogue):
    """A count, an organisation or the spelled-out form; the slugs exist."""
    for suggestion in suggestions.find("e", limit=200):
        assert suggestion.label and suggestion.detail
        if suggestion.kind == "practice":
            assert catalogue.practice(suggestion.slug)
        elif suggestion.kind == "lever":
            total = catalogue.count(Query(terms=(("lever", suggestion.slug),)))
            assert suggestion.detail == f"Levier, {count_of(total, 'pratique')}"
            assert suggestion.slug in catalogue.vocabulary.terms("levers")
