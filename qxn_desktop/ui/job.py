"""Work under way, as the window watches it."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from qxn_desktop.common.progress import Cancelled


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a job is; ``total`` 0 where that is not known."""

    done: int = 0
    total: int = 0
    words: str = ""


class Job:
    """One piece of work: a ``Progress`` for the worker, a stage to look at for the window.

    The worker's thread writes ``stage`` and the window's reads it; both are single references.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self.started = monotonic()
        self.stage = Stage()
        self.reports = False
        """Whether it has reported at all; only then can it be cancelled."""
        self._cancelled = False

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled

    @property
    def seconds(self) -> float:
        """How long it has been going on."""
        return monotonic() - self.started

    def cancel(self) -> None:
        """Ask it to stop; it does at its next report."""
        self._cancelled = True

    def report(self, done: int, total: int, words: str) -> None:
        """See ``Progress``."""
        self.reports = True
        self.stage = Stage(done, total, words)
        if self._cancelled:
            raise Cancelled
