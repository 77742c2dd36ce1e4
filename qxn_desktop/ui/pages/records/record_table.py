"""The grid of a register: a cursor on a cell, blocks of cells, keys as in a spreadsheet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from qxn_desktop.domain.cell_block import CellBlock, around
from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.services.record_list import RecordLine
from qxn_desktop.ui.models.windowed_table_model import Fetch
from qxn_desktop.ui.pages.records.cell_delegate import CellDelegate, Judge, LentDelegate
from qxn_desktop.ui.pages.records.frozen_columns import FrozenColumns
from qxn_desktop.ui.pages.records.grid_model import GridModel, heading
from qxn_desktop.ui.widgets.table_view import TableView

WIDTHS: Mapping[str, int] = {
    "village": 92, "group": 60, "population": 84, "phone": 120, "id_number": 168, "gender": 56,
    "relation": 92, "household": 88, "date": 104, "score": 64, "outcome": 80, "inspector": 84,
    "found_on": 104, "accepted_on": 104, "household_type": 100, "monitor_category": 116,
    "code": 128, "head_name": 96, "name": 150, "number": 210, "status": 110, "type": 150,
    "template": 96, "kind": 88, "registered_households": 100, "cleaners": 108,
}  # fmt: skip
USUAL_WIDTH = 120
SHORT_TEXT, SHORT_WIDTH = 8, 72
NARROWEST = 48
HEAD_MARGIN = 34
"""px beside the words of a head: its padding and the arrow of the order."""
NUMBER_MARGIN = 16
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ARROWS: Mapping[Qt.Key, tuple[int, int]] = {
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}  # fmt: skip
STEPS: Mapping[str, tuple[int, int]] = {
    "down": (1, 0), "up": (-1, 0), "right": (0, 1), "left": (0, -1), "stay": (0, 0),
}  # fmt: skip
Flag = QItemSelectionModel.SelectionFlag


def _usual_width(one: FieldSpec) -> int:
    """Of a column, in px; a text of some signs (组号) needs little."""
    if one.type == "text" and one.max and int(one.max) <= SHORT_TEXT:
        return SHORT_WIDTH
    return WIDTHS.get(one.id, USUAL_WIDTH)


class RecordTable(TableView):
    """``sorting`` carries the field to sort by and whether downwards."""

    sorting = Signal(str, bool)
    paste_wanted = Signal()
    clear_wanted = Signal()
    copy_wanted = Signal()
    menu_wanted = Signal(QPoint)
    """A menu for the cursor's cell, at this place of the screen."""
    column_menu_wanted = Signal(int, QPoint)
    """A menu for a column, at this place of the screen."""
    width_dragged = Signal(str, int)
    column_dragged = Signal(str, int)
    """A column was dragged to another place."""

    def __init__(self, fetch: Fetch, judge: Judge) -> None:
        self._is_laying_out = True
        self._frozen = 0
        self.rows = GridModel(fetch)
        super().__init__(self.rows, "台账记录")
        self.rows.setParent(self)
        self._sort = ("", False)
        self._entry_column = -1
        """Where a row is begun that is typed cell by cell; -1 while none is."""
        self._column = 0
        self.cells = CellDelegate(self, judge)
        self.cells.left.connect(self._go_on)
        self.setItemDelegate(self.cells)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        across, down = self.horizontalHeader(), self.verticalHeader()
        across.setSectionsClickable(True)
        across.sectionClicked.connect(self._head_clicked)
        across.setMinimumSectionSize(NARROWEST)
        across.setSectionsMovable(True)
        across.sectionMoved.connect(self._moved)
        across.sectionResized.connect(self._resized)
        across.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        across.customContextMenuRequested.connect(self._head_menu)
        down.show()
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        down.setHighlightSections(False)
        down.setSectionsClickable(True)
        self.frozen = FrozenColumns(self)
        self.frozen.setItemDelegate(LentDelegate(self.cells, self.frozen))

    # --- what is shown

    def show_keys(
        self,
        keys: Sequence[int],
        fields: Sequence[FieldSpec],
        typed_in: Collection[str] = (),
        widths: Mapping[str, int] | None = None,
        frozen: int = 0,
    ) -> None:
        """Show these rows of a register; the cursor and the place stay where they can."""
        column, place = self.currentIndex().column(), self.horizontalScrollBar().value()
        given = [(widths or {}).get(one.id) or self._width(one) for one in fields]
        self.rows.show_fields(keys, fields, given, typed_in)
        self._mark_sort()
        self._fit_numbers(len(keys))
        self._column = max(column, 0) if column < len(fields) else 0
        self.horizontalScrollBar().setValue(place)
        self._frozen = min(frozen, max(len(fields) - 1, 0))
        self.frozen.freeze(self._frozen)

    def grow(self, keys: Sequence[int]) -> None:
        """Know more of the same list."""
        self.rows.grow(keys)
        self._fit_numbers(len(keys))

    def _fit_numbers(self, count: int) -> None:
        digits = self.verticalHeader().fontMetrics().horizontalAdvance(str(max(count, 10)))
        self.verticalHeader().setFixedWidth(digits + 2 * NUMBER_MARGIN)

    @property
    def is_written_by_hand(self) -> bool:
        """Whether anything is typed in this register."""
        return self.rows.has_typing

    def go_to_key(self, key: int) -> bool:
        """Put the cursor on a row, the first where it is not listed; False when none is."""
        at = max(self.rows.row_of(key) if key else 0, 0)
        if at >= self.rows.rowCount():
            return False
        self.go_to(at)
        return True

    def go_to(self, row: int) -> None:
        """Put the cursor on a row, in the column where it is."""
        if 0 <= row < self.rows.rowCount():
            column = self.currentIndex().column() if self.currentIndex().isValid() else self._column
            self.go_to_cell(row, min(max(column, 0), self.rows.columnCount() - 1))

    def go_to_cell(self, row: int, column: int, *, extend: bool = False) -> None:
        """Put the cursor on a cell; ``extend``: mark from where the block began up to there."""
        index = self.rows.index(row, column)
        self._column = column
        if not extend:
            self.selectionModel().setCurrentIndex(index, Flag.ClearAndSelect)
        else:
            began = self._anchor()
            whole = QItemSelection(
                self.rows.index(min(began[0], row), min(began[1], column)),
                self.rows.index(max(began[0], row), max(began[1], column)),
            )
            self.selectionModel().setCurrentIndex(index, Flag.NoUpdate)
            self.selectionModel().select(whole, Flag.ClearAndSelect)
        self.scrollTo(index)

    # --- what is marked

    def blocks(self) -> list[CellBlock]:
        """The marked blocks; the cursor's cell where nothing is marked."""
        found = [
            CellBlock(one.top(), one.left(), one.bottom(), one.right())
            for one in self.selectionModel().selection().toList()
        ]
        here = self.currentIndex()
        if not found and here.isValid():
            return [CellBlock(here.row(), here.column(), here.row(), here.column())]
        return found

    def block(self) -> CellBlock | None:
        """The block around all that is marked; None on an empty list."""
        return around(self.blocks())

    def marked_keys(self) -> Sequence[int]:
        """The keys of all rows with a marked cell, from the top."""
        blocks = self.blocks()
        if len(blocks) == 1:
            return self.rows.keys[blocks[0].top : blocks[0].bottom + 1]
        rows = sorted({row for block in self.blocks() for row in block.rows})
        return [self.rows.keys[row] for row in rows]

    def chosen_lines(self) -> list[RecordLine]:
        """All lines with a marked cell, from the top."""
        rows = sorted({row for block in self.blocks() for row in block.rows})
        return [line for row in rows if (line := self.rows.line(row)) is not None]

    def current_field(self) -> FieldSpec | None:
        """The column of the cursor."""
        at = self.currentIndex().column()
        return self.rows.fields[at] if 0 <= at < len(self.rows.fields) else None

    def mark(self, block: CellBlock) -> None:
        """Mark a block."""
        ends = (self.rows.index(block.top, block.left), self.rows.index(block.bottom, block.right))
        self.selectionModel().setCurrentIndex(ends[0], Flag.NoUpdate)
        self.selectionModel().select(QItemSelection(*ends), Flag.ClearAndSelect)

    def text_of(self, block: CellBlock) -> list[list[str]]:
        """What the cells of a block say."""
        return [
            [str(self.rows.index(row, column).data() or "") for column in block.columns]
            for row in block.rows
        ]

    def end_entry(self) -> None:
        """Tab leads out of the grid again."""
        self._entry_column = -1

    def edit_current(self) -> None:
        """Type in the cursor's cell, where anybody may."""
        here = self.currentIndex()
        is_open = self.state() is self.State.EditingState
        if here.isValid() and not is_open and self.rows.is_typed_in(here.column()):
            self.edit_cell(here)

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() is self.State.EditingState:
            super().keyPressEvent(event)
            return
        key, held = Qt.Key(event.key()), event.modifiers()
        shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
        if key in ARROWS or key == Qt.Key.Key_Escape:
            self._entry_column = -1
        if key in ENTER and self.currentIndex().isValid():
            self._enter(shift=shift)
        elif key in ARROWS and held & Qt.KeyboardModifier.ControlModifier:
            self._jump(*ARROWS[key], extend=shift)
        elif not self._clipboard_key(event):
            if event.text() and self.currentIndex().column() < self._frozen:
                self.horizontalScrollBar().setValue(0)
            super().keyPressEvent(event)

    def _clipboard_key(self, event: QKeyEvent) -> bool:
        """Whether a key copied, pasted, emptied or asked for the menu."""
        key, held = Qt.Key(event.key()), event.modifiers()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_wanted.emit()
        elif key == Qt.Key.Key_F10 and held & Qt.KeyboardModifier.ShiftModifier:
            self.menu_wanted.emit(self._below_cursor())
        elif key == Qt.Key.Key_Down and held & Qt.KeyboardModifier.AltModifier:
            self._column_menu()
        else:
            return False
        return True

    def focusNextPrevChild(self, forwards: bool, /) -> bool:
        """Tab goes on to the next cell while a row is being typed, else to the next control."""
        here = self.currentIndex()
        there = here.column() + (1 if forwards else -1)
        if self._entry_column >= 0 and 0 <= there < self.rows.columnCount():
            self.go_to_cell(here.row(), there)
            return True
        self._entry_column = -1
        return super().focusNextPrevChild(forwards)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            index = self.indexAt(self.viewport().mapFromGlobal(event.globalPos()))
            if index.isValid() and not self.selectionModel().isSelected(index):
                self.go_to_cell(index.row(), index.column())
            self.menu_wanted.emit(event.globalPos())
        else:
            self.menu_wanted.emit(self._below_cursor())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonPress:
            self._entry_column = -1
        return super().viewportEvent(event)

    def _column_menu(self) -> None:
        column = self.currentIndex().column()
        if column >= 0:
            header = self.horizontalHeader()
            place = QPoint(header.sectionViewportPosition(column), header.height())
            self.column_menu_wanted.emit(column, header.mapToGlobal(place))

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """To where a cell is seen, not beneath the columns that stay put."""
        if index.column() < self._frozen:
            place = self.horizontalScrollBar().value()
            super().scrollTo(index, hint)
            if self.state() is not self.State.EditingState:
                self.horizontalScrollBar().setValue(place)
            return
        super().scrollTo(index, hint)
        if self._frozen == 0:
            return
        over = self.frozen.width_over() - self.visualRect(index).left()
        if over > 0:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - over)

    def edit_cell(self, index: QModelIndex) -> None:
        """Type in a cell; one that stays put is laid bare first."""
        if index.column() < self._frozen:
            self.horizontalScrollBar().setValue(0)
        self.edit(index)

    def _enter(self, *, shift: bool) -> None:
        here = self.currentIndex()
        if self._entry_column >= 0 or not self.rows.is_typed_in(here.column()):
            self._go_on("up" if shift else "down")
        else:
            self.edit_cell(here)

    def _go_on(self, way: str) -> None:
        """After a cell was left: on in the marked block, else as a row is typed."""
        here, block = self.currentIndex(), self.block()
        down, across = STEPS[way]
        if block is not None and not block.is_cell and (down or across):
            back = down + across < 0
            row, column = block.after(here.row(), here.column(), down=bool(down), back=back)
            self.selectionModel().setCurrentIndex(self.rows.index(row, column), Flag.NoUpdate)
            self.scrollTo(self.rows.index(row, column))
            return
        column = here.column() + across
        if across and self._entry_column < 0:
            self._entry_column = here.column()
        elif down and self._entry_column >= 0:
            column = self._entry_column
        last = (self.rows.rowCount() - 1, self.rows.columnCount() - 1)
        self.go_to_cell(min(max(here.row() + down, 0), last[0]), min(max(column, 0), last[1]))
        self.setFocus()

    def _jump(self, down: int, across: int, *, extend: bool) -> None:
        """To the edge of the list."""
        here = self.currentIndex()
        if here.isValid():
            row = {-1: 0, 0: here.row(), 1: self.rows.rowCount() - 1}[down]
            column = {-1: 0, 0: here.column(), 1: self.rows.columnCount() - 1}[across]
            self.go_to_cell(row, column, extend=extend)

    def _anchor(self) -> tuple[int, int]:
        """The corner of the marked block that the cursor is not on."""
        here, block = self.currentIndex(), self.block()
        if block is None or not self.selectionModel().hasSelection():
            return here.row(), here.column()
        row = block.bottom if here.row() == block.top else block.top
        column = block.right if here.column() == block.left else block.left
        return row, column

    def _below_cursor(self) -> QPoint:
        rect = self.visualRect(self.currentIndex())
        return self.viewport().mapToGlobal(rect.bottomLeft())

    # --- heads

    def lay_out(self) -> None:
        """Give the columns their widths; where there is room over, the last one takes it."""
        header = self.horizontalHeader()
        self._is_laying_out = True
        for at, column in enumerate(self._columns()):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Interactive)
            self.setColumnWidth(at, column.width)
        header.setStretchLastSection(True)
        self._is_laying_out = False

    def sort_as(self, field: str, down: bool) -> None:
        """Show by which column the list stands; "" by none."""
        self._sort = (field, down)
        self._mark_sort()

    def _width(self, one: FieldSpec) -> int:
        words = self.horizontalHeader().fontMetrics().horizontalAdvance(heading(one))
        return max(_usual_width(one), words + HEAD_MARGIN)

    def _head_clicked(self, section: int) -> None:
        name = self.rows.fields[section].id
        self._sort = (name, not self._sort[1] if self._sort[0] == name else False)
        self.sorting.emit(*self._sort)

    def _moved(self, logical: int, _old: int, new: int) -> None:
        """A head was dragged: the rows get their columns anew, in the order that was wanted."""
        if self._is_laying_out:
            return
        self._is_laying_out = True
        self.horizontalHeader().moveSection(new, _old)
        self._is_laying_out = False
        self.column_dragged.emit(self.rows.fields[logical].id, new)

    def _resized(self, logical: int, _old: int, new: int) -> None:
        last = logical == len(self.rows.fields) - 1  # it takes what room is left
        if not self._is_laying_out and not last and logical < len(self.rows.fields):
            self.width_dragged.emit(self.rows.fields[logical].id, new)

    def _head_menu(self, place: QPoint) -> None:
        column = self.horizontalHeader().logicalIndexAt(place)
        if 0 <= column < len(self.rows.fields):
            self.column_menu_wanted.emit(column, self.horizontalHeader().mapToGlobal(place))

    def _mark_sort(self) -> None:
        names = [one.id for one in self.rows.fields]
        name, down = self._sort
        header = self.horizontalHeader()
        header.setSortIndicatorShown(name in names)
        if name in names:
            order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(names.index(name), order)
