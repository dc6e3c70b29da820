"""Faults under a running site: it goes on with the last good snapshot, and its journal says what happened."""

import os
import shutil
import signal
import socket
from pathlib import Path

import pytest

from tests.faults.load import is_listening, load, until, visit
from tests.faults.site import Site, count_listeners

PAGES = visit("/", "/pratiques?q=handicap", "/pratiques.json?q=handicap", "/pratiques/stef-mixup", "/couverture")


def shows(site: Site, word: str) -> bool:
    return word in site.ask("/pratiques/stef-mixup")[1]


def swap_under_load(site: Site, times: int) -> int:
    """Publish a new content again and again while visitors read, each once the one before has been seen."""
    site.start(workers=2)
    with load(site.port, PAGES, visitors=2) as answers:
        for number in range(times):
            site.retitle(f"Essai{number}")
            version = site.store.ensure().name
            assert until(lambda version=version: version in answers.versions)
    assert not answers.failed
    return answers.total


def test_a_snapshot_swapped_in_under_load_fails_no_request(site: Site):
    """Visitors are answered by the one or by the other."""
    assert swap_under_load(site, 3)


@pytest.mark.nightly
def test_fifty_snapshots_swapped_in_under_load_fail_no_request(site: Site):
    """As above, fifty times in a row."""
    print(f"50 swaps: {swap_under_load(site, 50)} requests, 0 failed")


def test_a_server_goes_on_without_its_content_and_without_a_worker(site: Site):
    """The content is deleted, then a worker killed under load: the other answers, a new one takes its place."""
    site.start(workers=2)
    shutil.rmtree(site.content)
    lost, _kept = site.workers
    with load(site.port, PAGES, visitors=2) as answers:
        os.kill(lost, signal.SIGKILL)
        assert until(lambda: len({*site.workers} - {lost}) == 2 and count_listeners(site.port) == 2)
        assert until(lambda: shows(site, "féminise"))
    assert set(answers.statuses) == {200}
    assert len(site.said("Unexpected exit from worker-1")) + len(site.said("Unexpected exit from worker-2")) == 1
    assert site.ask("/pratiques/stef-mixup.md")[0] == 200


def test_workers_do_not_outlive_a_killed_main_process(site: Site):
    """kill -9 on the main process: nobody is left who would answer with an old content for ever."""
    site.start()
    (worker,) = site.workers
    site.stop(signal.SIGKILL)
    assert until(lambda: not Path(f"/proc/{worker}").exists())
    assert site.said("main process lost, the worker ends")


def test_a_stop_lets_a_request_in_flight_end(site: Site):
    """SIGTERM while a form is being sent: it is read to its end and answered, then the server is gone."""
    site.start()
    body = b"action=draft&title=Un+parcours"
    head = f"POST /contribuer/formulaire HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n\r\n"
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as visitor:
        visitor.sendall(head.encode())
        assert visitor.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"  # said once the form is being read
        visitor.sendall(body[:10])
        assert site.server
        site.server.terminate()
        assert until(lambda: not is_listening(site.port))
        visitor.sendall(body[10:])
        assert visitor.recv(12) == b"HTTP/1.1 200", site.journal.read_text(encoding="utf-8")
    assert site.server.wait(timeout=20) == 0
