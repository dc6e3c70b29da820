"""Searches without result: counted when the operator wants it, known to nobody before they are frequent."""

import datetime
from itertools import islice, product
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.snapshot.store import Store
from app.web.application import create_app
from app.web.middleware.zero_results import FROM_TIMES, MAX_TEXTS, ZeroResultLog
from tests.conftest import BufferedClient

DAY = datetime.date(2026, 11, 25)


class Calendar:
    """A day that goes on when it is told."""

    def __init__(self) -> None:
        self.day = DAY

    def __call__(self) -> datetime.date:
        return self.day


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def zero_results(tmp_path: Path, calendar: Calendar) -> ZeroResultLog:
    return ZeroResultLog(tmp_path / "unanswered", calendar)


def client_of(store: Store, zero_results: ZeroResultLog | None, shows: bool) -> FlaskClient:
    app = create_app(store, zero_results=zero_results, shows_zero_results=shows)
    app.test_client_class = BufferedClient
    return app.test_client()


def written(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file())


def note(zero_results: ZeroResultLog, text: str, times: int = FROM_TIMES) -> None:
    for _ in range(times):
        zero_results.note(text)


def test_a_frequent_search_without_result_is_shown_on_the_coverage(store: Store, zero_results: ZeroResultLog):
    """Asked five times that day, even when the page came from memory; accents and capitals make no difference."""
    client = client_of(store, zero_results, shows=True)
    for text in ("zzyzé", "Zzyze", "ZZYZÉ", "zzyzé", "zzyzé"):
        assert client.get("/pratiques", query_string={"q": text}).headers["X-Total-Count"] == "0"
    assert "zzyze" not in client.get("/couverture").text
    zero_results.write()
    page = client.get("/couverture")
    assert "zzyze : 5 fois" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_a_rare_search_is_never_written(zero_results: ZeroResultLog, calendar: Calendar, tmp_path: Path):
    """Four times in one day and four the next are not five in one."""
    for _ in range(2):
        note(zero_results, "histoire singuliere", FROM_TIMES - 1)
        zero_results.write()
        calendar.day += datetime.timedelta(days=1)
        zero_results.write()
    assert "histoire" not in written(tmp_path)


@pytest.mark.parametrize("text", ["a@b.fr x", "06 12 34 56 78", "x" * 61, "?!", "12"])
def test_what_may_be_about_somebody_is_not_counted(zero_results: ZeroResultLog, tmp_path: Path, text: str):
    """An address, a number, a whole sentence, or no word at all."""
    note(zero_results, text)
    zero_results.write()
    assert not written(tmp_path)


def test_only_words_without_result_and_without_filter_count(store: Store, zero_results: ZeroResultLog, tmp_path: Path):
    """A search that finds, one that filters emptied, and one that the browser had already."""
    client = client_of(store, zero_results, shows=False)
    tag = client.get("/pratiques?q=zzyzx").headers["ETag"]
    for _ in range(FROM_TIMES):
        assert client.get("/pratiques?q=handicap").headers["X-Total-Count"] != "0"
        assert client.get("/pratiques?q=zzyzy&sector=btp").headers["X-Total-Count"] == "0"
        assert client.get("/pratiques?q=zzyzx", headers={"If-None-Match": tag}).status_code == 304
    zero_results.write()
    assert not written(tmp_path / "unanswered")


def test_nothing_is_counted_unless_it_is_wanted(store: Store, tmp_path: Path):
    """Off by default: nothing written, nothing shown, and the page is kept as others are."""
    client = client_of(store, None, shows=False)
    for _ in range(FROM_TIMES):
        client.get("/pratiques?q=zzyzx")
    page = client.get("/couverture")
    assert "sans réponse" not in page.text
    assert "ETag" in page.headers


def test_the_operator_hides_a_text(zero_results: ZeroResultLog, tmp_path: Path):
    """Anybody can type anything five times."""
    note(zero_results, "grossièreté")
    note(zero_results, "menuiserie")
    zero_results.write()
    (tmp_path / "unanswered" / "hidden.txt").write_text("Grossièreté\n", encoding="utf-8")
    assert zero_results.most_frequent() == [("menuiserie", 5)]


def test_counts_are_forgotten_after_thirty_days(zero_results: ZeroResultLog, calendar: Calendar, tmp_path: Path):
    """Files as well."""
    note(zero_results, "menuiserie")
    zero_results.write()
    calendar.day += datetime.timedelta(days=30)
    assert zero_results.most_frequent() == []
    zero_results.write()
    assert not written(tmp_path)


def test_memory_is_bounded(zero_results: ZeroResultLog, tmp_path: Path):
    """What comes after the first thousands of texts of a day is not counted."""
    for letters in islice(product("abcdefghij", repeat=4), MAX_TEXTS):
        zero_results.note("".join(letters))
    note(zero_results, "venu trop tard")
    zero_results.write()
    assert "venu" not in written(tmp_path)


def test_the_same_count_on_two_days_is_written_twice(zero_results: ZeroResultLog, calendar: Calendar):
    """Five times yesterday and five times today are ten."""
    note(zero_results, "menuiserie")
    zero_results.write()
    calendar.day += datetime.timedelta(days=1)
    zero_results.write()
    note(zero_results, "menuiserie")
    zero_results.write()
    assert zero_results.most_frequent() == [("menuiserie", 2 * FROM_TIMES)]


def test_a_process_that_starts_again_keeps_what_the_one_before_wrote(tmp_path: Path, calendar: Calendar):
    """In a container it gets the number of the one before."""
    for text in ("menuiserie", "charpente"):
        process = ZeroResultLog(tmp_path / "unanswered", calendar)
        note(process, text)
        process.write()
    assert dict(process.most_frequent()) == {"menuiserie": FROM_TIMES, "charpente": FROM_TIMES}
