"""Several instances behind nginx: updated, restarted and killed under load, and no visitor sees it."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import CONTENT
from tests.deploy.front import Front, run_front
from tests.faults.load import Answers, Visitor, load, until, visit
from tests.faults.site import Site, a_site

PATHS = ("/", "/pratiques?q=handicap", "/pratiques.json?q=handicap", "/pratiques/stef-mixup", "/static/site.css")
VISITORS = 4


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """Two instances, each with its own copy of the content and of its snapshot: two machines."""
    folder = tmp_path_factory.mktemp("front")
    with a_site(CONTENT, folder / "a") as one, a_site(CONTENT, folder / "b") as other:
        for site in (one, other):
            for path in (site.content / "practices").glob("*.md"):
                if path.stem not in ("stef-mixup", "eve-binomes-grand-site-deux-caps"):
                    path.unlink()
            site.start()
        with run_front(folder / "nginx", (one, other)) as front:
            yield front


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


def test_a_new_content_reaches_one_instance_after_the_other(front: Front):
    """Rolling update: no request fails, and no visitor who has seen the new content is shown the old one again."""
    history = History()
    with load(front.port, history.visit, VISITORS) as answers:
        for site in front.instances:
            site.retitle("Transport")
            version = site.store.ensure().name
            assert until(lambda site=site, version=version: version in site.ask("/healthz")[1])
        assert until(lambda: all(seen[-1] == version for seen in history.seen.values()))
    assert not answers.failed
    assert len(history.seen) == VISITORS
    assert all(len(seen) == 2 for seen in history.seen.values())


def test_instances_are_restarted_one_after_the_other(front: Front):
    """Rolling update of the code: SIGTERM, start, next; no request fails."""
    with load(front.port, visit(*PATHS), VISITORS) as answers:
        for site in front.instances:
            assert site.stop() == 0
            site.start()
    assert not answers.failed
    assert answers.total > 10


def test_an_instance_is_killed_while_it_answers(front: Front):
    """kill -9 on the very instance that a visitor is served by: the other one answers, no request fails."""
    front.ask("/glossaire", visitor=0)
    site = front.instance_of("/glossaire")
    with load(front.port, visit(*PATHS), VISITORS) as answers:
        assert until(lambda: answers.total > 20)
        site.kill()
        before = answers.total
        assert until(lambda: answers.total > before + 40)
        site.start()
    assert not answers.failed


def test_a_new_page_is_found_before_all_instances_have_it(front: Front):
    """During an update, who does not know an address asks the next one."""
    one, other = front.instances
    for site, slug in ((one, "une-pratique"), (other, "autre-pratique")):
        practice = site.content / "practices" / "stef-mixup.md"
        (practice.parent / f"{slug}.md").write_text(practice.read_text(encoding="utf-8"), encoding="utf-8")
        version = site.store.ensure().name
        assert until(lambda site=site, version=version: version in site.ask("/healthz")[1])
    assert front.ask("/pratiques/une-pratique")[0] == 200
    assert front.ask("/pratiques/autre-pratique")[0] == 200
    assert front.ask("/pratiques/nulle-part")[0] == 404


def test_logs_hold_neither_addresses_nor_words(front: Front):
    """What was asked is told by its path and its outcome."""
    front.ask("/pratiques?q=secretdelavisite", visitor=70)
    assert until(lambda: any(line["path"] == "/pratiques" for line in front.log()))
    written = front.written()
    assert "secretdelavisite" not in written
    assert "127.0.0.72" not in written
    assert "handicap" not in written
    assert {"status", "seconds", "instance", "version"} <= set(front.log()[-1])


def test_no_instance_left_is_said_in_words(front: Front, tmp_path: Path):
    """Nobody answers: a page in French, and 503 so that nobody keeps it."""
    nobody = (Site(tmp_path, tmp_path), Site(tmp_path, tmp_path))
    with run_front(tmp_path / "nginx", nobody) as alone:
        status, body = alone.ask("/")
    assert status == 503
    assert "momentanément indisponible" in body
