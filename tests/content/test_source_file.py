"""A file as its author wrote it: what each value is, and the line that an editor shows for it."""

from pathlib import Path

import pytest

from app.content.problem import Unreadable
from app.content.source_file import SourceFile, parse_markdown, read_markdown, read_text, read_yaml

SEPARATORS = {"line": "\u2028", "paragraph": "\u2029", "next line": "\x85", "return": "\r"}


@pytest.mark.parametrize("name", SEPARATORS)
def test_separators_that_no_editor_counts_move_no_line(name: str):
    """Pasted from elsewhere into a text, YAML takes them for ends of lines; they part words and nothing else."""
    text = f"---\ntitle: Une{SEPARATORS[name] * 2}fiche\nperiod: {{start: 2024}}\n---\n\nUn texte.\n"
    source = parse_markdown(text, "fiche.md")
    assert source.data == {"title": "Une  fiche", "period": {"start": 2024}}
    assert [source.line_of((key,)) for key in ("title", "period")] == [2, 3]
    with pytest.raises(Unreadable) as raised:
        parse_markdown(text.replace("{start: 2024}", "[2024"), "fiche.md")
    assert [(problem.line, problem.read) for problem in raised.value.problems] == [(3, "period: [2024")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(tmp_path: Path, end: str):
    """The text is the same, and so are the lines that are told; the bytes that were read are kept as they are."""
    path = tmp_path / "fiche.md"
    content = "---\ntitle: Une fiche\n---\n\nUn texte.\nFin.\n".replace("\n", end).encode()
    path.write_bytes(content)
    source = read_markdown(path, "fiche.md")
    lines = {(): 2, ("title",): 2}
    assert source == SourceFile("fiche.md", {"title": "Une fiche"}, "\nUn texte.\nFin.", 4, lines, content)
    path.write_bytes("---\ntitle: Une fiche\n\x01---\n".replace("\n", end).encode())
    with pytest.raises(Unreadable) as raised:
        read_markdown(path, "fiche.md")
    assert [(problem.line, problem.read) for problem in raised.value.problems] == [(3, "'\\x01'")]


@pytest.mark.parametrize("written", ["Un\x01texte", "Un\x0btexte", "Un\x7ftexte"])
def test_a_control_character_is_refused_wherever_the_text_comes_from(tmp_path: Path, written: str):
    """In hand, as from a form, or in a file: at its line, in the front matter, in the body, in a file of values."""
    for text, line in [(f"---\na: b\n---\n\n{written}\n", 5), (f"---\na: b\nc: {written}\n---\n", 3)]:
        with pytest.raises(Unreadable) as raised:
            parse_markdown(text, "fiche.md")
        assert [(problem.line, problem.read) for problem in raised.value.problems] == [(line, repr(written[2]))]
    path = tmp_path / "site.yaml"
    path.write_text(f"name: Un site\nurl: {written}\n", encoding="utf-8")
    with pytest.raises(Unreadable) as raised:
        read_yaml(path, "site.yaml")
    assert [(problem.line, problem.read) for problem in raised.value.problems] == [(2, repr(written[2]))]


@pytest.mark.parametrize("blank", ["\n", "\n\n\n", " \n  \n"])
def test_empty_lines_around_the_values_move_no_line(blank: str):
    """After either line of dashes."""
    source = parse_markdown(f"---\n{blank}title: Une fiche\n{blank}---  \n{blank}## Contexte\n", "fiche.md")
    count = blank.count("\n")
    assert source.line_of(("title",)) == 2 + count
    assert source.body_line == 4 + 2 * count
    assert source.body.split("\n").index("## Contexte") + source.body_line == 4 + 3 * count


def test_a_text_in_hand_may_have_the_lines_of_windows():
    """As a file may."""
    text = "---\ntitle: Une fiche\n---\n\nUn texte.\n"
    assert parse_markdown(text.replace("\n", "\r\n"), "fiche.md") == parse_markdown(text, "fiche.md")


def test_a_value_without_a_line_is_told_at_what_holds_it():
    """At the first line when nothing does."""
    lines = {("indicators",): 7, ("indicators", 0): 8, ("indicators", 0, "unit"): 9}
    source = SourceFile("fiche.md", {}, lines=lines)
    assert source.line_of(("indicators", 0, "unit")) == 9
    assert source.line_of(("indicators", 0, "values", 2)) == 8
    assert source.line_of(("indicators", 4)) == 7
    assert source.line_of(("title",)) == 1
    assert SourceFile("fiche.md", {}).line_of(("title", 0)) == 1


def test_the_largest_file_admitted_is_read(tmp_path: Path):
    """One more byte is too many."""
    path = tmp_path / "fiche.md"
    path.write_text("a" * 10, encoding="utf-8")
    assert read_text(path, "fiche.md", 10) == "a" * 10
    with pytest.raises(Unreadable) as raised:
        read_text(path, "fiche.md", 9)
    told = ["fiche.md:1\n  Le fichier est trop gros.\n  Lu : 10 octets\n  Admis : 9 octets au plus"]
    assert [problem.to_text() for problem in raised.value.problems] == told


def test_a_file_that_cannot_be_had_is_told_word_for_word(tmp_path: Path):
    """It is not there, or the system does not give it."""
    (tmp_path / "fiche.md").write_text("", encoding="utf-8")
    for path, told in [
        (tmp_path / "rien.md", "a.md:1\n  Le fichier n'existe pas."),
        (tmp_path / "fiche.md" / "a.md", "a.md:1\n  Le fichier ne peut pas être lu.\n  Lu : Not a directory"),
    ]:
        with pytest.raises(Unreadable) as raised:
            read_text(path, "a.md", 100)
        assert [problem.to_text() for problem in raised.value.problems] == [told]


@pytest.mark.parametrize(("data", "line"), [(b"\xe9", 1), (b"\n\xe9", 2), (b"\n\n\xe9\n", 3)])
def test_what_is_not_utf_8_is_told_at_its_line(tmp_path: Path, data: bytes, line: int):
    """An empty first line counts as any other."""
    path = tmp_path / "fiche.md"
    for written, read in [(data, "é"), (data.replace(b"\xe9", b"\x02"), "'\\x02'")]:
        path.write_bytes(written)
        with pytest.raises(Unreadable) as raised:
            read_text(path, "fiche.md", 100)
        assert [(problem.line, problem.read) for problem in raised.value.problems] == [(line, read)]


def test_a_file_of_values_keeps_the_line_of_each(tmp_path: Path):
    """Accents in the one form that everything compares."""
    path = tmp_path / "site.yaml"
    path.write_text("# Un site\nname: E\u0301galite\u0301\nurl: https://exemple.fr\n", encoding="utf-8")
    source = read_yaml(path, "site.yaml")
    assert source.data == {"name": "Égalité", "url": "https://exemple.fr"}
    assert source.lines == {(): 2, ("name",): 2, ("url",): 3}


def test_what_yaml_takes_for_a_comment_is_kept_with_its_line():
    """Behind a value without quotes and with no space after its sign; in a text of several lines it is text."""
    front = [
        "title: Sur #metoo à Lille",
        "partners:",
        "  - Club #1",
        "  - Autre # vu",
        'place: "Lille #sud"',
        "summary: >-",
        "  Un #essai",
        "year: 2024 ##x",
    ]
    source = parse_markdown("\n".join(["---", *front, "---", "", "Du texte: avec #un mot."]), "fiche.md")
    told = [(comment.line, comment.text, comment.is_doubtful) for comment in source.comments]
    assert told == [(2, "#metoo à Lille", True), (4, "#1", True), (5, "# vu", False), (9, "##x", False)]
    assert source.data["title"] == "Sur"
    assert source.data["partners"] == ["Club", "Autre"]
