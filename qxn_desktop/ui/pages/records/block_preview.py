"""Before many cells are written: how many, the first of them before and after, and the faults."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from qxn_desktop.services.grid_edit import Foreseen
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.style.tokens import Tone
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Note, row
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label

CHANGES = (
    Column("哪一条", lambda one: one.row, 130),
    Column("列", lambda one: one.title, 130),
    Column("原来", lambda one: one.old, 170),
    Column("改成", lambda one: one.new),
)


class BlockPreview(InReadingOrder, QDialog):
    """``accepted``: the cells without a fault are to be written."""

    def __init__(self, found: Foreseen, parent: QWidget) -> None:
        super().__init__(parent)
        self.found = found
        self.setWindowTitle("核对改动")
        self.resize(680, 520)
        plan = found.plan
        cells = len({(one.id, one.field) for one in plan.faults})
        self.words = label(self._sentence(cells), wrap=True)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(12)
        body.addWidget(label(f"将改 {found.rows} 行 {plan.cells} 格", "section"))
        body.addWidget(self.words)
        if cells:
            body.addWidget(Note(f"{cells} 格填得不对，不会写入：", Tone.OVERDUE))
            self.faults = self._fault_table()
            body.addWidget(self.faults, 1)
        if found.changes:
            self.model = LinesModel(CHANGES, self)
            self.model.show(found.changes)
            body.addWidget(TableView(self.model, "改动"), 2)
        self.keep = button("只改没问题的" if cells else "写入", self.accept, "primary", "checkmark")
        self.keep.setEnabled(bool(found.rows))
        self.drop = button("全不改" if cells else "取消", self.reject)
        foot = row()
        foot.addStretch(1)
        foot.addWidget(self.drop)
        foot.addWidget(self.keep)
        body.addLayout(foot)
        (self.keep if found.rows else self.drop).setFocus()

    def _sentence(self, faulty: int) -> str:
        plan, parts = self.found.plan, []
        if plan.same:
            parts.append(f"{plan.same} 格和原来一样")
        if plan.cells > len(self.found.changes):
            parts.append(f"下面列出前 {len(self.found.changes)} 格")
        parts.append("写入后可以一步撤销" if self.found.rows else "没有能写入的改动")
        return "，".join(parts) + "。" if not faulty or parts else ""

    def _fault_table(self) -> TableView:
        titles = self.found.titles
        columns = (
            Column("哪一条", lambda one: one.row, 130),
            Column("列", lambda one: titles.get(one.field, ""), 130),
            Column("哪里不对", lambda one: one.sentence),
        )
        lines = LinesModel(columns, self)
        lines.show(self.found.faults)
        return TableView(lines, "填得不对的")
