"""Pages kept in memory: the same answer as Flask would give, in every encoding, never stale, never too many."""

import gzip
import re
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import brotli
import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client, TestResponse

from app.snapshot.store import Store
from app.web.application import create_app
from app.web.current import CATALOGUE, CURRENT, CurrentCatalogue
from app.web.headers import CONTENT_VERSION
from app.web.links import asset_version
from app.web.middleware.page_cache import CachedResponse, PageCache, ResponseCache
from app.web.templating.globals import print_cards
from tests.conftest import make_client

PAGES = ["/", "/pratiques?q=emploi", "/pratiques/stef-mixup", "/static/site.css"]
UNTOUCHED = "/pratiques/eve-binomes-grand-site-deux-caps.json"
DECODERS: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}

Behind = Callable[[WSGIApplication], Client]


def headers_of(response: TestResponse) -> list[tuple[str, str]]:
    return [pair for pair in response.headers if pair[0] != "Date"]


@pytest.fixture
def own_store(content: Path, tmp_path: Path) -> Store:
    store = Store(content, tmp_path / "snapshots")
    store.ensure()
    return store


@pytest.fixture
def behind(store: Store) -> Behind:
    """A client of any application with the cache before it."""
    return lambda application: Client(PageCache(application, CurrentCatalogue(store)))


def edit_title(store: Store) -> None:
    path = store.content / "practices" / "stef-mixup.md"
    path.write_text(path.read_text(encoding="utf-8").replace("title: ", "title: Zèbre ", 1), encoding="utf-8")
    store.ensure()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same_the_second_time(store: Store, path: str):
    """The same status, headers and bytes, in each encoding, whichever was asked first."""
    client = make_client(store)
    plain = client.get(path).data
    for _ in range(2):
        answers = {name: client.get(path, headers={"Accept-Encoding": name}) for name in DECODERS}
        assert {decode(answers[name].data) for name, decode in DECODERS.items()} == {plain}
        assert len({answer.headers["ETag"] for answer in answers.values()}) == 1
    first, again = (make_client(store).get(path), client.get(path))
    assert headers_of(first) == headers_of(again)


@pytest.mark.parametrize("path", PAGES)
def test_a_head_has_the_headers_of_a_get(store: Store, path: str):
    """With its length, without its body, before the page is known and after."""
    client = make_client(store)
    first = client.head(path)
    page = client.get(path)
    for head in (first, client.head(path)):
        assert headers_of(head) == headers_of(page)
        assert head.data == b""
    assert int(first.headers["Content-Length"]) == len(page.data)


