"""URL paths made from the slugs of the content, and the resolver that tells a live internal link from a dead one."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.addresses import BY_ENDPOINT, FIXED_PATHS, support_of
from app.content.practice import FACETS, short_code
from app.content.problem import nearest_word

if TYPE_CHECKING:
    from app.content.library import Library

_HOST = re.compile(r"^(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:[/:?#]|$)", re.IGNORECASE)
_EMAIL = re.compile(r"^[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")


def list_addresses(library: "Library", names: Iterable[str] | None = None) -> set[str]:
    """Every path generated from a slug of the content; those of withdrawn practices and former names too.

    `names` are the slugs and aliases of all practices, where a caller has them: then no practice is loaded.
    """
    every = (name for practice in library.practices for name in (practice.slug, *practice.aliases))
    slugs = set(every if names is None else names)
    by_endpoint: dict[str, Iterable[str]] = {
        "sheet": slugs,
        "short": map(short_code, slugs),
        "curated": library.selections,
        "short_selection": map(short_code, library.selections),
        "tool": library.tools,
        "page": library.pages,
        **{facet.page: library.vocabulary.terms(facet.list_name) for facet in FACETS if facet.page},
    }
    return {BY_ENDPOINT[endpoint].path_of(name) for endpoint, found in by_endpoint.items() for name in found}


def is_known_path(path: str, addresses: set[str]) -> bool:
    """Whether an internal path leads to a page, query and fragment aside; files of /static are not looked up."""
    bare = re.split(r"[?#]", path, maxsplit=1)[0]
    bare = bare.rstrip("/") or "/"
    return bare.startswith("/static/") or bare in FIXED_PATHS or support_of(bare) in addresses


def suggest_address(path: str, addresses: set[str]) -> str:
    """The likely target of a dead link: the path with the nearest slug, an absolute URL, or an empty text."""
    bare = re.split(r"[?#]", path, maxsplit=1)[0]
    name = bare.rstrip("/").rpartition("/")[2].removesuffix(".md")
    if not path.startswith("/") and not bare.endswith(".md") and _HOST.match(path):
        return f"https://{path}"
    if not path.startswith("/") and _EMAIL.fullmatch(path):
        return f"mailto:{path}"
    parent = bare.rstrip("/").rpartition("/")[0] if path.startswith("/") else ""
    named = {address.rpartition("/")[2]: address for address in sorted((addresses | FIXED_PATHS) - {"/"}, reverse=True)}
    near = {address.rpartition("/")[2]: address for address in addresses if address.rpartition("/")[0] == parent}
    return near.get(nearest_word(name, near)) or named.get(name, "") or named.get(nearest_word(name, named), "")
