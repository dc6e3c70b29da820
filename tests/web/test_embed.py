"""Cards in frames, oEmbed, QR codes and the share panel: what other sites and slides get from this one."""

import gzip
import io
import re
import xml.etree.ElementTree as ET
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
import segno
from flask.testing import FlaskClient
from PIL import Image

from app.catalogue.catalogue import Catalogue
from app.content.typography import tie_spaces
from app.selection.address import VIEWS
from app.snapshot.store import Store
from app.web.sharing.qr import QUIET, draw_qr
from tests.conftest import make_client
from tests.web.test_selection import edit, links_of

SITE = "https://exemple.org"
SHEET = f"{SITE}/pratiques/stef-mixup"
SHEET_PAGE = "/pratiques/stef-mixup"
CURATED = "/selections/egalite-mixite-metiers"
WORDS = "q=%C3%A9galit%C3%A9&lever=immersion"
EMBEDDABLE = {
    "sheet": SHEET,
    "search": f"{SITE}/pratiques?lever=immersion&q=industrie",
    "selection": f"{SITE}/selection?s=stef-mixup,corif-pole-intermaide&titre=Deux+id%C3%A9es",
    "curated": f"{SITE}/selections/egalite-mixite-metiers?vue=comparer",
    "lever": f"{SITE}/leviers/immersion",
    "audience": f"{SITE}/publics/femmes",
    "territory": f"{SITE}/territoires/62",
}
CARDS = (
    "/pratiques/stef-mixup/carte",
    "/pratiques.carte?lever=immersion",
    "/selection/carte?s=stef-mixup,corif-pole-intermaide",
    "/selections/egalite-mixite-metiers/carte",
)


def ask(client: FlaskClient, **args: object):
    return client.get(f"/oembed?{urlencode(args)}")


@pytest.mark.parametrize("card", CARDS)
def test_cards(client: FlaskClient, card: str):
    """A card may be framed anywhere; no cookie, no image, one small classic script, and its links leave the frame.

    A module would be refused in a sandbox, whose origin is nobody's.
    """
    response = client.get(card)
    assert response.status_code == 200
    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in response.headers
    assert "Set-Cookie" not in response.headers
    assert not re.search(r"<img|<font|style=|site\.css", response.text)
    (script,) = re.findall(r"<script ([^>]+)>", response.text)
    assert re.fullmatch(r'src="/static/card\.js\?v=\w+" defer', script)
    assert len(gzip.compress(client.get("/static/card.js").data)) < 1_100
    assert re.findall(r'<link rel="stylesheet" href="([^"?]+)', response.text) == ["/static/card.css"]
    links = re.findall(r'<a href="([^"]+)"( target="_blank" rel="noopener")?', response.text)
    assert links
    assert all(link.startswith(SITE) and apart for link, apart in links), "a link must not navigate inside the frame"
    for link in links_of(response.text):
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("page", ["/", "/pratiques", "/pratiques/stef-mixup", "/selection", "/selections", "/oembed"])
def test_no_other_frame(client: FlaskClient, page: str):
    """No other page may be framed."""
    assert "frame-ancestors 'none'" in client.get(page).headers["Content-Security-Policy"]


def test_all_cards(client: FlaskClient, catalogue: Catalogue):
    """Every practice has a card with its summary."""
    assert len(catalogue.practices) > 50
    for practice in catalogue.practices:
        html = client.get(f"/pratiques/{practice.slug}/carte").text
        assert tie_spaces(practice.summary) in unescape(html)


def test_former_cards(content: Path, tmp_path: Path):
    """A card stays under a former name, and is gone with its sheet; oEmbed says the same."""
    edit(content, "stef-mixup", "aliases: [ancien-nom]\n")
    edit(content, "eve-binomes-grand-site-deux-caps", "withdrawn: {reason: Retirée.}\n")
    client = make_client(Store(content, tmp_path / "snapshots"))
    assert "/pratiques/stef-mixup" in client.get("/pratiques/ancien-nom/carte").text
    assert client.get("/pratiques/eve-binomes-grand-site-deux-caps/carte").status_code == 410
    assert client.get("/pratiques/inconnue/carte").status_code == 404
    assert ask(client, url=f"{SITE}/pratiques/ancien-nom").status_code == 200
    assert ask(client, url=f"{SITE}/pratiques/eve-binomes-grand-site-deux-caps").status_code == 404


