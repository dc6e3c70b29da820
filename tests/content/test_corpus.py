"""The content of the repository, as it is today. Nothing here names a sheet or counts: its rules are in the check."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from flask.testing import FlaskClient

from app.content.address import list_addresses
from app.content.library import Library, load_library
from app.snapshot.store import Store
from tests.catalogue.proposal import add_line, git, replace
from tests.conftest import PUBLISHED, make_client
from tests.sampling import by_day
from tests.test_workflows import read, steps_of

NEW = "essai-d-une-fiche-de-plus"
DOCUMENT = """
rapport-d-essai-2026:
  title: Un rapport pour un essai
  publisher: Une association
  published: "2026"
"""
SHEET = """\
---
title: Une association essaie une fiche de plus
summary: Une association a essayé d'ajouter une fiche en 2026 ; douze personnes l'ont lue, et rien n'a rougi.
format: initiative
theme: {theme}
sectors: [{sector}]
levers: [{lever}]
audiences: []
organisation:
  name: Une association
  type: {type}
  size: 12 salariés
territory:
  departments: ["{department}"]
period: {{start: 2026}}
indicators:
  - label: Personnes qui ont lu la fiche
    unit: personnes
    nature: declare
    values:
      - {{year: 2026, value: 12}}
contact:
  name: Une association
sources:
  - document: rapport-d-essai-2026
published: 2026-11-30
reviewed: 2026-11-30
---

## Contexte

Une fiche manquait.

## Mise en œuvre

Elle a été écrite, puis vérifiée.
"""


class Proposal(NamedTuple):
    """A copy of the content in git, with one commit more: what a contributor may do, all at once."""

    content: Path
    changed: str
    old_name: str
    new_name: str
    withdrawn: str


@pytest.fixture(scope="module")
def proposal(tmp_path_factory: pytest.TempPathFactory) -> Proposal:
    """A sheet and its document added, another changed, one renamed wherever it is named, one withdrawn, a picture."""
    content = tmp_path_factory.mktemp("proposal") / PUBLISHED.name
    shutil.copytree(PUBLISHED, content)
    git(content.parent, "init", "--quiet", "--initial-branch=main")
    git(content.parent, "add", "--all")
    git(content.parent, "commit", "--quiet", "--message=Avant")
    add_sheet(content, load_library(content))
    changed, old_name, withdrawn = choose_plain_sheets(content)
    replace(content / "practices" / f"{changed}.md", ("title: ", "review_every: 24\ntitle: "))
    add_line(content / "practices" / f"{withdrawn}.md", "published:", "withdrawn: {reason: L'action est finie.}")
    new_name = rename_sheet(content, old_name)
    (content / "images").mkdir()
    (content / "images" / "photo.png").write_bytes(b"\x89PNG")
    git(content.parent, "add", "--all")
    git(content.parent, "commit", "--quiet", "--message=Proposition")
    return Proposal(content, changed, old_name, new_name, withdrawn)


def add_sheet(content: Path, library: Library) -> None:
    """With words of the lists as they are today, a figure without its document and a size without its year."""
    lists = {"theme": "themes", "sector": "sectors", "lever": "levers", "type": "organisation_types"}
    words = {key: next(iter(library.vocabulary.terms(name))) for key, name in lists.items()}
    sheet = SHEET.format(**words, department=next(iter(library.vocabulary.departments)))
    (content / "practices" / f"{NEW}.md").write_text(sheet, encoding="utf-8")
    with (content / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write(DOCUMENT)


def choose_plain_sheets(content: Path) -> list[str]:
    """Three published sheets, whichever they are, that were neither renamed nor withdrawn before."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted((content / "practices").glob("*.md"))}
    plain = [name for name, text in texts.items() if not re.search(r"(?m)^(aliases|withdrawn|review_every):", text)]
    return [name for name in plain if name != NEW][:3]


