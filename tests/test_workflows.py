"""The workflows: tests when the code changes, the report when content does, and no right given to a stranger's code."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import PUBLISHED, ROOT

WORKFLOWS = ROOT / ".github" / "workflows"


def read(name: str) -> dict[str, Any]:
    return yaml.safe_load((WORKFLOWS / name).read_text(encoding="utf-8").replace("\non:", '\n"on":'))


def steps_of(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_the_tests_run_when_anything_but_content_changes():
    """With the one command that a developer runs; a branch is tested once, by its pull request."""
    workflow = read("ci.yml")
    content = [f"{PUBLISHED.name}/**"]
    assert workflow["on"] == {
        "push": {"branches": ["main"], "paths-ignore": content},
        "pull_request": {"paths-ignore": content},
    }
    assert any(step.get("run", "").startswith("make test") for step in steps_of(workflow))


def test_content_alone_is_checked_and_told_without_the_tests():
    """Whatever changes in content/ and nothing else; only what runs is installed."""
    workflow = read("content.yml")
    content = [f"{PUBLISHED.name}/**"]
    assert workflow["on"] == {"push": {"branches": ["main"], "paths": content}, "pull_request": {"paths": content}}
    runs = [step["run"] for step in steps_of(workflow) if "run" in step]
    assert runs[0] == "make install PYTHON=python"
    assert not [run for run in runs if "make test" in run or "pytest" in run]
    [cached] = [step["with"]["cache-dependency-path"] for step in steps_of(workflow) if "cache" in step.get("with", {})]
    assert cached == "requirements.lock"


@pytest.mark.parametrize("name", ["ci.yml", "content.yml"])
def test_code_of_a_fork_runs_without_any_right_to_write(name: str):
    """Read the code, nothing more; no secret, no token left on the disk, nothing of a stranger in a shell."""
    workflow = read(name)
    assert workflow["permissions"] == {"contents": "read"}
    assert not [job for job in workflow["jobs"].values() if "permissions" in job]
    [checkout] = [step for step in steps_of(workflow) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkout["with"]["persist-credentials"] is False
    assert not [step for step in steps_of(workflow) if "${{" in step.get("run", "")]


def test_the_job_that_may_write_runs_no_code_of_the_proposal():
    """It downloads a text and posts it: no checkout, no shell, nothing of the proposal inside the script."""
    workflow = read("report.yml")
    assert set(workflow["on"]) == {"workflow_run"}
    assert workflow["on"]["workflow_run"]["workflows"] == [read("content.yml")["name"]]
    assert workflow["permissions"] == {}
    assert workflow["jobs"]["post"]["permissions"] == {"actions": "read", "pull-requests": "write"}
    steps = steps_of(workflow)
    assert [step["uses"].split("@")[0] for step in steps] == ["actions/download-artifact", "actions/github-script"]
    assert not [step for step in steps if "run" in step]
    assert "${{" not in steps[1]["with"]["script"]


@pytest.mark.parametrize("name", sorted(path.name for path in WORKFLOWS.iterdir()))
def test_actions_are_pinned_and_nothing_secret_or_local_is_written(name: str):
    """The commit of each action, its version beside it; no secret; no address of a registry; no pull_request_target."""
    text = (WORKFLOWS / name).read_text(encoding="utf-8")
    used = re.findall(r"uses: (.+)", text)
    assert used
    pinned = r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+"  # a tag can be moved, a commit cannot
    assert all(re.fullmatch(pinned, action) for action in used), used
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
