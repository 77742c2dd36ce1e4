"""A list to tick in: columns of a sheet, people, groups. Space ticks, typing finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

VALUE = Qt.ItemDataRole.UserRole
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class TickList(QListWidget):
    """``changed``: something was ticked, or no more."""

    changed = Signal()

    def __init__(self, says: str) -> None:
        super().__init__()
        self.setAccessibleName(says)
        self.setUniformItemSizes(True)
        self.itemChanged.connect(lambda _item: self.changed.emit())
        self.itemActivated.connect(self._turn)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The values that are ticked, from the top."""
        return tuple(str(one.data(VALUE)) for one in self._items() if one.checkState() == _ON)

    def show_options(self, options: Sequence[tuple[str, str]], ticked: Iterable[str]) -> None:
        """Show (value, words) to choose from."""
        chosen = set(ticked)
        self.blockSignals(True)
        self.clear()
        for value, words in options:
            item = QListWidgetItem(words)
            item.setData(VALUE, value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(_ON if value in chosen else _OFF)
            self.addItem(item)
        if options:
            self.setCurrentRow(0)
        self.blockSignals(False)
        self.changed.emit()

    def tick(self, values: Iterable[str]) -> None:
        """Tick just these."""
        chosen = set(values)
        self.blockSignals(True)
        for item in self._items():
            item.setCheckState(_ON if item.data(VALUE) in chosen else _OFF)
        self.blockSignals(False)
        self.viewport().update()
        self.changed.emit()

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(at) for at in range(self.count())]

    def _turn(self, item: QListWidgetItem) -> None:
        item.setCheckState(_OFF if item.checkState() == _ON else _ON)
