"""Content behind symbolic links: deployments switch one (`current -> releases/42`), none may lead out."""

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import commands
from app.content.library import load_library
from app.content.problem import Problem
from app.snapshot.inventory import take_inventory
from app.snapshot.reader import open_snapshot
from app.snapshot.store import Store, default_store
from tests.conftest import copy_small_content
from tests.sampling import by_day


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """Two releases that differ by one letter and not by their dates, and `current`, which leads to the first."""
    for number in ("41", "42"):
        (tmp_path / "releases" / number).mkdir(parents=True)
        content = copy_small_content(tmp_path / "releases" / number)
        path = content / "practices" / "stef-mixup.md"
        if number == "42":
            path.write_text(path.read_text(encoding="utf-8").replace("MIX'UP", "MIX'OP"), encoding="utf-8")
        for file in content.rglob("*"):
            os.utime(file, (1_000_000_000, 1_000_000_000))
    current = tmp_path / "current"
    current.symlink_to("releases/41/content")
    return current


def switch(link: Path, target: str) -> None:
    """As deployments do, in one step."""
    aside = link.with_name("aside")
    aside.symlink_to(target)
    aside.replace(link)


def read_both(content: Path, snapshots: Path) -> tuple[list[str], list[Problem]]:
    """The practices and the problems of a content: what check and build say, and they say the same."""
    library = load_library(content)
    built = open_snapshot(Store(content, snapshots).ensure())
    slugs = [practice.slug for practice in library.practices]
    assert [practice.slug for practice in built.practices] == slugs
    assert built.library.problems == library.problems
    return slugs, list(library.problems)


def test_a_content_behind_a_link_is_served_and_seen_when_it_is_switched(releases: Path, tmp_path: Path):
    """Whatever the sizes and the dates of the files, in the same store."""
    store = default_store(releases, tmp_path / "snapshots")
    first = open_snapshot(store.ensure())
    before = take_inventory(releases)
    switch(releases, "releases/42/content")
    assert take_inventory(releases, before).fingerprint != before.fingerprint
    assert default_store(releases, tmp_path / "snapshots") == store
    second = open_snapshot(store.ensure())
    assert "MIX'UP" in first.headline("stef-mixup").title
    assert "MIX'OP" in second.headline("stef-mixup").title
    switch(releases, "releases/41/content")
    assert open_snapshot(store.ensure()).fingerprint == first.fingerprint


def test_a_folder_may_be_a_link_inside_the_content(content: Path, tmp_path: Path):
    """`content/practices -> .releases/42`: check and build read the same practices, and see the switch."""
    expected, _ = read_both(content, tmp_path / "snapshots")
    (content / ".releases").mkdir()
    shutil.move(content / "practices", content / ".releases" / "41")
    (content / "practices").symlink_to(".releases/41")
    assert read_both(content, tmp_path / "snapshots") == (expected, [])
    (content / ".releases" / "42").mkdir()
    shutil.copy(content / "practices" / "stef-mixup.md", content / ".releases" / "42")
    switch(content / "practices", ".releases/42")
    assert read_both(content, tmp_path / "snapshots") == (["stef-mixup"], [])


@pytest.mark.parametrize("target", ["../ailleurs", "/etc", "nulle-part", "itself", "../content-bis", ".."])
@pytest.mark.parametrize("kind", by_day(["practices", "pages", "selections", "tools"], 4))
def test_a_folder_that_leads_out_is_refused_by_check_and_build_alike(
    content: Path, tmp_path: Path, kind: str, target: str
):
    """The same message, and nothing of what stands there is read, told or published."""
    target = target.replace("itself", kind)
    (tmp_path / "ailleurs").mkdir()
    (tmp_path / "content-bis").mkdir()
    for folder in ("ailleurs", "content-bis"):
        shutil.copy(content / "practices" / "stef-mixup.md", tmp_path / folder)
        (tmp_path / folder / "secret.txt").write_text("secret", encoding="utf-8")
    shutil.rmtree(content / kind, ignore_errors=True)
    (content / kind).symlink_to(target)
    slugs, problems = read_both(content, tmp_path / "snapshots")
    assert len(slugs) == (0 if kind == "practices" else 2)
    (problem,) = problems
    assert (problem.file, problem.read, problem.severity) == (f"content/{kind}", target, "error")
    assert "lien" in problem.message
    assert "secret" not in str(problem)


def test_links_that_turn_in_circles_end(content: Path, tmp_path: Path):
    """A folder that leads to the one that holds it, beside those that are read."""
    (content / "boucle").symlink_to(".")
    (content / "practices" / "boucle").symlink_to("..")
    slugs, _ = read_both(content, tmp_path / "snapshots")
    assert len(slugs) == 2


@pytest.mark.parametrize("inside", [False, True])
def test_files_named_through_a_link_are_checked(releases: Path, monkeypatch: pytest.MonkeyPatch, inside: bool):
    """`pratiques check --content current current/practices/x.md`, and from inside the folder."""
    path = releases / "practices" / "stef-mixup.md"
    path.write_text(path.read_text(encoding="utf-8").replace("theme:", "thema:"), encoding="utf-8")
    monkeypatch.chdir(releases if inside else releases.parent)
    content = "." if inside else "current"
    for file in ("practices/stef-mixup.md", "practices"):
        named = file if inside else f"current/{file}"
        done = CliRunner().invoke(commands, ["check", "--content", content, named])
        assert done.exit_code == 1, done.output
        assert "thema" in done.output
