"""Parser of content/practices/<slug>.md: file name, front matter and body to a Practice, every problem collected."""

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from app.content.annotation import READING, find_annotations
from app.content.frame import Frame, make_context
from app.content.glossary import TermLinks
from app.content.headline import Headline
from app.content.practice import FrontMatter, Practice, short_code
from app.content.problem import BODY_KEY, Problem, Unreadable, first_problems, nearest_word
from app.content.section import LISTED, find_key, parse_sections, split_body
from app.content.source_file import SourceFile, display_name, read_markdown, spell_path
from app.content.strict_yaml import Location
from app.content.types import MAX_SLUG_LENGTH, SLUG_PATTERN
from app.content.validation import Context, validate

MARKDOWN_FOLDERS = ("practices", "pages", "selections", "tools")  # of a content folder
DRAFT_KEY = "draft"  # under it the form keeps what a draft holds and a sheet does not

_WINDOWS = re.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]")  # devices, whatever follows the point
_ADMITTED = f"minuscules sans accent, chiffres et tirets, {MAX_SLUG_LENGTH} caractères au plus : plan-egalite-2024.md"
_UNNAMED = "fiche"


def escapes_root(folder: Path) -> bool:
    """Whether a folder of the content is a symbolic link out of it, or a broken one: nothing is read there."""
    if not folder.is_symlink():
        return False
    root, target = os.path.realpath(folder.parent), os.path.realpath(folder)
    return not folder.exists() or os.path.commonpath([root, target]) != root


def list_markdown(folder: Path) -> list[Path]:
    """The Markdown files of a folder, sorted by name; hidden ones (an editor's own) are left out."""
    if escapes_root(folder):
        return []
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
    except FileNotFoundError:
        return []
    return [folder / name for name in names if name.endswith(".md") and not name.startswith(".")]


def check_file_name(path: Path, folder: Path) -> list[Problem]:
    """Validate the name of a Markdown file, which becomes a URL path; the problem in a list, or none."""
    message = slug_error(path.stem)
    if not message:
        return []
    problem = Problem(display_name(path, folder), 1, "", message, read=spell_path(Path(path.name)), admitted=_ADMITTED)
    return [problem]


def slug_error(slug: str) -> str:
    """Why a slug can be neither an address nor a file on every system, in French; "" when it can."""
    if not re.fullmatch(SLUG_PATTERN, slug) or len(slug) > MAX_SLUG_LENGTH:
        return "Le nom du fichier devient l'adresse de la page et n'a pas la bonne forme."
    if _WINDOWS.fullmatch(slug):
        return "Windows garde ce nom pour lui : personne ne pourrait y copier la base. Prenez un nom plus long."
    return ""


def read_source(folder: Path, slug: str) -> SourceFile:
    """Parse the file of a practice, by slug. Raises Unreadable."""
    path = folder / "practices" / f"{slug}.md"
    if named := check_file_name(path, folder):
        raise Unreadable(named)
    return read_markdown(path, display_name(path, folder))


class PracticeReader:
    """Reads the practices of a folder one by one, with the context of one frame; none depends on another."""

    def __init__(self, folder: Path, frame: Frame) -> None:
        self._folder = folder
        self._context = make_context(frame.vocabulary, frame.documents, ())
        self._terms = TermLinks(frame.glossary.values())

    def read(self, path: Path) -> tuple[Practice | None, bytes, list[Problem]]:
        """(practice, bytes, problems) of a file, read once; practice is None when there is a problem."""
        named = check_file_name(path, self._folder)
        try:
            source = read_markdown(path, display_name(path, self._folder))
        except Unreadable as error:
            return None, b"", [*named, *error.problems]
        practice, problems = parse_practice(source, _UNNAMED if named else path.stem, self._context, self._terms)
        return None if named else practice, source.content, [*named, *problems]


