"""What comes from outside, requests and content alike: nothing breaks, nothing comes back as markup, headers hold."""

import json
import os
import time
import tracemalloc
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings, target
from hypothesis import strategies as st
from werkzeug.datastructures import Headers
from werkzeug.test import run_wsgi_app

from app.addresses import ADDRESSES
from app.content.library import load_library
from app.content.practice import short_code
from app.content.problem import UnusableContent
from app.snapshot.store import Store
from app.web.application import create_app

REQUESTS = int(os.environ.get("HOSTILE_REQUESTS", "500"))  # a nightly run asks for 10,000
MARKUP = '<hostile onhostile="1">\'"]]>&lt;'
SHEET = "stef-mixup"
CURATED = "clauses-sociales-achats"
TOOL = "noter-egalite-projets"

# Every route: an address of it, who may frame it, whether other sites may read it. A new route needs its line.
NOBODY, ANYONE = "'none'", "*"
ROUTES = {
    "static": ("/static/site.css", NOBODY, False),
    "home": ("/", NOBODY, False),
    "search": ("/pratiques?q=femmes", NOBODY, False),
    "search_as": ("/pratiques.csv", NOBODY, True),
    "sheet": (f"/pratiques/{SHEET}", NOBODY, False),
    "sheet_source": (f"/pratiques/{SHEET}.md", NOBODY, True),
    "sheet_json": (f"/pratiques/{SHEET}.json", NOBODY, True),
    "sheet_citation": (f"/pratiques/{SHEET}.ris", NOBODY, True),
    "card": (f"/pratiques/{SHEET}/carte", ANYONE, False),
    "sheet_qr": (f"/pratiques/{SHEET}/qr.png", NOBODY, False),
    "sheet_preview": (f"/pratiques/{SHEET}/apercu.png", NOBODY, False),
    "search_card": ("/pratiques.carte?q=femmes", ANYONE, False),
    "search_qr": ("/pratiques.qr.svg?q=femmes", NOBODY, False),
    "short": (f"/p/{short_code(SHEET)}", NOBODY, False),
    "levers": ("/leviers", NOBODY, False),
    "lever": ("/leviers/formation", NOBODY, False),
    "sectors": ("/secteurs", NOBODY, False),
    "sector": ("/secteurs/btp", NOBODY, False),
    "theme": ("/themes/egalite-mixite", NOBODY, False),
    "audiences": ("/publics", NOBODY, False),
    "audience": ("/publics/femmes", NOBODY, False),
    "territory": ("/territoires/62", NOBODY, False),
    "pitfalls": ("/vigilance", NOBODY, False),
    "pitfalls_of_lever": ("/vigilance/formation", NOBODY, False),
    "coverage": ("/couverture", NOBODY, False),
    "map": ("/carte", NOBODY, False),
    "news": ("/nouveautes", NOBODY, False),
    "glossary": ("/glossaire", NOBODY, False),
    "documents": ("/sources", NOBODY, False),
    "selections": ("/selections", NOBODY, False),
    "selections_as": ("/selections.ics", NOBODY, True),
    "curated": (f"/selections/{CURATED}", NOBODY, False),
    "curated_calendar": (f"/selections/{CURATED}.ics", NOBODY, False),
    "curated_card": (f"/selections/{CURATED}/carte", ANYONE, False),
    "curated_qr": (f"/selections/{CURATED}/qr.svg", NOBODY, False),
    "curated_preview": (f"/selections/{CURATED}/apercu.png", NOBODY, False),
    "tools": ("/outils", NOBODY, False),
    "tool": (f"/outils/{TOOL}", NOBODY, False),
    "tool_file": (f"/outils/{TOOL}.docx", NOBODY, False),
    "site_preview": ("/apercu.png", NOBODY, False),
    "selection": (f"/selection?s={SHEET}", NOBODY, False),
    "selection_card": (f"/selection/carte?s={SHEET}", ANYONE, False),
    "selection_qr": (f"/selection/qr.svg?s={SHEET}", NOBODY, False),
    "short_selection": (f"/s/{short_code(CURATED)}", NOBODY, False),
    "form": ("/contribuer/formulaire", NOBODY, False),
    "form_answer": ("/contribuer/formulaire", NOBODY, False),
    "oembed": (f"/oembed?url=https://exemple.org/pratiques/{SHEET}", NOBODY, True),
    "suggestions": ("/suggestions?q=fem", NOBODY, False),
    "data": ("/donnees", NOBODY, False),
    "everything": ("/donnees/base.json", NOBODY, True),
    "openapi": ("/openapi.json", NOBODY, True),
    "schema": ("/schema/practice.json", NOBODY, True),
    "hues": ("/teintes.css", NOBODY, False),
    "sitemap": ("/sitemap.xml", NOBODY, False),
    "robots": ("/robots.txt", NOBODY, False),
    "opensearch": ("/opensearch.xml", NOBODY, False),
    "llms": ("/llms.txt", NOBODY, False),
    "healthz": ("/healthz", NOBODY, False),
    "motifs": ("/motifs", NOBODY, False),
    "page": ("/a-propos", NOBODY, False),
}


