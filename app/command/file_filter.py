"""The files that `check` is asked about: their problems alone, and a word on those that the base does not read."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from app.content.problem import Problem, escape_controls
from app.content.source_file import display_name, spell_path
from app.content.stray import is_content_file


class NotInContent(Exception):
    """A file that is not there, or belongs to another folder; the text says so, in French."""


def name_files(files: Iterable[Path], content: Path) -> dict[Path, str]:
    """Each file or folder with its name in problems. Raises NotInContent."""
    return {path: _name_within(path, content) for path in files}


def filter_problems(problems: Iterable[Problem], names: Mapping[Path, str], content: Path) -> list[Problem]:
    """The problems of these files and folders. A file that is not read keeps no other from being checked."""
    chosen = [problem for problem in problems if _is_in(problem.file, names.values())]
    return [*chosen, *_find_unread(names, content, {problem.file for problem in chosen})]


def _name_within(path: Path, content: Path) -> str:
    """A link is not followed: it is told itself."""
    absolute = path.absolute(), content.absolute()
    resolved = path.parent.resolve() / path.name, content.resolve()
    for file, folder in (absolute, resolved):
        if os.path.lexists(path) and file.is_relative_to(folder):
            return display_name(content / file.relative_to(folder), content)
    message = f"« {escape_controls(spell_path(path))} » n'est pas un fichier du dossier « {content} »."
    raise NotInContent(message)


def _find_unread(names: Mapping[Path, str], content: Path, told: Collection[str]) -> Iterator[Problem]:
    """To find nothing wrong with a file that the base does not read would be a lie."""
    message = (
        "Ce fichier n'est pas lu et ne change rien au site : une fiche est un fichier « .md » de practices/. "
        "Déplacez-le s'il devait l'être ; sinon, il peut rester."
    )
    for path, name in names.items():
        if not path.is_dir() and name not in told and not is_content_file(path, content):
            yield Problem(name, 1, "", message, read=PurePosixPath(name).name, severity="warning")


def _is_in(file: str, names: Collection[str]) -> bool:
    """Whether a file, or a folder that holds it, was asked for."""
    return not {file, *map(str, PurePosixPath(file).parents)}.isdisjoint(names)
