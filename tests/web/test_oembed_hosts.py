"""The address of a page as people copy it: oEmbed knows it with and without www., port, capitals, final dot."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.snapshot.store import Store
from tests.conftest import make_client
from tests.web.test_embed import SHEET, ask
from tests.web.test_prefix import move

PATH = "/pratiques/stef-mixup"


@pytest.mark.parametrize(
    "site",
    [
        "https://exemple.org",
        "http://exemple.org",
        "https://www.exemple.org",
        "https://exemple.org:443",
        "http://exemple.org:80",
        "http://www.exemple.org:443",
        "HTTPS://Exemple.ORG",
        "https://exemple.org.",
        "https://WWW.exemple.org.:443",
        "  https://exemple.org",
    ],
)
def test_one_site_has_many_names(client: FlaskClient, site: str):
    """Each leads to the same card."""
    answer = ask(client, url=site + PATH)
    assert answer.status_code == 200
    assert answer.json == ask(client, url=SHEET).json


@pytest.mark.parametrize(
    "site",
    [
        "https://exemple.org:8443",
        "https://exemple.org:99999",
        "https://exemple.org.autre.org",
        "https://wwwexemple.org",
        "https://www.www2.exemple.org",
        "https://exemple.org@autre.org",
        "https://" + "a" * 70 + ".org",
        "https://a..org",
        "https://[::1",
        "javascript://exemple.org",
        "//exemple.org",
    ],
)
def test_another_site_stays_another(client: FlaskClient, site: str):
    """Nor does a host that cannot be break anything."""
    assert ask(client, url=site + PATH).status_code == 404


def test_a_public_address_with_www_and_accents(content: Path, tmp_path: Path):
    """What site.yaml says is compared the same way."""
    move(content, "https://www.égalité.example.org")
    client = make_client(Store(content, tmp_path / "snapshots"))
    for site in (
        "https://égalité.example.org",
        "https://xn--galit-9raf.example.org",
        "https://www.égalité.example.org:443",
    ):
        assert ask(client, url=site + PATH).status_code == 200, site
    assert ask(client, url=f"https://egalite.example.org{PATH}").status_code == 404