def parse_practice(
    source: SourceFile, slug: str, context: Context, terms: TermLinks | None = None
) -> tuple[Practice | None, list[Problem]]:
    """(practice, problems) of a parsed file; practice is None when its front matter or body has a problem.

    `terms` links the words of the glossary in its text.
    """
    data = {key: value for key, value in source.data.items() if key != DRAFT_KEY}
    front, problems = validate(FrontMatter, replace(source, data=data), context)
    if DRAFT_KEY in source.data:
        message = (
            "Ce fichier est un brouillon. Reprenez-le dans le formulaire (« Reprendre un brouillon »), ou ôtez la clé "
            f"« {DRAFT_KEY} » et ses lignes quand la fiche est finie."
        )
        problems.append(source.problem((DRAFT_KEY,), message))
    problems += _check_documents_are_cited(source, context)
    problems += _check_one_headline(source)
    problems += _check_annotations(source, context)
    declared = source.data.get("format")
    format = declared if isinstance(declared, str) else None
    link_terms = terms.start_page() if terms else None
    sections, section_problems = parse_sections(source.body, source.body_line, source.name, format, link_terms)
    problems = first_problems([*problems, *section_problems])
    if front is None or problems:
        return None, problems
    return Practice(slug=slug, sections=sections, **dict(front)), []


def _check_documents_are_cited(source: SourceFile, context: Context) -> list[Problem]:
    """The document of each figure and quote is among the sources; an unknown one is reported by its own check."""
    cited = {row.get("document") for row in _list_groups(source.data.get("sources"))}
    known = context.get("sources")
    message = "Ce document n'est pas dans les sources de la fiche. Ajoutez-l'y, ou choisissez l'une d'elles."
    return [
        source.problem((*location, "source"), message, read=document)
        for location, row in _list_sourced(source)
        if isinstance(document := row.get("source"), str)
        and document not in cited
        and (known is None or document in known)
    ]


def _list_sourced(source: SourceFile) -> Iterator[tuple[Location, Mapping[str, object]]]:
    """What may name its document, with its location: indicators, their values, quotes."""
    for position, indicator in enumerate(_list_groups(source.data.get("indicators"))):
        yield ("indicators", position), indicator
        for rank, value in enumerate(_list_groups(indicator.get("values"))):
            yield ("indicators", position, "values", rank), value
    for position, quote in enumerate(_list_groups(source.data.get("quotes"))):
        yield ("quotes", position), quote


def _check_one_headline(source: SourceFile) -> list[Problem]:
    """One indicator at most is the headline."""
    rows = enumerate(_list_groups(source.data.get("indicators")))
    chosen = [position for position, row in rows if row.get("headline") in {True, "true", "oui"}]
    message = "Un autre chiffre est déjà celui à montrer d'abord. Gardez « headline » à un seul."
    return [source.problem(("indicators", position, "headline"), message) for position in chosen[1:]]


def _check_annotations(source: SourceFile, context: Context) -> Iterator[Problem]:
    """The annotations of pitfalls and keys name a lever of the sheet and a kind of the vocabulary."""
    levers = source.data.get("levers")
    own = [lever for lever in levers if isinstance(lever, str)] if isinstance(levers, list) else []
    start = 0
    for _, title, text in split_body(source.body, source.body_line):
        start = source.body.find(text, start) if text else start
        key = find_key(title or "")
        for offset, _, annotation in find_annotations(text) if key in LISTED else ():
            line = source.body_line + source.body.count("\n", 0, start + offset)
            locate = partial(Problem, source.name, line, BODY_KEY, section=key or "")
            if annotation.unknown:
                message = "Cette indication entre parenthèses n'est pas connue."
                yield locate(message, read=annotation.unknown[0], admitted=f"{READING} ; levier : … ; nature : …")
            if annotation.lever and annotation.lever not in own:
                message = (
                    "Ce levier n'est pas l'un de ceux de la fiche (« levers »). Ajoutez-l'y, ou prenez l'un d'eux."
                )
                nearest = nearest_word(annotation.lever, own)
                yield locate(message, read=annotation.lever, admitted=", ".join(own), nearest=nearest)
            if annotation.kind and key != "vigilance":
                yield locate("Seul un piège à éviter a une nature.", read=annotation.kind)
            elif annotation.kind and annotation.kind not in (kinds := context.get("pitfall_kinds", [annotation.kind])):
                message = "Cette nature n'est pas dans la liste « pitfall_kinds » de content/vocabulary.yaml."
                nearest = nearest_word(annotation.kind, kinds)
                yield locate(message, read=annotation.kind, admitted=", ".join(kinds), nearest=nearest)


