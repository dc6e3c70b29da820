"""What the tests in a browser share."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page


@pytest.fixture(scope="module")
def reading_page(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """One page for the many tests that open an address and only look: a new one for each costs more than the look."""
    with browser.new_context(**browser_context_args) as context:
        context.add_init_script(
            "try { sessionStorage.clear() } catch {}"
        )  # each look is a first one: nothing is chosen yet
        yield context.new_page()


@pytest.fixture
def complaints(reading_page: Page) -> Iterator[list[str]]:
    """What the console says of the pages that are opened meanwhile: errors, and nothing else."""
    told: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            told.append(message.text)

    def note_error(error: Exception) -> None:
        told.append(str(error))

    reading_page.on("console", note)
    reading_page.on("pageerror", note_error)
    yield told
    reading_page.remove_listener("console", note)
    reading_page.remove_listener("pageerror", note_error)
