"""Work without an open workspace: unlocking, making, restoring, on a thread of its own.

The same rules as ``runner``: a result reaches only who still lives.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from traceback import clear_frames
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from qxn_desktop.ui.job import Job
from qxn_desktop.ui.runner import Done, Failed

Work = Callable[[Job], Any]


@dataclass(slots=True, eq=False)
class _Errand:
    """Emptied on the window's thread, as a call of the runner is."""

    owner: QObject | None
    job: Job
    done: Done | None
    failed: Failed | None
    work: Work | None = None
    future: Future[Any] = field(default_factory=Future)

    def run(self) -> Any:
        """On the errands' thread: the work itself."""
        if self.work is None:
            raise RuntimeError("an errand is run once")
        return self.work(self.job)

    def forget(self) -> None:
        """On the window's thread, once all is told: let go of widgets, also in a traceback."""
        future = self.future
        error = future.exception() if future.done() and not future.cancelled() else None
        if error is not None:
            clear_frames(error.__traceback__)
        self.work = self.owner = self.done = self.failed = None


class Errands(QObject):
    """Runs one errand after the other. ``jobs_changed`` when one begins or ends."""

    jobs_changed = Signal()
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="errand")
        self._under_way: list[_Errand] = []
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def jobs(self) -> list[Job]:
        """What is under way or waits, oldest first."""
        return [one.job for one in self._under_way]

    @property
    def is_idle(self) -> bool:
        """Whether no result is awaited."""
        return not self._under_way

    def run(self, owner: QObject, title: str, work: Work, done: Done, failed: Failed) -> Job:
        """Do ``work`` in the background; ``done`` or ``failed`` come on the window's thread."""
        job = Job(title)
        errand = _Errand(owner, job, done, failed, work)
        self._begin(errand, self._thread.submit(errand.run))
        return job

    def wait_for(
        self, owner: QObject, title: str, future: Future[Any], done: Done, failed: Failed
    ) -> None:
        """Wait for what another thread does."""
        self._begin(_Errand(owner, Job(title), done, failed), future)

    def close(self) -> None:
        """Take back what can be taken back and wait for the rest."""
        for one in self._under_way:
            one.job.cancel()
        self._thread.shutdown(cancel_futures=True)

    def _begin(self, errand: _Errand, future: Future[Any]) -> None:
        errand.future = future
        self._under_way.append(errand)
        # On the worker's thread: only the queued signal may cross.
        future.add_done_callback(lambda _done: self._emit(errand))
        self.jobs_changed.emit()

    def _emit(self, errand: _Errand) -> None:
        if isValid(self):
            self._arrived.emit(errand)

    def _deliver(self, errand: _Errand) -> None:
        self._under_way.remove(errand)
        self.jobs_changed.emit()
        try:
            _tell(errand)
        finally:
            errand.forget()


def _tell(errand: _Errand) -> None:
    if not isValid(errand.owner) or errand.future.cancelled():
        return
    error = errand.future.exception()
    if error is None:
        if errand.done is not None:
            errand.done(errand.future.result())
    elif errand.failed is not None:
        errand.failed(error)
