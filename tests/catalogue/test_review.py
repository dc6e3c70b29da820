"""The report for the reviewer and the review dates: what a change does, and nothing that it does not do."""

import datetime
import json
import re
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.addresses import ADDRESSES, FIXED_PATHS
from app.catalogue.catalogue import Catalogue
from app.content.address import is_known_path, list_addresses
from app.content.library import load_library
from app.review.freshness import list_correspondents, to_rows, write_freshness, write_letter
from app.review.revision import RevisionError, export_content
from tests.catalogue.proposal import add_line, git, rename, replace, report_of, review_of
from tests.conftest import CONTENT
from tests.content.test_loading import TOOL
from tests.web.test_hostile import ROUTES as EXAMPLES


def test_no_change_is_said(repository: Path):
    """Nothing to tell, nothing to fear."""
    found = review_of(repository)
    assert not found.has_errors
    assert (found.files.added, found.files.changed, found.files.removed) == ((), (), ())
    assert found.comparison
    assert found.comparison.moves == ()
    assert "Aucun contenu n'est changé" in report_of(repository)


def test_files_added_changed_and_removed_are_listed(repository: Path):
    """Files that git does not follow yet count too."""
    original = repository / "practices" / "stef-mixup.md"
    shutil.copy(original, repository / "practices" / "nouvelle.md")
    add_line(original, "published:", "review_every: 6")
    (repository / "practices" / "eve-binomes-grand-site-deux-caps.md").unlink()
    found = review_of(repository)
    assert found.files.added == ("content/practices/nouvelle.md",)
    assert found.files.changed == ("content/practices/stef-mixup.md",)
    assert found.files.removed == ("content/practices/eve-binomes-grand-site-deux-caps.md",)
    assert {sheet.practice.slug for sheet in found.sheets} == {"nouvelle", "stef-mixup"}


def test_a_removed_sheet_is_an_address_that_dies(repository: Path):
    """Whoever printed its code or wrote down its address would find nothing."""
    (repository / "practices" / "stef-mixup.md").unlink()
    found = review_of(repository)
    assert [dead.path for dead in found.dead] == ["/pratiques/stef-mixup"]
    assert found.has_errors
    assert "❌ `/pratiques/stef-mixup`" in report_of(repository)


def test_a_renamed_sheet_dies_without_its_alias_and_lives_with_it(repository: Path):
    """The former name goes to `aliases`; the judged queries follow it."""
    path = rename(repository, "stef-mixup", "stef-mixite")
    found = review_of(repository)
    assert [(dead.path, dead.nearest) for dead in found.dead] == [("/pratiques/stef-mixup", "/pratiques/stef-mixite")]
    add_line(path, "published:", "aliases: [stef-mixup]")
    found = review_of(repository)
    assert found.dead == ()
    assert not found.has_errors
    assert found.comparison
    assert found.comparison.moves == ()
    assert found.comparison.quality_now == found.comparison.quality_before > 0


def test_an_alias_taken_away_is_an_address_that_dies(repository: Path):
    """An alias is a promise, too."""
    path = repository / "practices" / "stef-mixup.md"
    add_line(path, "published:", "aliases: [ancien-nom]")
    git(repository.parent, "commit", "--all", "--quiet", "--message=Alias")
    path.write_text(path.read_text(encoding="utf-8").replace("aliases: [ancien-nom]\n", ""), encoding="utf-8")
    assert [dead.path for dead in review_of(repository).dead] == ["/pratiques/ancien-nom"]


def test_a_withdrawn_sheet_keeps_its_address(repository: Path):
    """It stays and says so: no error, but it answers no search any more."""
    add_line(repository / "practices" / "stef-mixup.md", "published:", "withdrawn: {reason: Action terminée}")
    found = review_of(repository)
    assert not found.has_errors
    assert found.comparison
    assert [(move.slug, move.before, move.after) for move in found.comparison.moves] == [("stef-mixup", 1, None)]
    assert found.comparison.quality_now < found.comparison.quality_before


