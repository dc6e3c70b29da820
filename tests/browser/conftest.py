"""What the tests in a browser share."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def reading_page(browser: Browser) -> Iterator[Page]:
    """One page for the many tests that open an address and only look: a new one for each costs more than the look."""
    with browser.new_context() as context:
        yield context.new_page()
