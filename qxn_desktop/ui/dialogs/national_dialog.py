"""What was changed here and has to be entered in the national system: looked at, ticked off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from qxn_desktop.services import national_list
from qxn_desktop.services.national_list import NationalLine
from qxn_desktop.ui.file_asking import Purpose, ask_save, tell_saved
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label

COLUMNS = (
    Column("村", lambda one: one.village, 92),
    Column("户编号", lambda one: one.code, 132),
    Column("户主", lambda one: one.head, 80),
    Column("姓名", lambda one: one.name, 80),
    Column("栏目", lambda one: one.title, 150),
    Column("国家系统里是", lambda one: one.old, 150),
    Column("改为", lambda one: one.new),
    Column("改动时间", lambda one: one.at, 140),
)
NOTHING = (
    "没有要录入的。导入过国家系统的表以后，在这里改的户和成员信息会列出来；"
    "在国家系统里录好，再导出导入一次，就自动消掉。"
)


class NationalDialog(InReadingOrder, QDialog):
    """Stays open while one after the other is entered."""

    def __init__(self, shell: Shell, page: QWidget) -> None:
        super().__init__(page)
        self._shell = shell
        self.setWindowTitle("要录入国家系统的改动")
        self.resize(1080, 560)
        self.number = label(kind="soft")
        self.nothing = label(NOTHING, "soft", wrap=True)
        self.model = LinesModel(COLUMNS, self)
        self.table = TableView(self.model, self.windowTitle())
        self.entered = button("标为已录入", self.mark, "primary", "done")
        self.save = button("导出表格", self.export, icon="export")
        head = row(label(self.windowTitle(), "section"), self.number)
        head.addStretch(1)
        foot = row(self.entered, self.save)
        foot.addStretch(1)
        foot.addWidget(button("关闭", self.reject))
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(12)
        body.addLayout(head)
        body.addWidget(self.nothing)
        body.addWidget(self.table, 1)
        body.addLayout(foot)
        self.refresh()

    def refresh(self) -> None:
        """Read the list anew."""
        self._shell.read(self, national_list.lines, self._show, key="national")

    def mark(self) -> None:
        """The marked lines were entered."""
        chosen = self.table.chosen_lines()
        if chosen:
            work = lambda ctx, _job: national_list.mark(ctx, chosen)  # noqa: E731
            self._shell.do(self, "正在保存", work, self._marked)

    def export(self) -> None:
        """The list as a workbook, personal values masked."""
        with self._shell.here() as ctx:
            name = national_list.default_name(ctx)
        target = ask_save(self, Purpose.TABLES, "导出要录入的清单", name, "表格 (*.xlsx)")
        if target is not None:
            work = lambda ctx, _job: national_list.export(ctx, target)  # noqa: E731
            done = lambda _made: tell_saved(self._shell, target)  # noqa: E731
            self._shell.do(self, "正在导出", work, done, quiet=True)

    def _show(self, found: Sequence[NationalLine]) -> None:
        at = max(self.table.currentIndex().row(), 0)
        self.model.show(found)
        self.number.setText(f"共 {len(found)} 处，选中几行可以一起标" if found else "")
        self.nothing.setVisible(not found)
        self.table.setVisible(bool(found))
        for one in (self.entered, self.save):
            one.setEnabled(bool(found))
        self.table.go_to(min(at, len(found) - 1))
        self.table.setFocus()

    def _marked(self, count: int) -> None:
        self._shell.say(f"已标 {count} 处为已录入。", undo=True)
        self.refresh()
