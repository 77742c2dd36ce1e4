"""自定义列: what this office added to a register; add a column, hide one, bring one back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QVBoxLayout, QWidget

from qxn_desktop.domain.custom_field import (
    CHOOSING,
    MEASURED,
    TYPE_WORDS,
    CustomField,
    described,
)
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.services import custom_fields
from qxn_desktop.services.context import AppContext
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.form import FormGrid
from qxn_desktop.ui.widgets.table_view import TableView
from qxn_desktop.ui.widgets.text import label

COLUMNS = (
    Column("列名", lambda one: one.title, 170),
    Column("填什么", lambda one: TYPE_WORDS[one.type], 80),
    Column("选项、单位", lambda one: "、".join(one.options) or one.unit or "—"),
    Column("状态", lambda one: "已停用" if one.retired else "在用", 80),
)
NOTHING = "还没有加过列。加的列会随数据包到同事的电脑。"
NOTE = "列名、填什么以后不能改；停用只是不显示，填过的都在。"
SEPARATORS = re.compile(r"[、,，;；\n]")


class CustomColumnsDialog(InReadingOrder, QDialog):
    """Stays open for more than one column."""

    def __init__(self, shell: Shell, page: QWidget, spec: RegisterSpec) -> None:
        super().__init__(page)
        self._shell, self._spec = shell, spec
        self.setWindowTitle(f"{spec.title}的自定义列")
        self.resize(640, 520)
        self.model = LinesModel(COLUMNS, self)
        self.table = TableView(self.model, self.windowTitle())
        self.table.chosen.connect(self._say_turn)
        self.nothing = label(NOTHING, "soft", wrap=True)
        self.turn = button("停用", self._turn)
        self.title, self.options, self.unit = QLineEdit(), QLineEdit(), QLineEdit()
        self.options.setPlaceholderText("用顿号隔开，如 有、无、坏")
        self.unit.setPlaceholderText("如 亩")
        self.type = QComboBox()
        for kind, words in TYPE_WORDS.items():
            self.type.addItem(words, kind)
        self.type.currentIndexChanged.connect(self._suit)
        self.grid = FormGrid()
        self._lay_out()
        self._suit()
        self.refresh()

    def refresh(self) -> None:
        """Read the columns anew."""
        register = self._spec.id
        read = lambda ctx: custom_fields.custom_fields(ctx, register)  # noqa: E731
        self._shell.read(self, read, self._show, key="columns")

    def add(self) -> None:
        """Add the column that is described."""
        options = SEPARATORS.split(self.options.text()) if self.options.isEnabled() else []
        unit = self.unit.text() if self.unit.isEnabled() else ""
        made = described(self._spec.id, self.title.text(), self.type.currentData(), options, unit)
        self.grid.settle()
        work = lambda ctx, _job: custom_fields.add_field(ctx, made)  # noqa: E731
        self._shell.do(self, "正在加列", work, self._added, self._refused)

    def _lay_out(self) -> None:
        self.grid.add("title", "列名", self.title, required=True)
        self.grid.add("type", "填什么", self.type)
        self.grid.add("options", "选项", self.options)
        self.grid.add("unit", "单位", self.unit)
        above = row(self.turn)
        above.addStretch(1)
        foot = row(button("加这一列", self.add, "primary", "add"), label(NOTE, "faint", wrap=True))
        foot.addWidget(button("关闭", self.reject))
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(8)
        body.addWidget(label(self.windowTitle(), "section"))
        body.addWidget(self.nothing)
        body.addWidget(self.table, 1)
        body.addLayout(above)
        body.addLayout(self.grid)
        body.addLayout(foot)

    def _suit(self) -> None:
        """Options only where one chooses, a unit only of numbers."""
        kind = self.type.currentData()
        self.options.setEnabled(kind in CHOOSING)
        self.unit.setEnabled(kind in MEASURED)

    def _show(self, found: Sequence[CustomField]) -> None:
        self.model.show(found)
        self.nothing.setVisible(not found)
        self.table.setVisible(bool(found))
        self.turn.setVisible(bool(found))
        self.table.go_to(0)

    def _say_turn(self, one: CustomField | None) -> None:
        self.turn.setEnabled(one is not None)
        self.turn.setText("恢复" if one is not None and one.retired else "停用")
        self.turn.setAccessibleName(self.turn.text())

    def _turn(self) -> None:
        one: CustomField | None = self.table.current_line()
        if one is None:
            return
        turn = custom_fields.bring_back if one.retired else custom_fields.retire
        said = f"已{'恢复' if one.retired else '停用'}“{one.title}”列。"

        def work(ctx: AppContext, _job: object) -> CustomField:
            return turn(ctx, one.id)

        self._shell.do(self, "正在更改列", work, lambda _done: self._turned(said))

    def _turned(self, said: str) -> None:
        self._shell.say(said, undo=True)
        self.refresh()

    def _added(self, made: CustomField) -> None:
        self._shell.say(f"{self._spec.title}加了“{made.title}”列。", undo=True)
        for one in (self.title, self.options, self.unit):
            one.clear()
        self.title.setFocus()
        self.refresh()

    def _refused(self, error: BaseException) -> None:
        if not self.grid.tell_error(error):
            self._shell.fail(error)
