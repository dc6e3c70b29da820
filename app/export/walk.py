"""Crawler: requests every URL of the site through the test client, follows links, stores responses as files."""

import html
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from werkzeug.test import TestResponse

from app.addresses import forms_of
from app.catalogue.catalogue import Catalogue
from app.content.practice import short_code
from app.export.plan import Planner
from app.export.rewriting import Rewriter

NOT_FOUND = "404.html"
SEARCH = "pratiques/index.html"
_WASM = "'wasm-unsafe-eval'"  # what Pagefind needs to run in the browser, on the search page alone
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
            elif "xml" in stored.content_type or "json" in stored.content_type:
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
    """The CSP of a page as a meta tag: without `frame-ancestors`; with WebAssembly on the search page."""
    rules = [rule for rule in stored.policy.split("; ") if not rule.startswith("frame-ancestors")]
    policy = "; ".join(rules)
    return policy.replace("script-src 'self'", f"script-src 'self' {_WASM}") if stored.file == SEARCH else policy


def seed_urls(catalogue: Catalogue) -> list[str]:
    """Seed URLs: entry pages, and what no page links to (aliases, withdrawn practices, short URLs)."""
    practices = catalogue.library.practices
    former = [alias for practice in practices for alias in practice.aliases]
    names = [*(practice.slug for practice in practices), *former]
    sheets = [form.replace("<slug>", name) for name in former for form in forms_of("sheet")]
    return [*_SEEDS, *sheets, *(f"/pratiques/{name}" for name in names), *(f"/p/{short_code(name)}" for name in names)]
