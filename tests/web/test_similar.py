"""« Proches par le sens »: a search that finds few is shown practices that say the same in other words."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from app.catalogue.catalogue import Catalogue
from app.catalogue.evaluation import DEPTH, Judged, follow_names, read_judged
from app.catalogue.indexing import make_document
from app.catalogue.query import Query
from app.catalogue.results import Results
from app.search.analyzer import stem, tokenise

DATA = Path(__file__).resolve().parent.parent / "meaning"
OTHER_WORDS = read_judged(DATA / "other-words.yaml")
NOISE = (DATA / "noise.txt").read_text(encoding="utf-8").splitlines()
HEADING = '<h2 id="sens">Proches par le sens</h2>'
REASON = re.compile(r"« (.+) » est proche de « (.+) »")


def ask(client: FlaskClient, text: str, **more: object) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/pratiques.json", query_string={"q": text, **more}).get_json()
    return answer


@pytest.fixture(scope="module")
def found(catalogue: Catalogue) -> list[tuple[Judged, Results]]:
    """The requests in other words, by the names that their practices have now, and what each finds."""
    return [(follow_names(judged, catalogue), catalogue.search(Query(text=judged.text))) for judged in OTHER_WORDS]


def slugs(hits: tuple[Any, ...]) -> list[str]:
    return [hit.headline.slug for hit in hits]


def test_other_words_find_more(found: list[tuple[Judged, Results]]):
    """Of what the first seven results and then the block show, and of ten results alone."""
    best = [({slug for slug, grade in judged.grades.items() if grade == 2}, results) for judged, results in found]
    without = sum(not right.isdisjoint(slugs(results.shown[:DEPTH])) for right, results in best)
    with_block = sum(
        not right.isdisjoint([*slugs(results.shown[:7]), *slugs(results.similar)]) for right, results in best
    )
    assert with_block >= without + 4


def test_names_and_nonsense_find_nothing(catalogue: Catalogue):
    """Rather nothing than what is near by chance."""
    assert NOISE
    shown = [text for text in NOISE if catalogue.search(Query(text=text)).similar]
    assert len(shown) <= len(NOISE) // 5, shown


def test_each_is_new_and_has_its_reason(catalogue: Catalogue, found: list[tuple[Judged, Results]]):
    """None is among the results; the reason names a typed word and one that the practice holds."""
    several = [(judged, results) for judged, results in found if results.similar]
    assert len(several) > 10
    for judged, results in several:
        assert results.total < 3
        assert len(results.similar) <= 3
        assert not set(slugs(results.similar)) & set(slugs(results.shown))
        for hit in results.similar:
            (reason,) = hit.why
            typed, near = REASON.fullmatch(reason).groups()  # type: ignore[union-attr]
            assert typed in judged.text.lower()
            document = make_document(catalogue.open([hit.headline])[0], catalogue.vocabulary)
            passages = [passage.text for passage in document.passages]
            texts = [document.title, document.organisation, document.summary, document.terms, *passages]
            assert stem(near) in {token.stem for token in tokenise("\n".join(texts))}


def first_with_block(found: list[tuple[Judged, Results]]) -> Results:
    return next(results for _, results in found if results.similar)


def test_the_page_shows_them_under_the_results(client: FlaskClient, found: list[tuple[Judged, Results]]):
    """A heading and a list, each with its reason; nothing of it where nothing is."""
    results = first_with_block(found)
    page = client.get("/pratiques", query_string={"q": results.query.text}).text
    _, block = page.split(HEADING)
    block = block.partition("</section>")[0]
    assert block.count('class="card-title"') == len(results.similar)
    assert [reason in block for hit in results.similar for reason in hit.why] == [True] * len(results.similar)
    assert HEADING not in client.get("/pratiques", query_string={"q": "égalité"}).text


def test_nothing_counts_them(client: FlaskClient, found: list[tuple[Judged, Results]]):
    """Neither the total, nor tables, feeds, cards and counts of filters."""
    results = first_with_block(found)
    text, named = results.query.text, slugs(results.similar)
    answer = ask(client, text)
    assert [hit["slug"] for hit in answer["similar"]] == named
    assert not {hit["slug"] for hit in answer["results"]} & set(named)
    assert client.get("/pratiques", query_string={"q": text}).headers["X-Total-Count"] == str(answer["total"])
    rows = list(csv.reader(io.StringIO(client.get("/pratiques.csv", query_string={"q": text}).text)))
    assert len(rows) - 1 == answer["total"]
    for form in ("csv", "feed.json", "atom", "carte"):
        shown = client.get(f"/pratiques.{form}", query_string={"q": text}).text
        assert not [slug for slug in named if slug in shown], form


def test_exact_words_and_phrases_are_meant_as_they_are(client: FlaskClient, found: list[tuple[Judged, Results]]):
    """Whoever asks for these words wants no others."""
    text = first_with_block(found).query.text
    assert ask(client, text, exact=1)["similar"] == []
    assert ask(client, f'"{text}"')["similar"] == []


def test_filters_hold_for_them(catalogue: Catalogue, found: list[tuple[Judged, Results]]):
    """Under a filter, only practices that it lets through."""
    chosen = [(results, results.similar[0].headline.theme) for _, results in found if results.similar]
    several = [(catalogue.search(results.query.toggle("theme", theme)).similar, theme) for results, theme in chosen]
    assert any(similar for similar, _ in several)
    assert all(hit.headline.theme == theme for similar, theme in several for hit in similar)
