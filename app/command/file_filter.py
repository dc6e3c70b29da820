"""File filter of `check`: the problems of given files and folders, and a warning for those the site does not load."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from app.content.problem import Problem, escape_controls
from app.content.source_file import display_name, spell_path
from app.content.stray import is_content_file


class NotInContent(Exception):
    """A path that does not exist, or is outside of the content folder; the text says so, in French."""


def name_files(files: Iterable[Path], content: Path) -> dict[Path, str]:
    """Each given path with its name in problems. Raises NotInContent."""
    return {path: _name_within(path, content) for path in files}


def filter_problems(problems: Iterable[Problem], names: Mapping[Path, str], content: Path) -> list[Problem]:
    """The problems of the given files and folders, and a warning for each that the site does not load."""
    chosen = [problem for problem in problems if _is_in(problem.file, names.values())]
    return [*chosen, *_find_unread(names, content, {problem.file for problem in chosen})]


def _name_within(path: Path, content: Path) -> str:
    """The display name of a path; a symbolic link is not followed."""
    absolute = path.absolute(), content.absolute()
    resolved = path.parent.resolve() / path.name, content.resolve()
    for file, folder in (absolute, resolved):
        if os.path.lexists(path) and file.is_relative_to(folder):
            return display_name(content / file.relative_to(folder), content)
    message = f"« {escape_controls(spell_path(path))} » n'est pas un fichier du dossier « {content} »."
    raise NotInContent(message)


def _find_unread(names: Mapping[Path, str], content: Path, reported: Collection[str]) -> Iterator[Problem]:
    """A warning for each file that the site does not load: that nothing is wrong with it would mislead."""
    message = (
        "Ce fichier n'est pas lu et ne change rien au site : une fiche est un fichier « .md » de practices/. "
        "Déplacez-le s'il devait l'être ; sinon, il peut rester."
    )
    for path, name in names.items():
        if not path.is_dir() and name not in reported and not is_content_file(path, content):
            yield Problem(name, 1, "", message, read=PurePosixPath(name).name, severity="warning")


def _is_in(file: str, names: Collection[str]) -> bool:
    """Whether a file, or a folder that holds it, was given."""
    return not {file, *map(str, PurePosixPath(file).parents)}.isdisjoint(names)
