"""Collects cyclic garbage on the window's thread, where its widgets may be destroyed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from qxn_desktop.common import collector

EVERY_MS = 1_000


class GuiCollector(QObject):
    """One for the application, from its first event on."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        collector.take_over()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(collector.collect_due)
        self._timer.start()
