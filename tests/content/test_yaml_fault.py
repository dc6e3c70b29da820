"""What people write in a file and what the check answers: the line, the key, the words, what would be right."""

import time
from pathlib import Path
from typing import NamedTuple

import pytest

from app.content.frame import load_frame
from app.content.library import load_library
from app.content.practice_file import PracticeReader
from app.content.problem import MAX_REPORTED, Problem, Unreadable
from app.content.source_file import MAX_LINE, MAX_MARKDOWN_BYTES, parse_markdown
from app.content.stray import find_strays
from app.content.strict_yaml import find_comments, parse_mapping
from tests.conftest import copy_small_content
from tests.content.test_problems import GOOD


class Told(NamedTuple):
    """A change of the sound file, and the one problem that it brings."""

    old: str
    new: str
    line: int
    key: str
    message: str
    right: str = ""  # in what is admitted, or the nearest word


FIGURE = "indicators: [{{label: F, unit: {unit}, nature: mesure, values: [{{year: 2024, value: {value}}}]}}]\ncontact:"
CASES = {
    # where a value begins is where it is told, however far YAML reads on
    "double quotes not closed": Told("title: Une", 'title: "Une', 2, "", "guillemets ouverts", 'title: "Une fiche'),
    "simple quotes not closed": Told("title: Une", "title: 'Une", 2, "", "guillemets ouverts", "les essais'"),
    "an apostrophe that closes quotes": Told("summary: Une", "summary: 'Une", 3, "summary", "« ' »", "\"'Une collec"),
    "quotes not closed before others": Told(
        "theme: acces-emploi", 'theme: "acces-emploi', 5, "", "guillemets ouverts", 'theme: "acces-emploi"'
    ),
    "bracket not closed": Told("[btp]", "[btp", 6, "sectors", "ne se ferme pas", "sectors: [btp]"),
    "brace not closed": Told("{start: 2024}", "{start: 2024", 11, "period", "ne se ferme pas", "{start: 2024}"),
    "no space after the colon": Told("theme: ", "theme:", 5, "theme", "espace manque", "theme: acces-emploi"),
    "no space in the first line": Told("title: ", "title:", 2, "title", "espace manque", "title: Une fiche"),
    "no space in the last line": Told("reviewed: 2026", "reviewed:2026", 15, "reviewed", "espace manque", "2026-11-21"),
    "no-break space after the colon": Told("theme: ", "theme:\u00a0", 5, "theme", "insécable", "theme: acces-emploi"),
    "narrow one": Told("theme: ", "theme:\u202f", 5, "theme", "insécable", "theme: acces-emploi"),
    "no-break space before the colon": Told("theme: ", "theme\u00a0: ", 5, "theme", "insécable", "theme: acces"),
    "no-break spaces at the start": Told(
        "period: {start: 2024}", "period:\n\u00a0\u00a0start: 2024", 12, "", "insécable", "start: 2024"
    ),
    "tab at the start": Told("period: {start: 2024}", "period:\n\tstart: 2024", 12, "", "tabulation", "start: 2024"),
    "tab after the dash": Told("[btp]", "\n  -\tbtp", 7, "", "tabulation", "btp"),
    "no space after the dash": Told("[btp]", "\n  - btp\n  -sante", 8, "", "après le tiret", "- sante"),
    "colon of another keyboard": Told("theme: ", "theme ： ", 5, "theme", "du clavier", "theme: acces-emploi"),
    "text that goes on without indent": Told("racontée ici", "racontée\nici", 4, "", "décalez-la", "  ici en une"),
    "title that goes on without indent": Told(
        "pour les essais", "pour\nles essais", 3, "", "décalez-la", "  les essais"
    ),
    # a value that YAML takes for something else
    "percent": Told("contact:", FIGURE.format(unit="%", value=3), 12, "indicators", "commence par « % »", 'unit: "%"'),
    "percent on its own line": Told("published:", "place: %x\npublished:", 14, "place", "« % »", 'place: "%x"'),
    "at sign": Told("published:", "place: @Lens\npublished:", 14, "place", "« @ »", 'place: "@Lens"'),
    "back quote": Told("title: Une", "title: `Une`", 2, "title", "« ` »", 'title: "`Une` fiche'),
    "stars": Told("title: Une fiche", "title: **Une** fiche", 2, "title", "« * »", 'title: "**Une** fiche'),
    "brackets at the start": Told("title: Une", "title: [Une]", 2, "title", "« [ »", 'title: "[Une] fiche'),
    "quotes around a part": Told("title: Une fiche", 'title: "Une" fiche', 2, "title", '« " »', 'title: \'"Une" fiche'),
    "greater than": Told("title: Une", "title: > Une", 2, "title", "« > »", 'title: "> Une fiche'),
    "backslash": Told("title: Une fiche", 'title: "C:\\x" #', 2, "", "ne se lit pas"),
    "colon in a text": Told("title: Une", "title: Forum : une", 2, "title", "« : »", 'title: "Forum : une fiche'),
    "quotes of Word around a text": Told(
        "title: Une fiche pour les essais", "title: “Forum : une fiche”", 2, "title", "droits", '"Forum : une fiche"'
    ),
    "link for an address": Told(
        "{name: Une organisation}", "{name: X, email: [a@b.fr](mailto:a@b.fr)}", 12, "contact", "seule", "email: a@b.fr"
    ),
    "link on its own line": Told(
        "contact: {name: Une organisation}",
        "contact:\n  name: X\n  url: [Le site](https://exemple.org)",
        14,
        "url",
        "seule",
        "url: https://exemple.org",
    ),
    "comma in a number": Told(
        "contact:", FIGURE.format(unit="f", value="14,5"), 12, "indicators[1].values[1].value", "virgule", '"14,5"'
    ),
    "conflict": Told("format:", "<<<<<<< HEAD\nformat:", 4, "", "Deux versions"),
    "conflict, second line": Told("format: initiative", "format: initiative\n=======", 5, "", "Deux versions"),
    "conflict, last line": Told("theme:", ">>>>>>> une-branche\ntheme:", 5, "", "Deux versions"),
    # a value that the model refuses
    "label of a department": Told('"59"', "Nord", 10, "territory.departments[1]", "nom montré", "59"),
    "label without accents": Told("[btp]", "[batiment et travaux publics]", 6, "sectors[1]", "nom montré", "btp"),
    "label in capitals": Told(
        "acces-emploi", "ACCÈS À L'EMPLOI ET À LA FORMATION", 5, "theme", "nom montré", "acces-emploi"
    ),
    "label nearly": Told("[femmes]", "[Les femmes]", 8, "audiences[1]", "liste", "femmes"),
    "nothing in a summary": Told(
        "summary: Une collectivité a mené une action d'essai en 2024, racontée ici en une phrase assez longue.",
        'summary: ""',
        3,
        "summary",
        "0 caractères, il en faut 60",
    ),
    "nothing in a title": Told("title: Une fiche pour les essais", 'title: ""', 2, "title", "il en faut 10"),
    "nothing in a name": Told("{name: Une organisation,", '{name: "",', 9, "organisation.name", "il en faut 1 "),
    "year in words": Told("{start: 2024}", "{start: hier}", 11, "period.start", "une année", "par exemple 2024"),
    "months in words": Told("published:", "review_every: an\npublished:", 14, "review_every", "entier", "exemple 12"),
    "figure in words": Told(
        "contact:", FIGURE.format(unit="f", value="trop"), 12, "indicators[1].values[1].value", "nombre", "20,5"
    ),
    "key like none": Told("published:", "author: x\npublished:", 14, "author", "pas une information connue"),
}


