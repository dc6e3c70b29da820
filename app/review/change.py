"""Comparison of two versions of a content folder, as a frozen result for the report."""

import datetime
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.advice.similarity import Similarity, measure_similarity
from app.advice.warning import lint_library
from app.catalogue.catalogue import Catalogue
from app.catalogue.evaluation import Judged
from app.content.address import list_addresses
from app.content.frame import Frame
from app.content.library import Library
from app.content.practice import Practice, Withdrawal
from app.content.problem import Problem, UnusableContent, nearest_word
from app.content.source_file import display_name
from app.content.stray import is_content_file
from app.review.difference import Difference, find_differences, find_list_differences
from app.review.findability import Comparison, Finding, compare_ranks, try_queries
from app.snapshot.build import write_snapshot
from app.snapshot.reader import open_snapshot

_SHORT = ("/p/", "/s/")
_FOLDERS = {"practices": "/pratiques/", "selections": "/selections/", "tools": "/outils/", "pages": "/"}


@dataclass(frozen=True)
class DeadAddress:
    """A published path that would answer 404, and the new one nearest to it."""

    path: str
    nearest: str


@dataclass(frozen=True)
class SheetReview:
    """An added or changed practice: its earlier version or None, its nearest neighbour, the queries that find it."""

    practice: Practice
    before: Practice | None
    nearest: Similarity | None
    findings: tuple[Finding, ...]
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class WithdrawnSheet:
    """A newly withdrawn practice; `pointing` names the files that still link to it."""

    practice: Practice
    withdrawal: Withdrawal
    pointing: tuple[str, ...]


@dataclass(frozen=True)
class FileChanges:
    """File names by kind of change, as problems name them; a renamed practice is in `added` and `removed` too.

    `unread` are those added or changed that the site does not load, `outside` those of the repository that are no
    content.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    unread: frozenset[str] = frozenset()
    outside: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChangeReview:
    """Result of a review; no `comparison` without judged queries or when the earlier version is broken.

    `frame` is None when the content cannot be loaded at all: then `problems` say why, and nothing else is known.
    `broken_before` are the problems for which the earlier version could not be loaded.
    """

    files: FileChanges
    problems: tuple[Problem, ...]
    today: datetime.date
    frame: Frame | None = None
    elsewhere: tuple[Problem, ...] = ()
    dead: tuple[DeadAddress, ...] = ()
    sheets: tuple[SheetReview, ...] = ()
    withdrawals: tuple[WithdrawnSheet, ...] = ()
    lists: tuple[Difference, ...] = ()
    comparison: Comparison | None = None
    broken_before: tuple[Problem, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether the change must be rejected as it is: an error, or a dead address."""
        return bool(self.dead) or any(p.severity == "error" for p in (*self.problems, *self.elsewhere))


def review_change(
    content: Path,
    base: Path,
    queries: Sequence[Judged],
    work: Path,
    today: datetime.date,
    outside: Sequence[str] = (),
) -> ChangeReview:
    """Compare a content folder with an earlier one. `work` is an empty folder for the indexes of both.

    `outside` are the files that changed beside the content.
    """
    files = _compare_files(base, content, outside)
    before, broken_before = _open_earlier(base, work / "before")
    try:
        now = _open(content, work / "now", work / "before" if before else None)
    except UnusableContent as error:
        return ChangeReview(files, tuple(error.problems), today, broken_before=broken_before)
    library, earlier = now.library, before.library if before else None
    touched = {*files.added, *files.changed}
    sheets = tuple(_review_sheets(now, earlier, touched, content))
    return ChangeReview(
        files=replace(files, renamed=tuple(_find_renamed(sheets, content))),
        problems=tuple(p for p in (*library.problems, *lint_library(library, content, today)) if p.file in touched),
        today=today,
        frame=library,
        elsewhere=tuple(p for p in _new_problems(library, earlier) if p.file not in touched),
        dead=tuple(_find_dead(base, earlier, content, library)),
        sheets=sheets,
        withdrawals=tuple(_find_withdrawals(library, earlier, content)),
        lists=find_list_differences(earlier, library) if earlier else (),
        comparison=compare_ranks(before, now, queries) if before and queries else None,
        broken_before=broken_before,
    )


def _open_earlier(base: Path, folder: Path) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """The earlier catalogue, or the problems that prevent it; an empty folder has none."""
    try:
        return _open(base, folder, None), ()
    except UnusableContent as error:
        return None, tuple(error.problems) if any(base.iterdir()) else ()


