"""Parser of the body of a practice: sections under a closed list of headings, in a fixed order."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Annotated

from markupsafe import Markup
from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from app.content.annotation import READING, Annotation, Origin, replace_annotations, split_annotation
from app.content.character import find_character_faults
from app.content.line_break import mark_breaks, mark_points
from app.content.markdown_input import demote_headings, is_fence, normalise, number_lines, read_heading
from app.content.problem import BODY_KEY, Problem, TooIntricate, nearest_word, shorten
from app.content.types import ContentModel
from app.content.typography import fold
from app.content.yaml_fault import find_marker

if TYPE_CHECKING:
    from app.content.rendering import LinkTerms

# Our own snapshot hands back the HTML that rendering made; nothing else may fill a field of this type.
SafeHtml = Annotated[Markup, PlainValidator(Markup), PlainSerializer(str), WithJsonSchema({"type": "string"})]

TITLES = {
    "contexte": "Contexte",
    "objectifs": "Objectifs",
    "mise-en-oeuvre": "Mise en œuvre",
    "resultats": "Résultats",
    "vigilance": "Pièges à éviter",
    "reussite": "Ce qui a aidé",
    "pour-aller-plus-loin": "Pour aller plus loin",
}
FORMER_TITLES = {"vigilance": "Points de vigilance", "reussite": "Clés de réussite"}  # read for ever
LISTED = ("vigilance", "reussite")  # each item is read by itself: indexed, gathered by lever

# For each format: groups of sections, of which one at least must be there.
REQUIRED = {
    "etude-de-cas": (("contexte",), ("mise-en-oeuvre",), ("resultats",), ("vigilance", "reussite")),
    "initiative": (("contexte",), ("mise-en-oeuvre",)),
}
_ALWAYS_REQUIRED = tuple(group for group in REQUIRED["initiative"] if all(group in each for each in REQUIRED.values()))

MAX_UNDERLINES = 10  # reported of one file
MAX_HEADINGS = 20  # unknown ones, reported of one file
MAX_TITLE = 60  # characters: longer lines are no title of ours

_UNDERLINE = re.compile(r"^(?:=+|-+) *$")
_INDENTED = re.compile(r"^ {0,3}\t|^ {4}")
_ITEM = re.compile(r"^[-*+][ \t]+")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]\n]{1,100}\]:[ \t]+\S")
_AROUND = "*_#:. \t\u00a0\u202f"  # stripped around a pasted heading: bold, a colon
_NUMBERED = re.compile(r"^(?:\d{1,2}|[IVX]{1,4})[.)][ \t]+")  # « 1. Contexte », « II) Résultats »


class Item(ContentModel):
    """A list item that is read by itself: one pitfall, or one key to success.

    `origin` says whether the document says it, or the editors read it there; `lever` and `kind` are slugs, or "".
    """

    html: SafeHtml
    text: str
    origin: Origin = "document"
    lever: str = ""
    kind: str = ""


class Section(ContentModel):
    """A rendered section: `key` is one of TITLES, `text` is plain, `items` are those of listed sections."""

    key: str
    title: str
    markdown: str
    html: SafeHtml
    text: str
    items: tuple[Item, ...] = ()


def parse_sections(
    body: str, first_line: int, file: str, format: str | None, link_terms: "LinkTerms | None" = None
) -> tuple[tuple[Section, ...], list[Problem]]:
    """(sections, problems) of a body whose first line is line `first_line` of `file`.

    `format` may be None when the front matter does not say it: then what every format requires is required.
    """
    found: dict[str, tuple[int, str]] = {}
    problems = check_characters(body, first_line, file)
    unknown = 0
    for line, title, text in split_body(body, first_line):
        key = find_key(title or "")
        if title is None:
            if text.strip():
                message = "Un texte se trouve avant le premier titre. Placez-le sous un titre."
                problems.append(Problem(file, line, BODY_KEY, message, read=shorten(text), admitted="## Contexte"))
        elif key is None:
            unknown += 1
            problems += [_unknown_heading(file, line, title)] if unknown <= MAX_HEADINGS else []
        elif key in found:
            message = f"Le titre « {title} » est écrit deux fois. Réunissez les deux parties."
            problems.append(Problem(file, line, BODY_KEY, message, read=f"déjà à la ligne {found[key][0]}"))
        elif not text.strip():
            problems.append(
                Problem(file, line, BODY_KEY, f"La partie « {title} » est vide. Écrivez-la ou ôtez son titre.")
            )
        else:
            found[key] = (line, text)
    problems += _check_underlines(body, first_line, file)
    problems += _check_order(found, file) + _check_required(found, file, first_line, format, body)
    references = _find_references(body)
    sections = []
    for key, (line, text) in found.items():
        try:
            section = _make_section(key, text, references, link_terms)
        except TooIntricate as error:
            problems.append(Problem(file, line, BODY_KEY, f"Le texte ne peut pas être mis en forme. {error}"))
            continue
        if key in LISTED and not section.items:
            message = (
                f"La partie « {TITLES[key]} » doit être une liste : chaque point commence par « - » en début de ligne."
            )
            problems.append(Problem(file, line, BODY_KEY, message, read=shorten(text), admitted="- Un point par ligne"))
        sections.append(section)
    return tuple(sections), problems


def split_body(body: str, first_line: int) -> list[tuple[int, str | None, str]]:
    """Split into (line, heading or None, text), the first part without heading; code fences hold no headings.

    A known heading, however it is written (« CONTEXTE », « Contexte : », underlined), is given as TITLES or
    FORMER_TITLES spells it.
    """
    parts: list[tuple[int, str | None, list[str]]] = [(first_line, None, [])]
    underlined = {number: title for number, title in _underlined(body, first_line) if find_key(title)}
    for number, line, is_code in number_lines(body, first_line):
        heading = None if is_code else read_heading(line)
        if heading and heading.level <= 2:
            title = heading.words if heading.level == 2 else f"# {heading.words}"
            parts.append((number, spell_title(title), []))
        elif number in underlined:
            parts[-1][2].pop()
            parts.append((number - 1, spell_title(underlined[number]), []))
        else:
            parts[-1][2].append(line)
    return [(line, title, "\n".join(lines).strip("\n")) for line, title, lines in parts]


def find_key(title: str) -> str | None:
    """The section key of a heading, whatever its case, accents, colon, bold and number; None for an unknown one."""
    return _KEYS.get(spell_title(title))


def spell_title(title: str) -> str:
    """The title that a heading means, a former one kept; the heading itself when it is unknown."""
    if title.startswith("# ") or len(title) > MAX_TITLE:
        return title
    bare = _NUMBERED.sub("", title.strip(_AROUND))
    return _SPELT.get(fold(bare.strip(_AROUND)), title)


_KEYS = {title: key for titles in (TITLES, FORMER_TITLES) for key, title in titles.items()}
_SPELT = {fold(title): title for title in _KEYS}


def tidy_typed(text: str, key: str) -> str:
    """Normalise the text of a section as a form posts it: hard line breaks, lists, heading levels.

    The heading of the section itself, pasted with its text, is dropped.
    """
    first, _, rest = text.lstrip("\n").partition("\n")
    heading = read_heading(first)
    if heading and find_key(heading.words) == key:
        text = rest.lstrip("\n")
    text = demote_headings(text)
    return normalise(mark_breaks(mark_points(text) if key in LISTED else text), key in LISTED)


def check_characters(body: str, first_line: int, file: str) -> list[Problem]:
    """Problems of characters in a body: mojibake, invisible characters, conflict markers of git."""
    lines = body.split("\n")
    is_conflict = any(line.startswith(("<<<<<<< ", ">>>>>>> ")) for line in lines)
    marker = find_marker(lines) if is_conflict else None
    problems = [Problem(file, first_line + marker.line, BODY_KEY, marker.message, read=marker.read)] if marker else []
    return problems + [
        Problem(
            file, first_line + body.count("\n", 0, fault.position), BODY_KEY, fault.message, fault.read, fault.meant
        )
        for fault in find_character_faults(body)
    ]


def _find_references(body: str) -> str:
    """Link reference definitions, « [1]: https://… », which any section of the body may use."""
    if "]:" not in body:
        return ""
    lines = [line for _, line, is_code in number_lines(body, 1) if not is_code and _REFERENCE.match(line)]
    return "\n".join(["", "", *lines])


