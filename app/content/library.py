"""All that content/ holds, loaded and checked in one pass. Loading and checking are the same code."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from markupsafe import Markup
from pydantic import BaseModel

from app.content.document import Document, Documents
from app.content.glossary import Glossary, GlossaryEntry
from app.content.page import Page, PageFrontMatter
from app.content.part import SLUG_PATTERN
from app.content.practice import FrontMatter, Practice, short_code
from app.content.problem import Problem, Unreadable, nearest_word
from app.content.rendering import TooIntricate, plain_text, render
from app.content.section import parse_sections
from app.content.selection import Selection, SelectionFrontMatter
from app.content.site import Site
from app.content.source_file import SourceFile, read_markdown, read_yaml
from app.content.strict_yaml import Location
from app.content.term_link import TermLinks
from app.content.validation import validate
from app.content.vocabulary import Vocabulary

M = TypeVar("M", bound=BaseModel)

_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>')


class UnusableContent(Exception):
    """The folder or one of its YAML files is missing or broken: nothing can be served."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(problem.to_text() for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Library:
    """The content as it was read. A file with an error is left out and told in `problems`."""

    vocabulary: Vocabulary
    glossary: Mapping[str, GlossaryEntry]
    documents: Mapping[str, Document]
    site: Site
    practices: tuple[Practice, ...]
    pages: Mapping[str, Page] = field(default_factory=dict)
    selections: Mapping[str, Selection] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def load_library(folder: Path) -> Library:
    """Read the whole of `folder`. Raises UnusableContent when the YAML files do not allow it."""
    problems: list[Problem] = []
    vocabulary = _load_yaml(Vocabulary, folder, "vocabulary.yaml", problems)
    site = _load_yaml(Site, folder, "site.yaml", problems)
    documents = _load_yaml(Documents, folder, "sources.yaml", problems)
    has_glossary = (folder / "glossary.yaml").exists()
    glossary = _load_yaml(Glossary, folder, "glossary.yaml", problems) if has_glossary else Glossary({})
    if vocabulary is None or site is None or documents is None or glossary is None:
        raise UnusableContent(problems)
    problems += _check_levers(vocabulary, folder)
    slugs = [path.stem for path in _markdown_files(folder / "practices")]
    context = make_context(vocabulary, documents.root, slugs)
    practices = _load_practices(folder, context, TermLinks(glossary.root.values()), problems)
    return Library(
        vocabulary=vocabulary,
        glossary=glossary.root,
        documents=documents.root,
        site=site,
        practices=practices,
        pages=dict(_load_pages(folder, context, problems)),
        selections=dict(_load_selections(folder, {**context, "practices": [p.slug for p in practices]}, problems)),
        problems=tuple(sorted(problems)),
    )


def make_context(
    vocabulary: Vocabulary, documents: Mapping[str, Document], slugs: Sequence[str]
) -> dict[str, Sequence[str]]:
    """The admitted words of every closed list, by the name that OneOf gives it."""
    lists = {name: tuple(vocabulary.terms(name)) for name in Vocabulary.model_fields}
    return {**lists, "sources": tuple(documents), "practices": tuple(slugs)}


def parse_practice(
    source: SourceFile, slug: str, context: Mapping[str, Sequence[str]], terms: TermLinks | None = None
) -> tuple[Practice | None, list[Problem]]:
    """One practice from its file, or None and every problem of its front matter and its body.

    `terms` links the words of the glossary in its text.
    """
    front, problems = validate(FrontMatter, source, context)
    declared = source.data.get("format")
    format = declared if isinstance(declared, str) else None
    link_terms = terms.start_page() if terms else None
    sections, section_problems = parse_sections(source.body, source.body_line, source.name, format, link_terms)
    problems += section_problems
    if front is None or problems:
        return None, problems
    return Practice(slug=slug, sections=sections, **dict(front)), []


def check_practice(
    source: SourceFile,
    slug: str,
    context: Mapping[str, Sequence[str]],
    others: Sequence[Practice],
    terms: TermLinks | None = None,
) -> tuple[Practice | None, list[Problem]]:
    """One practice as it would stand among others: read, then its names and its links to them checked."""
    practice, problems = parse_practice(source, slug, context, terms)
    if practice is None:
        return None, problems
    owners = {name: other.slug for other in others for name in (other.slug, *other.aliases)} | {slug: slug}
    codes = {short_code(name): name for name in owners if name != slug}
    problems += _claim_aliases(practice, source, owners)
    problems += _check_links(practice, source, context["practices"])
    if short_code(slug) in codes:
        problems.append(_shared_code(source, slug, codes[short_code(slug)]))
    return practice, problems


def display_name(path: Path, folder: Path) -> str:
    """How a file is named in messages: `content/practices/stef-mixup.md`."""
    try:
        return (Path(folder.name) / path.relative_to(folder)).as_posix()
    except ValueError:
        return path.as_posix()


def _load_yaml(model: type[M], folder: Path, file: str, problems: list[Problem]) -> M | None:
    try:
        source = read_yaml(folder / file, display_name(folder / file, folder))
    except Unreadable as error:
        problems += error.problems
        return None
    value, found = validate(model, source, {})
    problems += found
    return value


def _check_levers(vocabulary: Vocabulary, folder: Path) -> list[Problem]:
    groups = vocabulary.lever_groups
    return [
        Problem(
            f"{folder.name}/vocabulary.yaml",
            1,
            f"levers.{lever.slug}.group",
            "Ce groupe de leviers n'existe pas.",
            read=lever.group,
            admitted=", ".join(groups),
            nearest=nearest_word(lever.group, groups),
        )
        for lever in vocabulary.levers.values()
        if lever.group and lever.group not in groups
    ]


