"""The report of a proposal that is not only sheets: broken lists, code, pictures; what is told of new sheets."""

import os
import re
import time
from pathlib import Path

import pytest

from app.review.difference import find_changed_passages
from app.review.report import write_report
from tests.catalogue.proposal import add_line, git, rename, replace, report_of, review_of
from tests.content.test_advice import SHEET

STEF = "practices/stef-mixup.md"


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("sources.yaml", "<<<<<<< HEAD\n"),
        ("sources.yaml", "a: b: c\n"),
        ("vocabulary.yaml", "a: [\n"),
        ("vocabulary.yaml", ""),
        ("site.yaml", "- un\n"),
        ("glossary.yaml", "a: 1\na: 2\n"),
    ],
)
def test_a_broken_list_is_told_with_its_line(repository: Path, file: str, text: str):
    """Nothing else can be known: the report says which file, and what is wrong with it."""
    (repository / file).write_text(text, encoding="utf-8")
    found = review_of(repository)
    assert found.has_errors
    assert found.frame is None
    report = write_report(found)
    assert "**À corriger avant d'accepter**" in report
    assert "### Contenus illisibles" in report
    assert re.search(rf"❌ `content/{file}:[12]", report)
    assert f"- `content/{file}`" in report


def test_a_list_that_is_gone_is_told(repository: Path):
    """The file that every sheet needs."""
    (repository / "vocabulary.yaml").unlink()
    report = report_of(repository)
    assert "❌ `content/vocabulary.yaml:1` Le fichier n'existe pas." in report
    assert "**Ôtés (1)**\n\n- `content/vocabulary.yaml`" in report


def test_a_proposal_that_mends_a_broken_list_is_not_blamed(repository: Path):
    """What was broken before is said, and that nothing can be compared."""
    sound = (repository / "sources.yaml").read_text(encoding="utf-8")
    (repository / "sources.yaml").write_text("a: [\n", encoding="utf-8")
    git(repository.parent, "commit", "--all", "--quiet", "--message=Cassé")
    (repository / "sources.yaml").write_text(sound, encoding="utf-8")
    found = review_of(repository)
    assert not found.has_errors
    report = write_report(found)
    assert "### Version d'avant illisible" in report
    assert "⚠️ `content/sources.yaml:1" in report


def test_the_first_content_of_a_repository_is_all_new(repository: Path):
    """A folder that was not there in the version compared is no mistake."""
    git(repository.parent, "checkout", "--quiet", "--orphan", "vide")
    git(repository.parent, "rm", "-r", "--quiet", "--cached", "content")
    git(repository.parent, "commit", "--quiet", "--allow-empty", "--message=Vide")
    found = review_of(repository, "vide")
    assert "content/practices/stef-mixup.md" in found.files.added
    assert len(found.sheets) == 2
    assert not found.has_errors
    assert found.broken_before == ()


def test_files_beside_the_content_are_told_first(repository: Path):
    """They may hold the code that writes the report."""
    (repository.parent / "app").mkdir()
    for name in ("app/code.py", "app/à lire @tous.md", "seul.txt"):
        (repository.parent / name).write_text("x = 1\n", encoding="utf-8")
    git(repository.parent, "add", "--all")
    git(repository.parent, "commit", "--quiet", "--message=Code")
    replace(repository / STEF, ("value: 20.5", "value: 18"))
    (repository.parent / "app" / "code.py").write_text("x = 2\n", encoding="utf-8")
    (repository.parent / "seul.txt").unlink()
    (repository.parent / "app" / "à lire @tous.md").write_text("autre\n", encoding="utf-8")
    report = report_of(repository)
    assert "### ⚠️ Cette proposition change aussi le code (3)" in report
    assert "- `app/code.py`\n- `app/à lire @tous.md`\n- `seul.txt`\n" in report
    assert report.index("change aussi le code") < report.index("**Modifiés (1)**")
    assert "`content/practices/stef-mixup.md`" in report
    git(repository.parent, "checkout", "--quiet", "app", "seul.txt")
    assert "change aussi le code" not in report_of(repository)


def test_files_that_the_site_does_not_read_are_told(repository: Path):
    """Pictures, hidden files, links, folders, names of old systems: the report goes on."""
    for name in ("images/photo.png", ".DS_Store", "notes/idée.md", os.fsdecode(b"images/caf\xe9.jpg")):
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).write_bytes(b"\x89PNG\xff")
    (repository / "images" / "lien.png").symlink_to("/dev/zero")
    (repository / "images" / "boucle").symlink_to("..")
    found = review_of(repository)
    report = write_report(found)
    names = {f"content/{n}" for n in ("images/photo.png", ".DS_Store", "notes/idée.md", "images/caf\\xe9.jpg")}
    assert set(found.files.added) == names | {"content/images/lien.png", "content/images/boucle"}
    assert found.files.unread == set(found.files.added)
    assert not found.has_errors
    assert "- `content/images/photo.png` (le site ne le lit pas)" in report
    assert report.encode("utf-8")


def test_a_link_among_the_sheets_is_told_and_not_followed(repository: Path):
    """It shows nothing of the machine that writes the report."""
    secret = repository.parent / "secret.md"
    secret.write_text(SHEET.replace("Une fiche pour les essais", "Un secret bien gardé"), encoding="utf-8")
    (repository / "practices" / "lien.md").symlink_to(secret)
    report = report_of(repository)
    assert "❌ `content/practices/lien.md:1` Ce fichier est un lien" in report
    assert "secret bien gardé" not in report