def _drop_references(text: str) -> str:
    """Without those addresses, which are no points of a list."""
    return "\n".join(line for _, line, is_code in number_lines(text, 1) if is_code or not _REFERENCE.match(line))


def _check_underlines(body: str, first_line: int, file: str) -> list[Problem]:
    """Problems of setext headings, which are not admitted, the first few."""
    message = (
        "Une ligne de « - » ou de « = » sous une ligne de texte en fait un titre. Pour un sous-titre, écrivez"
        " « ### » ; pour un trait, laissez une ligne vide au-dessus."
    )
    return [
        Problem(file, line, BODY_KEY, message, read=shorten(title), admitted=f"### {shorten(title)}")
        for line, title in islice(_underlined(body, first_line), MAX_UNDERLINES)
        if not find_key(title)
    ]


def _underlined(body: str, first_line: int) -> Iterator[tuple[int, str]]:
    """(line number of the underline, heading text) of each setext heading."""
    before = above = ""
    for number, line, is_code in number_lines(body, first_line):
        is_underline = not is_code and _UNDERLINE.match(line)
        if is_underline and above and not before:
            yield number, above
        is_apart = is_code or is_underline or is_fence(line) or read_heading(line)
        before, above = above, "" if is_apart else line.strip()


def _unknown_heading(file: str, line: int, title: str) -> Problem:
    names = {name.lower(): name for name in TITLES.values()}
    nearest = names.get(nearest_word(shorten(title), names), "")
    message = "Ce titre ne fait pas partie des titres d'une fiche. Pour un sous-titre, écrivez « ### »."
    return Problem(
        file, line, BODY_KEY, message, read=shorten(title), admitted=", ".join(names.values()), nearest=nearest
    )


