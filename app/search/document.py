"""What the search is given: documents with a few fields, and concepts that have several names."""

from dataclasses import dataclass
from typing import NamedTuple


class Passage(NamedTuple):
    """A paragraph, and the title of the part it stands in."""

    part: str
    text: str


@dataclass(frozen=True)
class Document:
    """One searchable thing; its number is its rank in the sequence that was indexed."""

    title: str
    organisation: str
    summary: str
    terms: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Concept:
    """Something with several names: `same` all mean exactly it, `near` come close."""

    key: str
    label: str
    same: tuple[str, ...]
    near: tuple[str, ...] = ()
