"""`check --fix`: what it puts right, and that it takes no word from anybody."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content.frame import Frame, list_labels, load_frame
from app.content.practice_file import PracticeReader
from app.content.repair import find_repairs, repair_front_matter, repair_text
from app.content.serialise import write_sheet
from app.content.source_file import parse_markdown
from app.content.typography import count_words
from tests.conftest import copy_small_content
from tests.content.test_problems import GOOD
from tests.content.test_writing import BODY, DATA

SHEET = write_sheet(DATA | {"sources": [{"document": "panorama-egalite-2025"}]}, BODY)


class Base(NamedTuple):
    """A folder of content whose lists are read once."""

    folder: Path
    frame: Frame

    @property
    def path(self) -> Path:
        return self.folder / "practices" / "essai.md"

    @property
    def labels(self) -> dict[str, Mapping[str, str]]:
        return list_labels(self.frame.vocabulary)

    def repair_text(self, text: str) -> str:
        """The text as `--fix --yes` leaves it; a second time there is nothing to do."""
        after, _ = repair_text(text, self.labels)
        assert repair_text(after, self.labels)[0] == after
        return after

    def is_right(self, text: str) -> bool:
        self.path.write_text(text, encoding="utf-8")
        return PracticeReader(self.folder, self.frame).read(self.path)[2] == []


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    folder = copy_small_content(tmp_path_factory.mktemp("base"))
    return Base(folder, load_frame(folder)[0])


# What was written in place of what, and a line that must then be in the file.
MENDED = {
    "text behind a hash": ("\nterritory:", "\nterritory:\n  place: Béthune #Artois", '  place: "Béthune #Artois"'),
    "hash in a list": ("contact:", "partners:\n  - Club #1\ncontact:", '  - "Club #1"'),
    "comma in a number": (
        "contact:",
        "indicators: [{label: F, unit: f, nature: mesure, values: [{year: 2024, value: 14,5}]}]\ncontact:",
        "      - {year: 2024, value: 14.5}",
    ),
    "two commas in numbers": (
        "contact:",
        "indicators:\n  - label: F\n    unit: f\n    nature: mesure\n    values:\n      - {value: 14,5, year: 2023}\n"
        "      - {year: 2024, value: -0,25}\ncontact:",
        "      - {year: 2024, value: -0.25}",
    ),
    "percent": (
        "contact:",
        "indicators: [{label: F, unit: %, nature: mesure, values: [{year: 2024, value: 3}]}]\ncontact:",
        '    unit: "%"',
    ),
    "colon": ("title: Un", "title: Forum : un", 'title: "Forum : un chantier d\'insertion à Lens"'),
    "colon and quotes": (
        "title: Un",
        'title: Forum "emploi" : un',
        'title: "Forum \\"emploi\\" : un chantier d\'insertion à Lens"',
    ),
    "no space": ("theme: ", "theme:", "theme: egalite-mixite"),
    "no-break space": ("theme: ", "theme:\u00a0", "theme: egalite-mixite"),
    "no-break space before": ("theme: ", "theme\u00a0: ", "theme: egalite-mixite"),
    "no-break spaces at the start": (
        "period: {start: 2023}",
        "period:\n\u00a0\u00a0start: 2023",
        "period: {start: 2023}",
    ),
    "tab": ("period: {start: 2023}", "period:\n\tstart: 2023", "period: {start: 2023}"),
    "quotes not closed": ("title: Un", 'title: "Un', "title: Un chantier d'insertion à Lens"),
    "quotes of Word": ('["62"]', "[“62”]", '  departments: ["62"]'),
    "quotes of Word around a colon": (
        "title: Un chantier d'insertion à Lens",
        "title: “Forum : un chantier”",
        'title: "Forum : un chantier"',
    ),
    "label of a department": ('["62"]', "[Pas-de-Calais]", '  departments: ["62"]'),
    "label of a theme": ("egalite-mixite", "Égalité et mixité professionnelle", "theme: egalite-mixite"),
    "label of a type": ("type: collectivite", "type: Collectivité territoriale", "  type: collectivite"),
    "heading without its letter": ("## Mise en œuvre", "## Mise en oeuvre", "## Mise en œuvre"),
    "heading with a colon": ("## Contexte", "## Contexte :", "## Contexte"),
    "heading with a no-break space": ("## Contexte", "## Contexte\u00a0:", "## Contexte"),
    "heading in capitals": ("## Contexte", "## CONTEXTE", "## Contexte"),
    "heading of the first level": ("## Contexte", "# Contexte", "## Contexte"),
    "date in French": ("published: 2026-11-21", "published: 21/11/2026", "published: 2026-11-21"),
}


@pytest.mark.parametrize("name", MENDED)
def test_what_can_be_meant_in_one_way_only_is_put_right(base: Base, name: str):
    """The file is then sound, and nothing else of it has changed."""
    old, new, line = MENDED[name]
    vocabulary = base.frame.vocabulary
    labels = {"label of a theme": vocabulary.label("themes", "egalite-mixite")}
    labels["label of a type"] = f"type: {vocabulary.label('organisation_types', 'collectivite')}"
    assert SHEET.count(old) == 1 or old in {"## Contexte", "contact:"}
    after = base.repair_text(SHEET.replace(old, labels.get(name, new), 1))
    assert line in after.split("\n")
    assert base.is_right(after)


@pytest.mark.parametrize("letters", ["cp1252", "utf-16", "utf-16-le", "utf-8-sig"])
def test_any_encoding_of_windows_becomes_utf_8(base: Base, letters: str):
    """With the same letters, and the person is asked to read the guessed ones again."""
    base.path.write_bytes(SHEET.replace("\n", "\r\n").encode(letters))
    [repair] = find_repairs(base.folder, [base.path])
    assert ("Relisez ses accents" in repair.diff()) == (letters != "utf-8-sig")
    repair.write()
    assert base.path.read_bytes() == SHEET.encode()
    assert find_repairs(base.folder, [base.path]) == []


def test_one_line_pasted_in_another_encoding_spoils_no_other(base: Base):
    """The lines that were right stay as they are."""
    lines = SHEET.encode().split(b"\n")
    mixed = b"\n".join([line.decode().encode("cp1252") if b"summary" in line else line for line in lines])
    assert mixed != SHEET.encode()
    base.path.write_bytes(mixed)
    [repair] = find_repairs(base.folder, [base.path])
    assert repair.after == SHEET


LEFT = {
    "words behind what may be a comment": ("title: Un", "title: Forum : un # vu avec Paul"),
    "conflict": ("format:", "<<<<<<< HEAD\nformat:"),
    "date in words": ("published: 2026-11-21", "published: 21 novembre 2026"),
    "telephone with its name": ("contact:", 'contact:\n  phone: "Tél. : 01 99 00 00 00"'),
    "address without https": ("type: collectivite", "type: collectivite\n  url: www.exemple.org"),
    "two keys": ("format:", "format: etude-de-cas\nformat:"),
    "link": ("contact:", "contact:\n  email: [a@b.fr](mailto:a@b.fr)"),
    "anchor": ("theme: ", "theme: &a "),
    "brackets with a comma and words": ("title: Un", "title: [Un, deux] trois"),
    "letters lost": ("Un texte.", "Un t\ufffdxte."),
    "two quotes crossed": ("title: Un", "title: \"Un 'a\" b' c"),
}


@pytest.mark.parametrize("name", LEFT)
def test_what_only_its_author_can_tell_is_left(base: Base, name: str):
    """To the byte, or with all its words; the check tells it."""
    old, new = LEFT[name]
    text = SHEET.replace(old, new, 1)
    assert count_words(base.repair_text(text)) == count_words(text)


COMMENTED = """\
---
# yaml-language-server: $schema=https://exemple.org/schema/practice.json
published: 21/11/2026
# TODO vérifier avec Paul
title: "Un chantier d'insertion à Lens"  # titre provisoire

