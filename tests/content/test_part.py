"""The small types of the model: addresses of the web and of people, entries that know their name."""

import pytest
from pydantic import TypeAdapter, ValidationError

from app.content.part import Email, Text, WebAddress
from app.content.vocabulary import TermList

ADDRESS = TypeAdapter[str](WebAddress)
EMAIL = TypeAdapter[str](Email)
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
