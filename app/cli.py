"""Entry point of the `pratiques` command. Docstrings of commands are their help, in French."""

import json
import sys
import warnings
from pathlib import Path

import click

from app.command.authoring import check, digest, freshness, init, new, report, require_publisher, statistics
from app.command.convention import (
    EXIT_PROBLEM,
    EXIT_STOPPED,
    EXIT_USAGE,
    FrenchCommand,
    FrenchGroup,
    Unpublishable,
    content_option,
    explain,
    explain_failure,
    force_option,
    production_option,
)
from app.content.problem import RefusedPublication, Unreadable, UnusableContent


@click.group(
    cls=FrenchGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="COMMANDE [MOTS]…",
)
def commands() -> None:
    """Bonnes pratiques de l'inclusion dans l'emploi : les écrire, les vérifier, les servir."""


@commands.command()
@content_option
@click.option("--host", default="127.0.0.1", metavar="ADRESSE", help="Adresse d'écoute (127.0.0.1 par défaut).")
@click.option("--port", default=8000, metavar="PORT", type=click.IntRange(1, 65535), help="Port (8000 par défaut).")
@click.option("--workers", default=1, metavar="NOMBRE", type=click.IntRange(1, 64), help="Processus (1 par défaut).")
@click.option("--reload", is_flag=True, help="Montrer les fichiers dès qu'ils sont enregistrés.")
@force_option
@production_option
def serve(content: Path, host: str, port: int, workers: int, reload: bool, force: bool, production: bool) -> None:
    """Servir le site."""
    from app.command.terminal import ProgressBar
    from app.server import serve_site

    if production and not reload:
        require_publisher(content)
    serve_site(content, host, port, workers, reload, ProgressBar(), force)


for command in (init, check, new):
    commands.add_command(command)


class FilteredCommand(FrenchCommand):
    """click command with one repeatable option for each facet: --sector btp --sector industrie."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The declared parameters and one option for each facet, before --help."""
        from app.content.practice import FACETS  # no other command needs it to start

        filters = [
            click.Option([f"--{facet.name}"], multiple=True, help=f"{facet.label} (répétable).", metavar="MOT")
            for facet in FACETS
        ]
        *params, help_option = super().get_params(ctx)
        return [*params, *filters, help_option]


@commands.command(cls=FilteredCommand)
@content_option
@click.argument("words", nargs=-1, required=True, metavar="MOTS…")
@click.option("--json", "as_json", is_flag=True, help="Répondre en JSON.")
@click.option("--exact", is_flag=True, help="Mots exacts : ni famille de mots, ni synonymes, ni correction.")
def search(
    content: Path,
    words: tuple[str, ...],
    as_json: bool,
    exact: bool,
    **filters: tuple[str, ...],
) -> None:
    """Chercher comme sur le site."""
    from app.catalogue.query import Query
    from app.command.terminal import show_results
    from app.snapshot.reader import open_snapshot
    from app.snapshot.store import default_store

    args = [("q", " ".join(words)), *((name, slug) for name, slugs in filters.items() for slug in slugs)]
    query = Query.from_args([*args, ("exact", "1" if exact else "")])
    store = default_store(content)
    if as_json:
        from app.web.application import create_app  # the very answer that the site gives

        store.ensure()
        answer = create_app(store).test_client().get("/pratiques.json", query_string=query.to_args())
        click.echo(answer.get_data(as_text=True), nl=False)
        return
    catalogue = open_snapshot(store.ensure())
    results = catalogue.search(catalogue.admit(query))
    for notice in results.notices:
        click.echo(notice, err=True)
    click.echo(show_results(results))


@commands.command()
@content_option
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar="DOSSIER",
              help="Dossier des instantanés (PRATIQUES_SNAPSHOTS pour « serve »).")  # fmt: skip
@force_option
def build(content: Path, out: Path | None, force: bool) -> None:
    """Préparer l'instantané que « serve » ouvre : index, textes mis en forme, empreinte."""
    from app.command.terminal import ProgressBar, count
    from app.snapshot.store import default_store
    from app.web.templating.environment import compile_once

    path = default_store(content, out).ensure(progress=ProgressBar(), force=force)
    compile_once()
    manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    click.echo(f"{count('pratique', manifest['practices'])}, empreinte {manifest['fingerprint']} : {path}")
    if manifest["problems"]:
        problems = count("problème", manifest["problems"])
        click.echo(f"{problems} dans les contenus, à lire avec « pratiques check ».", err=True)


