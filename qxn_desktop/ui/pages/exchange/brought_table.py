"""How much of each register and village a package carries, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qxn_desktop.services.package_preview import Line
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.widgets.card import column, row
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label

NUMBER = 64


def _number(name: str) -> Callable[[Line], str]:
    return lambda line: str(getattr(line.brought, name) or "")


def _columns(title: str) -> tuple[Column, ...]:
    return (
        Column(title, lambda line: line.title),
        Column("新增", _number("new"), NUMBER, numeric=True),
        Column("修改", _number("changed"), NUMBER, numeric=True),
        Column("删除", _number("removed"), NUMBER, numeric=True),
        Column("办理", _number("steps"), NUMBER, numeric=True),
    )


class BroughtTables(QWidget):
    """Two tables of the same rows: by register, by village."""

    def __init__(self) -> None:
        super().__init__()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        tables = row(spacing=16)
        self.registers = LinesModel(_columns("台账"), self)
        self.villages = LinesModel(_columns("村（社区）"), self)
        for model, title in ((self.registers, "按台账"), (self.villages, "按村")):
            table = TableView(model, title)
            table.setMinimumHeight(150)
            tables.addLayout(column(label(title, "soft"), table), 1)
        body.addLayout(tables, 1)

    def show_lines(self, registers: Sequence[Line], villages: Sequence[Line]) -> None:
        """Show these; nothing is hidden where both are empty."""
        self.registers.show(registers)
        self.villages.show(villages)
        self.setVisible(bool(registers or villages))
