"""Esc while something is offered below a field: it puts that away and leads nowhere else."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCompleter, QLineEdit


class EscapeHold(QObject):
    """Keeps Esc from the window's shortcuts as long as ``completer`` shows its list."""

    def __init__(self, completer: QCompleter, field: QLineEdit) -> None:
        super().__init__(completer)
        self._completer = completer
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            offered = self._completer.popup()
            shown = offered is not None and offered.isVisible()
            if shown and event.matches(QKeySequence.StandardKey.Cancel):
                event.accept()
                return True
        return super().eventFilter(watched, event)
