"""Builds a snapshot by two processes, however few the practices: python -m tests.faults.builder CONTENT SNAPSHOTS."""

import os
import sys
from pathlib import Path

from app.snapshot import workers as reading
from app.snapshot.store import Store

if __name__ == "__main__":
    reading.MANY = 2
    os.cpu_count = lambda: 2  # on any machine
    Store(Path(sys.argv[1]), Path(sys.argv[2])).ensure()
