"""Tells when nobody has touched the program for some minutes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from qxn_desktop.ui.machine import machine

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)
MINUTE_MS = 60_000


class IdleWatch(QObject):
    """``idle`` after the minutes that this machine's preferences say; 0: never.

    Counts once ``begin`` was called, so only while there is something to lock: a filter of the
    whole application is asked about every event, and has Python know of every widget.
    """

    idle = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.idle)
        self._app, self._begun = app, False

    def begin(self) -> None:
        """Count from now; again changes nothing."""
        if self._begun:
            return
        self._begun = True
        self._app.installEventFilter(self)
        machine().changed.connect(self.restart)
        self.restart()

    @property
    def minutes(self) -> int:
        """After how many; 0 for never."""
        return machine().preferences.idle_minutes

    def restart(self) -> None:
        """Count from now."""
        if self.minutes:
            self._timer.start(self.minutes * MINUTE_MS)
        else:
            self._timer.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        # a mouse that moves comes a hundred times a second: restarting a timer is cheap
        if event.type() in _TOUCHES and self._timer.isActive():
            self._timer.start()
        return False
