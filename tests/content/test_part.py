"""The small types of the model: addresses of the web and of people, entries that know their name."""

import datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from app.content.types import Day, Email, Month, Number, Phone, Text, WebAddress
from app.content.vocabulary import DepartmentList, TermList

ADDRESS = TypeAdapter[str](WebAddress)
EMAIL = TypeAdapter[str](Email)
PHONE = TypeAdapter[str](Phone)
NUMBER = TypeAdapter[float](Number)
MONTH = TypeAdapter[str](Month)
DAY = TypeAdapter[datetime.date](Day)
DEPARTMENTS = TypeAdapter[DepartmentList](DepartmentList)
TEXT = TypeAdapter[str](Text)
TERMS = TypeAdapter[TermList](TermList)


@pytest.mark.parametrize(
    "address",
    [
        "https://exemple.fr",
        "http://exemple.fr/a?b=c#d",
        "https://exemple.fr:8443/",
        "http://exemple.fr:1",
        "https://a.b",
    ],
)
def test_an_address_of_the_web_is_kept_as_it_is(address: str):
    """Of either scheme, with any port but 0."""
    assert ADDRESS.validate_python(address) == address


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("www.exemple.fr", "https://www.exemple.fr"),
        ("Www.exemple.fr/a", "https://Www.exemple.fr/a"),
        ("HTTPS://exemple.fr/A", "https://exemple.fr/A"),
        ("Http://exemple.fr", "http://exemple.fr"),
        ("<https://exemple.fr>", "https://exemple.fr"),
        (" https://exemple.fr ", "https://exemple.fr"),
    ],
)
def test_an_address_that_can_only_be_one_is_put_right(typed: str, address: str):
    """As telephones and mail programs write it."""
    assert ADDRESS.validate_python(typed) == address


@pytest.mark.parametrize("typed", ["<contact@exemple.fr>", "mailto:contact@exemple.fr", " contact@exemple.fr "])
def test_an_e_mail_address_that_was_copied_is_put_right(typed: str):
    """Without what mail programs put around."""
    assert EMAIL.validate_python(typed) == "contact@exemple.fr"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("03-21-00-00-00", "03 21 00 00 00"),
        ("03/21/00/00/00", "03 21 00 00 00"),
        ("03\u00a021\u202f00\u201100 00", "03 21 00 00 00"),
        ("(03) 21 00 00 00", "03 21 00 00 00"),
        ("+33 (0)3 21 00 00 00", "+33 3 21 00 00 00"),
        ("Tél. : 03 21 00 00 00", "03 21 00 00 00"),
        ("téléphone 03.21.00.00.00", "03.21.00.00.00"),
    ],
)
def test_a_telephone_number_is_taken_however_it_is_cut(typed: str, number: str):
    """Signs between figures say nothing."""
    assert PHONE.validate_python(typed) == number


@pytest.mark.parametrize(
    "address",
    [
        "exemple.fr",
        "ftp://exemple.fr",
        "https://exemple",
        "https://exemple.fr/a b",
        "https://",
        "https:///a.b",
        "https://exemple.fr:0",
        "https://exemple.fr:99999",
        "https://[exemple.fr",
        "",
    ],
)
def test_what_is_no_address_of_the_web_is_refused(address: str):
    """Another scheme, no host or one without a dot, a space, a port that is none."""
    with pytest.raises(ValidationError, match=r"commence par https:// et ne contient pas d'espace\."):
        ADDRESS.validate_python(address)


def test_an_e_mail_address_names_one_mailbox():
    """Nothing that a mail program would take for more."""
    assert EMAIL.validate_python("prenom.nom+liste@sous-domaine.exemple.fr")
    for address in ("exemple.fr", "a@b", "a@b.fr?cc=c@d.fr", "a@b.fr,c@d.fr", "a b@c.fr", "@b.fr"):
        with pytest.raises(ValidationError, match=r"Une adresse électronique s'écrit nom@domaine\.fr\."):
            EMAIL.validate_python(address)


@pytest.mark.parametrize(
    "number", ["03 20 00 00 00", "+33 3 20 00 00 00", "03.20.00.00.00", "116 006", "3995", "39 95", "1023"]
)
def test_a_telephone_number_may_be_that_of_a_service(number: str):
    """Four figures that begin with 3 or 1, as French services have them."""
    assert PHONE.validate_python(number) == number


@pytest.mark.parametrize("number", ["2995", "399", "39955", "3 995", "39.95", "+3995", "poste 12", ""])
def test_what_nobody_can_call_is_refused(number: str):
    """Too short, in another order, in words."""
    with pytest.raises(ValidationError):
        PHONE.validate_python(number)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("20,5", 20.5),
        ("20.5", 20.5),
        ("25 000", 25000),
        ("0.125", 0.125),
        ("1.250.000", 1250000),
        ("12.3750", 12.375),
        ("1250.125", 1250.125),
        ("1\u202f250", 1250),
        ("1,250", 1.25),
        ("-3", -3),
    ],
)
def test_a_number_is_read_as_it_is_written_in_french(written: str, number: float):
    """With a comma, with spaces or points between thousands."""
    assert NUMBER.validate_python(written) == number


