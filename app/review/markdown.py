"""Markdown for the page of a pull request, on which what authors wrote cannot act."""

from collections.abc import Iterable

SHOWN = 30  # lines of a list; a comment has a maximal size
_ACTIVE = str.maketrans(
    {
        **{character: f"\\{character}" for character in "\\`*_{}[]()<>#+!|~"},
        "@": "&#64;",  # would call people
        "&": "&amp;",
        ":": "&#58;",  # would make a link of https://
    }
)


def plain(text: str) -> str:
    """Words of an author that can be neither Markdown, nor HTML, nor a link, nor a call to somebody."""
    return " ".join(text.split()).translate(_ACTIVE).replace("www.", "www&#46;")


def code(text: str) -> str:
    """What was read, as it is."""
    return f"`{' '.join(text.split()).replace('`', '′') or ' '}`"


def bullets(lines: Iterable[str], shown: int = SHOWN) -> str:
    """A list, cut after so many lines, and how many were left out."""
    every = list(lines)
    return "\n".join(f"- {line}" for line in every[:shown]) + rest(len(every), shown)


def rest(total: int, shown: int = SHOWN) -> str:
    """« … et 12 de plus »."""
    return f"\n\n… et {total - shown} de plus." if total > shown else ""
