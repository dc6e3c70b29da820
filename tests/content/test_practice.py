"""What a practice derives from what its author wrote: dates, codes, numbers."""

import datetime
import re

import pytest
from pydantic import ValidationError

from app.content.practice import DatedValue, FrontMatter, Indicator, Practice, add_months, short_code
from app.content.practice_file import parse_practice
from app.content.source_file import parse_markdown
from tests.content.test_problems import GOOD


def practice_of(text: str) -> Practice:
    practice, problems = parse_practice(parse_markdown(text, "fiche.md"), "fiche", {})
    assert practice, problems
    return practice


@pytest.mark.parametrize(
    ("slug", "code"),
    [("stef-mixup", "v496w"), ("eve-binomes-grand-site-deux-caps", "s3pvs"), ("a", "tenjh")],
)
def test_a_short_address_never_changes(slug: str, code: str):
    """It is printed on slides: five characters, and none that is taken for another."""
    assert short_code(slug) == code


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-11-21", 1, "2026-12-21"),
        ("2026-11-21", 2, "2027-01-21"),
        ("2026-01-15", 12, "2027-01-15"),
        ("2026-12-01", 120, "2036-12-01"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-08-31", 4, "2026-12-31"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-05-01", 1, "2026-06-01"),
    ],
)
def test_some_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: str, months: int, then: str):
    """Over the end of a year, in a leap year, from the last day."""
    assert add_months(datetime.date.fromisoformat(day), months).isoformat() == then


def test_a_sheet_is_fresh_until_the_day_its_review_is_due():
    """On that day itself it no longer is."""
    practice = practice_of(GOOD.replace("reviewed:", "review_every: 3\nreviewed:"))
    assert practice.review_due == datetime.date(2027, 2, 21)
    assert practice.is_fresh(datetime.date(2027, 2, 20)) is True
    assert practice.is_fresh(datetime.date(2027, 2, 21)) is False


def test_a_section_is_found_by_its_key():
    """Or is not there."""
    practice = practice_of(GOOD)
    section = practice.section("mise-en-oeuvre")
    assert section
    assert section.text == "Une mise en œuvre."
    assert practice.section("resultats") is None


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("25", 25),
        ("20,5", 20.5),
        ("20.5", 20.5),
        ("25 000", 25_000),
        ("1\u202f234\u00a0567,8", 1_234_567.8),
        ("-3", -3),
        (7, 7),
        (7.5, 7.5),
    ],
)
def test_numbers_are_read_as_people_write_them(written: object, number: float):
    """A comma or a point, thousands apart by any space; whole numbers stay whole."""
    value = DatedValue.model_validate({"year": 2024, "value": written}).value
    assert value == number
    assert type(value) is type(number)


@pytest.mark.parametrize(
    "written", ["25 00", "1,2,3", "douze", "nan", "inf", "25 000 euros", "", ",5", "9" * 17, True, False]
)
def test_what_is_no_number_is_refused(written: object):
    """A unit, another order, a number that nobody can mean, yes and no."""
    with pytest.raises(ValidationError):
        DatedValue.model_validate({"year": 2024, "value": written})


FIGURE = "{{label: F, unit: f, nature: {}, values: [{}]}}"
ONE, TWO = "{year: 2023, value: 3}", "{year: 2023, value: 3}, {year: 2024, value: 3}"


@pytest.mark.parametrize(
    ("figures", "evidence"),
    [
        ([], "temoignage"),
        ([("mesure", ONE), ("mesure", ONE)], "chiffres"),
        ([("mesure", TWO)], "chiffres"),
        ([("mesure, role: activite", TWO)], "chiffres"),
        ([("mesure, role: resultat", ONE)], "chiffres"),
        ([("mesure, role: resultat", TWO)], "avant-apres"),
        ([("mesure, role: contexte", TWO)], "temoignage"),
        ([("objectif", TWO)], "temoignage"),
        ([("objectif, role: resultat", TWO)], "temoignage"),
        ([("mesure, role: objectif", TWO)], "temoignage"),
        ([("mesure", ONE), ("objectif", TWO)], "chiffres"),
    ],
)
def test_figures_say_how_well_results_are_documented(figures: list[tuple[str, str]], evidence: str):
    """Two years of a result compare; an activity is only counted; targets and context prove nothing."""
    told = ", ".join(FIGURE.format(nature, values) for nature, values in figures)
    assert practice_of(GOOD.replace("contact:", f"indicators: [{told}]\ncontact:")).evidence == evidence


