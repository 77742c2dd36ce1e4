"""演示 over everything, so that nobody takes invented people for real ones."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from qxn_desktop.ui.style.font import body_font
from qxn_desktop.ui.style.theme import theme
from qxn_desktop.ui.widgets.overlay import Overlay

STEP_X, STEP_Y = 420, 300


class Watermark(Overlay):
    """Lies over its parent and lets everything through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QColor(theme().tokens.text)
        ink.setAlpha(11)
        painter.setPen(ink)
        font = body_font(44)
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        for at, y in enumerate(range(120, self.height() + STEP_Y, STEP_Y)):
            for x in range(40 + (at % 2) * STEP_X // 2, self.width() + STEP_X, STEP_X):
                painter.save()
                painter.translate(QPointF(x, y))
                painter.rotate(-24)
                painter.drawText(QPointF(0, 0), "演示")
                painter.restore()
        painter.end()
