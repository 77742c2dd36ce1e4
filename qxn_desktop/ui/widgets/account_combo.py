"""A choice among accounts that goes on to the passphrase once somebody has chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AccountCombo(QComboBox):
    """``settled``: a name was picked from the list, or Enter pressed on one.

    Qt calls a name activated that an arrow or the wheel only passes by.
    """

    settled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._passes_by = False
        self.activated.connect(self._activated)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.settled.emit()
            return
        self._passes_by = True
        super().keyPressEvent(event)
        self._passes_by = False

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._passes_by = True
        super().wheelEvent(event)
        self._passes_by = False

    def _activated(self, _at: int) -> None:
        if not self._passes_by:
            self.settled.emit()
