"""Commands of authors and reviewers: init, check, new, report, digest… Their docstrings are their French help."""

import datetime
import json
import os
import shlex
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

import click

from app.command.convention import (
    EXIT_PROBLEM,
    FrenchCommand,
    RequiredOption,
    Unpublishable,
    content_option,
    today_option,
)
from app.content.problem import Problem, Unreadable, UnusableContent, escape_controls
from app.content.source_file import display_name, spell_path
from app.content.stray import is_content_file
from app.environment import find_content


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
    raise click.UsageError(f"« {escape_controls(spell_path(path))} » n'est pas un fichier du dossier « {content} ».")


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


def require_publisher(content: Path) -> None:
    """Raises Unpublishable while site.yaml or a page has a placeholder, or site.yaml an example for an address."""
    from app.advice.warning import lint_publisher

    problems = lint_publisher(content)
    if problems:
        told = "\n".join(problem.to_text() for problem in problems)
        raise Unpublishable(
            f"{told}\n\nLe public doit savoir qui publie ce site et comment lui écrire : complétez ces lignes. "
            "Pour l'essayer en attendant : sans --production, ou PRATIQUES_PRODUCTION=0."
        )


@click.command(cls=FrenchCommand)
@today_option
@click.argument("folder", type=click.Path(path_type=Path), metavar="DOSSIER")
def init(today: datetime.date, folder: Path) -> None:
    """Écrire une base neuve, à soi : listes de mots, fiche d'exemple, page, vérifications.

    DOSSIER est neuf ou vide : rien n'est jamais remplacé. Le fichier README.md qui y est écrit dit la suite.
    """
    from app.content.scaffold import NotEmpty, write_starter

    try:
        written = write_starter(folder, today)
    except NotEmpty as error:
        raise click.UsageError(str(error)) from error
    content = shlex.quote(str(folder / "content"))
    click.echo(f"{folder} : une base neuve, {len(written)} fichiers. Pour la voir :")
    click.echo(f"  pratiques serve --reload --content {content}")
    click.echo("Pour la vérifier :")
    click.echo(f"  pratiques check --content {content}")
    click.echo(f"Pour la suite, lisez {folder / 'README.md'}.")


@click.command(cls=FrenchCommand)
@content_option
@today_option
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FICHIERS]…")
@click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text",
              help="Forme de la réponse (text par défaut).")  # fmt: skip
@click.option("--fix", is_flag=True, help="Montrer, puis écrire, ce qui se corrige sans risque.")
@click.option("--yes", is_flag=True, help="Avec --fix : écrire sans demander.")
def check(content: Path, today: datetime.date, files: tuple[Path, ...], form: str, fix: bool, yes: bool) -> None:
    """Dire les problèmes et les avertissements des contenus.

    De tous, ou des FICHIERS donnés. Le code de sortie est 1 s'il y a un problème ; un avertissement n'y change rien.
    """
    from app.advice.warning import lint_library
    from app.command.terminal import show_problems
    from app.content.library import load_library

    names = {path: _name_within(path, content) for path in files}
    if fix:
        _repair(content, list(files), yes)
    read = None
    try:
        library = load_library(content)
        problems = [*library.problems, *lint_library(library, content, today)]
        read = len(library.practices)
    except UnusableContent as error:
        problems = error.problems
    if files and read is not None:  # what keeps all files from being loaded is always reported
        problems = filter_problems(problems, names, content)
    if text := show_problems(problems, form, read):
        click.echo(text)
    if any(problem.severity == "error" for problem in problems):
        sys.exit(EXIT_PROBLEM)


def _repair(content: Path, files: list[Path], yes: bool) -> None:
    """Show fixes and ask before writing them; on stderr, so that stdout stays readable by a program."""
    from app.content.repair import find_repairs

    repairs = find_repairs(content, files)
    for repair in repairs:
        click.echo(repair.diff(), err=True)
    if not repairs:
        click.echo("Rien à corriger.", err=True)
        return
    repairs = [repair for repair in repairs if repair.is_needed]
    if not repairs:
        return
    question = f"Écrire ces changements ({len(repairs)} fichier{'s' * (len(repairs) > 1)}) ? oui ou non"
    if yes or click.prompt(question, default="non", err=True).strip().lower() in {"o", "oui"}:
        for repair in repairs:
            repair.write()
    else:
        click.echo("Rien n'a été écrit.", err=True)


