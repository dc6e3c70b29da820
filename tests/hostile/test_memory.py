"""A server that answers for months: what it keeps in memory has an end."""

import os
import random
from pathlib import Path

import pytest

from app.content.library import Library
from app.snapshot.store import Store
from app.web.application import create_app

SEARCHES = int(os.environ.get("HOSTILE_SEARCHES", "100000"))
SAMPLES = 10
FORMS = ("/pratiques", "/pratiques.json", "/suggestions", "/pratiques.atom")


def resident_megabytes() -> float:
    """What this process holds in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@pytest.mark.nightly
def test_memory_is_flat_over_many_different_searches(store: Store, library: Library) -> None:
    """A hundred thousand searches, none like another: after the first tenth, which fills the caches, nothing grows."""
    chance = random.Random(2026)  # noqa: S311 (repeatable, not secret)
    words = sorted({word for practice in library.practices for word in practice.summary.lower().split()})
    client = create_app(store).test_client()
    held = []
    for number in range(SEARCHES):
        asked = f"{chance.choice(words)} {chance.choice(words)[::-1]} {number}"
        response = client.get(chance.choice(FORMS), query_string={"q": asked, "page": number % 3 + 1})
        assert response.status_code == 200
        if (number + 1) % (SEARCHES // SAMPLES) == 0:
            held.append(resident_megabytes())
    print(f"\n{SEARCHES} searches, megabytes held after each tenth: {', '.join(f'{each:.0f}' for each in held)}")
    assert held[-1] < held[0] + 30
