"""Selections: what their address says, what they show, and what they say when they cannot."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.catalogue import Catalogue
from app.content.practice import short_code
from app.selection.address import MAX_NOTE, MAX_NOTES, MAX_TITLE, VIEWS, Composition, PracticeChoice
from app.selection.selection import MAX_COMPARED, MAX_PRACTICES, freeze, resolve_selection
from app.snapshot.store import Store
from app.web.selection.links import selection_path
from tests.conftest import make_client

FOUR = ("stef-mixup", "corif-pole-intermaide", "barlin-bus-insertion-emploi", "toyota-immersions-femmes-industrie")
ADDRESS = f"/selection?s={','.join(FOUR)}&titre=Femmes+et+métiers"
CURATED = "/selections/egalite-mixite-metiers"
SMALL = ("eve-binomes-grand-site-deux-caps", "stef-mixup")

slugs = st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,6}){0,3}", fullmatch=True)
names = st.one_of(slugs, slugs.map(lambda slug: f"{slug}@1f3a9c"), st.text(max_size=90))
parameters = st.tuples(
    st.sampled_from(["s", "titre", "vue", "version", "note-abcde", "monter", "retirer", "maj", "chercher", "autre"]),
    st.one_of(st.text(max_size=500), st.lists(names, max_size=8).map(",".join), st.sampled_from(VIEWS)),
)


def links_of(html: str) -> list[str]:
    """Every address that a page leads to or loads, those of other sites left out."""
    found = [unescape(link) for link in re.findall(r'(?:href|src|action)="([^"]+)"', html)]
    ours = [link.removeprefix("https://exemple.org") for link in found]
    return list(dict.fromkeys(link for link in ours if link.startswith("/")))


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@given(st.lists(parameters, max_size=12))
def test_any_address_settles(args: list[tuple[str, str]]):
    """Whatever the address holds, what was read of it is read again as the same selection, with nothing left to say."""
    composition = Composition.from_args(args)
    again = Composition.from_args(composition.to_args())
    assert again == composition
    assert not again.notices


@given(st.lists(slugs, max_size=10, unique=True), st.text(max_size=200), st.sampled_from(VIEWS), st.text(max_size=500))
def test_notes_survive(names: list[str], title: str, view: str, note: str):
    """Practices, title, view and notes survive the address, within their limits."""
    first = Composition.from_args([("s", ",".join(names)), ("titre", title), ("vue", view)])
    noted = [(f"note-{name}", note) for name in names]
    composition = Composition.from_args([*first.to_args(), *noted])
    assert [choice.slug for choice in composition.choices] == names
    assert len(composition.title) <= MAX_TITLE
    assert sum(len(choice.note) for choice in composition.choices) <= MAX_NOTES
    assert Composition.from_args(composition.to_args()) == composition


def test_two_ways_to_name():
    """`s` is a list with commas, a parameter that repeats, or both."""
    together = Composition.from_args([("s", "a,b,c")])
    apart = Composition.from_args([("s", "a"), ("s", " b,c ")])
    assert together == apart
    assert [choice.slug for choice in together.choices] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([("s", "a,b,a,a")], "Demandée plusieurs fois, montrée une seule : « a »."),
        ([("s", "a,<b>,É")], "Ce n'est pas le nom d'une fiche : « <b> », « É »."),
        ([("s", ",".join(f"nom-{n}" for n in range(600)))], "L'adresse nomme 600 fiches"),
        ([("titre", "t" * 121)], "Le titre est trop long"),
        ([("vue", "tableau")], "La vue « tableau » n'existe pas"),
        ([("version", "../../etc/passwd")], "La version « ../../etc/passwd » ne se lit pas"),
        ([("s", "a"), ("note-a", "n" * (MAX_NOTE + 1))], "la suite est coupée"),
        ([("s", "a"), ("note-zzzzz", "perdue")], "Une note ne correspond à aucune fiche"),
    ],
)
def test_mistakes_are_told(args: list[tuple[str, str]], said: str):
    """Each thing that cannot be understood is said in French, and nothing breaks."""
    assert said in " ".join(Composition.from_args(args).notices)


def test_moving_a_practice():
    """A note goes where its practice goes."""
    composition = Composition.from_args([("s", "a,b,c"), ("note-c", "ma note")])
    moved = composition.apply_buttons([("monter", "c"), ("retirer", "a")])
    assert moved.choices == (PracticeChoice("c", "ma note"), PracticeChoice("b"))


def test_idle_moves():
    """Moving past an end, or a practice that is not there, changes nothing."""
    composition = Composition.from_args([("s", "a,b")])
    assert (
        composition.apply_buttons([("monter", "a"), ("descendre", "b"), ("retirer", "z"), ("monter", "z")])
        == composition
    )


def test_limits(catalogue: Catalogue):
    """Unknown, repeated and too many practices are told; the first thirty that exist are shown."""
    known = [practice.slug for practice in catalogue.practices[: MAX_PRACTICES + 5]]
    asked = [*(f"inconnue-{n}" for n in range(100)), *known, *known]
    resolved = resolve_selection(catalogue, Composition.from_args([("s", ",".join(asked))]))
    assert [practice.slug for practice in resolved.practices] == known[:MAX_PRACTICES]
    said = " ".join(resolved.notices)
    assert "et 95 autres" in said
    assert f"{MAX_PRACTICES} pratiques au plus : 5 sont laissées de côté" in said
    assert "Demandée plusieurs fois" in said


def test_shortened(catalogue: Catalogue):
    """Short codes stand for slugs, so that thirty practices fit in a QR code."""
    slugs = [practice.slug for practice in catalogue.practices[:MAX_PRACTICES]]
    composition = Composition.from_args([("s", ",".join(slugs))])
    shortened = composition.shortened()
    assert [practice.slug for practice in resolve_selection(catalogue, shortened).practices] == slugs
    assert len(shortened.to_args()[0][1]) < 6 * MAX_PRACTICES


def test_aliases_and_withdrawn(content: Path, make_catalogue: Callable[[Path], Catalogue]):
    """A former name shows the practice, with its note; a withdrawn one is told with its reason and successor."""
    edit(content, "stef-mixup", "aliases: [ancien-nom]\n")
    edit(
        content,
        "eve-binomes-grand-site-deux-caps",
        'withdrawn: {reason: "Les chiffres ont été démentis.", successor: stef-mixup}\n',
    )
    names = "ancien-nom,stef-mixup,eve-binomes-grand-site-deux-caps"
    resolved = resolve_selection(
        make_catalogue(content), Composition.from_args([("s", names), ("note-ancien-nom", "la note")])
    )
    assert [chosen.choice for chosen in resolved.chosen] == [PracticeChoice("stef-mixup", "la note")]
    said = " ".join(resolved.notices)
    assert "a été retirée : Les chiffres ont été démentis. Elle est remplacée par « STEF" in said
    assert "sont la même fiche" in said


def edit(content: Path, slug: str, line: str) -> None:
    """Add a line to the front matter of a practice."""
    path = content / "practices" / f"{slug}.md"
    path.write_text(path.read_text(encoding="utf-8").replace("published:", f"{line}published:", 1), encoding="utf-8")


def test_frozen_address(content: Path, tmp_path: Path):
    """A frozen address names the changed sheet, even without its snapshot; a bare version then says that it cannot."""
    store = Store(content, tmp_path / "snapshots")
    client = make_client(store)
    html = client.get(f"/selection?s={','.join(SMALL)}").text
    frozen = unescape(re.findall(r'href="([^"]+)">Lien daté', html)[0])
    version = dict(parse_qsl(urlsplit(frozen).query))["version"]
    assert "pas changé depuis" in client.get(frozen).text
    edit(content, "stef-mixup", "review_every: 24\n")
    store.ensure()
    later = make_client(store)
    by_version = f"/selection?s={','.join(SMALL)}&version={version}"
    for address in (frozen, by_version):
        assert later.get(address).text.count('<p class="changed">Mis à jour depuis</p>') == 1, address
    assert store.path(version).exists()
    for path in sorted(store.path(version).rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    forgotten = make_client(store)
    assert "Mis à jour depuis" in forgotten.get(frozen).text
    assert "n&#39;est plus conservée" in forgotten.get(by_version).text


@pytest.mark.parametrize(
    "aliases", ["aliases: [stef-mixup]\n", "aliases:\n  - stef-mixup\n", "aliases:\n- stef-mixup\n- un-autre\n"]
)
def test_a_renamed_practice_is_not_updated(content: Path, tmp_path: Path, aliases: str):
    """It says what it said: neither a frozen address nor a bare version marks it, until its text changes too."""
    store = Store(content, tmp_path / "snapshots")
    frozen = unescape(
        re.findall(r'href="([^"]+)">Lien daté', make_client(store).get("/selection?s=stef-mixup").text)[0]
    )
    version = dict(parse_qsl(urlsplit(frozen).query))["version"]
    edit(content, "stef-mixup", aliases)
    (content / "practices" / "stef-mixup.md").rename(content / "practices" / "mixup.md")
    store.ensure()
    renamed = make_client(store)
    for address in (frozen, f"/selection?s=stef-mixup&version={version}"):
        html = renamed.get(address).text
        assert "/pratiques/mixup" in html
        assert "Mis à jour depuis" not in html
    again = unescape(re.findall(r'href="([^"]+)">Lien daté', renamed.get("/selection?s=mixup").text)[0])
    edit(content, "mixup", "review_every: 24\n")
    store.ensure()
    for address in (frozen, again):
        assert make_client(store).get(address).text.count("Mis à jour depuis</p>") == 1


def test_freezing(catalogue: Catalogue):
    """Nothing has changed in what was frozen just now."""
    composition = Composition.from_args([("s", ",".join(FOUR))])
    frozen = Composition.from_args(freeze(catalogue, composition).to_args())
    resolved = resolve_selection(catalogue, frozen)
    assert len(resolved.chosen) == len(FOUR)
    assert not resolved.has_changed
    assert not resolved.notices


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("address", [ADDRESS, f"{CURATED}?"])
def test_links_of_views(client: FlaskClient, address: str, view: str):
    """Every link, file and form of every view answers 200."""
    response = client.get(f"{address}&vue={view}")
    assert response.status_code == 200
    links = links_of(response.text)
    assert len(links) > len(FOUR)
    dead = {link: status for link in links if (status := client.get(link, follow_redirects=True).status_code) != 200}
    assert not dead


@pytest.mark.parametrize("view", VIEWS)
def test_views_show_all(client: FlaskClient, view: str):
    """Each view shows the title and a way to each sheet."""
    html = client.get(f"{ADDRESS}&vue={view}").text
    assert "Femmes et métiers" in html
    for slug in FOUR:
        assert f"/pratiques/{slug}" in html


def test_heaviest_selection(client: FlaskClient, catalogue: Catalogue):
    """Thirty practices with all the notes that fit are shown; it is said that the short address loses the notes."""
    practices = catalogue.practices[:MAX_PRACTICES]
    args = [("s", practice.slug) for practice in practices]
    args += [(f"note-{practice.code}", "é" * (MAX_NOTES // MAX_PRACTICES)) for practice in practices]
    composition = Composition.from_args(args)
    assert not composition.notices
    with client.application.test_request_context():
        address = selection_path(composition)
    html = client.get(address).text
    assert html.count("é" * (MAX_NOTES // MAX_PRACTICES)) == MAX_PRACTICES
    assert "ne porte pas vos notes" in html
    assert len(html) < 500_000


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_to_show(client: FlaskClient, view: str):
    """A selection of which nothing exists is a page that says so, under each view."""
    response = client.get(f"/selection?s=rien,&vue={view}")
    assert response.status_code == 200
    assert "Aucune fiche ne porte ce nom : « rien »." in text_of(response.text)


def test_five_hundred_names(client: FlaskClient):
    """500 names, a long title, an unknown view and version: everything is said and what exists is shown."""
    names = ",".join([*(f"x-{n}" for n in range(498)), "stef-mixup", "stef-mixup"])
    response = client.get(f"/selection?s={names}&titre={'é' * 300}&vue=n&version=z")
    assert response.status_code == 200
    said = text_of(response.text)
    for words in ("et 493 autres", "montrée une seule", "Le titre est trop long", "La vue", "La version"):
        assert words in said
    assert "/pratiques/stef-mixup" in response.text


def test_hostile_title(client: FlaskClient):
    """Markup in a title is text under each view."""
    for view in VIEWS:
        html = client.get("/selection", query_string={"s": FOUR[0], "titre": "<b>x</b>\x00\"'", "vue": view}).text
        assert "<b>x</b>" not in html
        assert "&lt;b&gt;x&lt;/b&gt;" in html


def test_comparison_table(client: FlaskClient):
    """Criteria and practices are headers with a scope, each cell is there, and what is missing is said."""
    html = client.get(f"{ADDRESS}&vue=comparer").text
    table = re.findall(r"<table.*?</table>", html, re.DOTALL)[0]
    assert table.count('scope="col"') == 1 + len(FOUR)
    rows = re.findall(r'scope="row"[^>]*>([^<]+)<', table)
    assert rows[:5] == ["Organisation", "Type d&#39;organisation", "Taille", "Territoire", "Période"]
    assert rows[-4:] == ["Résultats", "Pièges à éviter", "Ce qui a aidé", "Contact"]
    assert table.count("<td") == len(rows) * len(FOUR)
    assert "non renseigné" in table


def test_comparison_size(client: FlaskClient):
    """The size of an organisation, with its year, stands beside that of another, which its sheet may not give."""
    html = client.get("/selection?s=stef-mixup,barlin-bus-insertion-emploi&vue=comparer").text
    row = text_of(re.findall(r"<tr>\s*<th[^>]*>Taille<.*?</tr>", html, re.DOTALL)[0])
    assert "25 000 salariés, plus de 300 sites, 8 pays (2025)" in row
    assert row.endswith("non renseigné")


def test_targets_compared(client: FlaskClient, catalogue: Catalogue):
    """A target is for a year to come, here as on its sheet."""
    practices = [catalogue.practice("stef-mixup"), catalogue.practice("toyota-immersions-femmes-industrie")]
    targets = [each for practice in practices if practice for each in practice.indicators if each.nature == "objectif"]
    text = text_of(client.get(f"{ADDRESS}&vue=comparer").text)
    assert targets
    for target in targets:
        assert f"pour {target.values[-1].year} (objectif)" in text
    assert not re.search(r"en \d{4} \(objectif\)", text)


def test_comparison_limit(client: FlaskClient, catalogue: Catalogue):
    """Four practices are compared; the others are named."""
    practices = catalogue.practices[: MAX_COMPARED + 2]
    html = client.get(f"/selection?s={','.join(p.slug for p in practices)}&vue=comparer").text
    left_out = text_of(re.findall(r"Laissées de côté.*?</p>", html, re.DOTALL)[0])
    assert [practice.title in left_out for practice in practices] == [False] * MAX_COMPARED + [True] * 2


def test_comparison_of_what_nobody_tells(client: FlaskClient):
    """A criterion without data in any column is no row: one line names all of them."""
    html = client.get("/selection?s=barlin-bus-insertion-emploi&vue=comparer").text
    rows = re.findall(r'scope="row"[^>]*>([^<]+)<', html)
    (missing,) = re.findall(r"Non renseigné par ces fiches\u00a0: ([^<]+)\.</p>", html)
    assert missing
    assert not set(missing.split(", ")) & set(rows)
    assert html.count("non renseigné") == 0


def test_form_buttons(client: FlaskClient):
    """A button leads to the address of the changed selection, which keeps its title and notes."""
    response = client.get(
        f"/selection?s=stef-mixup&s={FOUR[1]}&titre=Essai&note-stef-mixup=Dire+bonjour&monter={FOUR[1]}"
    )
    assert response.status_code == 302
    args = dict(parse_qsl(urlsplit(response.headers["Location"]).query))
    assert args["s"] == f"{FOUR[1]},stef-mixup"
    assert args["titre"] == "Essai"
    assert "Dire bonjour" in args.values()


def test_long_notes_are_answered_at_once(client: FlaskClient):
    """A redirection would be more than proxies read of headers; the page is the same, in its new order."""
    notes = {f"note-{short_code(slug)}": "Été à côté, coûté, prévu. " * 15 for slug in FOUR}
    response = client.get("/selection", query_string={"s": FOUR, **notes, "monter": FOUR[1], "chercher": ""})
    assert response.status_code == 200
    assert re.findall(r'name="s" value="([^"]+)"', response.text) == [FOUR[1], FOUR[0], *FOUR[2:]]
    assert response.text.count("Été à côté, coûté, prévu.") >= 15 * len(FOUR)
    (canonical,) = re.findall(r'rel="canonical" href="https://exemple.org([^"]+)"', response.text)
    assert re.findall(r'name="s" value="([^"]+)"', client.get(unescape(canonical)).text)[0] == FOUR[1]


@pytest.mark.parametrize("view", VIEWS)
def test_buttons_of_views(client: FlaskClient, view: str):
    """Where something can be written, a view is a button: it leads to the address of what was just written."""
    html = client.get(ADDRESS).text
    assert f'<button type="submit" form="composition" name="vue" value="{view}"' in html
    sent = {"titre": "Essai", "s": FOUR[:2], f"note-{short_code(FOUR[1])}": "Saluer", "chercher": "", "vue": view}
    response = client.get("/selection", query_string=sent)
    assert response.status_code == 302
    args = dict(parse_qsl(urlsplit(response.headers["Location"]).query))
    assert args == {
        "s": ",".join(FOUR[:2]),
        "titre": "Essai",
        f"note-{short_code(FOUR[1])}": "Saluer",
        **({} if view == "liste" else {"vue": view}),
    }


@pytest.mark.parametrize(
    "address", [CURATED, f"{CURATED}?vue=comparer", f"{ADDRESS}&vue=comparer", f"{ADDRESS}&vue=fiche"]
)
def test_links_to_views(client: FlaskClient, address: str):
    """Where nothing can be written, views are plain links."""
    html = client.get(address).text
    nav = re.findall(r'<nav class="views".*?</nav>', html, re.DOTALL)[0]
    assert nav.count("<a href=") == len(VIEWS)
    assert "<button" not in nav


@given(st.lists(parameters, max_size=12))
def test_any_answer_settles(client: FlaskClient, args: list[tuple[str, str]]):
    """Whatever a form sends, it is answered at once or at the one address that it leads to."""
    first = client.get("/selection", query_string=args)
    settled = client.get(first.headers["Location"]) if first.status_code == 302 else first
    assert settled.status_code == 200


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        ({"monter": FOUR[2]}, FOUR[2]),
        ({"descendre": FOUR[0], "chercher": "corif"}, FOUR[0]),
        ({"retirer": FOUR[0]}, FOUR[1]),
        ({"retirer": FOUR[2]}, FOUR[1]),
        ({"retirer": "rien"}, ""),
        ({"monter": "<b>"}, ""),
        ({"maj": FOUR[1]}, FOUR[1]),
        ({"maj": "1"}, ""),
        ({"maj": "trouvees", "chercher": "corif"}, "trouvees"),
        ({"chercher": "corif"}, "trouvees"),
        ({"chercher": "corif", "vue": "liste"}, "trouvees"),
        ({"chercher": "corif", "vue": "projection"}, ""),
        ({"chercher": ""}, ""),
    ],
)
def test_place_of_answers(client: FlaskClient, sent: dict[str, str], place: str):
    """The page opens on the practice concerned, on the one that took its place, or on what was found."""
    address = client.get("/selection", query_string={"s": FOUR[:3], "titre": "", **sent}).headers["Location"]
    assert urlsplit(address).fragment == place
    html = client.get(address).text
    assert not place or re.search(rf'<(li|fieldset)[^>]* id="{place}"[^>]* tabindex="-1"', html)


def test_emptied(client: FlaskClient):
    """The last practice taken out leaves nothing to open the page on."""
    response = client.get("/selection", query_string={"s": FOUR[0], "retirer": FOUR[0]})
    assert response.headers["Location"] == "/selection"


def test_adding(client: FlaskClient):
    """What is found inside the selection can be ticked, and is added at its end."""
    html = client.get("/selection?s=stef-mixup&chercher=corif").text
    assert '<input type="checkbox" name="s" value="corif-pole-intermaide">' in html
    added = client.get("/selection?s=stef-mixup&s=corif-pole-intermaide&maj=1")
    assert added.headers["Location"].endswith("s=stef-mixup,corif-pole-intermaide")


@pytest.mark.parametrize(
    "page",
    [
        "/pratiques",
        "/leviers/immersion",
        "/secteurs/btp",
        "/themes/handicap",
        "/publics/femmes",
        "/territoires/62",
    ],
)
def test_ticking(client: FlaskClient, page: str):
    """Every list of practices has a box for each, and one form that makes a selection of those ticked."""
    html = client.get(page).text
    boxes = re.findall(r'<input type="checkbox" name="s" value="([^"]+)" form="composer" autocomplete="off">', html)
    assert len(boxes) == html.count('<article class="card') > 1
    assert html.count('<form id="composer"') == 1
    chosen = client.get("/selection", query_string=[("s", box) for box in boxes[:2]]).text
    assert re.findall(r'<li id="([^"]+)" tabindex="-1">', chosen) == boxes[:2]


def test_replay(content: Path, tmp_path: Path):
    """Once a webinar is over, its page leads to the recording and the slides, and says who hosted it and when."""
    (content / "selections").mkdir()
    (content / "selections" / "webinaire.md").write_text(
        "---\ntitle: Une matinée\nsummary: Une pratique.\npractices: [{slug: stef-mixup}]\npublished: 2026-11-01\n"
        "date: 2026-11-12\nhost: Le réseau\nrecording: https://exemple.org/video\nslides: https://exemple.org/diapos\n"
        "---\n\nTexte.\n",
        encoding="utf-8",
    )
    client = make_client(Store(content, tmp_path / "snapshots"))
    html = client.get("/selections/webinaire").text
    for address in ("https://exemple.org/video", "https://exemple.org/diapos"):
        assert f'href="{address}"' in html
    for page in ("/selections/webinaire", "/selections"):
        shown = text_of(client.get(page).text)
        assert "A eu lieu le 12 novembre 2026" in shown
        assert "Le réseau" in shown


def test_projection(client: FlaskClient):
    """Screens follow one another by anchors alone, and each note is folded away."""
    html = client.get(f"{CURATED}?vue=projection").text
    screens = re.findall(r'<section class="slide[^"]*" id="([^"]+)"', html)
    assert len(screens) == 9
    assert re.findall(r'rel="next" href="#([^"]+)"', html) == screens[1:]
    assert re.findall(r'rel="prev" href="#([^"]+)"', html) == screens[:-1]
    assert html.count('<details class="slide-note">') == 8
    assert "style=" not in html
    assert html.count("<script") == 1


def test_handout(client: FlaskClient):
    """Each practice has its QR code and its short address in letters."""
    html = client.get(f"{ADDRESS}&vue=fiche").text
    assert html.count('<svg class="qr"') == len(FOUR)
    assert html.count("https://exemple.org/p/") == len(FOUR)


def test_short_address(client: FlaskClient):
    """/s/<code> leads to the curated selection, under the view asked for."""
    short = re.findall(r"https://exemple\.org(/s/[a-z0-9]{5})", client.get(CURATED).text)[0]
    response = client.get(f"{short}?vue=projection")
    assert (response.status_code, response.headers["Location"]) == (301, f"{CURATED}?vue=projection")
    assert client.get("/s/zzzzz").status_code == 404


def test_calendar(content: Path, tmp_path: Path):
    """A dated selection has a calendar file: whole day, escaped, folded at 75 bytes."""
    (content / "selections").mkdir()
    (content / "selections" / "webinaire.md").write_text(
        "---\ntitle: Une matinée, « égalité » ; à Lille, le cœur à l'ouvrage et beaucoup d'autres choses encore\n"
        "summary: Deux pratiques.\npractices: [{slug: stef-mixup}]\npublished: 2026-11-01\ndate: 2026-12-31\n"
        "host: Le réseau\n---\n\nTexte.\n",
        encoding="utf-8",
    )
    client = make_client(Store(content, tmp_path / "snapshots"))
    assert "/selections/webinaire.ics" in client.get("/selections/webinaire").text
    response = client.get("/selections/webinaire.ics")
    assert response.content_type == "text/calendar; charset=utf-8"
    lines = response.data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    unfolded = response.text.replace("\r\n ", "").split("\r\n")
    assert "DTSTART;VALUE=DATE:20261231" in unfolded
    assert "DTEND;VALUE=DATE:20270101" in unfolded
    assert "Une matinée\\, « égalité » \\; à Lille\\, le cœur" in next(x for x in unfolded if x.startswith("SUMMARY:"))
    assert (unfolded[0], unfolded[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])


WEBINAR = """---
title: Recruter autrement, « clause » ; à Lille
summary: Deux pratiques.
practices: [{slug: stef-mixup}, {slug: eve-binomes-grand-site-deux-caps}]
published: 2026-11-01
date: 2026-12-10
hour: 14 h 30
duration: 1 h 30
place: Maison de l'emploi, Lille
connection: https://visio.example.org/salle
registration: https://exemple.org/inscription
revision: 2
host: Le réseau
recording: https://video.example.org/replay
slides: https://exemple.org/diapositives.pdf
---

