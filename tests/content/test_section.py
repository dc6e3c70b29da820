"""The body of a sheet cut into sections, and lists into items."""

import pytest

from app.content.rendering import render
from app.content.section import MAX_HEADINGS, parse_sections, split_body
from app.content.serialise import canonical_text

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


@pytest.mark.parametrize(
    ("after", "texts"),
    [
        ("\nUne conclusion.\nEncore.", ["Un", "Deux"]),
        ("\n Une conclusion.", ["Un", "Deux"]),
        ("\n  Une suite, comme CommonMark la décale.", ["Un", "Deux\nUne suite, comme CommonMark la décale."]),
        ("\n### Bilan\n\nUne conclusion.", ["Un", "Deux"]),
        ("\nUne conclusion.\n\n- Trois", ["Un", "Deux", "Trois"]),
        ("la suite", ["Un", "Deux la suite"]),
        ("\n    la suite", ["Un", "Deux\nla suite"]),
        ("\n\n\tla suite\n\nUne conclusion.", ["Un", "Deux\nla suite"]),
    ],
)
def test_what_follows_a_list_is_no_part_of_its_last_item(after: str, texts: list[str]):
    """A paragraph belongs to an item when it is indented, as on the page, or goes on without an empty line."""
    [section] = parse_sections(f"## Points de vigilance\n\n- Un\n- Deux\n{after}\n", 1, "fiche.md", None)[0]
    assert [item.text for item in section.items] == texts


@pytest.mark.parametrize(
    "heading",
    [
        "## CONTEXTE", "##Contexte", "## Contexte :", "## **Contexte**", "## 1. Contexte", "##\u00a0contexte ##",
        "  ## Contexte", "Contexte\n========", "CONTEXTE\n---", "**Contexte**\n---",
    ],
)  # fmt: skip
def test_a_title_of_ours_is_known_however_it_is_written(heading: str):
    """In capitals, with a colon, in bold, with a number, underlined."""
    body = f"{heading}\n\nUn.\n\n## Mise en oeuvre\n\nDeux.\n\n## RESULTATS\n\nTrois.\n"
    sections, problems = parse_sections(body, 1, "a.md", "initiative")
    assert problems == []
    assert [(section.key, section.title) for section in sections] == [
        ("contexte", "Contexte"),
        ("mise-en-oeuvre", "Mise en œuvre"),
        ("resultats", "Résultats"),
    ]


@pytest.mark.parametrize("line", ["**Contexte**", "CONTEXTE", "Contexte :"])
def test_a_line_that_may_be_the_missing_title_is_told(line: str):
    """Where it stands, with what to put before it."""
    [_, told] = problems_of(f"{line}\n\nUn texte.\n\n## Mise en œuvre\n\nUn autre.")
    assert told == (
        "fiche.md:1 · texte\n  Il manque la partie « ## Contexte ». Cette ligne en est peut-être le titre : "
        f"mettez « ## » devant.\n  Lu : {line}"
    )


def test_a_word_after_a_sign_is_no_heading():
    """« #metoo » begins a sentence like another."""
    sections, problems = parse_sections("## Contexte\n\n#metoo et #StOpE.\n\n## Mise en œuvre\n\nUn.", 1, "a.md", None)
    assert problems == []
    assert sections[0].html == "<p>#metoo et #StOpE.</p>"


def test_an_address_given_in_one_part_serves_the_others():
    """Markdown lets it stand anywhere in a file, most often at its end."""
    body = "## Contexte\n\nVoir [ici][1].\n\n## Mise en œuvre\n\nUn.\n\n[1]: https://exemple.org\n"
    sections, _ = parse_sections(body, 1, "a.md", None)
    assert sections[0].html == '<p>Voir <a href="https://exemple.org">ici</a>.</p>'
    body = "## Points de vigilance\n\nVoir [ici][1].\nAutre.\n\n[1]: https://exemple.org\n"
    [section], _ = parse_sections(body, 1, "a.md", None)
    assert [item.text for item in section.items] == ["Voir ici.", "Autre."]
    assert section.items[0].html == sections[0].html