def rename_sheet(content: Path, old: str) -> str:
    """As docs/relecture.md says: the old name among the aliases of the new, and the new one wherever the old stood."""
    new = f"{old[:60]}-renommee"
    for path in content.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf"(?<![\w-]){old}(?![\w-])", new, text), encoding="utf-8")
    path = (content / "practices" / f"{old}.md").rename(content / "practices" / f"{new}.md")
    add_line(path, "published:", f"aliases: [{old}]")
    return new


def run_workflow(folder: Path) -> str:
    """What the workflow of contents writes for the reviewer, all its commands run as they stand, none failing."""
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    summary = folder / "summary.md"
    environment = {**os.environ, "PRATIQUES_CONTENT": str(folder / "content"), "GITHUB_STEP_SUMMARY": str(summary)}
    steps = [step["run"] for step in steps_of(read("content.yml")) if "run" in step]
    commands = [run for run in steps if not run.startswith("make install")]
    assert len(commands) >= 3
    for command in commands:
        done = subprocess.run(
            ["bash", "-e", "-c", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (command, done.stdout, done.stderr)
        assert "::error" not in done.stdout
    assert summary.read_text(encoding="utf-8") == (folder / "report" / "report.md").read_text(encoding="utf-8")
    return summary.read_text(encoding="utf-8")


def test_whatever_a_contributor_does_the_workflow_is_green_and_tells_it(proposal: Proposal):
    """Sheets added, changed, renamed and withdrawn, a document, a picture: nothing keeps them from being accepted.

    What could be better (a figure without its document, a size without its year) is told by the check's own words.
    """
    report = run_workflow(proposal.content.parent)
    assert "Rien n'empêche d'accepter." in report
    assert f"- `content/practices/{NEW}.md`\n" in report
    assert f"- `content/practices/{proposal.changed}.md`\n" in report
    assert f"- `content/practices/{proposal.old_name}.md` → `content/practices/{proposal.new_name}.md`" in report
    assert "- `content/images/photo.png` (le site ne le lit pas)" in report
    assert "sources.yaml, rapport-d-essai-2026" in report
    assert "Raison : L'action est finie." in report
    assert "**Une association essaie une fiche de plus**" in report
    assert "change aussi le code" not in report
    warnings = [line for line in report.splitlines() if line.startswith(f"- ⚠️ `content/practices/{NEW}.md:")]
    for words in ("de quel document il vient", "n'a pas d'année"):
        assert any(words in line for line in warnings), words


def test_every_tool_can_be_taken_away(tmp_path: Path):
    """As a text document and, when it has tables, as a workbook: none of them is too odd to be written."""
    store = Store(PUBLISHED, tmp_path)
    store.ensure()
    client = make_client(store)
    tools = load_library(PUBLISHED).tools.values()
    for tool in tools:
        for form in ("docx", "xlsx") if tool.has_table else ("docx",):
            assert client.get(f"/outils/{tool.slug}.{form}").data.startswith(b"PK"), (tool.slug, form)
    assert tools


@pytest.fixture(scope="module")
def site(proposal: Proposal, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The content with the proposal accepted, served."""
    store = Store(proposal.content, tmp_path_factory.mktemp("snapshots"))
    store.ensure()
    return make_client(store)


@pytest.mark.parametrize("first", by_day(range(6), 6))
def test_every_address_answers_afterwards(proposal: Proposal, site: FlaskClient, first: int):
    """Sheets, terms, selections and pages, former names included; the withdrawn sheet says that it is."""
    changed = {f"/pratiques/{slug}" for slug in (NEW, proposal.new_name, proposal.old_name, proposal.withdrawn)}
    addresses = list_addresses(load_library(proposal.content))
    assert changed <= addresses
    answers = {path: site.get(path).status_code for path in {*sorted(addresses)[first::6], *changed}}
    assert {path for path, code in answers.items() if code == 410} >= {f"/pratiques/{proposal.withdrawn}"}
    assert {path: code for path, code in answers.items() if code not in {200, 301, 302, 308, 410}} == {}
    assert answers[f"/pratiques/{NEW}"] == answers[f"/pratiques/{proposal.new_name}"] == 200
    moved = site.get(f"/pratiques/{proposal.old_name}")
    assert moved.location.endswith(f"/pratiques/{proposal.new_name}")
