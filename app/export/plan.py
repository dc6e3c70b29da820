"""URL to file mapping of the export: public URLs keep their paths on a static host."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from app.addresses import BY_ENDPOINT
from app.catalogue.query import FACET_NAMES, Query
from app.selection.address import VIEWS

# A file answers whatever follows the question mark. Scripts read it in a search, browsers' caches in a version.
_KEEP_QUERY = frozenset({"search", "static", "hues"})
_DROP_QUERY = frozenset({"form", "selection"})


@dataclass(frozen=True)
class Plan:
    """Mapping of one URL: request to make (`asked`), file name without suffix of type, query string that links keep."""

    asked: str
    name: str
    query: str = ""

    def file(self, content_type: str) -> str:
        """The file path for a content type; a page is `index.html` of a folder, for a URL without extension."""
        if not content_type.startswith("text/html"):
            return self.name
        return f"{self.name}/index.html".lstrip("/")


@dataclass(frozen=True)
class Planner:
    """URL mapper, with the URL map of the site and `home`, its public base URL without trailing slash."""

    addresses: MapAdapter
    home: str

    def plan(self, address: str) -> Plan | None:
        """Map `/path?query` or an absolute URL; None when no file can stand for it."""
        parts = urlsplit(address.removeprefix(self.home))
        try:
            endpoint, values = self.addresses.match(parts.path)
        except HTTPException:
            return None
        name = parts.path.strip("/")
        args = parse_qsl(parts.query)
        if endpoint in _KEEP_QUERY:
            return Plan(parts.path, name, parts.query)
        if endpoint in _DROP_QUERY or not args:
            return None if endpoint in BY_ENDPOINT and BY_ENDPOINT[endpoint].no_file else Plan(parts.path, name)
        if endpoint == "search_as":
            return _plan_data(parts.path, str(values["form"]), args)
        if endpoint == "curated":
            view = dict(args).get("vue", "")
            return Plan(f"{parts.path}?vue={view}", f"{name}/{view}") if view in VIEWS[1:] else Plan(parts.path, name)
        if endpoint == "oembed":
            return self._plan_embed(f"{parts.path}?{parts.query}", args)
        return None

    def _plan_embed(self, asked: str, args: list[tuple[str, str]]) -> Plan | None:
        """The oEmbed response of a page, as a file beside it, for the default size alone."""
        target = urlsplit(dict(args).get("url", "").removeprefix(self.home))
        form = dict(args).get("format", "json")
        if target.scheme or target.query or not target.path.strip("/") or form not in {"json", "xml"}:
            return None
        return Plan(asked, f"{target.path.strip('/')}/oembed.{form}")


def _plan_data(path: str, form: str, args: list[tuple[str, str]]) -> Plan | None:
    """Data of a search by one facet term alone; None for any other query."""
    terms = Query.from_args(args).terms
    if len(args) != 1 or len(terms) != 1 or args[0][0] not in FACET_NAMES:
        return None
    facet, slug = terms[0]
    return Plan(f"{path}?{facet}={quote(slug)}", f"donnees/{facet}/{slug}.{form}")
