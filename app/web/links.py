"""URL building: searches, practices, terms, static files with a version, absolute URLs; and parsing of a search URL."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from flask import current_app, request, url_for

from app.catalogue.query import Query
from app.content.headline import Headline
from app.content.practice import FACETS, Practice
from app.web.current import current_catalogue

# In our own pages every attribute stands between double quotes, and a quote inside a text is written otherwise.
_FROM_ROOT = re.compile(r'(\s(?:href|src|action)=")(/(?!/)[^"]*)')

KEPT_PATHS = 2_048  # addresses, of some hundred bytes each
KEPT_VERSIONS = 64  # static files: the site has some thirty

TERM_PAGES = {facet.name: facet.page for facet in FACETS if facet.page}  # endpoint of the page of a term, by facet


def path_to(endpoint: str, **values: Any) -> str:
    """Memoised `flask.url_for`: it depends on its arguments and the prefix of the site alone."""
    return _path_under(request.script_root, endpoint, **values)


@lru_cache(KEPT_PATHS)
def _path_under(prefix: str, endpoint: str, **values: Any) -> str:
    return url_for(endpoint, **values)


def read_query() -> Query:
    """The query of the current request, parsed and admitted (unknown terms dropped, with notices)."""
    return current_catalogue().admit(Query.from_args(request.args.items(multi=True)))


def search_path(query: Query, form: str = "") -> str:
    """The canonical path of a search: `/pratiques?q=…`; `form` is the format suffix in routes ("csv")."""
    path = path_to("search_as", form=form) if form else path_to("search")
    args = query.to_args()
    return f"{path}?{urlencode(args)}" if args else path


def term_path(facet: str, slug: str) -> str:
    """The path of a vocabulary term: its own page when its facet has one, else a search."""
    if facet in TERM_PAGES:
        return path_to(TERM_PAGES[facet], slug=slug)
    return search_path(Query(terms=((facet, slug),)))


def named_path(kind: str, slug: str, label: str) -> str:
    """The path of what has a name: by its kind, as suggestions and direct answers tell it."""
    if kind in TERM_PAGES:
        return term_path(kind, slug)
    if kind == "section":
        page, _, anchor = slug.partition("#")
        return path_to("page", slug=page, _anchor=anchor or None)
    if kind == "term":
        return path_to("glossary", _anchor=slug)
    endpoints = {"practice": "sheet", "selection": "curated", "tool": "tool", "pitfalls": "pitfalls_of_lever"}
    return path_to(endpoints[kind], slug=slug) if kind in endpoints else search_path(Query(text=f'"{label}"'))


def sheet_path(practice: Practice | Headline) -> str:
    """The path of a practice."""
    return path_to("sheet", slug=practice.slug)


def mail_to(address: str, subject: str, body: str) -> str:
    """A mailto link (RFC 6068), with subject and body."""
    lines = body.replace("\n", "\r\n")
    return f"mailto:{quote(address, safe='@')}?{urlencode({'subject': subject, 'body': lines}, quote_via=quote)}"


def ask_contact(practice: Practice) -> str:
    """A mailto link to the editor, who is asked to put somebody in touch with the organisation of a practice."""
    address = absolute(path_to("short", code=practice.code))
    body = f"Bonjour,\n\nJe voudrais joindre l'organisation de cette fiche :\n{practice.title}\n{address}\n\n"
    editor = current_catalogue().library.site.editor
    return mail_to(editor.email, f"Mise en relation : {practice.title}", body)


def tell_editor(practice: Practice) -> str:
    """A mailto link to the editor, to say what a sheet was used for: nothing is recorded, nobody is counted."""
    address = absolute(path_to("short", code=practice.code))
    body = f"Bonjour,\n\nCette fiche m'a servi :\n{practice.title}\n{address}\n\nPour "
    return mail_to(current_catalogue().library.site.editor.email, f"Cette fiche m'a servi : {practice.title}", body)


def absolute(path: str) -> str:
    """Absolute URL of a path, from content/site.yaml: the Host header of a request is not trusted."""
    return current_catalogue().library.site.url.rstrip("/") + path.removeprefix(request.script_root)


def prefix_links(prefix: str, page: str) -> str:
    """Prefix the root-relative links of HTML: texts of the content name pages without the prefix of the site."""
    return _FROM_ROOT.sub(lambda link: link[0] if _is_under(link[2], prefix) else f"{link[1]}{prefix}{link[2]}", page)


def strip_prefix(path: str, prefix: str) -> str | None:
    """Strip the prefix of the site from a path; None when it is not under it."""
    return (path.removeprefix(prefix) or "/") if _is_under(path, prefix) else None


def _is_under(path: str, prefix: str) -> bool:
    return path.startswith(prefix) and path[len(prefix) : len(prefix) + 1] in ("", "/", "?", "#")


def asset(name: str) -> str:
    """The path of a static file with a version (cache busting)."""
    return path_to("static", filename=name, v=asset_version(name))


@lru_cache(KEPT_VERSIONS)
def asset_version(name: str) -> str:
    """First 8 hexadecimal digits of the SHA-256 of a static file."""
    folder = current_app.static_folder or ""
    return hashlib.sha256((Path(folder) / name).read_bytes()).hexdigest()[:8]


def write_hues_css() -> str:
    """CSS with the hue of each theme of the vocabulary, one rule a theme."""
    hues = current_catalogue().vocabulary.hues()
    return "".join(f".theme-{slug} {{ --hue: {hue}; }}\n" for slug, hue in hues.items())


def hues_version() -> str:
    """First 8 hexadecimal digits of the SHA-256 of that style sheet."""
    return hashlib.sha256(write_hues_css().encode()).hexdigest()[:8]


def hues_path() -> str:
    """The path of that style sheet with its version (cache busting)."""
    return path_to("hues", v=hues_version())


LINKS = {
    "hues_path": hues_path,
    "url_for": path_to,
    "asset": asset,
    "search_path": search_path,
    "term_path": term_path,
    "named_path": named_path,
    "sheet_path": sheet_path,
    "absolute": absolute,
    "ask_contact": ask_contact,
    "tell_editor": tell_editor,
    "Query": Query,
}
