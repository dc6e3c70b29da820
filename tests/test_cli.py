"""The commands, as they are typed: what they print, their exit codes, and French for every mistake."""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.cli import commands
from app.command.terminal import ProgressBar, count
from app.content.library import load_library
from app.content.practice_file import list_markdown
from app.snapshot.store import default_store
from tests.conftest import CONTENT, DAY, PUBLISHED, ROOT, Run

pytestmark = pytest.mark.slow  # seconds: a command each, some with a build

JUDGED = ROOT / "tests" / "judged" / "given.yaml"


@pytest.fixture
def content(content: Path) -> Path:
    """The small folder, without anything left to fill in, nor a document that no sheet cites."""
    path = content / "site.yaml"
    path.write_text(
        re.sub(r"\[À compléter[^]]*\]", "Une association", path.read_text(encoding="utf-8")), encoding="utf-8"
    )
    path = content / "sources.yaml"
    first, *_ = re.findall(r"(?m)^\S+:\n(?:  .*\n)*", path.read_text(encoding="utf-8"))
    path.write_text(first, encoding="utf-8")
    return content


def spoil(content: Path, old: str, new: str) -> Path:
    path = content / "practices" / "stef-mixup.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


# check


@pytest.mark.slow
def test_check_without_content_option_reads_the_repository(run: Run, monkeypatch: pytest.MonkeyPatch):
    """From any folder, the content of the repository is checked, however many practices it has."""
    monkeypatch.delenv("PRATIQUES_CONTENT")
    done = run("check")
    assert done.returncode == 0, done.stdout
    read = len(list_markdown(PUBLISHED / "practices"))
    assert done.stdout.splitlines()[-1].startswith(f"{count('pratique', read, 'lue')}. Aucun problème, ")


def test_check_tells_errors_then_warnings_and_fails(run: Run, content: Path):
    """The last line counts both, in the right number."""
    spoil(content, "theme: egalite-mixite", "theme: egalite-mixites")
    warned = content / "practices" / "eve-binomes-grand-site-deux-caps.md"
    warned.write_text(warned.read_text(encoding="utf-8") + "\n[ici](/pratiques/rien)\n", encoding="utf-8")
    done = run("check", "--content", content)
    assert done.returncode == 1
    assert "Le plus proche : egalite-mixite\n" in done.stdout
    assert done.stdout.index("egalite-mixites") < done.stdout.index("avertissement : ")
    assert done.stdout.splitlines()[-1] == "1 pratique lue. 1 problème, 1 avertissement."


def test_warnings_do_not_fail_the_check(run: Run, content: Path):
    """They advise; the exit code stays 0."""
    spoil(content, "## Contexte\n", "## Contexte\n\nVoir [là](/pratiques/rien) et [ici](/leviers/rien).\n")
    done = run("check", "--content", content)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "2 pratiques lues. Aucun problème, 2 avertissements."


def test_check_of_given_files_tells_of_these_alone(run: Run, content: Path):
    """Relative to where one is; a folder stands for its files."""
    path = spoil(content, "theme: egalite-mixite", "theme: rien")
    other = content / "practices" / "eve-binomes-grand-site-deux-caps.md"
    assert run("check", "--content", content, path.relative_to(content), cwd=content).returncode == 1
    assert run("check", "--content", content, content / "practices").returncode == 1
    done = run("check", "--content", content, other)
    assert done.returncode == 0
    assert "Aucun problème, aucun avertissement." in done.stdout


def test_check_of_a_file_that_is_not_there_is_a_mistake(run: Run, content: Path):
    """Saying « aucun problème » of a misspelt name would be a lie."""
    for name in ("rien.md", ROOT / "pyproject.toml"):
        done = run("check", "--content", content, name)
        assert done.returncode == 2
        assert "n'est pas un fichier du dossier" in done.stderr


def test_check_of_a_file_that_is_not_read_says_so(run: Run, content: Path):
    """Among the sheets under a wrong name it is refused; elsewhere it may stand, and is not told to be right."""
    stray, lost = content / "practices" / "fiche.md.txt", content / "brouillons" / "fiche.md"
    lost.parent.mkdir()
    for path in (stray, lost):
        path.write_text("Un texte", encoding="utf-8")
    done = run("check", "--content", content, stray)
    assert done.returncode == 1
    assert "Admis : content/practices/fiche.md\n" in done.stdout
    done = run("check", "--content", content, lost)
    assert done.returncode == 0
    assert "content/brouillons/fiche.md:1\n  avertissement : Ce fichier n'est pas lu" in done.stdout


