"""Links that lead nowhere: the address that was probably meant, or none."""

import time

import pytest

from app.content.address import suggest_address

ADDRESSES = {"/pratiques/stef-mixup-2", "/pratiques/emoji", "/leviers/formation", "/a-propos", "/selections/egalite"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/pratiques/stef-mixup", "/pratiques/stef-mixup-2"),
        ("/pratiques/stef-mixup-2#contexte", "/pratiques/stef-mixup-2"),
        ("/levier/formation", "/leviers/formation"),
        ("/formation", "/leviers/formation"),
        ("../practices/stef-mixup-2.md", "/pratiques/stef-mixup-2"),
        ("stef-mixup-2.md", "/pratiques/stef-mixup-2"),
        ("/a-propo", "/a-propos"),
        ("/glossair", "/glossaire"),
        ("www.exemple.org", "https://www.exemple.org"),
        ("www.exemple.org/guide?a=b", "https://www.exemple.org/guide?a=b"),
        ("exemple.org", "https://exemple.org"),
        ("contact@exemple.org", "mailto:contact@exemple.org"),
        ("/pratiques/tout-autre-chose", ""),
        ("../x.md", ""),
        ("guide", ""),
        ("", ""),
    ],
)
def test_only_an_address_that_is_near_is_suggested(written: str, meant: str):
    """What all addresses of a kind begin with makes none of them near."""
    assert suggest_address(written, ADDRESSES) == meant


@pytest.mark.parametrize("piece", ["a.", "a", "a-", "a@b.", "../", "/"])
def test_the_longest_address_takes_no_time(piece: str):
    """However it is made."""
    start = time.process_time()
    suggest_address(piece * 10_000 + "!", ADDRESSES)
    assert time.process_time() - start < 1
