"""From addresses to files and links: the rules, one by one."""

import pytest

from app.export.rewriting import Rewriter
from app.export.site import create_export_app
from app.export.walk import Plan, Planner
from app.snapshot.store import Store

HOME = "https://exemple.org/base"


@pytest.fixture(scope="module")
def planner(store: Store) -> Planner:
    """The addresses of the site, published under a folder."""
    return Planner(create_export_app(store).url_map.bind(""), HOME)


@pytest.mark.parametrize(
    ("address", "plan"),
    [
        ("/pratiques/stef-mixup", Plan("/pratiques/stef-mixup", "pratiques/stef-mixup")),
        (f"{HOME}/leviers", Plan("/leviers", "leviers")),
        ("/pratiques?q=clause&sector=btp", Plan("/pratiques", "pratiques", "q=clause&sector=btp")),
        ("/static/site.css?v=1f", Plan("/static/site.css", "static/site.css", "v=1f")),
        ("/pratiques.csv", Plan("/pratiques.csv", "pratiques.csv")),
        ("/pratiques.csv?sector=btp", Plan("/pratiques.csv?sector=btp", "donnees/sector/btp.csv")),
        ("/selections/x?vue=comparer", Plan("/selections/x?vue=comparer", "selections/x/comparer")),
        ("/selections/x?vue=nimporte&version=1", Plan("/selections/x", "selections/x")),
        ("/contribuer/formulaire?fiche=x", Plan("/contribuer/formulaire", "contribuer/formulaire")),
        ("/pratiques.csv?q=clause", None),
        ("/pratiques.json?sector=btp&lever=embauche", None),
        ("/pratiques.carte?q=clause", None),
        ("/suggestions?q=cl", None),
        ("/n/importe/quoi", None),
    ],
)
def test_an_address_has_one_file_or_none(planner: Planner, address: str, plan: Plan | None):
    """What only a server can answer has none."""
    assert planner.plan(address) == plan


def test_the_description_of_a_card_stands_beside_its_page(planner: Planner):
    """For a page of this site alone, and not for a search."""
    address = f"/oembed?url={HOME}/pratiques/x&format=xml"
    assert planner.plan(address) == Plan(address, "pratiques/x/oembed.xml")
    assert planner.plan("/oembed?url=https://ailleurs.org/pratiques/x&format=xml") is None
    assert planner.plan(f"/oembed?url={HOME}/pratiques%3Fq%3Dx&format=json") is None


def test_a_page_is_the_index_of_a_folder():
    """And data keeps its name."""
    assert Plan("/x", "x").file("text/html; charset=utf-8") == "x/index.html"
    assert Plan("/", "").file("text/html") == "index.html"
    assert Plan("/x.csv", "x.csv").file("text/csv") == "x.csv"


FILES = {"/": "index.html", "/leviers": "leviers/index.html", "/a/b": "a/b/index.html", "/f.css": "f.css"}


def find(address: str) -> tuple[str, str] | None:
    path, _, query = address.removeprefix(HOME).partition("?")
    return (FILES[path], query) if path in FILES else None


@pytest.mark.parametrize(
    ("tag", "rewritten"),
    [
        ('<a href="/leviers#embauche">', '<a href="../../leviers/#embauche">'),
        ('<a href="/a/b">', '<a href="./">'),
        ('<a href="/">', '<a href="../../">'),
        ('<a href="#ici">', '<a href="#ici">'),
        ('<a href="mailto:x@exemple.org">', '<a href="mailto:x@exemple.org">'),
        ('<link href="/f.css?v=1&amp;w=2" rel="x">', '<link href="../../f.css?v=1&amp;w=2" rel="x">'),
        (f'<link rel="canonical" href="{HOME}/a/b">', f'<link rel="canonical" href="{HOME}/a/b/">'),
        (f'<a href="{HOME}/f.css">', f'<a href="{HOME}/f.css">'),
        (f'<a href="{HOME}/ailleurs">', f'<a href="{HOME}/ailleurs">'),
        ('<link rel="alternate" href="/absent">', ""),
        ('<input data-suggestions="/absent" id="q">', '<input id="q">'),
        ('<meta content="0; url=/leviers">', '<meta content="0; url=../../leviers/">'),
        ('<meta name="x" content="/absent">', '<meta name="x" content="/absent">'),
    ],
)
def test_a_link_is_rewritten_from_where_its_page_stands(tag: str, rewritten: str):
    """Nothing else of the tag changes; a link of the head that leads nowhere is left out."""
    rewriter = Rewriter(find, HOME)
    assert rewriter.rewrite(tag, "a/b/index.html", "") == rewritten
    assert rewriter.broken == []


def test_addresses_in_data_stay_what_they_are_behind_a_server():
    """A reader of feeds knows its entries by them, wherever the site moves."""
    feed = f"<id>{HOME}/a/b</id><link href='{HOME}/leviers?q=x'/>"
    assert Rewriter(find, HOME).rewrite_data(feed) == feed


def test_a_link_that_leads_nowhere_is_told():
    """With the page it stands in."""
    rewriter = Rewriter(find, HOME)
    assert rewriter.rewrite('<a href="/absent">', "index.html", "") == '<a href="/absent">'
    assert rewriter.broken == [("index.html", '<a href="/absent">')]


def test_text_that_looks_like_a_link_is_left_alone():
    """Only tags are read."""
    text = '<p>Écrivez href="/leviers" ou &lt;a href="/leviers"&gt;</p>'
    assert Rewriter(find, HOME).rewrite(text, "a/b/index.html", "") == text


def test_the_page_shown_for_a_lost_address_starts_from_the_public_one():
    """Under whatever address it is shown."""
    assert (
        Rewriter(find, HOME, rooted=True).rewrite('<a href="/leviers">', "404.html", "") == '<a href="/base/leviers/">'
    )
