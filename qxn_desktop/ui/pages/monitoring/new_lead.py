"""Entering a lead that came by paper, telephone, a department's list or on the way."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from qxn_desktop.common.clock import today as clock_today
from qxn_desktop.domain.lead import Channel
from qxn_desktop.services import leads
from qxn_desktop.services.leads import LeadLine, NewLead
from qxn_desktop.ui.key_words import key_words
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, packed
from qxn_desktop.ui.widgets.date_field import DateField
from qxn_desktop.ui.widgets.form import FormGrid
from qxn_desktop.ui.widgets.object_picker import ObjectPicker
from qxn_desktop.ui.widgets.text import label

HINT = (
    "这一户有正在办的个案，线索就并进去；没有的，登记后从“新线索”受理。不是一户的事请登记成问题。"
)
HOUSEHOLD = "household"


class NewLeadPane(QWidget):
    """``entered`` carries the household of the new lead; ``left``: it is wanted no longer."""

    entered = Signal(str)
    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._today = today = clock_today(shell.desk.clock)
        self.household = ObjectPicker(shell, "农户")
        self.channel = QComboBox()
        for channel in Channel:
            self.channel.addItem(channel.words, channel.value)
        self.channel.setFixedWidth(264)
        self.found_on = DateField("发现日期", today)
        self.text = QPlainTextEdit()
        self.department = QLineEdit()
        self.number = QLineEdit()
        self.due = DateField("要求核查期限", today)
        self._grid = FormGrid()
        self._enter = button("登记", self.enter, "primary")
        self._enter.setToolTip(key_words("Ctrl+Return"))
        self._lay_out()
        self.clear()

    def clear(self) -> None:
        """An empty form."""
        self.household.show_hit(None)
        self.channel.setCurrentIndex(self.channel.findData(Channel.PATROL.value))
        self.found_on.set_value(self._today.isoformat())
        for line in (self.department, self.number):
            line.clear()
        self.text.clear()
        self.due.set_value("")
        self._grid.settle()

    def is_touched(self) -> bool:
        """Whether somebody typed into it."""
        lines = (self.text.toPlainText(), self.department.text(), self.number.text())
        return any(map(str.strip, (*lines, self.due.value))) or self.household.hit is not None

    def enter(self) -> None:
        """Write the lead."""
        self._grid.settle()
        hit, day = self.household.hit, _day(self.found_on.value)
        if hit is None or hit.register != HOUSEHOLD:
            self._grid.tell(HOUSEHOLD, "请选定农户：打户主的名字，在列出的里面选一户。")
            self.household.setFocus()
        elif day is None:
            self._grid.tell("found_on", "请写发现日期。")
            self.found_on.setFocus()
        else:
            self._write(hit.id, day)

    def _write(self, household: str, day: date) -> None:
        new = NewLead(
            household,
            str(self.channel.currentData()),
            day,
            self.text.toPlainText().strip(),
            self.department.text().strip(),
            self.number.text().strip(),
            self.due.value,
        )
        self._enter.setEnabled(False)
        self._shell.do(
            self,
            "正在登记线索",
            lambda ctx, _job: leads.add_lead(ctx, new),
            self._entered,
            self._failed,
        )

    def _lay_out(self) -> None:
        self.text.setFixedHeight(72)
        self.text.setTabChangesFocus(True)
        self.number.setPlaceholderText("工单或预警的编号")
        self.number.setMaximumWidth(264)
        self.department.setMaximumWidth(264)
        for key, title, widget, required in (
            (HOUSEHOLD, "农户", self.household, True),
            ("channel", "发现渠道", self.channel, True),
            ("found_on", "发现日期", self.found_on, True),
            ("description", "情况说明", self.text, False),
            ("department", "推送部门", self.department, False),
            ("source_number", "原编号", self.number, False),
            ("demanded_due", "要求核查期限", self.due, False),
        ):
            self._grid.add(key, title, widget, required=required)
        card = Card("登记线索")
        card.body.addWidget(label(HINT, "soft", wrap=True))
        card.body.addLayout(self._grid)
        card.body.addLayout(packed(self._enter, button("取消", self.left.emit, "quiet")))
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 6, 0)
        body.addWidget(card)
        body.addStretch(1)

    def _entered(self, line: LeadLine) -> None:
        self._enter.setEnabled(True)
        self.clear()
        self._shell.say(f"已登记线索 {line.number}。")
        self.entered.emit(line.household)

    def _failed(self, error: BaseException) -> None:
        """Faults of a field stand under it; whatever else is said at the top."""
        self._enter.setEnabled(True)
        if not self._grid.tell_error(error):
            self._shell.fail(error)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