def test_a_renamed_sheet_is_told_as_renamed(repository: Path):
    """Neither as added nor as taken away."""
    add_line(rename(repository, "stef-mixup", "stef-mixite"), "published:", "aliases: [stef-mixup]")
    report = report_of(repository)
    moved = "`content/practices/stef-mixup.md` → `content/practices/stef-mixite.md`"
    assert f"**Renommés (1)**\n\n- {moved}" in report
    assert "**Ajoutés" not in report
    assert "**Ôtés" not in report
    assert "à vérifier" not in report


def test_a_new_sheet_is_told_with_all_that_is_to_be_verified(repository: Path):
    """Who, where, when, whom to call; each figure and each document with its pages."""
    text = SHEET.replace("type: entreprise", "type: entreprise\n  size: 12 salariés (2024)")
    text = text.replace('  phone: "01 99 00 00 00"\n', "")
    (repository / "practices" / "essai.md").write_text(text, encoding="utf-8")
    report = report_of(repository)
    told = report[report.index("### Fiches nouvelles, à vérifier") : report.index("### Preuve et fraîcheur")]
    assert "**Une fiche pour les essais**" in told
    assert "- Qui &#58; Une organisation, Entreprise, 12 salariés (2024)".replace("&#58;", ":") in told.replace(
        "\\", ""
    )
    assert "- Où : Nord\n" in told
    assert "- Quand : Menée en 2024 d'après un document de 2025 ; depuis &#58; non vérifié\n" in told
    assert "- Contact : Une organisation\n" in told
    assert "- ⚠️ Le contact n'a ni courriel, ni téléphone, ni page.\n" in told
    assert "- [ ] Chiffre : Femmes recrutées &#58; 37 femmes \\(2024\\), déclaré, Égalité femmes/hommes" in told
    assert ", pages 12\n" in told
    assert "- [ ] Source : Égalité femmes/hommes" in told
    assert "DREETS Hauts-de-France, 2025-07, pages 12" in told


def test_what_changes_in_the_lists_is_told_old_and_new(repository: Path):
    """A new document whole, a label with the sheets that show it, an acronym, the name of the site."""
    replace(repository / "sources.yaml", ("panorama-egalite-2025:", "neuf:\n  title: Un rapport neuf\n  publisher: X\n"
            "  published: '2026'\n  url: https://exemple.org/neuf\npanorama-egalite-2025:"))  # fmt: skip
    replace(repository / "vocabulary.yaml", ("label: Transport et logistique", "label: Transports"))
    replace(repository / "site.yaml", ("name: Pratiques d'inclusion", "name: Autre nom"))
    report = report_of(repository)
    assert "### Ce qui change dans les listes" in report
    assert "- sources.yaml, neuf : rien → `Un rapport neuf X 2026 https://exemple.org/neuf`" in report
    assert (
        "- vocabulary.yaml, sectors, transport-logistique \\(1 fiche\\), label : `Transport et logistique` → " in report
    )
    assert "- site.yaml, name : `Pratiques d'inclusion` → `Autre nom`" in report


def test_a_figure_changed_inside_a_text_is_shown(repository: Path):
    """The number of words is the same: the words are not."""
    path = repository / STEF
    text = path.read_text(encoding="utf-8")
    body = text.replace("## Résultats\n\n", "## Résultats\n\nIl y a eu 495 contrats signés.\n\n", 1)
    path.write_text(body, encoding="utf-8")
    git(repository.parent, "commit", "--all", "--quiet", "--message=Chiffre")
    path.write_text(body.replace("495 contrats", "549 contrats"), encoding="utf-8")
    report = report_of(repository)
    assert "- Partie « Résultats » : `… y a eu 495 contrats signés.` → `… y a eu 549 contrats signés.`" in report


# Texts, and what is told of their difference.
PASSAGES = {
    "a word": ("a b c d e f g h", "a b c d X f g h", [("… b c d e f g h", "… b c d X f g h")]),
    "added at the end": ("a b c d e", "a b c d e f", [("… c d e", "… c d e f")]),
    "a line more": ("un\n\ndeux", "un\n\ndeux\n\ntrois", [("", "trois")]),
    "figures first": ("un mot\n\nen 2020", "un tel\n\nen 2021", [("en 2020", "en 2021"), ("un mot", "un tel")]),
    "near changes are one": ("a b c d", "a X c Y", [("a b c d", "a X c Y")]),
    "the same": ("un", "un", []),
}  # fmt: skip


@pytest.mark.parametrize("name", PASSAGES)
def test_changed_passages_are_shown_with_a_few_words_around(name: str):
    """What a reviewer needs to find them in the text."""
    before, after, told = PASSAGES[name]
    assert find_changed_passages(before, after) == told


def test_passages_are_compared_in_a_time_that_is_bounded():
    """Whatever the texts: a hundred thousand characters of few different words, or of very short lines."""
    words = [str(number % 99) for number in range(30_000)]
    before = time.process_time()
    for separator in (" ", "\n"):
        assert find_changed_passages(separator.join(words), separator.join(words[::-1]))
    assert time.process_time() - before < 5
