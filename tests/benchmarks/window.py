"""The window beside an empty QMainWindow of the same run, each in a fresh process.

The workspace of 8,000 households is made once and kept in the machine's folder for such things.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from qxn_desktop.common.clock import SystemClock
from qxn_desktop.services import demo
from qxn_desktop.services.demo_plan import DemoArguments
from qxn_desktop.store.workspace_files import Secret
from tests.benchmarks.benchmark import Figures, Target, benchmark
from tests.window_probe import CLERK, PASSPHRASE

UNIT = "522327103000"
HOUSEHOLDS, MONTHS = 8_000, 3
KEPT = Path(tempfile.gettempdir()) / f"qxn-bench-{HOUSEHOLDS}"
ROUNDS = 5


@benchmark("start to the unlock dialog", Target(ratio=1.5))
def start(folder: Path) -> Figures:
    """From nothing to the first paint, as against an empty window; medians.

    The first of each is not counted: it compiles, and reads the disk.
    """
    for mode in ("door", "empty"):
        _painted(mode, folder)
    pairs = [(_painted("door", folder), _painted("empty", folder)) for _ in range(ROUNDS)]
    return Figures(*(statistics.median(one) for one in zip(*pairs, strict=True)))


@benchmark("unlocked to 今日 filled, 8,000 households", Target(ratio=1.5))
def unlocked(folder: Path) -> Figures:
    """From the passphrase's key to all lines of the day, as against an empty window's start."""
    bare = statistics.median(_painted("empty", folder) for _ in range(ROUNDS))
    return Figures(statistics.median(one["filled"] for one in _works()), bare)


@benchmark("unlocked to a window that answers, 8,000 households", Target(ratio=1.5))
def answering(folder: Path) -> Figures:
    """From the passphrase's key to a window that is painted, while 今日 is still being counted."""
    bare = statistics.median(_painted("empty", folder) for _ in range(ROUNDS))
    return Figures(statistics.median(one["answers"] for one in _works()), bare)


@benchmark("slowest page, opened first", Target(measured=0.15))
def first_opening(_folder: Path) -> Figures:
    """From a click in the navigation to a page that is built and painted."""
    return Figures(_slowest("shown"))


@benchmark("slowest page, filled first", Target())
def first_filling(_folder: Path) -> Figures:
    """Until all that it reads in the background is in it, the preview of a report too."""
    return Figures(_slowest("filled_first"))


@benchmark("slowest page, opened again and filled", Target(measured=0.15))
def next_opening(_folder: Path) -> Figures:
    """The same for a page that was open before."""
    return Figures(_slowest("filled_again"))


@benchmark("memory at 今日", Target(measured=200 * 1024 * 1024))
def memory_today(folder: Path) -> Figures:
    """Resident, once 今日 is filled."""
    return Figures(statistics.median(one["rss_today"] for one in _works()), unit="bytes")


@benchmark("memory after all pages", Target())
def memory_all(folder: Path) -> Figures:
    """Resident, once every page was opened twice."""
    return Figures(statistics.median(one["rss_all"] for one in _works()), unit="bytes")


def _slowest(visit: str) -> float:
    """The slowest page's median; its name goes to standard error."""
    runs = _works()
    pages = {id_: statistics.median(one[visit][id_] for one in runs) for id_ in runs[0][visit]}
    listed = "  ".join(f"{id_} {seconds * 1000:.0f} ms" for id_, seconds in pages.items())
    print(f"  {listed}", file=sys.stderr)
    return float(max(pages.values()))


@cache
def _works() -> tuple[dict[str, Any], ...]:
    """Three runs of a clerk's window over the large workspace."""
    root = _workspace()
    return tuple(_work(root) for _ in range(3))


def _work(root: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="bench-") as home:
        child = _probe(Path(home), "work", str(root))
        out, _ = child.communicate(timeout=600)
    figures: dict[str, Any] = json.loads(out.splitlines()[-1])
    return figures


def _painted(mode: str, home: Path) -> float:
    """Seconds from the start of a process until it says that it painted."""
    begun = time.perf_counter()
    child = _probe(home, mode)
    assert child.stdout is not None
    line = child.stdout.readline()
    seconds = time.perf_counter() - begun
    child.communicate(timeout=60)
    if line.strip() != "painted":
        raise RuntimeError(f"{mode} said {line!r}")
    return seconds


def _probe(home: Path, *arguments: str) -> subprocess.Popen[str]:
    """A probe without a screen, with preferences of its own.

    It keeps what Python compiled, as an installed program does, whatever this shell says: compiling
    anew at every start would be measured instead.
    """
    environment = {
        **{key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"},
        "PYTHONPYCACHEPREFIX": str(KEPT.with_name("qxn-bench-compiled")),
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "LOCALAPPDATA": str(home),
    }
    command = [sys.executable, "-m", "tests.window_probe", *arguments]
    return subprocess.Popen(
        command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


@cache
def _workspace() -> Path:
    """The demonstration of 8,000 households, made anew when it cannot be opened."""
    root = KEPT / "office"
    with suppress(FileNotFoundError):
        if (KEPT / "made").read_text(encoding="utf-8") == _made():
            return root
    _emptied(KEPT)
    arguments = DemoArguments(UNIT, date(2026, 11, 25), HOUSEHOLDS, MONTHS)
    demo.create(root, arguments, Secret(PASSPHRASE, CLERK), SystemClock())
    (KEPT / "made").write_text(_made(), encoding="utf-8")
    return root


def _made() -> str:
    """What the kept workspace was made by: another source makes another one."""
    services = Path(demo.__file__).parent
    sources = sorted([*services.glob("demo*.py"), *services.parent.glob("store/**/*.py")])
    return str(max(path.stat().st_mtime_ns for path in sources))


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
