"""A photo in a page: a button that shows it small and opens it large."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from qxn_desktop.ui.style.theme import theme

RADIUS = 6


class PhotoTile(QAbstractButton):
    """Empty at first; ``show_photo`` fills it when it has been read."""

    def __init__(
        self, says: str, run: Callable[[], None], size: QSize, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(says)
        self.setToolTip(f"{says}（点开放大）")
        self.setFixedSize(size)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda _checked=False: run())
        self._picture = QPixmap()
        self._words = "正在读取"

    def show_photo(self, data: bytes, words: str) -> None:
        """The photo's bytes, or the words that stand for it where there are none."""
        self._picture = QPixmap()
        if data:
            self._picture.loadFromData(data)
        self._words = words or ("" if not self._picture.isNull() else "这张照片显示不了")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        tokens, box = theme().tokens, self.rect()
        shape = QPainterPath()
        shape.addRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.fillPath(shape, QColor(tokens.hover))
        painter.setClipPath(shape)
        if self._picture.isNull():
            painter.setPen(QColor(tokens.text_faint))
            inner = box.adjusted(8, 8, -8, -8)
            painter.drawText(
                inner, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words
            )
        else:
            painter.drawPixmap(_covering(box.size(), self._picture.size()), self._picture)
        painter.setClipping(False)
        painter.setPen(QColor(tokens.accent if self.hasFocus() else tokens.border))
        painter.drawPath(shape)
        painter.end()


def _covering(room: QSize, picture: QSize) -> QRect:
    """Where a picture lies that fills ``room``; what does not fit is cut on both sides."""
    size = picture.scaled(room, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    left = (room.width() - size.width()) // 2
    return QRect(left, (room.height() - size.height()) // 2, size.width(), size.height())
