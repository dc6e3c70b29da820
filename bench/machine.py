"""The machine that measures: its name in the report, and the load generator on it."""

import os
import platform
import shutil
import subprocess


def describe_machine() -> str:
    """What absolute figures must stand beside."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{platform.system()} {platform.machine()}, {cores} cores, {python}"


def install_wrk() -> None:
    """wrk, where Debian's packages can be installed; elsewhere our own client measures rates (bench/load.py)."""
    may_install = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    if may_install and not shutil.which("wrk"):
        subprocess.run(["apt-get", "install", "--quiet", "--yes", "wrk"], stdout=subprocess.DEVNULL, check=False)


def name_rates() -> str:
    """What measures requests per second here."""
    return "wrk" if shutil.which("wrk") else "bench/load.py, slower than wrk: ratios come out smaller"
