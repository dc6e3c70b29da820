"""Addresses of this site: of a search and back, of a sheet, and absolute ones for those who come from elsewhere."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import current_app, g, request, url_for

from app.catalogue.query import Query
from app.content.headline import Headline
from app.content.practice import Practice

# In our own pages every attribute stands between double quotes, and a quote inside a text is written otherwise.
_FROM_ROOT = re.compile(r'(\s(?:href|src|action)=")(/(?!/)[^"]*)')

KEPT_PATHS = 2_048  # addresses, of some hundred bytes each
KEPT_VERSIONS = 64  # static files: the site has some thirty

# Facets whose terms have a page of their own, and its name in the routes.
TERM_PAGES = {
    "lever": "lever",
    "sector": "sector",
    "theme": "theme",
    "audience": "audience",
    "department": "territory",
}


def path_to(endpoint: str, **values: Any) -> str:
    """What Flask's url_for answers, remembered: it depends on nothing but these words and the prefix of the site."""
    return _path_under(request.script_root, endpoint, **values)


@lru_cache(KEPT_PATHS)
def _path_under(prefix: str, endpoint: str, **values: Any) -> str:
    return url_for(endpoint, **values)


def read_query() -> Query:
    """The query of the current address, without what the vocabulary does not know."""
    query: Query = g.catalogue.admit(Query.from_args(request.args.items(multi=True)))
    return query


def search_path(query: Query, form: str = "") -> str:
    """The address of a search: `/pratiques?q=…`; `form` is what stands behind "/pratiques." in routes."""
    path = path_to("search_as", form=form) if form else path_to("search")
    args = query.to_args()
    return f"{path}?{urlencode(args)}" if args else path


def term_path(facet: str, slug: str) -> str:
    """The address of the practices under one term: its own page when there is one, else a search."""
    if facet in TERM_PAGES:
        return path_to(TERM_PAGES[facet], slug=slug)
    return search_path(Query(terms=((facet, slug),)))


def sheet_path(practice: Practice | Headline) -> str:
    """The address of a sheet on this site."""
    return path_to("sheet", slug=practice.slug)


def absolute(path: str) -> str:
    """An address that works from anywhere, made from content/site.yaml: a request may lie about its host."""
    url: str = g.catalogue.library.site.url
    return url.rstrip("/") + path.removeprefix(request.script_root)


def put_under(prefix: str, page: str) -> str:
    """HTML whose links from the root are under a prefix: texts of the content name pages without it."""
    return _FROM_ROOT.sub(lambda link: link[0] if _is_under(link[2], prefix) else f"{link[1]}{prefix}{link[2]}", page)


def cut_prefix(path: str, prefix: str) -> str | None:
    """The path of a page, less the prefix of the site; None when it is not under it."""
    return (path.removeprefix(prefix) or "/") if _is_under(path, prefix) else None


def _is_under(path: str, prefix: str) -> bool:
    return path.startswith(prefix) and path[len(prefix) : len(prefix) + 1] in ("", "/", "?", "#")


def asset(name: str) -> str:
    """The address of a static file, with a version that changes when the file does."""
    return path_to("static", filename=name, v=asset_version(name))


@lru_cache(KEPT_VERSIONS)
def asset_version(name: str) -> str:
    """Eight hexadecimal digits that change when a static file does."""
    folder = current_app.static_folder or ""
    return hashlib.sha256((Path(folder) / name).read_bytes()).hexdigest()[:8]


def print_hues() -> str:
    """The style sheet that gives each theme of the vocabulary its hue, one rule a theme."""
    return "".join(f".theme-{slug} {{ --hue: {hue}; }}\n" for slug, hue in g.catalogue.vocabulary.hues().items())


def hues_version() -> str:
    """Eight hexadecimal digits that change when a hue does."""
    return hashlib.sha256(print_hues().encode()).hexdigest()[:8]


def hues_path() -> str:
    """The address of the style sheet of hues, with its version."""
    return path_to("hues", v=hues_version())


LINKS = {
    "hues_path": hues_path,
    "url_for": path_to,
    "asset": asset,
    "search_path": search_path,
    "term_path": term_path,
    "sheet_path": sheet_path,
    "absolute": absolute,
    "Query": Query,
}
