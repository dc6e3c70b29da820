"""A base of one's own: what `pratiques init` writes is sound and served whole, without a word of this region."""

import re
import subprocess
from collections.abc import Callable, Iterator
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.addresses import FIXED_PATHS
from app.advice.warning import lint_library
from app.content.address import list_addresses
from app.content.library import Library, load_library
from app.content.problem import UnusableContent
from app.content.scaffold import find_requirement, write_starter, write_template
from app.content.vocabulary import Department
from app.export.publication import export_site
from app.export.site import create_export_app
from app.export.walk import Crawler, Planner, seed_urls
from app.snapshot.reader import open_snapshot
from app.snapshot.store import Store
from app.web.chart import HEIGHT, WIDTH, draw_map
from tests.conftest import DAY, ROOT, Run, make_client

EXAMPLE = "exemple-prets-velos"
STATIC = ROOT / "static"
ASKING = {
    "/oembed",
    "/suggestions",
    "/selection/carte",
    "/selection/qr.svg",
    "/selection/qr.png",
}  # what, they must be told
WORKFLOWS = ROOT / ".github" / "workflows"

Lists = dict[str, Any]


def edit_yaml(path: Path, change: Callable[[Lists], None]) -> None:
    """Read a YAML file, change what it holds, write it again."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def replace_in_sheet(content: Path, old: str, new: str) -> None:
    path = content / "practices" / f"{EXAMPLE}.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def rename_themes(vocabulary: Lists) -> None:
    """Themes of another field, without hues."""
    words = {"eau-littoral": ("Eau et littoral", "La mer, les rivières."), "foret": ("Forêt", "Les arbres.")}
    vocabulary["themes"] = {slug: {"label": label, "definition": told} for slug, (label, told) in words.items()}


def make_overseas(content: Path) -> None:
    """Corsica and overseas departments, other themes, no hue, no example search."""

    def change(vocabulary: Lists) -> None:
        rename_themes(vocabulary)
        names = {"2A": "Corse-du-Sud", "2B": "Haute-Corse", "971": "Guadeloupe", "974": "La Réunion"}
        vocabulary["departments"] = {code: {"label": name} for code, name in names.items()}

    edit_yaml(content / "vocabulary.yaml", change)
    edit_yaml(content / "site.yaml", lambda site: site.pop("examples"))
    replace_in_sheet(content, "theme: vie-quotidienne", "theme: foret")
    replace_in_sheet(content, 'departments: ["01"]', 'departments: ["2A", "971"]')


def make_national(content: Path) -> None:
    """One territory that is no department: no map at all."""
    edit_yaml(
        content / "vocabulary.yaml", lambda vocabulary: vocabulary.update(departments={"france": "France entière"})
    )
    replace_in_sheet(content, 'departments: ["01"]', "departments: [france]")


def make_empty(content: Path) -> None:
    """Before the first sheet: no practice, no selection, no territory, no example."""

    def change(vocabulary: Lists) -> None:
        rename_themes(vocabulary)
        vocabulary["departments"] = {}

    edit_yaml(content / "vocabulary.yaml", change)
    edit_yaml(content / "site.yaml", lambda site: site.pop("examples"))
    (content / "practices" / f"{EXAMPLE}.md").unlink()
    (content / "selections" / "exemple-webinaire.md").unlink()


SHAPES: dict[str, Callable[[Path], None]] = {
    "as it is written": lambda _content: None,
    "overseas": make_overseas,
    "national": make_national,
    "empty": make_empty,
}


@pytest.fixture(scope="module", params=list(SHAPES))
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The store of a base that `init` wrote, as it is and changed into other shapes."""
    folder = tmp_path_factory.mktemp("base")
    write_starter(folder, DAY)
    SHAPES[request.param](folder / "content")
    return Store(folder / "content", folder / "snapshots")


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """The content folder of a base as `init` writes it."""
    write_starter(tmp_path / "base", DAY)
    return tmp_path / "base" / "content"