def test_unknown_headings_are_told_twenty_at_a_time():
    """Thousands of them are no reason to tell thousands."""
    told = [text for text in problems_of("## a\n" * 1_000) if "titres d'une fiche" in text]
    assert len(told) == MAX_HEADINGS


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
    """Two signs with a space or without, one with it only; signs after the words do not count; three are no title."""
    body = "avant\n\n## Un ##\n\n    code\n\n# Deux\nXY\n### Trois\n##Quatre##\nZ\n#Cinq\n \\## non\n"
    assert split_body(body, 10) == [
        (10, None, "avant"),
        (12, "Un", "    code"),
        (16, "# Deux", "XY\n### Trois"),
        (19, "Quatre", "Z\n#Cinq\n \\## non"),
    ]


@pytest.mark.parametrize("underline", ["---", "-", "------  ", "=", "====="])
@pytest.mark.parametrize(
    ("before", "line"), [("", 2), ("Avant.\n\n", 4), ("### Bilan\n", 3), ("```\ncode\n```\n", 5), ("Un\n--\n", 4)]
)
def test_an_underlined_heading_is_told_at_its_line(before: str, line: int, underline: str):
    """Markdown makes a heading of it, which would be none of the closed list."""
    told = problems_of(f"## Contexte\n{before}Sous-titre\n{underline}\nTexte.\n\n## Mise en œuvre\n\nTexte.")
    assert [text for text in told if text.startswith(f"fiche.md:{line + 1} ")] == [
        f"fiche.md:{line + 1} · texte\n"
        "  Une ligne de « - » ou de « = » sous une ligne de texte en fait un titre."
        " Pour un sous-titre, écrivez « ### » ; pour un trait, laissez une ligne vide au-dessus.\n"
        "  Lu : Sous-titre\n  Admis : ### Sous-titre"
    ]
    assert len(told) == 1 + ("--" in before)


@pytest.mark.parametrize(
    "text",
    [
        "Avant.\n\n---\n\nAprès.",
        "---\nAprès.",
        "Une ligne\nune autre\n---",
        "### Bilan\n---",
        "a | b\n---|---\n1 | 2",
        "| a |\n|---|\n| 1 |",
        "```\nSous-titre\n---\n```",
        "~~~\nSous-titre\n---\n~~~\n---",
        "Un texte\n--- suite",
    ],
)
def test_a_rule_a_table_or_code_is_no_heading(text: str):
    """What Markdown makes no heading of is left alone."""
    assert problems_of(f"## Contexte\n\n{text}\n\n## Mise en œuvre\n\nTexte.") == []
    assert "<h2" not in render(text)


def test_underlined_headings_are_told_ten_at_a_time_from_the_first_line_on():
    """The first line of a text may be one; thousands of them are no reason to tell thousands."""
    _, problems = parse_sections("Titre\n---\n", 1, "a.md", None)
    assert (2, "Titre") in [(problem.line, problem.read) for problem in problems]
    _, problems = parse_sections("## Contexte\n\n" + "Titre\n===\n\n" * 30, 1, "a.md", None)
    assert len([problem for problem in problems if problem.message.startswith("Une ligne de")]) == 10


def test_code_after_a_paragraph_that_follows_a_list_is_no_part_of_its_last_item():
    """The paragraph has ended the list for good."""
    body = "## Points de vigilance\n\n- Le temps manque.\n\nUn paragraphe.\n\n    du code\n"
    sections, _ = parse_sections(body, 1, "a.md", None)
    assert [item.text for item in sections[0].items] == ["Le temps manque."]


@pytest.mark.parametrize(
    ("former", "title", "key"),
    [("Points de vigilance", "Pièges à éviter", "vigilance"), ("Clés de réussite", "Ce qui a aidé", "reussite")],
)
def test_a_former_heading_is_read_for_ever(former: str, title: str, key: str):
    """Readers see its present name; a repair leaves the name that its author wrote."""
    for written, kept in ((former, former), (title, title), (f"{former.upper()} :", former)):
        [section] = parse_sections(f"## {written}\n\n- Le temps.\n", 1, "fiche.md", render)[0]
        assert (section.key, section.title) == (key, title)
        assert f"\n## {kept}\n" in canonical_text(f"---\ntitle: A\n---\n\n## {written}\n\n- Le temps.\n")
