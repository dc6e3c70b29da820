"""Crawler: requests every URL of the site through the test client, follows links, stores responses as files."""

import html
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter
from werkzeug.test import TestResponse

from app.addresses import BY_ENDPOINT, forms_of
from app.catalogue.catalogue import Catalogue
from app.catalogue.query import FACET_NAMES, Query
from app.content.practice import short_code
from app.export.rewriting import Rewriter
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


NOT_FOUND = "404.html"
SEARCH = "pratiques/index.html"
_REDIRECT_POLICY = "default-src 'none'; base-uri 'none'"
_RELATIVE = re.compile(r'\s(?:href|src|action)="(/[^"#]*)')
_LINKED = ("text/html", "text/plain", "application/xml", "application/json", "application/atom+xml")
_SEEDS = (
    "/", "/pratiques", "/pratiques.carte", "/donnees", "/donnees/base.json", "/schema/practice.json", "/sitemap.xml",
    "/robots.txt", "/opensearch.xml", "/llms.txt", "/selection", "/contribuer/formulaire", "/copie",
)  # fmt: skip


@dataclass(frozen=True)
class StoredResponse:
    """A stored response; `policy` is its Content-Security-Policy."""

    file: str
    content_type: str
    policy: str
    status: int


@dataclass
class Crawler:
    """One crawl. `files`: requested URL → stored response; `redirects`: URL → location."""

    app: Flask
    folder: Path
    planner: Planner
    tell: Callable[[str], None] = lambda _text: None
    files: dict[str, StoredResponse] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)  # those of a page

    def gather(self, addresses: Iterable[str]) -> None:
        """Breadth-first crawl from seed URLs."""
        client = self.app.test_client()
        queue = deque(addresses)
        met: set[str] = set()  # planning takes longer than looking here first
        asked: set[str] = set()
        while queue:
            address = queue.popleft()
            plan = None if address in met else self.planner.plan(address)
            met.add(address)
            if plan is None or plan.asked in asked:
                continue
            asked.add(plan.asked)
            answer = client.get(plan.asked, buffered=True)
            if answer.status_code in {301, 302, 308}:
                self.redirects[plan.asked] = answer.location
                queue.append(answer.location)
            elif answer.status_code in {200, 410}:
                self._store(plan.asked, plan.file(answer.content_type), answer)
                queue.extend(self._addresses_in(answer))
            if len(self.files) % 200 == 199:
                self.tell(f"{len(self.files) + 1} fichiers…")
        missing = client.get("/page-introuvable/", buffered=True)
        self._store("404", NOT_FOUND, missing)
        self.headers = dict(missing.headers)

    def _store(self, asked: str, name: str, answer: TestResponse) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(answer.data)
        policy = answer.headers["Content-Security-Policy"]
        self.files[asked] = StoredResponse(name, answer.content_type, policy, answer.status_code)

    def _addresses_in(self, answer: TestResponse) -> Iterator[str]:
        """Link extraction: root-relative links of HTML, and absolute URLs of the site in any text."""
        if not answer.content_type.startswith(_LINKED):
            return
        text = answer.get_data(as_text=True)
        if answer.content_type.startswith("text/html"):
            yield from (html.unescape(found) for found in _RELATIVE.findall(text))
        full = re.compile(re.escape(self.planner.home) + r"(/[^\s\"'<>)\\#]*)?")
        yield from (found or "/" for found in full.findall(html.unescape(text)))

    def find(self, address: str) -> tuple[str, str] | None:
        """Resolve a URL to (file, query string that links keep), or None."""
        plan = self.planner.plan(address)
        if plan is None:
            return None
        if plan.asked in self.redirects:
            return f"{plan.name}/index.html", plan.query
        stored = self.files.get(plan.asked)
        return (stored.file, plan.query) if stored else None

    def link(self, address: str) -> str:
        """The link from the search page to a URL of the site; to itself for one without a file."""
        return Rewriter(self.find, self.planner.home).relative(address, SEARCH) or "./"

    def rewrite(self) -> list[tuple[str, str]]:
        """Rewrite the links of every stored file; returns broken links as (file, tag)."""
        rewriter = Rewriter(self.find, self.planner.home)
        rooted = Rewriter(self.find, self.planner.home, rooted=True, broken=rewriter.broken)
        for stored in self.files.values():
            path = self.folder / stored.file
            if stored.content_type.startswith("text/html"):
                chosen = rooted if stored.file == NOT_FOUND else rewriter
                page = chosen.rewrite(path.read_text(encoding="utf-8"), stored.file, _policy(stored))
                path.write_text(page, encoding="utf-8", newline="")
            elif stored.content_type.partition(";")[0].endswith(("xml", "json")):
                text = rewriter.rewrite_data(path.read_bytes().decode())
                path.write_bytes(text.encode())
        self._write_redirects(rewriter)
        return sorted(set(rewriter.broken))

    def _write_redirects(self, rewriter: Rewriter) -> None:
        """An HTML page with a meta refresh for each redirect: a static host cannot redirect by itself."""
        template = self.app.jinja_env.get_template("export/redirect.html")
        for asked, target in self.redirects.items():
            file = f"{asked.strip('/')}/index.html"
            page = template.render(target=target, canonical=f"{self.planner.home}{target}")
            path = self.folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(rewriter.rewrite(page, file, _REDIRECT_POLICY), encoding="utf-8", newline="")


def _policy(stored: StoredResponse) -> str:
    """The CSP of a page as a meta tag: without `frame-ancestors`, which has no effect there."""
    return "; ".join(rule for rule in stored.policy.split("; ") if not rule.startswith("frame-ancestors"))


def seed_urls(catalogue: Catalogue) -> list[str]:
    """Seed URLs: entry pages, and what no page links to (aliases, withdrawn practices, short URLs)."""
    practices = catalogue.library.practices
    former = [alias for practice in practices for alias in practice.aliases]
    names = [*(practice.slug for practice in practices), *former]
    sheets = [form.replace("<slug>", name) for name in former for form in forms_of("sheet")]
    return [*_SEEDS, *sheets, *(f"/pratiques/{name}" for name in names), *(f"/p/{short_code(name)}" for name in names)]
