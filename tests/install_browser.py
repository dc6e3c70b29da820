"""Make sure that a Chromium is there for the browser tests: found, else Debian's package, else Playwright's own."""

import os
import shutil
import subprocess
import sys

SHELL = "chromium-headless-shell"  # Chromium without its windows, which take nearly half of its time
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """0 when a browser can be started; else 1, and what to do about it."""
    if find_browser() or install_with_apt() or install_with_playwright():
        return 0
    print(
        "Les tests ont besoin de Chromium, et ni apt ni Playwright n'ont pu l'installer.\n"
        "Installez Chromium ou Google Chrome, puis relancez « make test ».",
        file=sys.stderr,
    )
    return 1


def find_browser() -> str | None:
    """The path of a browser already on this machine."""
    chosen = os.environ.get("CHROMIUM")
    return chosen or next((path for name in NAMES if (path := shutil.which(name))), None)


def install_with_apt() -> bool:
    """Debian's package, the shell alone where there is one, if apt is there and we may use it."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    return any(
        subprocess.run([*command, package], check=False, env=environment, **quiet).returncode == 0
        for package in (SHELL, "chromium")
    )


def install_with_playwright() -> bool:
    """Playwright's own build, where downloads are open; nothing to do when it is there."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
