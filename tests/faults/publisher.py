"""Publishes one content after another until it is killed: python -m tests.faults.publisher CONTENT SNAPSHOTS."""

import itertools
import sys
from pathlib import Path

from tests.faults.site import Site


def main(content: Path, snapshots: Path) -> None:
    site = Site(content, snapshots)
    for number in itertools.count():
        site.retitle(f"Essai{number % 2}")
        site.store.ensure()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