@pytest.mark.parametrize("written", ["1.250", "-1.200", "12.375", "999.999", " 1.250 "])
def test_a_number_that_can_be_read_in_two_ways_is_asked_back(written: str):
    """Three figures after a point: thousands for some, and for the search; decimals for others."""
    with pytest.raises(ValidationError, match="de deux façons"):
        NUMBER.validate_python(written)


@pytest.mark.parametrize("written", ["2024", "2025-07", "2025-12"])
def test_a_document_is_of_a_year_or_a_month(written: str):
    """As it stands on its cover."""
    assert MONTH.validate_python(written) == written


@pytest.mark.parametrize(
    ("written", "month"),
    [
        ("juin 2024", "2024-06"),
        ("Juin 2024.", "2024-06"),
        ("15 juin 2024", "2024-06"),
        ("1er juin 2024", "2024-06"),
        ("le 15 juin 2024", "2024-06"),
        ("déc. 2024", "2024-12"),
        ("AOÛT 2024", "2024-08"),
        ("06/2024", "2024-06"),
        ("6-2024", "2024-06"),
        ("15/06/2024", "2024-06"),
        ("2024-06-15", "2024-06"),
        ("2024/06", "2024-06"),
        ("2025-7", "2025-07"),
        ("2024-06-15T10:00:00+02:00", "2024-06"),
        ("(2024)", "2024"),
        ("en 2024", "2024"),
        (datetime.date(2024, 6, 15), "2024-06"),
    ],
)
def test_a_month_is_read_as_people_write_it(written: object, month: str):
    """In words, in the French order, in that of computers; of a day, the month is kept."""
    assert MONTH.validate_python(written) == month


@pytest.mark.parametrize(
    "written",
    [
        "2025-13",
        "2025-00",
        "2025-07-39",
        "31/06/2024",
        "06/15/2024",
        "06/24",
        "juin 24",
        "été 2024",
        "2023-2024",
        "25",
        "",
    ],
)
def test_what_is_neither_a_year_nor_a_month_is_refused(written: str):
    """A month or a day that does not exist, a year of two figures, a season, two years."""
    with pytest.raises(ValidationError):
        MONTH.validate_python(written)


@pytest.mark.parametrize("written", ["s.d.", "S.D", "sd", "n.d.", "sans date", "Non daté", "s. d."])
def test_a_document_without_a_date_is_told_what_to_do(written: str):
    """What the base can hold is said plainly."""
    with pytest.raises(ValidationError, match="mettez celle où vous l'avez reçu"):
        MONTH.validate_python(written)


@pytest.mark.parametrize("written", ["9" * 100_000, "1 " * 50_000, "(" * 100_000, "janvier " * 20_000])
def test_a_text_without_end_is_no_date(written: str):
    """And costs nothing to refuse."""
    for kind in (MONTH, DAY, PHONE, EMAIL, ADDRESS):
        with pytest.raises(ValidationError):
            kind.validate_python(written)


@pytest.mark.parametrize("code", ["02", "59", "2A", "2B", "971", "nord"])
def test_a_department_has_the_code_of_insee(code: str):
    """Of Corsica and overseas too; a name will do where there is no code."""
    assert DEPARTMENTS.validate_python({code: "Un département"})[code].slug == code


@pytest.mark.parametrize("code", ["2C", "2a b", "A", "Nord", "2AB", ""])
def test_what_is_no_code_of_a_department_is_refused(code: str):
    """Nor a name that could stand in an address."""
    with pytest.raises(ValidationError):
        DEPARTMENTS.validate_python({code: "Un département"})


def test_a_text_stands_on_one_line():
    """However it was cut; an empty one is none."""
    assert TEXT.validate_python(" Un texte\n  sur deux\tlignes ") == "Un texte sur deux lignes"
    for text in ("", " \n "):
        with pytest.raises(ValidationError):
            TEXT.validate_python(text)


def test_an_entry_knows_its_name():
    """Written in full, or in short as its label alone."""
    terms = TERMS.validate_python({"btp": "Bâtiment", "industrie": {"label": "Industrie", "group": "usines"}})
    assert [(term.slug, term.label, term.group) for term in terms.values()] == [
        ("btp", "Bâtiment", ""),
        ("industrie", "Industrie", "usines"),
    ]
    with pytest.raises(ValidationError):
        TERMS.validate_python(["btp"])


@pytest.mark.parametrize(
    ("day", "is_admitted"), [("1899-12-31", False), ("1900-01-01", True), ("2100-12-31", True), ("2101-01-01", False)]
)
def test_days_of_two_centuries_are_admitted(day: str, is_admitted: bool):
    """The first and the last one too."""
    date = datetime.date.fromisoformat(day)
    if is_admitted:
        assert DAY.validate_python(day) == DAY.validate_python(date) == date
    else:
        with pytest.raises(ValidationError):
            DAY.validate_python(day)