def _check_order(found: dict[str, tuple[int, str]], file: str) -> list[Problem]:
    order = list(TITLES)
    for previous, key in pairwise(found):
        if order.index(key) < order.index(previous):
            message = f"« {TITLES[key]} » doit venir avant « {TITLES[previous]} »."
            return [Problem(file, found[key][0], BODY_KEY, message, admitted=", ".join(TITLES.values()))]
    return []


def _check_required(
    found: dict[str, tuple[int, str]], file: str, first_line: int, format: str | None, body: str
) -> list[Problem]:
    problems = []
    for group in REQUIRED.get(format or "", _ALWAYS_REQUIRED):
        if not any(key in found for key in group):
            wanted = " ou ".join(f"« ## {TITLES[key]} »" for key in group)
            message = f"Il manque la partie {wanted}."
            line, read = first_line, ", ".join(TITLES[k] for k in found) or "aucun titre"
            likely = _find_likely_title(body, first_line, group)
            if likely:
                line, read = likely
                message += " Cette ligne en est peut-être le titre : mettez « ## » devant."
            problems.append(Problem(file, line, BODY_KEY, message, read=read, section=group[0]))
    return problems


def _find_likely_title(body: str, first_line: int, keys: Sequence[str]) -> tuple[int, str] | None:
    """A line of its own that says a title without being one: « **Contexte** », « CONTEXTE », « Contexte : »."""
    for number, line, is_code in number_lines(body, first_line):
        if not is_code and len(line) <= MAX_TITLE and not read_heading(line) and find_key(line) in keys:
            return number, shorten(line)
    return None


def _make_section(key: str, text: str, references: str, link_terms: "LinkTerms | None") -> Section:
    from app.content.rendering import plain_text, render  # a server prints what was rendered before

    if key not in LISTED:
        html = render(text + references, prefix=f"{key}-", link_terms=link_terms)
        return Section(key=key, title=TITLES[key], markdown=text, html=html, text=plain_text(html))
    listed = normalise(mark_points(_drop_references(text)), is_listed=True)
    shown, bare = (replace_annotations(listed, write) for write in (_mark_reading, lambda _: ""))
    html = render(shown + references, prefix=f"{key}-", link_terms=link_terms)
    return Section(
        key=key,
        title=TITLES[key],
        markdown=text,
        html=html,
        text=plain_text(html if shown == bare else render(bare + references)),
        items=tuple(_make_item(item, references) for item in _split_items(listed)),
    )


def _mark_reading(annotation: Annotation) -> str:
    """What readers see of an annotation."""
    return f"<small>{READING.capitalize()}</small>" if annotation.origin == "redaction" else ""


def _make_item(markdown: str, references: str) -> Item:
    from app.content.rendering import plain_text, render

    bare, annotation = split_annotation(markdown)
    html = render(bare + references)
    origin, lever, kind, _ = annotation
    return Item(html=html, text=plain_text(html), origin=origin, lever=lever, kind=kind)


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
