"""Glossary terms become links where they are first met."""

from xml.etree.ElementTree import Element, fromstring, tostring

import pytest

from app.content.glossary import GlossaryEntry, TermLinks

QPV = GlossaryEntry(
    slug="qpv", term="QPV", spelled_out="quartier prioritaire", definition="Un quartier défini par l'État."
)
CLAUSE = GlossaryEntry(slug="clause", term="Clause sociale", definition="Une condition d'un marché.")
ACCORD = GlossaryEntry(slug="accord", term="Clause sociale d'insertion", definition="Une clause.")
PLIE = GlossaryEntry(slug="plie", term="Plie", spelled_out="plan local", definition="Un plan.")
RSA = GlossaryEntry(slug="rsa", term="RSA", definition="Un revenu.")
RSA_MAJORED = GlossaryEntry(slug="rsa-majore", term="RSA majoré", definition="Un revenu plus élevé.")
FORMATION = GlossaryEntry(slug="formation", term="Formation", definition="Le fait d'apprendre.")


def link(html: str) -> str:
    root = fromstring(f"<div>{html}</div>")  # noqa: S314 (our own text)
    TermLinks([FORMATION, QPV, CLAUSE, ACCORD, PLIE, RSA, RSA_MAJORED]).start_page()(root)
    return tostring(root, encoding="unicode").removeprefix("<div>").removesuffix("</div>")


def targets(html: str) -> list[str | None]:
    return [one.get("href") for one in fromstring(f"<div>{link(html)}</div>").iter("a")]  # noqa: S314


def test_the_first_time_only() -> None:
    """Once per text, in reading order, the words around it kept."""
    linked = link("<p>Les QPV et <em>des QPV</em> ; un QPV.</p>")
    assert linked.startswith('<p>Les <a href="/glossaire#qpv" title="quartier prioritaire : Un quartier')
    assert linked.endswith("QPV</a> et <em>des QPV</em> ; un QPV.</p>")


def test_every_term_of_a_text_is_met() -> None:
    """Between others, after one that was met before, between two elements: no word moves."""
    html = "<p>QPV, puis QPV et clause sociale.<em>Un</em> RSA <b>ou</b> un Plie.<i>Fin</i></p>"
    told = [("qpv", "QPV", "quartier prioritaire : Un quartier défini par l'État.")]
    told += [("clause", "clause sociale", "Une condition d'un marché."), ("rsa", "RSA", "Un revenu.")]
    told += [("plie", "Plie", "plan local : Un plan.")]
    expected = html
    for slug, written, title in told:
        expected = expected.replace(written, f'<a href="/glossaire#{slug}" title="{title}">{written}</a>', 1)
    assert link(html) == expected


def test_after_a_child_and_inside_a_list() -> None:
    """Text after an element is text too."""
    assert targets("<ul><li><strong>Qui.</strong> En QPV, une clause sociale.</li></ul>") == [
        "/glossaire#qpv",
        "/glossaire#clause",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("une CLAUSE\nsociale", ["/glossaire#clause"]),
        ("la clause sociale d'insertion", ["/glossaire#accord"]),
        ("le RSA majoré", ["/glossaire#rsa-majore"]),
        ("le RSA", ["/glossaire#rsa"]),
        ("le Plie", ["/glossaire#plie"]),
        ("le plie", []),
        ("qpv", []),
        ("XQPV et QPV-2", []),
        ("une formation", []),
    ],
)
def test_what_counts_as_the_term(text: str, expected: list[str]) -> None:
    """Acronyms as they stand, expressions in any case and across lines, the longest first; single words never."""
    assert targets(f"<p>{text}</p>") == expected


def test_links_headings_and_code_are_left_alone() -> None:
    """No link inside a link, none in a heading."""
    html = '<h3>QPV</h3><p><a href="/x">QPV</a> <code>QPV</code></p>'
    assert link(html) == html


def test_without_any_term() -> None:
    """An empty glossary links nothing."""
    root: Element = fromstring("<p>QPV</p>")  # noqa: S314
    TermLinks([]).start_page()(root)
    assert tostring(root, encoding="unicode") == "<p>QPV</p>"
