"""How a build tells how far it is."""

from collections.abc import Callable

Progress = Callable[[int, int], None]  # called with how many practices are done, and of how many


def no_progress(done: int, total: int) -> None:
    """The progress that nobody waits for."""
