"""What did not change is taken over from the snapshot before; the whole is what it would be if all were read anew."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.catalogue.catalogue import Catalogue
from app.catalogue.query import Query
from app.content.problem import UnusableContent
from app.snapshot.build import MAX_SEGMENTS, write_snapshot
from app.snapshot.inventory import take_inventory
from app.snapshot.manifest import DamagedSnapshot, Manifest
from app.snapshot.reader import open_snapshot
from app.snapshot.store import Store
from tests.conftest import CONTENT
from tests.sampling import by_day

SLUG = "stef-mixup"
QUERIES = (
    "camionneuses",
    "éboueuse tricot",
    "handicap",
    "clause sociale",
    "métiers féminins",
    "immersion industrie",
    "stef",
)


def edit(content: Path, old: str, new: str, slug: str = SLUG) -> None:
    path = content / "practices" / f"{slug}.md"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")


def add(content: Path, *starts: str) -> None:
    """Published practices whose names begin so."""
    for start in starts:
        for path in (CONTENT / "practices").glob(f"{start}*.md"):
            shutil.copy(path, content / "practices")


@pytest.fixture
def own_store(content: Path, tmp_path: Path) -> Store:
    add(content, "fa")
    return Store(content, tmp_path / "snapshots")


@pytest.fixture
def read_anew(content: Path, tmp_path: Path) -> Callable[[], Catalogue]:
    """A function that opens the content as if there had been no snapshot before."""

    def read() -> Catalogue:
        folder = tmp_path / "anew"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        write_snapshot(folder, content)
        return open_snapshot(folder)

    return read


def answers(catalogue: Catalogue) -> list[object]:
    """All that visitors could see of a catalogue: sheets, results with their excerpts and reasons, neighbours."""
    results = [catalogue.search(Query(text=text)) for text in QUERIES]
    return [list(catalogue.practices), catalogue.library.problems, results, catalogue.related(catalogue.practices[0])]


def segments_of(path: Path) -> list[Path]:
    return [path / name for name in Manifest.read(path).segments]


def test_one_changed_file_is_read_alone(own_store: Store, read_anew: Callable[[], Catalogue]):
    """The others stay in the segment that they were in, the very same files; and nobody could tell."""
    first = own_store.ensure()
    edit(own_store.content, "title: ", "title: Zèbre ")
    second = own_store.ensure()
    kept, new = segments_of(second)
    (only,) = json.loads((new / "headlines.json").read_text(encoding="utf-8"))["rows"]
    assert SLUG in only[0]
    whole = segments_of(first)[0]
    assert (whole / "practices.bin").stat().st_ino == (kept / "practices.bin").stat().st_ino
    catalogue = open_snapshot(second)
    assert answers(catalogue) == answers(read_anew())
    assert catalogue.source(SLUG) == (own_store.content / "practices" / f"{SLUG}.md").read_bytes()


def test_sheets_that_come_go_and_come_back(own_store: Store, read_anew: Callable[[], Catalogue]):
    """After each of many changes the catalogue is what the files say, however they came to be so."""
    own_store.ensure()
    path = own_store.content / "practices" / f"{SLUG}.md"
    former = path.read_bytes()
    elsewhere = {"slug": "fabrique-defi-femmes-vers-emploi"}
    changes: list[Callable[[], object]] = [
        lambda: (add(own_store.content, "al"), path.unlink()),
        lambda: (path.write_bytes(former), edit(own_store.content, "theme:", "theme: rien #", **elsewhere)),
        lambda: (
            edit(own_store.content, "theme: rien #", "theme:", **elsewhere),
            edit(own_store.content, "published:", "withdrawn: {reason: Finie.}\naliases: [zebre]\npublished:"),
        ),
        lambda: edit(own_store.content, "published:", "aliases: [zebre]\npublished:", **elsewhere),
    ]
    for number, change in enumerate(changes):
        change()
        published = own_store.ensure()
        assert len(segments_of(published)) <= MAX_SEGMENTS
        assert answers(open_snapshot(published)) == answers(read_anew()), number
    assert open_snapshot(published).withdrawn(SLUG)


@pytest.mark.parametrize("file", by_day(["vocabulary.yaml", "glossary.yaml", "sources.yaml", "site.yaml"], 2))
def test_a_change_of_what_all_are_read_with_reads_all_anew(own_store: Store, file: str):
    """Labels are indexed, terms are linked, the name of the site stands in images: nothing old is left."""
    first = own_store.ensure()
    path = own_store.content / file
    path.write_text(path.read_text(encoding="utf-8") + "\n# relu\n", encoding="utf-8")
    (only,) = segments_of(own_store.ensure())
    assert (only / "practices.bin").stat().st_ino != (segments_of(first)[0] / "practices.bin").stat().st_ino


def test_a_snapshot_that_was_torn_is_not_built_upon(own_store: Store):
    """What was cut short is seen by its size, and all is read anew."""
    first = own_store.ensure()
    torn = segments_of(first)[0] / "practices.bin"
    torn.write_bytes(torn.read_bytes()[:1000])
    with pytest.raises(DamagedSnapshot, match=r"practices\.bin"):
        open_snapshot(first)
    edit(own_store.content, "title: ", "title: Zèbre ")
    catalogue = open_snapshot(own_store.ensure())
    assert catalogue.search(Query(text="zèbre")).total == 1
    assert catalogue.source("fabrique-defi-femmes-vers-emploi")


def test_a_catalogue_in_hand_outlives_its_folder(own_store: Store):
    """A snapshot that the store has forgotten still answers who opened it, sheets never read before included."""
    path = own_store.ensure()
    catalogue = open_snapshot(path)
    shutil.rmtree(path)
    assert catalogue.practice(SLUG)
    assert catalogue.source(SLUG).startswith(b"---")
    assert catalogue.search(Query(text="handicap")).hits


def test_a_torn_snapshot_is_built_again_under_its_name(own_store: Store):
    """The same content, the same name, and whole."""
    path = own_store.ensure()
    (path / "library.json").write_bytes(b"")
    assert own_store.ensure() == path
    assert open_snapshot(path).practices


def test_nothing_with_an_error_is_published_when_only_sound_content_may_be(own_store: Store):
    """The problems come back, the last snapshot stays."""
    good = own_store.ensure()
    edit(own_store.content, "theme:", "theme: rien #")
    with pytest.raises(UnusableContent, match="rien"):
        own_store.ensure(only_sound=True)
    assert own_store.current() == good


def test_headlines_that_an_open_catalogue_has_are_those_of_the_next(own_store: Store):
    before = open_snapshot(own_store.ensure())
    edit(own_store.content, "title: STEF féminise", "title: STEF ouvre")
    after = open_snapshot(own_store.ensure())

    same = [old is new for old, new in zip(before.headlines, after.headlines, strict=True)]

    assert same == [headline.slug != SLUG for headline in before.headlines]


def test_headlines_that_were_written_over_are_read_again(own_store: Store):
    path = own_store.ensure()
    before = open_snapshot(path)
    headlines = path / "segment-0" / "headlines.json"
    manifest = Manifest.read(path)
    headlines.write_text(headlines.read_text(encoding="utf-8").replace("MIX'UP", "MIX'OP"), encoding="utf-8")
    (path / "manifest.json").unlink()
    manifest.write(path)

    assert open_snapshot(path).headline(SLUG).title == before.headline(SLUG).title.replace("MIX'UP", "MIX'OP")


def test_a_file_that_has_not_changed_is_not_read_again(own_store: Store):
    """An older inventory is believed about files of the same size and time, unless they were touched just before it."""
    first = take_inventory(own_store.content)
    names = list(first.files)
    assert len(names) > 6
    believed = [name for name in names if first.state(name, first.files[name].size, first.files[name].changed)]
    assert not believed, "these files were written a moment ago: the same instant may have seen another change"
    past = {name: state._replace(changed=state.changed - 10**10) for name, state in first.files.items()}
    old = type(first)(past, taken=first.taken)
    assert all(old.state(name, past[name].size, past[name].changed) == past[name] for name in names)
    assert old.state(names[0], past[names[0]].size + 1, past[names[0]].changed) is None


def test_several_processes_write_what_one_would(
    own_store: Store, read_anew: Callable[[], Catalogue], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """One segment, the same answers, every problem, and a report of progress that ends with all."""
    monkeypatch.setattr("app.snapshot.workers.MANY", 4)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    told: list[tuple[int, int]] = []
    folder = tmp_path / "parallel"
    folder.mkdir()
    write_snapshot(folder, own_store.content, progress=lambda done, total: told.append((done, total)))
    assert len(segments_of(folder)) == 1
    assert told[-1] == (len(list((own_store.content / "practices").glob("*.md"))),) * 2
    assert answers(open_snapshot(folder)) == answers(read_anew())
