"""What is published by accident, by another user, from a bad disk: the last good one goes on, and words say why."""

import json
import logging
import multiprocessing
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.content.problem import RefusedPublication
from app.server import prepare, publish_if_sound
from app.snapshot.reader import open_snapshot
from app.snapshot.store import Store
from app.web.current import CurrentCatalogue, open_best
from tests.conftest import CONTENT, copy_small_content
from tests.faults.site import Site
from tests.sampling import by_day

NOBODY = 65534
MORE = 4  # practices beside those of the small content


@pytest.fixture
def own_store(content: Path, tmp_path: Path) -> Store:
    """Six practices, published."""
    fill(content)
    store = Store(content, tmp_path / "snapshots")
    store.ensure()
    return store


def fill(content: Path) -> None:
    source = (content / "practices" / "stef-mixup.md").read_text(encoding="utf-8")
    for number in range(MORE):
        (content / "practices" / f"fiche-{number}.md").write_text(source, encoding="utf-8")


def keep(content: Path, number: int) -> None:
    """Delete all practices but some."""
    for path in sorted((content / "practices").glob("*.md"))[number:]:
        path.unlink()


def lose_folder(content: Path) -> None:
    shutil.rmtree(content / "practices")


def lose_most(content: Path) -> None:
    keep(content, 2)


def break_most(content: Path) -> None:
    """A word of the vocabulary goes, with every sheet that has it."""
    for path in sorted((content / "practices").glob("*.md"))[1:]:
        path.write_text(path.read_text(encoding="utf-8").replace("theme: ", "theme: x"), encoding="utf-8")


@pytest.mark.parametrize("lose", by_day([lose_most, break_most, lose_folder], 2))
def test_most_practices_do_not_vanish_by_accident(own_store: Store, lose: Callable[[Path], None]):
    """A checkout half done, a wrong deletion, a vocabulary that changed; a person may still want it."""
    good = own_store.current()
    lose(own_store.content)
    for _ in range(4):  # more than the snapshots that are kept
        with pytest.raises(RefusedPublication, match=r"content/practices:1\n.*La plupart des pratiques ont disparu"):
            own_store.ensure()
    assert own_store.current() == good
    assert not publish_if_sound(own_store)
    assert any("disparu" in text or "thème" in text or "theme" in text for text in own_store.read_pending())
    prepare(own_store)
    assert open_best(own_store).fingerprint == good.name
    forced = own_store.ensure(force=True)
    assert own_store.current() == forced != good
    assert own_store.ensure() == forced


def test_a_half_may_go_and_all_may_come_back(own_store: Store):
    """What an editor does in a day is published; so is the content of before, which is still there."""
    first = own_store.current()
    aside = own_store.folder.parent / "aside"
    shutil.copytree(own_store.content, aside, copy_function=shutil.copy2)
    keep(own_store.content, 3)
    half = own_store.ensure()
    keep(own_store.content, 1)
    with pytest.raises(RefusedPublication):
        own_store.ensure()
    shutil.rmtree(own_store.content)
    shutil.copytree(aside, own_store.content)
    assert own_store.ensure() == first != half


def test_a_snapshot_found_again_is_held_to_the_same(own_store: Store):
    """One of fewer practices that was published before does not come back by accident."""
    full = own_store.current()
    keep(own_store.content, 1)
    own_store.ensure(force=True)
    (own_store.folder / "current").write_text(full.name, encoding="ascii")
    with pytest.raises(RefusedPublication):
        own_store.ensure()


def test_a_new_version_of_the_software_protects_the_base_too(own_store: Store):
    """Code and content often change in one `git pull`."""
    manifest = own_store.current() / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text("utf-8")), "code": "0" * 64}), encoding="utf-8")
    lose_folder(own_store.content)
    with pytest.raises(RefusedPublication):
        own_store.ensure()


def test_a_first_publication_may_be_small(content: Path, tmp_path: Path):
    """There is nothing to lose yet."""
    keep(content, 0)
    assert not open_snapshot(Store(content, tmp_path / "snapshots").ensure()).practices


def test_the_commands_say_so_in_french(site: Site):
    """`build` fails with what to do, and does it when told to; the site that runs shows what it did."""
    assert site.run("build").returncode == 0
    shutil.rmtree(site.content / "practices")
    refused = site.run("build")
    assert refused.returncode == 1
    assert refused.stderr.startswith("Rien n'a été publié.\ncontent/practices:1")
    assert "pratiques build --force" in refused.stderr
    site.start()
    assert "stef-mixup" in site.ask("/pratiques?q=stef")[1]
    (told,) = site.said("content not published, the last snapshot serves")
    assert "disparu" in told["reason"]
    assert site.run("build", "--force").returncode == 0


# --- other users


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that every user may enter; pytest's own are closed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def _run(ask: Callable[[], object], connection: "multiprocessing.connection.Connection") -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        connection.send(ask())
    except Exception as error:  # told to the test
        connection.send(repr(error))


def as_another_user(ask: Callable[[], object]) -> object:
    """What a function gives to a user who owns nothing: root may read everything. Another user is that one already."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    process = context.Process(target=_run, args=(ask, there))
    process.start()
    process.join()
    return here.recv()


@pytest.fixture
def secretive() -> Iterator[None]:
    """The umask of a careful administrator."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def test_what_one_user_builds_another_serves(shared: Path, secretive: None):
    """Whatever the umask: folders and files of snapshots, the name of the current one, the folders above."""
    content = copy_small_content(shared)
    store = Store(content, shared / "deep" / "er" / "snapshots")
    for _ in range(2):
        store.ensure()
        path = content / "practices" / "stef-mixup.md"
        path.write_text(path.read_text(encoding="utf-8").replace("STEF", "Stef"), encoding="utf-8")
    store.note_pending(["x"])
    for path in (shared / "deep").rglob("*"):
        wanted = stat.S_IROTH | (stat.S_IXOTH if path.is_dir() else 0)
        assert path.stat().st_mode & wanted == wanted or path.name == "build.lock", path
    assert as_another_user(lambda: len(open_snapshot(store.current()).practices)) == 2


