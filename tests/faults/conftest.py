"""Sites to be broken."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.site import Site, a_site


@pytest.fixture
def site(content: Path, tmp_path: Path) -> Iterator[Site]:
    """Two practices, free to be broken."""
    with a_site(content, tmp_path / "site") as site:
        yield site
