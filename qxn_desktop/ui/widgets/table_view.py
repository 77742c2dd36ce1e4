"""The table of every list: rows of one height, widths said beforehand, Enter opens a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from qxn_desktop.ui.models.column import LINE, TONE
from qxn_desktop.ui.models.column_model import ColumnModel
from qxn_desktop.ui.style.theme import theme
from qxn_desktop.ui.style.tokens import GRID, ROW, Tone


class PillDelegate(QStyledItemDelegate):
    """Draws a cell with a tone as a short word on its coloured ground."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        tone, text = _tone(index), str(index.data() or "")
        super().paint(painter, option, index)
        if tone is not None and text:
            self._draw(painter, option, text, tone)

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if _tone(index) is not None:
            option.text = ""

    def draw_ground(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """A cell without its words, for heirs that draw them in parts."""
        self.initStyleOption(option, index)
        option.text = ""
        style = QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)

    def draw_part(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        text: str,
        tone: Tone | None,
        left: int,
    ) -> int:
        """One part of a cell, ``left`` px from its edge; gives the px that it takes."""
        if tone is not None:
            self._draw(painter, option, text, tone, left)
            return option.fontMetrics.horizontalAdvance(text) + 18 + GRID
        painter.save()
        painter.setPen(QColor(theme().tokens.text_soft))
        box = option.rect.adjusted(left + GRID + 3, 0, 0, 0)  # in line with the heads
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()
        return option.fontMetrics.horizontalAdvance(text) + 2 * GRID

    def _draw(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        text: str,
        tone: Tone,
        left: int = 0,
    ) -> None:
        rect, metrics = option.rect, option.fontMetrics
        width = min(metrics.horizontalAdvance(text) + 18, rect.width() - left - 8)
        height = metrics.height() + 4
        box = QRectF(rect.left() + left + 6, rect.center().y() - height / 2 + 1, width, height)
        tokens = theme().tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.wash(tone)))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(QColor(tokens.ink(tone)))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width) - 12)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
        painter.restore()


def _tone(index: QModelIndex | QPersistentModelIndex) -> Tone | None:
    value = index.data(TONE)  # Qt hands a string enumeration on as a plain string
    return Tone(value) if isinstance(value, str) else None


class TableView(QTableView):
    """A list of lines. ``opened`` and ``chosen`` carry the line."""

    opened = Signal(object)
    """Enter or a double click."""
    chosen = Signal(object)
    """The current line changed; None: there is none."""

    def __init__(self, model: ColumnModel, says: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_pressed = self._is_held = False
        self.setAccessibleName(says)
        self.setItemDelegate(PillDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setFixedHeight(ROW + 2)
        self.setModel(model)
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(self._choose)
        model.modelReset.connect(self._reset)
        self.lay_out()

    def lay_out(self) -> None:
        """Give the columns their widths; one of width 0 takes what room is left."""
        header = self.horizontalHeader()
        for at, column in enumerate(self._columns()):
            stretches = column.width == 0
            mode = (
                QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Interactive
            )
            header.setSectionResizeMode(at, mode)
            if not stretches:
                self.setColumnWidth(at, column.width)

    def current_line(self) -> Any:
        """The line that the cursor is on, None where it is on none."""
        index = self.currentIndex()
        return index.data(LINE) if index.isValid() else None

    def chosen_lines(self) -> list[Any]:
        """All lines that are marked, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.model().index(row, 0).data(LINE) for row in rows]

    def go_to(self, row: int) -> None:
        """Put the cursor on a row."""
        if 0 <= row < self.model().rowCount():
            # By the view's own methods a key held down (Ctrl of a shortcut) would toggle the row.
            flag = QItemSelectionModel.SelectionFlag
            index = self.model().index(row, 0)
            self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the marked lines on the clipboard as a table for WPS."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        model = self.model()
        text = "\n".join(
            "\t".join(str(model.index(row, at).data() or "") for at in range(model.columnCount()))
            for row in rows
        )
        QGuiApplication.clipboard().setText(text)

    def _columns(self) -> Sequence[Any]:
        model = self.model()
        return model.columns if isinstance(model, ColumnModel) else ()

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(LINE))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A line is chosen once the button is let go: what follows may move the rows."""
        self._is_pressed, self._is_held = True, False
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._is_pressed = False
        if self._is_held:
            self._is_held = False
            self.chosen.emit(self.current_line())

    def _choose(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if self._is_pressed:
            self._is_held = True
            return
        self.chosen.emit(current.data(LINE) if current.isValid() else None)

    def _reset(self) -> None:
        self.lay_out()
        self.chosen.emit(None)
