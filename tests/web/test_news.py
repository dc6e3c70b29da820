"""« Nouveautés »: what was published, reviewed or withdrawn, by month, and how to be told of what comes."""

import datetime
import re
from pathlib import Path

from flask.testing import FlaskClient

from app.catalogue.catalogue import Catalogue
from app.catalogue.news import list_changes, list_months
from app.snapshot.store import Store
from tests.conftest import SMALL_SHEETS, make_client

NEWER, OLDER = sorted(SMALL_SHEETS)


def set_dates(content: Path, slug: str, published: str, reviewed: str, line: str = "") -> None:
    """Date a sheet; `line` is one more of its front matter."""
    path = content / "practices" / f"{slug}.md"
    text = re.sub(r"(?m)^reviewed:.*$", f"reviewed: {reviewed}", path.read_text(encoding="utf-8"))
    path.write_text(re.sub(r"(?m)^published:.*$", f"{line}published: {published}", text), encoding="utf-8")


def read_main(client: FlaskClient) -> str:
    """What the page says in its main part, spaces made plain."""
    main = client.get("/nouveautes").text.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", main)


def test_months_come_newest_first_with_what_happened(content: Path, tmp_path: Path):
    """A sheet published and reviewed in one month is published; reviewed later, it moved to that month."""
    set_dates(content, NEWER, "2026-09-03", "2026-11-02")
    set_dates(content, OLDER, "2026-10-05", "2026-10-06")
    main = read_main(make_client(Store(content, tmp_path / "snapshots")))
    told = [one or other for one, other in re.findall(r'<h[23][^>]*>(.*?)</h[23]>|href="/pratiques/([^"]+)"', main)]
    assert told[1:] == [
        *("Novembre 2026", "1 pratique relue ou mise à jour", NEWER),
        *("Octobre 2026", "1 pratique publiée", OLDER),
    ]


def test_a_withdrawn_sheet_is_told_without_a_link_to_it(content: Path, tmp_path: Path):
    """Its title, and the sheet that replaces it."""
    set_dates(content, NEWER, "2026-09-03", "2026-09-03")
    withdrawn = f"withdrawn: {{reason: La fiche était fausse., successor: {NEWER}}}\n"
    set_dates(content, OLDER, "2026-09-05", "2026-11-06", withdrawn)
    main = read_main(make_client(Store(content, tmp_path / "snapshots")))
    assert "1 pratique retirée" in main
    assert f"/pratiques/{OLDER}" not in main
    assert f'Remplacée par : <a href="/pratiques/{NEWER}">' in main


def test_every_practice_of_the_base_is_told_once(client: FlaskClient, catalogue: Catalogue):
    """Those beyond the first of a long list are folded, not left out."""
    links = re.findall(r'href="/pratiques/([^"]+)"', read_main(client))
    assert sorted(links) == sorted(headline.slug for headline in catalogue.headlines)


def test_the_page_says_how_to_be_told(client: FlaskClient, catalogue: Catalogue):
    """The feed, as people name it; a mail to the editor, its subject written; the footer of any page leads there."""
    main = read_main(client)
    assert "flux RSS" in main
    assert 'href="/pratiques.atom"' in main
    assert f'href="mailto:{catalogue.library.site.editor.email}?subject=Recevoir%20la%20lettre%20mensuelle' in main
    assert 'href="/nouveautes"' in client.get("/a-propos").text.partition("<footer")[2]


def test_changes_are_bounded_and_start_on_the_day_asked(catalogue: Catalogue):
    """The day itself included."""
    newest = max(max(headline.published, headline.reviewed) for headline in catalogue.headlines)
    assert list_changes(catalogue.headlines, newest)
    assert list_changes(catalogue.headlines, newest + datetime.timedelta(1)) == []
    months = list_months(catalogue.headlines, 3)
    assert sum(len(group) for month in months for group in month.changes.values()) == 3
