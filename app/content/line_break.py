"""Hard line breaks: a heuristic that tells the ends of lines that were meant from those of a wrapped paragraph.

A form sends what was typed, in Word or a mail most often, where Enter ends a paragraph; a file in git may be wrapped at
some column, and every Markdown parser joins its lines. One rule tells both apart: in a wrapped paragraph, some line is
cut in the middle of a sentence. Where none is, each line that ends a sentence, or is short as in an address, and is
followed by a capital or a figure, was ended on purpose. A wrapped paragraph that is mistaken is cut in two between two
sentences, and loses nothing. The form writes such an end in Markdown; of a file, the check reports it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.content.markdown_input import is_block, is_fence, is_item, number_lines

_SHORT = 40  # characters: no text is wrapped so narrow
_LONG = 160  # nor so wide: lines of a paragraph from Word

_ENDS = (".", "!", "?", "…", ":", ";", "»", '."', ".)", "!)", "?)", ".**")
_STARTS = re.compile(
    r"[*_«“\"(\u00a0\u202f ]{0,6}[^\W_a-zß-öø-ÿœ]|[a-z]\)|#\w"
)  # a capital or a figure; « b) »; « #metoo »
_ADDRESS = re.compile(r"https?://|www\.|[\w.+-]{1,64}@[\w-]", re.IGNORECASE)


def mark_breaks(text: str) -> str:
    """Rewrite a text so that Markdown keeps the line breaks that were meant.

    After the end of a sentence and after an item comes a paragraph break; elsewhere, as in an address, a hard line
    break.
    """
    lines = text.split("\n")
    for run in _paragraphs(text):
        for number in _hard_breaks(run, lines):
            line = lines[number].rstrip()
            is_paragraph = line.endswith(_ENDS) or len(line) > _LONG or is_item(line)
            lines[number] = f"{line}\n" if is_paragraph else f"{line}  "
    return "\n".join(lines)


def find_breaks(text: str, first_line: int) -> Iterator[tuple[int, str]]:
    """Lint rule: (number, line) of the first line of each paragraph whose break seems meant and is lost in Markdown."""
    lines = text.split("\n")
    for run in _paragraphs(text):
        number = next(_hard_breaks(run, lines), None)
        if number is not None:
            yield first_line + number, lines[number]


def mark_points(text: str) -> str:
    """Turn a text without any list into a bulleted one, each paragraph or line an item; one alone stays a paragraph.

    A line that ends with a colon introduces the list.
    """
    lines = text.split("\n")
    if any(is_item(line) or is_fence(line) or (line.strip() and is_block(line)) for line in lines):
        return text
    meant = {number for run in _paragraphs(text) for number in _hard_breaks(run, lines)}
    points: list[list[str]] = [[]]
    for number, line in enumerate(lines):
        if line.strip():
            points[-1].append(line.strip())
        if not line.strip() or number in meant or line.endswith(("  ", "\\")):
            points.append([])
    points = [point for point in points if point]
    lead = points[0] if points and points[0][-1].endswith(":") else []
    points = points[1:] if lead else points
    if len(points) < (1 if lead else 2):
        return text
    return "\n".join([*lead, *([""] if lead else []), *("- " + "\n  ".join(point) for point in points)])


def _paragraphs(text: str) -> Iterator[list[int]]:
    """The line indexes of each paragraph of several lines; a list item may be the first of them."""
    run: list[int] = []
    for number, line, is_code in number_lines(text, 0):
        starts = is_item(line)
        if is_code or is_fence(line) or is_block(line) or "|" in line or starts:
            yield from [run] if len(run) > 1 else []
            run = [number] if starts and not is_code else []
        else:
            run.append(number)
    yield from [run] if len(run) > 1 else []


def _hard_breaks(run: Sequence[int], lines: Sequence[str]) -> Iterator[int]:
    """The indexes of the lines of a paragraph whose break was meant."""
    pairs = [(number, lines[number].rstrip(), lines[after]) for number, after in pairwise(run)]
    if any(_wraps(line, following.strip()) for _, line, following in pairs):
        return
    for number, line, following in pairs:
        if lines[number].endswith("  ") or line.endswith("\\") or following.startswith((" ", "\t")):
            continue  # kept already, or the rest of an item
        if _STARTS.match(following) or _ADDRESS.match(following):
            yield number


def _wraps(line: str, following: str) -> bool:
    """Whether a sentence goes on after a line of some length, as in a text that is wrapped, by hand or not."""
    if not _SHORT < len(line) <= _LONG or _ADDRESS.match(following):
        return False
    return not line.endswith(_ENDS) or not _STARTS.match(following)
