"""What a practice derives from what its author wrote: dates, codes, numbers."""

import datetime

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


def test_figures_say_how_well_results_are_documented():
    """Two years of one figure compare; several figures of one year, or two targets, do not; none is a story."""
    figure = "{{label: F, unit: f, nature: mesure, values: [{}]}}"
    one, two = figure.format("{year: 2023, value: 3}"), figure.format("{year: 2023, value: 3}, {year: 2024, value: 3}")
    steps = two.replace("mesure", "objectif")
    for figures, evidence in [
        ([], "temoignage"),
        ([one, one], "chiffres"),
        ([steps], "chiffres"),
        ([one, steps], "chiffres"),
        ([one, two], "avant-apres"),
    ]:
        text = GOOD.replace("contact:", f"indicators: [{', '.join(figures)}]\ncontact:")
        assert practice_of(text).evidence == evidence


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
