"""The search of the exported site, in Chromium: it finds what the server finds, and says so in the same words."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from app.catalogue.catalogue import Catalogue
from app.catalogue.evaluation import DEPTH, VARIANTS, Judged, Outcome, evaluate, read_judged, summarise, vary
from app.catalogue.query import MAX_TEXT, Query
from app.content.typography import strip_accents
from tests.browser.axe import find_faults
from tests.conftest import DAY, ROOT
from tests.sampling import by_day

FILES = {name: read_judged(ROOT / "tests" / "judged" / f"{name}.yaml") for name in ("given", "own-dev", "own-held-out")}
EVERY = [judged for file in FILES.values() for judged in file]

# What the search page runs, asked for many queries at once: practices in the order of the page, and what is told.
FIND_ALL = """async ([texts, today]) => {
  const { openIndex } = await import("../static/export/finder.js");
  const cards = [...document.querySelector("#cartes").content.querySelectorAll("li")];
  const data = new Map(cards.map(({ dataset }) => [dataset.slug, dataset]));
  const finder = await openIndex(new URL("../recherche/", document.baseURI));
  const before = ([a, one], [b, other]) =>
    other.comesFirst - one.comesFirst || other.score - one.score || data.get(a).pertinence - data.get(b).pertinence;
  const answers = [];
  for (const text of texts) {
    const found = await finder.find(text, (slug) => today < data.get(slug).due);
    if (found) found.hits = [...found.hits].sort(before).map(([slug, { hasAll }]) => [slug, hasAll]);
    answers.push(found);
  }
  return answers;
}"""

Find = Callable[..., list[Any]]


@pytest.fixture(scope="module")
def find(browser: Browser, export_url: str) -> Iterator[Find]:
    """A function that asks the index of the exported site for some texts."""
    page = browser.new_page()
    page.goto(f"{export_url}/pratiques/")
    yield lambda *texts: page.evaluate(FIND_ALL, [texts, DAY.isoformat()])
    page.close()


def complete(found: Any) -> list[str]:
    return [slug for slug, has_all in found["hits"] if has_all]


def listed(found: Any) -> list[str]:
    """The practices in the order of the page."""
    close = [slug for slug, has_all in found["hits"] if not has_all]
    if not found["isMixed"]:
        return complete(found) + close
    return [slug for slug, has_all in found["hits"] if has_all or slug in close[:DEPTH]]


def swap_neighbours(slugs: list[str]) -> list[list[str]]:
    """The same order, and those where two neighbours changed places: impacts are rounded in files."""
    swapped = [[*slugs[:n], *slugs[n : n + 2][::-1], *slugs[n + 2 :]] for n in range(len(slugs) - 1)]
    return [slugs, *swapped]


@pytest.mark.parametrize("judged", by_day(EVERY, 20), ids=lambda judged: judged.text)
def test_a_judged_query_finds_the_same_as_on_the_server(find: Find, catalogue: Catalogue, judged: Judged):
    """The same number with all the words, the same first ten, the same answer beside the practices."""
    (found,) = find(judged.text)
    results = catalogue.search(Query(text=judged.text))
    assert len(complete(found)) == results.total
    first = [hit.headline.slug for hit in results.shown][:DEPTH]
    assert listed(found)[:DEPTH] in swap_neighbours(first)
    assert (found.get("answer") or {}).get("label") == (results.answer.named.label if results.answer else None)


@pytest.mark.nightly
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("file", FILES)
def test_the_browser_ranks_as_well_as_the_server(find: Find, catalogue: Catalogue, file: str, variant: str):
    """nDCG of all the judged queries, however they are typed; a misspelling may be read otherwise."""
    queries = vary(FILES[file], VARIANTS[variant])
    answers = find(*[judged.text for judged in queries])
    outcomes = [
        Outcome(judged, tuple(listed(found)[:DEPTH]), len(found["hits"]), 0.0)
        for judged, found in zip(queries, answers, strict=True)
    ]
    mine, theirs = summarise(outcomes), summarise(evaluate(catalogue, queries))
    assert mine["ndcg_10"] >= theirs["ndcg_10"] - 0.03


def test_every_word_of_the_sheets_finds_the_same_as_on_the_server(find: Find, catalogue: Catalogue):
    """By itself, in each spelling: stems, acronyms, territories, and the exact form."""
    words = sorted(word for word, (_, count) in catalogue.spelling.words.items() if count > 0)[::40]
    found = dict(zip(words, find(*words), strict=True))
    assert len(words) > 50
    assert {word: len(complete(one)) for word, one in found.items()} == {
        word: catalogue.search(Query(text=word)).total for word in words
    }


@pytest.mark.parametrize("text", ["AFEST", "afest", "astronaute", "abc", "marseille", "Lens", "trampoline"])
def test_a_word_that_no_sheet_holds_finds_nothing(find: Find, text: str):
    """It is not searched by its beginning, nor as one that looks like it; and it is told."""
    (found,) = find(text)
    assert found["hits"] == []
    assert found["absent"] == [text]
    assert found["changed"] == []


def test_an_absent_word_leaves_the_others_and_is_told(page: Page, export_url: str):
    """No practice has all the words; those that lack it are close, each with the word that it lacks."""
    page.goto(f"{export_url}/pratiques/?q=clause+AFEST")
    expect(page.locator("#total")).to_have_text("Aucune pratique ne contient tous vos mots ; voici les plus proches.")
    expect(page.locator("#avis .notice")).to_have_text("Aucune fiche ne contient « AFEST ».")
    expect(page.locator("#liste > li")).to_have_count(0)
    close = page.locator("#proches .card-why")
    assert len(close.all()) == 10
    expect(close.first).to_have_text("sans « AFEST »")
    assert find_faults(page) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("œuvre", "oeuvre"), ("égalité femmes", "EGALITE FEMMES"), ("l'égalité", "l’égalité"),
        ("ﬁnancement", "financement"), ("SIAEs", "SIAE"), ("I.A.E.", "IAE"), ("salarié(e)s", "salariés"),
        ("pas de calais", "Pas-de-Calais"), ("mix up", "MIX'UP"), ("apprenties", "apprentis"),
    ],
)  # fmt: skip
def test_ways_of_writing_meet(find: Find, one: str, other: str):
    """Ligatures, accents, capitals, apostrophes, acronyms, forms that no sheet holds."""
    first, second = find(one, other)
    assert complete(first) != []
    assert set(complete(first)) == set(complete(second))


@pytest.mark.parametrize("text", ["", "   ", "les", "« »", "-", '"', "?", "\u200b"])
def test_nothing_to_search_is_no_search(find: Find, text: str):
    """Nothing typed, stop words, signs."""
    assert find(text) == [None]


@pytest.mark.parametrize(
    "text",
    [
        "égalité " * 200, "x" * 1_000, "<script>alert(1)</script>", "constructor __proto__ toString", "hasOwnProperty",
        "😀 日本語 עברית", "%00%E9", '"' * 99, "-" * 99, "((((égalité", "é" * 500, "1 2 3 4 5",
    ],
)  # fmt: skip
def test_any_text_is_answered(find: Find, text: str):
    """Long or hostile, without an error."""
    assert len(find(text)) == 1


def test_a_hostile_text_is_text_in_the_page(page: Page, export_url: str):
    """It is shown as it was typed, and runs nothing."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.goto(f"{export_url}/pratiques/?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E+$%26+insertion")
    expect(page.locator("#avis")).to_contain_text("Aucune fiche ne contient « img »")
    assert page.locator("#resultats img").count() == 0
    page.goto(f"{export_url}/pratiques/?q={'clause+' * (MAX_TEXT // 5)}")
    expect(page.locator("#total")).to_contain_text("pratiques")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert wrong == []


