"""Guard the files that are committed: none over 8 MB, every text ends in one line break.

Usage: ``python build/file_guard.py [FILE…]``; without files, all that git knows.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LARGEST = 8 * 1024 * 1024
"""Bytes. Fonts are kept as subsets below it."""


ROOT = Path(__file__).resolve().parent.parent


def fault(path: Path) -> str | None:
    """What is wrong with the file at ``path``, or None."""
    size = path.stat().st_size
    if size > LARGEST:
        return f"{size / 1024 / 1024:.1f} MB is over {LARGEST // 1024 // 1024} MB"
    content = path.read_bytes()
    if (ROOT / path).is_relative_to(ROOT / "tests" / "vectors"):
        return None  # bytes that a format fixes, or were signed as they are
    if not content or b"\0" in content[:8192] or not _is_text(content):
        return None
    if not content.endswith(b"\n"):
        return "no line break at the end"
    if content.endswith((b"\n\n", b"\n\r\n")):
        return "blank lines at the end"
    return None


def tracked_files() -> list[Path]:
    """Files git knows, where there is a git checkout; else none."""
    try:
        done = subprocess.run(["git", "ls-files", "-z"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return []
    return [Path(name) for name in done.stdout.decode().split("\0") if name]


def main(names: list[str]) -> int:
    """Print every fault; 1 when there is one."""
    paths = [Path(name) for name in names] or tracked_files()
    faults = [(path, found) for path in paths if path.is_file() and (found := fault(path))]
    for path, found in faults:
        print(f"{path}: {found}")
    return 1 if faults else 0


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
