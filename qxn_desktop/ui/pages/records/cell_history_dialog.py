"""这一格的历史 over the grid; Esc closes it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from qxn_desktop.services.record_view import Past
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label

COLUMNS = (
    Column("时间", lambda one: one.at, 140),
    Column("谁", lambda one: one.actor, 90),
    Column("电脑", lambda one: one.machine, 90),
    Column("原来", lambda one: one.old or "（空）", 130),
    Column("改成", lambda one: one.new or "（清空）"),
)


class CellHistoryDialog(InReadingOrder, QDialog):
    """The latest change stands first."""

    def __init__(self, title: str, past: Sequence[Past], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("这一格的历史")
        self.resize(640, 360)
        self.model = LinesModel(COLUMNS, self)
        self.model.show(past)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 16)
        body.addWidget(label(title, "section"))
        close = button("关闭", self.reject)
        if past:
            self.table = TableView(self.model, self.windowTitle())
            body.addWidget(self.table, 1)
            self.table.go_to(0)
        else:
            body.addWidget(label("这一格登记以后没有填过，也没有改过。", "soft", wrap=True))
            body.addStretch(1)
            close.setFocus()
        foot = row()
        foot.addStretch(1)
        foot.addWidget(close)
        body.addLayout(foot)
