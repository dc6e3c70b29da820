"""Lint rules for Markdown and HTML that will not be rendered as their author may expect."""

import re
from collections.abc import Iterator

from app.advice.manuscript import REFERENCE_KEYS, Manuscript, Passage
from app.content.allow_list import TAGS
from app.content.line_break import find_breaks
from app.content.markdown_input import is_item
from app.content.problem import BODY_KEY, Problem
from app.content.section import LISTED, TITLES

_HTML = frozenset(
    [
        *("abbr", "address", "article", "aside", "audio", "b", "big", "button", "center", "cite", "details", "dfn"),
        *("div", "embed", "figcaption", "figure", "font", "footer", "form", "header", "i", "iframe", "input", "ins"),
        *("kbd", "label", "legend", "main", "mark", "nav", "object", "q", "s", "samp", "script", "section", "select"),
        *("small", "span", "strike", "style", "sub", "summary", "sup", "svg", "textarea", "time", "tt", "u", "var"),
        *("video", "wbr"),
    ]
)
_TAG = re.compile(r"</?(?P<name>[^\W\d_][^\s<>/@:]*+)[^<>]*+>")
_EMAIL = re.compile(r"<[^\s<>@]+@[^\s<>@]+>")
_DEFINED = re.compile(r"^ {0,3}\[([^\]\n]{1,100})\]:[ \t]+\S", re.MULTILINE)
_REFERENCE = re.compile(r"\[([^\[\]\n]{1,200})\]\[([^\[\]\n]{0,100})\]")
_SIGNS = (
    (
        re.compile(r"\[\^[^\]\s]{1,40}\]"),
        "Les notes de bas de page ne sont pas mises en forme. Mettez la note entre parenthèses dans la phrase, ou le "
        "document parmi les sources.",
    ),
    (
        re.compile(r"\[\[[^\[\]\n]{1,200}\]\]"),
        "Un lien entre doubles crochets ne marche pas ici. Écrivez « [le texte](/pratiques/nom-de-la-fiche) ».",
    ),
    (
        re.compile(r"(?<![\w:/]):[a-z][a-z0-9_+-]{1,30}:(?![\w:/])"),
        "Ce nom d'émoji est montré tel quel. Mettez l'émoji lui-même, ou ôtez-le.",
    ),
    (
        re.compile(r"!\[[^\[\]\n]{0,300}\]\(\s{0,9}<?(?:https?:)?//[^)\s]*+"),
        "L'image d'un autre site est montrée comme un lien, car elle dirait à ce site qui lit la page. Écrivez un lien "
        "vers la page où elle se trouve.",
    ),
)
# In the values of the front matter, which are shown as they are.
_RAW = re.compile(r"\*\*[^\s*]|(?<!\w)__[^\s_]|\]\([^)\s]|`[^`\n]+`|</?[a-z]{1,10}>|&[a-z]{2,8};")


def lint_markup(manuscript: Manuscript) -> Iterator[Problem]:
    """Every warning about markup: in the body, then in the values of the front matter."""
    yield from _find_breaks(manuscript)
    yield from _find_signs(manuscript)
    yield from _find_references(manuscript)
    yield from _find_tags(manuscript)
    yield from _find_raw(manuscript)


def _find_breaks(manuscript: Manuscript) -> Iterator[Problem]:
    """Line breaks that a form would have kept, and that a file loses: its author may have wrapped them on purpose."""
    message = (
        "Les lignes de ce paragraphe sont montrées à la suite. Laissez une ligne vide pour commencer un paragraphe, "
        "mettez deux espaces à la fin d'une ligne pour aller à la ligne ; sinon, écrivez-les sur une seule ligne."
    )
    points = _unmarked_lists(manuscript)
    for number, line in find_breaks(manuscript.source.body, manuscript.source.body_line):
        if not any(passage.line <= number <= passage.line_at(len(passage.text)) for passage in points):
            yield manuscript.warn(Passage(number, BODY_KEY, line), message, read=line)


def _unmarked_lists(manuscript: Manuscript) -> list[Passage]:
    """The paragraphs of parts that are lists and have no sign of one: each line of theirs is shown as a point."""
    titles = {TITLES[key] for key in LISTED}
    marked = {passage.heading for passage in manuscript.body if is_item(passage.text.split("\n", 1)[0])}
    return [passage for passage in manuscript.body if passage.heading in titles - marked]


def _find_signs(manuscript: Manuscript) -> Iterator[Problem]:
    for passage in manuscript.body:
        for pattern, message in _SIGNS:
            for found in pattern.finditer(passage.prose):
                yield manuscript.warn(passage, message, found.start(), found.group())


def _find_references(manuscript: Manuscript) -> Iterator[Problem]:
    """Reference links, « [the text][2] », whose definition is missing."""
    message = "Ce lien renvoie à une adresse qui n'est pas donnée. Écrivez « [le texte](https://…) »."
    defined = {" ".join(found[1].lower().split()) for found in _DEFINED.finditer(manuscript.source.body)}
    for passage in manuscript.body:
        for found in _REFERENCE.finditer(passage.prose):
            if " ".join((found[2] or found[1]).lower().split()) not in defined:
                yield manuscript.warn(passage, message, found.start(), found.group())


def _find_tags(manuscript: Manuscript) -> Iterator[Problem]:
    """Tags that the sanitiser strips; « <ESAT> » looks like one."""
    lost = (
        "Ce qui est entre « < » et « > » ne sera pas montré, et la phrase perd des mots. "
        "Écrivez-les sans ces signes, ou entre guillemets."
    )
    left = "Cette balise HTML est laissée de côté ; le texte qu'elle entoure est montré sans elle. Ôtez-la."
    for passage in manuscript.body:
        for found in _TAG.finditer(passage.words):
            name = found["name"].lower()
            is_end = found.group().startswith("</") and name in _HTML  # the start tag is reported
            if name not in TAGS and not is_end and not _EMAIL.fullmatch(found.group()):
                yield manuscript.warn(passage, left if name in _HTML else lost, found.start(), found.group())


def _find_raw(manuscript: Manuscript) -> Iterator[Problem]:
    message = "Ce texte est montré tel quel, sans mise en forme : ôtez les signes « ** », les liens et les balises."
    for passage in manuscript.passages:
        if passage.location and passage.location[0] not in REFERENCE_KEYS:
            found = _RAW.search(passage.text)
            if found:
                yield manuscript.warn(passage, message, found.start(), passage.text)
