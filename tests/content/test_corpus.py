"""The content of the repository, as it is today. Nothing here names a sheet or counts: its rules are in the check."""

from app.content.library import load_library
from tests.conftest import PUBLISHED


def test_the_content_has_no_problem():
    """What the check refuses is not published; what it warns of is for its editors to judge."""
    library = load_library(PUBLISHED)
    assert [problem.to_text() for problem in library.problems] == []
    assert library.practices
