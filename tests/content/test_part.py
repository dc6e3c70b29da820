"""The small types of the model: addresses of the web and of people, entries that know their name."""

import datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from app.content.part import Day, Email, Month, Phone, Text, WebAddress
from app.content.vocabulary import DepartmentList, TermList

ADDRESS = TypeAdapter[str](WebAddress)
EMAIL = TypeAdapter[str](Email)
PHONE = TypeAdapter[str](Phone)
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
    "address",
    [
        "exemple.fr",
        "ftp://exemple.fr",
        "HTTP://exemple.fr",
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


@pytest.mark.parametrize("written", ["2024", "2025-07", "2025-12"])
def test_a_document_is_of_a_year_or_a_month(written: str):
    """As it stands on its cover."""
    assert MONTH.validate_python(written) == written


@pytest.mark.parametrize("written", ["2025-13", "2025-00", "2025-7", "2025-07-39", "2025-07-01", "07/2025", "25", ""])
def test_what_is_neither_a_year_nor_a_month_is_refused(written: str):
    """A day, another order, a month that does not exist."""
    with pytest.raises(ValidationError):
        MONTH.validate_python(written)


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
