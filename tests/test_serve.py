"""The production server, as the README starts it."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from app.server import MAX_HEADER_BYTES
from tests.conftest import ROOT, free_port, wait_until_up


def start(content: Path, folder: Path, *options: str) -> tuple[str, subprocess.Popen[bytes]]:
    port = free_port()
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--content", str(content)]
    environment = {**os.environ, "PRATIQUES_SNAPSHOTS": str(folder)}
    server = subprocess.Popen([*command, "--port", str(port), *options], cwd=ROOT, env=environment)
    return wait_until_up(f"http://127.0.0.1:{port}", server), server


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 (our own address)
        return answer.read().decode()


def read_until(address: str, word: str, tries: int = 400) -> str:
    """The page, once it holds a word; the last one read when it never does."""
    page = ""
    for _ in range(tries):
        page = read(address)
        if word in page:
            break
    return page


def test_authors_see_what_they_save_and_what_is_wrong_with_it(content: Path, tmp_path: Path):
    """--reload shows a saved file; a broken one leaves the last good page and tells the problem on it."""
    address, server = start(content, tmp_path / "snapshots", "--reload")
    path = content / "practices" / "stef-mixup.md"
    sound = path.read_text(encoding="utf-8")
    try:
        path.write_text(sound.replace("title: ", "title: Zèbre ", 1), encoding="utf-8")
        assert "Zèbre" in read_until(f"{address}/pratiques/stef-mixup", "Zèbre")
        path.write_text(sound.replace("theme: ", "theme: rien # ", 1), encoding="utf-8")
        page = read_until(f"{address}/pratiques/stef-mixup", "Admis")
        assert "Admis" in page
        assert "Zèbre" in page
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) is not None


def test_authors_who_start_with_a_broken_file_are_told(content: Path, tmp_path: Path):
    """--reload on a first day: what is sound is served, and every page says what is missing."""
    path = content / "practices" / "stef-mixup.md"
    path.write_text(path.read_text(encoding="utf-8").replace("theme: ", "theme: rien # ", 1), encoding="utf-8")
    address, server = start(content, tmp_path / "snapshots", "--reload")
    try:
        page = read(f"{address}/pratiques")
        assert "Admis" in page
        assert "eve-binomes-grand-site-deux-caps" in page
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=20) is not None


def test_a_folder_that_is_nothing_stops_the_command_with_words(tmp_path: Path):
    """No traceback: what was not found."""
    (tmp_path / "rien").mkdir()
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--content", str(tmp_path / "rien")]
    environment = {**os.environ, "PRATIQUES_SNAPSHOTS": str(tmp_path / "snapshots")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "vocabulary.yaml" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_stops_the_command_with_words(tmp_path: Path):
    """Before anything is built or promised."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", str(port)]
        environment = {**os.environ, "PRATIQUES_SNAPSHOTS": str(tmp_path / "snapshots")}
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 1
    assert done.stderr == f"127.0.0.1:{port} : cette adresse ou ce port est déjà pris.\n"
    assert done.stdout == ""


def test_headers_without_end_are_refused(site_url: str):
    """A first line and headers that no browser sends: 431, and the connection is closed."""
    host, port = site_url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as visitor:
        visitor.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * MAX_HEADER_BYTES)
        answer = b"".join(iter(lambda: visitor.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 431")
