"""The body of a practice: sections from a closed list of headings, in a fixed order."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Annotated

from markupsafe import Markup
from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from app.content.problem import Problem, TooIntricate, nearest_word, shorten
from app.content.types import Part

if TYPE_CHECKING:
    from app.content.rendering import LinkTerms

# Our own snapshot hands back the HTML that rendering made; nothing else may fill a field of this type.
SafeHtml = Annotated[Markup, PlainValidator(Markup), PlainSerializer(str), WithJsonSchema({"type": "string"})]

TITLES = {
    "contexte": "Contexte",
    "objectifs": "Objectifs",
    "mise-en-oeuvre": "Mise en œuvre",
    "resultats": "Résultats",
    "vigilance": "Points de vigilance",
    "reussite": "Clés de réussite",
    "pour-aller-plus-loin": "Pour aller plus loin",
}
LISTED = ("vigilance", "reussite")  # their items stand on their own: indexed, gathered by lever

# For each format: groups of sections, of which one at least must be there.
REQUIRED = {
    "etude-de-cas": (("contexte",), ("mise-en-oeuvre",), ("resultats",), ("vigilance", "reussite")),
    "initiative": (("contexte",), ("mise-en-oeuvre",)),
}
_ALWAYS_REQUIRED = tuple(group for group in REQUIRED["initiative"] if all(group in each for each in REQUIRED.values()))

MAX_UNDERLINES = 10  # told at once

_HEADING = re.compile(r"^(#{1,2})(?!#)[ \t]*(.*?)[ \t]*#*$")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_UNDERLINE = re.compile(r"^(?:=+|-+) *$")
_NO_PARAGRAPH = re.compile(r"^(?: {4}|\t|#| {0,3}(?:```|~~~))")  # code or a heading: an underline makes nothing of it
_INDENTED = re.compile(r"^ {0,3}\t|^ {4}")
_ITEM = re.compile(r"^[-*+][ \t]+")


class Item(Part):
    """One pitfall or one key to success."""

    html: SafeHtml
    text: str


class Section(Part):
    """One section: `key` is a key of TITLES, `text` its words without markup, `items` for listed sections."""

    key: str
    title: str
    markdown: str
    html: SafeHtml
    text: str
    items: tuple[Item, ...] = ()


def parse_sections(
    body: str, first_line: int, file: str, format: str | None, link_terms: "LinkTerms | None" = None
) -> tuple[tuple[Section, ...], list[Problem]]:
    """The sections of a body whose first line is line `first_line` of `file`, and every problem found there.

    `format` may be None when the front matter does not say it: then what every format requires is required.
    """
    found: dict[str, tuple[int, str]] = {}
    problems: list[Problem] = []
    for line, title, text in split_body(body, first_line):
        key = _key_of(title)
        if title is None:
            if text.strip():
                message = "Un texte se trouve avant le premier titre. Placez-le sous un titre."
                problems.append(Problem(file, line, "texte", message, read=shorten(text), admitted="## Contexte"))
        elif key is None:
            problems.append(_unknown_heading(file, line, title))
        elif key in found:
            message = f"Le titre « {title} » est écrit deux fois. Réunissez les deux parties."
            problems.append(Problem(file, line, "texte", message, read=f"déjà à la ligne {found[key][0]}"))
        elif not text.strip():
            problems.append(
                Problem(file, line, "texte", f"La partie « {title} » est vide. Écrivez-la ou ôtez son titre.")
            )
        else:
            found[key] = (line, text)
    problems += _check_underlines(body, first_line, file)
    problems += _check_order(found, file) + _check_required(found, file, first_line, format)
    sections = []
    for key, (line, text) in found.items():
        try:
            section = _make_section(key, text, link_terms)
        except TooIntricate as error:
            problems.append(Problem(file, line, "texte", f"Le texte ne peut pas être mis en forme. {error}"))
            continue
        if key in LISTED and not section.items:
            message = (
                f"La partie « {TITLES[key]} » doit être une liste : chaque point commence par « - » en début de ligne."
            )
            problems.append(Problem(file, line, "texte", message, read=shorten(text), admitted="- Un point par ligne"))
        sections.append(section)
    return tuple(sections), problems


def split_body(body: str, first_line: int) -> list[tuple[int, str | None, str]]:
    """(line, heading or None, text) of each part, the first without heading; a `#` in a fenced block does not count."""
    parts: list[tuple[int, str | None, list[str]]] = [(first_line, None, [])]
    for number, line, is_code in number_lines(body, first_line):
        heading = None if is_code else _HEADING.match(line)
        if heading:
            level, title = heading.groups()
            parts.append((number, title if level == "##" else f"# {title}", []))
        else:
            parts[-1][2].append(line)
    return [(line, title, "\n".join(lines).strip("\n")) for line, title, lines in parts]


def number_lines(body: str, first_line: int) -> Iterator[tuple[int, str, bool]]:
    """Each line with its number, and whether it stands in a fenced block."""
    fence = ""
    for number, line in enumerate(body.split("\n"), start=first_line):
        opening = _FENCE.match(line)
        if opening and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else opening.group(1)
        yield number, line, bool(fence)


def _check_underlines(body: str, first_line: int, file: str) -> list[Problem]:
    """Headings of the other form of Markdown, a line on its own above one of `-` or `=`: the first few."""
    message = (
        "Une ligne de « - » ou de « = » sous une ligne de texte en fait un titre. Pour un sous-titre, écrivez"
        " « ### » ; pour un trait, laissez une ligne vide au-dessus."
    )
    return [
        Problem(file, line, "texte", message, read=shorten(title), admitted=f"### {shorten(title)}")
        for line, title in islice(_underlined(body, first_line), MAX_UNDERLINES)
    ]


def _underlined(body: str, first_line: int) -> Iterator[tuple[int, str]]:
    """The number of each line that underlines another, and that other one."""
    before = above = ""
    for number, line, is_code in number_lines(body, first_line):
        is_underline = not is_code and _UNDERLINE.match(line)
        if is_underline and above and not before:
            yield number, above
        is_apart = is_code or is_underline or _NO_PARAGRAPH.match(line)
        before, above = above, "" if is_apart else line.strip()


def _key_of(title: str | None) -> str | None:
    return next((key for key, admitted in TITLES.items() if admitted == title), None)


def _unknown_heading(file: str, line: int, title: str) -> Problem:
    names = {name.lower(): name for name in TITLES.values()}
    nearest = names.get(nearest_word(title, names), "")
    message = "Ce titre ne fait pas partie des titres d'une fiche. Pour un sous-titre, écrivez « ### »."
    return Problem(
        file, line, "texte", message, read=shorten(title), admitted=", ".join(names.values()), nearest=nearest
    )


def _check_order(found: dict[str, tuple[int, str]], file: str) -> list[Problem]:
    order = list(TITLES)
    for previous, key in pairwise(found):
        if order.index(key) < order.index(previous):
            message = f"« {TITLES[key]} » doit venir avant « {TITLES[previous]} »."
            return [Problem(file, found[key][0], "texte", message, admitted=", ".join(TITLES.values()))]
    return []


def _check_required(found: dict[str, tuple[int, str]], file: str, line: int, format: str | None) -> list[Problem]:
    problems = []
    for group in REQUIRED.get(format or "", _ALWAYS_REQUIRED):
        if not any(key in found for key in group):
            wanted = " ou ".join(f"« ## {TITLES[key]} »" for key in group)
            message = f"Il manque la partie {wanted}."
            read = ", ".join(TITLES[k] for k in found) or "aucun titre"
            problems.append(Problem(file, line, "texte", message, read=read, section=group[0]))
    return problems


def _make_section(key: str, text: str, link_terms: "LinkTerms | None") -> Section:
    from app.content.rendering import plain_text, render  # a server prints what was rendered before

    html = render(text, prefix=f"{key}-", link_terms=link_terms)
    items = tuple(_make_item(item) for item in _split_items(text)) if key in LISTED else ()
    return Section(key=key, title=TITLES[key], markdown=text, html=html, text=plain_text(html), items=items)


def _make_item(markdown: str) -> Item:
    from app.content.rendering import plain_text, render

    html = render(markdown)
    return Item(html=html, text=plain_text(html))


def _split_items(text: str) -> list[str]:
    """The Markdown of each item of a top-level list, its marker and indentation taken away."""
    items: list[list[str]] = []
    is_inside = False
    for line in text.split("\n"):
        marker = _ITEM.match(line)
        if marker:
            items.append([line[marker.end() :]])
            is_inside = True
        elif is_inside and line.strip() and not items[-1][-1].strip() and not _INDENTED.match(line):
            is_inside = False  # a paragraph of its own, after an empty line
        elif is_inside:
            items[-1].append(re.sub(r"^(?: {1,4}|\t)", "", line))
    return ["\n".join(lines).strip() for lines in items]
