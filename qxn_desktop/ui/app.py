"""The program: the application, at most one unlocked workspace, the window over it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from types import TracebackType

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from qxn_desktop.bootstrap import Desk
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.shell import Shell, as_app_error
from qxn_desktop.ui.style.icon import app_icon
from qxn_desktop.ui.style.theme import dress


class Program(QObject):
    """What is open. ``show`` lays a window over an unlocked workspace."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.shell: Shell | None = None
        self.window: MainWindow | None = None
        sys.excepthook = self._unforeseen

    def show(self, desk: Desk) -> MainWindow:
        """Show a window over ``desk``, which is closed with it."""
        self.shell = Shell(desk, self)
        self.window = MainWindow(self.shell)
        self.window.closed.connect(desk.close)
        self.window.show()
        return self.window

    def _unforeseen(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """An exception in a slot: noted, shown in words; the program goes on."""
        if self.shell is None or not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, trace)
        else:
            self.shell.troubled.emit(as_app_error(error))


def application(arguments: Sequence[str]) -> QApplication:
    """The application in its clothes; the running one where there is one."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(list(arguments))
    app.setApplicationName("qxn_desktop")
    app.setApplicationDisplayName("县乡乡村振兴任务清单")
    dress(app)
    app.setWindowIcon(app_icon())
    return app
