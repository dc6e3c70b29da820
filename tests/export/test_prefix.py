"""An export of a site whose public address is a folder of a host: the same files, for links are relative."""

import re
from pathlib import Path

from app.export.publication import export_site
from app.snapshot.store import Store
from tests.conftest import copy_small_content
from tests.web.test_prefix import HOST, PREFIX, move


def export(folder: Path, url: str) -> dict[str, str]:
    """The texts of an export, by their file, without what identifies its content."""
    content = copy_small_content(folder)
    move(content, url)
    store = Store(content, folder / "snapshots")
    made = export_site(store, folder / "out", lambda _text: None)
    assert not made.broken
    texts = {}
    for path in sorted((folder / "out").rglob("*")):
        if path.suffix in {".html", ".json", ".atom", ".xml", ".csv"} and "recherche" not in path.parts:
            text = path.read_text(encoding="utf-8")
            texts[path.relative_to(folder / "out").as_posix()] = re.sub(r"\b[0-9a-f]{16}\b", "", text)
    return texts


def test_an_export_under_a_path_is_the_same_but_for_its_public_address(tmp_path: Path):
    """No file moves, no link is doubled; the page of a missing address names the folder."""
    (tmp_path / "root").mkdir()
    (tmp_path / "under").mkdir()
    root, under = export(tmp_path / "root", HOST), export(tmp_path / "under", f"{HOST}{PREFIX}")
    assert root.keys() == under.keys()
    missing = under.pop("404.html")
    assert f'href="{PREFIX}/pratiques/"' in missing
    assert PREFIX * 2 not in missing
    for file, text in under.items():
        assert PREFIX * 2 not in text, file
        assert re.sub(r"(?<=exemple\.org)(?:/|%2F)inclusion", "", text) == root[file], file