@pytest.mark.parametrize("name", ["images/photo.png", ".DS_Store", "practices/.DS_Store", "autre.yaml", "x/y/z.pdf"])
def test_files_that_are_not_read_keep_no_sheet_from_being_checked(run: Run, content: Path, name: str):
    """As the workflow asks, with every file that a proposal changes: the sheets are checked, and a line is said."""
    sheet, path = spoil(content, "theme: egalite-mixite", "theme: rien"), content / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\x89PNG\xff")
    done = run("check", "--content", content, "--format", "github", "--", path, sheet)
    assert done.returncode == 1
    first, second = done.stdout.splitlines()
    assert first.startswith("::error file=content/practices/stef-mixup.md,")
    assert second.startswith(f"::warning file=content/{name},line=1,title=fichier::Ce fichier n'est pas lu")


def test_links_are_told_and_not_followed(run: Run, content: Path):
    """One that leads out of the folder, or nowhere, keeps no sheet from being checked."""
    links = {"practices/dehors.md": "/etc/hostname", "practices/perdu.md": "rien.md", "pages/dossier": "/etc"}
    (content / "pages").mkdir()
    for name, target in links.items():
        (content / name).symlink_to(target)
    sheet = content / "practices" / "stef-mixup.md"
    done = run("check", "--content", "content", *(Path("content", name) for name in links), sheet, cwd=content.parent)
    assert done.returncode == 1
    assert done.stdout.count("est un lien vers un autre") == 2
    assert done.stdout.splitlines()[-1].startswith("2 pratiques lues. 2 problèmes, ")


def test_a_name_that_is_no_text_is_spelled(run: Run, content: Path):
    """A file named on an old system: told like any other, in every form."""
    name = os.fsdecode(b"caf\xe9.md")
    (content / "practices" / name).write_text("---\n", encoding="utf-8")
    (content / "images").mkdir()
    (content / "images" / name).write_text("---\n", encoding="utf-8")
    for form, told in (("text", r"caf\xe9.md"), ("github", r"caf\xe9.md"), ("json", r"caf\\xe9.md")):
        done = run("check", "--content", content, "--format", form, content / "practices" / name)
        assert done.returncode == 1
        assert told in done.stdout
        assert done.stdout.encode("utf-8")
    assert r"images/caf\xe9.md" in run("check", "--content", content, content / "images" / name).stdout


@pytest.mark.parametrize("form", ["text", "github"])
def test_check_of_a_sheet_tells_what_keeps_everything_from_being_read(run: Run, content: Path, form: str):
    """A broken list is told even when another file was asked about: nothing of it was checked."""
    (content / "sources.yaml").write_text("un: [\n", encoding="utf-8")
    done = run("check", "--content", content, "--format", form, content / "practices" / "stef-mixup.md")
    assert done.returncode == 1
    assert "content/sources.yaml" in done.stdout


def test_check_for_programs(run: Run, content: Path):
    """JSON and GitHub annotations say the same as the text."""
    spoil(content, "theme: egalite-mixite", "theme: rien")
    [problem] = json.loads(run("check", "--content", content, "--format", "json").stdout)
    assert (problem["key"], problem["read"], problem["severity"]) == ("theme", "rien", "error")
    done = run("check", "--content", content, "--format", "github")
    assert done.returncode == 1
    assert done.stdout.startswith(f"::error file=content/practices/stef-mixup.md,line={problem['line']},title=theme::")


def test_check_of_unusable_content_tells_why(run: Run, content: Path):
    """A broken vocabulary is told as a problem, not as a crash."""
    (content / "vocabulary.yaml").write_text("themes: [\n", encoding="utf-8")
    done = run("check", "--content", content)
    assert done.returncode == 1
    assert "content/vocabulary.yaml" in done.stdout
    assert "Traceback" not in done.stderr


