"""Templates compiled once for every process: the same pages, never older than their template, nothing written later."""

import os
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment

from app.environment import TEMPLATES
from app.snapshot.store import Store
from app.web.application import create_app
from app.web.templating import environment as compiled
from app.web.templating.environment import are_compiled, compile_once, compile_templates

pytestmark = pytest.mark.slow  # each compiles every template

PAGES = ("/", "/pratiques?q=emploi", "/pratiques/stef-mixup", "/glossaire", "/contribuer/formulaire")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where what is compiled is kept during a test."""
    path = tmp_path / "templates"
    monkeypatch.setattr(compiled, "FOLDER", path)
    return path


def read_pages(app: Flask) -> list[bytes]:
    return [app.test_client().get(path).data for path in PAGES]


def test_a_process_that_starts_compiles_nothing(folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch):
    """What was compiled before prints the pages that a compilation would."""
    pages = read_pages(create_app(store))
    assert not folder.exists(), "a visit writes nothing"
    compile_once()
    asked: list[object] = []
    monkeypatch.setattr(Environment, "_parse", lambda *arguments: asked.append(arguments))
    assert read_pages(create_app(store)) == pages
    assert not asked


def test_a_changed_template_is_not_shown_as_it_was(folder: Path, store: Store, tmp_path: Path):
    """Compiled code is known by the text that it was made from."""
    own = tmp_path / "own"
    own.mkdir()
    template = own / "page.txt"
    template.write_text("avant", encoding="utf-8")

    def make() -> Flask:
        app = create_app(store)
        app.template_folder = str(own)
        return app

    compile_templates(make().jinja_env)
    assert are_compiled(own)
    template.write_text("après", encoding="utf-8")
    os.utime(template, (2**32, 2**32))
    assert not are_compiled(own)
    assert make().jinja_env.get_template("page.txt").render() == "après"


def test_what_another_version_compiled_goes(folder: Path, store: Store):
    """The folder holds what this version reads, and no more."""
    (folder / "0123456789abcdef").mkdir(parents=True)
    assert not are_compiled(TEMPLATES)
    compile_templates(create_app(store).jinja_env)
    assert are_compiled(TEMPLATES)
    assert len(list(folder.iterdir())) == 1


def test_a_disk_that_refuses_changes_nothing(folder: Path, store: Store):
    """The site compiles in memory, as without."""
    folder.write_text("no folder can be made here", encoding="utf-8")
    app = create_app(store)
    compile_templates(app.jinja_env)
    assert not are_compiled(TEMPLATES)
    assert app.test_client().get("/").status_code == 200


def test_what_was_cut_short_is_compiled_again(folder: Path, store: Store):
    """Half a file, or none of it, and the pages are the same."""
    pages = read_pages(create_app(store))
    compile_templates(create_app(store).jinja_env)
    for length, path in enumerate(sorted(folder.glob("*/*.cache"))):
        path.write_bytes(path.read_bytes()[: length * 3])
    assert read_pages(create_app(store)) == pages