def _list_groups(value: object) -> list[Mapping[str, object]]:
    """The rows of a list, each as a group, empty when it is something else."""
    rows = value if isinstance(value, list) else []
    return [row if isinstance(row, dict) else {} for row in rows]


def check_practice(
    source: SourceFile,
    slug: str,
    context: Context,
    others: Iterable[Headline],
    terms: TermLinks | None = None,
) -> tuple[Practice | None, list[Problem]]:
    """(practice, problems) of a file validated among others: its content, then its names and its links to them."""
    practice, problems = parse_practice(source, slug, context, terms)
    if practice is None:
        return None, problems
    return practice, check_added_practice(Headline.of(practice), source, others)


class _UnlocatedProblem(NamedTuple):
    """A problem whose file and line are still to be resolved."""

    location: Location
    message: str
    read: str
    admitted: str = ""
    nearest: str = ""

    def of(self, source: SourceFile) -> Problem:
        """The problem, located in its source file."""
        return source.problem(self.location, self.message, read=self.read, admitted=self.admitted, nearest=self.nearest)


def check_names(
    headlines: Iterable[Headline], slugs: Collection[str], source_of: Callable[[str], SourceFile]
) -> Iterator[Problem]:
    """Every cross-reference problem of a folder. `slugs` names all files, even those that cannot be parsed.

    A file is parsed again with `source_of` only when there is a problem to locate in it.
    """
    owners = {slug: slug for slug in slugs}
    codes: dict[str, str] = {}
    for headline in headlines:
        complaints = [*_claim(headline, owners, codes), *_check_links(headline, owners)]
        source = source_of(headline.slug) if complaints else None
        yield from (complaint.of(source) for complaint in complaints if source)


def check_added_practice(newcomer: Headline, source: SourceFile, others: Iterable[Headline]) -> list[Problem]:
    """The cross-reference problems of one practice that would be added to `others`, or would replace one."""
    owners = {name: other.slug for other in others for name in other.names} | {newcomer.slug: newcomer.slug}
    codes = {short_code(name): name for name in owners if name != newcomer.slug}
    complaints = [*_claim(newcomer, owners, codes), *_check_links(newcomer, owners)]
    return [complaint.of(source) for complaint in complaints]


def _claim(headline: Headline, owners: dict[str, str], codes: dict[str, str]) -> Iterator[_UnlocatedProblem]:
    """Two files may not claim one name, nor two names one short address; the first to claim it keeps it."""
    for position, alias in enumerate(headline.aliases):
        owner = owners.setdefault(alias, headline.slug)
        if owner != headline.slug or alias == headline.slug:
            message = f"L'ancien nom « {alias} » est déjà pris par la fiche « {owner} »."
            yield _UnlocatedProblem(("aliases", position), message, alias, "un nom libre")
    for name in headline.names:
        owner = codes.setdefault(short_code(name), name)
        if owner != name:
            message = "L'adresse courte de cette fiche est déjà celle d'une autre. Changez le nom du fichier."
            yield _UnlocatedProblem((), message, name, f"un nom dont l'adresse diffère de « {owner} »")


def _check_links(headline: Headline, owners: dict[str, str]) -> Iterator[_UnlocatedProblem]:
    """A broken link to another sheet is a problem, but no reason to hide this one."""
    links: list[tuple[Location, str]] = [(("related", n), slug) for n, slug in enumerate(headline.related)]
    links += [(("withdrawn", "successor"), headline.successor)] if headline.successor else []
    for location, slug in links:
        if slug == headline.slug:
            yield _UnlocatedProblem(location, "Une fiche ne renvoie pas à elle-même.", slug)
        elif owners.get(slug) != slug:
            nearest = nearest_word(slug, [name for name, owner in owners.items() if name == owner])
            yield _UnlocatedProblem(location, "Aucune fiche ne porte ce nom.", slug, nearest=nearest)
