"""Addresses typed in a text become links, pictures of other sites too; targets of links are put right."""

import pytest

from app.content.rendering import render


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Voir https://exemple.net/guide.", 'Voir <a href="https://exemple.net/guide">https://exemple.net/guide</a>.'),
        ("(https://exemple.net/a)", '(<a href="https://exemple.net/a">https://exemple.net/a</a>)'),
        ("https://exemple.net/a_(b)", '<a href="https://exemple.net/a_(b)">https://exemple.net/a_(b)</a>'),
        ("« https://exemple.net/a »", '«\u00a0<a href="https://exemple.net/a">https://exemple.net/a</a>\u00a0»'),
        ("www.exemple.net, puis", '<a href="https://www.exemple.net">www.exemple.net</a>, puis'),
        ("a@exemple.net !", '<a href="mailto:a@exemple.net">a@exemple.net</a>\u202f!'),
        ("<a@exemple.net>", '<a href="mailto:a@exemple.net">a@exemple.net</a>'),
        ("<https://exemple.net>", '<a href="https://exemple.net">https://exemple.net</a>'),
        (
            "https://exemple.net/?a=1&b=2",
            '<a href="https://exemple.net/?a=1&amp;b=2">https://exemple.net/?a=1&amp;b=2</a>',
        ),
        ("**https://exemple.net**", '<strong><a href="https://exemple.net">https://exemple.net</a></strong>'),
        ("[un](https://exemple.net/bilan 2024.pdf)", '<a href="https://exemple.net/bilan%202024.pdf">un</a>'),
        ("[un](www.exemple.net)", '<a href="https://www.exemple.net">un</a>'),
        ("[un](a@exemple.net)", '<a href="mailto:a@exemple.net">un</a>'),
        ("![Une soudeuse](https://exemple.net/a.png)", '<a href="https://exemple.net/a.png">Une soudeuse</a>'),
        ("![](https://exemple.net/a.png)", '<a href="https://exemple.net/a.png">image</a>'),
        (
            "[![Logo](https://exemple.net/a.png)](https://exemple.net)",
            '<a href="https://exemple.net"><em>Logo</em></a>',
        ),
        ('Un <img src="https://exemple.net/a.png" alt="logo"> ici', "Un logo ici"),
        ("![Carte](/static/carte.png)", '<img alt="Carte" src="/static/carte.png">'),
    ],
)
def test_what_was_meant_as_a_link_is_one(typed: str, shown: str):
    """Without the signs around; a picture never tells another site who reads, and is never a broken one."""
    assert str(render(typed)) == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    "text",
    [
        "`https://exemple.net`",
        "```\nhttps://exemple.net\n```",
        "a@b",
        "https://",
        "https://exemple",
        "javascript://exemple.net/%0aalert(1)",
        "www.exemple",
        "12 @ 3 euros",
        "ftp://exemple.net",
        "https://" + "a." * 2_000,
    ],
)
def test_other_words_are_none(text: str):
    """Code, what is no address, schemes that are not admitted, and what is too long for one."""
    assert "<a" not in render(text)


def test_an_address_inside_a_link_stays_its_words():
    """One link, not two."""
    assert render("[https://exemple.net](https://exemple.org)").count("<a") == 1
