"""How a problem is told: in a terminal, beside a line of a change, word by word."""

import pytest

from app.content.problem import Problem, Unreadable, UnusableContent, escape_controls, nearest_word, shorten

WHOLE = Problem("content/a.md", 3, "title", "Il faut un texte.", "12", "un texte", "douze")
BARE = Problem("content/a.md", 1, "", "Le fichier est vide.", severity="warning")


def test_a_terminal_is_told_place_message_and_what_is_known():
    """Nothing is said of what is not known; a warning says that it is one."""
    assert WHOLE.to_text() == (
        "content/a.md:3 · title\n  Il faut un texte.\n  Lu : 12\n  Admis : un texte\n  Le plus proche : douze"
    )
    assert BARE.to_text() == "content/a.md:1\n  avertissement : Le fichier est vide."
    assert str(UnusableContent([WHOLE, BARE])) == f"{WHOLE.to_text()}\n{BARE.to_text()}"


def test_an_error_that_nobody_catches_says_what_is_wrong():
    """In the journal or on the screen."""
    assert WHOLE.message in str(Unreadable([WHOLE]))


def test_a_workflow_is_told_on_one_line():
    """With its severity; a file has no key."""
    assert WHOLE.to_github() == (
        "::error file=content/a.md,line=3,title=title::Il faut un texte. Lu : 12. Admis : un texte."
        " Le plus proche : douze."
    )
    assert BARE.to_github() == "::warning file=content/a.md,line=1,title=fichier::Le fichier est vide."


def test_a_workflow_takes_no_text_for_a_command():
    """What separates lines and parts of a command is spelled."""
    problem = Problem("a:b,c\r\n%.md", 1, "x:y,z", "Un\r\ndeux : 3 %, quatre")
    assert problem.to_github() == (
        "::error file=a%3Ab%2Cc%0D%0A%25.md,line=1,title=x%3Ay%2Cz::Un%0D%0Adeux : 3 %25, quatre"
    )


def test_a_program_is_told_every_part_by_its_name():
    """Empty ones too."""
    assert list(BARE.to_dict().values()) == ["content/a.md", 1, "", "Le fichier est vide.", "", "", "", "warning", ""]
    assert list(WHOLE.to_dict())[:4] == ["file", "line", "key", "message"]


@pytest.mark.parametrize(
    ("read", "nearest"),
    [("formations", "formation"), ("FORMATION", "formation"), ("emboche", "embauche"), ("xyz", ""), ("", "")],
)
def test_the_nearest_word_is_one_that_was_perhaps_meant(read: str, nearest: str):
    """Capital letters aside; none when nothing looks like it."""
    assert nearest_word(read, ["embauche", "formation"]) == nearest


@pytest.mark.parametrize(("read", "nearest"), [("abcx", "abcd"), ("abxy", "")])
def test_most_of_the_letters_are_needed(read: str, nearest: str):
    """Half of them make no word near: a cure that does not cure is worse than none."""
    assert nearest_word(read, ["abcd"]) == nearest


def test_what_was_read_is_cut_to_one_short_line():
    """Eighty characters with the sign that says so; a text that fits is whole."""
    assert shorten("un\n  deux\ttrois ") == "un deux trois"
    assert shorten("a" * 80) == "a" * 80
    assert shorten("a" * 81) == "a" * 79 + "…"
    assert shorten("abcdef", length=4) == "abc…"
    assert shorten(12) == "12"


def test_what_nobody_sees_is_spelled_out():
    """Line breaks, escapes, marks of direction; letters and spaces stay."""
    assert escape_controls("a\nb\x1b[c\u202ed é\u00a0!") == "a\\nb\\x1b[c\\u202ed é\u00a0!"
