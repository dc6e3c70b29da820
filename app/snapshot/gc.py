"""Garbage collection tuning: `gc.disable` while a catalogue is loaded, `gc.freeze` once it is.

A catalogue is the same objects until the next publication. The collector would traverse all of them again and again
while they are made, which takes nearly half of the time, and later during a request, which then waits (measured:
docs/decisions/0011).
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused_collector() -> Iterator[None]:
    """Context manager: no garbage collection inside."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def freeze_objects() -> None:
    """`gc.freeze`: move every object that exists now to the permanent generation, which is never traversed."""
    gc.freeze()


def thaw_objects() -> None:
    """`gc.unfreeze` and a full collection: free a former catalogue that had been frozen."""
    gc.unfreeze()
    gc.collect()
