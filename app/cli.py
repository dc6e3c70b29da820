"""The command `pratiques`: what authors, reviewers and operators type. All it says is in French."""

import json
import os
import sys
from pathlib import Path

import click

from app.content.library import Library, UnusableContent, load_library
from app.content.problem import Problem
from app.content.template import write_template

_REPOSITORY = Path(__file__).resolve().parent.parent
_EXIT_PROBLEM = 1
_EXIT_USAGE = 2

_USAGE_ERRORS = {
    click.NoSuchOption: "L'option « {error.option_name} » n'existe pas.",
    click.MissingParameter: "Il manque « {name} ».",
    click.BadParameter: "La valeur de « {name} » n'est pas admise : {error.message}",
}


def content_option(command: click.decorators.FC) -> click.decorators.FC:
    """--content DIR, the same on every command."""
    return click.option(
        "--content",
        "content",
        envvar="PRATIQUES_CONTENT",
        type=click.Path(path_type=Path, file_okay=False),
        default=_REPOSITORY / "content",
        help="Dossier des contenus (par défaut : content/ du dépôt, ou la variable PRATIQUES_CONTENT).",
    )(command)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Bonnes pratiques de l'inclusion dans l'emploi : les écrire, les vérifier, les servir."""


@commands.command()
@content_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Adresse d'écoute.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port d'écoute.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Nombre de processus.")
@click.option("--reload", is_flag=True, help="Montrer les fichiers dès qu'ils sont enregistrés.")
def serve(content: Path, host: str, port: int, workers: int, reload: bool) -> None:
    """Servir le site."""
    from app.server import serve_site  # the web is loaded for this command alone

    serve_site(content, host, port, workers, reload)


@commands.command()
@content_option
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FICHIERS]…")
@click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text", show_default=True,
              help="Forme de la réponse.")  # fmt: skip
def check(content: Path, files: tuple[Path, ...], form: str) -> None:
    """Dire tous les problèmes des contenus (ou des FICHIERS donnés). Code de sortie 1 s'il y en a un."""
    try:
        library = load_library(content)
        problems = list(library.problems)
    except UnusableContent as error:
        library, problems = None, error.problems
    if files:
        names = {path.resolve() for path in files}
        problems = [p for p in problems if (content.resolve().parent / p.file).resolve() in names]
    _print_problems(problems, form, library)
    if any(problem.severity == "error" for problem in problems):
        sys.exit(_EXIT_PROBLEM)


def _print_problems(problems: list[Problem], form: str, library: Library | None) -> None:
    if form == "json":
        click.echo(json.dumps([problem.to_dict() for problem in problems], ensure_ascii=False, indent=2))
        return
    for problem in problems:
        click.echo(problem.to_github() if form == "github" else problem.to_text() + "\n")
    if form == "text":
        read = f"{len(library.practices)} pratiques lues. " if library else ""
        errors = sum(problem.severity == "error" for problem in problems)
        warnings = len(problems) - errors
        click.echo(f"{read}{errors or 'Aucun'} problème{'s' * (errors > 1)}, {warnings or 'aucun'} avertissement.")


@commands.command()
@content_option
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Dossier des instantanés.")
def build(content: Path, out: Path | None) -> None:
    """Préparer l'instantané que « serve » ouvre : index, textes mis en forme, empreinte."""
    from app.catalogue.snapshot import Store, default_store

    store = Store(content, out) if out else default_store(content)
    path = store.ensure()
    manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    click.echo(f"{manifest['practices']} pratiques, empreinte {manifest['fingerprint']} : {path}")
    if manifest["problems"]:
        click.echo(f"{manifest['problems']} problème(s) dans les contenus : « pratiques check » les dit.", err=True)


@commands.command()
@content_option
@click.argument("title", metavar="TITRE")
def new(content: Path, title: str) -> None:
    """Écrire le modèle d'une nouvelle fiche, à compléter."""
    path = write_template(title, content)
    click.echo(f"{path} : ouvrez ce fichier, complétez-le, puis lancez « pratiques check {path} ».")


@commands.command()
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
    from app.catalogue.snapshot import default_store, open_snapshot

    args = [("q", " ".join(words)), *((name, slug) for name, slugs in filters.items() for slug in slugs)]
    query = Query.from_args([*args, ("exact", "1" if exact else "")])
    store = default_store(content)
    if as_json:
        from app.web.application import create_app  # the very answer that the site gives

        store.ensure()
        answer = create_app(store).test_client().get("/pratiques.json", query_string=query.to_args())
        click.echo(answer.get_data(as_text=True), nl=False)
        return
    results = open_snapshot(store.ensure()).search(query)
    for notice in results.notices:
        click.echo(notice, err=True)
    for hit in results.hits:
        practice = hit.practice
        click.echo(f"{click.style(practice.title, bold=True)}\n  {practice.organisation.name} · {practice.slug}")
    click.echo(f"{results.total} pratique{'s' * (results.total > 1)}.")


def _add_filters(command: click.Command) -> None:
    """One repeatable option for each facet: --sector btp --sector industrie."""
    from app.content.practice import FACETS

    for facet in FACETS:
        help_text = f"{facet.label} (répétable)."
        command.params.append(click.Option([f"--{facet.name}"], multiple=True, help=help_text, metavar="MOT"))


_add_filters(search)


@commands.command()
@content_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FICHIER")
@click.option("--worst", default=10, show_default=True, help="Nombre de recherches ratées à montrer.")
def evaluate(content: Path, file: Path, worst: int) -> None:
    """Mesurer la recherche sur des requêtes jugées : nDCG@10, MRR, premier résultat, temps, pires requêtes."""
    from app.catalogue.evaluation import evaluate, read_judged, summarise
    from app.catalogue.snapshot import default_store, open_snapshot

    outcomes = evaluate(open_snapshot(default_store(content).ensure()), read_judged(file))
    for name, value in summarise(outcomes).items():
        click.echo(f"{name:>15}  {value:.3f}".rstrip("0").rstrip("."))
    for outcome in sorted(outcomes, key=lambda outcome: outcome.ndcg)[:worst]:
        if outcome.ndcg < 1:
            click.echo(
                f"\n{outcome.ndcg:.3f}  « {outcome.judged.text} »\n       attendu : {', '.join(outcome.judged.grades)}"
            )
            click.echo(f"       obtenu : {', '.join(outcome.found[:5]) or 'rien'}")


def main() -> None:
    """Run the command, and tell in French what is wrong with it."""
    try:
        commands.main(standalone_mode=False)
    except click.UsageError as error:
        click.echo(_explain(error), err=True)
        sys.exit(_EXIT_USAGE)
    except click.Abort:
        sys.exit(130)
    except UnusableContent as error:
        click.echo(f"Le dossier des contenus ne peut pas être lu.\n{error}", err=True)
        sys.exit(_EXIT_PROBLEM)
    except OSError as error:
        click.echo(f"{error.filename or 'Fichier'} : {os.strerror(error.errno or 0)}", err=True)
        sys.exit(_EXIT_PROBLEM)


def _explain(error: click.UsageError) -> str:
    if not isinstance(error, (click.NoSuchOption, click.BadParameter)) and "No such command" in error.message:
        known = ", ".join(commands.commands)
        return f"Cette commande n'existe pas. Commandes : {known}."
    for kind, text in _USAGE_ERRORS.items():
        if isinstance(error, kind):
            name = getattr(getattr(error, "param", None), "metavar", None) or getattr(error, "param_hint", "") or ""
            return text.format(error=error, name=name)
    return f"{error.message}\nAide : pratiques --help"
