"""What a change does to the content: two versions of the folder compared, for who has to accept it."""

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.advice.likeness import Likeness, measure_likeness
from app.advice.warning import advise
from app.catalogue.build import write_snapshot
from app.catalogue.catalogue import Catalogue
from app.catalogue.evaluation import Judged
from app.catalogue.snapshot import open_snapshot
from app.content.address import list_addresses
from app.content.library import Library, load_library
from app.content.practice import Practice, Withdrawal
from app.content.problem import Problem, UnusableContent, nearest_word
from app.content.source_file import display_name
from app.content.stray import KINDS, list_strays
from app.review.difference import Difference, find_differences
from app.review.findability import Comparison, Finding, compare_ranks, try_queries

_SHORT = ("/p/", "/s/")
_FOLDERS = {"practices": "/pratiques/", "selections": "/selections/", "pages": "/"}
_CONTENT = {".md", ".yaml"}


@dataclass(frozen=True)
class DeadAddress:
    """An address that was published and would answer no more, and the new one that looks like it."""

    path: str
    nearest: str


@dataclass(frozen=True)
class SheetReview:
    """One added or changed sheet; `before` is what it was, `nearest` the sheet most like it."""

    practice: Practice
    before: Practice | None
    nearest: Likeness | None
    findings: tuple[Finding, ...]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What changed inside a sheet that was there before."""
        return find_differences(self.before, self.practice) if self.before else ()


@dataclass(frozen=True)
class WithdrawnSheet:
    """A sheet that is withdrawn from now on; `pointing` names the files that send readers to it."""

    practice: Practice
    withdrawal: Withdrawal
    pointing: tuple[str, ...]


@dataclass(frozen=True)
class FileChanges:
    """Names of files, as problems name them."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class Review:
    """All that the reviewer needs; no `comparison` without judged queries or when the earlier version is broken."""

    files: FileChanges
    problems: tuple[Problem, ...]
    elsewhere: tuple[Problem, ...]
    dead: tuple[DeadAddress, ...]
    sheets: tuple[SheetReview, ...]
    withdrawals: tuple[WithdrawnSheet, ...]
    comparison: Comparison | None
    today: datetime.date

    @property
    def has_errors(self) -> bool:
        """Whether the change cannot be accepted as it is."""
        return bool(self.dead) or any(p.severity == "error" for p in (*self.problems, *self.elsewhere))


def review(content: Path, base: Path, queries: Sequence[Judged], work: Path, today: datetime.date) -> Review:
    """Compare a content folder with an earlier one. `work` is an empty folder to build indexes in.

    Raises UnusableContent when the current folder cannot be loaded at all.
    """
    library, earlier = load_library(content), _load_earlier(base)
    files = _compare_files(base, content)
    touched = {*files.added, *files.changed}
    before = _open(base, work / "before", None) if earlier else None
    now = _open(content, work / "now", before)
    return Review(
        files=files,
        problems=tuple(p for p in (*library.problems, *advise(library, content, today)) if p.file in touched),
        elsewhere=tuple(p for p in _new_problems(library, earlier) if p.file not in touched),
        dead=tuple(_find_dead(base, earlier, content, library)),
        sheets=tuple(_review_sheets(now, earlier, touched, content)),
        withdrawals=tuple(_find_withdrawals(library, earlier, content)),
        comparison=compare_ranks(before, now, queries) if before and queries else None,
        today=today,
    )


def _load_earlier(base: Path) -> Library | None:
    try:
        return load_library(base)
    except UnusableContent:
        return None


def _compare_files(base: Path, content: Path) -> FileChanges:
    old, new = _read_files(base, content), _read_files(content, content)
    both = old.keys() & new.keys()
    return FileChanges(
        added=tuple(sorted(new.keys() - both)),
        changed=tuple(sorted(name for name in both if new[name] != old[name])),
        removed=tuple(sorted(old.keys() - both)),
    )


def _read_files(folder: Path, content: Path) -> dict[str, bytes]:
    strays = {stray for kind in KINDS for stray in list_strays(folder / kind)}
    paths = (path for path in folder.rglob("*") if path.is_file() and (path.suffix in _CONTENT or path in strays))
    return {display_name(content / path.relative_to(folder), content): path.read_bytes() for path in paths}


def _new_problems(library: Library, earlier: Library | None) -> list[Problem]:
    """Problems that were not there before; a line number may have changed without anything being new."""
    known = {(p.file, p.key, p.message, p.read) for p in earlier.problems} if earlier else set()
    return [p for p in library.problems if (p.file, p.key, p.message, p.read) not in known]


def _open(content: Path, folder: Path, former: Catalogue | None) -> Catalogue:
    folder.mkdir()
    write_snapshot(folder, content, former=former.folder if former else None, draws_previews=False)
    return open_snapshot(folder)


def _find_dead(base: Path, earlier: Library | None, content: Path, library: Library) -> list[DeadAddress]:
    """Short addresses are not told apart: each lives and dies with the long one it stands for."""
    old = _file_addresses(base) | (list_addresses(earlier) if earlier else set())
    new = _file_addresses(content) | list_addresses(library)
    fresh = {path.rpartition("/")[2]: path for path in new - old if not path.startswith(_SHORT)}
    dead = sorted(path for path in old - new if not path.startswith(_SHORT))
    return [DeadAddress(path, fresh.get(nearest_word(path.rpartition("/")[2], fresh), "")) for path in dead]


def _file_addresses(folder: Path) -> set[str]:
    """Those of files, even of one that has a problem: it is there, and will be mended."""
    return {prefix + path.stem for kind, prefix in _FOLDERS.items() for path in (folder / kind).glob("*.md")}


def _review_sheets(now: Catalogue, earlier: Library | None, touched: set[str], content: Path) -> list[SheetReview]:
    former = {practice.slug: practice for practice in earlier.practices} if earlier else {}
    nearest = {likeness.slug: likeness for likeness in measure_likeness(now.practices)}
    sheets = []
    for practice in now.practices:
        if display_name(content / "practices" / f"{practice.slug}.md", content) in touched:
            findings = tuple(try_queries(now, practice))
            before = next((former[name] for name in (practice.slug, *practice.aliases) if name in former), None)
            sheets.append(SheetReview(practice, before, nearest.get(practice.slug), findings))
    return sheets


def _find_withdrawals(library: Library, earlier: Library | None, content: Path) -> Iterator[WithdrawnSheet]:
    known = {practice.slug for practice in earlier.practices if practice.withdrawn} if earlier else set()
    for practice in library.practices:
        if practice.withdrawn and practice.slug not in known:
            pointing = tuple(sorted(_find_pointing(library, practice.slug, content)))
            yield WithdrawnSheet(practice, practice.withdrawn, pointing)


def _find_pointing(library: Library, slug: str, content: Path) -> Iterator[str]:
    """The files that name a sheet: as one to read next, as a successor, in a selection or by a link in their text."""
    link = re.compile(rf"/pratiques/{slug}(?![\w-])")
    for practice in library.practices:
        named = {*practice.related, practice.withdrawn.successor if practice.withdrawn else ""}
        if slug in named or any(link.search(section.markdown) for section in practice.sections):
            yield display_name(content / "practices" / f"{practice.slug}.md", content)
    for selection in library.selections.values():
        if slug in {choice.slug for choice in selection.practices} or link.search(selection.html):
            yield display_name(content / "selections" / f"{selection.slug}.md", content)
    for page in library.pages.values():
        if link.search(page.html):
            yield display_name(content / "pages" / f"{page.slug}.md", content)
