"""Characters: what nobody sees is taken away or told, letters that an encoding has spoiled are told as they were."""

from pathlib import Path

import pytest

from app.content.character import clean, decode_c1_controls, find_character_faults
from tests.content.test_problems import GOOD, problems_of


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("L\x92emploi", "L’emploi"),
        ("\x9cuvre", "œuvre"),
        ("300\x80", "300€"),
        ("Lâ€™emploi", "L’emploi"),
        ("dÃ©pend", "dépend"),
        ("ÃƒÂ©galitÃƒÂ©", "égalité"),
        ("Ã\xa0", "à"),
        ("Ã la".replace(" ", " "), "à"),
        ("Â«", "«"),
        ("cÅ“ur", "cœur"),
        ("â‚¬", "€"),
        ("â€œoui", "“oui"),
        ("ouiâ€\x9d", "oui”"),
        ("â\x80\x99", "’"),
        ("ðŸ˜€", "😀"),
    ],
)
def test_letters_of_a_wrong_encoding_are_told_with_what_was_meant(read: str, meant: str):
    """Of Windows-1252 read as Latin-1, and of UTF-8 read as either, once or twice."""
    [wreck] = find_character_faults(f"Un mot {read} et un autre")
    assert wreck.meant == meant
    assert "encodage" in wreck.message


@pytest.mark.parametrize(
    "text", ["CAFÉ» et «É…», L'ÉTÉ", "JOÃO, Å, Âge", "à la pâte âgée â… »", "12 % – 3 000 €", "👩\u200d🏭", "Č ł ő"]
)
def test_other_letters_are_left_alone(text: str):
    """Capitals before quotation marks, names of other languages, emoji held together."""
    assert list(find_character_faults(text)) == []
    assert clean(text) == text


@pytest.mark.parametrize("text", ["d\ufffdpend", "dï¿½pend"])
def test_a_lost_letter_is_told(text: str):
    """Nobody can say which it was."""
    [wreck] = find_character_faults(text)
    assert (wreck.read, wreck.meant) == (text, "")
    assert "lettre perdue" in wreck.message


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u2069", "\U000e0041", "\ufff9", "\u3164", "\ue000", "\uf0b7"])
def test_signs_that_hide_or_turn_words_are_told(sign: str):
    """Where they stand, by their number, since nobody sees them."""
    [wreck] = find_character_faults(f"un mot{sign} après")
    assert f"[U+{ord(sign):04X}]" in wreck.read


def test_invisible_signs_that_mean_nothing_are_taken_away():
    """Soft hyphens, zero-width spaces; spaces of one width become ordinary ones, those of French stay."""
    assert clean("co\u00adordi\u200bna\ufefftion\u200f\u2060") == "coordination"
    assert clean("a\u2009b\u3000c\u2028d\u202fe\u00a0f") == "a b c d\u202fe\u00a0f"


def test_no_more_than_ten_are_told():
    """A file whose encoding is wrong is wrong everywhere."""
    assert len(list(find_character_faults("dÃ©pend " * 1_000))) == 10


def test_a_form_reads_the_letters_of_windows():
    """What they mean is certain."""
    assert decode_c1_controls("L\x92\x9cuvre \x85 \x81") == "L’œuvre … "


@pytest.mark.parametrize(
    ("old", "new", "key", "read", "meant"),
    [
        ("Un contexte.", "Avant.\n\nLâ€™emploi", "texte", "Lâ€™emploi", "L’emploi"),
        ("Un contexte.", "Avant.\n\nL\x92emploi", "texte", "L[U+0092]emploi", "L’emploi"),
        ("Un contexte.", "Avant.\n\n[\u202efdp.x\u202c](https://exemple.org)", "texte", "[U+202E]", ""),
        ("Une fiche pour", "Une dÃ©marche pour", "title", "dÃ©marche", "démarche"),
        ("Une fiche pour", "Une fi\U000e0041che pour", "title", "fi[U+E0041]che", ""),
        ("Une fiche pour", "L\x92emploi dans une fiche pour", "", "L[U+0092]emploi", "L’emploi"),
    ],
)
def test_they_are_told_at_their_line(content: Path, old: str, new: str, key: str, read: str, meant: str):
    """In the front matter with the key, in the body with the line."""
    text = GOOD.replace(old, new, 1)
    [problem] = problems_of(content, text)
    line = text[: text.index(new) + new.rfind("\n") + 1].count("\n") + 1
    assert (problem.line, problem.key, problem.admitted) == (line, key, meant)
    assert read in problem.read


def test_harmless_signs_do_no_harm(content: Path):
    """The file is sound, and its words are whole."""
    assert problems_of(content, GOOD.replace("Un contexte.", "Une co\u00adordi\u200bnation.")) == []


@pytest.mark.parametrize(("old", "line"), [("Un contexte.", 20), ("theme:", 5)])
def test_what_git_leaves_of_a_conflict_is_told(content: Path, old: str, line: int):
    """In the body and in the front matter, at its first line, and once."""
    text = GOOD.replace(old, f"<<<<<<< HEAD\n{old}\n=======\nautre\n>>>>>>> branche\n{old}", 1)
    [problem] = problems_of(content, text)
    assert problem.line == line
    assert "Deux versions" in problem.message
