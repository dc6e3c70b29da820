"""Names and the links between sheets: who has which name, and what is said when two want the same."""

import pytest

from app.content.headline import Headline
from app.content.practice_file import check_added_practice, check_names
from app.content.source_file import SourceFile
from tests.content.headlines import make_headline, names_with_one_code

LINES = {(): 1, ("aliases",): 11, ("related",): 21, ("withdrawn", "successor"): 31}
LINES |= {("aliases", 0): 12, ("aliases", 1): 13, ("related", 0): 22, ("related", 1): 23}
FIRST, SECOND = names_with_one_code()

ALONE = {
    "an alias of another sheet": (
        [make_headline("mixup", aliases=("ancien",)), make_headline("stef", aliases=("neuf", "ancien"))],
        "stef.md:13 · aliases[2]\n  L'ancien nom « ancien » est déjà pris par la fiche « mixup ».\n"
        "  Lu : ancien\n  Admis : un nom libre",
    ),
    "an alias that is a sheet": (
        [make_headline("mixup"), make_headline("stef", aliases=("mixup",))],
        "stef.md:12 · aliases[1]\n  L'ancien nom « mixup » est déjà pris par la fiche « mixup ».\n"
        "  Lu : mixup\n  Admis : un nom libre",
    ),
    "an alias that is its own name": (
        [make_headline("stef", aliases=("stef",))],
        "stef.md:12 · aliases[1]\n  L'ancien nom « stef » est déjà pris par la fiche « stef ».\n"
        "  Lu : stef\n  Admis : un nom libre",
    ),
    "a name with the short address of another": (
        [make_headline(FIRST), make_headline(SECOND)],
        f"{SECOND}.md:1\n  L'adresse courte de cette fiche est déjà celle d'une autre. Changez le nom du fichier.\n"
        f"  Lu : {SECOND}\n  Admis : un nom dont l'adresse diffère de « {FIRST} »",
    ),
    "a link to a sheet that is not there": (
        [make_headline("stef-mixup"), make_headline("lens", related=("stef-mixup", "stef-mixups"))],
        "lens.md:23 · related[2]\n  Aucune fiche ne porte ce nom.\n  Lu : stef-mixups\n  Le plus proche : stef-mixup",
    ),
    "a link to a former name": (
        [make_headline("mixup", aliases=("ancien-nom",)), make_headline("lens", related=("ancien-nom",))],
        "lens.md:22 · related[1]\n  Aucune fiche ne porte ce nom.\n  Lu : ancien-nom",
    ),
    "a link to itself": (
        [make_headline("stef", related=("stef",))],
        "stef.md:22 · related[1]\n  Une fiche ne renvoie pas à elle-même.\n  Lu : stef",
    ),
    "a successor that is not there": (
        [make_headline("stef", successor="mixup")],
        "stef.md:31 · withdrawn.successor\n  Aucune fiche ne porte ce nom.\n  Lu : mixup",
    ),
}


def source_of(slug: str) -> SourceFile:
    return SourceFile(f"{slug}.md", {}, lines=LINES)


def told_of_all(*headlines: Headline) -> list[str]:
    slugs = [headline.slug for headline in headlines]
    return [problem.to_text() for problem in check_names(headlines, slugs, source_of)]


def told_of_last(*headlines: Headline) -> list[str]:
    *others, newcomer = headlines
    return [problem.to_text() for problem in check_added_practice(newcomer, source_of(newcomer.slug), others)]


@pytest.mark.parametrize("name", ALONE)
def test_what_is_wrong_between_sheets_is_told_word_for_word(name: str):
    """Where, what was read, what would be right: the same when all sheets are read and when one comes in."""
    headlines, text = ALONE[name]
    assert told_of_all(*headlines) == [text]
    assert told_of_last(*headlines) == [text]


def test_names_and_links_that_are_right_say_nothing():
    """Former names that are free, links to sheets before and after, a successor that is there."""
    headlines = [
        make_headline("mixup", aliases=("ancien", "plus-ancien"), related=("stef",)),
        make_headline("stef", aliases=("un-autre",), related=("mixup", "lens"), successor="lens"),
        make_headline("lens", related=("mixup",)),
    ]
    assert told_of_all(*headlines) == []
    assert told_of_last(*headlines) == []


def test_a_file_that_cannot_be_read_still_has_its_name():
    """Its name is not free, and a link to it is not broken."""
    linked, wanted = make_headline("lens", related=("stef",)), make_headline("lens", aliases=("stef",))
    assert [*check_names([linked], ["lens", "stef"], source_of)] == []
    assert [problem.read for problem in check_names([wanted], ["lens", "stef"], source_of)] == ["stef"]


def test_a_file_is_read_again_only_when_there_is_something_to_say():
    """Once, for all that is wrong with it."""
    asked: list[str] = []

    def source_of_asked(slug: str) -> SourceFile:
        asked.append(slug)
        return source_of(slug)

    headlines = [make_headline("mixup"), make_headline("stef", aliases=("mixup",), related=("stef", "rien"))]
    assert len([*check_names(headlines, ["mixup", "stef"], source_of_asked)]) == 3
    assert asked == ["stef"]


def test_a_sheet_that_is_written_again_is_no_rival_of_itself():
    """Its own name and former names among the others are its own."""
    before = make_headline("stef", aliases=("mixup",))
    again = make_headline("stef", aliases=("mixup", "mix-up"), related=("lens",))
    assert told_of_last(make_headline("lens"), before, again) == []
