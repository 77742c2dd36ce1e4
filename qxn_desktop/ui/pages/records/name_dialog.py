"""Asks for the name of a view."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from qxn_desktop.services.grid_layout import LONGEST_NAME
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.text import label

HINT = "筛选、排序、显示的列一起存，只在这台电脑上。"


class NameDialog(InReadingOrder, QDialog):
    """``named`` carries the name."""

    named = Signal(str)

    def __init__(self, taken: Collection[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._taken = set(taken)
        self.setWindowTitle("存为视图")
        self.setFixedWidth(360)
        self.name = QLineEdit(maxLength=LONGEST_NAME)
        self.name.setAccessibleName("视图的名字")
        self.name.setPlaceholderText("如 监测户缺电话")
        self.note = label(HINT, "soft", wrap=True)
        self.keep = button("存", self._take, "primary", "save")
        self.keep.setEnabled(False)
        self.name.textChanged.connect(self._judge)
        self.name.returnPressed.connect(self._take)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 16)
        for widget in (label("存为视图", "section"), self.name, self.note):
            body.addWidget(widget)
        foot = row()
        foot.addStretch(1)
        foot.addWidget(button("取消", self.reject))
        foot.addWidget(self.keep)
        body.addLayout(foot)
        self.name.setFocus()

    def _judge(self, text: str) -> None:
        name = text.strip()
        self.keep.setEnabled(bool(name))
        self.note.setText(f"已有“{name}”，会换成现在的样子。" if name in self._taken else HINT)

    def _take(self) -> None:
        if self.name.text().strip():
            self.named.emit(self.name.text().strip())
            self.accept()
