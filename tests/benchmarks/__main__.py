"""Run the benchmarks and print a table: ``python -m tests.benchmarks [WORD…]``.

With words, only benchmarks whose name contains one of them. Exit 1 when a target is missed.
To add a benchmark, add a module to this folder with a function under ``@benchmark``.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import tempfile
from pathlib import Path

from tests import benchmarks
from tests.benchmarks.benchmark import Benchmark, Figures, Target, Unit, registered

HEADINGS = ("benchmark", "measured", "baseline", "ratio", "target", "")
WIDTHS = (44, 11, 11, 8, 16, 8)


def load() -> None:
    """Import every module of this folder, so that its benchmarks are registered."""
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name != "__main__":
            importlib.import_module(f"{benchmarks.__name__}.{module.name}")


def amount(value: float | None, unit: Unit) -> str:
    """A figure as people read it: ``12.3 ms``, ``1.20 MB``, ``—`` for none."""
    if value is None:
        return "—"
    if unit == "bytes":
        return f"{value / 1024 / 1024:.2f} MB"
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def target_text(target: Target, unit: Unit) -> str:
    """``≤ 5×``, ``≤ 20.0 ms`` or both."""
    parts = [] if target.ratio is None else [f"≤ {target.ratio:g}×"]
    if target.measured is not None:
        parts.append(f"≤ {amount(target.measured, unit)}")
    return ", ".join(parts) or "none"


def row(one: Benchmark, figures: Figures) -> tuple[str, ...]:
    """The table's cells for one benchmark."""
    return (
        one.name,
        amount(figures.measured, figures.unit),
        amount(figures.baseline, figures.unit),
        "—" if figures.ratio is None else f"{figures.ratio:.2f}×",
        target_text(one.target, figures.unit),
        "ok" if one.target.is_met(figures) else "MISSED",
    )


def line(cells: tuple[str, ...]) -> str:
    """One line of the table: names to the left, figures to the right."""
    name, *figures = cells
    aligned = [cell.rjust(width) for cell, width in zip(figures, WIDTHS[1:], strict=True)]
    return f"{name:<{WIDTHS[0]}}{''.join(aligned)}"


def run(one: Benchmark) -> bool:
    """Run one benchmark in a folder of its own and print its line; whether the target is met."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        figures = one.run(Path(folder))
    print(line(row(one, figures)), flush=True)
    return one.target.is_met(figures)


def main(words: list[str]) -> int:
    """Run the benchmarks that ``words`` choose; 1 when one misses its target, 2 when none is."""
    load()
    chosen = [b for b in registered() if not words or any(word in b.name for word in words)]
    if not chosen:
        print(f"no benchmark is named like {' or '.join(words)}", file=sys.stderr)
        return 2
    print(line(HEADINGS))
    met = [run(one) for one in chosen]
    return 0 if all(met) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
