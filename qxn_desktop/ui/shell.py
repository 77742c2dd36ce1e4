"""What every page is handed: reading, doing, going elsewhere, saying what happened.

A page holds no data of its own: it reads when it is shown and again when ``changed`` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from qxn_desktop.ui.failure import as_app_error
from qxn_desktop.ui.job import Job
from qxn_desktop.ui.runner import Done, Failed, Read, Runner, Write
from qxn_desktop.ui.target import Target

if TYPE_CHECKING:  # the door is painted before the file's libraries are read
    from qxn_desktop.bootstrap import Desk
    from qxn_desktop.services.context import AppContext


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence for the bar at the bottom: what happened, and what can be done about it.

    ``undo``: offer 撤销. ``more``: one further offer, its words and what it does.
    """

    text: str
    undo: bool = False
    more: tuple[str, Callable[[], None]] | None = None


class Shell(QObject):
    """The window's services for its pages. One for each unlocked workspace."""

    changed = Signal(object)
    """A ``ChangeSet`` was committed: read again what you show."""
    wanted = Signal(object)
    """A ``Target`` is to be shown."""
    said = Signal(object)
    """``Said``."""
    troubled = Signal(object)
    """An ``AppError`` to be shown in words; None: the last one is settled."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.runner = Runner(desk, self)
        self.runner.changed.connect(self.changed)

    def read(
        self,
        owner: QObject,
        work: Read,
        done: Done,
        failed: Failed | None = None,
        key: str = "",
    ) -> None:
        """Read in the background, then call ``done`` with the result on the window's thread.

        ``owner``: the page or widget that asks; once it is gone the result is dropped. With a
        ``key``, a later call of the same owner and key supersedes this one (a search box).
        """
        self.runner.read(owner, work, done, failed or self.fail, key)

    def do(  # noqa: PLR0913 - a call and its two answers
        self,
        owner: QObject,
        title: str,
        work: Write,
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        quiet: bool = False,
    ) -> Job:
        """Write: ``work`` takes the context and a ``Progress``. Failures are shown in words.

        ``title`` (正在合并数据包) is shown with 取消 when it takes longer than a second. ``quiet``:
        unless something is committed no page has to read anew.
        """
        self.troubled.emit(None)
        job = Job(title)
        self.runner.write(owner, job, work, done, failed or self.fail, quiet=quiet)
        return job

    @contextmanager
    def here(self) -> Iterator[AppContext]:
        """A reader on the window's thread, for what takes a few milliseconds."""
        with self.desk.here() as ctx:
            yield ctx

    def go(self, target: Target) -> None:
        """Show a place of the window."""
        self.wanted.emit(target)

    def say(
        self, text: str, *, undo: bool = False, more: tuple[str, Callable[[], None]] | None = None
    ) -> None:
        """Tell what happened in the bar at the bottom."""
        self.said.emit(Said(text, undo, more))

    def fail(self, error: BaseException) -> None:
        """Show a failure in words; what was not foreseen is noted for the technician."""
        self.troubled.emit(as_app_error(error))

    def settle(self) -> None:
        """Take away the failure that is shown."""
        self.troubled.emit(None)


def ignore(_result: Any) -> None:
    """For work whose result nobody needs."""