def test_a_withdrawal_is_told_with_its_reason_and_who_points_there(repository: Path):
    """The reviewer reads that a sheet goes, why, what replaces it, and which others still send readers to it."""
    eve = repository / "practices" / "eve-binomes-grand-site-deux-caps.md"
    add_line(eve, "published:", "related: [stef-mixup]")
    (repository / "selections").mkdir()
    (repository / "selections" / "essai.md").write_text(
        "---\ntitle: Un essai\nsummary: Pour essayer.\npractices: [{slug: stef-mixup}]\npublished: 2026-11-21\n"
        "---\n\nUn texte.\n",
        encoding="utf-8",
    )
    (repository / "tools").mkdir()
    (repository / "tools" / "grille.md").write_text(TOOL, encoding="utf-8")
    git(repository.parent, "add", "--all")
    git(repository.parent, "commit", "--quiet", "--message=Liens")
    withdrawn = "withdrawn: {reason: Action terminée, successor: eve-binomes-grand-site-deux-caps}"
    add_line(repository / "practices" / "stef-mixup.md", "published:", withdrawn)
    [withdrawal] = review_of(repository).withdrawals
    assert withdrawal.pointing == (
        "content/practices/eve-binomes-grand-site-deux-caps.md",
        "content/selections/essai.md",
        "content/tools/grille.md",
    )
    report = report_of(repository)
    assert "### Fiches retirées" in report
    assert "Raison : Action terminée. Remplacée par `eve-binomes-grand-site-deux-caps`." in report
    assert "Y renvoient encore : `content/practices/eve-binomes-grand-site-deux-caps.md`, `content/selections" in report
    git(repository.parent, "commit", "--all", "--quiet", "--message=Retrait")
    assert "Fiches retirées" not in report_of(repository)


def test_what_changed_inside_a_sheet_is_told_old_and_new(repository: Path):
    """Figures, words of lists, contact and dates; of the text, which parts."""
    path = repository / "practices" / "stef-mixup.md"
    replace(
        path,
        ("value: 20.5", "value: 18"),
        ("theme: egalite-mixite", "theme: handicap"),
        ("reviewed: 2026-11-21", "reviewed: 2026-11-28"),
        ("## Contexte\n\n", "## Contexte\n\nUn mot. "),
    )
    report = report_of(repository)
    assert "### Ce qui change dans les fiches" in report
    figure = "% (2020), 22 % (2024), déclaré, résultat, Égalité femmes/hommes"
    assert f"- Chiffre « Part de femmes dans les équipes du groupe STEF » : `20,5 {figure}" in report
    assert f"→ `18 {figure}" in report
    assert "- Thème : `Égalité femmes-hommes et mixité des métiers` → `Inclusion et maintien" in report
    assert "- Relue le : `2026-11-21` → `2026-11-28`\n" in report
    words = report.partition("- Partie « Contexte » : ")[2].split("\n")[0]
    assert "→ `Un mot. " in words


def test_a_renamed_sheet_is_compared_with_what_it_was(repository: Path):
    """It is not told as a new one: its former name is what changed."""
    add_line(rename(repository, "stef-mixup", "stef-mixite"), "published:", "aliases: [stef-mixup]")
    [sheet] = review_of(repository).sheets
    assert [(each.label, each.before, each.after) for each in sheet.differences] == [("Anciens noms", "", "stef-mixup")]
    assert "- Anciens noms : rien → `stef-mixup`" in report_of(repository)


def test_a_file_that_is_not_read_is_told(repository: Path):
    """A proposal of « fiche.md.txt » is named among its files, with what would be right."""
    (repository / "practices" / "fiche.md.txt").write_text("Un texte", encoding="utf-8")
    found = review_of(repository)
    assert found.files.added == ("content/practices/fiche.md.txt",)
    assert [problem.admitted for problem in found.problems] == ["content/practices/fiche.md"]
    assert found.elsewhere == ()
    assert found.has_errors


def test_a_term_taken_out_of_the_vocabulary_kills_its_page(repository: Path):
    """The keys of levers, sectors and themes are addresses; here one that no sheet uses."""
    path = repository / "vocabulary.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"\n  sante-securite:\n(?:    .*\n)+", "\n", text), encoding="utf-8")
    assert [dead.path for dead in review_of(repository).dead] == ["/leviers/sante-securite"]


def test_a_sheet_with_an_error_is_not_dead(repository: Path):
    """Its file is there: the error is told, not a lost address."""
    add_line(repository / "practices" / "stef-mixup.md", "published:", "inconnu: oui")
    found = review_of(repository)
    assert found.dead == ()
    assert [problem.key for problem in found.problems] == ["inconnu"]
    assert found.has_errors


def test_an_error_caused_elsewhere_is_told_apart(repository: Path):
    """Renaming a sheet breaks the links of others, which are not among the changed files."""
    eve = repository / "practices" / "eve-binomes-grand-site-deux-caps.md"
    add_line(eve, "published:", "related: [stef-mixup]")
    git(repository.parent, "commit", "--all", "--quiet", "--message=Lien")
    add_line(rename(repository, "stef-mixup", "stef-mixite"), "published:", "aliases: [stef-mixup]")
    found = review_of(repository)
    assert [(problem.file, problem.key) for problem in found.elsewhere] == [
        ("content/practices/eve-binomes-grand-site-deux-caps.md", "related[1]")
    ]


