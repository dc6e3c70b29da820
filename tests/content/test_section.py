"""The body of a sheet cut into sections, and lists into items."""

import pytest

from app.content.section import parse_sections, split_body

WHOLE = """\
## Contexte

- Un point.

### Bilan

Xavier.

## Objectifs

Un objectif.

## Mise en œuvre

Une mise en œuvre.

## Résultats

Un résultat.

## Clés de réussite

Une phrase.

- **Un.** Premier
  suite

    - dedans

\tun paragraphe
* Deux
+ Trois
"""


def problems_of(body: str) -> list[str]:
    return [problem.to_text() for problem in parse_sections(body, 1, "fiche.md", "initiative")[1]]


def test_sections_come_in_their_order():
    """Each with its title, its text and its words; sub-headings have ids of their own section."""
    sections, problems = parse_sections(WHOLE, 1, "fiche.md", "etude-de-cas")
    assert problems == []
    assert [section.key for section in sections] == ["contexte", "objectifs", "mise-en-oeuvre", "resultats", "reussite"]
    first = sections[0]
    assert (first.title, first.markdown) == ("Contexte", "- Un point.\n\n### Bilan\n\nXavier.")
    assert first.text == "Un point.\nBilan\nXavier."
    assert '<h3 id="p-contexte-bilan">Bilan</h3>' in first.html


def test_only_pitfalls_and_keys_to_success_have_items():
    """Each item with the lines that belong to it, one step of indentation taken away."""
    sections, _ = parse_sections(WHOLE, 1, "fiche.md", None)
    assert [section.items for section in sections[:4]] == [()] * 4
    assert [item.text for item in sections[4].items] == ["Un. Premier suite\ndedans\nun paragraphe", "Deux", "Trois"]
    first = sections[4].items[0].html
    assert first.startswith("<p><strong>Un.</strong> Premier\nsuite")
    assert first.endswith("<p>un paragraphe</p>")


def test_every_section_that_takes_too_long_is_told():
    """One that cannot be put in form does not hide the next."""
    long = "a\n" * 1_001
    told = problems_of(f"## Contexte\n\n{long}\n## Mise en œuvre\n\n{long}")
    assert [text.split("\n")[0] for text in told] == ["fiche.md:1 · texte", "fiche.md:1005 · texte"]


@pytest.mark.parametrize(
    "fenced",
    [
        "```\n## dedans\n```",
        "~~~\n## dedans\n~~~",
        "   ```python\n## dedans\n   ```",
        "```\n~~~\n## dedans\n```",
        "````\n```\n## dedans\n````",
        "```\n## dedans\n`````",
        "```\n## un\n```\n\n```\n## deux\n```",
    ],
)
def test_a_heading_inside_a_block_of_code_is_none(fenced: str):
    """Until the block is closed, by a fence of its own kind and at least as long."""
    assert split_body(f"{fenced}\n## Dehors\nTexte", 1) == [
        (1, None, fenced),
        (fenced.count("\n") + 2, "Dehors", "Texte"),
    ]


def test_a_block_that_is_not_closed_runs_to_the_end():
    """As Markdown reads it."""
    assert split_body("## Contexte\n```\n## dedans", 5) == [(5, None, ""), (5, "Contexte", "```\n## dedans")]


def test_headings_are_read_as_markdown_reads_them():
    """Signs after the words do not count; a single one makes another title; three are a sub-heading."""
    body = "avant\n\n## Un ##\n\n    code\n\n# Deux\nXY\n### Trois\n##Quatre\n"
    assert split_body(body, 10) == [
        (10, None, "avant"),
        (12, "Un", "    code"),
        (16, "# Deux", "XY\n### Trois\n##Quatre"),
    ]
