"""The folder of an export: never anything lost that the export did not write."""

from pathlib import Path

import pytest

from app.export.publication import LIST, NotAnExport, publish, read_list


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that holds an export of two files."""
    publish(make(tmp_path / "first", {"index.html": "un", "pratiques/a/index.html": "deux"}), tmp_path / "site")
    return tmp_path / "site"


def make(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_folder_of_something_else_is_refused(tmp_path: Path):
    """Before anything is written there."""
    (tmp_path / "photo.jpg").write_bytes(b"")
    with pytest.raises(NotAnExport, match="autre chose qu'un export"):
        read_list(tmp_path)


@pytest.mark.parametrize("exists", [True, False])
def test_an_empty_folder_and_one_to_be_made_are_taken(tmp_path: Path, exists: bool):
    """With nothing in it, nothing can be lost."""
    folder = tmp_path / "site"
    if exists:
        folder.mkdir()
    assert read_list(folder) == {}


def test_a_new_export_takes_the_place_of_the_last(folder: Path, tmp_path: Path):
    """Files that are no longer made go, their folders too; unchanged ones keep their date."""
    before = (folder / "index.html").stat().st_mtime_ns
    assert publish(make(tmp_path / "second", {"index.html": "un", "sources/index.html": "trois"}), folder) == 2
    assert not (folder / "pratiques").exists()
    assert (folder / "sources" / "index.html").read_text("utf-8") == "trois"
    assert (folder / "index.html").stat().st_mtime_ns == before
    assert set(read_list(folder)) == {"index.html", "sources/index.html"}


def test_what_was_put_there_by_hand_stays(folder: Path, tmp_path: Path):
    """A file beside the export's, and a file of the export that somebody changed."""
    (folder / "pratiques" / "a" / "plan.pdf").write_bytes(b"pdf")
    (folder / "pratiques" / "a" / "index.html").write_text("retouché", encoding="utf-8")
    publish(make(tmp_path / "second", {"index.html": "un"}), folder)
    assert (folder / "pratiques" / "a" / "plan.pdf").exists()
    assert (folder / "pratiques" / "a" / "index.html").read_text("utf-8") == "retouché"


def test_a_file_that_no_export_wrote_is_never_replaced(folder: Path, tmp_path: Path):
    """The export stops, names it, and has changed nothing."""
    (folder / "CNAME").write_text("exemple.org", encoding="utf-8")
    with pytest.raises(NotAnExport, match="CNAME"):
        publish(make(tmp_path / "second", {"index.html": "autre", "CNAME": "ailleurs.org"}), folder)
    assert (folder / "index.html").read_text("utf-8") == "un"


def test_an_interrupted_export_is_known_for_one(folder: Path, tmp_path: Path):
    """The list is written before the files it names: the next export can finish the work."""
    (folder / "index.html").unlink()
    assert LIST in {path.name for path in folder.iterdir()}
    assert publish(make(tmp_path / "second", {"index.html": "un"}), folder) == 1
    assert (folder / "index.html").exists()
