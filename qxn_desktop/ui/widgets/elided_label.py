"""A label of one line that ends in … where room is short; its tooltip then says the whole."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """Takes whatever width there is."""

    def __init__(self, text: str = "", kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if kind:
            self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._whole = ""
        self.say(text)

    @property
    def whole(self) -> str:
        """The text, uncut."""
        return self._whole

    def say(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self._cut()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, hint.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        metrics = self.fontMetrics()
        room = max(self.contentsRect().width(), 1)
        cut = metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(cut)
        self.setToolTip(self._whole if cut != self._whole else "")
