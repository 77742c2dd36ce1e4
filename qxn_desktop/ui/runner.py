"""Hands work to the desk's threads and its results back to the window's thread.

A result reaches only methods of objects that live on the window's thread: slots that are lambdas
or methods of plain objects would run in the thread that emits.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from traceback import clear_frames
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.ui.job import Job

if TYPE_CHECKING:  # the door is painted before the file's libraries are read
    from qxn_desktop.bootstrap import Desk
    from qxn_desktop.services.context import AppContext

Read = Callable[["AppContext"], Any]
Write = Callable[["AppContext", Job], Any]
Done = Callable[[Any], None]
Failed = Callable[[BaseException], None]


@dataclass(slots=True, eq=False)
class _Call:
    """One piece of work and who waits for it. ``key``: later calls of it supersede this one.

    Its functions hold widgets. The worker's thread only ever holds the call, which the window's
    thread empties: a widget whose last reference goes on another thread is destroyed there.
    """

    work: Read | None
    owner: QObject | None
    done: Done | None
    failed: Failed | None
    key: str = ""
    job: Job | None = None
    future: Future[Any] = field(default_factory=Future)

    def run(self, ctx: AppContext) -> Any:
        """On the worker's thread: the work itself."""
        if self.work is None:
            raise RuntimeError("a call is made once")
        return self.work(ctx)

    def forget(self) -> None:
        """On the window's thread, once all is told: let go of widgets, also in a traceback."""
        error = self.future.exception() if self.future.done() else None
        if error is not None:
            clear_frames(error.__traceback__)
        self.work = self.owner = self.done = self.failed = None


class Runner(QObject):
    """The window's only road to a workspace's threads."""

    changed = Signal(object)
    """A ``ChangeSet`` was committed."""
    jobs_changed = Signal()
    idle = Signal()
    """Nothing is under way any more."""
    _arrived = Signal(object)
    _committed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._calls: list[_Call] = []
        self._latest: dict[tuple[int, str], _Call] = {}
        queued = Qt.ConnectionType.QueuedConnection
        self._arrived.connect(self._deliver, queued)
        self._committed.connect(self._publish, queued)
        desk.listen(self._committed.emit)

    @property
    def is_idle(self) -> bool:
        """Whether no result is awaited."""
        return not self._calls

    @property
    def jobs(self) -> list[Job]:
        """Writes under way or waiting, oldest first."""
        return [call.job for call in self._calls if call.job is not None]

    def read(self, owner: QObject, work: Read, done: Done, failed: Failed, key: str = "") -> None:
        """Read in the background. With a ``key``, results of earlier calls of it are dropped."""
        call = _Call(work, owner, done, failed, key)
        if key:
            self._latest[id(owner), key] = call
        self._begin(call, self.desk.read(call.run))

    def write(  # noqa: PLR0913 - a call and its two answers
        self,
        owner: QObject,
        job: Job,
        work: Write,
        done: Done | None,
        failed: Failed,
        *,
        quiet: bool = False,
    ) -> None:
        """Do ``work`` on the writer's thread; ``job`` is what it reports to."""
        call = _Call(lambda ctx: work(ctx, job), owner, done, failed, job=job)
        self._begin(call, self.desk.write(call.run, quiet=quiet))
        self.jobs_changed.emit()

    def _begin(self, call: _Call, future: Future[Any]) -> None:
        call.future = future
        self._calls.append(call)
        # On the worker's thread: only the queued signal may cross.
        future.add_done_callback(lambda _done: self._emit(call))

    def _emit(self, call: _Call) -> None:
        if isValid(self):
            self._arrived.emit(call)

    def _deliver(self, call: _Call) -> None:
        self._calls.remove(call)
        if call.job is not None:
            self.jobs_changed.emit()
        try:
            self._tell(call)
        finally:
            call.forget()
        if self.is_idle:
            self.idle.emit()

    def _tell(self, call: _Call) -> None:
        # What arrives after the workspace was closed would only ask for more.
        if isValid(call.owner) and self._is_wanted(call) and not self.desk.is_closed:
            error = call.future.exception()
            if error is None:
                if call.done is not None:
                    call.done(call.future.result())
            elif call.failed is not None:
                call.failed(error)

    def _is_wanted(self, call: _Call) -> bool:
        if not call.key:
            return True
        place = (id(call.owner), call.key)
        if self._latest.get(place) is not call:
            return False
        del self._latest[place]
        return True

    def _publish(self, changes: ChangeSet) -> None:
        self.changed.emit(changes)