def test_queries_that_find_a_sheet_are_tried_on_the_real_engine(repository: Path):
    """Its own title finds it first; the near copy is told with its score."""
    shutil.copy(repository / "practices" / "stef-mixup.md", repository / "practices" / "double.md")
    [sheet] = review_of(repository).sheets
    assert sheet.findings[0].text == sheet.practice.title
    assert any(finding.rank == 2 for finding in sheet.findings)
    assert sheet.nearest
    assert (sheet.nearest.other, round(sheet.nearest.score, 2)) == ("stef-mixup", 1.0)
    assert "⚠️ `double` : proche à 1,00 de `stef-mixup`" in report_of(repository)


def test_what_an_author_writes_cannot_act_on_the_page(repository: Path):
    """No call to somebody, no link, no image, no HTML comes out of a title."""
    path = repository / "practices" / "stef-mixup.md"
    title = 'title: "![a](https://mal.example/a.png) <img src=x> @personne www.mal.example [x](https://mal.example)"'
    path.write_text(re.sub(r"title: .*", title, path.read_text(encoding="utf-8"), count=1), encoding="utf-8")
    shown = re.sub(r"`[^`\n]*`", "", report_of(repository))  # code spans are shown as they are
    assert "mal.example" in shown
    for active in ("https://", "www.", "@personne", "<img", "](", "!["):
        assert active not in re.sub(r"\\.", "", shown)


def test_only_the_content_folder_is_read_and_nothing_is_run(repository: Path, tmp_path: Path):
    """A hook, a link and a script of the base revision stay what they are: files."""
    (repository / "practices" / "lien.md").symlink_to("/etc/hostname")
    (repository / "script.py").write_text("raise SystemExit\n", encoding="utf-8")
    (repository.parent / "ailleurs.md").write_text("x", encoding="utf-8")
    git(repository.parent, "add", "--all")
    git(repository.parent, "commit", "--quiet", "--message=Pièges")
    folder = export_content(repository, "main", tmp_path / "base")
    assert not (folder / "practices" / "lien.md").is_symlink()
    assert not (tmp_path / "base" / "ailleurs.md").exists()
    assert (folder / "practices" / "stef-mixup.md").exists()


def test_the_base_is_where_the_work_started(repository: Path, tmp_path: Path):
    """What was accepted on main meanwhile is not part of the proposal."""
    git(repository.parent, "checkout", "--quiet", "-b", "proposition")
    git(repository.parent, "checkout", "--quiet", "main")
    (repository / "practices" / "stef-mixup.md").unlink()
    git(repository.parent, "commit", "--all", "--quiet", "--message=Après")
    git(repository.parent, "checkout", "--quiet", "proposition")
    assert (export_content(repository, "main", tmp_path / "base") / "practices" / "stef-mixup.md").exists()


@pytest.mark.parametrize("revision", ["nulle-part", "--help", "", "main:content"])
def test_a_revision_that_does_not_exist_is_told(repository: Path, tmp_path: Path, revision: str):
    """And an option of git is not a revision."""
    with pytest.raises(RevisionError, match="n'existe pas ici"):
        export_content(repository, revision, tmp_path / "base")


def test_a_folder_outside_git_is_told(content: Path, tmp_path: Path):
    """The message names the folder."""
    with pytest.raises(RevisionError, match="n'est pas dans un dépôt git"):
        export_content(content, "main", tmp_path / "base")


@pytest.mark.slow
def test_every_address_of_the_content_leads_somewhere():
    """Former names, short addresses and forms of a sheet included; a wrong one does not."""
    addresses = list_addresses(load_library(CONTENT))
    assert len(addresses) > 200
    assert all(is_known_path(path, addresses) for path in addresses | FIXED_PATHS)
    assert is_known_path("/pratiques/stef-mixup.json", addresses)
    assert is_known_path("/pratiques?q=femmes#resultats", addresses)
    assert not is_known_path("/pratiques/rien", addresses)
    assert not is_known_path("/leviers/embauche.md", addresses)


@pytest.mark.slow
@pytest.mark.parametrize("address", EXAMPLES.values(), ids=EXAMPLES)
def test_every_kind_of_address_can_be_linked_to(
    client: FlaskClient, catalogue: Catalogue, address: tuple[str, str, bool]
):
    """What the site answers is not taken for a dead link; a route added to the site needs its line there."""
    path = address[0]
    assert is_known_path(path, catalogue.addresses)
    assert client.get(path).status_code < 400 or path.endswith(".ics")  # a selection without a date


