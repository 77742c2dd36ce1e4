"""The bar at the bottom that says what happened and offers 撤销."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qxn_desktop.ui.shell import Said
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.overlay import Overlay
from qxn_desktop.ui.widgets.text import label

STAYS_MS = 8_000
BELOW = 2
"""px between it and the edge of the window."""


class SaidBar(Overlay):
    """Lies over the status line, below all that one works with; goes by itself.

    Two lines of words reach up into the margin below a page. It stays while the mouse is on it.
    """

    undo_wanted = Signal()

    def __init__(self, window: QWidget, pages: QWidget) -> None:
        """``pages``: in the middle of which part of the window."""
        super().__init__(window)
        self._pages = pages
        self.setProperty("kind", "bar")
        self._said: Said | None = None
        self._words = label()
        self._undo = button("撤销", self._undo_clicked)
        self._undo.setToolTip("Ctrl+Z")
        self._more = button("查看", self._more_clicked)
        self._close = button("知道了", self.hide)
        body = QHBoxLayout(self)
        body.setContentsMargins(16, 2, 8, 2)
        for widget in (self._words, self._undo, self._more, self._close):
            body.addWidget(widget)
        self._timer = QTimer(self, singleShot=True, interval=STAYS_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; "" while it is hidden."""
        return self._words.text() if self.isVisible() else ""

    def say(self, said: Said) -> None:
        """Show a sentence instead of the last one."""
        self._said = said
        self._words.setText(said.text)
        self._undo.setVisible(said.undo)
        self._more.setVisible(said.more is not None)
        if said.more is not None:
            self._more.setText(said.more[0])
            self._more.setAccessibleName(said.more[0])
        self.show()
        self.place()
        self.raise_()
        self._timer.start()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)

    def _undo_clicked(self) -> None:
        self.hide()
        self.undo_wanted.emit()

    def _more_clicked(self) -> None:
        self.hide()
        if self._said is not None and self._said.more is not None:
            self._said.more[1]()

    def place(self) -> None:
        """At the bottom, in the middle of the pages."""
        left = self._pages.mapTo(self.ground, QPoint()).x()
        room = self._pages.width()
        self._words.setWordWrap(False)
        size = self.sizeHint()
        width = min(size.width(), room - 32)
        if width < size.width():
            self._words.setWordWrap(True)
        height = self.heightForWidth(width) if self._words.wordWrap() else size.height()
        self.setGeometry(
            left + (room - width) // 2, self.ground.height() - height - BELOW, width, height
        )