class Answer(NamedTuple):
    """What came back of a request made by hand, byte for byte."""

    status: int
    headers: Headers
    body: bytes


@pytest.fixture(scope="module")
def app(store: Store) -> Flask:
    return create_app(store)


def ask(
    app: Flask, method: str, path: str, query: str = "", headers: Mapping[str, str] | None = None, body: bytes = b""
) -> Answer:
    """A request that no test client would send; texts are bytes in Latin-1, as WSGI has them."""
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **(headers or {}),
    }
    chunks, status, given_headers = run_wsgi_app(app, environ, buffered=True)
    return Answer(int(status.split()[0]), given_headers, b"".join(chunks))


class _Intruder(HTMLParser):
    """Fails when what was sent has become an element or an attribute."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        assert not tag.startswith("hostile"), tag
        assert not any(name.startswith("onhostile") for name in names), names
        assert not any((value or "").lower().strip().startswith("javascript:") for _, value in attrs), attrs


def check_harmless(answer: Answer) -> None:
    """Not an error of ours, nothing reflected as markup, well formed, and no header that we did not write."""
    assert answer.status < 500 or answer.status == 501, answer.body[:200]
    assert "Set-Cookie" not in answer.headers
    assert "X-Hostile" not in answer.headers
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    place = answer.headers.get("Location", "/")
    assert place.startswith("/") and not place.startswith(("//", "/\\")), place
    kind = answer.headers.get("Content-Type", "")
    if not answer.body or answer.headers.get("Content-Encoding") or answer.status in {206, 304}:
        return
    if "html" in kind:
        _Intruder().feed(answer.body.decode())
    elif "json" in kind:
        json.loads(answer.body)
    elif "xml" in kind:
        tree = ET.fromstring(answer.body)  # noqa: S314 (what our own templates printed)
        assert not [element for element in tree.iter() if "hostile" in str(element.tag)]


PIECES = st.sampled_from(
    [
        MARKUP,
        "javascript:onhostile",
        "\r\nX-Hostile: 1\r\n\r\n",
        "\x00",
        "\x01\x0b\x1f",
        "\ufffe\uffff",
        "\u202e",
        "../" * 8,
        "..%2f..%2f",
        "%00%0d%0a%zz%",
        "\xff\xfe",
        "a" * 3_000,
        "9" * 5_000,
        "-1",
        '"' * 50,
        "é" * 40,
        "🜁" * 20,
        "femmes",
        SHEET,
        CURATED,
        "//evil.example",
        "{{7*7}}",
    ]
)
TEXTS = st.one_of(PIECES, st.text(max_size=20), st.lists(PIECES, min_size=2, max_size=4).map("".join))
NAMES = st.one_of(
    st.sampled_from(
        [
            "q",
            "sort",
            "page",
            "exact",
            "fresh",
            "sector",
            "lever",
            "department",
            "s",
            "titre",
            "vue",
            "version",
            "note-x",
            "monter",
            "retirer",
            "chercher",
            "fiche",
            "url",
            "format",
            "maxwidth",
            "v",
            "text",
            "action",
        ]
    ),
    TEXTS,
)
SLUGS = st.one_of(
    st.sampled_from([SHEET, CURATED, "formation", short_code(SHEET), short_code(CURATED), "a-propos"]), TEXTS
)
HEADER_NAMES = st.sampled_from(
    [
        "HOST",
        "IF_NONE_MATCH",
        "IF_MODIFIED_SINCE",
        "IF_MATCH",
        "IF_UNMODIFIED_SINCE",
        "RANGE",
        "IF_RANGE",
        "ACCEPT",
        "ACCEPT_ENCODING",
        "ACCEPT_LANGUAGE",
        "COOKIE",
        "X_FORWARDED_HOST",
        "X_FORWARDED_PROTO",
        "AUTHORIZATION",
        "REFERER",
        "USER_AGENT",
    ]
)
HEADER_VALUES = st.one_of(
    st.sampled_from(
        [
            "*",
            "bytes=0-5",
            "bytes=99999999-",
            "bytes=5-1,-0",
            'W/"x"',
            "gzip;q=abc",
            "br;q=0,*;q=0",
            "br",
            "a" * 70_000,
            "..",
            "xn--a",
            "[::1",
            "evil.example",
            "Mon, 99 Foo 9999 99:99:99 GMT",
            "identity;q=0",
        ]
    ),
    st.text(st.characters(max_codepoint=255), max_size=30),
)
METHODS = st.sampled_from(["GET"] * 8 + ["HEAD", "POST", "POST", "OPTIONS", "PUT", "DELETE", "TRACE", "X", ""])
TYPES = st.sampled_from(
    ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "text/x", "\xff"]
)


def as_wsgi(text: str) -> str:
    """How a server hands a text over."""
    return text.encode("utf-8", "replace").decode("latin-1")


def encode_query(pairs: Iterable[tuple[str, str]], is_raw: bool) -> str:
    """Encoded as browsers do, or as it is, without spaces, which end an address."""
    if is_raw:
        return as_wsgi("&".join(f"{name}={value}" for name, value in pairs)).replace(" ", "+")
    return urlencode(list(pairs), errors="replace")


FORMS = ["json", "csv", "atom", "svg", "png", "<hostile>", "JSON"]


def split_rule(rule: str) -> list[tuple[bool, str]]:
    """(whether it is a variable, text) of each piece of a rule: `/p/<code>`."""
    pieces = rule.replace(">", "<").split("<")
    return [(bool(place % 2), piece) for place, piece in enumerate(pieces)]


class Request(NamedTuple):
    """What somebody sends."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


