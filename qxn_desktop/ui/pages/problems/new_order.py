"""Giving a task to villages: what, until when, who answers, what counts as done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from qxn_desktop.common.clock import today
from qxn_desktop.services import orders
from qxn_desktop.services.orders import NewOrder, OrderView
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, column, holder, packed
from qxn_desktop.ui.widgets.date_field import DateField
from qxn_desktop.ui.widgets.form import FormGrid

A_ROW = 4


class NewOrderPane(QWidget):
    """``given`` carries the ``OrderView``; ``left``: it is wanted no longer."""

    given = Signal(object)
    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.first = QLineEdit()
        self.basis = QLineEdit()
        self.due = DateField("完成期限", today(shell.desk.clock))
        self.owner = QLineEdit()
        self.supervisor = QLineEdit()
        self.standard = QPlainTextEdit()
        with shell.here() as ctx:
            names = village_names(ctx)
        self._villages = {code: QCheckBox(name) for code, name in sorted(names.items())}
        self._grid = FormGrid()
        self._give = button("交办", self.give, "primary")
        self._lay_out()

    @property
    def villages(self) -> tuple[str, ...]:
        """Codes of the villages that are ticked."""
        return tuple(code for code, box in self._villages.items() if box.isChecked())

    def tick_all(self) -> None:
        """Tick every village; if all are, none."""
        every = not all(box.isChecked() for box in self._villages.values())
        for box in self._villages.values():
            box.setChecked(every)

    def clear(self) -> None:
        """An empty form."""
        for one in (self.first, self.basis, self.owner, self.supervisor):
            one.clear()
        self.due.set_value("")
        self.standard.clear()
        for box in self._villages.values():
            box.setChecked(False)
        self._grid.settle()

    def is_touched(self) -> bool:
        """Whether somebody typed into it."""
        lines = [one.text() for one in (self.first, self.basis, self.owner, self.supervisor)]
        lines += [self.standard.toPlainText(), self.due.value]
        return any(map(str.strip, lines)) or bool(self.villages)

    def give(self) -> None:
        """Write the order."""
        self._grid.settle()
        order = NewOrder(
            title=self.first.text(),
            basis=self.basis.text(),
            villages=self.villages,
            due=self.due.value,
            owner=self.owner.text(),
            supervisor=self.supervisor.text(),
            standard=self.standard.toPlainText(),
        )
        self._give.setEnabled(False)
        self._shell.do(
            self,
            "正在交办",
            lambda ctx, _job: orders.assign(ctx, order),
            self._given,
            self._failed,
        )

    def _lay_out(self) -> None:
        self.first.setPlaceholderText("如：开展冬季清洁行动")
        self.basis.setPlaceholderText("文件或会议，如：县乡村振兴局 11月20日通知")
        self.standard.setPlaceholderText("做到什么程度算完成")
        self.standard.setFixedHeight(58)
        self.standard.setTabChangesFocus(True)
        for one in (self.owner, self.supervisor):
            one.setPlaceholderText("姓名")
            one.setMaximumWidth(240)
        boxes = QGridLayout()
        boxes.setContentsMargins(0, 4, 0, 0)
        for at, box in enumerate(self._villages.values()):
            boxes.addWidget(box, at // A_ROW, at % A_ROW)
        chosen = column(holder(boxes))
        chosen.addLayout(packed(button("全选", self.tick_all, "link")))
        for key, title, widget in (
            ("title", "任务名称", self.first),
            ("basis", "依据", self.basis),
            ("villages", "交给", holder(chosen)),
            ("due", "完成期限", self.due),
            ("owner", "责任人", self.owner),
            ("supervisor", "督办人", self.supervisor),
            ("standard", "完成标准", self.standard),
        ):
            self._grid.add(key, title, widget, required=True)
        card = Card("新交办")
        card.body.addLayout(self._grid)
        card.body.addLayout(packed(self._give, button("取消", self.left.emit, "quiet")))
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 6, 0)
        body.addWidget(card)
        body.addStretch(1)

    def _given(self, view: OrderView) -> None:
        self._give.setEnabled(True)
        self.clear()
        self.given.emit(view)

    def _failed(self, error: BaseException) -> None:
        self._give.setEnabled(True)
        if not self._grid.tell_error(error):
            self._shell.fail(error)