class Base(NamedTuple):
    """A folder of content whose lists are read once."""

    folder: Path
    reader: PracticeReader

    def problems_of(self, text: str | bytes, name: str = "essai") -> list[Problem]:
        """What is wrong with one file, as the check says it."""
        path = self.folder / "practices" / f"{name}.md"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        practice, _, problems = self.reader.read(path)
        assert (practice is None) == bool(problems)
        return sorted(problems)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    folder = copy_small_content(tmp_path_factory.mktemp("base"))
    return Base(folder, PracticeReader(folder, load_frame(folder)[0]))


@pytest.mark.parametrize("name", CASES)
def test_each_mistake_is_told_at_its_own_line_with_what_would_be_right(base: Base, name: str):
    """The line that a person would put right, its key where it is known, and no other problem beside."""
    case = CASES[name]
    assert case.old in GOOD
    [problem, *others] = base.problems_of(GOOD.replace(case.old, case.new, 1))
    assert (problem.line, problem.key, others) == (case.line, case.key, [])
    assert case.message in problem.message
    assert case.right in problem.admitted or case.right == problem.nearest


def test_no_word_is_called_near_that_is_not(base: Base):
    """« author » is not « indicators » misspelt."""
    [problem] = base.problems_of(GOOD.replace("published:", "author: x\npublished:"))
    assert problem.nearest == ""