@pytest.mark.parametrize("sent", ["{0}", '"other", {0}', "*"])
def test_a_page_that_one_has_is_not_sent(client: FlaskClient, sent: str):
    """304 with the tag and the lifetime, without what describes a body; whichever encoding one has it in."""
    tag = client.get("/pratiques", headers={"Accept-Encoding": "br"}).headers["ETag"]
    answer = client.get("/pratiques", headers={"If-None-Match": sent.format(tag), "Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == tag
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert not {"Content-Type", "Content-Length", "Content-Encoding"} & set(answer.headers.keys())
    assert client.get("/pratiques", headers={"If-None-Match": '"other"'}).status_code == 200


def test_new_content_is_seen_at_once_and_what_did_not_change_is_not_sent(own_store: Store):
    """Each answer tells its content: a changed page comes anew; one that reads the same is still the one at hand."""
    client = create_app(own_store, check_every=0).test_client()
    before = {path: client.get(path) for path in ("/pratiques/stef-mixup", UNTOUCHED, "/rien")}
    edit_title(own_store)
    tags = {path: {"If-None-Match": answer.headers.get("ETag", "")} for path, answer in before.items()}
    after = {path: client.get(path, headers=tags[path]) for path in before}
    assert "Zèbre" in after["/pratiques/stef-mixup"].get_data(as_text=True)
    assert after[UNTOUCHED].status_code == 304
    assert {answer.headers[CONTENT_VERSION] for answer in after.values()} == {own_store.ensure().name}
    assert own_store.ensure().name not in {answer.headers[CONTENT_VERSION] for answer in before.values()}


def test_a_page_printed_while_new_content_is_published_belongs_to_the_old(own_store: Store):
    """The catalogue is taken once for a request, and the page is kept under it."""
    publications = iter([lambda: edit_title(own_store)])

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        next(publications, lambda: None)()
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [environ[CATALOGUE].fingerprint.encode()]

    old = own_store.ensure().name
    client = Client(PageCache(application, CurrentCatalogue(own_store, check_every=0)))
    assert client.get("/").text == old
    assert client.get("/").text == own_store.ensure().name != old


@pytest.mark.parametrize("status", ["404 NOT FOUND", "500 INTERNAL SERVER ERROR", "301 MOVED PERMANENTLY"])
def test_what_is_not_a_page_is_never_kept(behind: Behind, status: str):
    """An error that passes is gone at the next request."""
    statuses = iter([status, "200 OK"])

    def application(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response(next(statuses), [("Content-Type", "text/plain")])
        return [b"x"]

    client = behind(application)
    assert client.get("/").status == status
    assert client.get("/").status_code == 200


def test_health_is_always_asked_anew(client: FlaskClient):
    """An answer that says no-store is kept neither here nor elsewhere."""
    answer = client.get("/healthz")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_a_static_file_is_for_ever_under_its_own_version_only(client: FlaskClient):
    """A server that does not have the version asked for yet says so, lest the wrong file be kept for a year."""
    html = client.get("/").get_data(as_text=True)
    address = html.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "immutable" in client.get(address).headers["Cache-Control"]
    assert client.get("/static/site.css?v=00000000").headers["Cache-Control"] == "public, no-cache"


def test_the_hues_of_the_themes_are_for_ever_under_their_own_version_only(client: FlaskClient):
    """The style sheet made from the vocabulary is kept like a file that stands on the disk."""
    address = re.search(r'"(/teintes\.css\?v=[0-9a-f]{8})"', client.get("/").get_data(as_text=True))[1]
    answer = client.get(address)
    assert answer.content_type == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/teintes.css?v=00000000").headers["Cache-Control"] == "public, no-cache"


def test_a_file_asked_for_under_many_names_is_known_by_one(client: FlaskClient):
    """« ././site.css » is answered, and takes no place in memory: there are as many such names as one likes."""
    version = client.get("/").text.split("/static/site.css?v=")[1].split('"')[0]
    client.get(f"/static/site.css?v={version}")
    known = asset_version.cache_info().currsize
    for dots in ("./", "././", "x/../"):
        answer = client.get(f"/static/{dots}site.css?v={version}")
        assert answer.headers.get("Cache-Control") != "public, max-age=31536000, immutable"
    assert asset_version.cache_info().currsize == known


def test_the_least_used_page_is_forgotten_first():
    """What is asked often stays."""
    page = CachedResponse("200 OK", [], b"x" * 1_000, "tag")
    memory = ResponseCache(max_bytes=10 * page.size)
    memory.store("often", page)
    for number in range(50):
        memory.store(number, page)
        assert memory.get("often")
    assert [number for number in range(50) if memory.get(number)] == list(range(41, 50))


def test_memory_stays_flat_whatever_is_asked(store: Store):
    """Four times the bound in different searches take no more than the bound, their keys and headers included."""
    bound = 2_000_000

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "image/png"), ("X-Query", environ["QUERY_STRING"])])
        return [environ["QUERY_STRING"].encode() * 10]

    cache = PageCache(application, CurrentCatalogue(store), max_bytes=bound)
    tracemalloc.start()
    for number in range(1_000):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": f"q={number:0800}"}
        cache(environ, lambda *_: bytes)
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert bound / 2 < kept < bound


def test_a_server_prints_cards_before_they_are_asked_for(store: Store):
    """A search finds all that the cards of its results are made of; the page is what it would be without."""
    app = create_app(store)
    print_cards(app)
    fragments = app.jinja_env.globals["print_once"].__self__
    printed = len(fragments)
    assert printed >= len(app.extensions[CURRENT].catalogue().headlines)
    search = app.test_client().get("/pratiques?q=emploi")
    assert len(fragments) == printed
    assert search.data == make_client(store).get("/pratiques?q=emploi").data