def test_files_that_may_not_be_read_are_not_published_as_missing(shared: Path):
    """`git pull` as root with umask 077, then a build by the service's user: three sheets of many are enough."""
    content = copy_small_content(shared)
    fill(content)
    store = Store(content, shared / "snapshots")
    good = store.ensure()
    for path in [store.folder, *store.folder.rglob("*")]:
        path.chmod(0o777)
    for number in range(3):
        (content / "practices" / f"fiche-{number}.md").chmod(0)

    def build() -> str:
        try:
            return store.ensure().name
        except RefusedPublication as error:
            return str(error)

    told = str(as_another_user(build))
    assert told.count("ne peut pas être lu : vérifiez ses droits") == 3
    assert "content/practices/fiche-0.md" in told
    assert store.current() == good
    for number in range(3):
        (content / "practices" / f"fiche-{number}.md").chmod(0o644)
    assert as_another_user(build) == good.name, "files that may be read again are read again"


def test_a_snapshot_that_may_not_be_opened_stops_nothing(shared: Path, caplog: pytest.LogCaptureFixture):
    """Built by root with an older version: a running site goes on and says why once, one that starts takes another."""
    content = copy_small_content(shared)
    store = Store(content, shared / "snapshots")
    older = store.ensure()
    path = content / "practices" / "stef-mixup.md"
    path.write_text(path.read_text(encoding="utf-8").replace("STEF", "Stef"), encoding="utf-8")
    newer = store.ensure()
    newer.chmod(0)

    def serve() -> list[str]:
        (seen := []).append(str(store.current() == newer))
        seen.append(open_best(store).fingerprint)
        return seen

    assert as_another_user(serve) == ["True", older.name]

    def go_on() -> list[object]:
        (store.folder / "current").write_text(older.name, encoding="ascii")
        current = CurrentCatalogue(store, check_every=0)
        (store.folder / "current").write_text(newer.name, encoding="ascii")
        caplog.clear()
        return [{current.catalogue().fingerprint for _ in range(3)}, [record.message for record in caplog.records]]

    for written in (store.folder, store.folder / "current"):
        written.chmod(0o777)
    assert as_another_user(go_on) == [{older.name}, ["snapshot damaged, the last good one is kept"]]
    newer.chmod(0o755)


# --- bad disks


def damage(path: Path, at: int, size: int = 1) -> None:
    """Change bytes of a file, and not its size. The file of other snapshots is the same one."""
    whole = bytearray(path.read_bytes())
    whole[at : at + size] = bytes(255 - byte for byte in whole[at : at + size])
    path.write_bytes(whole)


def test_bytes_that_changed_are_seen_whatever_the_size(own_store: Store, tmp_path: Path):
    """One byte of each file of a snapshot, and a list of contents made of zeros."""
    files = sorted(path for path in own_store.current().rglob("*") if path.is_file() and path.name != "manifest.json")
    assert len(files) > 6
    shutil.copytree(own_store.current(), tmp_path / "copy")
    for path in files:
        copy = tmp_path / "copy" / path.relative_to(own_store.current())
        if copy.stat().st_size:
            damage(copy, copy.stat().st_size // 2)
            with pytest.raises(ValueError, match="damaged"):
                open_snapshot(tmp_path / "copy")
            damage(copy, copy.stat().st_size // 2)
    assert open_snapshot(tmp_path / "copy").practices
    (toc,) = (tmp_path / "copy").rglob("*.toc")
    toc.write_bytes(bytes(toc.stat().st_size))
    with pytest.raises(ValueError, match="damaged"):
        open_snapshot(tmp_path / "copy")


@pytest.mark.parametrize("pattern", by_day(["practices.bin", "library.json", "*.toc", "headlines.json"], 4))
def test_a_damaged_publication_is_built_again_and_hands_nothing_down(
    own_store: Store, caplog: pytest.LogCaptureFixture, pattern: str
):
    """At a start, by `build` on the same content, and by the build of the next content."""
    name = own_store.current().name
    titles = [practice.title for practice in open_best(own_store).practices]
    for mend in (lambda: open_best(own_store), own_store.ensure):
        (path,) = own_store.current().rglob(pattern)
        damage(path, path.stat().st_size // 2, 40)
        mend()
        assert [practice.title for practice in open_snapshot(own_store.path(name)).practices] == titles
    (path,) = own_store.current().rglob(pattern)
    damage(path, path.stat().st_size // 2, 40)
    (own_store.content / "practices" / "nouvelle.md").write_bytes(
        (own_store.content / "practices" / "stef-mixup.md").read_bytes()
    )
    assert len(open_snapshot(own_store.ensure()).practices) == len(titles) + 1


def test_an_older_snapshot_serves_when_a_damaged_one_cannot_be_built_again(
    own_store: Store, caplog: pytest.LogCaptureFixture
):
    """The content is gone too; what the library says of the bytes is in the journal, and is no crash."""
    older = own_store.current()
    vocabulary = own_store.content / "vocabulary.yaml"
    vocabulary.write_text(f"{vocabulary.read_text(encoding='utf-8')}\n# encore\n", encoding="utf-8")
    (toc,) = own_store.ensure().rglob("*.toc")
    toc.write_bytes(bytes(toc.stat().st_size))
    shutil.rmtree(own_store.content)
    assert open_best(own_store).fingerprint == older.name
    assert all(record.levelno == logging.ERROR for record in caplog.records)
    assert CONTENT.exists()