def words_of_this_region(library: Library) -> Iterator[str]:
    """Names of places, of sheets and of themes of this repository's base."""
    yield library.site.region
    for department in library.vocabulary.departments.values():
        yield from (department.label, *department.also)
    yield from library.vocabulary.themes
    yield from (practice.slug for practice in library.practices)


def test_a_base_of_another_shape_is_sound(base: Store):
    """Neither a problem nor a warning."""
    library = load_library(base.content)
    assert [problem.to_text() for problem in [*library.problems, *lint_library(library, base.content, DAY)]] == []


def test_every_address_of_a_base_of_another_shape_answers(base: Store):
    """Pages, data, cards and images; the four views of a selection; the example is found by its words."""
    base.ensure()
    client = make_client(base)
    library = load_library(base.content)
    slugs = [practice.slug for practice in library.practices]
    addresses = FIXED_PATHS - ASKING | list_addresses(library) | {"/suggestions?q=v"}
    for slug in slugs:
        chosen = {f"/selection?s={slug}&vue={view}" for view in ("liste", "comparer", "projection", "fiche")}
        forms = {f"/pratiques/{slug}{form}" for form in (".md", ".json", "/carte", "/qr.svg", "/apercu.png")}
        addresses |= chosen | forms | {f"/oembed?url=https://example.org/pratiques/{slug}"}
    told = {address: client.get(address, follow_redirects=True).status_code for address in sorted(addresses)}
    assert len(told) > 40
    assert not {address: status for address, status in told.items() if status != 200}
    for text in ("prêt de vélos", "velo", "Exemple-sur-Mer"):
        found = client.get("/pratiques.json", query_string={"q": text}).get_json()["results"]
        assert [hit["slug"] for hit in found] == slugs, text


def test_no_page_of_another_base_speaks_of_this_region(base: Store, library: Library, tmp_path: Path):
    """Nor any file of its export, styles and scripts included; and each link of the export leads somewhere."""
    catalogue = open_snapshot(base.ensure())
    app = create_export_app(base)
    walk = Crawler(app, tmp_path, Planner(app.url_map.bind(""), catalogue.library.site.url))
    static = [f"/static/{path.relative_to(STATIC).as_posix()}" for path in STATIC.rglob("*") if path.is_file()]
    walk.gather([*seed_urls(catalogue), *static])
    assert walk.rewrite() == []
    pages = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.html")]
    coloured = re.compile(rf'class="[^"]*\btheme-(?:{"|".join(catalogue.vocabulary.themes)})\b')
    assert pages
    assert all("teintes.css?v=" in page for page in pages if coloured.search(page)), "a theme without its hue"
    words = "|".join(re.escape(word) for word in set(words_of_this_region(library)))
    known = re.compile(rf"(?<![\w-])(?:theme-)?(?:{words})(?![\w-])")
    texts = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix not in {".png", ".woff2"}]
    assert len(texts) > 40
    found = {path.name: hits for path in texts if (hits := known.findall(unescape(path.read_text(encoding="utf-8"))))}
    assert not found


def test_init_writes_a_base_and_says_what_to_type_next(run: Run, tmp_path: Path):
    """The commands that it prints work; its README and its own git repository are beside the content."""
    folder = tmp_path / "Ma base"
    (folder / ".git").mkdir(parents=True)
    done = run("init", folder)
    assert done.returncode == 0, done.stderr
    content = folder / "content"
    assert f"pratiques serve --reload --content '{content}'" in done.stdout
    checked = run("check", "--content", content)
    assert (checked.returncode, checked.stdout) == (0, "1 pratique lue. Aucun problème, aucun avertissement.\n")
    assert {path.name for path in folder.iterdir()} == {
        ".git", ".github", ".gitignore", "README.md", "content", "requirements.txt",
    }  # fmt: skip
    assert not [path for path in folder.rglob("*") if path.is_file() and "{today}" in path.read_text(encoding="utf-8")]


