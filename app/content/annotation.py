"""Annotation of a list item: its origin, lever and kind, in an italic parenthesis that any Markdown reader shows.

« - **Prévoir les trajets.** Les cours finissaient tard. *(lecture de la rédaction ; levier : formation)* »
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from app.content.typography import fold

Origin = Literal["document", "redaction"]

READING = "lecture de la rédaction"
_KEYS = {"levier": "lever", "nature": "kind"}
# At the end of a line; what stands in italics without a word of ours is its author's.
_MARK = re.compile(r"(?<![*_])(?P<sign>[*_])\((?P<inner>[^()*_]{1,200})\)(?P=sign)(?=[ \t]*+(?:\n|\Z))")


class Annotation(NamedTuple):
    """What is said of an item: whether the document says it or the editors read it there, its lever, its kind.

    `unknown` are the parts that cannot be parsed.
    """

    origin: Origin = "document"
    lever: str = ""
    kind: str = ""
    unknown: tuple[str, ...] = ()

    def write(self) -> str:
        """The canonical spelling, « *(lecture de la rédaction ; levier : x ; nature : y)* », or ""."""
        parts = [READING] if self.origin == "redaction" else []
        parts += [f"levier : {self.lever}"] if self.lever else []
        parts += [f"nature : {self.kind}"] if self.kind else []
        parts += self.unknown
        return f"*({' ; '.join(parts)})*" if parts else ""


NOTHING = Annotation()


def find_annotations(markdown: str) -> Iterator[tuple[int, int, Annotation]]:
    """(start, end, annotation) of each one in a text."""
    for found in _MARK.finditer(markdown):
        annotation = _parse(found["inner"])
        if annotation:
            yield found.start(), found.end(), annotation


def replace_annotations(markdown: str, write: Callable[[Annotation], str]) -> str:
    """The text with each annotation written in another way; it is taken out where `write` gives ""."""
    parts, last = [], 0
    for start, end, annotation in find_annotations(markdown):
        before, written = markdown[last:start], write(annotation)
        parts += [before, written] if written else [before.rstrip()]
        last = end
    return "".join([*parts, markdown[last:]])


def split_annotation(markdown: str) -> tuple[str, Annotation]:
    """(an item without its annotation, that annotation)."""
    found = next((annotation for *_, annotation in find_annotations(markdown)), NOTHING)
    return replace_annotations(markdown, lambda _: ""), found


def _parse(inner: str) -> Annotation | None:
    """The annotation of a parenthesis; None when no part of it is a word of ours."""
    values: Mapping[str, str] = {}
    origin: Origin = "document"
    unknown: list[str] = []
    for part in (part.strip() for part in inner.split(";")):
        name, _, value = part.partition(":")
        key = _KEYS.get(fold(name.strip()))
        if fold(part) == fold(READING):
            origin = "redaction"
        elif key and value.strip() and key not in values:
            values = {**values, key: " ".join(value.split())}
        elif part:
            unknown.append(part)
    if origin == "document" and not values:
        return None
    return Annotation(origin, values.get("lever", ""), values.get("kind", ""), tuple(unknown))
