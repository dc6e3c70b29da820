"""A snapshot of which a file is torn, gone or of another version is never served: it is seen when it is opened."""

import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from app.snapshot.reader import open_snapshot
from tests.faults.site import Site

Cuts = Callable[[int], Iterable[int]]
DAMAGES = (OSError, ValueError)
SMALL = 20_000  # bytes


def a_dozen(size: int) -> Iterable[int]:
    return range(0, size, max(10, size // 12))


def every_tenth_byte(size: int) -> Iterable[int]:
    return range(0, size, 10 if size <= SMALL else size // 1_000)


def tear_each_file(site: Site, folder: Path, cuts: Cuts) -> int:
    """Cut each file of a snapshot at each place in turn, and try to open it. How many times that was done."""
    shutil.copytree(site.store.ensure(), folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert len(files) > 4
    torn = 0
    for path in files:
        whole = path.read_bytes()
        for cut in cuts(len(whole)):
            path.unlink()  # another file: the former one may be open, or belong to other snapshots
            path.write_bytes(whole[:cut])
            with pytest.raises(DAMAGES):
                open_snapshot(folder)
            torn += 1
        path.write_bytes(whole)
    assert open_snapshot(folder).practices
    return torn


def test_a_torn_file_is_seen(site: Site, tmp_path: Path):
    """Whichever it is, wherever it was cut."""
    assert tear_each_file(site, tmp_path / "torn", a_dozen) > 50


@pytest.mark.nightly
def test_a_file_torn_at_any_tenth_byte_is_seen(site: Site, tmp_path: Path):
    """Every tenth byte of small files, a thousand places of large ones."""
    print(f"{tear_each_file(site, tmp_path / 'torn', every_tenth_byte)} torn snapshots, all refused")


def test_a_missing_file_is_seen(site: Site, tmp_path: Path):
    """Whichever it is."""
    shutil.copytree(site.store.ensure(), tmp_path / "torn")
    for path in sorted(path for path in (tmp_path / "torn").rglob("*") if path.is_file()):
        path.rename(tmp_path / "aside")
        with pytest.raises(DAMAGES):
            open_snapshot(tmp_path / "torn")
        (tmp_path / "aside").rename(path)
    assert open_snapshot(tmp_path / "torn").practices


def test_a_snapshot_of_another_version_is_refused(site: Site, tmp_path: Path):
    """While software is updated, instances of two versions look into one store: each opens its own."""
    shutil.copytree(site.store.ensure(), tmp_path / "other")
    write_as_another_version(tmp_path / "other")
    with pytest.raises(DAMAGES, match="another version"):
        open_snapshot(tmp_path / "other")


def write_as_another_version(snapshot: Path) -> None:
    """Change the mark that a snapshot bears of the code that wrote it."""
    manifest = snapshot / "manifest.json"
    data = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.unlink()
    manifest.write_text(json.dumps({**data, "code": "0" * 64}), encoding="utf-8")
