"""What floats over a widget and follows its size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QWidget


class Overlay(QFrame):
    """Lies over ``ground``; ``place`` is called whenever that changes its size."""

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self.ground = ground
        ground.installEventFilter(self)

    def place(self) -> None:
        """Take one's place over the ground; the whole of it unless overridden."""
        self.setGeometry(self.ground.rect())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        return False