# Le résumé, en deux phrases.
summary: À Lens, un chantier d'insertion a formé douze femmes à la soudure en 2024 ; sept travaillent.
theme: egalite-mixite
format: initiative
sectors: [
  btp, # un
] # deux
levers: [formation]
audiences:   [femmes]
organisation:
  name: Ville de Lens # ex Croix-Rouge
  type: collectivite
  # url: https://exemple.org
territory: {departments: ["62"]}
period: # depuis quand
  start: 2023
contact:
  name: Service insertion
  # email: contact@exemple.org
sources:
  # le seul
  - document: panorama-egalite-2025 # page 3
    pages:
reviewed: 2026-11-21
# fin
---

## Contexte

Un texte.

## Mise en œuvre

Un autre.
"""


def test_comments_stay_with_what_they_are_about(base: Base):
    """Above or behind their value, wherever it goes; a key without a value stays too."""
    after = base.repair_text(COMMENTED)
    front = after.split("---")[1].split("\n")
    assert front[1].startswith("# yaml-language-server")
    for above, below in [
        ("# TODO vérifier avec Paul", "title: Un chantier d'insertion à Lens  # titre provisoire"),
        ("# Le résumé, en deux phrases.", "summary: "),
        ("format: initiative", "theme: egalite-mixite"),
        ("  # url: https://exemple.org", "territory:"),
        ("  # email: contact@exemple.org", "sources:"),
        ("  # le seul", "  - document: panorama-egalite-2025  # page 3"),
        ("  - document: panorama-egalite-2025  # page 3", "    pages:"),
        ("reviewed: 2026-11-21", "# fin"),
    ]:
        assert front[front.index(above) + 1].startswith(below)
    assert "sectors: [btp]  # un # deux" in front
    assert "  name: Ville de Lens  # ex Croix-Rouge" in front
    assert "period: {start: 2023}  # depuis quand" in front
    assert count_words(after) == count_words(COMMENTED)


def test_a_file_that_would_lose_words_is_left_and_said(base: Base):
    """What our layout cannot hold word for word stays as its author wrote it."""
    text = SHEET.replace("theme: egalite-mixite\n", "").replace("title: ", 'theme: "egalite\\u002dmixite"\ntitle: ')
    base.path.write_text(text, encoding="utf-8")
    [repair] = find_repairs(base.folder, [base.path])
    assert (repair.after, repair.is_needed) == (text, False)
    assert "n'est pas remis en ordre" in repair.diff()


# What happens to a sheet between two programs and two persons.
SPOILERS = (
    *(
        ": ",
        " # ",
        " #",
        "#",
        "\t",
        "\u00a0",
        '"',
        "'",
        "“",
        "”",
        "[",
        "]",
        "{",
        "}",
        ",",
        ", ",
        "- ",
        "\n",
        "\n\n",
        "  ",
    ),
    *("*", "&", "!", "%", "@", "|", ">", "\\", "14,5", "1 250", "null", "~", "---\n", "# TODO vérifier\n", "## ", "é"),
    *("Béthune #Artois", "## Résultats :\n", "Pas-de-Calais", "place:\n"),
)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.integers(0, 1_000),
    st.lists(st.tuples(st.floats(0, 1), st.sampled_from(SPOILERS), st.booleans()), min_size=1, max_size=4),
    st.booleans(),
)
def test_a_spoiled_sheet_keeps_the_words_of_its_author(
    base: Base, sheet: int, spoilt: list[tuple[float, str, bool]], in_front: bool
):
    """The words before and after are the same, however the sheet was spoiled: numbers may be written otherwise."""
    labels = count_words(" ".join(label for words in base.labels.values() for label in words.values()))
    texts = [COMMENTED, *sheets(base)]
    text = texts[sheet % len(texts)]
    for place, sign, is_instead in spoilt:
        end = text.find("\n---\n", 4) if in_front and "\n---\n" in text[4:] else len(text)
        at = 4 + int(place * (end - 4))
        text = text[:at] + sign + text[at + is_instead :]
    gone = count_words(text) - count_words(repair_text(text, base.labels)[0])
    assert set(gone) <= set(labels)


def sheets(base: Base) -> list[str]:
    """The sheets of the base."""
    paths = sorted(path for path in (base.folder / "practices").glob("*.md") if path.stem != "essai")
    return [path.read_text(encoding="utf-8") for path in paths]


def test_front_matter_that_can_be_read_is_not_touched():
    """Nothing is mended that is not broken."""
    for text in (SHEET, COMMENTED, "sans traits", "---\ntitle: x\n", "---\n- a\n---\n"):
        assert repair_front_matter(text) == text
    assert parse_markdown(COMMENTED, "fiche.md").comments[0].line == 2


def test_the_thousands_of_numbers_are_set_apart():
    """In the sentences of both halves of a file; addresses and code are left as they are."""
    told = "Un contexte, 1819 personnes, `1819`, [ici](https://x.fr/1819)."
    text = GOOD.replace("Un contexte.", told).replace("en 2024, racontée", "pour 1819 personnes, racontée")
    fixed, notes = repair_text(text, {})
    assert notes == ()
    assert "pour 1 819 personnes, racontée" in fixed
    assert "Un contexte, 1 819 personnes, `1819`, [ici](https://x.fr/1819)." in fixed
    assert repair_text(fixed, {}) == (fixed, ())