def test_init_writes_nothing_where_something_stands(run: Run, tmp_path: Path):
    """A second time, in a folder of one's own, over a file: refused in French, and every byte stays."""
    folder = tmp_path / "base"
    assert run("init", folder).returncode == 0
    site = folder / "content" / "site.yaml"
    site.write_text("name: La mienne\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    again = run("init", folder)
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr == f"« {folder} » n'est pas vide : rien n'y a été écrit. Choisissez un dossier neuf ou vide.\n"
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    over = run("init", site)
    assert (over.returncode, over.stderr) == (2, f"« {site} » est un fichier : il faut un dossier.\n")


def test_a_base_is_exported_as_it_is_written(starter: Path, tmp_path: Path):
    """Pages, search and all; no link is broken."""
    made = export_site(Store(starter, tmp_path / "snapshots"), tmp_path / "site", lambda _text: None)
    assert made.broken == ()
    assert made.problems == 0
    assert (tmp_path / "site" / "pratiques" / EXAMPLE / "index.html").exists()
    assert "--hue: 260" in (tmp_path / "site" / "teintes.css").read_text(encoding="utf-8")


def test_a_base_is_reviewed_without_judged_searches(run: Run, starter: Path):
    """The report of a change, in a repository that has no tests/judged beside its content."""
    git = ["git", "-C", str(starter.parent), "-c", "user.name=Essai", "-c", "user.email=essai@example.org"]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "Une base"]):
        subprocess.run([*git, *command], check=True)
    replace_in_sheet(starter, "trop lourd", "trop haut")
    done = run("report", "--content", starter)
    assert done.returncode == 0, done.stderr
    assert f"content/practices/{EXAMPLE}.md" in done.stdout


@pytest.mark.parametrize(
    ("origin", "line"),
    [
        (None, ""),
        ('{"url": "file:///ici", "dir_info": {"editable": true}}', ""),
        (
            '{"url": "https://example.org/depot.git", "vcs_info": {"vcs": "git", "commit_id": "0a1b"}}',
            "pratiques @ git+https://example.org/depot.git@0a1b",
        ),
    ],
)
def test_the_software_that_wrote_a_base_is_the_one_its_workflow_installs(origin: str | None, line: str):
    """When it was installed from a repository; else its author writes the line, and the workflow asks for it."""
    assert find_requirement(origin) == line


def test_the_workflows_of_a_base_have_the_rights_of_ours_and_no_more(starter: Path):
    """Nothing that runs the proposal may write; what writes runs nothing of it, and is this repository's script."""
    folder = starter.parent / ".github" / "workflows"
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    read = {name: yaml.safe_load(text.replace("\non:", '\n"on":')) for name, text in texts.items()}
    check, post = read["verification.yml"], read["rapport.yml"]
    assert check["permissions"] == {"contents": "read"}
    assert not [job for job in check["jobs"].values() if "permissions" in job]
    assert post["permissions"] == {}
    assert post["on"]["workflow_run"]["workflows"] == [check["name"]]
    ours = yaml.safe_load((WORKFLOWS / "report.yml").read_text(encoding="utf-8"))["jobs"]["post"]
    theirs = post["jobs"]["post"]
    assert theirs["permissions"] == ours["permissions"]
    assert theirs["steps"][-1]["with"] == ours["steps"][-1]["with"]
    used = re.findall(r"uses: (\S+)", "".join(texts.values()))
    assert len(used) > 4
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action) for action in used), used
    assert not re.search(r"secrets\.|pull_request_target", "".join(texts.values()))


