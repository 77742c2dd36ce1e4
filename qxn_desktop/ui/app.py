"""The program: the application, the door before the work, an open workspace and its window."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication

from qxn_desktop.common import collector
from qxn_desktop.common.clock import Clock, SystemClock
from qxn_desktop.common.preferences import Recent
from qxn_desktop.ui import opening
from qxn_desktop.ui.dialogs.door import Door
from qxn_desktop.ui.errand import Errands
from qxn_desktop.ui.failure import as_app_error
from qxn_desktop.ui.gui_collector import GuiCollector
from qxn_desktop.ui.idle_watch import IdleWatch
from qxn_desktop.ui.language import speak_chinese
from qxn_desktop.ui.machine import machine
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.style.icon import app_icon, repaint_icons
from qxn_desktop.ui.style.theme import Look, dress
from qxn_desktop.ui.window_place import keep_place, restore_place

if TYPE_CHECKING:
    from qxn_desktop.bootstrap import Desk
    from qxn_desktop.store.workspace_files import Secret
    from qxn_desktop.ui.dialogs.lock_screen import LockScreen
    from qxn_desktop.ui.job import Job
    from qxn_desktop.ui.main_window import MainWindow

SWITCH_S = 0.001
"""How long a thread may compute before another that waits gets its turn. In a merge of 50,000
operations 99 of 100 gaps of the window then stay below 4 ms, with Python's own 5 ms below 11; the
merge takes no longer (``tests/benchmarks/merge_gap.py``)."""


class Program(QObject):
    """What is open: the door, or a window over an unlocked workspace, locked or not."""

    ended = Signal()
    """The last window was closed."""

    def __init__(self, app: QApplication, clock: Clock | None = None) -> None:
        super().__init__(app)
        self._app = app
        self._clock = clock or SystemClock()
        self.door: Door | None = None
        self.shell: Shell | None = None
        self.window: MainWindow | None = None
        self.lock: LockScreen | None = None
        self._errands = Errands(self)
        self._ahead: Job | None = None
        self._after: Callable[[], None] | None = None
        self._warned = ""
        self._idle = IdleWatch(app)
        self._idle.idle.connect(self.lock_window)
        sys.excepthook = self._unforeseen

    def begin(self) -> None:
        """Ask who is there: first run, or the passphrase of a workspace."""
        self._show_door()

    def show(self, desk: Desk) -> MainWindow:
        """Show a window over ``desk``, which is closed with it."""
        opening.read_first(desk)
        from qxn_desktop.ui.backup_keeper import BackupKeeper
        from qxn_desktop.ui.badge_keeper import BadgeKeeper
        from qxn_desktop.ui.exchange_watch import ExchangeWatch
        from qxn_desktop.ui.main_window import MainWindow

        self.shell = Shell(desk, self)
        self.window = MainWindow(self.shell)
        self.window.closed.connect(self._window_closed)
        self.window.lock_wanted.connect(self.lock_window)
        self._note_opened(desk)
        restore_place(self.window)
        self.window.show()
        self._idle.begin()
        BackupKeeper(self.shell, self.window).begin()
        ExchangeWatch(self.shell, self.window).begin()
        BadgeKeeper(self.shell, self.window).count()
        collector.resume()
        return self.window

    def lock_window(self) -> None:
        """Hide the work until somebody of the unit is recognized."""
        window, shell = self.window, self.shell
        if window is None or shell is None or self.lock is not None or not window.isVisible():
            return
        from qxn_desktop.ui.dialogs.lock_screen import LockScreen
        from qxn_desktop.ui.dialogs.unlock import DEMO_HINT

        window.hide_work(hidden=True)
        hint = DEMO_HINT if self._is_demo(shell.desk) else ""
        self._warned = ""
        self.lock = LockScreen(window, shell.desk, window.windowTitle(), hint)
        self.lock.unlocked.connect(self._recognized)
        self.lock.left.connect(self.leave)
        self.lock.show()
        self.lock.raise_()
        self.lock.setFocus()

    def leave(self) -> None:
        """Close the workspace and go back to the door."""
        window = self.window
        if window is not None and self._may_drop("关闭数据"):
            desk = window.shell.desk
            root, clerk = desk.root, desk.clerk
            self._after = lambda: self._show_door(root, clerk)
            self._unlock_window()
            window.close()

    def close(self) -> None:
        """End all threads; the program is over."""
        self._errands.close()

    def _note_opened(self, desk: Desk) -> None:
        with desk.here() as ctx:
            unit = ctx.unit.name
        machine().note_opened(Recent(str(desk.root), unit, desk.clerk, self._is_demo(desk)))

    @staticmethod
    def _is_demo(desk: Desk) -> bool:
        from qxn_desktop.services import settings

        with desk.here() as ctx:
            return settings.text(ctx, settings.DEMO) == "是"

    def _show_door(self, root: Path | None = None, clerk: str = "") -> None:
        self.door = Door(self._clock)
        self.door.opened.connect(self._opened)
        self.door.closed.connect(self._door_closed)
        if root is not None:
            self.door.offer(root, clerk)
        self.door.painted.connect(self._read_ahead, Qt.ConnectionType.QueuedConnection)
        self.door.show()

    def _read_ahead(self) -> None:
        """While somebody types a passphrase, or nothing is under way, read what will be needed."""
        read = opening.read_ahead
        self._ahead = self._errands.run(self, "正在准备", read, _prepared, _prepared)

    def _opened(self, desk: Desk) -> None:
        if self._ahead is not None:
            self._ahead.cancel()
        window = self.show(desk)
        rest = Qt.ConnectionType(
            Qt.ConnectionType.QueuedConnection.value | Qt.ConnectionType.SingleShotConnection.value
        )
        window.shell.runner.idle.connect(self._read_ahead, rest)
        if self.door is not None:
            self.door.close()

    def _door_closed(self) -> None:
        if self.door is not None:
            self.door.deleteLater()
            self.door = None
        if self.window is None:
            self.ended.emit()

    def _recognized(self, secret: Secret) -> None:
        window = self.window
        if window is None or secret.account == window.shell.desk.clerk:
            self._unlock_window()
        elif not window.shell.runner.is_idle and self.lock is not None:
            self.lock.tell("还有工作没做完，请稍等再换人。")
        elif self._may_drop("解锁"):
            root = window.shell.desk.root
            self._after = lambda: self._hand_to(root, secret)
            self._unlock_window()
            window.close_now()

    def _may_drop(self, button: str) -> bool:
        """Whether what lies half typed under the lock may go: who insists after a word drops it."""
        window, lock = self.window, self.lock
        half = window.unfinished() if window is not None else ()
        if window is None or lock is None or not half:
            return True
        if self._warned != button:
            self._warned = button
            clerk, listed = window.shell.desk.clerk, "、".join(half)
            lock.tell(
                f"{clerk}有写了一半没保存的（{listed}）。要留着，请{clerk}先解锁；不要了，再按一次“{button}”。"
            )
            return False
        window.drop_unfinished()
        return True

    def _unlock_window(self) -> None:
        if self.lock is not None:
            self.lock.close_down()
            self.lock = None
        if self.window is not None:
            self.window.hide_work(hidden=False)

    def _hand_to(self, root: Path, secret: Secret) -> None:
        """Another clerk takes over: the same workspace under the other account."""
        from qxn_desktop.bootstrap import open_desk

        future = open_desk(root, secret, self._clock)
        failed = lambda _error: self._show_door(root, secret.account or "")  # noqa: E731
        self._errands.wait_for(self, "正在换人", future, self._taken_over, failed)

    def _taken_over(self, desk: Desk) -> None:
        opening.note_unlocking(desk)
        self.show(desk)

    def _window_closed(self) -> None:
        window, self.window = self.window, None
        after, self._after = self._after, None
        if window is not None:
            keep_place(window)
            window.shell.desk.close()
            window.deleteLater()
        self.lock = None
        if after is not None:
            after()
        else:
            self.ended.emit()

    def _unforeseen(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """An exception in a slot: noted, shown in words; the program goes on."""
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, trace)
        elif self.shell is not None and self.window is not None:
            self.shell.troubled.emit(as_app_error(error))
        elif self.door is not None:
            self.door.page.fail(error)
        else:
            sys.__excepthook__(kind, error, trace)


def _draw_for(_screen: QScreen) -> None:
    """Icons are drawn for the screens there are; one more may be a finer one."""
    repaint_icons()


def _prepared(_result: object) -> None:
    """What was read ahead is in memory; what failed is met again when it is needed."""
    collector.resume()


def application(arguments: Sequence[str]) -> QApplication:
    """The application in its clothes; the running one where there is one."""
    sys.setswitchinterval(SWITCH_S)
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(list(arguments))
    if running is None:
        app.screenAdded.connect(_draw_for)
        GuiCollector(app)
    app.setApplicationName("qxn_desktop")
    app.setApplicationDisplayName("县乡乡村振兴任务清单")
    speak_chinese(app)
    dress(app)
    app.setWindowIcon(app_icon())
    return app


def run(arguments: Sequence[str]) -> int:
    """Open the program and stay until its last window is closed."""
    app = application(arguments)
    dress(app, Look(machine().preferences.theme))
    app.setQuitOnLastWindowClosed(False)  # between two clerks there is none for a moment
    program = Program(app)
    program.ended.connect(app.quit)
    program.begin()
    code = app.exec()
    program.close()
    return code