def _load_practices(
    folder: Path, context: Mapping[str, Sequence[str]], terms: TermLinks, problems: list[Problem]
) -> tuple[Practice, ...]:
    loaded: list[tuple[Practice, SourceFile]] = []
    for source, slug in _read_markdown_files(folder, "practices", problems):
        practice, found = parse_practice(source, slug, context, terms)
        problems += found
        if practice:
            loaded.append((practice, source))
    owners = {slug: slug for slug in context["practices"]}
    for practice, source in loaded:
        problems += _claim_aliases(practice, source, owners)
        problems += _check_links(practice, source, context["practices"])
    problems += _check_codes(loaded)
    slugs = {practice.slug for practice, _ in loaded}
    return tuple(_drop_lost_links(practice, slugs) for practice, _ in loaded)


def _claim_aliases(practice: Practice, source: SourceFile, owners: dict[str, str]) -> Iterator[Problem]:
    """Two files may not claim one name; the first to claim it keeps it."""
    for position, alias in enumerate(practice.aliases):
        owner = owners.setdefault(alias, practice.slug)
        if owner != practice.slug or alias == practice.slug:
            message = f"L'ancien nom « {alias} » est déjà pris par la fiche « {owner} »."
            yield source.problem(("aliases", position), message, read=alias, admitted="un nom libre")


def _check_codes(loaded: list[tuple[Practice, SourceFile]]) -> Iterator[Problem]:
    """Two names whose short addresses are the same: the younger file must take another name before it is published."""
    owners: dict[str, str] = {}
    for practice, source in loaded:
        for name in (practice.slug, *practice.aliases):
            owner = owners.setdefault(short_code(name), name)
            if owner != name:
                yield _shared_code(source, name, owner)


def _shared_code(source: SourceFile, name: str, owner: str) -> Problem:
    message = "L'adresse courte de cette fiche est déjà celle d'une autre. Changez le nom du fichier."
    return source.problem((), message, read=name, admitted=f"un nom dont l'adresse diffère de « {owner} »")


def _check_links(practice: Practice, source: SourceFile, slugs: Sequence[str]) -> Iterator[Problem]:
    """A broken link to another sheet is a problem, but no reason to hide this one."""
    links: list[tuple[Location, str]] = [(("related", n), slug) for n, slug in enumerate(practice.related)]
    if practice.withdrawn and practice.withdrawn.successor:
        links.append((("withdrawn", "successor"), practice.withdrawn.successor))
    for location, slug in links:
        if slug not in slugs:
            nearest = nearest_word(slug, slugs)
            yield source.problem(location, "Aucune fiche ne porte ce nom.", read=slug, nearest=nearest)
        elif slug == practice.slug:
            yield source.problem(location, "Une fiche ne renvoie pas à elle-même.", read=slug)


def _drop_lost_links(practice: Practice, slugs: set[str]) -> Practice:
    """Links to sheets that could not be loaded are left out, so that no page shows a dead one."""
    kept = tuple(slug for slug in practice.related if slug in slugs)
    return practice if kept == practice.related else practice.model_copy(update={"related": kept})


def _load_pages(
    folder: Path, context: Mapping[str, Sequence[str]], problems: list[Problem]
) -> Iterator[tuple[str, Page]]:
    for source, slug in _read_markdown_files(folder, "pages", problems):
        front, found = validate(PageFrontMatter, source, context)
        problems += found
        html = _render_body(source, problems)
        if front and html is not None:
            headings = tuple((anchor, plain_text(title)) for anchor, title in _HEADING.findall(html))
            yield slug, Page(slug=slug, html=html, text=plain_text(html), headings=headings, **dict(front))


def _load_selections(
    folder: Path, context: Mapping[str, Sequence[str]], problems: list[Problem]
) -> Iterator[tuple[str, Selection]]:
    for source, slug in _read_markdown_files(folder, "selections", problems):
        front, found = validate(SelectionFrontMatter, source, context)
        problems += found
        html = _render_body(source, problems)
        if front and html is not None:
            yield slug, Selection(slug=slug, html=html, text=plain_text(html), **dict(front))


def _render_body(source: SourceFile, problems: list[Problem]) -> Markup | None:
    try:
        return render(source.body)
    except TooIntricate as error:
        message = f"Le texte ne peut pas être mis en forme. {error}"
        problems.append(Problem(source.name, source.body_line, "texte", message))
        return None


def _read_markdown_files(folder: Path, kind: str, problems: list[Problem]) -> Iterator[tuple[SourceFile, str]]:
    for path in _markdown_files(folder / kind):
        name = display_name(path, folder)
        if not re.fullmatch(SLUG_PATTERN, path.stem) or len(path.stem) > 80:
            message = "Le nom du fichier devient l'adresse de la page et n'a pas la bonne forme."
            admitted = "minuscules sans accent, chiffres et tirets, 80 caractères au plus : plan-egalite-2024.md"
            problems.append(Problem(name, 1, "", message, read=path.name, admitted=admitted))
            continue
        try:
            yield read_markdown(path, name), path.stem
        except Unreadable as error:
            problems += error.problems


def _markdown_files(folder: Path) -> list[Path]:
    """The files of a folder that are content; hidden ones (an editor's own) are not."""
    return sorted(path for path in folder.glob("*.md") if not path.name.startswith("."))
