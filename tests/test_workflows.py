"""The workflows: tests on every push, the report on every pull request, and no right given to a stranger's code."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

WORKFLOWS = ROOT / ".github" / "workflows"


def read(name: str) -> dict[str, Any]:
    return yaml.safe_load((WORKFLOWS / name).read_text(encoding="utf-8").replace("\non:", '\n"on":'))


def steps_of(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_tests_run_on_pushes_and_on_pull_requests():
    """With the one command that a developer runs."""
    workflow = read("ci.yml")
    assert {"push", "pull_request"} <= set(workflow["on"])
    assert any(step.get("run", "").startswith("make test") for step in steps_of(workflow))


def test_code_of_a_fork_runs_without_any_right_to_write():
    """Read the code, nothing more; no secret, no token left on the disk."""
    workflow = read("ci.yml")
    assert workflow["permissions"] == {"contents": "read"}
    assert not [job for job in workflow["jobs"].values() if "permissions" in job]
    checkouts = [step for step in steps_of(workflow) if step.get("uses", "").startswith("actions/checkout@")]
    assert len(checkouts) == 2
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_the_job_that_may_write_runs_no_code_of_the_proposal():
    """It downloads a text and posts it: no checkout, no shell, nothing of the proposal inside the script."""
    workflow = read("report.yml")
    assert set(workflow["on"]) == {"workflow_run"}
    assert workflow["on"]["workflow_run"]["workflows"] == [read("ci.yml")["name"]]
    assert workflow["permissions"] == {}
    assert workflow["jobs"]["post"]["permissions"] == {"actions": "read", "pull-requests": "write"}
    steps = steps_of(workflow)
    assert [step["uses"].split("@")[0] for step in steps] == ["actions/download-artifact", "actions/github-script"]
    assert not [step for step in steps if "run" in step]
    assert "${{" not in steps[1]["with"]["script"]


@pytest.mark.parametrize("name", ["ci.yml", "report.yml"])
def test_actions_are_pinned_and_nothing_secret_or_local_is_written(name: str):
    """An exact version of each action; no secret; no address of a package registry; never pull_request_target."""
    text = (WORKFLOWS / name).read_text(encoding="utf-8")
    used = re.findall(r"uses: (\S+)", text)
    assert used
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+\.\d+\.\d+", action) for action in used), used
    assert "secrets." not in text
    assert "pull_request_target" not in text
    assert not re.search(r"https?://|index-url|registry", text)


def test_the_script_that_posts_is_sound_javascript(tmp_path: Path):
    """Where Node is installed, it reads the script without a complaint."""
    script = steps_of(read("report.yml"))[1]["with"]["script"]
    path = tmp_path / "post.js"
    path.write_text("(async (github, context, core, require, process) => {\n" + script + "\n})", encoding="utf-8")
    try:
        done = subprocess.run(["node", "--check", path], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("Node is not installed")
    assert done.returncode == 0, done.stderr
