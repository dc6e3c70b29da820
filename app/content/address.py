"""The addresses that content gives: those of the site's own pages, and one for each thing that has a slug."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from app.content.practice import short_code
from app.content.vocabulary import Term

if TYPE_CHECKING:
    from app.content.library import Library

# Addresses that answer whatever the content: the routes without a slug (a test holds them against those of the site).
FIXED = frozenset(
    [
        "/",
        "/pratiques",
        "/pratiques.json",
        "/pratiques.csv",
        "/pratiques.tableur.csv",
        "/pratiques.atom",
        "/pratiques.feed.json",
        "/pratiques.carte",
        "/pratiques.qr.svg",
        "/pratiques.qr.png",
        "/apercu.png",
        "/leviers",
        "/publics",
        "/secteurs",
        "/selection",
        "/selection/carte",
        "/selection/qr.svg",
        "/selection/qr.png",
        "/selections",
        "/vigilance",
        "/couverture",
        "/carte",
        "/glossaire",
        "/sources",
        "/contribuer/formulaire",
        "/donnees/base.json",
        "/motifs",
        "/donnees",
        "/openapi.json",
        "/schema/practice.json",
        "/teintes.css",
        "/sitemap.xml",
        "/robots.txt",
        "/opensearch.xml",
        "/llms.txt",
        "/healthz",
        "/oembed",
        "/suggestions",
    ]
)
_SLUG = "([a-z0-9-]+)"
_MEDIA = r"/carte|/qr\.(?:svg|png)|/apercu\.png"

# What stands or falls with another address, and that one.
_DEPENDENT = (
    (re.compile(rf"/pratiques/{_SLUG}(?:\.md|\.json|{_MEDIA})"), r"/pratiques/\1"),
    (re.compile(rf"/selections/{_SLUG}(?:\.ics|{_MEDIA})"), r"/selections/\1"),
    (re.compile(rf"/vigilance/{_SLUG}"), r"/leviers/\1"),
)


def list_addresses(library: "Library", names: Iterable[str] | None = None) -> set[str]:
    """Every address made from a slug of the content; those of withdrawn practices and former names too.

    `names` are those of all practices, if they are known already: then no practice is opened.
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


def leads_somewhere(path: str, addresses: set[str]) -> bool:
    """Whether a path of the site answers; files of /static are not looked at."""
    bare = re.split(r"[?#]", path, maxsplit=1)[0]
    bare = bare.rstrip("/") or "/"
    return bare.startswith("/static/") or bare in FIXED or _support(bare) in addresses


def _support(path: str) -> str:
    """The address that a path stands or falls with, itself mostly."""
    matches = ((pattern.fullmatch(path), address) for pattern, address in _DEPENDENT)
    return next((found.expand(address) for found, address in matches if found), path)
