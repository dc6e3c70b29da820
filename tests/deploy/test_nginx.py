"""Several instances behind nginx: updated, restarted and killed under load, and no visitor sees it."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from urllib.parse import urlencode

import pytest

from app.content.practice import short_code
from app.selection.address import MAX_NOTE, MAX_TITLE
from tests.conftest import CONTENT
from tests.deploy.front import Front, run_front
from tests.faults.load import Answers, Visitor, load, until, visit
from tests.faults.site import Site, a_site

PATHS = ("/", "/pratiques?q=handicap", "/pratiques.json?q=handicap", "/pratiques/stef-mixup", "/static/site.css")
VISITORS = 4
NUMBERS = count()  # of contents: none is published twice


@pytest.fixture(scope="module")
def instances(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Site]]:
    """Two instances, each with its own copy of the content and of its snapshot: two machines."""
    folder = tmp_path_factory.mktemp("instances")
    with a_site(CONTENT, folder / "a") as one, a_site(CONTENT, folder / "b") as other:
        for site in (one, other):
            for path in (site.content / "practices").glob("*.md"):
                if path.stem not in ("stef-mixup", "eve-binomes-grand-site-deux-caps"):
                    path.unlink()
            site.start()
        yield one, other


@pytest.fixture
def front(instances: tuple[Site, Site], tmp_path: Path) -> Iterator[Front]:
    """An nginx in front of them, which has not seen any of them fail yet."""
    with run_front(tmp_path / "nginx", instances) as front:
        yield front


def publish(site: Site) -> str:
    """Publish the content of an instance as it is now, and wait until it serves it."""
    version = site.store.ensure().name
    assert until(lambda: version in site.ask("/healthz")[1])
    return version


class History:
    """The content versions that each visitor saw, in order, without repetition."""

    def __init__(self) -> None:
        self.seen: dict[Visitor, list[str]] = defaultdict(list)

    def visit(self, visitor: Visitor, answers: Answers) -> None:
        for path in PATHS[:4]:
            status, version, _body = visitor.get(path)
            answers.note(status, version)
            if version not in self.seen[visitor][-1:]:
                self.seen[visitor].append(version)


def publish_in_turn(front: Front, times: int) -> int:
    """Give each instance a new content, one after the other, so many times. The requests answered meanwhile."""
    history = History()
    with load(front.port, history.visit, VISITORS) as answers:
        for number in islice(NUMBERS, times):
            for site in front.instances:
                site.retitle(f"Transport{number}")
                version = publish(site)
            assert until(lambda version=version: all(seen[-1] == version for seen in history.seen.values()))
    assert not answers.failed, answers.statuses
    assert len(history.seen) == VISITORS
    assert all(len(seen) == len(set(seen)) == times + 1 for seen in history.seen.values())
    return answers.total


def test_a_new_content_reaches_one_instance_after_the_other(front: Front):
    """Rolling update: no request fails, and no visitor who has seen the new content is shown the old one again."""
    assert publish_in_turn(front, 1)


@pytest.mark.nightly
def test_twenty_contents_reach_one_instance_after_the_other(front: Front):
    """As above, twenty times in a row."""
    print(f"20 contents on 2 instances: {publish_in_turn(front, 20)} requests, 0 failed, none seen to come and go")


def restart_in_turn(front: Front, times: int) -> int:
    with load(front.port, visit(*PATHS), VISITORS) as answers:
        for _ in range(times):
            for site in front.instances:
                assert site.stop() == 0
                site.start()
    assert not answers.failed, answers.statuses
    return answers.total


def test_instances_are_restarted_one_after_the_other(front: Front):
    """Rolling update of the code: SIGTERM, start, next; no request fails."""
    assert restart_in_turn(front, 1)


@pytest.mark.nightly
def test_instances_are_restarted_ten_times_one_after_the_other(front: Front):
    """As above, ten times in a row."""
    print(f"20 restarts: {restart_in_turn(front, 10)} requests, 0 failed")


def kill_who_answers(front: Front, times: int) -> int:
    """kill -9 on the very instance that a visitor is served by, so many times."""
    total = 0
    for _ in range(times):
        site = front.instance_of(visitor=0)
        with load(front.port, visit(*PATHS), VISITORS) as answers:
            assert until(lambda answers=answers: answers.total > 20)
            site.kill()
            before = answers.total
            assert until(lambda answers=answers, before=before: answers.total > before + 40)
            site.start()
        assert not answers.failed, answers.statuses
        total += answers.total
    return total


def test_an_instance_is_killed_while_it_answers(front: Front):
    """The other one answers, no request fails."""
    assert kill_who_answers(front, 1)


@pytest.mark.nightly
def test_an_instance_is_killed_ten_times_while_it_answers(front: Front):
    """As above, ten times in a row."""
    print(f"10 kills: {kill_who_answers(front, 10)} requests, 0 failed")


def test_a_new_page_is_found_before_all_instances_have_it(front: Front):
    """During an update, who does not know an address asks the next one."""
    pages = [
        site.content / "practices" / f"{slug}.md"
        for site, slug in zip(front.instances, ("une-pratique", "autre-pratique"), strict=True)
    ]
    for site, page in zip(front.instances, pages, strict=True):
        page.write_bytes((page.parent / "stef-mixup.md").read_bytes())
        publish(site)
    assert front.ask("/pratiques/une-pratique")[0] == 200
    assert front.ask("/pratiques/autre-pratique")[0] == 200
    assert front.ask("/pratiques/nulle-part")[0] == 404
    for site, page in zip(front.instances, pages, strict=True):
        page.unlink()
        publish(site)


def test_logs_hold_neither_addresses_nor_words(front: Front):
    """What was asked is told by its path and its outcome."""
    front.ask("/pratiques?q=secretdelavisite", visitor=70)
    assert until(lambda: any(line["path"] == "/pratiques" for line in front.log()))
    front.ask("/pratiques?q=handicap", visitor=71)
    written = front.written()
    assert "secretdelavisite" not in written
    assert "127.0.0.72" not in written
    assert "127.0.0.73" not in written
    assert "handicap" not in written
    assert {"status", "seconds", "instance", "version"} <= set(front.log()[-1])


def test_notes_as_long_as_their_fields_are_kept(front: Front):
    """In a webinar prepared on the site: « Enregistrer » answers with the page, and no instance is taken for broken."""
    slugs = ("stef-mixup", "eve-binomes-grand-site-deux-caps")
    notes = {f"note-{short_code(slug)}": "é" * MAX_NOTE for slug in slugs}
    sent = urlencode({"titre": "e" * MAX_TITLE, "maj": "1", "s": ",".join(slugs), **notes, "chercher": ""})
    assert len(sent) > 4_096
    for visitor in range(80, 90):
        status, body = front.ask(f"/selection?{sent}", visitor)
        assert status == 200
        assert body.count(f">{'é' * MAX_NOTE}</textarea>") == 2
    assert all("502" not in line["instance_status"] for line in front.log())


def test_no_instance_left_is_said_in_words(tmp_path: Path):
    """Nobody answers: a page in French, and 503 so that nobody keeps it."""
    nobody = (Site(tmp_path, tmp_path), Site(tmp_path, tmp_path))
    with run_front(tmp_path / "nginx", nobody) as alone:
        status, body = alone.ask("/")
    assert status == 503
    assert "momentanément indisponible" in body
