"""Snapshots: whole or not there, built once, swapped without a gap."""

import json
import multiprocessing
import shutil
import weakref
from dataclasses import replace
from pathlib import Path

import pytest

from app import environment as code
from app.catalogue.query import Query
from app.content.library import load_library
from app.content.problem import UnusableContent
from app.server import prepare, publish_if_sound
from app.snapshot.inventory import take_inventory
from app.snapshot.reader import open_snapshot
from app.snapshot.store import KEPT_SNAPSHOTS, Store
from app.web.current import CurrentCatalogue


def edit(content: Path, old: str, new: str) -> None:
    path = content / "practices" / "stef-mixup.md"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def build(content: Path, folder: Path) -> None:
    Store(content, folder).ensure()


@pytest.fixture
def own_store(content: Path, tmp_path: Path) -> Store:
    return Store(content, tmp_path / "snapshots")


def test_a_new_version_of_a_library_makes_a_new_snapshot(own_store: Store, monkeypatch: pytest.MonkeyPatch):
    """What the sanitiser before let through is shown no more."""
    assert {name.partition("-")[0] for name in code.list_libraries()} == code.LIBRARIES
    before = take_inventory(own_store.content).fingerprint
    monkeypatch.setattr(code, "list_libraries", lambda: ["bleach-999"])
    code.digest_of_code.cache_clear()
    try:
        assert take_inventory(own_store.content).fingerprint != before
    finally:
        code.digest_of_code.cache_clear()


def test_the_same_content_makes_the_same_snapshot_once(own_store: Store):
    """A second call finds what the first has built."""
    first = own_store.ensure()
    written = (first / "manifest.json").stat().st_mtime_ns
    assert own_store.ensure() == first
    assert (first / "manifest.json").stat().st_mtime_ns == written


def test_any_change_of_content_changes_the_fingerprint(content: Path):
    """A word, a new file, a renamed file: each makes another snapshot."""
    seen = {take_inventory(content).fingerprint}
    edit(content, "STEF", "Stef")
    seen.add(take_inventory(content).fingerprint)
    shutil.copy(content / "practices" / "stef-mixup.md", content / "practices" / "copie.md")
    seen.add(take_inventory(content).fingerprint)
    (content / "practices" / "copie.md").rename(content / "practices" / "autre.md")
    seen.add(take_inventory(content).fingerprint)
    assert len(seen) == 4


def test_a_snapshot_opens_as_the_library_that_was_read(own_store: Store):
    """Nothing is lost between writing and opening: texts, HTML, figures, dates."""
    catalogue = open_snapshot(own_store.ensure())
    library = load_library(own_store.content)
    assert list(catalogue.practices) == library.practices
    assert replace(catalogue.library, practices=()) == replace(library, practices=())
    assert catalogue.practices[0].sections[0].html.__html__()


def test_processes_that_start_together_build_once(own_store: Store):
    """One builds, the others wait, all end with the same whole snapshot."""
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=build, args=(own_store.content, own_store.folder)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert len(list(own_store.folder.glob("*/manifest.json"))) == 1
    assert not list(own_store.folder.glob("building-*"))


def test_what_a_killed_build_left_is_swept_away(own_store: Store):
    """A folder without a manifest is not a snapshot: it is built again, and leftovers go."""
    path = own_store.ensure()
    (path / "manifest.json").unlink()
    (own_store.folder / "building-lost").mkdir()
    assert own_store.current() is None
    assert open_snapshot(own_store.ensure()).practices
    assert not list(own_store.folder.glob("building-*"))


def test_old_snapshots_are_forgotten(own_store: Store):
    """The store does not grow with every change."""
    for number in range(KEPT_SNAPSHOTS + 2):
        edit(own_store.content, "STEF", f"STEF{number} STEF")
        own_store.ensure()
    assert len(list(own_store.folder.glob("*/manifest.json"))) == KEPT_SNAPSHOTS


def test_a_new_snapshot_is_seen_by_a_running_shelf(own_store: Store):
    """A catalogue in hand stays as it was; the next one asked for is the new one."""
    own_store.ensure()
    current = CurrentCatalogue(own_store, check_every=0)
    before = current.catalogue()
    edit(own_store.content, "title: ", "title: Zèbre ")
    own_store.ensure()
    after = current.catalogue()
    assert before.count(Query(text="zèbre", exact=True)) == 0
    assert after.count(Query(text="zèbre", exact=True)) == 1
    assert before.fingerprint != after.fingerprint


