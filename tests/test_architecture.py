"""The architecture: who may import whom, and which module alone knows each engine."""

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parent.parent / "app"

# The picture of the house: each room, and the rooms whose modules it may import beside its own. The web knows the
# catalogue, the catalogue knows practices and the search; practices and the search know nobody.
ALLOWED = {
    "addresses": set(),
    "environment": set(),
    "content": {"addresses"},
    "search": set(),
    "advice": {"content"},
    "preview": {"content", "environment"},
    "catalogue": {"content", "environment", "search"},
    "selection": {"catalogue", "content"},
    "snapshot": {"catalogue", "content", "environment", "search"},
    "review": {"advice", "catalogue", "content", "search", "snapshot"},
    "web": {"addresses", "advice", "catalogue", "content", "environment", "preview", "search", "selection", "snapshot"},
    "export": {"addresses", "catalogue", "content", "search", "selection", "snapshot", "web"},
    "worker": {"snapshot", "web"},
    "server": {"content", "snapshot", "web", "worker"},
    "command": {"advice", "catalogue", "content", "environment", "review", "search", "snapshot"},
    "cli": {"catalogue", "command", "content", "export", "server", "snapshot", "web", "worker"},
}
ENGINES = {
    "whoosh": {"search/whoosh_index.py"},
    "snowballstemmer": {"search/analyzer.py"},
    "markdown": {"content/rendering.py"},
    "bleach": {"content/rendering.py"},
    "frontmatter": {"content/source_file.py"},
    "yaml": {"content/strict_yaml.py"},
    "PIL": {"preview/canvas.py"},
    "docx": {"web/tool/document.py"},
    "xlsxwriter": {"web/tool/workbook.py"},
    "lxml": {"web/tool/markup.py"},
    "granian": {"server.py"},
    "click": {"cli.py", "command/authoring.py", "command/convention.py"},
}


def imports_of(path: Path) -> set[str]:
    """Every module that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def module_of(name: str) -> str:
    """`app.web.links` → `web/links.py`; a package stands for itself."""
    path = name.removeprefix("app.").replace(".", "/")
    return f"{path}.py" if (APP / f"{path}.py").is_file() else path


def imports_at_run_time(path: Path) -> set[str]:
    """The modules of the house that a file loads, those that only type checkers read left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        node
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and ast.unparse(branch.test) == "TYPE_CHECKING"
        for node in ast.walk(branch)
    }
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node not in typing_only and (node.module or "").startswith("app"):
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name for name in inner if module_of(name).endswith(".py")} or {str(node.module)}
    return found


@pytest.fixture(scope="module")
def modules() -> dict[str, set[str]]:
    """Each module of the house, and what it imports."""
    return {path.relative_to(APP).as_posix(): imports_of(path) for path in APP.rglob("*.py")}


def test_parts_import_only_what_they_may(modules: dict[str, set[str]]):
    """A part of the house knows the parts below it, never those above."""
    assert len(modules) > 20
    for module, imports in modules.items():
        part = module.split("/")[0].removesuffix(".py")
        known = {name.split(".")[1] for name in imports if name.startswith("app.")}
        assert known - {part} <= ALLOWED.get(part, set()), f"{module} imports {known}"


def test_no_import_goes_round_in_a_circle():
    """Neither between rooms, which are read from the ground up, nor between two modules of one room."""
    rooms = {room: set(known) for room, known in ALLOWED.items()}
    run_time = {path.relative_to(APP).as_posix(): imports_at_run_time(path) for path in APP.rglob("*.py")}
    modules = {name: {module_of(each) for each in imports} - {name} for name, imports in run_time.items()}
    for graph in (rooms, modules):
        assert len(graph) > 10
        TopologicalSorter(graph).prepare()  # raises CycleError


def test_each_engine_is_known_to_one_module(modules: dict[str, set[str]]):
    """Replacing an engine touches one file."""
    for engine, homes in ENGINES.items():
        users = {module for module, imports in modules.items() if any(i.split(".")[0] == engine for i in imports)}
        assert users == homes, engine


def test_a_process_that_serves_leaves_what_builds():
    """What renders, draws and checks takes a third of the time to start and of the memory: it is loaded at need."""
    code = "import sys, app.cli, app.worker; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=APP.parent, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {"flask", "whoosh", "app.snapshot.reader"} <= loaded
    absent = {"markdown", "bleach", "PIL", "docx", "xlsxwriter", "app.review.change", "app.advice"}
    assert not absent & loaded


def test_the_day_is_asked_in_one_place():
    """There alone a test can set it: neither the code nor a test looks at the calendar of the machine."""
    files = [*APP.rglob("*.py"), *(APP.parent / "tests").rglob("*.py")]
    found = {path.name for path in files if re.search(r"date\.today\b|\bnow\(|utcnow", path.read_text("utf-8"))}
    assert found == {"environment.py", Path(__file__).name}


def test_flask_stays_in_the_web(modules: dict[str, set[str]]):
    """Practices, catalogue and search can be used without the web; the export is the web written down."""
    users = {module for module, imports in modules.items() if any(i.split(".")[0] == "flask" for i in imports)}
    assert users
    assert all(module.startswith(("web/", "export/")) or module == "worker.py" for module in users)


def test_templates_never_declare_text_safe():
    """HTML becomes trusted in rendering.py alone."""
    templates = list((APP.parent / "templates").rglob("*.html"))
    assert len(templates) > 10
    assert not [path for path in templates if "|safe" in path.read_text(encoding="utf-8").replace(" ", "")]
