"""The addresses that content gives: those of the site's own pages, and one for each thing that has a slug."""

import re
from collections.abc import Iterable, Mapping

from app.content.library import Library
from app.content.practice import short_code
from app.content.vocabulary import Term

# Pages that are there whatever the content: the contract of the site names them.
FIXED = frozenset(
    [
        "/",
        "/pratiques",
        "/pratiques.json",
        "/pratiques.csv",
        "/pratiques.tableur.csv",
        "/pratiques.atom",
        "/pratiques.feed.json",
        "/apercu.png",
        "/leviers",
        "/publics",
        "/secteurs",
        "/publics",
        "/selection",
        "/selections",
        "/vigilance",
        "/couverture",
        "/carte",
        "/glossaire",
        "/reperes",
        "/ressources",
        "/sources",
        "/contribuer",
        "/contribuer/formulaire",
        "/donnees/base.json",
        "/motifs",
        "/donnees",
        "/openapi.json",
        "/schema/practice.json",
        "/sitemap.xml",
        "/robots.txt",
        "/opensearch.xml",
        "/llms.txt",
        "/healthz",
        "/oembed",
        "/suggestions",
        "/accessibilite",
        "/mentions-legales",
        "/a-propos",
    ]
)
_SHEET_FORM = re.compile(r"^(/pratiques/[a-z0-9-]+)(?:\.md|\.json|/carte|/qr\.svg|/apercu\.png)$")


def list_addresses(library: Library, names: Iterable[str] | None = None) -> set[str]:
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
        *(f"/{slug}" for slug in library.pages),
        *(f"/{folder}/{slug}" for folder, terms in lists.items() for slug in terms),
    }


def leads_somewhere(path: str, addresses: set[str]) -> bool:
    """Whether a path of the site answers; files of /static are not looked at."""
    bare = re.split(r"[?#]", path, maxsplit=1)[0]
    bare = bare.rstrip("/") or "/"
    form = _SHEET_FORM.match(bare)
    return bare.startswith("/static/") or bare in FIXED or (form.group(1) if form else bare) in addresses
