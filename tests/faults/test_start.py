"""A start with something wrong: the site is built again, or an older snapshot serves, and the journal says so."""

import logging
import os
import re
import shutil
import time
from pathlib import Path

import pytest

from app.content.problem import UnusableContent
from app.server import prepare
from app.snapshot.store import Store
from app.web.current import CurrentCatalogue, open_best
from tests.faults.test_damage import write_as_another_version


@pytest.fixture
def own_store(content: Path, tmp_path: Path) -> Store:
    return Store(content, tmp_path / "snapshots")


def publish_two(store: Store) -> tuple[Path, Path]:
    """An older snapshot, and the current one."""
    older = store.ensure()
    path = store.content / "practices" / "stef-mixup.md"
    path.write_text(path.read_text(encoding="utf-8").replace("STEF", "Stef"), encoding="utf-8")
    return older, store.ensure()


def test_a_damaged_snapshot_is_built_again_at_start(own_store: Store, caplog: pytest.LogCaptureFixture):
    """The content is there: what it makes is made anew, under the same name."""
    path = own_store.ensure()
    (path / "manifest.json").write_text('{"finger', encoding="utf-8")
    assert open_best(own_store).fingerprint == path.name
    assert [record.message for record in caplog.records] == ["snapshot damaged, built again"]
    assert open_best(own_store).fingerprint == path.name
    assert len(caplog.records) == 1


def test_an_older_snapshot_serves_when_nothing_can_be_built(own_store: Store, caplog: pytest.LogCaptureFixture):
    """The current snapshot is damaged and the content is gone: the one before is better than nothing."""
    older, current = publish_two(own_store)
    (current / "manifest.json").write_text("", encoding="utf-8")
    shutil.rmtree(own_store.content)
    assert open_best(own_store).fingerprint == older.name
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.ERROR]


def test_a_snapshot_of_another_version_is_left_to_it(own_store: Store):
    """An instance restarted in the middle of an update serves its own snapshot, and takes nothing from the new one."""
    own = own_store.ensure()
    other = own_store.path("0123456789abcdef")
    shutil.copytree(own, other)
    write_as_another_version(other)
    (own_store.folder / "current").write_text(other.name, encoding="ascii")
    assert open_best(own_store).fingerprint == own.name
    assert (other / "manifest.json").exists()


def test_nothing_at_all_says_what_is_missing(tmp_path: Path):
    """Neither snapshot nor content: the start fails with words."""
    with pytest.raises(UnusableContent, match=r"vocabulary\.yaml"):
        open_best(Store(tmp_path / "rien", tmp_path / "snapshots"))


def test_content_that_became_unusable_leaves_the_last_snapshot(own_store: Store, caplog: pytest.LogCaptureFixture):
    """A broken vocabulary at a restart: the site starts with what it served before."""
    good = own_store.ensure()
    (own_store.content / "vocabulary.yaml").write_text("themes: [", encoding="utf-8")
    prepare(own_store)
    assert open_best(own_store).fingerprint == good.name
    (told,) = caplog.records
    assert "vocabulary.yaml" in told.__dict__["reason"]


def test_a_damaged_publication_is_told_once_and_taken_once_mended(own_store: Store, caplog: pytest.LogCaptureFixture):
    """A running site keeps the last good snapshot, says so once, and sees the new one when it is whole."""
    older, current = publish_two(own_store)
    (own_store.folder / "current").write_text(older.name, encoding="ascii")
    served = CurrentCatalogue(own_store, check_every=0)
    whole = (current / "manifest.json").read_bytes()
    (current / "manifest.json").write_text("{", encoding="utf-8")
    (own_store.folder / "current").write_text(current.name, encoding="ascii")
    assert {served.catalogue().fingerprint for _ in range(3)} == {older.name}
    assert [record.message for record in caplog.records] == ["snapshot damaged, the last good one is kept"]
    mended = current / "manifest.new"
    mended.write_bytes(whole)
    mended.replace(current / "manifest.json")
    assert served.catalogue().fingerprint == current.name


def retitle(store: Store, word: str) -> Path:
    path = store.content / "practices" / "stef-mixup.md"
    path.write_text(re.sub(r"(?m)^title: .*$", f"title: {word} et son parcours", path.read_text("utf-8")), "utf-8")
    return path


def titles(store: Store) -> list[str]:
    return [practice.title for practice in open_best(store).practices]


def test_a_clock_set_back_changes_nothing(own_store: Store):
    """Contents and snapshots that bear dates of the future, then others of today: each is published, and opens."""
    future = time.time() + 100_000_000
    for number, word in enumerate(("Un", "Deux", "Trois", "Quatre", "Cinq", "Sixx")):
        file = retitle(own_store, word)
        published = own_store.ensure()
        for path in (file, *published.rglob("*")) if number < 3 else ():
            os.utime(path, (future, future))
        assert own_store.current() == own_store.ensure()
        assert f"{word} et son parcours" in titles(own_store)


def test_a_file_saved_during_a_build_belongs_to_the_content_that_has_it(own_store: Store):
    """What is published under a fingerprint is that content, even when another came while it was being read."""
    retitle(own_store, "Avant")
    own_store.ensure(progress=lambda done, total: retitle(own_store, "Pendant") and None)
    assert "Pendant et son parcours" in titles(own_store)
    retitle(own_store, "Avant")
    own_store.ensure()
    assert "Avant et son parcours" in titles(own_store)
