"""A build that is killed: what was published stays, whole, and the next build does its work."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import CONTENT, ROOT
from tests.faults.load import until
from tests.faults.site import Site
from tests.sampling import by_day


def kill_builds(site: Site, times: int) -> None:
    """Kill a build of everything, each time a few files later; nothing changes until one is left to end."""
    for path in sorted((CONTENT / "practices").glob("a*.md"))[:12]:
        (site.content / "practices" / path.name).write_bytes(path.read_bytes())
    good = site.store.ensure()
    vocabulary = site.content / "vocabulary.yaml"
    for number in range(times):
        vocabulary.write_text(f"{vocabulary.read_text(encoding='utf-8')}\n# {number}\n", encoding="utf-8")
        build = site.launch("build")
        assert until(lambda number=number: len(list(site.store.folder.glob("building-*/**/*"))) >= number % 6)
        build.kill()
        build.wait()
        assert site.store.current() == good
    assert site.run("build").returncode == 0
    current = site.store.current()
    assert current
    assert current != good
    assert not list(site.store.folder.glob("building-*"))


def test_a_build_killed_half_way_changes_nothing(site: Site):
    """kill -9 while files are being written."""
    kill_builds(site, 1)


def test_a_killed_build_leaves_no_process(tmp_path: Path):
    """kill -9 on a build by several processes: those that it started end too."""
    with building(tmp_path) as build:
        assert until(lambda: any(path.stat().st_size for path in tmp_path.glob("building-*/segment-*/practices.bin")))
        started = children_of(build.pid)
        build.kill()
    assert len(started) > 1
    assert until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in started))


@pytest.mark.parametrize("moment", by_day(["building-*/segment-*/practices.bin", "building-*"], 2))
def test_a_build_that_loses_a_process_says_so_and_ends(tmp_path: Path, moment: str):
    """kill -9 on one that reads, as it starts or later: nothing is published, nothing waits for it, nothing is left."""
    with building(tmp_path) as build:
        assert until(lambda: list(tmp_path.glob(moment)) and readers_of(build.pid))
        started = children_of(build.pid)
        os.kill(readers_of(build.pid)[0], signal.SIGKILL)
        _, said = build.communicate(timeout=60)
    assert build.returncode != 0
    assert os.strerror(errno.ECHILD) in said
    assert not list(tmp_path.glob("*/manifest.json"))
    assert until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in started))


@contextmanager
def building(snapshots: Path) -> Iterator["subprocess.Popen[str]"]:
    """A build of the published content by several processes."""
    command = [sys.executable, "-m", "tests.faults.builder", str(CONTENT), str(snapshots)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as build:
        try:
            yield build
        finally:
            build.kill()


def readers_of(pid: int) -> list[int]:
    return [child for child in children_of(pid) if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text()]


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


@pytest.mark.nightly
def test_builds_killed_at_many_points_change_nothing(site: Site):
    """As above, at many points."""
    kill_builds(site, 30)
    print("30 builds killed, the published snapshot untouched")


def kill_swaps(site: Site, times: int) -> None:
    """Kill a program that publishes two contents in turn, wherever it is; a site that starts then finds a whole one."""
    current = site.store.ensure().parent / "current"
    for _ in range(times):
        command = [sys.executable, "-m", "tests.faults.publisher", str(site.content), str(site.snapshots)]
        before = current.read_text(encoding="ascii")
        with subprocess.Popen(command, cwd=ROOT, env=site.environment) as publisher:
            try:
                assert until(lambda before=before: current.read_text(encoding="ascii") != before)
            finally:
                publisher.kill()
        site.start()
        assert site.ask("/pratiques/stef-mixup")[0] == 200
        assert not site.said("snapshot damaged, built again")
        site.stop()


def test_a_publication_killed_at_any_moment_leaves_a_whole_one(site: Site):
    """kill -9 between two contents: a site that starts afterwards serves the one or the other."""
    kill_swaps(site, 1)


@pytest.mark.nightly
def test_publications_killed_many_times_leave_a_whole_one(site: Site):
    """As above, many times."""
    kill_swaps(site, 30)
    print("30 publications killed, each followed by a start without a damaged snapshot")
