"""只加一天: one day off or worked, where the year's table is known already."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit

from qxn_desktop.domain.holiday_table import OFF, WORKED
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import Card, packed
from qxn_desktop.ui.widgets.date_field import DateField
from qxn_desktop.ui.widgets.form import FormGrid
from qxn_desktop.ui.widgets.text import label

ABOUT = "县里临时放假、调整上班的一天，不用整年重新导入；这一年的其他日子不变。"


class HolidayDayCard(Card):
    """``wanted`` carries day, 放假 or 上班, name and basis."""

    wanted = Signal(object, str, str, str)

    def __init__(self, today: date) -> None:
        super().__init__("只加一天")
        self.day = DateField("日期", today)
        self.kind = QComboBox()
        self.kind.addItems([OFF, WORKED])
        self.kind.setFixedWidth(120)
        self.name = QLineEdit()
        self.name.setPlaceholderText("如：三月三")
        self.basis = QLineEdit()
        self.basis.setPlaceholderText("如：黔西南府办发〔2027〕3号")
        self.add = button("加这一天", self.submit, icon="add")
        self._grid = FormGrid()
        for key, title, widget, required in (
            ("day", "日期", self.day, True),
            ("kind", "类型", self.kind, True),
            ("name", "名称", self.name, False),
            ("basis", "依据（文号）", self.basis, True),
        ):
            self._grid.add(key, title, widget, required=required)
        self.body.addWidget(label(ABOUT, "soft", wrap=True))
        self.body.addLayout(self._grid)
        self.body.addLayout(packed(self.add))
        self.basis.returnPressed.connect(self.submit)

    def submit(self) -> None:
        """Ask for it, or say what is missing where it is typed."""
        day = self.day.day
        self._grid.tell("day", "" if day else "请写日期，如 2027-04-20。")
        self._grid.tell("basis", "" if self.basis.text().strip() else "请写明依据的文号。")
        if day is None or not self.basis.text().strip():
            self._grid.go_to_fault()
            return
        self.wanted.emit(day, self.kind.currentText(), self.name.text(), self.basis.text())

    def clear(self) -> None:
        """It was added."""
        self.day.set_value("")
        self.name.clear()
        self.basis.clear()
