"""The guide to the format and the template say what the model says."""

import re
import runpy
from pathlib import Path

from app.content.field import practice_fields, walk
from app.content.frame import make_context
from app.content.library import Library
from app.content.page import ToolFrontMatter
from app.content.practice_file import parse_practice
from app.content.scaffold import write_template
from app.content.source_file import read_markdown
from tests.conftest import DAY, ROOT


def test_the_guide_is_what_the_model_makes():
    """After a change of the model, `python docs/make_format.py` writes the guide again."""
    describe_format = runpy.run_path(str(ROOT / "docs" / "make_format.py"))["describe_format"]
    guide = (ROOT / "docs" / "format-des-fiches.md").read_text(encoding="utf-8")
    assert describe_format() == guide
    for field in walk(practice_fields()):
        assert f"| `{field.name}` | {field.label} |" in guide


def test_the_template_shows_every_field(tmp_path: Path):
    """Whoever starts from `pratiques new` sees each key, written or in a comment."""
    text = write_template("Un essai d'écriture", tmp_path, DAY).read_text(encoding="utf-8")
    for field in walk(practice_fields()):
        assert re.search(rf"[\s{{]{field.name}:", text), field.path


def test_the_template_lacks_only_what_its_author_knows(tmp_path: Path, library: Library):
    """A new file is well formed: what is told of it is what remains to be written, and its comments read as YAML."""
    path = write_template("Un essai d'écriture", tmp_path, DAY)
    context = make_context(library.vocabulary, library.documents, [])
    source = read_markdown(path, path.name)
    practice, problems = parse_practice(source, path.stem, context)
    assert practice is None
    assert source.data["published"] == DAY
    assert {problem.key.split(".")[0].split("[")[0] for problem in problems} == {
        "summary", "theme", "sectors", "levers", "organisation", "territory", "contact", "sources",
    }  # fmt: skip


def test_the_comments_of_the_template_are_examples_that_work(tmp_path: Path, library: Library):
    """Uncommenting every commented key gives a file that still reads, with known keys only."""
    path = write_template("Un essai d'écriture", tmp_path, DAY)
    commented = re.compile(r"^( *)# ((?: *- )?\{?[a-z_]+:(?: [^:]*$|$)|  .*$)", re.MULTILINE)
    text = commented.sub(r"\1\2", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    source = read_markdown(path, path.name)
    assert {"indicators", "means", "partners", "related", "editor_note", "withdrawn"} <= set(source.data)
    _, problems = parse_practice(source, path.stem, make_context(library.vocabulary, library.documents, []))
    assert not [problem for problem in problems if "n'est pas une information connue" in problem.message]


def test_an_editor_finds_the_schema(content: Path):
    """The first line names the schema that the site makes from the model, at the site's own address."""
    path = write_template("Un essai d'écriture", content, DAY)
    assert "# yaml-language-server: $schema=https://exemple.org/schema/practice.json" in path.read_text(
        encoding="utf-8"
    )


def test_the_guide_of_tools_names_every_key():
    """docs/format-des-outils.md has a row for each, in the order of the model."""
    text = (ROOT / "docs" / "format-des-outils.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == list(ToolFrontMatter.model_fields)