def test_quotes_and_minus_mean_what_the_page_says(find: Find, catalogue: Catalogue):
    """Words between quotes follow each other; a word behind a minus is not there."""
    texts = ["égalité professionnelle", '"égalité professionnelle"', "égalité -professionnelle", '"appel à projets"']
    texts += ['égalité -"appel à projets"', '"égalité"', "-sport"]
    found = [complete(one) for one in find(*texts)]
    assert all(found)
    assert [len(one) for one in found] == [catalogue.search(Query(text=text)).total for text in texts]


def test_what_the_request_names_is_above_and_the_site_below(page: Page, export_url: str, catalogue: Catalogue):
    """One link to a page that is there, its definition, its number of practices; sections of pages."""
    page.goto(f"{export_url}/pratiques/?q=RQTH")
    answer = page.locator("#reponse")
    results = catalogue.search(Query(text="RQTH"))
    assert results.answer
    expect(answer.locator("h2")).to_have_text(results.answer.named.label)
    expect(answer).to_contain_text("Définition, aucune pratique")
    answer.get_by_role("link").click()
    page.wait_for_url(f"{export_url}/glossaire/#*")
    page.goto(f"{export_url}/pratiques/?q=formation&lever=formation")
    sections = [section.title for section in catalogue.search(Query(text="formation")).elsewhere]
    expect(page.locator("#aussi a")).to_have_text(sections)
    assert len(sections) > 0
    page.locator("#reponse a").click()
    page.wait_for_url(re.compile(r"/leviers/formation/$"))


def test_close_results_are_apart_and_reached_with_the_keyboard(page: Page, export_url: str, catalogue: Catalogue):
    """The number announced is that of the practices that have all the words; five close ones, five folded."""
    page.goto(f"{export_url}/pratiques/")
    field = page.get_by_label("Rechercher")
    field.press_sequentially("clause btp")
    field.press("Enter")
    results = catalogue.search(Query(text="clause btp"))
    expect(page.locator("#total")).to_have_text(re.compile(f"^{results.total} pratiques? pour"))
    expect(page.locator("#total")).to_be_focused()
    expect(page.locator("#annonce")).to_have_text(page.locator("#total").inner_text())
    expect(page.locator("#titre-proches")).to_have_text("Proches : il y manque un de vos mots")
    assert page.locator("#proches > ol > li").count() == 5
    page.locator("#proches summary").press("Enter")
    expect(page.locator("#proches details li").first).to_be_visible()
    assert strip_accents(page.locator("#proches .card-why").first.inner_text()).startswith("Sans")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (320, "dark"), (1280, "light")])
def test_axe_finds_nothing_to_say_of_results_in_two_groups(page: Page, export_url: str, width: int, scheme: str):
    """With an answer above, sections below, close practices; and no sideways scroll."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{export_url}/pratiques/?q=clause+sociale")
    expect(page.locator("#liste mark").first).to_be_visible()
    assert find_faults(page, scheme) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
