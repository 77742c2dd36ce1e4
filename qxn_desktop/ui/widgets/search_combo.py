"""A choice among many names: from the list, or by typing part of a name or its pinyin initials."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QCompleter, QLineEdit, QWidget

from qxn_desktop.domain.label_index import LabelIndex
from qxn_desktop.ui.widgets.escape_hold import EscapeHold

MOST = 12
VALUE = Qt.ItemDataRole.UserRole


class SearchCombo(QComboBox):
    """``chosen`` when a value was taken; ``value`` is what was typed where nothing fits it."""

    chosen = Signal()

    def __init__(
        self, options: Mapping[str, str], hint: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._index = LabelIndex(options)
        self._found = QStandardItemModel(self)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]
        for value, words in options.items():
            self.addItem(words, value)
        self.setCurrentIndex(-1)
        self._field.setPlaceholderText(hint)
        self._offers = QCompleter(self._found, self)
        self._offers.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._offers.setWidget(self._field)
        EscapeHold(self._offers, self._field)
        taken: Any = self._offers.activated  # one signal for texts, one for places in a list
        taken[QModelIndex].connect(self._take)
        self._field.textEdited.connect(self._look)
        self._field.editingFinished.connect(self.settle)
        self.activated.connect(lambda _at: self.chosen.emit())

    @property
    def _field(self) -> QLineEdit:
        """The field within; asked for anew, for a table that takes an editor over forgets it."""
        field = self.lineEdit()
        assert field is not None  # noqa: S101 - it is editable
        return field

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._field.setAccessibleName(name)

    @property
    def value(self) -> str:
        """The value of what stands there; the text where it is none of the choices."""
        text = self._field.text().strip()
        at = self.findText(text)
        return str(self.itemData(at)) if at >= 0 else text

    def set_value(self, value: str) -> None:
        """Show a value, nothing for ""."""
        at = self.findData(value) if value else -1
        self.setCurrentIndex(at)
        if at < 0:
            self.setEditText("")

    def _look(self, text: str) -> None:
        self._found.clear()
        for value in self._index.find(text)[:MOST]:
            item = QStandardItem(self.itemText(self.findData(value)))
            item.setData(value, VALUE)
            self._found.appendRow(item)
        if self._found.rowCount() and self.hasFocus() and self.findText(text.strip()) < 0:
            self._offers.complete()
        else:
            self._popup().hide()

    def _take(self, index: QModelIndex) -> None:
        self._choose(str(index.data(VALUE)))

    def settle(self) -> None:
        """What was typed and left means the first thing that it finds."""
        text = self._field.text().strip()
        if self._popup().isVisible() or not text:
            return
        found = [] if self.findText(text) >= 0 else self._index.find(text)
        if found:
            self._choose(found[0])

    def _popup(self) -> QAbstractItemView:
        popup = self._offers.popup()
        assert popup is not None  # noqa: S101 - made when it is first asked for
        return popup

    def _choose(self, value: str) -> None:
        self.set_value(value)
        self.chosen.emit()
