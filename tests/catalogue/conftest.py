"""A content folder in git."""

from pathlib import Path

import pytest

from tests.catalogue.proposal import git


@pytest.fixture
def repository(content: Path) -> Path:
    """The small content folder, committed on main."""
    git(content.parent, "init", "--quiet", "--initial-branch=main")
    git(content.parent, "add", "--all")
    git(content.parent, "commit", "--quiet", "--message=Base")
    return content