def test_the_content_before_leaves_memory(own_store: Store):
    """A site that publishes for months does not keep what it showed before."""
    own_store.ensure()
    current = CurrentCatalogue(own_store, check_every=0)
    current.catalogue().search(Query(text="handicap"))
    before = weakref.ref(current.catalogue()._backend)
    edit(own_store.content, "title: ", "title: Zèbre ")
    own_store.ensure()
    current.catalogue()
    assert before() is None


def test_a_damaged_snapshot_does_not_replace_a_good_one(own_store: Store):
    """What cannot be opened is logged and left; the site goes on with the last good one."""
    own_store.ensure()
    current = CurrentCatalogue(own_store, check_every=0)
    good = current.catalogue().fingerprint
    edit(own_store.content, "STEF", "Stef")
    path = own_store.ensure()
    (path / "library.json").write_text('{"practices": [', encoding="utf-8")
    assert current.catalogue().fingerprint == good


def test_a_broken_file_keeps_the_last_good_content(own_store: Store):
    """While an author has not finished, the site shows the version before and the problems beside it."""
    good = own_store.ensure()
    edit(own_store.content, "theme:", "theme: rien #")
    assert publish_if_sound(own_store) is False
    assert own_store.current() == good
    assert "rien" in own_store.read_pending()[0]
    edit(own_store.content, "theme: rien #", "theme:")
    assert publish_if_sound(own_store) is True
    assert own_store.read_pending() == []


def test_a_broken_file_is_told_though_its_snapshot_is_there(own_store: Store):
    """`build` publishes what is sound of a content; an author who comes back to that content reads what is wrong."""
    sound = own_store.ensure()
    edit(own_store.content, "theme:", "theme: rien #")
    own_store.ensure()
    with pytest.raises(UnusableContent, match="rien"):
        own_store.ensure(only_sound=True)
    edit(own_store.content, "theme: rien #", "theme:")
    assert own_store.ensure(only_sound=True) == sound
    edit(own_store.content, "theme:", "theme: rien #")
    assert publish_if_sound(own_store) is False
    assert own_store.current() == sound


def test_an_author_starts_over_a_damaged_snapshot(own_store: Store):
    """Of the right size and not to be read: it is built again."""
    library = own_store.ensure() / "library.json"
    library.write_bytes(b"?" * library.stat().st_size)
    prepare(own_store, only_sound=True)
    assert open_snapshot(own_store.ensure()).practices


def test_an_author_who_starts_with_a_broken_file_keeps_the_last_good_content(own_store: Store):
    """As when it breaks while the site runs."""
    good = own_store.ensure()
    edit(own_store.content, "theme:", "theme: rien #")
    prepare(own_store, only_sound=True)
    assert own_store.current() == good
    assert "rien" in own_store.read_pending()[0]


def test_an_author_who_has_no_good_content_yet_gets_what_is_sound_and_what_is_wrong(own_store: Store):
    """The first start; the second, when that content is already there, tells it too."""
    edit(own_store.content, "theme:", "theme: rien #")
    for _ in range(2):
        prepare(own_store, only_sound=True)
        published = own_store.current()
        assert published
        assert len(open_snapshot(published).practices) == 1
        assert "rien" in own_store.read_pending()[0]


def test_the_first_start_serves_what_is_sound(own_store: Store):
    """With a broken file and no snapshot yet, the others are served and the problem is counted."""
    edit(own_store.content, "theme:", "theme: rien #")
    path = own_store.ensure()
    assert [practice.slug for practice in open_snapshot(path).practices] == ["eve-binomes-grand-site-deux-caps"]
    assert json.loads((path / "manifest.json").read_text(encoding="utf-8"))["problems"] == 1


def test_an_empty_base_is_served(own_store: Store):
    """No practice at all is a beginning, not an error."""
    shutil.rmtree(own_store.content / "practices")
    catalogue = open_snapshot(own_store.ensure())
    assert catalogue.search(Query(text="égalité")).total == 0


def test_content_that_is_nothing_says_so(tmp_path: Path):
    """A folder without vocabulary cannot be served."""
    with pytest.raises(UnusableContent):
        Store(tmp_path / "rien", tmp_path / "snapshots").ensure()
