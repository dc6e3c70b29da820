"""Query object: parser of URL parameters and its inverse (`from_args`, `to_args`). Alone knows their names."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from app.content.practice import FACETS
from app.content.types import MAX_SLUG_LENGTH

Sort = Literal["pertinence", "annee", "recentes", "titre"]
SORTS: tuple[Sort, ...] = get_args(Sort)
FACET_NAMES = tuple(facet.name for facet in FACETS)
MAX_TEXT = 1_000
MAX_PAGE = 999_999_999
MAX_PAGE_DIGITS = len(str(MAX_PAGE))
MAX_TERMS = 100
TRACKERS = ("utm_", "fbclid", "gclid", "mtm_", "pk_")  # added to links by mailers; they mean nothing here


@dataclass(frozen=True)
class Query:
    """A search request of a visitor. `terms` are (facet, slug) filters: OR inside a facet, AND between facets.

    `ignored` says, in French, what could not be understood; it is not part of the query's identity.
    """

    text: str = ""
    terms: tuple[tuple[str, str], ...] = ()
    fresh: bool = False
    exact: bool = False
    sort: Sort = "pertinence"
    page: int = 1
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_args(cls, args: Iterable[tuple[str, str]], facets: Collection[str] = FACET_NAMES) -> "Query":
        """Parse decoded URL parameters. Never raises: what is invalid is dropped, with a message in `ignored`."""
        query = cls()
        chosen: list[tuple[str, str]] = []
        ignored: list[str] = []
        for name, value in args:
            if name in facets:
                if slug := _strip_signs(value)[:MAX_SLUG_LENGTH]:
                    chosen.append((name, slug))
            elif not name.startswith(TRACKERS):
                query = query._with_parameter(name, value if name == "q" else _strip_signs(value), ignored)
        terms = [*dict.fromkeys(chosen)]  # in the order of the address, none twice
        if len(terms) > MAX_TERMS:
            ignored.append(f"Trop de filtres : les {MAX_TERMS} premiers seulement sont pris en compte.")
        return replace(query, terms=tuple(sorted(terms[:MAX_TERMS])), ignored=tuple(dict.fromkeys(ignored)))

    def _with_parameter(self, name: str, value: str, ignored: list[str]) -> "Query":
        if name == "q":
            text = " ".join(value.split())
            if len(text) > MAX_TEXT:
                ignored.append(
                    f"La recherche est trop longue : seuls ses {MAX_TEXT} premiers caractères sont pris en compte."
                )
            return replace(self, text=text[:MAX_TEXT].strip())
        if name in ("fresh", "exact"):
            if value not in ("", "0", "1"):
                ignored.append(f"« {name} » vaut 1 ou rien : « {value[:40]} » est ignoré.")
            return replace(self, fresh=value == "1") if name == "fresh" else replace(self, exact=value == "1")
        if name == "sort":
            sort = next((sort for sort in SORTS if sort == value), None)
            if value and not sort:
                ignored.append(f"Le tri « {value[:40]} » n'existe pas. Tris possibles : {', '.join(SORTS)}.")
            return replace(self, sort=sort or "pertinence")
        if name == "page":
            digits = value.isascii() and value.isdigit()
            page = int(value.lstrip("0")[:MAX_PAGE_DIGITS] or 0) if digits else 0
            if value and page < 1:
                ignored.append(f"La page « {value[:40]} » n'existe pas : voici la première.")
            return replace(self, page=max(page, 1))
        ignored.append(f"Le paramètre « {name[:40]} » n'est pas connu : il est ignoré.")
        return self

    def to_args(self) -> list[tuple[str, str]]:
        """Serialise to the parameters of the canonical URL; defaults are left out."""
        args = [("q", self.text)] if self.text else []
        args += self.terms
        args += [("fresh", "1")] if self.fresh else []
        args += [("exact", "1")] if self.exact else []
        args += [("sort", self.sort)] if self.sort != "pertinence" else []
        args += [("page", str(self.page))] if self.page > 1 else []
        return args

    def selected(self, facet: str) -> tuple[str, ...]:
        """The slugs of the active filters of one facet."""
        return tuple(slug for name, slug in self.terms if name == facet)

    def toggle(self, facet: str, slug: str) -> "Query":
        """A copy with this filter added, or removed if it was active; on the first page."""
        term = (facet, slug)
        terms = [t for t in self.terms if t != term] if term in self.terms else sorted([*self.terms, term])
        return replace(self, terms=tuple(terms), page=1)

    def without_terms(self) -> "Query":
        """A copy with the same text and no filter, on the first page."""
        return replace(self, terms=(), fresh=False, page=1)

    def change(self, **values: object) -> "Query":
        """A copy with some fields replaced; on the first page unless `page` is given."""
        return replace(self, **{"page": 1, **values})  # type: ignore[arg-type]

    @property
    def is_empty(self) -> bool:
        """Whether it asks for everything."""
        return not (self.text or self.terms or self.fresh)


def _strip_signs(value: str) -> str:
    """One of a closed set of values, without the signs that were copied after it: `formation).` → `formation`."""
    kept = len(value)
    while kept and not value[kept - 1].isalnum():
        kept -= 1
    return value[:kept] or value
