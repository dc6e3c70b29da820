"""Front matter against its model: the words that are admitted, the place that is blamed."""

import datetime
import re

import pytest
from pydantic import BaseModel

from app.content.field import Field, practice_fields, walk
from app.content.frame import Document
from app.content.page import PageFrontMatter, SelectionFrontMatter
from app.content.practice import Contact, FrontMatter, Withdrawal
from app.content.source_file import SourceFile, parse_markdown
from app.content.validation import validate
from app.content.vocabulary import Department
from tests.content.test_problems import GOOD

PAGE = "---\ntitle: Une page\nreviewed: 2026-11-21\nsummary: Un résumé.\n---\n"
SELECTION = "---\ntitle: Une liste\ndate: 2026-11-21\nsummary: S.\npractices: [{slug: a}]\npublished: 2026-01-01\n---\n"
DAYS = {PageFrontMatter: "reviewed", SelectionFrontMatter: "date"}
DOCUMENT = {"slug": "rapport", "title": "Un rapport", "publisher": "Un service", "published": "2025"}
FRENCH = re.compile(r"\b(?:Il|manque|est|fait|[Uu]ne?|ne|trop)\b")


def told(text: str, **lists: list[str]) -> list[str]:
    return [problem.to_text() for problem in validate(FrontMatter, parse_markdown(text, "a.md"), lists)[1]]


@pytest.mark.parametrize(
    ("count", "admitted"), [(40, ", ".join(f"theme-{number}" for number in range(40))), (41, "41 mots, voir la liste")]
)
def test_a_list_is_told_whole_up_to_forty_words(count: int, admitted: str):
    """A longer one is counted; the nearest word is found in it all the same."""
    themes = [f"theme-{number}" for number in range(count)]
    assert told(GOOD.replace("theme: acces-emploi", "theme: theme-39x"), themes=themes) == [
        "a.md:5 · theme\n  Ce mot ne fait pas partie de la liste.\n  Lu : theme-39x\n"
        f"  Admis : {admitted}\n  Le plus proche : theme-39"
    ]


@pytest.mark.parametrize(
    ("written", "told_of"),
    [
        ("86400", "Il faut une date.|86400"),
        ("2026", "Il faut une date.|2026"),
        ("2026.5", "Il faut une date.|2026.5"),
        ("true", "Il faut une date.|true"),
        ("20261121", "Il faut une date.|20261121"),
        ("2026-W47-6", "Il faut une date.|2026-W47-6"),
        ("2026-02-30", "Il faut une date.|2026-02-30"),
    ],
)
def test_a_day_is_a_date_and_nothing_that_could_be_taken_for_one(written: str, told_of: str):
    """No number, no week; every message says how a day is written."""
    message, read = told_of.split("|")
    line = f"\n  {message}\n  Lu : {read}\n  Admis : par exemple 2026-11-21 ou 21/11/2026"
    assert told(GOOD.replace("reviewed: 2026-11-21", f"reviewed: {written}")) == [f"a.md:15 · reviewed{line}"]
    for model, text in [(PageFrontMatter, PAGE), (SelectionFrontMatter, SELECTION)]:
        source = parse_markdown(text.replace("2026-11-21", written), "b.md")
        assert [problem.to_text() for problem in validate(model, source, {})[1]] == [f"b.md:3 · {DAYS[model]}{line}"]


@pytest.mark.parametrize("written", ["1899-12-31", "2101-01-01"])
def test_a_day_of_another_century_is_told_as_a_day(written: str):
    """Not as a number."""
    assert told(GOOD.replace("reviewed: 2026-11-21", f"reviewed: {written}")) == [
        "a.md:15 · reviewed\n  Cette date est trop ancienne ou trop lointaine.\n"
        f"  Lu : {written}\n  Admis : de 1900-01-01 à 2100-12-31"
    ]


@pytest.mark.parametrize(
    "written",
    ["2026-11-21", '"2026-11-21"', "21/11/2026", "21 novembre 2026", "2026-11-21T10:00:00", '"2026-11-21 00:00"'],
)
def test_a_day_may_be_written_as_people_do(written: str):
    """Between quotes, in French, with its hour: it is the same day."""
    front, problems = validate(
        FrontMatter, parse_markdown(GOOD.replace("reviewed: 2026-11-21", f"reviewed: {written}"), "a.md"), {}
    )
    assert problems == []
    assert front
    assert front.reviewed == datetime.date(2026, 11, 21)


@pytest.mark.parametrize("written", ["true", "1.5", "douze", "[]"])
def test_a_number_of_months_is_a_whole_number(written: str):
    """Yes is no number."""
    [text] = told(GOOD.replace("reviewed:", f"review_every: {written}\nreviewed:"))
    assert text.startswith("a.md:15 · review_every\n  Il faut un nombre entier.\n")


@pytest.mark.parametrize("written", ['"2024"', "2024"])
def test_a_year_may_be_between_quotes(written: str):
    """It is the same year."""
    assert told(GOOD.replace("{start: 2024}", f"{{start: {written}}}")) == []


@pytest.mark.parametrize(("written", "read"), [("1.10", "1.10"), ("1.1", "1.1"), ("010", "010"), ("12", "12")])
def test_a_number_read_as_a_text_is_kept_as_written(written: str, read: str):
    """The part 1.10 of a document is not its part 1.1."""
    text = GOOD.replace('pages: "12"', f"section: {written}")
    front, problems = validate(FrontMatter, parse_markdown(text, "a.md"), {})
    assert problems == []
    assert front
    assert front.sources[0].section == read


