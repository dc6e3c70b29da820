"""Documents and concepts given to the search, and the names of the terms that they are indexed under."""

from dataclasses import dataclass
from typing import NamedTuple

_FORM, _TITLE = '"', "^"


class Paragraph(NamedTuple):
    """Unit of the body from which excerpts are cut, with the title of the section that it belongs to."""

    part: str
    text: str


@dataclass(frozen=True)
class SearchDocument:
    """Fields of one document, as plain text: `app/search/indexer.py` weighs each of them."""

    title: str
    organisation: str
    summary: str
    terms: str
    passages: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Concept:
    """Synonym set: the names in `same` are equivalent, those in `near` related."""

    key: str
    label: str
    same: tuple[str, ...]
    near: tuple[str, ...] = ()


# A stem is indexed under itself, everything else under a name that no stem can have.


def pair_term(left: str, right: str) -> str:
    """Term of two neighbouring stems (a word bigram)."""
    return f"{left}_{right}"


def concept_term(key: str, is_same: bool) -> str:
    """Term of a concept that a text names: by an equivalent name, or by a related one."""
    return ("=" if is_same else "~") + key


def form_term(form: str) -> str:
    """Term of a surface form, beside that of its stem."""
    return _FORM + form


def title_term(stem: str) -> str:
    """Term of a stem in the title alone, beside that of the stem in the whole document."""
    return _TITLE + stem


def is_form(term: str) -> bool:
    """Whether a term is that of a surface form."""
    return term.startswith(_FORM)