def test_a_comparison_with_others_is_the_highest_evidence():
    """It is told by the author, from the document, whatever the figures."""
    assert practice_of(GOOD.replace("contact:", "evaluation: Deux groupes.\ncontact:")).evidence == "evaluation"


@pytest.mark.parametrize(
    ("period", "state"),
    [
        ("{start: 2021}", "inconnue"),
        ("{start: 2021, end: 2022}", "terminee"),
        ("{start: 2021, status: en-cours}", "en-cours"),
        ("{start: 2021, end: 2021, status: ponctuelle}", "ponctuelle"),
        ("{start: 2021, end: 2026, status: inconnue}", "inconnue"),
    ],
)
def test_a_sheet_that_does_not_say_what_became_of_the_action_does_not_know(period: str, state: str):
    """No end is no claim that it still runs."""
    text = re.sub(r"period: .*", f"period: {period}", GOOD)
    assert practice_of(text).period.state == state


@pytest.mark.parametrize(
    ("means", "is_direct"),
    [
        ("", False),
        (", source: d", False),
        (", email: a@b.fr", True),
        (", phone: '3919'", True),
        (", url: https://b.fr", True),
    ],
)
def test_a_direct_contact_is_a_way_to_reach_somebody(means: str, is_direct: bool):
    """A name alone is none, wherever it was found."""
    assert practice_of(
        GOOD.replace("contact: {name: Une organisation", f"contact: {{name: Une{means}")
    ).contact.is_direct is (is_direct)


def test_a_value_has_the_document_of_its_indicator_unless_it_has_its_own():
    """Values of one indicator often come from two reports."""
    rows = [{"year": 2022, "value": 3, "source": "b"}, {"year": 2023, "value": 4}]
    indicator = Indicator.model_validate({"label": "F", "unit": "f", "nature": "mesure", "values": rows, "source": "a"})
    assert [indicator.source_of(value) for value in indicator.values] == ["b", "a"]


def test_a_confirmation_by_the_organisation_keeps_a_sheet_fresh():
    """It counts from the last of both days."""
    practice = practice_of(GOOD.replace("reviewed:", "confirmed: 2027-03-01\nreviewed:"))
    assert practice.review_due == datetime.date(2028, 3, 1)


def test_the_schema_names_the_list_of_each_word():
    """So that an editor can offer it: the words themselves stand in the vocabulary."""
    properties = FrontMatter.model_json_schema()["properties"]
    assert (properties["theme"]["x-list"], properties["theme"]["type"]) == ("themes", "string")
    assert properties["sectors"]["items"]["x-list"] == "sectors"


@pytest.mark.parametrize(
    ("unit", "written", "value"),
    [("%", "12 %", 12), ("%", "12,5%", 12.5), ("femmes", " 12 femmes ", 12), ("%", 12, 12), ("femmes", "1 200", 1200)],
)
def test_a_unit_written_behind_the_number_too_is_written_once(unit: str, written: object, value: float):
    """It can be nothing else than the unit."""
    row = {"label": "F", "unit": unit, "nature": "mesure", "values": [{"year": 2024, "value": written}]}
    assert Indicator.model_validate(row).values[0].value == value


def test_another_unit_behind_the_number_is_no_number():
    """Twelve per cent of what is not twelve women."""
    row = {"label": "F", "unit": "femmes", "nature": "mesure", "values": [{"year": 2024, "value": "12 %"}]}
    with pytest.raises(ValidationError):
        Indicator.model_validate(row)
