"""Towns, postal codes and departments in a query lead to what is there, or near."""

import re

import pytest

from app.catalogue.catalogue import Catalogue
from app.catalogue.query import Query
from app.snapshot.reader import open_snapshot
from app.snapshot.store import Store
from tests.conftest import copy_small_content, make_client

PLACES = """code;name;postal_codes;group;population;latitude;longitude
62193;Calais;62100;CA Grand Calais Terres et Mers;66000;50.950;1.876
62178;Bruay-la-Buissière;62700;CA de Béthune-Bruay, Artois-Lys Romane;21800;50.484;2.549
62119;Béthune;62400;CA de Béthune-Bruay, Artois-Lys Romane;25000;50.529;2.641
62498;Lens;62300;CA de Lens - Liévin;32920;50.438;2.821
62427;Hénin-Beaumont;62110;CA d'Hénin-Carvin;25688;50.409;2.959
62765;Saint-Omer;62500;CA du Pays de Saint-Omer;15000;50.750;2.256
62826;Le Touquet-Paris-Plage;62520;CA des Deux Baies en Montreuillois;4200;50.519;1.596
62014;Bus;62124;;130;50.067;2.933
59350;Lille;59000 59800;Métropole Européenne de Lille;238246;50.632;3.047
59009;Villeneuve-d'Ascq;59491 59493 59650;Métropole Européenne de Lille;62000;50.632;3.154
59606;Valenciennes;59300;CA Valenciennes Métropole;43000;50.359;3.523
59152;Comines;59560;Métropole Européenne de Lille;12000;50.762;3.010
02691;Saint-Quentin;02100;CA du Saint-Quentinois;52000;49.847;3.278
60159;Compiègne;60200;CA de la Région de Compiègne et de la Basse Automne;40000;49.399;2.853
80620;Péronne;80200;CC de la Haute Somme (Combles - Péronne - Roisel);7000;49.930;2.936
62998;Emploi;62998;;130;50.067;2.933
02340;Gauchy;02430;CA du Saint-Quentinois;5000;49.826;3.278
"""


