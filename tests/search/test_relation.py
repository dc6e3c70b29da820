"""What to read next, and why."""

import pytest

from app.advice.similarity import NEAR, find_nearest
from app.catalogue.catalogue import Catalogue
from app.content.practice import Practice


def of(catalogue: Catalogue, slug: str, **changes: object) -> Practice:
    practice = catalogue.practice(slug)
    assert practice
    return practice.model_copy(update=changes)


def test_the_editors_choice_comes_first(catalogue: Catalogue):
    """In their order; what is near fills up."""
    practice = of(catalogue, "stef-mixup", related=("toyota-immersions-femmes-industrie", "galilee-espoir-avenir"))
    found = [relation.headline.slug for relation in catalogue.related(practice)]
    assert found[:2] == ["toyota-immersions-femmes-industrie", "galilee-espoir-avenir"]
    assert len(set(found)) == 4 and "stef-mixup" not in found


@pytest.mark.parametrize(
    ("slug", "near"),
    [
        ("bethune-observatoire-violences-intrafamiliales", "bethune-referents-violences-communes"),
        ("bethune-cotation-egalite-appel-projets", "valenciennes-marqueur-egalite"),
        ("bethune-salon-metiers-sante", "bethune-salon-batisseurs-talents-btp"),
        ("bethune-boutique-a-l-essai", "bethune-pepinieres-entreprises"),
        ("valenciennes-plan-egalite-employeur-2021", "bethune-bruay-plan-egalite-agents"),
    ],
)
def test_the_nearest_is_found_without_them(catalogue: Catalogue, slug: str, near: str):
    """Shared levers, sectors, audiences and words, rare ones above all."""
    found = [relation.headline.slug for relation in catalogue.related(of(catalogue, slug, related=()))]
    assert near in found


def test_every_practice_has_neighbours_with_a_true_reason(catalogue: Catalogue):
    """The term named in the reason is one that both practices have."""
    for practice in catalogue.practices:
        found = catalogue.related(practice)
        assert len(found) == 4
        for relation in found:
            labels = [
                catalogue.vocabulary.label(facet.list_name, value)
                for facet in catalogue.facets
                for value in set(facet.values(practice)) & set(relation.headline.terms[facet.name])
            ]
            told = any(f"« {label} »" in relation.reason for label in labels)
            assert told or relation.reason in ("choisie par la rédaction", "texte proche")


@pytest.mark.slow
def test_a_sheet_changed_here_and_there_is_found_among_ten(catalogue: Catalogue):
    """Each sheet with the first half of each part gone is told near to itself, and only near to itself."""
    assert len(catalogue.practices) > 80
    for practice in catalogue.practices:
        halved = (part.model_copy(update={"text": part.text[len(part.text) // 2 :]}) for part in practice.sections)
        copy = practice.model_copy(update={"slug": "copie", "sections": tuple(halved)})
        for each, nearest_is_near in ((copy, True), (practice, False)):
            alike = catalogue.alike(each)
            assert len(alike) <= 10
            nearest = find_nearest(each, alike)
            assert nearest
            assert (nearest.score >= NEAR) == nearest_is_near, practice.slug
            assert (nearest.other == practice.slug) == nearest_is_near


def test_nothing_is_near_to_a_sheet_alone(catalogue: Catalogue):
    """A first sheet has no other."""
    assert find_nearest(catalogue.practices[0], ()) is None
