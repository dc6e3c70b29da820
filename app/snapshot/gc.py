"""Python's garbage collector, kept away from what stays: a catalogue is the same objects until the next publication.

It walks through all of them again and again while they are made, which takes nearly half of the time, and later in the
middle of a request, which then waits (measured: docs/decisions/0011).
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collector() -> Iterator[None]:
    """Nothing is collected meanwhile."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def set_aside() -> None:
    """Leave all that is there now out of the next walks."""
    gc.freeze()


def let_go() -> None:
    """Free what is no longer used of what was set aside: a former catalogue."""
    gc.unfreeze()
    gc.collect()