RULES = ["/static/<path:filename>", *(address.path for address in ADDRESSES)]


@st.composite
def hostile_requests(draw: st.DrawFn) -> Request:
    """A request to any address of the route table, each of its parts as it should not be."""
    path = "".join(
        part if not is_variable else draw(SLUGS) if ":" not in part else draw(st.sampled_from(FORMS))
        for is_variable, part in split_rule(draw(st.sampled_from(RULES)))
    )
    query = encode_query(draw(st.lists(st.tuples(NAMES, TEXTS), max_size=4)), draw(st.booleans()))
    headers = {f"HTTP_{name}": value for name, value in draw(st.dictionaries(HEADER_NAMES, HEADER_VALUES)).items()}
    method, body = draw(METHODS), b""
    if method == "POST":
        body = encode_query(draw(st.lists(st.tuples(NAMES, TEXTS), max_size=4)), is_raw=False).encode()
        headers["CONTENT_TYPE"] = draw(TYPES)
    return Request(method, as_wsgi(path), query, headers, body)


MANY = settings(
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


@settings(MANY, max_examples=REQUESTS)
@given(request=hostile_requests())
def test_any_request_to_any_route_is_answered(app: Flask, request: Request):
    """Whatever its path, query, method, headers and body: an answer of ours, well formed, with nothing reflected."""
    check_harmless(ask(app, *request))


@pytest.mark.nightly
def test_no_hostile_request_takes_long(app: Flask):
    """Ten thousand requests, drawn towards the slow ones: none is answered by an error, none takes a second."""
    times: list[tuple[float, str]] = []

    @settings(MANY, max_examples=int(os.environ.get("HOSTILE_REQUESTS", "10000")), derandomize=False)
    @given(request=hostile_requests())
    def ask_one(request: Request) -> None:
        start = time.perf_counter()
        answer = ask(app, *request)
        took = time.perf_counter() - start
        check_harmless(answer)
        target(took)
        times.append((took, f"{request.method} {request.path[:60]} {request.query[:60]}"))

    ask_one()
    times.sort(reverse=True)
    half = times[len(times) // 2][0]
    print(f"\n{len(times)} hostile requests: median {half * 1e3:.1f} ms, slowest {times[0][0]:.3f} s, {times[0][1]!r}")
    assert times[0][0] < 1


@settings(max_examples=max(REQUESTS // 5, 1), deadline=None, database=None)
@given(path=SLUGS, query=st.lists(st.tuples(NAMES, TEXTS), max_size=4), form=st.sampled_from(["json", "xml"]))
def test_any_address_given_to_oembed_is_answered(app: Flask, path: str, query: list[tuple[str, str]], form: str):
    """An address inside an address: what it hides under a second encoding is harmless too."""
    for start in ("/pratiques", "/selection", f"/pratiques/{path}", f"/{path}"):
        url = f"https://exemple.org{start}?{urlencode(query, errors='replace')}"
        check_harmless(ask(app, "GET", "/oembed", urlencode({"url": url, "format": form}, errors="replace")))


@pytest.mark.parametrize("query", ["q=\xff", "\xff\xfe=\xff", "q=%ff%fe", "q=%ED%A0%80", "q=a b\x00\x1f"])
def test_a_query_that_is_not_utf8_is_answered(app: Flask, query: str):
    """Bytes that no browser sends are no reason to fail."""
    for path in ("/", "/pratiques", "/pratiques.json", "/pratiques.atom", "/nulle-part"):
        check_harmless(ask(app, "GET", path, query))


@pytest.mark.parametrize("host", ["..", ".", "a" * 70, "xn--a", "[::1", '"><hostile>', "evil.example:abc", "\xff", ""])
def test_a_false_host_changes_nothing(app: Flask, host: str):
    """Neither a page, nor an error, nor a redirection depends on the host that a request claims."""
    for path in ("/leviers", "/nulle-part", "/pratiques//stef-mixup", "//evil.example/", f"/p/{short_code(SHEET)}"):
        answer = ask(app, "GET", path, f"x={quote(host, errors='replace')}", {"HTTP_HOST": host})
        check_harmless(answer)
        assert b"evil.example" not in answer.body


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "TRACE", "FOO", ""])
def test_a_refused_method_is_told_what_is_allowed(app: Flask, method: str):
    """RFC 9110, 15.5.6: a 405 lists the methods that the address admits."""
    for path in ("/pratiques", "/pratiques.json"):
        answer = ask(app, method, path)
        assert answer.status == 405
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("form", ["atom", "json", "csv", "tableur.csv", "feed.json"])
def test_control_characters_of_a_search_break_no_feed(app: Flask, form: str):
    """XML has no way to write them, not even as references."""
    for code in ("%00", "%01", "%0B", "%1F", "%7F", "%EF%BF%BE", "%0%001"):
        check_harmless(ask(app, "GET", f"/pratiques.{form}", f"q=femmes{code}"))
        url = quote(f"https://exemple.org/pratiques?q=a{code}")
        check_harmless(ask(app, "GET", "/oembed", f"format=xml&url={url}"))


def test_a_name_with_many_positions_takes_no_memory(app: Flask):
    """`indicators.1.1.1…`, 40 kB long: each of its beginnings used to be kept, 400 MB of them."""
    body = f"action=preview&indicators{'.1' * 20_000}=x".encode()
    tracemalloc.start()
    answer = ask(app, "POST", "/contribuer/formulaire", "", {"CONTENT_TYPE": "application/x-www-form-urlencoded"}, body)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    check_harmless(answer)
    assert peak < 100_000_000


@pytest.mark.parametrize("piece", ["---\n", "a\n===\n", "> ", "*_`", "**_a_** "])
def test_a_section_that_takes_seconds_is_refused(client: FlaskClient, piece: str):
    """Text that nobody writes by hand is told at its field, not rendered; a longer one is told before it is parsed."""
    for length, status, told in ((11_000, 413, "trop"), (3_900, 400, "Le texte a trop de")):
        text = piece * (length // len(piece))
        sections = {f"section.{key}": text for key in ("contexte", "vigilance")}
        response = client.post("/contribuer/formulaire", data={"action": "preview", **sections})
        assert response.status_code == status
        assert told in response.get_data(as_text=True)


def test_every_route_has_its_line(app: Flask):
    """A new route says here who may frame it and who may read it."""
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == ROUTES.keys()


@pytest.mark.slow
@pytest.mark.parametrize("endpoint", ROUTES)
def test_headers_of_every_route(app: Flask, endpoint: str):
    """The same strict headers on every answer: found, refused, unchanged or part of a file."""
    address, ancestors, is_open = ROUTES[endpoint]
    path, _, query = address.partition("?")
    method = "POST" if endpoint == "form_answer" else "GET"
    first = ask(app, method, path, query)
    again = {"HTTP_IF_NONE_MATCH": first.headers.get("ETag", "x")}
    part = {"HTTP_RANGE": "bytes=0-1", "HTTP_ACCEPT_ENCODING": "br"}
    others = [ask(app, method, path, query, extra) for extra in (again, part)]
    for answer in (first, *others, ask(app, "OPTIONS", path, query), ask(app, "HEAD", path, query)):
        check_headers(answer.headers, ancestors, is_open)
    assert first.status in {200, 301, 302} or endpoint in {"curated_calendar", "form_answer"}
    refused = ask(app, "DELETE", path, query)
    assert refused.status == 405
    check_headers(refused.headers, "'none'", is_open=False)


ERRORS = [
    (400, "GET", "/suggestions", b""),
    (404, "GET", "/nulle-part", b""),
    (404, "GET", "/nulle-part.json", b""),
    (404, "GET", "/static/rien.css", b""),
    (404, "GET", "/pratiques/rien/carte", b""),
    (405, "DELETE", "/", b""),
    (413, "POST", "/contribuer/formulaire", b"x=" + b"a" * 3_000_000),
    (500, "GET", "/leviers", b""),
    (500, "GET", "/pratiques.json", b""),
]


@pytest.mark.parametrize(("status", "method", "path", "body"), ERRORS, ids=[f"{e[0]} {e[2]}" for e in ERRORS])
def test_headers_of_every_error(store: Store, status: int, method: str, path: str, body: bytes):
    """The same on what is not there, refused, too long or broken: a page or JSON of ours, with nothing of the fault."""
    app = create_app(store)

    def fail() -> str:
        raise ZeroDivisionError

    app.view_functions["levers"] = fail
    app.view_functions["search_as"] = lambda form: fail()
    answer = ask(app, method, path, "", {"CONTENT_TYPE": "application/x-www-form-urlencoded"}, body)
    assert answer.status == status
    assert b"ZeroDivisionError" not in answer.body
    is_card, is_data = path.endswith("/carte"), path == "/pratiques.json"
    check_headers(answer.headers, "*" if is_card else "'none'", is_data)


def test_headers_of_what_was_withdrawn(content: Path, tmp_path: Path):
    """A sheet that is no longer shown, its data and its card say so under the same headers."""
    path = content / "practices" / "stef-mixup.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("published:", "withdrawn: {reason: Retirée.}\npublished:", 1), encoding="utf-8")
    app = create_app(Store(content, tmp_path / "snapshots"))
    for address, ancestors, is_open in [("", "'none'", False), ("/carte", "*", False), (".json", "'none'", True)]:
        answer = ask(app, "GET", f"/pratiques/stef-mixup{address}", "")
        assert answer.status == 410
        check_headers(answer.headers, ancestors, is_open)


def check_headers(headers: Headers, ancestors: str, is_open: bool) -> None:
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy.pop("frame-ancestors") == ancestors
    assert policy.pop("default-src") == policy.pop("base-uri") == "'none'"
    assert set(policy.values()) == {"'self'"}
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "Cross-Origin-Opener-Policy" not in headers, "links of cards in sandboxed frames would open an error"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers.get("Access-Control-Allow-Origin") == ("*" if is_open else None)
    assert not {"Set-Cookie", "Server", "X-Powered-By"} & set(headers.keys())


PRACTICE = f"practices/{SHEET}.md"
SELECTION = "selections/essai.md"
TEXT_KEYS = frozenset(
    [
        "title",
        "summary",
        "label",
        "definition",
        "term",
        "spelled_out",
        "name",
        "baseline",
        "region",
        "publisher",
        "description",
        "place",
        "unit",
        "note",
        "budget",
        "staff",
        "duration",
        "funding",
        "editor_note",
        "when",
        "watch",
        "section",
        "pages",
        "host",
    ]
)


def poison(value: object, key: str = "") -> object:
    """The same data with markup in every text that is printed; short ones stay short, summaries long enough."""
    if isinstance(value, dict):
        return {name: poison(inner, str(name)) for name, inner in value.items()}
    if isinstance(value, list):
        return [poison(inner, key) for inner in value]
    return f"=Texte {MARKUP}{'é' * 40 if key == 'summary' else ''}" if key in TEXT_KEYS | {"partners"} else value


def write_poisoned(path: Path) -> None:
    """Poison a file of content in place: a YAML file, or the front matter of a Markdown file."""
    text = path.read_text(encoding="utf-8")
    front, body = text.split("\n---\n", 1) if path.suffix == ".md" else (text, "")
    dumped = yaml.safe_dump(poison(yaml.safe_load(front.removeprefix("---\n"))), allow_unicode=True, sort_keys=False)
    path.write_text(f"---\n{dumped}---\n{body}" if path.suffix == ".md" else dumped, encoding="utf-8")


def write_selection(content: Path, lines: str = "") -> None:
    (content / "selections").mkdir(exist_ok=True)
    head = "---\ntitle: Un essai\nsummary: Un essai de sélection.\npublished: 2026-11-21\n"
    practices = f"practices:\n  - slug: {SHEET}\n    note: Une note.\n"
    (content / SELECTION).write_text(f"{head}{lines}{practices}---\n\nTexte.\n", encoding="utf-8")


def test_markup_in_every_text_of_the_content_stays_text(content: Path, tmp_path: Path):
    """In pages, cards, feeds, calendars, tables and oEmbed: what content says is text, wherever it is printed."""
    write_selection(content, "date: 2100-12-31\nhost: Un hôte\n")
    for path in [*content.glob("*.yaml"), content / PRACTICE, content / SELECTION]:
        write_poisoned(path)
    library = load_library(content)
    assert len(library.practices) == 2
    assert {p.file for p in library.problems} == {"content/glossary.yaml", "content/vocabulary.yaml"}
    assert all("déjà" in p.message for p in library.problems)  # one text stands everywhere
    app = create_app(Store(content, tmp_path / "snapshots"))
    addresses = {address.replace(CURATED, "essai") for address, _, _ in ROUTES.values()}
    addresses |= {
        f"/{path}" for path in ("pratiques", "pratiques.atom", "pratiques.json", "selections.atom", "nulle-part")
    }
    addresses |= {f"/selection?s={SHEET}&vue={view}" for view in ("comparer", "projection", "fiche")}
    addresses |= {f"/oembed?format=xml&url=https://exemple.org/pratiques/{SHEET}"}
    addresses |= {f"/contribuer/formulaire?fiche={SHEET}", f"/s/{short_code('essai')}"}
    told = 0
    for address in sorted(addresses):
        path, _, query = address.partition("?")
        answer = ask(app, "GET", path, query)
        check_harmless(answer)
        assert answer.status in {200, 301, 404}, address
        told += b"onhostile" in answer.body
    assert told > 30
    calendar = ask(app, "GET", "/selections/essai.ics").body.decode()
    assert "SUMMARY:=Texte" in calendar
    rows = ask(app, "GET", "/pratiques.csv").body.decode().splitlines()
    assert not [cell for row in rows for cell in row.split(",") if cell.startswith(("=", '"='))]


REFUSED = {
    "month 13": ("sources.yaml", "published: ", 'published: "2025-13" #', "published"),
    "month 0": ("sources.yaml", "published: ", 'published: "2025-00" #', "published"),
    "Arabic digits": ("sources.yaml", "published: ", 'published: "٢٠٢٥" #', "published"),
    "NUL spelled": (PRACTICE, "title: ", 'title: "Un titre assez long \\0" #', ""),
    "escape spelled": (PRACTICE, "title: ", 'title: "Un titre assez long \\e[31m" #', ""),
    "no character": (PRACTICE, "title: ", 'title: "Un titre assez long \\uFFFE" #', ""),
    "turned writing": (PRACTICE, "title: ", 'title: "Un titre \\u202Egnol zessa" #', ""),
    "hidden in the site's name": ("site.yaml", "name: ", 'name: "Un nom\\x01" #', ""),
    "mail with parameters": (PRACTICE, "  email: ", '  email: "a?bcc=x%40evil.example&b=x@b.fr" #', "contact.email"),
    "host without end": ("site.yaml", "repository: ", 'repository: "https://[::1.fr" #', "repository"),
    "port that is no number": ("site.yaml", "url: ", 'url: "https://exemple.org:abc" #', "url"),
    "dot outside the host": ("site.yaml", "url: ", 'url: "https://exemple/a.b" #', "url"),
    "number of 3,900 digits": (PRACTICE, "value: 20.5", f'value: "{"9" * 3_900}"', "value"),
    "list instead of a mapping": ("vocabulary.yaml", "themes:", "themes: [a]\nthemes2:", "themes"),
    "day after the last": (SELECTION, "published: ", "date: 9999-12-31\npublished: ", "date"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_content_that_would_break_a_page_is_refused_in_french(content: Path, name: str):
    """Before it is published, at its place, in words."""
    file, before, after, key = REFUSED[name]
    write_selection(content)
    text = (content / file).read_text(encoding="utf-8")
    assert before in text
    (content / file).write_text(text.replace(before, after, 1), encoding="utf-8")
    try:
        problems = list(load_library(content).problems)
    except UnusableContent as error:
        problems = error.problems
    found = [problem for problem in problems if problem.file.endswith(file) and key in problem.key]
    assert found
    assert not [word for problem in found for word in ("should", "limit", "valid") if word in problem.message]


def test_a_name_written_twice_among_thousands_is_told(content: Path):
    """A list is checked for repetitions in one pass: the last two of many are told, on the longest line read."""
    path = content / PRACTICE
    names = [f"a{number}" for number in range(600)]
    text = path.read_text(encoding="utf-8")
    lines = f"aliases: [{', '.join([*names, names[-1]])}]\nformat:"
    path.write_text(text.replace("format:", lines, 1), encoding="utf-8")
    problems = load_library(content).problems
    assert [problem.message for problem in problems] == ["« a599 » est écrit deux fois dans la liste."]