def _compare_files(base: Path, content: Path, outside: Sequence[str]) -> FileChanges:
    old, new = _list_files(base, content), _list_files(content, content)
    both = old.keys() & new.keys()
    added = tuple(sorted(new.keys() - both))
    changed = tuple(sorted(name for name in both if _content_of(new[name]) != _content_of(old[name])))
    return FileChanges(
        added=added,
        changed=changed,
        removed=tuple(sorted(old.keys() - both)),
        unread=frozenset(name for name in (*added, *changed) if not is_content_file(new[name], content)),
        outside=tuple(sorted(outside)),
    )


def _list_files(folder: Path, content: Path) -> dict[str, Path]:
    """Every file by its name in problems."""
    return {
        display_name(content / path.relative_to(folder), content): path
        for path in folder.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def _content_of(path: Path) -> bytes:
    """The bytes of a file; of a symbolic link, its target, which is never followed."""
    return os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()


def _new_problems(library: Library, earlier: Library | None) -> list[Problem]:
    """Problems that the earlier version did not have, line numbers aside."""
    known = {(p.file, p.key, p.message, p.read) for p in earlier.problems} if earlier else set()
    return [p for p in library.problems if (p.file, p.key, p.message, p.read) not in known]


def _open(content: Path, folder: Path, former: Path | None) -> Catalogue:
    folder.mkdir()
    write_snapshot(folder, content, former=former)
    return open_snapshot(folder)


def _find_dead(base: Path, earlier: Library | None, content: Path, library: Library) -> list[DeadAddress]:
    """Published paths that would answer no more.

    Short addresses are left out: each lives and dies with the long one it stands for.
    """
    old = _file_addresses(base) | (list_addresses(earlier) if earlier else set())
    new = _file_addresses(content) | list_addresses(library)
    fresh = {path.rpartition("/")[2]: path for path in new - old if not path.startswith(_SHORT)}
    dead = sorted(path for path in old - new if not path.startswith(_SHORT))
    return [DeadAddress(path, fresh.get(nearest_word(path.rpartition("/")[2], fresh), "")) for path in dead]


def _file_addresses(folder: Path) -> set[str]:
    """Paths of every file, valid or not: one that has a problem will be fixed."""
    return {prefix + path.stem for kind, prefix in _FOLDERS.items() for path in (folder / kind).glob("*.md")}


def _review_sheets(now: Catalogue, earlier: Library | None, touched: set[str], content: Path) -> list[SheetReview]:
    former = {practice.slug: practice for practice in earlier.practices} if earlier else {}
    nearest = {similarity.slug: similarity for similarity in measure_similarity(now.practices)}
    sheets = []
    for practice in now.practices:
        if _name_sheet(practice.slug, content) in touched:
            findings = tuple(try_queries(now, practice))
            before = next((former[name] for name in (practice.slug, *practice.aliases) if name in former), None)
            differences = find_differences(before, practice, now.library) if before else ()
            sheets.append(SheetReview(practice, before, nearest.get(practice.slug), findings, differences))
    return sheets


def _find_renamed(sheets: Sequence[SheetReview], content: Path) -> Iterator[tuple[str, str]]:
    for sheet in sheets:
        if sheet.before and sheet.before.slug != sheet.practice.slug:
            yield _name_sheet(sheet.before.slug, content), _name_sheet(sheet.practice.slug, content)


def _name_sheet(slug: str, content: Path) -> str:
    return display_name(content / "practices" / f"{slug}.md", content)


def _find_withdrawals(library: Library, earlier: Library | None, content: Path) -> Iterator[WithdrawnSheet]:
    known = {practice.slug for practice in earlier.practices if practice.withdrawn} if earlier else set()
    for practice in library.practices:
        if practice.withdrawn and practice.slug not in known:
            pointing = tuple(sorted(_find_pointing(library, practice.slug, content)))
            yield WithdrawnSheet(practice, practice.withdrawn, pointing)


def _find_pointing(library: Library, slug: str, content: Path) -> Iterator[str]:
    """Files that reference a practice: `related`, successor, selection, or a link in their text."""
    link = re.compile(rf"/pratiques/{slug}(?![\w-])")
    for practice in library.practices:
        named = {*practice.related, practice.withdrawn.successor if practice.withdrawn else ""}
        if slug in named or any(link.search(section.markdown) for section in practice.sections):
            yield _name_sheet(practice.slug, content)
    for selection in library.selections.values():
        if slug in {choice.slug for choice in selection.practices} or link.search(selection.html):
            yield display_name(content / "selections" / f"{selection.slug}.md", content)
    for tool in library.tools.values():
        if slug in tool.practices or link.search(tool.html):
            yield display_name(content / "tools" / f"{tool.slug}.md", content)
    for page in library.pages.values():
        if link.search(page.html):
            yield display_name(content / "pages" / f"{page.slug}.md", content)
