"""The address table of the site: every route with what is known of it, as data; it imports nothing.

The web binds each endpoint to its view (`app/web/routes.py`), the check tells links that lead nowhere, the headers open
data to other sites, the export chooses what becomes a file: all read this table.
"""

import re
from dataclasses import dataclass
from itertools import product

_ANY = re.compile(r"<any\(([^)]*)\):\w+>")
_SLUG = "<slug>"


@dataclass(frozen=True)
class Address:
    """A route: `path` in Werkzeug's syntax, `endpoint` its name for `url_for`.

    `of` is the endpoint of the page that this is another form of: it stands or falls with that page. `is_data`: open
    data, that any site may read (CORS). `is_framed`: a card, that any site may show in a frame. `no_file` says why an
    export has no file for it.
    """

    path: str
    endpoint: str
    method: str = "GET"
    of: str = ""
    is_data: bool = False
    is_framed: bool = False
    no_file: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        """The path with each choice of `<any(…)>` written out; `<slug>` and `<code>` stay."""
        pieces = _ANY.split(self.path)
        choices = [
            [word.strip(' "') for word in piece.split(",")] if position % 2 else [piece]
            for position, piece in enumerate(pieces)
        ]
        return tuple("".join(chosen) for chosen in product(*choices))

    def path_of(self, name: str) -> str:
        """The path of one thing, by the slug or the code that is its last part."""
        return f"{self.path.rpartition('/')[0]}/{name}"


_CHOSEN = "depends on what was chosen"

ADDRESSES = (
    Address("/", "home"),
    Address("/pratiques", "search"),
    Address('/pratiques.<any(json, csv, "tableur.csv", atom, "feed.json"):form>', "search_as", is_data=True),
    Address("/pratiques/<slug>", "sheet"),
    Address("/pratiques/<slug>.md", "sheet_source", of="sheet", is_data=True),
    Address("/pratiques/<slug>.json", "sheet_json", of="sheet", is_data=True),
    Address("/pratiques/<slug>.<any(ris, bib):form>", "sheet_citation", of="sheet", is_data=True),
    Address("/pratiques/<slug>/carte", "card", of="sheet", is_framed=True),
    Address("/pratiques/<slug>/qr.<any(svg, png):form>", "sheet_qr", of="sheet"),
    Address("/pratiques/<slug>/apercu.png", "sheet_preview", of="sheet"),
    Address("/pratiques.carte", "search_card", is_framed=True),
    Address("/pratiques.qr.<any(svg, png):form>", "search_qr", no_file="depends on what was looked for"),
    Address("/p/<code>", "short"),
    Address("/leviers", "levers"),
    Address("/leviers/<slug>", "lever"),
    Address("/secteurs", "sectors"),
    Address("/secteurs/<slug>", "sector"),
    Address("/themes/<slug>", "theme"),
    Address("/publics", "audiences"),
    Address("/publics/<slug>", "audience"),
    Address("/territoires/<slug>", "territory"),
    Address("/vigilance", "pitfalls"),
    Address("/vigilance/<slug>", "pitfalls_of_lever", of="lever"),
    Address("/couverture", "coverage"),
    Address("/carte", "map"),
    Address("/nouveautes", "news"),
    Address("/glossaire", "glossary"),
    Address("/sources", "documents"),
    Address("/selections", "selections"),
    Address("/selections.<any(ics, atom):form>", "selections_as", is_data=True),
    Address("/selections/<slug>", "curated"),
    Address("/selections/<slug>.ics", "curated_calendar", of="curated"),
    Address("/selections/<slug>/carte", "curated_card", of="curated", is_framed=True),
    Address("/selections/<slug>/qr.<any(svg, png):form>", "curated_qr", of="curated"),
    Address("/selections/<slug>/apercu.png", "curated_preview", of="curated"),
    Address("/outils", "tools"),
    Address("/outils/<slug>", "tool"),
    Address("/outils/<slug>.<any(docx, xlsx):form>", "tool_file", of="tool"),
    Address("/apercu.png", "site_preview"),
    Address("/selection", "selection"),
    Address("/selection/carte", "selection_card", is_framed=True, no_file=_CHOSEN),
    Address("/selection/qr.<any(svg, png):form>", "selection_qr", no_file=_CHOSEN),
    Address("/s/<code>", "short_selection"),
    Address("/contribuer/formulaire", "form"),
    Address("/contribuer/formulaire", "form_answer", method="POST", no_file="reads what is sent"),
    Address("/oembed", "oembed", is_data=True, no_file="depends on an address; its answer stands beside each page"),
    Address("/suggestions", "suggestions", no_file="completes what is being typed"),
    Address("/donnees", "data"),
    Address("/donnees/base.json", "everything", is_data=True),
    Address("/openapi.json", "openapi", is_data=True, no_file="describes what a server answers"),
    Address("/schema/practice.json", "schema", is_data=True),
    Address("/teintes.css", "hues"),
    Address("/sitemap.xml", "sitemap"),
    Address("/robots.txt", "robots"),
    Address("/opensearch.xml", "opensearch"),
    Address("/llms.txt", "llms"),
    Address("/healthz", "healthz", no_file="says that a server is up"),
    Address("/motifs", "motifs", no_file="is for whoever changes the looks, beside the code"),
    Address("/<slug>", "page"),
)
BY_ENDPOINT = {address.endpoint: address for address in ADDRESSES}

# Those that answer whatever the content.
FIXED_PATHS = frozenset(path for address in ADDRESSES for path in address.paths if "<" not in path)
# With what the path of any address begins, pages of content/pages left out.
FIRST_PARTS = {"static", *(path.split("/")[1] for address in ADDRESSES for path in address.paths)} - {"", _SLUG}


def forms_of(endpoint: str) -> tuple[str, ...]:
    """The paths of every other form of a page, `<slug>` in the place of its name."""
    return tuple(path for address in ADDRESSES if address.of == endpoint for path in address.paths)


def _compile_dependents() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(re.escape(path).replace(_SLUG, "([a-z0-9-]+)")), BY_ENDPOINT[address.of].path.replace(_SLUG, r"\1"))
        for address in ADDRESSES
        if address.of
        for path in address.paths
    )


_DEPENDENTS = _compile_dependents()


def support_of(path: str) -> str:
    """The path that a path stands or falls with: `/pratiques/x.json` → `/pratiques/x`; itself mostly."""
    found = ((pattern.fullmatch(path), parent) for pattern, parent in _DEPENDENTS)
    return next((match.expand(parent) for match, parent in found if match), path)
