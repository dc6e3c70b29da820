"""Installing: a wheel that serves any content from any folder."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT, copy_small_content, free_port, wait_until_up


def run(*command: str | Path, cwd: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """A program in a folder, without what the machine says to pip or to Python, with these variables."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PRATIQUES_", "PYTHON"))}
    return subprocess.run(
        list(map(str, command)), cwd=cwd, env={**kept, **variables}, capture_output=True, text=True, check=False
    )


@dataclass(frozen=True)
class Installed:
    """The wheel in an environment of its own, and a folder that has nothing to do with the repository."""

    packages: Path
    elsewhere: Path

    def run(self, *words: str | Path, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
        """The command `pratiques`, as this environment has it."""
        return run(self.program, *words, cwd=cwd or self.elsewhere, **self.variables)

    @property
    def program(self) -> Path:
        return self.packages.parents[2] / "bin" / "pratiques"

    @property
    def variables(self) -> dict[str, str]:
        return {"HOME": str(self.elsewhere), "XDG_CACHE_HOME": str(self.elsewhere / "cache")}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Built and installed without a network: its libraries are those of the tests, seen from the new environment."""
    folder = tmp_path_factory.mktemp("installed")
    source, environment, elsewhere = folder / "source", folder / "environment", folder / "elsewhere"
    for path in (source, elsewhere):
        path.mkdir()
    for name in ("app", "templates", "static"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    starter = source / "app" / "starter"
    for name in ("content/practices/exemple.md", "content/site.yaml", ".github/workflows/ci.yml", ".gitignore"):
        (starter / name).parent.mkdir(parents=True, exist_ok=True)
        (starter / name).touch()
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    wheels = run(*pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ".", cwd=source)
    assert wheels.returncode == 0, wheels.stderr
    run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=folder)
    packages = next((environment / "lib").glob("python*")) / "site-packages"
    (packages / "libraries.pth").write_text(f"{Path(pytest.__file__).parent.parent}\n", encoding="utf-8")
    python = environment / "bin" / "python"
    done = run(*pip, "--python", python, "install", "--no-deps", "--no-index", *folder.glob("*.whl"), cwd=folder)
    assert done.returncode == 0, done.stderr
    return Installed(packages, elsewhere)


@pytest.fixture(scope="module")
def base(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Someone else's content."""
    return copy_small_content(tmp_path_factory.mktemp("base"))


def files_in(folder: Path) -> set[str]:
    """The files of a folder but those that Python compiles."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in files if "__pycache__" not in path.parts}


def test_a_wheel_holds_all_that_the_code_reads(installed: Installed):
    """Every file of app/, templates/ and static/, one of a hidden folder included, and no content."""
    held = files_in(installed.packages / "app")
    assert held >= files_in(ROOT / "app")
    assert held >= {f"templates/{name}" for name in files_in(ROOT / "templates")}
    assert held >= {f"static/{name}" for name in files_in(ROOT / "static")}
    assert held >= {"starter/.github/workflows/ci.yml", "starter/.gitignore", "starter/content/site.yaml"}
    assert not (installed.packages / "content").exists()
    assert not (installed.packages / "templates").exists()


def test_an_installed_program_works_from_any_folder(installed: Installed, base: Path):
    """Help, check, build, search, new, of a base that is named, or of the content/ where one is."""
    assert installed.run("--help").stdout.startswith("Emploi : ")
    for words, cwd in ((("--content", base), None), ((), base.parent)):
        done = installed.run("check", *words, cwd=cwd)
        assert (done.returncode, done.stderr) == (0, "")
        assert "2 pratiques lues. Aucun problème" in done.stdout
    done = installed.run("search", "--content", base, "femmes", "--json")
    assert json.loads(done.stdout)["total"] > 0
    done = installed.run("build", "--content", base)
    assert done.stdout.startswith("2 pratiques, empreinte ")
    assert str(installed.elsewhere / "cache" / "pratiques" / "snapshots") in done.stdout


def test_without_content_it_is_told_what_to_do(installed: Installed):
    """In French, by every command that needs one."""
    for words in (
        ["check"],
        ["serve"],
        ["build"],
        ["search", "femmes"],
        ["report"],
        ["freshness"],
        ["new", "Un titre"],
    ):
        done = installed.run(*words)
        assert (done.returncode, done.stdout) == (2, "")
        assert "--content DOSSIER" in done.stderr and "pratiques init DOSSIER" in done.stderr
    assert installed.run("check", "--help").returncode == 0


def test_an_installed_program_serves_other_content(installed: Installed, base: Path):
    """Pages, what they need, a sheet, its image, the schema; nothing is written beside the code."""
    before = files_in(installed.packages)
    port = free_port()
    command = [installed.program, "serve", "--content", base, "--port", str(port)]
    variables = {**os.environ, **installed.variables}
    with subprocess.Popen(command, cwd=installed.elsewhere, env=variables) as server:
        try:
            address = wait_until_up(f"http://127.0.0.1:{port}", server)
            sheet = "/pratiques/stef-mixup"
            for path, word in (
                ("/", b'href="/static/site.css'),
                ("/static/site.css", b"@font-face"),
                ("/pratiques", sheet.encode()),
                (sheet, b"MIX"),
                (f"{sheet}/apercu.png", b"PNG"),
                ("/schema/practice.json", b'"title"'),
            ):
                with urllib.request.urlopen(address + path, timeout=20) as answer:  # noqa: S310 (our own address)
                    assert word in answer.read(), path
        finally:
            server.terminate()
    assert files_in(installed.packages) == before
    assert {path.name for path in (installed.elsewhere / "cache" / "pratiques").iterdir()} == {"snapshots", "templates"}


def test_an_installed_program_exports(installed: Installed, base: Path, tmp_path: Path):
    """The whole site of that content, its styles included."""
    if not importlib.util.find_spec("pagefind"):
        pytest.skip("Pagefind is not there")
    done = installed.run("export", "--content", base, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "pratiques" / "stef-mixup" / "index.html").exists()
    assert list((tmp_path / "site" / "static").glob("site*.css"))