Texte.
"""


@pytest.fixture
def webinar(content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., FlaskClient]:
    """A client of a base with a webinar, some of whose lines are replaced, on a given day."""
    (content / "selections").mkdir()

    def make(today: str = "2026-12-01", **lines: str) -> FlaskClient:
        text = WEBINAR
        for key, value in lines.items():
            text = re.sub(rf"^{key}: .*\n", f"{key}: {value}\n" if value else "", text, flags=re.MULTILINE)
        (content / "selections" / "webinaire.md").write_text(text, encoding="utf-8")
        monkeypatch.setenv("PRATIQUES_TODAY", today)
        store = Store(content, tmp_path / "snapshots")
        store.ensure()
        return make_client(store)

    return make


def head_of(html: str) -> str:
    return re.findall(r'<header class="selection-head">.*?</header>', html, re.DOTALL)[0]


@pytest.mark.parametrize(
    ("today", "told", "links"),
    [
        (
            "2026-12-09",
            "Le 10 décembre 2026, de 14 h 30 à 16 h",
            ["S'inscrire", "Se connecter", "Mettre à l'agenda (.ics)"],
        ),
        (
            "2026-12-10",
            "Aujourd'hui, 10 décembre 2026, de 14 h 30",
            ["Se connecter", "Mettre à l'agenda (.ics)", "Revoir l'enregistrement"],
        ),
        ("2026-12-11", "A eu lieu le 10 décembre 2026, de 14 h 30", ["Revoir l'enregistrement"]),
    ],
)
def test_a_webinar_before_on_the_day_and_after(
    webinar: Callable[..., FlaskClient], today: str, told: str, links: list[str]
):
    """The page offers what can be done; no two links are read as one."""
    html = head_of(webinar(today).get("/selections/webinaire").text)
    text = text_of(html)
    assert f"{told}".replace(" h", "\u00a0h") in text.replace("\u00a0", " ").replace(" h", "\u00a0h")
    assert "Maison de l'emploi, Lille. Proposé par Le réseau." in text
    assert [unescape(label) for label in re.findall(r"<li><a [^>]+>([^<]+)</a></li>", html)] == [
        *links,
        "Les diapositives",
    ]
    assert not re.search(r"</a>\s*<a|[.\w]<a|</a>\w", html)


def test_a_webinar_in_a_calendar(webinar: Callable[..., FlaskClient]):
    """Its hours in UTC, its place, a UID that stays and a SEQUENCE that grows; one file for all, to subscribe to."""
    client = webinar()
    one = client.get("/selections/webinaire.ics").text
    lines = one.replace("\r\n ", "").split("\r\n")
    assert {
        "UID:webinaire@exemple.org",
        "SEQUENCE:2",
        "DTSTART:20261210T133000Z",
        "DTEND:20261210T150000Z",
        "LOCATION:Maison de l'emploi\\, Lille",
    } <= set(lines)
    assert "https://exemple.org/inscription" in one.replace("\r\n ", "")
    every = client.get("/selections.ics")
    assert every.content_type == "text/calendar; charset=utf-8"
    event = one[one.index("BEGIN:VEVENT") : one.index("END:VCALENDAR")]
    assert event in every.text
    assert "/selections.ics" in client.get("/selections").text
    later = webinar(date="2026-12-17", hour="9h", duration="", revision="3", place="", time_zone="")
    moved = later.get("/selections.ics").text.split("\r\n")
    assert {"UID:webinaire@exemple.org", "SEQUENCE:3", "DTSTART:20261217T080000Z"} <= set(moved)
    assert "LOCATION:https://visio.example.org/salle" in moved
    assert not [line for line in moved if line.startswith("DTEND")]


def test_a_webinar_of_another_time_zone(webinar: Callable[..., FlaskClient]):
    """It is told with the hours of its place, which are named."""
    client = webinar(host="Le réseau\ntime_zone: Indian/Reunion")
    assert "DTSTART:20261210T103000Z" in client.get("/selections/webinaire.ics").text
    assert "(fuseau horaire Indian/Reunion)" in client.get("/selections/webinaire").text


def test_selections_as_a_feed(webinar: Callable[..., FlaskClient], client: FlaskClient):
    """Atom, the newest first, each under an address that stays."""
    answer = webinar().get("/selections.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(answer.data)  # noqa: S314 (our own feed)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    assert [each.text for each in root.findall("a:entry/a:id", atom)] == [
        f"https://exemple.org/s/{short_code('webinaire')}"
    ]
    assert "10 décembre 2026" in (root.findtext("a:entry/a:summary", "", atom))
    many = ET.fromstring(client.get("/selections.atom").data)  # noqa: S314
    days = [each.text or "" for each in many.findall("a:entry/a:published", atom)]
    assert len(days) > 2
    assert days == sorted(days, reverse=True)


def test_a_webinar_for_programs(webinar: Callable[..., FlaskClient], client: FlaskClient):
    """JSON-LD: the list of its practices, and the event; a selection without a date is a list."""
    html = webinar().get("/selections/webinaire").text
    found = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[0])
    listed, event = found["@graph"]
    assert (listed["@type"], listed["numberOfItems"]) == ("ItemList", 2)
    assert event["@type"] == "Event"
    assert event["startDate"] == "2026-12-10T14:30:00+01:00"
    assert event["endDate"] == "2026-12-10T16:00:00+01:00"
    assert event["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in event["location"]] == ["Place", "VirtualLocation"]
    plain = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(CURATED).text, re.DOTALL)
    assert json.loads(plain[0])["@type"] == "ItemList"


def test_no_calendar(client: FlaskClient):
    """Without a date there is no calendar file, and no link to one."""
    assert client.get(f"{CURATED}.ics").status_code == 404
    assert ".ics" not in client.get(CURATED).text


def test_no_cookie(client: FlaskClient):
    """No view sets a cookie."""
    for view in VIEWS:
        assert "Set-Cookie" not in client.get(f"{ADDRESS}&vue={view}").headers


def test_readable_address(client: FlaskClient):
    """Commas and marks stay readable in an address."""
    with client.application.test_request_context():
        composition = Composition(title="À deux", choices=(PracticeChoice("a"), PracticeChoice("b", mark="1f3a9c")))
        assert selection_path(composition) == "/selection?s=a,b@1f3a9c&titre=%C3%80+deux"
