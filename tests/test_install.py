"""Installing: a lock as it is, whatever was published since, and a wheel that serves from any folder."""

import ensurepip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import ROOT, copy_small_content, free_port, wait_until_up

LOCKS = {"": "requirements.lock", **{f"-{name}": f"requirements-{name}.lock" for name in ("dev", "bench", "mutants")}}


def run(*command: str | Path, cwd: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """A program in a folder, without what the machine says to pip or to Python, or these tests to the program."""
    dropped = ("PIP_", "PYTHON", "PRATIQUES_CONTENT", "PRATIQUES_SNAPSHOTS")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return subprocess.run(
        list(map(str, command)), cwd=cwd, env={**kept, **variables}, capture_output=True, text=True, check=False
    )


def write_wheel(folder: Path, name: str, version: str, needs: Sequence[str] = (), extra: str = "") -> str:
    """A wheel that holds nothing: its line in a lock."""
    about = f"{name}-{version}.dist-info"
    metadata = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    metadata += [f"Provides-Extra: {extra}"] * bool(extra) + [f"Requires-Dist: {need}" for need in needs]
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{name}.py", f"version = {version!r}\n")
        wheel.writestr(f"{about}/METADATA", "\n".join(metadata) + "\n")
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", f"{name}.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n{about}/RECORD,,\n")
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def unpack(wheels: list[Path], folder: Path) -> Path:
    """The folder that makes this pip the one of a Python that has it on its path."""
    if not wheels:
        pytest.skip("this pip is not to be had here")
    with zipfile.ZipFile(wheels[-1]) as wheel:
        wheel.extractall(folder)
    return folder


@pytest.fixture(scope="module")
def own_pip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pip that Python brings."""
    found = sorted((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"))
    return unpack(found, tmp_path_factory.mktemp("own-pip"))


@pytest.fixture(scope="module")
def newest_pip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pip that was published last."""
    folder = tmp_path_factory.mktemp("newest-pip")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--timeout=5", "--retries=0", "pip"]
    subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return unpack(sorted(folder.glob("pip-*.whl")), folder)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with our Makefile, an environment, and an index: `first` needs `second[more]`, which came out since."""
    if not shutil.which("make"):
        pytest.skip("make is not there")
    folder = tmp_path / "project"
    index = folder / "index"
    index.mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("pyproject.toml", "setup.py", *LOCKS.values()):
        (folder / name).touch()
    run(sys.executable, "-m", "venv", "--without-pip", ".venv", cwd=folder)
    lines = [
        write_wheel(index, "first", "1.0", ["second[more]>=1"]),
        write_wheel(index, "second", "1.0", ['third; extra == "more"'], "more"),
        write_wheel(index, "third", "1.0"),
    ]
    write_wheel(index, "second", "1.1", ['third; extra == "more"'], "more")
    (folder / "requirements-dev.lock").write_text("".join(lines), encoding="utf-8")
    return folder


def install(project: Path, pip: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """What `make` does for the lock of development."""
    index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(project / "index"), "PIP_CONFIG_FILE": os.devnull}
    target = ["--old-file=.venv/.installed", ".venv/.installed-dev"]
    return run("make", *options, *target, cwd=project, PYTHONPATH=str(pip), **index)


def versions(project: Path) -> dict[str, str]:
    """What is installed in a project."""
    packages = next((project / ".venv" / "lib").glob("python*")) / "site-packages"
    return dict(path.stem.split("-") for path in packages.glob("*.dist-info"))


@pytest.mark.parametrize("pip", ["own_pip", "newest_pip"])
def test_a_lock_is_installed_as_it_is(project: Path, pip: str, request: pytest.FixtureRequest):
    """A newer version of what another package asks for is not even looked at; a lock that is not whole is told."""
    path = request.getfixturevalue(pip)
    done = install(project, path)
    assert done.returncode == 0, done.stderr
    packages = next((project / ".venv" / "lib").glob("python*")) / "site-packages"
    assert {file.stem for file in packages.glob("*.dist-info")} == {"first-1.0", "second-1.0", "third-1.0"}
    lock = project / "requirements-dev.lock"
    needs = write_wheel(project / "index", "fourth", "1.0", ["fifth"])
    lock.write_text(lock.read_text(encoding="utf-8") + needs, encoding="utf-8")
    done = install(project, path)
    assert done.returncode != 0
    assert "fifth, which is not installed" in done.stdout
    assert "effacez .venv" in done.stdout


def test_the_case_is_the_one_that_broke(project: Path, own_pip: Path):
    """Resolved again, the newer version is taken by some pip, and refused for want of a hash."""
    makefile = (project / "Makefile").read_text(encoding="utf-8")
    assert makefile.count(" --no-deps --require-hashes") == 1
    (project / "Makefile").write_text(makefile.replace(" --no-deps --require", " --require"), encoding="utf-8")
    done = install(project, own_pip)
    assert done.returncode == 0 or "second[more]>=1 from" in done.stderr


@pytest.mark.parametrize("suffix", LOCKS)
def test_every_lock_is_installed_by_the_same_commands(project: Path, suffix: str):
    """Without resolving, every hash verified, then checked."""
    done = run("make", "--dry-run", f".venv/.installed{suffix}", "--always-make", cwd=project)
    told = done.stdout.replace(".venv/bin/", "").splitlines()
    number = next(n for n, line in enumerate(told) if line.endswith(f"-r {LOCKS[suffix]}"))
    assert {"--no-deps", "--require-hashes"} <= set(told[number].split())
    assert any("pip --disable-pip-version-check check ||" in line for line in told[number + 1 : number + 3])
    assert not [line for line in told if "pip" in line and "install" in line and "--no-deps" not in line]


def test_the_image_installs_as_make_does():
    """Without resolving, every hash verified, then checked."""
    text = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    installs = re.findall(r"/venv/bin/pip (?:install|check).*", text)
    assert len(installs) == 3
    assert all("--no-deps" in line for line in installs[:2])
    assert "--require-hashes" in installs[0]
    assert installs[2].startswith("/venv/bin/pip check")


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
    """Every file of app/, templates/ and static/, and no content."""
    held = files_in(installed.packages / "app")
    assert held >= files_in(ROOT / "app")
    assert held >= {f"templates/{name}" for name in files_in(ROOT / "templates")}
    assert held >= {f"static/{name}" for name in files_in(ROOT / "static")}
    assert held >= {"starter/github/workflows/verification.yml", "starter/gitignore", "starter/content/site.yaml"}
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


def test_an_installed_program_begins_a_base(installed: Installed, tmp_path: Path):
    """`init`, then every command from inside that folder, without saying where the content is."""
    assert installed.run("init", "ma-base", cwd=tmp_path).returncode == 0
    folder = tmp_path / "ma-base"
    assert (folder / ".github" / "workflows" / "verification.yml").exists()
    assert installed.run("check", cwd=folder).returncode == 0
    told = installed.run("new", "Une autre fiche", cwd=folder).stdout
    assert "« pratiques check content/practices/une-autre-fiche.md »" in told


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
    done = installed.run("export", "--content", base, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "pratiques" / "stef-mixup" / "index.html").exists()
    assert list((tmp_path / "site" / "static").glob("site*.css"))