def test_a_new_sheet_names_the_words_of_its_own_base(starter: Path):
    """Departments, sectors and types of organisation, in the comments of the file that `new` writes."""
    text = write_template("Une vraie fiche", starter, DAY).read_text(encoding="utf-8")
    assert '"01" Ain, "69" Rhône, "france" France entière.' in text
    assert "[services, industrie-artisanat]" in text
    assert "collectivite ou association" in text
    edit_yaml(starter / "vocabulary.yaml", lambda words: words.update(departments={str(n): "X" for n in range(10, 40)}))
    assert '"17" X….' in write_template("Une autre fiche", starter, DAY).read_text(encoding="utf-8")
    (starter / "vocabulary.yaml").write_text("departments: [", encoding="utf-8")
    assert "departments: []" in write_template("Malgré tout", starter, DAY).read_text(encoding="utf-8")


def test_a_theme_has_its_own_hue_or_one_by_its_place(starter: Path):
    """Written in degrees; without any, no two of the first themes look alike."""
    path = starter / "vocabulary.yaml"
    edit_yaml(path, lambda words: words.update(themes={"un": {"label": "Un", "hue": 12}, "deux": "Deux"}))
    assert load_library(starter.parent / "content").vocabulary.hues()["un"] == 12
    edit_yaml(path, lambda words: words.update(themes={f"theme-{number}": "X" for number in range(8)}))
    hues = sorted(load_library(starter).vocabulary.hues().values())
    assert min(after - before for before, after in pairwise([*hues, hues[0] + 360])) >= 25


@pytest.mark.parametrize(
    ("hue", "told"),
    [
        ("360", "Le nombre est trop grand.\n  Lu : 360\n  Admis : 359 ou moins"),
        ("-1", "Le nombre est trop petit.\n  Lu : -1\n  Admis : 0 ou plus"),
        ("bleu", "Il faut un nombre entier.\n  Lu : bleu\n  Admis : par exemple 12"),
    ],
)
def test_a_hue_that_is_none_is_told(starter: Path, hue: str, told: str):
    """With the line, the theme and what is admitted."""
    path = starter / "vocabulary.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("hue: 260", f"hue: {hue}"), encoding="utf-8")
    line = next(n for n, text in enumerate(path.read_text("utf-8").splitlines(), 1) if f"hue: {hue}" in text)
    with pytest.raises(UnusableContent) as caught:
        load_library(starter)
    (problem,) = caught.value.problems
    assert problem.to_text() == f"content/vocabulary.yaml:{line} · themes.emploi-formation.hue\n  {told}"


@pytest.mark.slow
def test_the_map_fits_what_the_base_covers(library: Library):
    """One size for a district, a region and a country; names where there is room; none where nothing can be drawn."""
    codes = [f"{number:02}" for number in range(1, 96) if number != 20]
    country = draw_map({code: Department(slug=code, label="X") for code in [*codes, "2A", "2B", "971"]})
    assert country
    assert len(country.shapes) == 96
    assert not country.has_names
    for chosen in (["75", "92", "93", "94"], ["2A", "2B"], list(library.vocabulary.departments), ["06", "29", "971"]):
        drawn = draw_map({code: Department(slug=code, label="X") for code in chosen})
        assert drawn
        left, top, width, height = map(float, drawn.view_box.split())
        assert max(width / WIDTH, height / HEIGHT) == pytest.approx(1, abs=0.05)
        for shape in drawn.shapes:
            assert left < shape.x < left + width
            assert top < shape.y < top + height
    assert (
        draw_map({"971": Department(slug="971", label="Guadeloupe"), "france": Department(slug="france", label="X")})
        is None
    )


def test_a_base_without_a_map_credits_none(starter: Path, tmp_path: Path):
    """The page of territories is a list; no link promises a map."""
    make_national(starter)
    client = make_client(served(starter, tmp_path))
    page = client.get("/carte").text
    assert "<h1>Territoires</h1>" in page
    assert "svg-maps" not in page
    assert '<svg class="map' not in page
    assert "carte" not in re.sub(r'href="[^"]*"', "", client.get("/").text)


def served(content: Path, folder: Path) -> Store:
    """A store of a content folder, its snapshot built."""
    store = Store(content, folder / "snapshots")
    store.ensure()
    return store