ENCODED = {
    "Windows-1252": (GOOD.encode("cp1252"), 3, "Windows-1252", "collectivité"),
    "one line in Windows-1252": (
        GOOD.encode().replace("racontée".encode(), "racontée".encode("cp1252")),
        3,
        "Windows-1252",
        "racontée",
    ),
    "UTF-16": (GOOD.encode("utf-16"), 1, "UTF-16", ""),
    "UTF-16 without its mark": (GOOD.encode("utf-16-le"), 1, "UTF-16", ""),
    "Word": (b"PK\x03\x04....word/document.xml" + bytes(range(256)), 1, "un fichier Word", "un fichier Word"),
    "LibreOffice": (
        b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.text",
        1,
        "un document LibreOffice",
        "LibreOffice",
    ),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3", 1, "un fichier PDF", "PDF"),
    "RTF": (b"{\\rtf1\\ansi", 1, "un fichier RTF", "RTF"),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 1, "Microsoft Office", "Microsoft"),
}


@pytest.mark.parametrize("name", ENCODED)
def test_a_file_that_is_no_utf_8_is_told_by_its_name(base: Base, name: str):
    """Which encoding or which program it comes from, and what to do; the word where the first accent is."""
    data, line, message, read = ENCODED[name]
    [problem] = base.problems_of(data)
    assert problem.line == line
    assert message in problem.message
    assert ("--fix" in problem.message) == ("enregistré" in problem.message)
    assert read in problem.read


@pytest.mark.parametrize(
    ("name", "message"),
    [
        *[(f"fiche.{end}", "bureautique") for end in ("docx", "DOC", "odt", "rtf", "pdf", "md.docx")],
        *[(f"fiche.{end}", "autre langage") for end in ("adoc", "html", "rst", "org")],
        *[(f"fiche.{end}", "Renommez-le") for end in ("mdx", "txt", "md.txt", "MD", "markdown", "yaml")],
    ],
)
def test_a_file_of_another_kind_is_told_with_what_helps(content: Path, name: str, message: str):
    """Only what would be right once renamed is to be renamed."""
    (content / "practices" / name).write_text("x", encoding="utf-8")
    [problem] = find_strays(content)
    assert problem.file == f"content/practices/{name}"
    assert message in problem.message
    assert ("Renommez-le" in problem.message) == (message == "Renommez-le")
    assert problem.admitted == "content/practices/fiche.md"


@pytest.mark.parametrize("name", ["fiche.png", "fiche.md~", ".fiche.docx", "fiche.orig"])
def test_what_nobody_takes_for_a_sheet_is_left_alone(content: Path, name: str):
    """Pictures, and what editors leave."""
    (content / "practices" / name).write_text("x", encoding="utf-8")
    assert list(find_strays(content)) == []


@pytest.mark.parametrize("name", ["Un Nom", "aux", "com1", "nul", "prn", "con", "lpt9"])
def test_a_wrong_name_hides_no_other_problem(base: Base, name: str):
    """Neither a name that is no address nor one that Windows keeps: all is told in one round, nothing is published."""
    [problem] = base.problems_of(GOOD, name)
    assert (problem.file, problem.line, problem.read) == (f"content/practices/{name}.md", 1, f"{name}.md")
    assert ("Windows" in problem.message) == (name != "Un Nom")
    told = base.problems_of(GOOD.replace("title: Une fiche pour les essais", "titel: Une fiche"), name)
    assert [problem.key for problem in told] == ["", "titel", "title"]


def test_pages_and_selections_are_told_as_sheets_are(content: Path):
    """A wrong name and what is wrong inside."""
    for kind in ("pages", "selections"):
        (content / kind).mkdir(exist_ok=True)
        (content / kind / "aux.md").write_text(GOOD, encoding="utf-8")
    problems = load_library(content).problems
    for kind in ("pages", "selections"):
        keys = [problem.key for problem in problems if problem.file == f"content/{kind}/aux.md"]
        assert keys[0] == ""
        assert "theme" in keys


