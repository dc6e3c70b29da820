"""`make bench`: measures the site, the floor and two peers at several sizes; prints and writes docs/performance.md.

    python -m bench.run                 the four sizes, about a quarter of an hour on a quiet machine
    python -m bench.run 88 1000         these sizes only; what other runs measured on this machine stays in the report
    python -m bench.run --report        the report alone, from what was measured before

Each size is kept in var/bench as soon as it has been measured: a run that was stopped loses one size at most.
"""

import json
import sys
import tempfile
from pathlib import Path

from bench.figure import read_kept
from bench.machine import describe_machine, install_wrk, name_rates
from bench.report import write_report
from bench.size import measure_size

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "tests" / "base" / "content"  # frozen, so that figures of different days compare
KEPT = ROOT / "var" / "bench"
SIZES = (88, 1_000, 5_000, 20_000)


def main(arguments: list[str]) -> int:
    """Measure, keep, report."""
    install_wrk()
    KEPT.mkdir(parents=True, exist_ok=True)
    machine = describe_machine()
    sizes = [] if "--report" in arguments else [int(size) for size in arguments] or list(SIZES)
    for size in sizes:
        print(f"{size:,} practices", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            measures = {
                "machine": machine,
                "rates by": name_rates(),
                **measure_size(size, CONTENT, Path(folder)),
            }
        (KEPT / f"{size}.json").write_text(json.dumps(measures, indent=1), encoding="utf-8")
    print(write_report(read_kept(KEPT, machine), ROOT / "docs"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
