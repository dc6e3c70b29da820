"""What a sheet says is known, and only that: status, contact, figures, who says what, in pages and data."""

import csv
import html
import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from app.catalogue.catalogue import Catalogue
from app.snapshot.store import Store
from tests.conftest import Run, copy_small_content, make_client

SHEET = """\
---
title: Un chantier d'insertion forme des soudeuses à Lens
summary: À Lens, un chantier d'insertion a formé des femmes à la soudure ; le rapport dit combien ont un emploi.
format: etude-de-cas
theme: acces-emploi
sectors: [industrie]
levers: [formation, immersion]
audiences: [femmes]
organisation: {name: Un chantier, type: siae, size_band: moyenne}
territory: {departments: ["62"]}
period: {start: 2022, status: en-cours}
indicators:
  - label: Femmes formées
    unit: femmes
    nature: declare
    role: activite
    values:
      - {year: 2022, value: 30, approx: pres-de, source: bethune-bruay-developpement-durable-2022}
      - {year: 2023, value: 24}
    source: panorama-egalite-2025
  - label: Femmes en emploi
    unit: femmes
    nature: mesure
    role: resultat
    headline: true
    values:
      - {year: 2023, value: 1500, approx: plus-de}
    source: panorama-egalite-2025
means: {budget: 40 000 euros en 2023, cost_band: dizaines-de-milliers, staff_band: mi-temps, setup_band: moins-d-un-an}
conditions: [Reproductible si un atelier peut accueillir six personnes.]
quotes:
  - text: Celles qui ont vu l'atelier sont restées.
    by: une encadrante technique du chantier
    source: panorama-egalite-2025
    pages: "14"
contact: {name: Un chantier}
sources:
  - {document: panorama-egalite-2025, pages: 21-25}
  - {document: bethune-bruay-developpement-durable-2022, pages: "3"}
  - {document: panorama-egalite-2025, pages: "11"}
published: 2026-11-21
reviewed: 2026-11-22
---

## Contexte

Un contexte.

## Mise en œuvre

Une mise en œuvre.

## Résultats

Un résultat.

## Points de vigilance

- **Le bus.** Il passe tôt. *(levier : immersion ; nature : public)*
- **Le temps.** Il manque. *(lecture de la rédaction)*

## Clés de réussite

- **Voir.** L'atelier est montré. *(levier : immersion)*
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sheets of the frozen base, and one with all that is new."""
    content = copy_small_content(tmp_path_factory.mktemp("known"))
    (content / "practices" / "soudeuses.md").write_text(SHEET, encoding="utf-8")
    about = "---\ntitle: À propos\nsummary: Une page.\nreviewed: 2026-11-21\nstatistics: true\n---\n\nUn texte.\n"
    (content / "pages").mkdir()
    (content / "pages" / "a-propos.md").write_text(about, encoding="utf-8")
    return content


