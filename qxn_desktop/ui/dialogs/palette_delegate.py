"""Draws a line of the palette: icon, title, what explains it, its keys; headings small and grey."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from qxn_desktop.ui.models.entry_model import ENTRY, Entry
from qxn_desktop.ui.style.icon import pixmap
from qxn_desktop.ui.style.theme import theme
from qxn_desktop.ui.style.tokens import GRID

LINE, HEAD = 36, 28
ICON = 18

Index = QModelIndex | QPersistentModelIndex


class PaletteDelegate(QStyledItemDelegate):
    """For a list over an ``EntryModel``."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, HEAD if index.data(ENTRY) is None else LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(ENTRY)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(entry, Entry):
            self._entry(painter, option, entry)
        else:
            self._heading(painter, option, str(index.data() or ""))
        painter.restore()

    def _heading(self, painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
        font = QFont(option.font)
        font.setPixelSize(max(option.font.pixelSize() - 1, 10))
        painter.setFont(font)
        painter.setPen(QColor(theme().tokens.text_faint))
        room = option.rect.adjusted(12, 6, -12, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def _entry(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
        tokens, rect = theme().tokens, option.rect.adjusted(4, 1, -4, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.selection))
            painter.drawRoundedRect(rect, 6, 6)
        scale = option.widget.devicePixelRatioF() if option.widget is not None else 1.0
        top = rect.center().y() - ICON // 2 + 1
        painter.drawPixmap(rect.left() + 10, top, pixmap(entry.icon, "text_soft", ICON, scale))
        room = rect.adjusted(10 + ICON + 10, 0, -12, 0)
        room.setRight(room.right() - self._keys(painter, room, entry.keys))
        self._words(painter, option, room, entry)

    def _keys(self, painter: QPainter, room: QRect, keys: str) -> int:
        """The keys at the right edge; gives the px that they take."""
        if not keys:
            return 0
        painter.setPen(QColor(theme().tokens.text_faint))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(room, right, keys)
        return painter.fontMetrics().horizontalAdvance(keys) + 2 * GRID

    def _words(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, entry: Entry
    ) -> None:
        tokens, metrics = theme().tokens, option.fontMetrics
        elide = Qt.TextElideMode.ElideRight
        title = metrics.elidedText(entry.title, elide, int(room.width() * 0.62))
        painter.setPen(QColor(tokens.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, title)
        rest = room.adjusted(metrics.horizontalAdvance(title) + 12, 0, 0, 0)
        painter.setPen(QColor(tokens.text_soft))
        said = metrics.elidedText(entry.subtitle, elide, rest.width())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, said)