def test_search_card(client: FlaskClient):
    """The card of a search shows its first four results and how many there are."""
    total = client.get("/pratiques.json?lever=immersion").json["total"]
    html = client.get("/pratiques.carte?lever=immersion&page=3").text
    assert f'<h1><a href="{SITE}/pratiques?lever=immersion"' in html
    assert f"{total}\u00a0pratiques" in html
    assert html.count("<li>") == 4


def test_a_card_searches_within_its_filters(client: FlaskClient):
    """Its form leads to the page of the search, with the same filters and other words, outside the frame."""
    html = client.get("/pratiques.carte?q=industrie&lever=immersion&audience=femmes").text
    (form,) = re.findall(r"<form.*?</form>", html, re.DOTALL)
    assert 'action="/pratiques" target="_blank"' in form
    assert re.findall(r'type="hidden" name="(\w+)" value="([\w-]+)"', form) == [
        ("audience", "femmes"),
        ("lever", "immersion"),
    ]
    assert 'name="q" type="search" value="industrie"' in form
    assert "<form" not in client.get(CARDS[0]).text


@pytest.mark.parametrize("card", CARDS)
def test_the_page_around_chooses_light_or_dark(client: FlaskClient, card: str):
    """By the address; else the reader's own preference, as before. The theme of a search stays a filter."""
    mark = "&" if "?" in card else "?"
    for theme, told in [("clair", ' data-theme="clair"'), ("sombre", ' data-theme="sombre"'), ("auto", ""), ("x", "")]:
        html = client.get(f"{card}{mark}theme={theme}").text
        assert f'<html lang="fr"{told}>' in html
        assert html.count("<h1>") == 1
        assert "theme=" not in re.sub(r'data-theme="\w+"', "", html)
    both = client.get("/pratiques.carte?theme=economie-locale-solidaire&theme=sombre").text
    assert 'data-theme="sombre"' in both
    assert f'<h1><a href="{SITE}/pratiques?theme=economie-locale-solidaire"' in both


def test_a_filter_that_does_not_exist_is_no_part_of_a_card(client: FlaskClient):
    """Neither of its title, nor of its links, nor of its code."""
    wrong, right = "lever=immersion&sector=rien", "lever=immersion"
    assert client.get(f"/pratiques.carte?{wrong}").text == client.get(f"/pratiques.carte?{right}").text
    assert client.get(f"/pratiques.qr.svg?{wrong}").data == client.get(f"/pratiques.qr.svg?{right}").data
    assert ask(client, url=f"{SITE}/pratiques?{wrong}").json == ask(client, url=f"{SITE}/pratiques?{right}").json


@pytest.mark.parametrize("address", EMBEDDABLE.values(), ids=EMBEDDABLE)
def test_oembed_frame(client: FlaskClient, address: str):
    """The frame has the size and title of the answer, and leads to a card that may be framed."""
    answer = ask(client, url=address).json
    assert (answer["type"], answer["version"]) == ("rich", "1.0")
    assert answer["title"]
    frame = re.fullmatch(
        r'<blockquote>.*</blockquote><iframe src="([^"]+)" title="([^"]+)" width="(\d+)" height="(\d+)".*></iframe>',
        answer["html"],
    )
    assert frame
    assert (int(frame[3]), int(frame[4])) == (answer["width"], answer["height"])
    assert unescape(frame[2]) == answer["title"]
    assert ' frameborder="0"' in answer["html"]
    card = unescape(frame[1]).removeprefix(SITE)
    assert "frame-ancestors *" in client.get(card).headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", EMBEDDABLE.values(), ids=EMBEDDABLE)
def test_oembed_xml(client: FlaskClient, address: str):
    """XML and JSON say the same."""
    response = ask(client, url=address, format="xml")
    assert response.content_type == "text/xml; charset=utf-8"
    root = ET.fromstring(response.data)  # noqa: S314 (our own answer)
    assert root.tag == "oembed"
    spoken = {name: str(value) for name, value in ask(client, url=address).json.items()}
    assert {child.tag: child.text for child in root} == spoken


@pytest.mark.parametrize(
    ("limits", "size"),
    [
        ({"maxwidth": 320, "maxheight": 200}, (320, 200)),
        ({"maxwidth": 320}, (320, 760)),
        ({"maxwidth": 350, "maxheight": 5000}, (350, 660)),
        ({"maxwidth": 5000, "maxheight": 5000}, (600, 420)),
        ({"maxwidth": "large", "maxheight": "-3"}, (600, 420)),
        ({"maxwidth": "0", "maxheight": "²"}, (600, 420)),
    ],
)
def test_oembed_size(client: FlaskClient, limits: dict[str, object], size: tuple[int, int]):
    """The answer is never larger than asked; a limit that is not a number is no limit."""
    answer = ask(client, url=SHEET, **limits).json
    assert (answer["width"], answer["height"]) == size