def test_the_program_itself_starts(content: Path):
    """As installed: in a process of its own, from another folder, with the content named by the environment."""
    program = Path(sys.executable).with_name("pratiques")
    done = subprocess.run(
        [program, "check"],
        cwd=content,
        env={"PRATIQUES_CONTENT": str(content), "PRATIQUES_TODAY": DAY.isoformat()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "2 pratiques lues. Aucun problème, aucun avertissement.\n"


def test_check_does_not_load_the_web(content: Path):
    """Authors wait for no web application."""
    code = (
        "import sys; from app.cli import commands;"
        f"commands.main(['check', '--content', {str(content)!r}], standalone_mode=False);"
        "assert not {'flask', 'granian'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_fix_shows_then_asks_then_writes(run: Run, content: Path):
    """No is the answer to silence; yes writes; a second time there is nothing to do."""
    run("check", "--content", content, "--fix", "--yes")
    path = spoil(content, "format: etude-de-cas\n", "format: etude-de-cas   \n")
    before = path.read_text(encoding="utf-8")
    for typed in ("\n", "non\n"):
        done = run("check", "--content", content, "--fix", path, typed=typed)
        assert "-format: etude-de-cas   \n+format: etude-de-cas\n" in done.stderr
        assert "Rien n'a été écrit." in done.stderr
        assert path.read_text(encoding="utf-8") == before
    assert run("check", "--content", content, "--fix", path, typed="").returncode == 130
    assert run("check", "--content", content, "--fix", path, typed="oui\n").returncode == 0
    assert path.read_text(encoding="utf-8") == before.replace("   \n", "\n")
    assert "Rien à corriger." in run("check", "--content", content, "--fix").stderr


@pytest.mark.slow
def test_fix_of_a_folder_mends_its_files(run: Run, content: Path):
    """And no other."""
    (content / "pages").mkdir()
    for folder in (content / "practices", content):
        path = spoil(content, "format: etude-de-cas\n", "format: etude-de-cas   \n")
        other = run("check", "--content", content, "--fix", "--yes", content / "pages")
        assert "Rien à corriger." in other.stderr
        assert "etude-de-cas   \n" in path.read_text(encoding="utf-8")
        assert run("check", "--content", content, "--fix", "--yes", folder).returncode == 0
        assert "etude-de-cas\n" in path.read_text(encoding="utf-8")


def test_fix_says_what_it_leaves(run: Run, content: Path):
    """A file that would lose words in our layout is told, not written, and asks no question."""
    path = spoil(content, "theme: egalite-mixite", 'theme: "egalite\\u002dmixite"')
    before = path.read_bytes()
    done = run("check", "--content", content, "--fix", path, typed="")
    assert "n'est pas remis en ordre" in done.stderr
    assert path.read_bytes() == before


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_a_file_name_forges_no_line(run: Run, content: Path, form: str):
    """Neither a command of a workflow nor one of the terminal: what nobody sees is spelled out, in every form."""
    for name in ("a\n::warning::x.md", "b\x1b]0;x\x07.md", "c\u202etxt.md", "d\x9b.docx"):
        (content / "practices" / name).write_text("x", encoding="utf-8")
    done = run("check", "--content", content, "--format", form)
    assert done.returncode == 1
    assert not [line for line in done.stdout.split("\n") if line.startswith("::warning::x")]
    assert not set("\x1b\x07\x9b\u202e\r") & set(done.stdout)
    if form == "json":
        assert "content/practices/a\n::warning::x.md" in {problem["file"] for problem in json.loads(done.stdout)}


# new


def test_new_writes_a_template_that_the_check_guides(run: Run, content: Path):
    """What is left to write is told, and nothing else is wrong; a second time the name is taken."""
    done = run("new", "--content", content, "Forum de l'emploi d'Arras : bilan")
    path = content / "practices" / "forum-de-l-emploi-d-arras-bilan.md"
    assert done.returncode == 0
    assert f"« pratiques check --content {content} {path} »" in done.stdout
    problems = json.loads(run("check", "--content", content, path, "--format", "json").stdout)
    assert {"summary", "theme"} <= {problem["key"] for problem in problems}
    assert {"title", "sources[1].pages"}.isdisjoint({problem["key"] for problem in problems})
    assert "None" not in {problem["read"] for problem in problems}
    written = [problem["read"] for problem in problems if problem["key"] == "texte"]
    assert len(written) == 5
    assert all(read.startswith("[À compléter : ") for read in written)
    again = run("new", "--content", content, "Forum de l'emploi d'Arras : bilan")
    assert again.returncode == 2
    assert "porte déjà ce nom" in again.stderr


def test_new_refuses_a_title_without_letters(run: Run, content: Path):
    """It would have no address."""
    done = run("new", "--content", content, "…")
    assert done.returncode == 2
    assert "lettres ou des chiffres" in done.stderr


@pytest.mark.parametrize("title", ["Aux", "CON", "Nul !", "com1", "PRN"])
def test_new_refuses_a_name_that_windows_keeps(run: Run, content: Path, title: str):
    """Nobody could copy the base to such a system."""
    done = run("new", "--content", content, title)
    assert done.returncode == 2
    assert "Windows garde ce nom" in " ".join(done.stderr.split())
    assert not list((content / "practices").glob(f"{title[:3].lower()}*.md"))


# build, search, evaluate


def test_build_prepares_a_snapshot_where_it_is_told(
    run: Run, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The printed folder holds it, and is the one that `serve` opens when it is told the same."""
    done = run("build", "--content", content, "--out", tmp_path / "out")
    assert done.returncode == 0
    assert done.stdout.startswith("2 pratiques, empreinte ")
    folder = Path(done.stdout.strip().split(" : ")[-1])
    assert (folder / "manifest.json").exists()
    assert folder.is_relative_to(tmp_path / "out")
    monkeypatch.setenv("PRATIQUES_SNAPSHOTS", str(tmp_path / "out"))
    assert default_store(content).current() == folder


def test_search_finds_with_words_and_filters(run: Run):
    """The first result of a name is that practice; a filter narrows; a wrong one is told."""
    done = run("search", "MIX'UP")
    assert done.stdout.splitlines()[1].endswith("stef-mixup")
    narrowed = run("search", "femmes", "--sector", "btp", "--sector", "industrie", "--lever", "embauche")
    assert 0 < len(narrowed.stdout.splitlines()) < len(run("search", "femmes").stdout.splitlines())
    wrong = run("search", "femmes", "--sector", "rien")
    assert "« rien » ne fait pas partie de la liste « Secteur »" in wrong.stderr


def test_search_in_json_is_the_answer_of_the_site(run: Run, client: FlaskClient):
    """One engine, one answer."""
    done = run("search", "transport", "--sector", "transport-logistique", "--json")
    site = client.get("/pratiques.json?q=transport&sector=transport-logistique").get_json()
    assert json.loads(done.stdout) == site
    assert site["total"] > 0


def test_search_in_other_content_finds_that_content(run: Run, content: Path):
    """Someone else's folder is searched by the same command."""
    done = run("search", "--content", content, "femmes")
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] in {"1 pratique.", "2 pratiques."}
    assert "stef-mixup" in done.stdout


def test_evaluate_measures_judged_queries(run: Run):
    """The mean measures, each between 0 and 1, and the queries answered worst."""
    done = run("evaluate", JUDGED, "--worst", "1")
    assert done.returncode == 0
    measures = dict(line.split() for line in done.stdout.split("\n\n")[0].splitlines())
    assert {"queries", "ndcg_10", "mrr", "success_1"} <= set(measures)
    assert 0.5 < float(measures["ndcg_10"]) <= 1
    assert done.stdout.count("attendu : ") <= 1


def test_searches_without_result_propose_names_for_the_glossary(run: Run, content: Path):
    """Each with the words of practices near to its own; none are noted unless the operator wishes so."""
    assert "PRATIQUES_UNANSWERED" in run("glossary-gaps", "--content", content).stdout
    folder = default_store(content).folder / "unanswered"
    folder.mkdir(parents=True)
    asked = {"chomeuses": 7, "zzzzzz": 5}
    (folder / f"{DAY.isoformat()}-a.json").write_text(json.dumps(asked), encoding="utf-8")
    first, second = run("glossary-gaps", "--content", content).stdout.splitlines()
    assert re.fullmatch(r"« chomeuses » \(7 fois\) : \w+(, \w+)*", first)
    assert second == "« zzzzzz » (5 fois) : aucun mot proche"


# report, freshness


@pytest.mark.parametrize("words", [["serve"], ["export", "SITE"]])
@pytest.mark.parametrize("way", ["option", "environment"])
def test_a_site_without_a_publisher_is_not_for_the_public(
    run: Run, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str, words: list[str]
):
    """Who publishes, how to write to them, where it is: each line to complete is named, and nothing is served."""
    if way == "environment":
        monkeypatch.setenv("PRATIQUES_PRODUCTION", "1")
    words = [word.replace("SITE", str(tmp_path / "site")) for word in words]
    done = run(*words, "--content", content, *(["--production"] if way == "option" else []))
    assert done.returncode == 1
    assert re.search(r"content/site.yaml:\d+ · url\n  avertissement : .* est un exemple", done.stderr)
    assert re.search(r"content/site.yaml:\d+ · editor.email\n  avertissement", done.stderr)
    assert "PRATIQUES_PRODUCTION=0" in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "site").exists()


@pytest.mark.slow
def test_export_writes_the_same_site_twice(run: Run, content: Path, tmp_path: Path):
    """Byte for byte, as the list of digests tells. Old names still lead to their sheet, a withdrawn one says so."""
    changes = {
        "stef-mixup": "aliases: [ancien-nom]",
        "eve-binomes-grand-site-deux-caps": "withdrawn: {reason: Terminée.}",
    }
    for slug, line in changes.items():
        sheet = content / "practices" / f"{slug}.md"
        sheet.write_text(sheet.read_text("utf-8").replace("\npublished:", f"\n{line}\npublished:"), encoding="utf-8")
    lists = []
    for name in ("one", "two"):
        done = run("export", "--content", content, tmp_path / name)
        assert done.returncode == 0, done.stderr
        assert f"fichiers : {tmp_path / name}" in done.stdout
        assert "http.server" in done.stdout
        lists.append((tmp_path / name / "empreintes.sha256").read_text("utf-8"))
    assert lists[0] == lists[1]
    written = {
        path.relative_to(tmp_path / "one").as_posix() for path in (tmp_path / "one").rglob("*") if path.is_file()
    }
    assert written == {line.split("  ")[1] for line in lists[0].splitlines()} | {"empreintes.sha256"}
    assert "recherche/mots.json" in written
    pages = tmp_path / "one" / "pratiques"
    assert 'content="0; url=../stef-mixup/"' in (pages / "ancien-nom" / "index.html").read_text("utf-8")
    assert (pages / "ancien-nom.json").exists() and (pages / "ancien-nom" / "carte" / "index.html").exists()
    assert "Terminée." in (pages / "eve-binomes-grand-site-deux-caps" / "index.html").read_text("utf-8")
    assert "/pratiques/ancien-nom /pratiques/stef-mixup 301" in (tmp_path / "one" / "_redirects").read_text("utf-8")


def test_export_refuses_a_folder_of_something_else(run: Run, content: Path, tmp_path: Path):
    """And leaves it as it is."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "plage.jpg").write_bytes(b"")
    done = run("export", "--content", content, tmp_path / "photos")
    assert (done.returncode, done.stdout) == (1, "")
    assert "autre chose qu'un export" in done.stderr
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["plage.jpg"]


def test_export_of_nothing_is_told(run: Run, content: Path, tmp_path: Path):
    """Rather than an empty site."""
    for sheet in (content / "practices").iterdir():
        sheet.unlink()
    done = run("export", "--content", content, tmp_path / "site")
    assert (done.returncode, done.stdout) == (1, "")
    assert "il n'y a rien à exporter" in done.stderr
    assert not (tmp_path / "site").exists()


def test_report_outside_git_is_a_mistake_told_in_french(run: Run, content: Path):
    """Nothing to compare with."""
    done = run("report", "--content", content, "--base", "main")
    assert done.returncode == 2
    assert "n'est pas dans un dépôt git" in done.stderr


def test_report_fails_when_an_address_dies(run: Run, content: Path):
    """Exit code 1 and the address in the report; the judged queries of another folder are taken."""
    who = ["-c", "user.name=Essai", "-c", "user.email=essai@exemple.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "Base"]):
        subprocess.run(["git", *who, *words], cwd=content.parent, check=True)
    judged = content.parent / "judged"
    judged.mkdir()
    (judged / "a.yaml").write_text('- {q: "transport", rel: {stef-mixup: 2}}\n', encoding="utf-8")
    same = run("report", "--content", content, "--judged", judged)
    assert (same.returncode, same.stderr) == (0, "")
    (content / "practices" / "stef-mixup.md").unlink()
    done = run("report", "--content", content, "--judged", judged)
    assert done.returncode == 1
    assert "❌ `/pratiques/stef-mixup`" in done.stdout
    assert "`transport` : `stef-mixup`, 1re → absente" in done.stdout


def test_freshness_in_text_and_in_json(run: Run, content: Path):
    """The letter can be sent as it is."""
    done = run("freshness", "--content", content, "--today", "2027-11-22")
    assert done.returncode == 0
    assert "Objet : " in done.stdout
    assert done.stdout.splitlines()[-1] == "2 fiches en retard, aucune à revoir bientôt, 2 contacts."
    rows = json.loads(run("freshness", "--content", content, "--today", "2027-11-22", "--format", "json").stdout)
    assert len(rows) == 2
    quiet = run("freshness", "--content", content, "--today", "2026-12-01", "--days", "0")
    assert quiet.stdout == "Aucune fiche en retard, aucune à revoir bientôt, aucun contact.\n"


LETTER = "2026-09-01"


def test_the_letter_tells_what_changed_since_a_day(run: Run, content: Path):
    """Title, summary, who and where, address, whether its contact is published; the same letter each time."""
    spoil(content, "published: 2026-11-21", "published: 2026-09-30")
    done = run("digest", "--content", content, "--since", LETTER)
    assert (done.returncode, done.stderr) == (0, "")
    assert run("digest", "--content", content, "--since", LETTER).stdout == done.stdout
    [practice] = [each for each in load_library(content).practices if each.slug == "stef-mixup"]
    told = done.stdout.split("\n\n")
    assert told[0] == "Objet : Pratiques d'inclusion : nouveautés depuis le 1er septembre 2026"
    [entry] = [part.splitlines() for part in told if part.startswith(practice.title)]
    assert entry[1] == practice.summary
    assert entry[2].startswith(practice.organisation.name)
    assert entry[3:] == ["Contact direct sur la fiche.", "https://exemple.org/pratiques/stef-mixup"]
    assert "NOUVELLES PRATIQUES" in told


def test_the_letter_sets_apart_what_is_new_what_changed_and_what_is_gone(run: Run, content: Path):
    """A day on which nothing had happened yet makes a letter that says so."""
    spoil(content, "published: 2026-11-21", "published: 2026-09-30")
    withdrawn = content / "practices" / "eve-binomes-grand-site-deux-caps.md"
    line = "withdrawn: {reason: Retirée., successor: stef-mixup}\npublished:"
    withdrawn.write_text(withdrawn.read_text(encoding="utf-8").replace("published:", line, 1), encoding="utf-8")
    told = run("digest", "--content", content, "--since", "2026-11-01", "--format", "markdown").stdout
    assert re.findall("(?m)^## (.*)$", told) == ["Pratique relue ou mise à jour", "Pratique retirée"]
    assert "([ce qui la remplace](https://exemple.org/pratiques/stef-mixup))" in told
    quiet = run("digest", "--content", content, "--since", "2027-01-01").stdout
    assert "Aucune pratique n'a été publiée, relue ni retirée." in quiet


def test_the_letter_in_html_is_what_mail_programs_show(run: Run, content: Path):
    """Styles of its own on each element, no image, script or stylesheet; marks of the text are text."""
    spoil(content, "title: STEF", "title: Un <b>titre</b> & STEF")
    html = run("digest", "--content", content, "--since", LETTER, "--format", "html").stdout
    assert html.startswith("<!doctype html>")
    assert "Un &lt;b&gt;titre&lt;/b&gt; &amp; " in html
    assert re.findall(r"<(?:script|style|link|img|b)\b|class=", html) == []
    assert set(re.findall(r"<(?:h\d|p|a|body)\b(?![^>]* style=)", html)) == set()


# what is mistyped

MISTYPED = {
    ("chek",): ["« chek » n'existe pas", "Vouliez-vous « check » ?", "freshness"],
    ("check", "--formt", "json"): ["L'option « --formt » n'existe pas", "« --format »"],
    ("check", "--format", "xml"): ["« --format »", "text, github, json"],
    ("check", "--content"): ["« --content » attend une valeur"],
    ("check", "--content", "nulle-part"): ["« --content »", "ce dossier n'existe pas"],
    ("search",): ["Il manque « MOTS… »"],
    ("new",): ["Il manque « TITRE »"],
    ("new", "a", "b"): ["un mot de trop : b"],
    ("serve", "--port", "0"): ["« --port »", "de 1 à 65535"],
    ("evaluate", "rien.yaml"): ["« FICHIER »", "n'existe pas"],
    ("evaluate", str(JUDGED), "--worst", "dix"): ["« --worst »", "nombre entier"],
    ("freshness", "--days", "-1"): ["« --days »", "de 0 à 3650"],
    ("freshness", "--today", "hier"): ["« --today »", "une date"],
    ("digest",): ["Il manque « --since »"],
    ("digest", "--since", "hier"): ["« --since »", "une date"],
    ("report", "--judged", "nulle-part"): ["« --judged »", "ce dossier n'existe pas"],
}
ENGLISH = ("Usage", "Error", "No such", "Invalid", "Missing", "requires", "does not", "Traceback", "Try ")


@pytest.mark.parametrize("words", MISTYPED, ids=" ".join)
def test_a_mistyped_command_is_explained_in_french(run: Run, words: tuple[str, ...]):
    """What is wrong, what is admitted, and not a word of English."""
    done = run(*words)
    told = done.stdout + done.stderr
    assert done.returncode in {1, 2}
    for word in MISTYPED[words]:
        assert word in told
    assert [word for word in ENGLISH if word in told] == []


@pytest.mark.parametrize("words", [(), *((name,) for name in commands.commands)], ids=" ".join)
def test_help_is_in_french(run: Run, words: tuple[str, ...]):
    """Headings and the option --help itself included; the option for tests stays hidden."""
    done = run(*words, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("Emploi : ")
    assert "Montrer cette aide." in done.stdout
    assert "--today" not in done.stdout
    assert [word for word in (*ENGLISH, "Show this", "default") if word in done.stdout] == []


def test_every_command_takes_other_content():
    """--content, on each, with the environment variable; `init`, which writes a new one, needs none."""
    reading = {name: command for name, command in commands.commands.items() if name != "init"}
    assert len(reading) >= 8
    for name, command in reading.items():
        [option] = [parameter for parameter in command.params if parameter.name == "content"]
        assert option.envvar == "PRATIQUES_CONTENT", name
    assert CONTENT.exists()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("- bonjour\n", "queries[1]"),
        ("a: b\n", "liste"),
        ("- {q: rien, rel: {}}\n", "au moins une fiche"),
        ("- {q: rien, rel: {stef-mixup: beaucoup}}\n", "beaucoup"),
        ("- {q: rien}\n", "rel"),
        ("", "liste"),
    ],
)
def test_evaluate_tells_what_is_wrong_in_a_file(run: Run, tmp_path: Path, text: str, word: str):
    """A judged query that cannot be read is told with its place, never a traceback."""
    path = tmp_path / "jugements.yaml"
    path.write_text(text, encoding="utf-8")
    done = run("evaluate", str(path))
    assert done.returncode == 1
    assert word in done.stderr


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_long_build_shows_how_far_it_is():
    """One line, drawn again, that ends with all; nothing in the first second, and nothing where nobody watches."""
    screen = Screen()
    bar = ProgressBar(screen, after=0)
    for done in (10, 30, 40):
        bar(done, 40)
    lines = screen.getvalue().split("\r")
    assert [line.split(" ", 1)[1] for line in lines[1:]] == [
        "10 fiches sur 40",
        "30 fiches sur 40",
        "40 fiches sur 40\n",
    ]
    assert lines[1].count("█") < lines[2].count("█") < lines[3].count("█")
    quiet, file = Screen(), io.StringIO()
    ProgressBar(quiet, after=3_600)(1, 2)
    ProgressBar(file, after=0)(1, 2)
    assert (quiet.getvalue(), file.getvalue()) == ("", "")
