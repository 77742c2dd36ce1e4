"""The grid for typing in paper sheets: Enter goes to the next cell, a block can be pasted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from qxn_desktop.ui.pages.check.typed_model import DATE, INSPECTOR, STATUS, TypedModel
from qxn_desktop.ui.style.tokens import ROW
from qxn_desktop.ui.widgets.table_view import PillDelegate

WIDTHS = {STATUS: 88, DATE: 108, INSPECTOR: 88}
NARROWEST, WIDEST = 76, 130
"""Of the columns of items, which share what room there is."""
HEADER_HEIGHT = 62
OBJECT_WIDTH = 170
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Undo = QKeySequence.StandardKey.Undo


class CellDelegate(PillDelegate):
    """Lays the ground of a cell under it: the style sheet draws none of its own.

    ``record_wanted``: Ctrl+Enter in a field, after what was typed is in the model.
    """

    record_wanted = Signal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt takes Ctrl+Enter in a field for Enter."""
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(watched, QWidget)
            and _records(event)
        ):
            self.commitData.emit(watched)
            self.closeEditor.emit(watched, QAbstractItemDelegate.EndEditHint.NoHint)
            self.record_wanted.emit()
            return True
        return super().eventFilter(watched, event)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if isinstance(ground, QColor):
            painter.fillRect(option.rect, ground)
        super().paint(painter, option, index)


class TypedTable(QTableView):
    """A view on a ``TypedModel``; the objects stand in the fixed column at the left."""

    record_wanted = Signal()
    """Ctrl+Enter."""
    left_over = Signal(int)
    """So many rows of a pasted block found no sheet."""

    def __init__(self, model: TypedModel) -> None:
        super().__init__()
        self._typed = model
        self.setAccessibleName("录入纸表")
        self.setTabKeyNavigation(False)  # it would never be left
        cells = CellDelegate(self)
        cells.record_wanted.connect(self.record_wanted)
        self.setItemDelegate(cells)
        self.setModel(model)
        self.setEditTriggers(
            QTableView.EditTrigger.AnyKeyPressed
            | QTableView.EditTrigger.DoubleClicked
            | QTableView.EditTrigger.EditKeyPressed
        )
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setFixedHeight(HEADER_HEIGHT)
        across.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            | Qt.AlignmentFlag(int(Qt.TextFlag.TextWordWrap))
        )  # fmt: skip
        across.setHighlightSections(False)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(ROW)
        down.setFixedWidth(OBJECT_WIDTH)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        down.setHighlightSections(True)
        model.modelReset.connect(self.lay_out)

    def lay_out(self) -> None:
        """Give the columns their widths: all items in sight where that can be."""
        items = [code for code in self._typed.columns if code not in WIDTHS]
        room = self.viewport().width() - WIDTHS[STATUS]
        each = min(max(room // max(len(items), 1), NARROWEST), WIDEST)
        for at, code in enumerate(self._typed.columns):
            self.setColumnWidth(at, WIDTHS.get(code, each))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def go_to(self, row: int) -> None:
        """Put the cursor where a sheet is to be filled in next."""
        if 0 <= row < self._typed.rowCount():
            self.setCurrentIndex(self._typed.index(row, self._typed.first_open(row)))
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(Undo)
            and self._typed.can_undo
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() is QTableView.State.EditingState:
            super().keyPressEvent(event)  # the field has the key already; closing it goes on
        elif _records(event):
            self.record_wanted.emit()
        elif event.key() in ENTER:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._move(-1 if back else 1)
        elif event.matches(Undo):
            place = self._typed.undo()
            if place.isValid():
                self.setCurrentIndex(place)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            with self._typed.as_one():
                for index in self.selectedIndexes():
                    self._typed.setData(index, "")
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        if hint is QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self._move(1)

    def _move(self, by: int) -> None:
        """To the next cell that can be filled in, from the end of a row to the next one."""
        columns = self._typed.columnCount()
        at = self.currentIndex()
        place = at.row() * columns + at.column() + by
        while 0 <= place < columns * self._typed.rowCount():
            row, column = divmod(place, columns)
            # Date and inspector are as the sheet before: Enter passes over them.
            passes = self._typed.columns[column] in (DATE, INSPECTOR)
            index = self._typed.index(row, column)
            if self._typed.flags(index) & Qt.ItemFlag.ItemIsEditable and not passes:
                self.setCurrentIndex(index)
                return
            place += by

    def _paste(self) -> None:
        """A block from WPS, from the current cell on; cells that are not asked are passed over."""
        start: QModelIndex = self.currentIndex()
        text = QGuiApplication.clipboard().text()
        lines = [one.rstrip("\r").split("\t") for one in text.rstrip("\n").split("\n")]
        with self._typed.as_one():
            for down, line in enumerate(lines):
                for across, value in enumerate(line):
                    index = self._typed.index(start.row() + down, start.column() + across)
                    if index.isValid():
                        self._typed.setData(index, value)
        spare = start.row() + len(lines) - self._typed.rowCount()
        if start.isValid() and spare > 0:
            self.left_over.emit(spare)


def _records(event: QKeyEvent) -> bool:
    return event.key() in ENTER and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
