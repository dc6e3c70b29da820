"""Every message that an author may get, word for word: `python -m tests.content.test_messages` writes them again."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app.content.frame import load_frame, make_context
from app.content.headline import Headline
from app.content.library import load_library
from app.content.practice_file import check_practice, read_source
from app.content.problem import Problem, Unreadable, UnusableContent
from tests.conftest import copy_small_content
from tests.content.test_problems import BROKEN, GOOD, UNREADABLE

TOLD = Path(__file__).with_name("messages.txt")
FURTHER = {
    "colon on the first line": ("---\ntitle:", "---\nsummary: Forum : bilan\ntitle:"),
    "colon at the end": ("theme: acces-emploi", "theme: acces:"),
    "colon in an item": ("published:", "partners:\n  - Plie : Lens\npublished:"),
    "colon in a list of groups": ("sources: [", "sources:\n  - document: a : b\nautre: ["),
    "quotes inside what needs quotes": ("title: Une fiche", 'title: Forum "emploi" : une fiche'),
    "hidden character spelled": ("title: Une fiche", 'title: "Une\\u202E fiche" #'),
    "several documents": ("theme: acces-emploi", "theme: acces-emploi\n--- \nautre: 1"),
    "alias": ("theme: acces-emploi", "theme: *rien"),
    "closing bracket missing": ("[btp]", "[btp"),
    "lines too many": ("Un contexte.", "a\n\n" * 600),
    "signs too many": ("Un contexte.", "`" * 2_001),
    "sections in disorder": ("## Contexte", "## Mise en œuvre\n\nUne autre.\n\n## Contexte"),
    "heading of two signs": ("## Contexte", "## # Contexte"),
    "heading without a space": ("## Contexte", "##Contextes"),
    "heading underlined": ("Un contexte.", "Un sous-titre\n-------------\n\nUn contexte."),
    "number instead of a day": ("reviewed: 2026-11-21", "reviewed: 86400"),
    "day of another century": ("reviewed: 2026-11-21", "reviewed: 1899-01-01"),
    "yes instead of a number": ("published:", "review_every: true\npublished:"),
    "words instead of a telephone number": ("{name: Une organisation}", "{name: X, phone: poste 12}"),
    "unknown key in a list of groups": ("sources: [{document: ", "sources: [{documant: x, document: "),
    "unknown key in an optional group": ("published:", "means: {budjet: 3 euros}\npublished:"),
    "unknown key in a group that is no group": ("published:", "means: {budget: {total: 3}}\npublished:"),
    "group instead of a figure": (
        "contact:",
        "indicators: [{label: F, unit: f, nature: mesure, values: [{year: 2024, value: {a: 1}}]}]\ncontact:",
    ),
    "unknown format": ("format: initiative", "format: initiatives"),
    "unknown nature": (
        "contact:",
        "indicators: [{label: F, unit: f, nature: mesur, values: [{year: 2024, value: 3}]}]\ncontact:",
    ),
    "heading like none": ("## Contexte", "## Kwyjibo"),
    "initiative without anything": ("## Contexte\n\nUn contexte.\n\n## Mise en œuvre\n\nUne mise en œuvre.\n", ""),
}
FILES: dict[str, str | bytes] = {
    **{name: text for name, (text, _) in UNREADABLE.items()},
    **{name: GOOD.replace(old, new, 1) for name, (old, new, *_) in {**BROKEN, **FURTHER}.items()},
    "not UTF-8 on the third line": b"---\ntitle: x\n\xe9\n---\n",
    "second line --- missing, long first line": "Bonjour " * 30,
}


def tell_everything(content: Path) -> Iterator[str]:
    """Each broken file in a sound folder, and what the check says of it."""
    library = load_library(content)
    others = [Headline.of(practice) for practice in library.practices]
    context = make_context(library.vocabulary, library.documents, ())
    path = content / "practices" / "essai.md"
    for name, text in sorted(FILES.items()):
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        try:
            problems = check_practice(read_source(content, path.stem), path.stem, context, others)[1]
        except Unreadable as error:
            problems = error.problems
        yield spell(name, problems)
    (content / "glossary.yaml").write_text("iae: {term: IAE, definition: Une manière.}\n", encoding="utf-8")  # quick
    for name in ("vocabulary.yaml", "sources.yaml", "site.yaml", "glossary.yaml"):
        kept = (content / name).read_bytes()
        for text in (
            "",
            "- un\n",
            "a: b\n",
            "a: [\n",
            "a: 1\na: 2\n",
            "un: {term: x}\n",
            "a: b : c\n",
            "a: b\nc",
            "Un Mot: {term: x}\n",
        ):
            (content / name).write_text(text, encoding="utf-8")
            try:
                problems = load_frame(content)[1]
            except UnusableContent as error:
                problems = error.problems
            yield spell(f"{name}: {text!r}", problems)
        (content / name).write_bytes(kept)


def spell(name: str, problems: Sequence[Problem]) -> str:
    return "\n".join([f"## {name}", "", *(problem.to_text() for problem in sorted(problems)), ""])


@pytest.mark.slow
def test_every_message_is_the_one_that_was_read_over(content: Path):
    """Place, words, what was read, what is admitted: a change of any is seen by a reviewer, in one file."""
    expected = TOLD.read_text(encoding="utf-8").split("\n\n## ")
    assert len(expected) > 90
    for now, before in zip(tell_everything(content), expected, strict=True):
        assert now.removeprefix("## ").strip() == before.removeprefix("## ").strip()


if __name__ == "__main__":
    folder = Path(tempfile.mkdtemp())
    TOLD.write_text("\n".join(tell_everything(copy_small_content(folder))), encoding="utf-8")
    shutil.rmtree(folder)