@pytest.mark.parametrize(
    ("model", "data", "example"),
    [
        (Contact, {"name": "Un service", "phone": "poste 12"}, "par exemple 01 99 00 00 00"),
        (Withdrawal, {"reason": "Finie.", "successor": "Une Fiche"}, "par exemple plan-egalite-2024"),
        (Document, {**DOCUMENT, "published": "été 2025"}, "une année ou un mois, comme 2025 ou 2025-07"),
        (Document, {**DOCUMENT, "slug": "Un rapport"}, "par exemple plan-egalite-2024"),
        (Department, {"slug": "2C", "label": "Corse"}, "un code de département, comme 59, 2A ou 971"),
    ],
)
def test_a_form_is_told_by_an_example_of_it(model: type[BaseModel], data: dict[str, object], example: str):
    """A month for a month, a number for a number."""
    [problem] = validate(model, SourceFile("a.yaml", data), {})[1]
    assert (problem.message, problem.admitted) == ("La forme n'est pas la bonne.", example)


ODD = ["true", "1.5", "12", "9" * 30, "x" * 700, "2026-11-21", '""', "null", "[]", "[[]]", "{}", "{a: 1}", "[{a: 1}]"]


@pytest.mark.parametrize("field", [field for field in walk(practice_fields()) if "." not in field.path])
def test_whatever_is_written_in_a_field_is_answered_in_french(field: Field):
    """No message of the tools that we use comes through."""
    lines = [line for line in GOOD.split("\n") if not line.startswith(f"{field.name}:")]
    names = [inner.name for inner in field.fields]
    spelled = [f"{{{name}: {odd}}}" for name in names for odd in ODD]
    messages = set()
    for written in [*ODD, *spelled, *(f"[{each}]" for each in spelled)]:
        text = "\n".join([lines[0], f"{field.name}: {written}", *lines[1:]])
        messages |= {problem.message for problem in validate(FrontMatter, parse_markdown(text, "a.md"), {})[1]}
    assert messages
    assert [message for message in messages if not FRENCH.search(message)] == []


def test_what_is_right_is_the_model():
    """And nothing is said."""
    front, problems = validate(FrontMatter, parse_markdown(GOOD, "a.md"), {"themes": ["acces-emploi"]})
    assert problems == []
    assert front
    assert front.theme == "acces-emploi"


def test_an_end_before_the_start_is_told_at_the_period():
    """A fault between two values stands where both are."""
    assert told(GOOD.replace("{start: 2024}", "{start: 2024, end: 2020}")) == [
        "a.md:11 · period\n  La fin ne peut pas venir avant le début."
    ]


def test_a_key_with_nothing_behind_it_is_told_as_nothing():
    """Neither in Python's word nor in YAML's."""
    assert any("Lu : false" in text for text in told(GOOD.replace("title: Une fiche pour les essais", "title: false")))
    (title,) = [text for text in told(GOOD.replace("title: Une fiche pour les essais", "title:")) if "title" in text]
    assert "Lu : rien" in title


@pytest.mark.parametrize("written", ["14 h 30", "14h30", "14:30", '"14:30"', "14 H 30"])
def test_an_hour_may_be_written_as_people_do(written: str):
    """And is one hour."""
    front, problems = validate(
        SelectionFrontMatter, parse_markdown(SELECTION.replace("summary:", f"hour: {written}\nsummary:"), "b.md"), {}
    )
    assert not problems
    assert front
    assert front.hour == datetime.time(14, 30)


@pytest.mark.parametrize(
    ("written", "minutes"), [("90", 90), ("1 h 30", 90), ("1h30", 90), ("90 min", 90), ("2 h", 120)]
)
def test_a_duration_is_read_to_minutes(written: str, minutes: int):
    """Alone, a number is minutes."""
    text = SELECTION.replace("summary:", f"hour: 14h\nduration: {written}\nsummary:")
    front, problems = validate(SelectionFrontMatter, parse_markdown(text, "b.md"), {})
    assert not problems
    assert front
    assert front.duration == minutes


@pytest.mark.parametrize(
    ("line", "told_of"),
    [
        ("hour: 25 h", "hour\n  Il faut une heure.\n  Lu : 25 h\n  Admis : par exemple 14 h 30"),
        ("hour: 1430", "hour\n  Il faut une heure.\n  Lu : 1430\n  Admis : par exemple 14 h 30"),
        ("duration: 90", "duration\n  Une durée va avec une heure. Ajoutez « hour ».\n  Lu : 90"),
        (
            "hour: 14h\nduration: 0",
            "duration\n  Il faut une durée, de douze heures au plus.\n  Lu : 0\n"
            "  Admis : par exemple 1 h 30, ou 90 min",
        ),
        (
            "time_zone: Paris",
            "time_zone\n  Ce fuseau horaire n'existe pas.\n  Lu : Paris\n"
            "  Admis : par exemple Europe/Paris, Indian/Reunion",
        ),
        (
            "time_zone: ../../etc",
            "time_zone\n  Ce fuseau horaire n'existe pas.\n  Lu : ../../etc\n"
            "  Admis : par exemple Europe/Paris, Indian/Reunion",
        ),
        ("revision: -1", "revision\n  Le nombre est trop petit.\n  Lu : -1\n  Admis : 0 ou plus"),
    ],
)
def test_what_a_webinar_says_is_checked(line: str, told_of: str):
    """Each at its own key."""
    source = parse_markdown(SELECTION.replace("summary:", f"{line}\nsummary:"), "b.md")
    (problem,) = validate(SelectionFrontMatter, source, {})[1]
    assert problem.to_text().split(" · ")[1] == told_of


def test_an_hour_needs_a_day():
    """Which is told where the hour is."""
    source = parse_markdown(SELECTION.replace("date: 2026-11-21", "hour: 14h"), "b.md")
    (problem,) = validate(SelectionFrontMatter, source, {})[1]
    assert (problem.key, problem.message) == ("hour", "Une heure va avec une date. Ajoutez « date ».")
