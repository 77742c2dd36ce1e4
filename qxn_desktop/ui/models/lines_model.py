"""A table over lines that a service gave whole: tasks, problems, partners; some thousands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt

from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.column_model import ColumnModel, Index


class LinesModel(ColumnModel):
    """Shows ``lines`` under ``columns``; ``show`` replaces them and keeps the order."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        self._lines: tuple[Any, ...] = ()
        self._sort: tuple[int, Qt.SortOrder] | None = None

    @property
    def lines(self) -> tuple[Any, ...]:
        """As they are shown."""
        return self._lines

    def show(self, lines: Sequence[Any]) -> None:
        """Show these lines, in the order chosen before."""
        self.beginResetModel()
        self._lines = self._sorted(lines)
        self.endResetModel()

    def line(self, row: int) -> Any:
        """The line in a row."""
        return self._lines[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self._lines)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(self.columns):
            return
        self._sort = (column, order)
        self.show(self._lines)

    def _sorted(self, lines: Sequence[Any]) -> tuple[Any, ...]:
        if self._sort is None:
            return tuple(lines)
        column, order = self._sort
        spec = self.columns[column]
        key = spec.sort or spec.text
        return tuple(sorted(lines, key=key, reverse=order is Qt.SortOrder.DescendingOrder))
