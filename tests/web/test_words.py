"""The words of the pages: one name for each thing, none of the engine's, in whatever a visitor opens."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from app.addresses import FIXED_PATHS
from app.catalogue.catalogue import Catalogue
from tests.conftest import PUBLISHED, ROOT

# What had two names, or was said as its program says it. The first two are sections of sheets already written.
BANNED = re.compile(
    r"points? de vigilance|clés de réussite|À surveiller|Trouvée? dans|\b[Ôô]te[rz]\b|à temps seulement|mots cherchés"
    r"|avec les pratiques choisies|Adresse figée|lecteur de flux|\(Atom\)|Le même choix|ont été menées"
    r"|Récit sans chiffre daté|Initiative repérée|Étude de cas|est-ce vrai chez nous|Niveau de preuve|>Mettre à jour<"
    r"|mémoire de la version",
    re.IGNORECASE,
)
FOR_PROGRAMS = {"/donnees"}  # names columns, formats and parameters
OF_CONTENT = {"/glossaire"}  # the words of the content have their own test


def banned_in(html: str) -> list[str]:
    """The banned words in what is seen or heard of a page; an element of one word keeps its angle brackets."""
    seen = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
    heard = " ".join(re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', seen))
    return BANNED.findall(unescape(f"{seen} {heard}").replace("\u00a0", " "))


def addresses_of(catalogue: Catalogue) -> list[str]:
    """Every page without a name in its address, and one or more of each kind with one."""
    vocabulary = catalogue.vocabulary
    chosen = ",".join(practice.slug for practice in catalogue.practices[:6])
    return [
        *(path for path in sorted(FIXED_PATHS - FOR_PROGRAMS - OF_CONTENT) if "." not in path),
        *("/pratiques?q=clause+sociale&lever=formation&fresh=1", "/pratiques?q=zzzz", "/pratiques?q=insertion&page=2"),
        *("/pratiques?q=clause+sociale+zzzz&sort=recentes", "/pratiques/nimporte", "/nimporte"),
        *(f"/pratiques/{practice.slug}" for practice in catalogue.practices[:12]),
        *(f"/pratiques/{practice.slug}/carte" for practice in catalogue.practices[:2]),
        *(f"/leviers/{slug}" for slug in vocabulary.levers),
        *(f"/vigilance/{slug}" for slug in vocabulary.levers),
        *("/secteurs/btp", "/publics/femmes", "/territoires/62", "/themes/egalite-mixite"),
        *(f"/selections/{slug}" for slug in catalogue.library.selections),
        *(f"/selection?s={chosen}&vue={view}" for view in ("liste", "comparer", "projection", "fiche")),
        f"/selection?s={chosen}&version={catalogue.fingerprint}",
    ]


def test_no_page_says_a_banned_word(client: FlaskClient, catalogue: Catalogue):
    """Titles, labels, buttons, links, messages, what is only heard."""
    addresses = addresses_of(catalogue)
    assert len(addresses) > 80
    found = {address: banned_in(client.get(address).text) for address in addresses}
    assert {address: words for address, words in found.items() if words} == {}


@pytest.mark.parametrize("folder", ["templates/export", "static"])
def test_no_part_of_a_page_says_one(folder: str):
    """What only an export or a script shows."""
    paths = [path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in {".html", ".js"}]
    assert len(paths) > 3
    found = {path.name: banned_in(path.read_text(encoding="utf-8")) for path in paths}
    assert {name: words for name, words in found.items() if words} == {}


def test_no_text_of_the_site_says_one():
    """Pages, selections, vocabulary and settings, as published; sheets speak as their documents do."""
    paths = [*PUBLISHED.glob("pages/*.md"), *PUBLISHED.glob("selections/*.md")]
    paths += [PUBLISHED / name for name in ("site.yaml", "vocabulary.yaml")]
    assert len(paths) > 8
    found = {path.name: banned_in(path.read_text(encoding="utf-8")) for path in paths}
    assert {name: words for name, words in found.items() if words} == {}


def test_a_banned_word_would_be_found():
    """In a text, in what is only heard, with a space that does not break."""
    assert banned_in("<h2>Points de vigilance</h2>")
    assert banned_in('<a aria-label="Ôter le filtre"></a>')
    assert banned_in("<p>à&nbsp;temps&nbsp;seulement</p>")
    assert not banned_in("<p>Pièges à éviter, à temps partiel</p>")
