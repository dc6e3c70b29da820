"""A disk that is full, then one that may not be written: the site goes on, and publishes again when it can."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.server import prepare
from tests.faults.load import until
from tests.faults.site import Site

KEPT = "content not published, the last snapshot serves"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of eight megabytes, in memory."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a file system")
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("this machine does not let its root mount a file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder: Path) -> Path:
    """A file that takes all the room that is left."""
    path = folder / "filling"
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(65_536)):
                pass
        except OSError:
            return path
    raise AssertionError("this disk is never full")


def test_a_full_disk_keeps_the_last_content_then_takes_the_new_one(site: Site, small_disk: Path):
    """The build says that there is no room left; the site goes on and can be restarted; with room, it publishes."""
    site.snapshots = small_disk / "snapshots"
    site.start()
    filling = fill(small_disk)
    site.retitle("Nouveauté")
    build = site.run("build")
    assert build.returncode == 1
    assert "plus de place" in build.stderr
    assert "Traceback" not in build.stderr
    assert not list(site.store.folder.glob("building-*"))
    assert "féminise" in site.ask("/pratiques/stef-mixup")[1]
    site.stop()
    site.start()
    assert "féminise" in site.ask("/pratiques/stef-mixup")[1]
    (told,) = site.said(KEPT)
    assert "No space left" in told["reason"]
    filling.unlink()
    assert site.run("build").returncode == 0
    assert until(lambda: "Nouveauté" in site.ask("/pratiques/stef-mixup")[1])


def test_a_disk_that_may_not_be_written_serves_what_it_holds(
    site: Site, small_disk: Path, caplog: pytest.LogCaptureFixture
):
    """Read-only: nothing to say while the content is the same; then the last snapshot serves, and why is told once."""
    site.snapshots = small_disk / "snapshots"
    site.store.ensure()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    prepare(site.store)
    assert not caplog.records
    site.retitle("Nouveauté")
    site.start()
    assert "féminise" in site.ask("/pratiques/stef-mixup")[1]
    assert len(site.said(KEPT)) == 1
    site.stop()
