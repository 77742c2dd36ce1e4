"""Above the items: whose they are, how far the round is, who looked and when, what is saved."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from qxn_desktop.domain.typed_answer import read_day
from qxn_desktop.services.check_form import date_remark
from qxn_desktop.services.check_round import RoundLine
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.text import label, set_style


class EntryHead(QFrame):
    """``left``: back to the list. ``changed``: another date or inspector."""

    left = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._today = date.min
        self._counted = label(kind="soft")
        self._called = label(kind="section")
        self._place = label(kind="soft")
        self._saved = label(kind="faint")
        self.day = QLineEdit()
        self.day.setAccessibleName("检查日期")
        self.day.setFixedWidth(112)
        self.inspector = QLineEdit(placeholderText="谁去看的")
        self.inspector.setAccessibleName("检查人")
        self.inspector.setFixedWidth(104)
        self._remark = label(kind="fault")
        self._remark.hide()
        self._lay_out()
        for field in (self.day, self.inspector):
            field.editingFinished.connect(self._edited)

    @property
    def checked_on(self) -> date | None:
        """The day of the check; None while the field holds none."""
        return read_day(self.day.text(), self._today.year)

    def show_object(self, line: RoundLine, counted: str) -> None:
        """Whose items they are, and ``counted`` (第 7/18 户)."""
        self._counted.setText(counted)
        self._called.setText(line.called)
        village = "" if line.village_name == line.called else line.village_name
        place = (line.register_title, village, line.place)
        self._place.setText("　".join(dict.fromkeys(filter(None, place))))

    def show_visit(self, day: date, inspector: str, today: date) -> None:
        """When it was, and who looked."""
        self._today = today
        self.day.setText(day.isoformat())
        self.inspector.setText(inspector)
        self._tell()

    def show_saved(self, words: str) -> None:
        """已保存 10:32."""
        self._saved.setText(words)

    def _edited(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        day = self.checked_on
        words = "日期写成 2026-11-20 的样子" if day is None else date_remark(day, self._today)
        self._remark.setText(words)
        self._remark.setVisible(bool(words))
        set_style(self.day, "fault", "true" if words else "false")

    def _lay_out(self) -> None:
        upper = row(button("返回清单", self.left.emit, "quiet", "back"), self._counted)
        upper.addWidget(self._called)
        upper.addWidget(self._place, 1)
        upper.addWidget(self._saved)
        upper.addSpacing(8)
        for words, field in (("检查日期", self.day), ("检查人", self.inspector)):
            name = label(words, "soft")
            name.setBuddy(field)
            upper.addWidget(name)
            upper.addWidget(field)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addLayout(upper)
        body.addWidget(self._remark)
