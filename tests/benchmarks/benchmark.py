"""What a benchmark is, how it is registered, and how two actions are timed side by side."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Unit = Literal["s", "bytes"]


@dataclass(frozen=True, slots=True)
class Figures:
    """What one benchmark found, in ``unit``; without a baseline there is no ratio."""

    measured: float
    baseline: float | None = None
    unit: Unit = "s"

    @property
    def ratio(self) -> float | None:
        """How many times the baseline."""
        return self.measured / self.baseline if self.baseline else None


@dataclass(frozen=True, slots=True)
class Target:
    """The most that is allowed: of the ratio, of the measured figure, or of both."""

    ratio: float | None = None
    measured: float | None = None

    def is_met(self, figures: Figures) -> bool:
        """Whether ``figures`` keep within it; a ratio that is asked for must be there."""
        if self.measured is not None and figures.measured > self.measured:
            return False
        return self.ratio is None or (figures.ratio is not None and figures.ratio <= self.ratio)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A named measurement; ``run`` gets an empty folder of its own."""

    name: str
    target: Target
    run: Callable[[Path], Figures]


_REGISTRY: dict[str, Benchmark] = {}

Run = Callable[[Path], Figures]


def benchmark(name: str, target: Target) -> Callable[[Run], Run]:
    """Register the function below as the benchmark ``name``.

    Raises:
        ValueError: The name is taken.
    """

    def register(run: Run) -> Run:
        if name in _REGISTRY:
            raise ValueError(f"two benchmarks are named {name!r}")
        _REGISTRY[name] = Benchmark(name, target, run)
        return run

    return register


def registered() -> list[Benchmark]:
    """Every registered benchmark, by name."""
    return [_REGISTRY[name] for name in sorted(_REGISTRY)]


def seconds(action: Callable[[], object]) -> float:
    """Wall time of one call."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def side_by_side(
    measured: Callable[[], object], baseline: Callable[[], object], times: int = 5
) -> Figures:
    """Medians of both actions, called in turn so that a slow moment of the machine hits both."""
    pairs = [(seconds(measured), seconds(baseline)) for _ in range(times)]
    return Figures(
        measured=statistics.median(pair[0] for pair in pairs),
        baseline=statistics.median(pair[1] for pair in pairs),
    )
