"""What `make mutants` found, module by module; fails when what was not found is not known to be equivalent."""

import sys
from collections import Counter
from pathlib import Path

from mutmut.__main__ import walk_mutatable_files
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

EQUIVALENT = Path(__file__).resolve().parent / "equivalent_mutants.txt"
FOUND = ("caught by type check", "killed", "timeout")


def read_statuses() -> dict[Path, dict[str, str]]:
    """What became of each mutant of each module that has any."""
    statuses = {}
    for path in walk_mutatable_files():
        module = SourceFileMutationData(path=path)
        module.load()
        if module.exit_code_by_key:
            statuses[path] = {name: status_by_exit_code[code] for name, code in module.exit_code_by_key.items()}
    return statuses


def changed_line(name: str, path: Path) -> str:
    """The first line that a mutant puts into the code, or the one that it takes away."""
    lines = get_diff_for_mutant(name, path=path).splitlines()[2:]
    written = [line[1:].strip() for line in lines if line.startswith("+")]
    return written[0] if written else next(line[1:].strip() for line in lines if line.startswith("-"))


def main() -> None:
    explained = {line for line in EQUIVALENT.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"}
    print(f"{'module':35}{'mutants':>9}{'mypy':>9}{'tests':>9}{'endless':>9}{'not found':>11}")
    missed: dict[str, str] = {}
    for path, statuses in sorted(read_statuses().items()):
        numbers = Counter(statuses.values())
        left = [name for name, status in statuses.items() if status not in FOUND]
        missed |= {name: changed_line(name, path) for name in left}
        print(f"{path!s:35}{len(statuses):9}" + "".join(f"{numbers[each]:9}" for each in FOUND) + f"{len(left):11}")
    surprises = {name: line for name, line in missed.items() if line not in explained}
    for name, line in surprises.items():
        print(f"\n{name}\n  {line}")
    for line in sorted(explained - set(missed.values())):
        print(f"\nexplained, but found: {line}")
    sys.exit(f"{len(surprises)} of {len(missed)} are not explained in tests/equivalent_mutants.txt" if surprises else 0)


if __name__ == "__main__":
    main()
