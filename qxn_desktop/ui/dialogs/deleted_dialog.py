"""已删除的: rows of a register that were taken away, to be brought back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.services import record_list, records
from qxn_desktop.services.record_list import DeletedLine
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label

COLUMNS = (
    Column("名称", lambda one: one.label or "（没有名称）"),
    Column("怎么没的", lambda one: f"已并入 {one.into}" if one.into else "删除", 160),
    Column("时间", lambda one: one.at, 150),
    Column("谁办的", lambda one: one.actor, 110),
)
NOTHING = "这本台账里没有删除过、并入别处的记录。"


class DeletedDialog(InReadingOrder, QDialog):
    """Brings back one at a time; it stays open for more."""

    def __init__(self, shell: Shell, page: QWidget, spec: RegisterSpec) -> None:
        super().__init__(page)
        self._shell, self._spec = shell, spec
        self.setWindowTitle(f"已删除的{spec.title}")
        self.resize(720, 420)
        self.model = LinesModel(COLUMNS, self)
        self.table = TableView(self.model, self.windowTitle())
        self.table.opened.connect(self._restore)
        self.nothing = label(NOTHING, "soft", wrap=True)
        self.back = button("恢复", self._restore_current, "primary", "undo")
        foot = row(self.back)
        foot.addStretch(1)
        foot.addWidget(button("关闭", self.reject))
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 16)
        body.addWidget(label(self.windowTitle(), "section"))
        body.addWidget(self.nothing)
        body.addWidget(self.table, 1)
        body.addLayout(foot)
        self.refresh()

    def refresh(self) -> None:
        """Read them anew."""
        register = self._spec.id
        self._shell.read(
            self, lambda ctx: record_list.deleted(ctx, register), self._show, key="gone"
        )

    def _show(self, lines: Sequence[DeletedLine]) -> None:
        self.model.show(lines)
        self.nothing.setVisible(not lines)
        self.table.setVisible(bool(lines))
        self.back.setEnabled(bool(lines))
        self.table.go_to(0)

    def _restore_current(self) -> None:
        line = self.table.current_line()
        if line is not None:
            self._restore(line)

    def _restore(self, line: DeletedLine) -> None:
        def restored(_changed: object) -> None:
            said = f"已恢复{self._spec.title} {line.label}。"
            if line.into:
                said += f"并入{line.into}时改过的人口数、关系，请核对。"
            self._shell.say(said, undo=True)
            self.refresh()

        self._shell.do(self, "正在恢复", lambda ctx, _job: records.restore(ctx, line.id), restored)
