"""How long the command line takes to be there, beside Python itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.benchmark import Figures, Target, benchmark, side_by_side


def _python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


@benchmark("import of the command line", Target())
def import_of_the_command_line(_folder: Path) -> Figures:
    """``import qxn_desktop.cli.main`` beside a process that does nothing."""
    _python("import qxn_desktop.cli.main")  # writes the bytecode, as on any second start
    return side_by_side(lambda: _python("import qxn_desktop.cli.main"), lambda: _python("pass"))
