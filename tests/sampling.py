"""Parameters of a test that is long because it has many: some by day, each of them at night."""

from collections.abc import Iterable
from typing import Any

import pytest


def by_day(values: Iterable[Any], one_in: int) -> list[Any]:
    """All the values; those that are not one in so many are marked nightly (`make nightly` tries them)."""
    return [
        value if place % one_in == 0 else pytest.param(value, marks=pytest.mark.nightly)
        for place, value in enumerate(values)
    ]
