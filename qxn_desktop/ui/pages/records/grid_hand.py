"""What is done to the cells of the grid: typed, copied, pasted, filled down, emptied, set at once.

Everything goes through ``services.grid_edit`` and is one step for Ctrl+Z. More than one row, or a
fault, is shown before it is written.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.cell_block import CellBlock
from qxn_desktop.domain.clipboard_block import block_text, parse_block, spread
from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.services import grid_edit, record_form, record_list
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.grid_edit import Foreseen, Order
from qxn_desktop.services.record_list import RecordLine
from qxn_desktop.ui.models.key_run import UNKNOWN
from qxn_desktop.ui.pages.records.block_preview import BlockPreview
from qxn_desktop.ui.pages.records.cell_editor import cell_editor
from qxn_desktop.ui.pages.records.record_table import RecordTable
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.field_editor import Editor

FEW = 500
"""Rows that are copied at once; more are read in the background."""
READ_ONLY = "这本台账由办理过程产生，不能在格子里改。"


class GridHand(QObject):
    """``writing``: cells are changed here and the rows stay where they are; False: they are not."""

    writing = Signal(bool)

    def __init__(self, shell: Shell, page: QWidget) -> None:
        super().__init__(page)
        self._shell, self._page = shell, page
        self.register = ""
        self.preview: BlockPreview | None = None
        self.table: RecordTable

    def take(self, table: RecordTable) -> None:
        """Work on this grid."""
        self.table = table
        table.cells.typed.connect(self._write_cell)
        table.copy_wanted.connect(self.copy)
        table.paste_wanted.connect(self.paste)
        table.clear_wanted.connect(self.clear)

    # --- one cell

    def editor_of(self, index: QModelIndex) -> Editor | None:
        """See ``cell_delegate.Judge``."""
        line = self.table.rows.line(index.row())
        field = self.table.rows.fields[index.column()]
        if not isinstance(line, RecordLine):
            return None
        with self._shell.here() as ctx:
            start = record_form.present_row(ctx, line.id)
        return cell_editor(field, start, self._shell)

    def fault_of(self, index: QModelIndex, value: Json) -> str:
        """See ``cell_delegate.Judge``."""
        line, field = self._cell(index)
        if line is None:
            return ""
        with self._shell.here() as ctx:
            return grid_edit.fault_of(ctx, self.register, line.id, field.id, value)

    def _write_cell(self, index: QModelIndex, value: Json) -> None:
        line, field = self._cell(index)
        if line is None:
            return
        register = self.register
        with self._shell.here() as ctx:
            self.table.rows.put(index, grid_edit.words_of(ctx, register, field.id, value))

        def work(ctx: AppContext, _job: object) -> bool:
            return grid_edit.set_cell(ctx, register, line.id, field.id, value)

        self.writing.emit(True)
        self._shell.do(self._page, "正在保存", work, self._cell_written, self._failed, quiet=True)

    def _cell_written(self, differed: bool) -> None:
        if differed:
            self._shell.say("已改 1 格。", undo=True)
        else:
            self.writing.emit(False)
            self.table.rows.refresh()

    def _failed(self, error: BaseException) -> None:
        self.writing.emit(False)
        self.table.rows.refresh()
        self._shell.fail(error)

    # --- blocks

    def copy(self) -> None:
        """Put the marked block on the clipboard as spreadsheets have it, as it is shown."""
        block = self.table.block()
        if block is None:
            return
        if block.height <= FEW:
            self._to_clipboard(self.table.text_of(block))
            return
        keys, fields = self._keys(block), self._fields(block)
        register = self.register

        def work(ctx: AppContext) -> list[list[str]]:
            return record_list.texts(ctx, register, keys, fields)

        self._shell.read(self, work, self._to_clipboard, key="copy")

    def _to_clipboard(self, texts: list[list[str]]) -> None:
        QGuiApplication.clipboard().setText(block_text(texts))
        if len(texts) > 1:
            self._shell.say(f"已复制 {len(texts)} 行，可以粘贴到 WPS 或 Excel。")

    def paste(self) -> None:
        """Put what WPS or Excel copied onto the marked block."""
        marked, copied = self.table.block(), parse_block(QGuiApplication.clipboard().text())
        if marked is None or not copied:
            return
        texts = spread(copied, marked.height, marked.width)
        rows, columns = self.table.rows.rowCount(), self.table.rows.columnCount()
        landed = marked.sized(len(texts), len(texts[0])).within(rows, columns)
        if landed is None:
            return
        cut = tuple(row[: landed.width] for row in texts[: landed.height])
        self.table.mark(landed)
        self._order("正在核对粘贴的内容", [self._made(landed, cut)])

    def fill_down(self) -> None:
        """Give the cells below the values of the first row; of one cell, that above it."""
        block = self.table.block()
        if block is None or (block.height == 1 and block.top == 0):
            return
        if block.height == 1:
            block = CellBlock(block.top - 1, block.left, block.bottom, block.right)
        self._order("正在核对填充的内容", [self._made(block)])

    def clear(self) -> None:
        """Empty the marked cells."""
        blocks = self.table.blocks()
        orders = [self._made(one, (("",) * one.width,)) for one in blocks]
        self._order("正在核对", orders)

    def set_all(self, keys: Sequence[int], field: FieldSpec, raw: Json) -> None:
        """Give one field of many rows one value."""
        self._order("正在核对", [Order(self.register, keys, (field.id,), ((raw,),))])

    def _made(self, block: CellBlock, texts: Sequence[Sequence[Json]] = ()) -> Order:
        """An order for the cells of a block; columns in which nobody types are left out."""
        typed = [at for at in block.columns if self.table.rows.is_typed_in(at)]
        cut = tuple(tuple(row[at - block.left] for at in typed) for row in texts)
        fields = tuple(self.table.rows.fields[at].id for at in typed)
        return Order(self.register, self._keys(block), fields, cut, down=not texts)

    def _order(self, title: str, orders: Sequence[Order]) -> None:
        if not any(order.fields and len(order.keys) for order in orders):
            self._shell.say(READ_ONLY)
            return
        if any(UNKNOWN in order.keys for order in orders):
            self._shell.say("列表还在读取，请稍等一下再做。")
            return
        self._shell.do(
            self._page,
            title,
            lambda ctx, job: grid_edit.foresee(ctx, orders, job),
            self._foreseen,
            quiet=True,
        )

    def _foreseen(self, found: Foreseen) -> None:
        if found.faults or found.rows > 1:
            self.preview = BlockPreview(found, self._page)
            self.preview.accepted.connect(lambda: self._write(found))
            self.preview.finished.connect(self._preview_closed)
            self.preview.open()
        elif found.rows:
            self._write(found)
        else:
            self._shell.say("和原来一样，没有要改的。")

    def _preview_closed(self) -> None:
        if self.preview is not None:
            self.preview.deleteLater()
        self.preview = None
        self.table.setFocus()

    def _write(self, found: Foreseen) -> None:
        said = f"已改 {found.rows} 行 {found.plan.cells} 格。"
        self.writing.emit(True)
        self._shell.do(
            self._page,
            "正在写入",
            lambda ctx, _job: grid_edit.write(ctx, found),
            lambda _change: self._shell.say(said, undo=True),
            self._failed,
        )

    # --- places

    def _cell(self, index: QModelIndex) -> tuple[RecordLine | None, FieldSpec]:
        line = self.table.rows.line(index.row())
        field = self.table.rows.fields[index.column()]
        return (line if isinstance(line, RecordLine) else None), field

    def _keys(self, block: CellBlock) -> Sequence[int]:
        keys: Sequence[int] = self.table.rows.keys[block.top : block.bottom + 1]
        return keys

    def _fields(self, block: CellBlock) -> tuple[FieldSpec, ...]:
        return self.table.rows.fields[block.left : block.right + 1]
