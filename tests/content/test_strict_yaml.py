"""YAML as people expect it: what each plain value becomes, and what is refused in words."""

import datetime

import pytest

from app.content.problem import Unreadable
from app.content.strict_yaml import MAX_DEPTH, parse_mapping

INVISIBLE = "Un caractère invisible interdit se trouve dans le texte. Retapez ce passage."
SPOILED = "Des lettres ont été abîmées par un mauvais encodage. Écrivez ce qui était voulu."


def told(text: str) -> list[str]:
    with pytest.raises(Unreadable) as raised:
        parse_mapping(text, "a.yaml", first_line=1)
    return [problem.to_text() for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("9" * 18, int("9" * 18)),
        ("20.5", 20.5),
        ("-0.25", -0.25),
        ("2026-11-21", datetime.date(2026, 11, 21)),
        ("[1, deux]", [1, "deux"]),
        ("{b: 1}", {"b": 1}),
    ],
)
def test_a_few_plain_words_are_values(written: str, value: object):
    """True and false, nothing, numbers, dates."""
    data, _ = parse_mapping(f"a: {written}\n", "a.yaml", first_line=1)
    assert data == {"a": value}
    assert type(data["a"]) is type(value)


@pytest.mark.parametrize(
    "written",
    [
        *["no", "yes", "on", "True", "NULL", "12:30", "010", "1e3", ".5", "1_000", "0x1f", "2026-02-30", "=", "9" * 19],
        *["1.10", "20.50", "-0", "0.00001", "0.12345678901234567", "9" * 5_000, "9" * 5_000 + ".5"],
    ],
)
def test_all_else_stays_the_text_that_was_written(written: str):
    """`no` is a word, `12:30` an hour, `010` a reference, `1.10` a part; too long for a number is no number."""
    assert parse_mapping(f"a: {written}\n", "a.yaml", first_line=1)[0] == {"a": written}


@pytest.mark.parametrize("written", ["true", "12", "2026-11-21", "null"])
def test_quotes_make_a_text(written: str):
    """Of anything."""
    assert parse_mapping(f'a: "{written}"\n', "a.yaml", first_line=1)[0] == {"a": written}


def test_each_value_has_its_line():
    """The line of the key for what has one, of the value for what stands in a list."""
    _, lines = parse_mapping("a: 1\nb:\n  - c: 2\n    d:\n      3\n  - 4\n", "a.yaml", first_line=10)
    assert lines == {
        (): 10,
        ("a",): 10,
        ("b",): 11,
        ("b", 0): 12,
        ("b", 0, "c"): 12,
        ("b", 0, "d"): 13,
        ("b", 1): 15,
    }


def test_every_key_written_twice_is_told():
    """The first one not hiding the next; at any depth."""
    assert told("a: 1\na: 2\nb:\n  c: 1\n  c: 2\na: 3\n") == [
        "a.yaml:2 · a\n  La clé « a » est écrite deux fois. Gardez une seule des deux.\n  Lu : déjà à la ligne 1",
        "a.yaml:5 · b.c\n  La clé « c » est écrite deux fois. Gardez une seule des deux.\n  Lu : déjà à la ligne 4",
        "a.yaml:6 · a\n  La clé « a » est écrite deux fois. Gardez une seule des deux.\n  Lu : déjà à la ligne 1",
    ]


def test_twelve_levels_are_admitted():
    """One more is not."""
    deep = "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert parse_mapping(f"a: {deep}\n", "a.yaml", first_line=1)
    assert told(f"b: 1\na: [{deep}]\n") == ["a.yaml:2\n  Les informations sont trop imbriquées."]
    assert MAX_DEPTH == 12


def test_a_second_document_is_refused_in_words():
    """The line that begins it is named; one before the first document is no fault."""
    assert parse_mapping("---\na: 1\n", "a.yaml", first_line=1)[0] == {"a": 1}
    message = "Les informations forment une seule suite de lignes. Ôtez cette ligne « --- »."
    assert told("a: 1\n---\nb: 2\n") == [f"a.yaml:2\n  {message}\n  Lu : ---"]


def test_a_key_that_is_no_text_has_no_name():
    """A list or a group as a key is read as an empty one, which no model knows."""
    data, lines = parse_mapping("[a, b]: 1\n", "a.yaml", first_line=1)
    assert data == {"": 1}
    assert lines[("",)] == 1


@pytest.mark.parametrize(
    ("line", "key", "corrected"),
    [
        ("title: Forum : bilan", "title", 'title: "Forum : bilan"'),
        ("  - X-1: Forum :", "X-1", '- X-1: "Forum :"'),
        ('a: le "b" : c', "a", "a: \"le 'b' : c\""),
    ],
)
def test_a_text_that_needs_quotes_is_shown_with_them(line: str, key: str, corrected: str):
    """At its own line, under its own key, as it can be copied."""
    message = "Un texte qui contient « : » doit être entouré de guillemets."
    read = line.strip()
    assert told(f"# Un essai\n{line}\n") == [f"a.yaml:2 · {key}\n  {message}\n  Lu : {read}\n  Admis : {corrected}"]


@pytest.mark.parametrize("code", [0x01, 0x7F, 0x202E, 0xFFFE, 0xFFFF])
def test_a_hidden_character_is_told_at_its_line(code: int):
    """As it is or spelled between quotes: in French, whatever PyYAML would say."""
    read = repr(chr(code))
    assert told(f"a: 1\n\nb: x{chr(code)}y\n") == [f"a.yaml:3\n  {INVISIBLE}\n  Lu : {read}"]
    assert told(f'a: 1\n\nb: "x\\u{code:04x}y"\n') == [f"a.yaml:3\n  {INVISIBLE}\n  Lu : {read}"]


@pytest.mark.parametrize(("code", "meant"), [(0x80, "x€y"), (0x92, "x’y"), (0x9C, "xœy")])
def test_a_letter_of_windows_is_told_with_what_was_meant(code: int, meant: str):
    """Where a standard has control characters, Windows has letters."""
    for text in (f"x{chr(code)}y", f'"x\\u{code:04x}y"'):
        assert told(f"a: 1\n\nb: {text}\n") == [f"a.yaml:3\n  {SPOILED}\n  Lu : x[U+{code:04X}]y\n  Admis : {meant}"]


def test_every_character_is_read_or_refused_in_words():
    """Nothing that PyYAML says reaches an author."""
    codes = {*range(0x180), *range(0x2000, 0x2070), *range(0xFFF0, 0x10010), 0xFEFF, 0x1FFFF, 0x10FFFF} - {ord("\n")}
    for code in codes:
        try:
            parse_mapping(f"a: x{chr(code)}y\n", "a.yaml", first_line=1)
        except Unreadable as error:
            assert [problem.message for problem in error.problems] == [SPOILED if 0x80 <= code <= 0x9F else INVISIBLE]


def test_a_text_cut_anywhere_is_told_in_words():
    """A file of which the end was lost, with or without its last line break: no traceback."""
    text = (
        "title: \"Une : fiche\"\nlist: [a, {b: 'c', d: [e]}]\ngroup:\n  - {name: x, value: 1}\n  - name: |\n      y\n"
        "last: >-\n  z\n'quoted key': [\n  1,\n  2]\n? asked\n: told\n"
    )
    refused = 0
    for end in range(len(text)):
        try:
            parse_mapping(text[:end], "x.yaml", first_line=1)
        except Unreadable as error:
            refused += 1
            assert all(1 <= problem.line <= text.count("\n") + 1 for problem in error.problems)
    assert refused > 20
