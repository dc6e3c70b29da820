"""Debian's nginx in front of instances of the site: deploy/nginx/pratiques.conf as it is, but for ports and folders."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, free_port
from tests.faults.load import Visitor, is_listening, until
from tests.faults.site import Site
from tests.install_nginx import find_nginx

CONFIGURATION = ROOT / "deploy" / "nginx" / "pratiques.conf"
_MAIN = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/main-error.log emerg;
worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/pratiques.conf;
}}
"""


@dataclass
class Front:
    """nginx running in front of two instances."""

    port: int
    folder: Path
    instances: tuple[Site, Site]

    def ask(self, path: str, visitor: int = 0) -> tuple[int, str]:
        """Status and body of a page, asked by a visitor: each has an address of their own."""
        with closing(Visitor(self.port, visitor)) as one:
            status, _version, body = one.get(path)
        return status, body

    def instance_of(self, visitor: int) -> Site:
        """The instance that a visitor is served by."""
        already = len(self._lines())
        self.ask("/glossaire", visitor)
        assert until(lambda: len(self._lines()) > already)  # nginx writes the line after the answer
        address = re.findall(r"[\d.]+:\d+", self.log()[-1]["instance"])[-1]
        (found,) = [site for site in self.instances if address == f"127.0.0.1:{site.port}"]
        return found

    def log(self) -> list[dict[str, Any]]:
        """A line for each request."""
        return [json.loads(line) for line in self._lines()]

    def _lines(self) -> list[str]:
        return (self.folder / "pratiques.log").read_text(encoding="utf-8").splitlines()

    def written(self) -> str:
        """All that nginx has written into its logs."""
        return "".join(path.read_text(encoding="utf-8") for path in self.folder.glob("*.log"))


def configure(folder: Path, port: int, instances: tuple[Site, Site], changes: dict[str, str]) -> Path:
    """The configuration of deploy/ on our ports and in our folder. Each place to change must be there."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    changes = {
        "127.0.0.1:8001": f"127.0.0.1:{instances[0].port}",
        "127.0.0.1:8002": f"127.0.0.1:{instances[1].port}",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "/var/log/nginx": str(folder),
        "/var/cache/nginx": str(folder),
        **changes,
    }
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "pratiques.conf").write_text(text, encoding="utf-8")
    main = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    main.write_text(_MAIN.format(folder=folder, user=user), encoding="utf-8")
    return main


@contextmanager
def run_front(folder: Path, instances: tuple[Site, Site], changes: dict[str, str] | None = None) -> Iterator[Front]:
    """nginx, once it answers. Without an nginx the test is left out, but in continuous integration it fails."""
    nginx = find_nginx()
    if not nginx:
        leave = pytest.fail if os.environ.get("CI") else pytest.skip
        leave("nginx is not there, and apt could not bring it: python tests/install_nginx.py")
    folder.mkdir()
    port = free_port()
    command = [nginx, "-c", str(configure(folder, port, instances, changes or {})), "-e", f"{folder}/start-error.log"]
    with subprocess.Popen(command) as server:
        try:
            assert until(lambda: is_listening(port))
            yield Front(port, folder, instances)
        finally:
            server.terminate()
