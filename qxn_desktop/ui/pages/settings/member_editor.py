"""The townships of a reporting unit: its name, and a list to tick."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from qxn_desktop.services.unit_settings import member_choices, reporting_unit_text
from qxn_desktop.ui.pages.settings.setting_row import Editor

CODE = Qt.ItemDataRole.UserRole


class MemberEditor(Editor):
    """``value`` is what ``setting_entry.enter`` takes."""

    def __init__(self, name: str, members: Collection[str]) -> None:
        super().__init__()
        self.name = QLineEdit(name)
        self.name.setAccessibleName("考核单位名称")
        self._filter = QLineEdit()
        self._filter.setPlaceholderText("筛选乡镇")
        self._filter.setAccessibleName("筛选乡镇")
        self.list = QListWidget()
        self.list.setAccessibleName("所辖乡镇")
        self.list.setFixedHeight(200)
        for code, path in member_choices():
            item = QListWidgetItem(path)
            item.setData(CODE, code)
            on = Qt.CheckState.Checked if code in members else Qt.CheckState.Unchecked
            item.setCheckState(on)
            self.list.addItem(item)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        for widget in (self.name, self._filter, self.list):
            body.addWidget(widget)
        self._filter.textChanged.connect(self._narrow)
        self.setFocusProxy(self.name)

    def value(self) -> str:
        items = (self.list.item(at) for at in range(self.list.count()))
        members = [i.data(CODE) for i in items if i.checkState() is Qt.CheckState.Checked]
        return reporting_unit_text(self.name.text().strip(), members)

    def _narrow(self, text: str) -> None:
        for at in range(self.list.count()):
            item = self.list.item(at)
            item.setHidden(text.strip() not in item.text())