def test_a_link_to_what_has_no_such_name_is_dead(client: FlaskClient, catalogue: Catalogue):
    """Whatever the kind of address: the check and the site say the same."""
    wrong = [each.paths[0] for each in ADDRESSES if "<slug>" in each.path or "<code>" in each.path]
    paths = [path.replace("<slug>", "rien").replace("<code>", "rien") for path in wrong]
    assert len(paths) >= 20
    assert [path for path in paths if is_known_path(path, catalogue.addresses)] == []
    assert [path for path in paths if client.get(path).status_code != 404] == []


def test_pages_of_content_that_are_not_there_cannot_be_linked_to(content: Path):
    """The small content has none."""
    addresses = list_addresses(load_library(content))
    assert not any(is_known_path(path, addresses) for path in ("/a-propos", "/contribuer", "/mentions-legales"))


# Freshness: both sheets were reviewed on 21 November 2026, for twelve months.


@pytest.mark.parametrize(
    ("day", "days", "is_overdue"),
    [("2027-11-20", 1, False), ("2027-11-21", 0, True), ("2027-11-22", -1, True)],
    ids=["the day before", "the day", "the day after"],
)
def test_a_sheet_is_overdue_from_its_due_day(content: Path, day: str, days: int, is_overdue: bool):
    """The same border as the filter « vérifiées à temps »."""
    today = datetime.date.fromisoformat(day)
    library = load_library(content)
    reviews = [review for c in list_correspondents(library, today, within=60) for review in c.reviews]
    assert len(reviews) == 2
    assert {(review.days, review.is_overdue) for review in reviews} == {(days, is_overdue)}
    assert all(review.practice.is_fresh(today) is not is_overdue for review in reviews)
    assert (
        "2 fiches en retard" in write_freshness(list_correspondents(library, today, 60), library.site)
    ) is is_overdue


@pytest.mark.parametrize(("within", "count"), [(29, 0), (30, 2), (31, 2)])
def test_what_is_due_soon_is_listed_within_the_days_asked(content: Path, within: int, count: int):
    """Thirty days before the due day."""
    today = datetime.date(2027, 10, 22)
    assert len(list_correspondents(load_library(content), today, within)) == count


def test_sheets_of_one_address_make_one_letter(content: Path):
    """Two services behind one mailbox get one message, with both sheets, the latest first."""
    for path in (content / "practices").glob("*.md"):
        text = re.sub(r"\n  (?:email|url|phone): .*(?=\n(?:  |sources))", "", path.read_text(encoding="utf-8"))
        text = re.sub(r"\ncontact:\n  name: .*", f"\ncontact:\n  name: Service {path.stem}\n  email: a@b.fr", text)
        path.write_text(text.replace("review_every: 12\n", ""), encoding="utf-8")
    add_line(content / "practices" / "stef-mixup.md", "published:", "review_every: 11")
    library = load_library(content)
    assert library.problems == ()
    [correspondent] = list_correspondents(library, datetime.date(2027, 11, 30), within=0)
    assert correspondent.reviews[0].practice.slug == "stef-mixup"
    assert len(correspondent.names) == 2
    letter = write_letter(correspondent, library.site)
    assert "vos 2 fiches" in letter.subject
    for practice in library.practices:
        assert f"{library.site.url}/pratiques/{practice.slug}" in letter.body
        assert practice.title in letter.body


def test_a_withdrawn_sheet_is_not_reviewed(content: Path):
    """Nobody is asked about what is no longer shown."""
    add_line(content / "practices" / "stef-mixup.md", "published:", "withdrawn: {reason: Action terminée}")
    found = list_correspondents(load_library(content), datetime.date(2030, 1, 1), within=0)
    assert [r.practice.slug for c in found for r in c.reviews] == ["eve-binomes-grand-site-deux-caps"]


def test_the_list_for_programs_holds_all_that_the_text_says(content: Path):
    """JSON, with the letter."""
    library = load_library(content)
    found = list_correspondents(library, datetime.date(2027, 11, 30), within=0)
    rows = json.loads(json.dumps(to_rows(found, library.site)))
    assert {sheet["slug"] for row in rows for sheet in row["sheets"]} == {p.slug for p in library.practices}
    assert all(sheet["overdue"] and sheet["due"] == "2027-11-21" for row in rows for sheet in row["sheets"])
    assert all(row["letter"]["body"].startswith("Bonjour") for row in rows)