SHEETS = {"stef-mixup": "Agglomération de Béthune-Bruay", "eve-binomes-grand-site-deux-caps": "Calaisis"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The store of two practices, one at Béthune, one around Calais, with a list of communes."""
    parent = tmp_path_factory.mktemp("places")
    content = copy_small_content(parent)
    (content / "places.csv").write_text(PLACES, encoding="utf-8")
    for slug, place in SHEETS.items():
        path = content / "practices" / f"{slug}.md"
        text = re.sub(r"^  departments: .*$", '  departments: ["62"]', path.read_text(encoding="utf-8"), flags=re.M)
        path.write_text(re.sub(r"^  place: .*$", f"  place: {place}", text, flags=re.M), encoding="utf-8")
    return Store(content, parent / "snapshots")


@pytest.fixture(scope="module")
def there(folder: Store) -> Catalogue:
    """Its catalogue."""
    return open_snapshot(folder.ensure())


def near(catalogue: Catalogue, text: str) -> tuple[str, int | None]:
    """The nearest commune that a query is led to, and how far it is."""
    place = catalogue.search(Query(text=text)).place
    return (place.nearest.label, place.distance) if place and place.nearest else ("", None)


@pytest.mark.parametrize(
    ("text", "name", "nearest"),
    [
        ("Lens", "Lens", "Béthune"),
        ("à Lens", "Lens", "Béthune"),
        ("emploi Lens", "Lens", "Béthune"),
        ("hénin beaumont", "Hénin-Beaumont", "Béthune"),
        ("HENIN-BEAUMONT", "Hénin-Beaumont", "Béthune"),
        ("st quentin", "Saint-Quentin", "Béthune"),
        ("Saint-Quentin", "Saint-Quentin", "Béthune"),
        ("St-Omer", "Saint-Omer", "Calais"),
        ("Villeneuve d'Ascq", "Villeneuve-d'Ascq", "Béthune"),
        ("Le Touquet", "Le Touquet-Paris-Plage", "Calais"),
        ("59000", "59000 Lille", "Béthune"),
        ("62520", "62520 Le Touquet-Paris-Plage", "Calais"),
        ("lens liévin", "CA de Lens - Liévin", "Béthune"),
        ("Valenciennes Métropole", "CA Valenciennes Métropole", "Béthune"),
        ("à Bus", "Bus", "Béthune"),
    ],
)
def test_a_place_leads_to_the_nearest_practices(there: Catalogue, text: str, name: str, nearest: str):
    """Towns in each way of writing, postal codes, groups of communes."""
    place = there.search(Query(text=text)).told_place
    assert place
    assert (place.name, place.practices, near(there, text)[0]) == (name, 0, nearest)
    assert place.nearest and place.nearest.total == there.count(place.nearest.query) > 0


def test_a_distance_is_in_kilometres(there: Catalogue):
    """As the crow flies."""
    assert near(there, "Lens") == ("Béthune", 16)


@pytest.mark.parametrize("text", ["62", "dept 62", "département 62", "emploi dept 62"])
def test_a_number_leads_to_its_department(there: Catalogue, text: str):
    """Alone, or after the word."""
    place = there.search(Query(text=text)).told_place
    assert place
    assert (place.name, place.department, place.practices) == ("Département 62", "Pas-de-Calais", 2)
    assert place.ways[-1].query == Query(terms=(("department", "62"),))


def test_the_other_words_are_asked_in_the_department(there: Catalogue):
    """« mixité Lens »: mixité in Pas-de-Calais, then all that is there."""
    place = there.search(Query(text="mixité Lens")).place
    assert place
    assert [(way.query.text, way.query.terms) for way in place.ways] == [
        ("mixité", (("department", "62"),)),
        ("", (("department", "62"),)),
    ]
    assert all(way.total == there.count(way.query) > 0 for way in place.ways)


@pytest.mark.parametrize(
    "text", ["Béthune", "Calais", "emploi", "mixité", "entreprise de 62 salariés", '"Lens"', "oseille"]
)
def test_nothing_is_told_of_what_the_results_show(there: Catalogue, text: str):
    """A place with practices, a village with the name of a common word, a figure, a phrase."""
    assert there.search(Query(text=text)).told_place is None


@pytest.mark.parametrize(
    "text", ["Péronne", "Compiègne", "Comines", "Gauchy", "peronne", "Saint-Quentin", "Saint-Omer"]
)
def test_a_town_is_neither_corrected_nor_matched_in_part(there: Catalogue, text: str):
    """« Péronne » is not personne, nor « Saint-Quentin » any saint."""
    results = there.search(Query(text=text))
    assert (results.correction, results.total, results.close_total) == (None, 0, 0)


def test_page_and_json_tell_the_place(folder: Store):
    """In words above the results; as an object beside them."""
    client = make_client(folder)
    page = client.get("/pratiques?q=Lens").text
    assert "Lens (Pas-de-Calais)" in page and "aucune pratique n'y est située. La plus proche" in page.replace(
        "&#39;", "'"
    )
    assert 'href="/pratiques?q=B%C3%A9thune"' in page
    place = client.get("/pratiques.json?q=Lens").json["place"]
    assert (place["name"], place["distance_km"], place["nearest"]["label"]) == ("Lens", 16, "Béthune")
    assert client.get("/pratiques.json?q=mixit%C3%A9").json["place"] is None


def test_without_a_list_towns_lead_to_departments_only(catalogue: Catalogue):
    """A base that lacks places.csv works: the vocabulary names the towns that it wants."""
    results = catalogue.search(Query(text="Lens"))
    assert results.place is None
    assert [way.query.terms for way in results.rescue if way.query.terms] == [(("department", "62"),)]


def test_the_name_of_a_town_is_no_other_word(there: Catalogue):
    """« à Bus » leads to that village, not to what carries people."""
    assert there.near_words("bus")
    results = there.search(Query(text="à Bus"))
    assert results.place
    assert results.similar == ()
