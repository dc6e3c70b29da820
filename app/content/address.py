"""URL paths made from the slugs of the content, and the resolver that tells a live internal link from a dead one."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from app.addresses import FIXED_PATHS, support_of
from app.content.practice import short_code
from app.content.problem import nearest_word
from app.content.vocabulary import Term

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
    lists: dict[str, Mapping[str, Term]] = {
        "leviers": library.vocabulary.levers,
        "secteurs": library.vocabulary.sectors,
    }
    lists |= {"themes": library.vocabulary.themes, "publics": library.vocabulary.audiences}
    lists |= {"territoires": library.vocabulary.departments}
    return {
        *(f"/pratiques/{slug}" for slug in slugs),
        *(f"/p/{short_code(slug)}" for slug in slugs),
        *(f"/selections/{slug}" for slug in library.selections),
        *(f"/s/{short_code(slug)}" for slug in library.selections),
        *(f"/{slug}" for slug in library.pages),
        *(f"/{folder}/{slug}" for folder, terms in lists.items() for slug in terms),
    }


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
