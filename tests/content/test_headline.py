"""The headline of a practice: what filters, orders and links need of it, kept as a row of JSON."""

import datetime
import json
from pathlib import Path

import pytest

from app.content.figure import KeyFigure
from app.content.headline import Headline
from app.content.library import load_library
from app.content.practice import FACETS, Facet, Practice
from app.content.practice_file import parse_practice
from app.content.source_file import parse_markdown
from tests.content.test_problems import GOOD


def practice_of(content: Path, **lines: str) -> Practice:
    """The STEF sheet with some lines more."""
    path = content / "practices" / "stef-mixup.md"
    added = "".join(f"{key}: {value}\n" for key, value in lines.items())
    path.write_text(path.read_text(encoding="utf-8").replace("published:", f"{added}published:", 1), encoding="utf-8")
    return next(one for one in load_library(content).practices if one.slug == "stef-mixup")


def test_a_headline_says_what_its_practice_says(content: Path):
    """Each document once, in the order in which they are cited; the derived values too."""
    practice = practice_of(
        content, related="[eve-binomes-grand-site-deux-caps]", aliases="[stef]", review_every="6 # mois"
    )
    headline = Headline.of(practice, "abcd")
    assert (headline.slug, headline.title, headline.summary) == (practice.slug, practice.title, practice.summary)
    assert (headline.organisation, headline.format, headline.evidence) == (
        "Groupe STEF",
        "etude-de-cas",
        "avant-apres",
    )
    assert [headline.published.isoformat(), headline.reviewed.isoformat(), headline.review_due.isoformat()] == [
        "2026-11-21",
        "2026-11-21",
        "2027-05-21",
    ]
    assert headline.place.startswith("Hauts-de-France (plusieurs antennes")
    assert (headline.start, headline.end, headline.theme) == (2022, None, "egalite-mixite")
    label = "Part de femmes dans les équipes du groupe STEF"
    assert headline.key_figure == KeyFigure(label, "%", "declare", "de 2020 à 2024", 20.5, 22, "resultat")
    assert headline.documents == ("panorama-egalite-2025",)
    assert headline.related == ("eve-binomes-grand-site-deux-caps",)
    assert headline.names == ("stef-mixup", "stef")
    assert headline.code == practice.code
    assert (headline.is_withdrawn, headline.successor, headline.digest) == (False, "", "abcd")
    assert headline.terms == {
        "sector": ("transport-logistique",),
        "lever": practice.levers,
        "theme": ("egalite-mixite",),
        "audience": ("salaries", "femmes", "hommes"),
        "department": ("59",),
        "organisation": ("entreprise",),
        "size_band": (),
        "cost_band": (),
        "staff_band": (),
        "setup_band": (),
        "status": ("inconnue",),
        "evidence": ("avant-apres",),
        "contact": ("direct",),
        "format": ("etude-de-cas",),
    }


def test_a_headline_has_the_facets_that_are_asked_for(content: Path):
    """Those of the site unless others are named; no digest unless one is given."""
    practice = practice_of(content)
    place = Facet("place", "Lieu", "departments", lambda practice: (practice.territory.place or "",))
    assert list(Headline.of(practice, facets=[place]).terms) == ["place"]
    assert list(Headline.of(practice).terms) == [facet.name for facet in FACETS]
    assert Headline.of(practice).digest == ""


@pytest.mark.parametrize(
    ("withdrawn", "successor"),
    [
        ('{reason: "Doublon.", successor: eve-binomes-grand-site-deux-caps}', "eve-binomes-grand-site-deux-caps"),
        ('{reason: "Fausse."}', ""),
    ],
)
def test_a_withdrawn_practice_says_what_replaces_it(content: Path, withdrawn: str, successor: str):
    """Or that nothing does."""
    headline = Headline.of(practice_of(content, withdrawn=withdrawn))
    assert headline.is_withdrawn is True
    assert headline.successor == successor


def test_what_a_short_sheet_leaves_out_is_empty():
    """No place, no figure; an end when there is one."""
    source = parse_markdown(GOOD.replace("{start: 2024}", "{start: 2024, end: 2025}"), "fiche.md")
    practice, _ = parse_practice(source, "fiche", {})
    assert practice
    headline = Headline.of(practice)
    assert (headline.place, headline.key_figure, headline.start, headline.end) == ("", None, 2024, 2025)
    assert Headline.from_row(json.loads(json.dumps(headline.to_row()))) == headline


def test_a_headline_comes_back_from_json_as_it_was(content: Path):
    """Every value, of the same type."""
    practice = practice_of(content, related="[eve-binomes-grand-site-deux-caps]", aliases="[stef, mixup]")
    headline = Headline.of(practice, "abcd")
    again = Headline.from_row(json.loads(json.dumps(headline.to_row())))
    assert again == headline
    assert [type(value) for value in again] == [type(value) for value in headline]


def test_a_headline_is_fresh_until_its_review_is_due(content: Path):
    """On that day itself it no longer is."""
    headline = Headline.of(practice_of(content))
    assert headline.is_fresh(datetime.date(2027, 11, 20)) is True
    assert headline.is_fresh(datetime.date(2027, 11, 21)) is False


def test_a_row_of_another_version_is_refused(content: Path):
    """A value more or less is not taken for a headline."""
    row = Headline.of(practice_of(content)).to_row()
    for other in (row[:-1], [*row, ""]):
        with pytest.raises(ValueError, match="argument"):
            Headline.from_row(other)
