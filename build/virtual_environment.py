"""The checkout's own virtual environment, holding exactly what the lock file says."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from step import ROOT, StepError, run_quietly, say

FOLDER = ROOT / ".venv"
LOCK = ROOT / "build" / "requirements-dev.txt"
_STAMP = FOLDER / "lock.sha256"
_WINDOWS = os.name == "nt"


def python() -> Path:
    """The environment's interpreter."""
    return FOLDER / ("Scripts/python.exe" if _WINDOWS else "bin/python")


def program(name: str) -> str:
    """The path of a program that a locked package installed, such as ``lint-imports``."""
    return str(python().parent / (f"{name}.exe" if _WINDOWS else name))


def child_environment(**more: str) -> dict[str, str]:
    """Variables for programs run in the environment: the checkout is importable.

    PYTHONPATH and no editable install, because Python before 3.13 reads the .pth file such an
    install leaves in the machine's code page, and a Chinese path in it breaks on Windows.
    """
    inherited = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(ROOT), *([inherited] if inherited else [])])
    return {**os.environ, "PYTHONPATH": path, **more}


def provide() -> None:
    """Create the environment anew unless it already holds what the lock file says.

    Anew and not updated: a package dropped from the lock would otherwise stay importable here.

    Raises:
        StepError: It cannot be created or filled.
    """
    if _is_current():
        return
    if Path(sys.prefix).resolve() == FOLDER.resolve():
        raise StepError("the lock file has changed: run this with your own Python, not .venv's")
    say("creating .venv and installing the locked packages (a minute or two)")
    run_quietly("venv", [sys.executable, "-m", "venv", "--clear", str(FOLDER)])
    pip = [str(python()), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    exactly = ["--no-deps", "--require-hashes", "--only-binary", ":all:"]
    run_quietly("pip install", [*pip, "install", *exactly, "--requirement", str(LOCK)])
    run_quietly("pip check", [*pip, "check"])
    _STAMP.write_text(_fingerprint(), encoding="ascii")


def _is_current() -> bool:
    return _STAMP.is_file() and _STAMP.read_text(encoding="ascii") == _fingerprint() and _starts()


def _starts() -> bool:
    # False when the Python it was made from has been removed.
    try:
        return subprocess.run([str(python()), "-c", ""], check=False).returncode == 0
    except OSError:
        return False


def _fingerprint() -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"{version} {hashlib.sha256(LOCK.read_bytes()).hexdigest()}"
