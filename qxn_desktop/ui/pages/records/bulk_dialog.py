"""批量修改: one field of all marked rows, or of all that are listed, gets one value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.services.record_form import FormStart
from qxn_desktop.ui.pages.records.cell_editor import cell_editor
from qxn_desktop.ui.reading_order import InReadingOrder
from qxn_desktop.ui.shell import Shell
from qxn_desktop.ui.widgets.button import button
from qxn_desktop.ui.widgets.card import row
from qxn_desktop.ui.widgets.field_editor import Editor
from qxn_desktop.ui.widgets.text import label

NOTE = "下一步先列出改动和填得不对的格，看过再写入；写入后可以一步撤销。"


@dataclass(frozen=True, slots=True)
class Scope:
    """The keys of the marked rows and of all that are listed."""

    marked: Sequence[int]
    listed: Sequence[int]


class BulkDialog(InReadingOrder, QDialog):
    """``wanted`` carries the keys, the field and the value."""

    wanted = Signal(object, object, object)

    def __init__(
        self, start: FormStart, rows: Scope, first: str, shell: Shell, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._start, self._shell, self._rows = start, shell, rows
        marked, listed, fields = rows.marked, rows.listed, start.fields
        self.setWindowTitle("批量修改")
        self.setFixedWidth(420)
        some = f"选中的 {len(marked)} {start.counter}"
        self.some = QRadioButton(some)
        self.all = QRadioButton(f"列表里的全部 {len(listed)} {start.counter}")
        (self.some if len(marked) > 1 else self.all).setChecked(True)
        self.field = QComboBox()
        self.field.setAccessibleName("改哪一栏")
        for one in fields:
            self.field.addItem(one.title, one)
        ids = [one.id for one in fields]
        self.field.setCurrentIndex(ids.index(first) if first in ids else 0)
        self.field.currentIndexChanged.connect(self._suit)
        self.empty = QCheckBox("清空这一栏")
        self.empty.toggled.connect(self._turn)
        self._place = QHBoxLayout()
        self.editor: Editor
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 16)
        body.setSpacing(10)
        body.addWidget(label("批量修改", "section"))
        for widget in (self.some, self.all, label("改哪一栏", "soft"), self.field):
            body.addWidget(widget)
        body.addWidget(label("改成", "soft"))
        body.addLayout(self._place)
        body.addWidget(self.empty)
        body.addWidget(label(NOTE, "faint", wrap=True))
        foot = row()
        foot.addStretch(1)
        foot.addWidget(button("取消", self.reject))
        foot.addWidget(button("下一步", self._take, "primary"))
        body.addLayout(foot)
        self._suit()
        self.field.setFocus()

    def _suit(self) -> None:
        """Give the chosen field its own editor."""
        while (item := self._place.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        chosen: FieldSpec = self.field.currentData()
        self.editor = cell_editor(chosen, self._start, self._shell)
        self._place.addWidget(self.editor.widget)
        self.empty.setVisible(not chosen.required)
        self.empty.setChecked(False)

    def _turn(self, on: bool) -> None:
        self.editor.widget.setEnabled(not on)

    def _take(self) -> None:
        value = "" if self.empty.isChecked() else self.editor.read()
        if value in ("", [], None) and not self.empty.isChecked():
            self.editor.widget.setFocus()
            return
        keys = self._rows.marked if self.some.isChecked() else self._rows.listed
        self.wanted.emit(keys, self.field.currentData(), value)
        self.accept()