@pytest.mark.parametrize(
    "address",
    [
        "https://autre.org/pratiques/stef-mixup",
        "https://exemple.org.autre.org/pratiques/stef-mixup",
        "https://exemple.org:8443/pratiques/stef-mixup",
        "ftp://exemple.org/pratiques/stef-mixup",
        "/pratiques/stef-mixup",
        "https://[exemple/pratiques",
        "",
        SITE,
        f"{SITE}/leviers",
        f"{SITE}/pratiques/inconnue",
        f"{SITE}/pratiques/stef-mixup/carte",
        f"{SITE}/selection?s=inconnue",
        f"{SITE}/selections/inconnue",
        f"{SITE}/s/zzzzz",
        f"{SITE}/static/site.css",
    ],
)
def test_oembed_404(client: FlaskClient, address: str):
    """Another site, another kind of page, an unknown slug: 404."""
    assert ask(client, url=address).status_code == 404


@pytest.mark.parametrize("address", EMBEDDABLE.values(), ids=EMBEDDABLE)
def test_oembed_thumbnail(client: FlaskClient, address: str):
    """The preview, with its own size; none where it would be larger than asked."""
    answer = ask(client, url=address).json
    preview = Image.open(io.BytesIO(client.get(answer["thumbnail_url"].removeprefix(SITE)).data))
    assert preview.size == (answer["thumbnail_width"], answer["thumbnail_height"])
    assert not {"thumbnail_url", "thumbnail_width"} & ask(client, url=address, maxwidth=600).json.keys()


def test_oembed_short(client: FlaskClient, catalogue: Catalogue):
    """A short address is that of its sheet."""
    practice = catalogue.practices[0]
    assert ask(client, url=f"{SITE}/p/{practice.code}").json["title"] == practice.title


def test_oembed_501(client: FlaskClient):
    """Another format is 501, no address at all is 400."""
    assert ask(client, url=SHEET, format="yaml").status_code == 501
    assert ask(client).status_code == 400


@pytest.mark.parametrize(
    "page",
    [
        SHEET_PAGE,
        "/pratiques?lever=immersion",
        *("/leviers/immersion", "/secteurs/btp", "/publics/femmes", "/territoires/62", "/themes/egalite-mixite"),
        *(f"{CURATED}?vue={view}" for view in VIEWS),
        *(f"/selection?s=stef-mixup,corif-pole-intermaide&vue={view}" for view in VIEWS),
    ],
)
def test_discovery(client: FlaskClient, page: str):
    """Sheets, searches, terms and selections under each view lead to their oEmbed in both formats."""
    head = client.get(page).text
    found = re.findall(r'type="(application/json|text/xml)\+oembed" href="([^"]+)"', head)
    assert [kind for kind, _ in found] == ["application/json", "text/xml"]
    for kind, address in found:
        assert address.startswith(SITE)
        response = client.get(unescape(address).removeprefix(SITE))
        assert response.status_code == 200
        assert response.content_type.startswith(kind)


def modules_of(path: str, size: int) -> list[list[int]]:
    """The modules that a stroked path makes dark, row by row."""
    rows = [[0] * size for _ in range(size)]
    x, y = 0, 0.5
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", path):
        if command == "h":
            for column in range(x, x + int(first)):
                rows[int(y)][column] = 1
        x = int(first) + (0 if command == "M" else x)
        if command != "h":
            y = float(second) + (0 if command == "M" else y)
    return rows


@pytest.mark.parametrize("text", ["https://exemple.org/p/k3f9a", "https://exemple.org/selection?s=" + "abcde," * 30])
def test_qr_drawing(text: str):
    """The path draws segno's own matrix inside an empty zone of four modules."""
    code = draw_qr(text)
    rows = modules_of(code.path, code.size)
    matrix = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    inside = [row[QUIET:-QUIET] for row in rows[QUIET:-QUIET]]
    assert inside == matrix
    assert sum(map(sum, rows)) == sum(map(sum, matrix)), "nothing may be drawn in the quiet zone"


