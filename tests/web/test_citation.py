"""Citations of a sheet for reference managers, read back as their programs read them."""

import re

import pytest
from flask.testing import FlaskClient

from app.catalogue.catalogue import Catalogue
from app.web.api.citation import _escape


def read_ris(text: str) -> list[tuple[str, str]]:
    """(tag, value) of each line, as the format is defined."""
    assert text.endswith("\r\n")
    found = [re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line) for line in text.split("\r\n")[:-1]]
    assert all(found)
    return [(match[1], match[2]) for match in found if match]


def test_every_sheet_has_a_ris_entry(client: FlaskClient, catalogue: Catalogue):
    """One entry, with its title, the permanent address, the year and its words."""
    assert catalogue.practices
    for practice in catalogue.practices:
        answer = client.get(f"/pratiques/{practice.slug}.ris")
        lines = read_ris(answer.text)
        values = dict(lines)
        assert (lines[0], lines[-1]) == (("TY", "WEB"), ("ER", ""))
        assert values["TI"] == practice.title
        assert values["UR"].endswith(f"/p/{practice.code}")
        assert values["PY"] == str(practice.published.year)
        assert [tag for tag, _ in lines].count("KW") == 1 + len(practice.levers)


def test_every_sheet_has_a_bibtex_entry(client: FlaskClient, catalogue: Catalogue):
    """One entry whose braces are balanced and whose key never changes."""
    for practice in catalogue.practices:
        text = client.get(f"/pratiques/{practice.slug}.bib").text
        assert text.startswith(f"@misc{{pratique-{practice.code},\n")
        bare = re.sub(r"\\[{}]", "", text)
        assert bare.count("{") == bare.count("}") > 0
        assert f"/p/{practice.code}}}" in text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("100 % d'accord & #1", r"100 \% d'accord \& \#1"),
        ("a_b {c} $d^2~", r"a\_b \{c\} \$d\textasciicircum{}2\textasciitilde{}"),
        ("C:\\x", r"C:\textbackslash{}x"),
        ("deux\n  lignes", "deux lignes"),
    ],
)
def test_what_tex_reads_as_a_command_is_written_out(text: str, written: str):
    """No sign of a title changes the entry."""
    assert _escape(text) == written


def test_the_sheet_leads_to_its_citations(client: FlaskClient):
    """Under « Citer cette fiche », and they are downloads with a name."""
    page = client.get("/pratiques/stef-mixup").text
    assert 'href="/pratiques/stef-mixup.ris"' in page
    assert 'href="/pratiques/stef-mixup.bib"' in page
    answer = client.get("/pratiques/stef-mixup.bib")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="stef-mixup.bib"'
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