@pytest.mark.parametrize("name", ["auxiliaire", "con-tact", "com10", "console"])
def test_a_name_that_begins_as_one_of_windows_is_a_name(base: Base, name: str):
    """`auxiliaire` is no device."""
    assert base.problems_of(GOOD, name) == []


HOSTILE = {
    "keys written twice": "a: b\n" * 19_000,
    "unknown keys": "".join(f"cle{number}: b\n" for number in range(7_000)),
    "a list of unknown words": "levers:\n" + "  - a\n" * 15_000,
    "lists in lists": "a:\n" + "  - - - - x\n" * 8_000,
    "very deep lists": "a: " + "[" * 3_900 + "\n",
    "many deep lists": ("a: " + "[" * 3_900 + "\n") * 24,
    "comments": "# a\n" * 20_000 + "a: b\n",
    "comments behind values": "".join(f"cle{number}: b #c\n" for number in range(5_000)),
    "quotes never closed": "a: '\n" * 15_000,
    "colons": ("a: " + "b: " * 1_300 + "\n") * 24,
    "spaces": ("a: b" + " " * 3_900 + "#c\n") * 24,
    "dashes": ("- " * 1_900 + "\n") * 25,
    "links": ("a: " + "[](" * 1_300 + "\n") * 24,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_the_worst_front_matter_is_answered_briefly(name: str):
    """In a second or so, with some fifty problems at most: nobody reads thousands."""
    text = f"---\n{HOSTILE[name]}---\n"
    assert len(text) <= MAX_MARKDOWN_BYTES
    start = time.process_time()
    try:
        problems: list[Problem] = []
        parse_markdown(text, "fiche.md")
    except Unreadable as error:
        problems = error.problems
    assert time.process_time() - start < 5  # a second on a machine that does nothing else
    assert len(problems) <= MAX_REPORTED + 1
    assert len(problems) <= MAX_REPORTED or "… et " in problems[-1].message


def test_a_sheet_of_a_thousand_problems_tells_the_first_ones(base: Base):
    """And how many more there are."""
    keys = "".join(f"cle{number}: b\n" for number in range(120))
    problems = base.problems_of(GOOD.replace("published:", f"{keys}published:"))
    assert len(problems) == MAX_REPORTED + 1
    assert problems[-1].message.startswith("… et 70 autres")


def test_a_line_longer_than_a_part_of_the_form_is_refused_before_anything_is_read():
    """With its number; the same for a text that is too long as a whole."""
    for text, told in [
        (f"---\na: {'b' * (MAX_LINE - 3)}\n---\n", None),
        (f"---\na: {'b' * MAX_LINE}\n---\n", (2, f"{MAX_LINE + 3} caractères")),
        (f"---\na: b\n---\n## a{' ' * MAX_LINE}b\n", (4, f"{MAX_LINE + 5} caractères")),
        ("é" * 60_000, (1, "120000 octets")),
        ("é\n" * 1_000_000, (1, "2000000 octets")),
    ]:
        try:
            parse_markdown(text, "fiche.md")
        except Unreadable as error:
            assert [(problem.line, problem.read) for problem in error.problems] == [told]
        else:
            assert told is None


COMMENTS = """\
# haut
a: b # un
c: "d # e"  # deux
f: >-
  g # h
# trois
i: [j, k]   #l
m: n#o
p: q #r

  # quatre
s: 't'#u
"""


def test_a_comment_is_what_yaml_leaves_out():
    """Outside of every value, after a space; the one that may have been meant as text is marked."""
    text = COMMENTS.replace("s: 't'#u\n", "")
    found = [(comment.line, comment.text, comment.is_doubtful) for comment in find_comments(text, 1)]
    alone = [(1, "# haut", False), (6, "# trois", False), (11, "# quatre", False)]
    behind = [(2, "# un", False), (3, "# deux", False), (7, "#l", False), (9, "#r", True)]
    assert found == sorted([*alone, *behind])
    assert parse_mapping(text, "a", 1)[0] == {
        "a": "b",
        "c": "d # e",
        "f": "g # h",
        "i": ["j", "k"],
        "m": "n#o",
        "p": "q",
    }
