"""The month's report of a demonstration township, in process, fonts loaded with it."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from qxn_desktop.common.clock import SystemClock
from qxn_desktop.services import demo, reporting
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.demo_plan import DemoArguments
from qxn_desktop.services.reporting import Wanted
from qxn_desktop.services.vocabulary import vocabulary
from qxn_desktop.store.workspace_files import Secret
from qxn_desktop.store.workspace_lifecycle import Identity, create
from tests.benchmarks.benchmark import Figures, Target, benchmark

UNIT = "522327103000"
ROUNDS = 3


@benchmark("month's report of 240 households", Target(measured=2.0))
def monthly(folder: Path) -> Figures:
    """Gathered, typeset and written; beside it, a bare Python that imports the typesetter."""
    secret = Secret("benchmark", "基准")
    door, _ = create(folder / "w", Identity(UNIT, "township"), secret, vocabulary, SystemClock())
    ctx = AppContext(door.workspace, SystemClock())
    demo.fill(ctx, demo.plan(DemoArguments(UNIT, date(2026, 10, 31), 240, 3)))
    measured, baseline = [], []
    for round_ in range(ROUNDS):
        start = time.perf_counter()
        reporting.produce(ctx, Wanted("monthly", "2026-10", folder / f"{round_}.pdf"))
        measured.append(time.perf_counter() - start)
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import reportlab.pdfgen.canvas"], check=True)
        baseline.append(time.perf_counter() - start)
    door.close()
    return Figures(statistics.median(measured), statistics.median(baseline))
