"""Make sure that an nginx is there for the tests of deploy/: found, else Debian's package unpacked into .venv.

Nothing is installed on the system and no service is started, so that no right is needed; apt has to be there.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

UNPACKED = Path(__file__).resolve().parent.parent / ".venv" / "nginx"
PLACES = (Path("/usr/sbin/nginx"), Path("/usr/local/sbin/nginx"), UNPACKED / "usr" / "sbin" / "nginx")
PACKAGES = ("nginx", "nginx-core", "nginx-light")  # which one holds the program depends on the release


def main() -> int:
    """0 when there is one, or when the tests that need it may be left out; 1 in continuous integration without one."""
    if find_nginx() or unpack_with_apt():
        return 0
    print(
        "Les tests de deploy/ ont besoin de nginx, et apt n'a pas pu le fournir : ils seront laissés de côté.\n"
        "Installez nginx, puis relancez « make test ».",
        file=sys.stderr,
    )
    return 1 if os.environ.get("CI") else 0


def find_nginx() -> str | None:
    """The path of an nginx already on this machine."""
    chosen = os.environ.get("NGINX") or shutil.which("nginx")
    return chosen or next((str(path) for path in PLACES if path.exists()), None)


def unpack_with_apt() -> bool:
    """Debian's package, taken out into .venv/nginx."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return False
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["apt-get", "download", package], cwd=folder, check=False, **quiet)
            for archive in Path(folder).glob("*.deb"):
                subprocess.run(["dpkg-deb", "-x", str(archive), str(UNPACKED)], check=False, **quiet)
        if find_nginx():
            return True
    return False


if __name__ == "__main__":
    sys.exit(main())
