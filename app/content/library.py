"""Library: the aggregate of a whole content folder. Loading and validating are one pass of the same code."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypedDict

from markupsafe import Markup

from app.addresses import FIXED_PATHS
from app.content.frame import Frame, Site, load_frame, make_context
from app.content.gazetteer import Commune, load_communes
from app.content.headline import Headline
from app.content.page import Page, PageFrontMatter, Selection, SelectionFrontMatter, Tool, ToolFrontMatter
from app.content.practice import Practice, short_code
from app.content.practice_file import PracticeReader, check_file_name, check_names, list_markdown, read_source
from app.content.problem import BODY_KEY, Problem, TooIntricate, Unreadable
from app.content.section import check_characters
from app.content.source_file import SourceFile, display_name, read_markdown
from app.content.stray import find_strays
from app.content.validation import Context, validate


class _Body(TypedDict):
    """Keyword arguments of a rendered body: HTML, and its plain text."""

    html: Markup
    text: str


_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>')


@dataclass(frozen=True)
class Library(Frame):
    """The parsed content. A file with an error is left out, and reported in `problems`, which are sorted.

    `communes` are only there once the files are read: a snapshot keeps them as tables (app/catalogue/place.py).
    """

    practices: Sequence[Practice]
    pages: Mapping[str, Page] = field(default_factory=dict)
    selections: Mapping[str, Selection] = field(default_factory=dict)
    communes: tuple[Commune, ...] = ()
    tools: Mapping[str, Tool] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def tools_from(self, practice: str) -> list[Tool]:
        """The tools made from a practice."""
        return [tool for tool in self.tools.values() if practice in tool.practices]

    def tools_for(self, lever: str) -> list[Tool]:
        """The tools that serve a lever."""
        return [tool for tool in self.tools.values() if lever in tool.levers]


def load_library(folder: Path) -> Library:
    """Load and validate a content folder. Raises UnusableContent when the YAML files cannot be used."""
    frame, problems = load_frame(folder)
    reader = PracticeReader(folder, frame)
    practices = []
    for path in list_markdown(folder / "practices"):
        practice, _, found = reader.read(path)
        problems += found
        practices += [practice] if practice else []
    return complete_library(folder, frame, practices, map(Headline.of, practices), problems)


def complete_library(
    folder: Path,
    frame: Frame,
    practices: Sequence[Practice],
    headlines: Iterable[Headline],
    problems: Sequence[Problem],
) -> Library:
    """Build the library around practices that are loaded: cross-reference checks, pages, selections, tools.

    `headlines` are those of `practices`, which may be lazy: none of them is loaded for this.
    """
    found = list(problems)
    headlines = list(headlines)
    slugs = [path.stem for path in list_markdown(folder / "practices")]
    found += find_strays(folder)
    found += check_names(headlines, slugs, partial(read_source, folder))
    context = make_context(frame.vocabulary, frame.documents, [headline.slug for headline in headlines])
    communes, faults = load_communes(folder, frame.vocabulary.departments)
    found += faults
    return Library(
        **vars(frame),
        practices=practices,
        pages=dict(_load_pages(folder, frame.site, context, found)),
        selections=dict(_load_selections(folder, context, found)),
        communes=communes,
        tools=dict(_load_tools(folder, context, found)),
        problems=tuple(sorted(found)),
    )


def _load_pages(folder: Path, site: Site, context: Context, problems: list[Problem]) -> Iterator[tuple[str, Page]]:
    for source, slug in _read_all(folder, "pages", problems):
        if slug and (f"/{slug}" in FIXED_PATHS or f"/{slug}" == site.prefix):
            message = "Cette adresse est déjà celle d'une page du site. Changez le nom du fichier."
            problems.append(source.problem((), message, read=slug))
            continue
        front, found = validate(PageFrontMatter, source, context)
        problems += found
        body = _render_body(source, problems)
        if front and body and slug:
            yield slug, Page(slug=slug, **body, headings=_list_headings(body["html"]), **dict(front))


def _load_selections(folder: Path, context: Context, problems: list[Problem]) -> Iterator[tuple[str, Selection]]:
    codes: dict[str, str] = {}
    for source, slug in _read_all(folder, "selections", problems):
        front, found = validate(SelectionFrontMatter, source, context)
        problems += found
        if slug and codes.setdefault(short_code(slug), slug) != slug:
            message = "L'adresse courte de cette sélection est déjà celle d'une autre. Changez le nom du fichier."
            problems.append(source.problem((), message, read=slug))
        body = _render_body(source, problems)
        if front and body and slug:
            yield slug, Selection(slug=slug, **body, **dict(front))


def _load_tools(folder: Path, context: Context, problems: list[Problem]) -> Iterator[tuple[str, Tool]]:
    for source, slug in _read_all(folder, "tools", problems):
        front, found = validate(ToolFrontMatter, source, context)
        problems += found
        body = _render_body(source, problems)
        if front and body and slug:
            yield slug, Tool(slug=slug, **body, **dict(front))


def _render_body(source: SourceFile, problems: list[Problem]) -> _Body | None:
    """Render a Markdown body; None when it is beyond the limits, which is reported."""
    from app.content.rendering import plain_text, render  # a server prints what was rendered before

    problems += check_characters(source.body, source.body_line, source.name)
    try:
        html = render(source.body)
        return {"html": html, "text": plain_text(html)}
    except TooIntricate as error:
        message = f"Le texte ne peut pas être mis en forme. {error}"
        problems.append(Problem(source.name, source.body_line, BODY_KEY, message))
        return None


def _list_headings(html: Markup) -> tuple[tuple[str, str], ...]:
    """Table of contents: (id, plain text) of each level-2 heading."""
    from app.content.rendering import plain_text

    return tuple((anchor, plain_text(title)) for anchor, title in _HEADING.findall(html))


def _read_all(folder: Path, kind: str, problems: list[Problem]) -> Iterator[tuple[SourceFile, str]]:
    """Each readable file of a folder with its slug, "" when its name cannot be one."""
    for path in list_markdown(folder / kind):
        named = check_file_name(path, folder)
        problems += named
        try:
            yield read_markdown(path, display_name(path, folder)), "" if named else path.stem
        except Unreadable as error:
            problems += error.problems
