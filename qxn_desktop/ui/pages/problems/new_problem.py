"""Entering a problem that came from outside: 12345, the county, a leader, an inspection."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from qxn_desktop.common.clock import today as clock_today
from qxn_desktop.services import catalog, problem_opening, problems
from qxn_desktop.services.problem_opening import USUAL_SEVERITY, Found
from qxn_desktop.services.problems import ProblemView
from qxn_desktop.ui.key_words import key_words
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, packed
from qxn_desktop.ui.widgets.date_field import DateField
from qxn_desktop.ui.widgets.form import FormGrid
from qxn_desktop.ui.widgets.object_picker import ObjectPicker
from qxn_desktop.ui.widgets.photo_picker import PhotoPicker
from qxn_desktop.ui.widgets.text import label

HINT = "检查发现的不用登记，程序会自动生成。没有要求办结日的，按严重程度算期限。"
OWN = "检查发现"
"""Comes from checks and is not entered."""


class NewProblemPane(QWidget):
    """``entered`` carries the id of the new problem; ``left``: it is wanted no longer."""

    entered = Signal(str)
    left = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        spec = catalog.registers()["problem"]
        self._today = today = clock_today(shell.desk.clock)
        self.title = QLineEdit()
        self.source = QComboBox()
        self.number = QLineEdit()
        self.object = ObjectPicker(shell, "对象")
        self.severity = QComboBox()
        self.found_on = DateField("发现日期", today)
        self.due = DateField("上级要求办结日", today)
        self.text = QPlainTextEdit()
        self.photos = PhotoPicker("照片")
        for choice, name in ((self.source, "source"), (self.severity, "severity")):
            field = spec.field(name)
            choice.addItems([one for one in (field.options if field else ()) if one != OWN])
            choice.setFixedWidth(176)
        self._grid = FormGrid()
        self._enter = button("登记", self.enter, "primary")
        self._enter.setToolTip(key_words("Ctrl+Return"))
        self._lay_out()
        self.clear()

    def clear(self) -> None:
        """An empty form."""
        for line in (self.title, self.number):
            line.clear()
        self.object.show_hit(None)
        self.source.setCurrentIndex(0)
        self.severity.setCurrentText(USUAL_SEVERITY)
        self.found_on.set_value(self._today.isoformat())
        self.due.set_value("")
        self.text.clear()
        for path in self.photos.files:
            self.photos.remove(path)
        self._grid.settle()

    def is_touched(self) -> bool:
        """Whether somebody typed into it."""
        lines = (self.title.text(), self.number.text(), self.text.toPlainText(), self.due.value)
        return any(map(str.strip, lines)) or bool(self.object.hit or self.photos.files)

    def enter(self) -> None:
        """Write the problem."""
        self._grid.settle()
        if self.object.hit is None:
            self._grid.tell("object", "请选定对象：打几个字，在列出的里面选一个。")
            self.object.setFocus()
            return
        found = self._found(self.object.hit.id)
        self._enter.setEnabled(False)
        self._shell.do(
            self,
            "正在登记",
            lambda ctx, _job: problems.describe(ctx, problem_opening.open_by_hand(ctx, found)),
            self._entered,
            self._failed,
        )

    def _found(self, object_id: str) -> Found:
        return Found(
            title=self.title.text(),
            source=self.source.currentText(),
            object_id=object_id,
            due=self.due.value,
            source_number=self.number.text(),
            severity=self.severity.currentText(),
            description=self.text.toPlainText(),
            found_on=self.found_on.value,
            photos=self.photos.files,
        )

    def _lay_out(self) -> None:
        self.title.setPlaceholderText("一句话，如：板万村老寨路口垃圾堆积")
        self.number.setPlaceholderText("来文或工单的编号")
        self.number.setMaximumWidth(240)
        self.text.setFixedHeight(72)
        self.text.setTabChangesFocus(True)
        for key, title, widget, required in (
            ("title", "问题", self.title, True),
            ("object", "对象", self.object, True),
            ("source", "来源", self.source, True),
            ("source_number", "原编号", self.number, False),
            ("severity", "严重程度", self.severity, False),
            ("found_on", "发现日期", self.found_on, True),
            ("demanded_due", "要求办结日", self.due, False),
            ("description", "情况说明", self.text, False),
            ("photos", "照片", self.photos, False),
        ):
            self._grid.add(key, title, widget, required=required)
        card = Card("登记问题")
        card.body.addWidget(label(HINT, "soft", wrap=True))
        card.body.addLayout(self._grid)
        card.body.addLayout(packed(self._enter, button("取消", self.left.emit, "quiet")))
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 6, 0)
        body.addWidget(card)
        body.addStretch(1)

    def _entered(self, view: ProblemView) -> None:
        self._enter.setEnabled(True)
        self.clear()
        self._shell.say(f"已登记 {view.line.number}，{view.line.due} 前办结。")
        self.entered.emit(view.id)

    def _failed(self, error: BaseException) -> None:
        """Faults of a field stand under it; whatever else is said at the top."""
        self._enter.setEnabled(True)
        if not self._grid.tell_error(error):
            self._shell.fail(error)
