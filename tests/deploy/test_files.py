"""What deploy/ promises to other programs: commands that exist, paths that exist, nothing run as root."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from app.cli import commands
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
UNIT = DEPLOY / "systemd" / "pratiques@.service"
FILES = [UNIT, DEPLOY / "Dockerfile", DEPLOY / "Procfile", DEPLOY / "nginx" / "pratiques.conf"]


def read_command(line: str) -> dict[str, object]:
    """The options of a `pratiques serve` written somewhere, as the command itself reads them."""
    words = shlex.split(line.replace("%i", "8001").replace("${PORT:-8000}", "8000"))
    name, *options = words[next(n for n, word in enumerate(words) if word.endswith("pratiques")) + 1 :]
    return commands.commands[name].make_context(name, options).params


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_file_says_what_it_was_tested_with(path: Path):
    """Or that it was not."""
    header = [line for line in path.read_text(encoding="utf-8").splitlines()[:12] if line.startswith("#")]
    assert "Tested with" in " ".join(header)


def test_every_file_starts_the_server_with_options_that_it_has():
    """An option renamed is renamed here too."""
    unit = UNIT.read_text(encoding="utf-8")
    docker = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    procfile = (DEPLOY / "Procfile").read_text(encoding="utf-8")
    (started,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    assert read_command(started)["host"] == "127.0.0.1"
    (run,) = re.findall(r"^CMD \[(.*)\]$", docker, re.MULTILINE)
    assert read_command(run.replace(",", " "))["workers"] == 2
    (web,) = re.findall(r"^web: (.*)$", procfile, re.MULTILINE)
    assert read_command(web)["port"] == 8000


def test_the_image_copies_what_is_there_and_runs_as_nobody_in_particular():
    """Paths of COPY exist and are let in; the last stage has a user of its own and a health check."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    let_in = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8")
    copied = [path for line in re.findall(r"^COPY (?!--)(.*) \S+$", text, re.MULTILINE) for path in line.split()]
    assert len(copied) > 5
    for path in copied:
        assert (ROOT / path).exists(), path
        assert f"!{path}" in let_in, path
    last = text[text.rindex("\nFROM ") :]
    assert re.search(r"^USER [1-9]\d*", last, re.MULTILINE)
    assert "HEALTHCHECK" in last


def test_systemd_accepts_the_unit(tmp_path: Path):
    """And finds it well closed: 2 or less on its scale of exposure, where 10 is open."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not there")
    unit = tmp_path / UNIT.name
    text = UNIT.read_text(encoding="utf-8")
    unit.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE), encoding="utf-8")
    verified = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
    assert (verified.returncode, verified.stderr) == (0, "")
    audit = ["systemd-analyze", "security", "--offline=true", "--threshold=20", unit]
    assert subprocess.run(audit, capture_output=True, check=False).returncode == 0