@pytest.fixture(scope="module")
def site(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """That folder, served."""
    store = Store(folder, tmp_path_factory.mktemp("snapshots"))
    store.ensure()
    return make_client(store)


@pytest.fixture(scope="module")
def sheet(site: FlaskClient) -> str:
    """The page of the sheet, its spaces made ordinary."""
    return plain(site.get("/pratiques/soudeuses").text)


def plain(text: str) -> str:
    """A page with ordinary spaces and without character references."""
    return re.sub(r"[\u00a0\u202f]", " ", html.unescape(text))


def words(page: str) -> str:
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_page_says_what_is_known_of_the_action_and_when_it_was_read(sheet: str):
    """The year is that of the latest document; nothing is said of today."""
    assert "Menée à partir de 2022 ; en cours en 2025 d'après le document" in sheet
    assert "Relue le 22 novembre 2026 d'après un document de 2025." in sheet
    assert "depuis 2022" not in sheet
    assert "vérifiée le" not in sheet.lower()


def test_a_contact_that_is_not_published_is_asked_for(sheet: str, site: FlaskClient):
    """By a letter to the editor that names the sheet; a published one needs none."""
    assert "Contact non publié" in sheet
    link = re.search(r'href="(mailto:[^"]+)">Demander une mise en relation', sheet)
    assert link
    letter = unquote(link[1])
    assert letter.startswith("mailto:contact@exemple.org?subject=Mise en relation")
    assert "Un chantier d'insertion forme des soudeuses à Lens" in letter
    assert re.search(r"https://exemple\.org/p/[a-z0-9]{5}", letter)
    assert "Demander une mise en relation" not in site.get("/pratiques/stef-mixup").text


def test_each_document_is_cited_once_with_the_address_of_its_pages(sheet: str):
    """Pages in their order, each a link into the PDF; a document that is not online says so on /sources."""
    cited = sheet[sheet.index('id="sources"') :]
    assert "pages 11 et 21 à 25" in words(cited)
    assert 'href="https://rapports.exemple.fr/panorama.pdf#page=11"' in cited
    assert 'href="https://rapports.exemple.fr/panorama.pdf#page=21"' in cited
    assert cited.count("volume 1") == 1


def test_figures_tell_their_approximation_their_role_their_fall_and_their_documents(sheet: str):
    """In the page as in lists and data."""
    figures = words(sheet[sheet.index('id="chiffres"') :])
    assert figures.index("plus de 1 500") < figures.index("près de 30")
    assert "de 2022 à 2023, en baisse déclaré activité" in figures
    assert "2022, source : Communauté" in figures
    assert "2023, source : DREETS" in figures


def test_lists_and_tables_carry_the_approximation(site: FlaskClient):
    """The figure is the one that the author chose."""
    card = words(plain(site.get("/pratiques?q=soudeuses").text))
    assert "plus de 1 500 femmes Femmes en emploi · résultat, en 2023, mesuré" in card
    rows = list(csv.DictReader(io.StringIO(site.get("/pratiques.csv?q=soudeuses").text)))
    assert plain(rows[0]["chiffre"]) == "Femmes en emploi : plus de 1 500 femmes en 2023 (mesuré)"
    assert rows[0]["situation"] == "En cours à la date du document"
    assert rows[0]["contact"] == "Contact non publié"
    assert [rows[0][name] for name in ("tranche_taille", "tranche_cout", "tranche_temps", "tranche_mise_en_place")] == [
        "De 50 à 249 personnes", "De 10 000 à 100 000 euros", "Autour d'un mi-temps", "De 3 à 12 mois",
    ]  # fmt: skip


def test_the_json_tells_who_says_each_item(site: FlaskClient):
    """With the lever under which it is filed, and its kind."""
    data = site.get("/pratiques/soudeuses.json").get_json()
    sections = {section["key"]: section["items"] for section in data["sections"]}
    assert sections["vigilance"] == [
        {"text": "Le bus. Il passe tôt.", "origin": "document", "lever": "immersion", "kind": "public"},
        {"text": "Le temps. Il manque.", "origin": "redaction", "lever": "formation", "kind": ""},
    ]
    assert sections["contexte"] == []
    assert (data["status"], data["reach"], "confirmed" in data) == ("en-cours", "non-publie", False)
    assert data["indicators"][1]["values"] == [{"year": 2023, "value": 1500, "approx": "plus-de"}]


def test_conditions_and_quotes_are_shown(sheet: str):
    """A quotation with its function and document, in an element of its own."""
    assert "Reproductible si un atelier peut accueillir six personnes." in sheet
    quote = sheet[sheet.index('<figure class="quote">') :]
    assert "<blockquote><p>« Celles qui ont vu l'atelier sont restées. »" in quote
    assert "une encadrante technique du chantier" in quote
    assert "#page=14" in quote


def test_a_pitfall_is_filed_once_under_its_own_lever(site: FlaskClient):
    """Without one, under the first of its sheet; so are keys on the page of a lever."""
    immersion, formation = (words(plain(site.get(f"/vigilance/{lever}").text)) for lever in ("immersion", "formation"))
    assert "Le bus. Il passe tôt. Toucher le public" in immersion
    assert "Le temps." not in immersion
    assert "Le temps. Il manque. Lecture de la rédaction" in formation
    assert "Le bus." not in formation
    assert "L'atelier est montré." in words(plain(site.get("/leviers/immersion").text))
    assert "est montré." not in words(site.get("/leviers/formation").text)


def test_a_filter_is_offered_when_a_fifth_of_the_base_has_a_value(
    folder: Path, tmp_path: Path, make_catalogue: Callable[[Path], Catalogue]
):
    """One sheet of three is enough, one of six is not; its address works all the same."""
    catalogue = make_catalogue(folder)
    names = {"size_band", "cost_band", "staff_band", "setup_band", "status", "contact"}
    assert names <= {facet.name for facet in catalogue.shown_facets}
    small = copy_small_content(tmp_path)
    (small / "practices" / "soudeuses.md").write_text(SHEET, encoding="utf-8")
    for number in range(3):
        bare = SHEET.replace(", size_band: moyenne", "").replace("à Lens", f"à Lens, {number}")
        (small / "practices" / f"autre-{number}.md").write_text(bare, encoding="utf-8")
    shown = make_catalogue(small)
    assert "size_band" not in {facet.name for facet in shown.shown_facets}
    assert "cost_band" in {facet.name for facet in shown.shown_facets}


def test_a_filter_that_is_not_offered_has_its_address(site: FlaskClient):
    """As everything else has."""
    found = site.get("/pratiques.json?size_band=moyenne&status=en-cours&contact=non-publie").get_json()
    assert [result["slug"] for result in found["results"]] == ["soudeuses"]
    assert found["notices"] == []


def test_the_base_tells_its_own_numbers(site: FlaskClient, folder: Path, run: Run):
    """The page that asks for them and the command count the same."""
    about = words(plain(site.get("/a-propos").text))
    for told in ("Un contact direct 2 sur 3", "Évaluation avec comparaison 0 sur 3", "Pas-de-Calais 2 sur 3"):
        assert told in about
    done = run("statistics", "--content", folder)
    assert done.returncode == 0
    assert "  Un contact direct : 2 sur 3\n" in done.stdout
    assert "  Le coût, au moins en partie : 1 sur 3\n" in done.stdout


def test_the_essential_comes_first(site: FlaskClient, client: FlaskClient):
    """For whom, what it took, what it gave, the main pitfall, whom to call; what is unknown says so."""
    told, known = (
        plain(one.get(f"/pratiques/{slug}").text) for one, slug in ((site, "soudeuses"), (client, "stef-mixup"))
    )
    parts = [page[page.index('class="essential"') : page.index('class="sheet-body"')] for page in (told, known)]
    for words in (
        "Femmes",
        "Budget : 40 000 euros en 2023",
        "Ce que ça a donné",
        "plus de 1 500",
        "Contact non publié",
    ):
        assert words in parts[0], words
    assert re.search(r'<a href="#vigilance">[^<]+\.</a>', parts[1])
    assert 'href="mailto:contact@stef.com"' in parts[1]
    bare = plain(client.get("/pratiques/capep-garde-enfants-horaires-decales").text)
    assert "Non dit par le document" in bare[bare.index('class="essential"') : bare.index('class="actions"')]
