"""Keeps the day's backup: once the work has begun, and before the window closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from qxn_desktop.services import backups, settings
from qxn_desktop.services.backups import BackupMade, LastBackup
from qxn_desktop.services.context import AppContext
from qxn_desktop.ui.job import Job
from qxn_desktop.ui.shell import Shell

if TYPE_CHECKING:
    from qxn_desktop.ui.main_window import MainWindow

AFTER_MS = 20_000
"""A start should feel quick: the backup waits until the first page is read."""


class BackupKeeper(QObject):
    """One for each window; a demonstration needs no backups."""

    def __init__(self, shell: Shell, window: MainWindow) -> None:
        super().__init__(window)
        self._shell, self._window = shell, window
        self._timer = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._timer.timeout.connect(self.make_when_due)
        shell.changed.connect(self._tell)

    def begin(self) -> None:
        """Tell of the last backup now; make the next one a little later, and at the end."""
        self._tell()
        self._timer.start()
        self._window.before_closing = self._closes

    def make_when_due(self) -> None:
        """Make the day's backup in the background."""
        self._shell.do(self, "正在自动备份", _make, self._made)

    def _closes(self) -> bool:
        """Whether the window may close at once; else it is closed when the backup is done."""
        with self._shell.here() as ctx:
            due = not _is_demo(ctx) and backups.is_due(ctx)
        if not due:
            return True
        self._shell.say("正在做今天的备份，做完自动关闭。")
        self._shell.do(self, "正在备份", _make, self._close, self._close)
        return False

    def _close(self, _result: object) -> None:
        self._window.close_now()

    def _made(self, made: BackupMade | None) -> None:
        if made is not None and made.note:
            self._shell.say(made.note)
        self._tell()

    def _tell(self) -> None:
        self._shell.read(self, backups.last_backup, self._show, key="last")

    def _show(self, last: LastBackup) -> None:
        self._window.status.show_backup(last.words, stale=last.stale)


def _make(ctx: AppContext, job: Job) -> BackupMade | None:
    return None if _is_demo(ctx) else backups.make_when_due(ctx, job)


def _is_demo(ctx: AppContext) -> bool:
    return settings.text(ctx, settings.DEMO) == "是"
