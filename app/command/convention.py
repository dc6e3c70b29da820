"""Conventions shared by every command: options, exit codes, help and errors in French."""

import errno
from pathlib import Path
from typing import Any

import click
from click.types import OptionHelpExtra

from app.content.problem import nearest_word
from app.environment import find_content, today

EXIT_PROBLEM = 1
EXIT_USAGE = 2
EXIT_STOPPED = 130

_REFUSALS = {
    errno.ENOENT: "ce fichier ou ce dossier n'existe pas",
    errno.EACCES: "ce fichier ou ce port n'est pas permis",
    errno.EEXIST: "ce fichier existe déjà",
    errno.ENOTDIR: "ce n'est pas un dossier",
    errno.EISDIR: "c'est un dossier, il faut un fichier",
    errno.ENOSPC: "il n'y a plus de place sur le disque",
    errno.EROFS: "ce disque ne se laisse pas écrire",
    errno.EBUSY: "ces fichiers changent pendant qu'ils sont lus",
    errno.ECHILD: "un des processus qui lisaient ces fiches a été arrêté, peut-être faute de mémoire",
    errno.EADDRINUSE: "cette adresse ou ce port est déjà pris",
}


class RequiredOption(click.Option):
    """click option that must be given; its help says so in French."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=True, **kwargs)

    def get_help_extra(self, ctx: click.Context) -> OptionHelpExtra:
        """What stands in brackets after the help."""
        return {**super().get_help_extra(ctx), "required": "obligatoire"}


class FrenchCommand(click.Command):
    """click command whose help is in French."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage line, with its prefix in French."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Emploi : ")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The --help option, described in French."""
        option = super().get_help_option(ctx)
        if option:
            option.help = "Montrer cette aide."
        return option


class FrenchGroup(FrenchCommand, click.Group):
    """click group that lists its commands in the order in which they were added."""

    command_class = FrenchCommand

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Command names in the order in which they were added; click sorts them."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, under a title in French."""
        rows = [(name, command.get_short_help_str(100)) for name, command in self.commands.items()]
        with formatter.section("Commandes"):
            formatter.write_dl(rows)


def content_option(command: click.decorators.FC) -> click.decorators.FC:
    """Decorator: --content DIR, an existing folder; by default that of the environment."""
    return click.option(
        "--content",
        envvar="PRATIQUES_CONTENT",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        default=_usual_content,
        metavar="DOSSIER",
        help="Dossier des contenus (par défaut : PRATIQUES_CONTENT, content/ du dépôt ou du dossier courant).",
    )(command)


def _usual_content() -> Path:
    found = find_content()
    if found is None:
        raise click.UsageError(
            "Il n'y a pas de dossier « content » ici. Dites où sont les contenus avec --content DOSSIER, "
            "ou commencez une base avec « pratiques init DOSSIER »."
        )
    return found


def force_option(command: click.decorators.FC) -> click.decorators.FC:
    """Decorator: --force, for the commands that publish."""
    return click.option(
        "--force",
        is_flag=True,
        help="Publier même si la plupart des pratiques ont disparu ou ne peuvent pas être lues.",
    )(command)


class Unpublishable(Exception):
    """The site does not say yet who publishes it. The message, in French, says where to write it."""


def production_option(command: click.decorators.FC) -> click.decorators.FC:
    """Decorator: --production, for the commands that put a site before the public."""
    return click.option(
        "--production",
        envvar="PRATIQUES_PRODUCTION",
        is_flag=True,
        help="Pour le public : refuser tant que l'éditeur, le contact ou l'adresse du site restent à écrire.",
    )(command)


def today_option(command: click.decorators.FC) -> click.decorators.FC:
    """Decorator: a hidden --today DATE, so that tests can set the day."""
    return click.option(
        "--today",
        hidden=True,
        type=click.DateTime(["%Y-%m-%d"]),
        callback=lambda _context, _option, value: value.date() if value else today(),
    )(command)


def explain(error: click.UsageError, commands: click.Group) -> str:
    """Translate a usage error of click to French, with the nearest option or command."""
    if isinstance(error, click.NoSuchOption):
        known = [name for p in error.ctx.command.params for name in p.opts if name[:2] == "--"] if error.ctx else []
        return f"L'option « {error.option_name} » n'existe pas." + _suggest(error.option_name, known)
    if isinstance(error, click.MissingParameter) and isinstance(error.param, click.Option):
        return f"Il manque « {_name(error.param)} »."
    if isinstance(error, click.MissingParameter) and error.param:
        return f"Il manque « {error.param.make_metavar(error.ctx) if error.ctx else error.param.name} »."
    if isinstance(error, click.BadParameter) and error.param:
        return f"La valeur de « {_name(error.param)} » ne convient pas : {_admitted(error.param)}."
    if isinstance(error, click.BadOptionUsage):
        return f"L'option « {error.option_name} » attend une valeur."
    if error.message.startswith("No such command"):
        typed = error.message.split("'")[1]
        known = list(commands.commands)
        return f"La commande « {typed} » n'existe pas.{_suggest(typed, known)} Commandes : {', '.join(known)}."
    if error.message.startswith("Got unexpected extra argument"):
        return f"Il y a un mot de trop : {error.message.partition('(')[2].rstrip('.)')}."
    return error.message  # ours, in French, or the help itself when nothing was typed


def explain_failure(error: OSError) -> str:
    """Format a system error in French, with the file it is about."""
    reason = _REFUSALS.get(error.errno or 0, f"le système refuse (erreur {error.errno})")
    return f"{error.filename or 'Le système'} : {reason}."


def _suggest(typed: str, known: list[str]) -> str:
    nearest = nearest_word(typed, known)
    return f" Vouliez-vous « {nearest} » ?" if nearest else ""


def _name(parameter: click.Parameter) -> str:
    return parameter.opts[0] if isinstance(parameter, click.Option) else str(parameter.metavar or parameter.name)


def _admitted(parameter: click.Parameter) -> str:
    kind = parameter.type
    if isinstance(kind, click.Choice):
        return f"choisissez parmi {', '.join(map(str, kind.choices))}"
    if isinstance(kind, click.IntRange):
        return f"il faut un nombre entier de {kind.min} à {kind.max}"
    if isinstance(kind, click.DateTime):
        return "il faut une date, 2026-11-21"
    if isinstance(kind, click.Path):
        return "ce dossier n'existe pas" if kind.dir_okay and not kind.file_okay else "ce fichier n'existe pas"
    return "il faut un nombre entier"