@commands.command()
@content_option
@click.argument("folder", type=click.Path(path_type=Path), metavar="DOSSIER")
@production_option
def export(content: Path, folder: Path, production: bool) -> None:
    """Écrire tout le site en fichiers, pour un hébergement sans programme.

    DOSSIER est neuf, vide, ou déjà écrit par cette commande. Ce qu'elle n'a pas écrit n'est jamais effacé.
    """
    from app.command.terminal import count, show_broken_links
    from app.export.index import NoIndex
    from app.export.publication import NotAnExport, export_site
    from app.snapshot.store import default_store

    if production:
        require_publisher(content)
    try:
        made = export_site(default_store(content), folder, lambda text: click.echo(text, err=True))
    except NoIndex as error:
        click.echo(str(error), err=True)
        sys.exit(EXIT_PROBLEM)
    except NotAnExport as error:
        click.echo(f"{folder} : {error}", err=True)
        sys.exit(EXIT_PROBLEM)
    click.echo(f"{count('page', made.pages)}, {count('fichier', made.files)} : {folder}")
    click.echo("À déposer tel quel chez un hébergeur de fichiers. Pour le regarder d'abord ici :")
    click.echo(f"  {sys.executable} -m http.server --directory {folder} 8000")
    if made.problems:
        click.echo(f"{count('problème', made.problems)} dans les contenus, à lire avec « pratiques check ».", err=True)
    if made.broken:
        click.echo(show_broken_links(made.broken), err=True)
        sys.exit(EXIT_PROBLEM)


commands.add_command(report)


@commands.command()
@content_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FICHIER")
@click.option("--worst", default=10, metavar="NOMBRE", help="Nombre de recherches ratées à montrer (10 par défaut).")
@click.option("--variants", is_flag=True, help="Mesurer aussi sans accents, en capitales, avec une faute…")
def evaluate(content: Path, file: Path, worst: int, variants: bool) -> None:
    """Mesurer la recherche sur des requêtes jugées : nDCG@10, MRR, premier résultat, temps, pires requêtes."""
    from app.catalogue.evaluation import VARIANTS, evaluate, read_judged, summarise, vary
    from app.command.terminal import show_measures
    from app.snapshot.reader import open_snapshot
    from app.snapshot.store import default_store

    try:
        queries = read_judged(file)
    except Unreadable as error:
        click.echo("\n".join(problem.to_text() for problem in error.problems), err=True)
        sys.exit(EXIT_PROBLEM)
    catalogue = open_snapshot(default_store(content).ensure())
    outcomes = evaluate(catalogue, queries)
    click.echo(show_measures(summarise(outcomes), outcomes, worst))
    for name, change in VARIANTS.items() if variants else ():
        measures = summarise(evaluate(catalogue, vary(queries, change)))
        click.echo(f"{name:>22}  nDCG@10 {measures['ndcg_10']:.3f}  success@1 {measures['success_1']:.3f}")


@commands.command(name="glossary-gaps")
@content_option
def glossary_gaps(content: Path) -> None:
    """Proposer des noms pour le glossaire, d'après les recherches restées sans réponse.

    Pour chacune, les mots des fiches les plus proches de ses mots par le sens : à une personne d'en juger.
    """
    from app.command.terminal import show_gaps
    from app.snapshot.reader import open_snapshot
    from app.snapshot.store import default_store
    from app.web.middleware.zero_results import FOLDER, ZeroResultLog

    store = default_store(content)
    asked = ZeroResultLog(store.folder / FOLDER).most_frequent(at_most=100)
    catalogue = open_snapshot(store.ensure())
    click.echo(show_gaps([(text, times, catalogue.near_words(text)) for text, times in asked]))


commands.add_command(freshness)
commands.add_command(digest)
commands.add_command(statistics)


def main() -> None:
    """Run the command; errors are printed in French on stderr, with the exit codes of command/convention.py."""
    warnings.simplefilter("ignore", SyntaxWarning)  # Python's, of Whoosh, when nobody has compiled it before
    try:
        commands.main(standalone_mode=False)
    except click.UsageError as error:
        click.echo(explain(error, commands), err=True)
        sys.exit(EXIT_USAGE)
    except click.Abort:
        click.echo("Arrêté.", err=True)
        sys.exit(EXIT_STOPPED)
    except Unpublishable as error:
        click.echo(str(error), err=True)
        sys.exit(EXIT_PROBLEM)
    except RefusedPublication as error:
        click.echo(f"Rien n'a été publié.\n{error}", err=True)
        sys.exit(EXIT_PROBLEM)
    except UnusableContent as error:
        click.echo(f"Le dossier des contenus ne peut pas être lu.\n{error}", err=True)
        sys.exit(EXIT_PROBLEM)
    except OSError as error:
        click.echo(explain_failure(error), err=True)
        sys.exit(EXIT_PROBLEM)
