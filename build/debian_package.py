"""Debian's packages that a fresh machine lacks: Qt's libraries, Xvfb, python3-venv.

Looked for by what they bring (shared libraries, a program) and not by name, because later
releases of Debian rename packages (``libglib2.0-0t64``) while the old names still install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from step import StepError, run_quietly, say

OFFSCREEN = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
"""Library → package, for Qt without a screen: no test runs without these."""

SCREEN = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""Library → package, for Qt in a window under X."""


def known_libraries(listing: str) -> set[str]:
    """Library names in the output of ``ldconfig -p``."""
    return {line.split()[0] for line in listing.splitlines() if "=>" in line}


def lacking(wanted: dict[str, str], present: set[str]) -> list[str]:
    """Packages of the libraries in ``wanted`` that are not ``present``, sorted."""
    return sorted({package for library, package in wanted.items() if library not in present})


def apt_command(packages: Iterable[str]) -> str:
    """The one line a developer can paste."""
    names = " ".join(packages)
    return f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}"


def provide(*, qt: bool) -> None:
    """See to it that virtual environments can be made and, with ``qt``, that Qt can start.

    As root installs what is missing, else names the one command that does.

    Raises:
        StepError: There is no going on without what is missing.
    """
    needed = [] if _has_ensurepip() else ["python3-venv"]
    welcome: list[str] = []
    listing = _ldconfig_listing() if qt else None
    if listing is not None:
        present = known_libraries(listing)
        needed += lacking(OFFSCREEN, present)
        welcome += lacking(SCREEN, present) + ([] if shutil.which("Xvfb") else ["xvfb"])
    packages = [*needed, *welcome]
    if packages and _may_install():
        install(packages)
    elif needed:
        raise StepError(f"on Debian, first install what is missing:\n    {apt_command(packages)}")
    elif welcome:
        say(f"no window can be opened here before:\n    {apt_command(packages)}")


def install(packages: list[str]) -> None:
    """Install ``packages`` as root, asking nothing."""
    say(f"installing Debian packages: {' '.join(packages)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run_quietly("apt-get update", ["apt-get", "update"], env)
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    run_quietly("apt-get install", command, env)


def _may_install() -> bool:
    return sys.platform.startswith("linux") and os.geteuid() == 0 and bool(shutil.which("apt-get"))


def _has_ensurepip() -> bool:
    # Asked of a new process: this one may have cached that the module is not there.
    command = [sys.executable, "-c", "import ensurepip, venv"]
    return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 0


def _ldconfig_listing() -> str | None:
    ldconfig = shutil.which("ldconfig") or "/sbin/ldconfig"  # /sbin is not on a user's PATH
    if not sys.platform.startswith("linux") or not Path(ldconfig).exists():
        return None
    done = subprocess.run([ldconfig, "-p"], check=True, capture_output=True, text=True)
    return done.stdout
