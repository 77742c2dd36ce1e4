"""The road of a rectification as a row of steps: done, here, ahead."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from qxn_desktop.domain.rectification_guide import Mark, StageMark
from qxn_desktop.ui.style.theme import theme

DOT = 9
HEIGHT = 52


class StepRow(QWidget):
    """One dot a stage, joined by a line; its words stand below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[StageMark, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)

    def show_marks(self, marks: Sequence[StageMark]) -> None:
        """Show the road as far as it has been walked."""
        self._marks = tuple(marks)
        here = next((one.title for one in marks if one.mark is Mark.NOW), "")
        self.setAccessibleName(f"进度：现在是{here}")
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(7 * 64, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._marks:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = self.width() / len(self._marks)
        centres = [QPointF(step * (at + 0.5), DOT + 4) for at in range(len(self._marks))]
        for at in range(1, len(centres)):
            self._line(painter, centres[at - 1], centres[at], self._marks[at].mark)
        for centre, one in zip(centres, self._marks, strict=True):
            self._dot(painter, centre, one.mark)
            self._words(painter, QRectF(centre.x() - step / 2, 2 * DOT + 10, step, 22), one)
        painter.end()

    def _line(self, painter: QPainter, start: QPointF, end: QPointF, mark: Mark) -> None:
        tokens = theme().tokens
        colour = tokens.border_strong if mark is Mark.AHEAD else tokens.done
        painter.setPen(QPen(QColor(colour), 2))
        gap = QPointF(DOT + 5, 0)
        painter.drawLine(start + gap, end - gap)

    def _dot(self, painter: QPainter, centre: QPointF, mark: Mark) -> None:
        tokens = theme().tokens
        colour = {Mark.DONE: tokens.done, Mark.NOW: tokens.accent, Mark.AHEAD: tokens.border_strong}
        painter.setPen(QPen(QColor(colour[mark]), 2))
        painter.setBrush(QColor(colour[mark]) if mark is not Mark.AHEAD else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, DOT - 1, DOT - 1)
        painter.setPen(QPen(QColor(tokens.card), 2))
        if mark is Mark.DONE:
            points = [QPointF(-4, 0), QPointF(-1, 3), QPointF(4, -3)]
            painter.drawPolyline([centre + point for point in points])
        elif mark is Mark.NOW:
            painter.setBrush(QColor(tokens.card))
            painter.drawEllipse(centre, 2, 2)

    def _words(self, painter: QPainter, box: QRectF, one: StageMark) -> None:
        tokens = theme().tokens
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if one.mark is Mark.NOW else QFont.Weight.Normal)
        painter.setFont(font)
        ink = {Mark.DONE: tokens.text_soft, Mark.NOW: tokens.accent, Mark.AHEAD: tokens.text_faint}
        painter.setPen(QColor(ink[one.mark]))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, one.title)