@click.command(cls=FrenchCommand)
@content_option
@today_option
@click.argument("title", metavar="TITRE")
def new(content: Path, today: datetime.date, title: str) -> None:
    """Écrire le modèle d'une nouvelle fiche, à compléter."""
    from app.content.scaffold import write_template

    try:
        path = write_template(title, content, today)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    except FileExistsError as error:
        raise click.UsageError(f"Une fiche porte déjà ce nom : {error.filename}. Choisissez un autre titre.") from error
    given = [] if content == find_content() else ["--content", str(content)]
    words = ["pratiques", "check", *given, str(path)]
    click.echo(f"{path} : ouvrez ce fichier, complétez-le, puis lancez « {shlex.join(words)} ».")


@click.command(cls=FrenchCommand)
@content_option
@today_option
@click.option("--base", default="main", metavar="VERSION", help="Version de git à comparer (main par défaut).")
@click.option(
    "--judged",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DOSSIER",
    help="Recherches jugées (par défaut tests/judged, à côté des contenus, s'il existe).",
)
def report(content: Path, today: datetime.date, base: str, judged: Path | None) -> None:
    """Dire en Markdown ce que change une proposition.

    Le code de sortie est 1 si elle ne peut pas être acceptée ainsi : un problème, ou une adresse publiée qui mourrait.
    """
    from app.catalogue.evaluation import read_judged
    from app.review.change import review_change
    from app.review.report import write_report
    from app.review.revision import RevisionError, export_content, list_outside

    judged = judged or content.resolve().parent / "tests" / "judged"
    try:
        queries = [query for path in sorted(judged.glob("*.yaml")) for query in read_judged(path)]
    except Unreadable as error:
        raise click.UsageError("\n".join(problem.to_text() for problem in error.problems)) from error
    with tempfile.TemporaryDirectory(prefix="pratiques-") as folder:
        try:
            earlier = export_content(content, base, Path(folder) / "base")
            outside = list_outside(content, base)
        except RevisionError as error:
            raise click.UsageError(str(error)) from error
        result = review_change(content, earlier, queries, Path(folder), today, outside)
        text = write_report(result)
    click.echo(text, nl=False)
    if result.has_errors:
        sys.exit(EXIT_PROBLEM)


@click.command(cls=FrenchCommand)
@content_option
@today_option
@click.option("--days", default=60, type=click.IntRange(0, 3650), metavar="JOURS",
              help="Jours d'avance (60 par défaut).")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              help="Forme de la réponse (text par défaut).")  # fmt: skip
def freshness(content: Path, today: datetime.date, days: int, form: str) -> None:
    """Dire ce qui est à relire, contact par contact, avec une lettre prête à envoyer."""
    from app.content.library import load_library
    from app.review.freshness import list_correspondents, to_rows, write_freshness

    library = load_library(content)
    found = list_correspondents(library, today, days)
    rows = json.dumps(to_rows(found, library.site), ensure_ascii=False, indent=2)
    click.echo(rows if form == "json" else write_freshness(found, library.site))


@click.command(cls=FrenchCommand)
@content_option
@click.option("--since", cls=RequiredOption, type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
              help="Premier jour raconté : 2026-11-01.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["html", "markdown", "text"]), default="text",
              help="Forme de la lettre (text par défaut).")  # fmt: skip
def digest(content: Path, since: datetime.datetime, form: str) -> None:
    """Écrire la lettre des nouveautés : pratiques publiées, relues ou retirées depuis un jour."""
    from app.content.library import load_library
    from app.review.digest import PRINTERS, make_digest

    click.echo(PRINTERS[form](make_digest(load_library(content), since.date())), nl=False)


@click.command(cls=FrenchCommand)
@content_option
def statistics(content: Path) -> None:
    """Compter ce que disent les fiches : contacts, situations, coûts, preuves, documents, départements, thèmes."""
    from app.catalogue.statistics import measure
    from app.command.terminal import show_statistics
    from app.content.headline import Headline
    from app.content.library import load_library

    library = load_library(content)
    published = [Headline.of(practice) for practice in library.practices if not practice.withdrawn]
    click.echo(show_statistics(measure(published, library)))