def test_sheet_qr(client: FlaskClient, catalogue: Catalogue):
    """The code of a sheet holds its short absolute address, as SVG and as PNG."""
    practice = catalogue.practice("stef-mixup")
    assert practice
    response = client.get("/pratiques/stef-mixup/qr.svg")
    assert response.content_type == "image/svg+xml; charset=utf-8"
    drawing = draw_qr(f"{SITE}/p/{practice.code}")
    assert f'd="{drawing.path}"' in response.text
    assert f'viewBox="0 0 {drawing.size} {drawing.size}"' in response.text
    assert ET.fromstring(response.data).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 (our own drawing)
    assert client.get("/pratiques/stef-mixup/qr.png").data.startswith(b"\x89PNG")
    assert client.get("/pratiques/inconnue/qr.svg").status_code == 404


def test_qr_is_read(client: FlaskClient):
    """A barcode reader finds an address of the site in each kind of code."""
    zxingcpp = pytest.importorskip("zxingcpp")
    chosen = "s=stef-mixup,corif-pole-intermaide"
    pages = (
        "/pratiques/stef-mixup/qr.svg",
        f"{CURATED}/qr.svg",
        f"/selection/qr.svg?{chosen}",
        f"/pratiques.qr.svg?{WORDS}",
    )
    for path in pages:
        svg = client.get(path).text
        size = int(re.findall(r'viewBox="0 0 (\d+)', svg)[0])
        rows = modules_of(re.findall(r' d="([^"]+)"', svg)[0], size)
        pixels = bytes(255 * (1 - module) for row in rows for _ in range(4) for module in row for _ in range(4))
        found = zxingcpp.read_barcodes(memoryview(pixels).cast("B", shape=[4 * size, 4 * size]))
        assert [barcode.text.startswith(f"{SITE}/") for barcode in found] == [True]
        slide = Image.open(io.BytesIO(client.get(path.replace("qr.svg", "qr.png")).data)).convert("L")
        again = zxingcpp.read_barcodes(memoryview(slide.tobytes()).cast("B", shape=[slide.height, slide.width]))
        assert [barcode.text for barcode in again] == [found[0].text]
        assert client.get(found[0].text.removeprefix(SITE), follow_redirects=True).status_code == 200


def test_search_qr(client: FlaskClient, catalogue: Catalogue):
    """The code of a search holds the address of its first page; one too long for a phone has none, nor a dead link."""
    drawing = draw_qr(f"{SITE}/pratiques?{WORDS}")
    assert f'd="{drawing.path}"' in client.get(f"/pratiques.qr.svg?{WORDS}&page=2").text
    assert client.get(f"/pratiques.qr.png?{WORDS}").data.startswith(b"\x89PNG")
    assert '<img src="/pratiques.qr.svg?q=femmes"' in client.get("/pratiques?q=femmes").text
    words = catalogue.vocabulary
    long = "&".join([f"lever={slug}" for slug in words.levers] + [f"audience={slug}" for slug in words.audiences])
    assert client.get(f"/pratiques.qr.svg?{long}").status_code == 404
    page = client.get(f"/pratiques?{long}").text
    assert "share-fields" in page
    assert "qr.svg" not in page


def test_share_panel(client: FlaskClient, catalogue: Catalogue):
    """Labelled fields hold address, citations and embed code, ready to copy without a script."""
    practice = catalogue.practice("stef-mixup")
    assert practice
    html = client.get("/pratiques/stef-mixup").text
    panel = re.findall(r'<details class="share">.*?</details>', html, re.DOTALL)[0]
    short = f"{SITE}/p/{practice.code}"
    fields = [unescape(value) for value in re.findall(r'<input[^>]* value="([^"]*)"', panel)]
    fields += [unescape(text) for text in re.findall(r"<textarea[^>]*>(.*?)</textarea>", panel, re.DOTALL)]
    address, markdown, citation, frame = fields
    assert address == short
    assert markdown == f"[{practice.title}]({short}), {practice.organisation.name}"
    assert unescape(citation) == f'<a href="{short}">{practice.title}</a>, {practice.organisation.name}'
    assert frame == ask(client, url=SHEET).json["html"]
    ids = re.findall(r'<(?:input|textarea) id="([^"]+)"', panel)
    assert re.findall(r'<label for="([^"]+)"', panel) == ids
    mail = unescape(re.findall(r'href="(mailto:[^"]+)"', panel)[0])
    assert urlsplit(mail).query.endswith("%0D%0A" + short.replace(":", "%3A"))
    assert "onclick" not in panel
