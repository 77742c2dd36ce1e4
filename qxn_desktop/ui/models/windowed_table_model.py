"""A table over a register of any size: the sorted keys, and only the pages that are looked at.

Sorting and filtering are the store's: whoever owns the model reads the keys anew (in the background
where there are many) and hands them over. Cells are fetched a page at a time when the view asks.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject

from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.column_model import ColumnModel, Index

PAGE = 100
"""Rows that are fetched at once: three screens."""
PAGES_KEPT = 20

Fetch = Callable[[Sequence[Any]], Sequence[Any]]
"""Keys to their lines, in the same order; None for one that is there no more."""


class WindowedTableModel(ColumnModel):
    """Shows the lines of ``keys``; ``fetch`` reads some of them in a few milliseconds."""

    def __init__(
        self, columns: Sequence[Column], fetch: Fetch, parent: QObject | None = None
    ) -> None:
        super().__init__(columns, parent)
        self._fetch = fetch
        self._keys: Sequence[Any] = ()
        self._pages: OrderedDict[int, Sequence[Any]] = OrderedDict()

    @property
    def keys(self) -> Sequence[Any]:
        """All keys in the order shown."""
        return self._keys

    def show(self, keys: Sequence[Any], columns: Sequence[Column] | None = None) -> None:
        """Show these rows, under other columns where they are given."""
        self.beginResetModel()
        self._keys = keys
        self._pages.clear()
        if columns is not None:
            self.columns = tuple(columns)
        self.endResetModel()

    def line(self, row: int) -> Any:
        """The line in a row; None when it is there no more."""
        number, within = divmod(row, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self._load(number)
        return page[within] if within < len(page) else None

    def row_of(self, key: Any) -> int:
        """Where a key stands, -1 where it does not."""
        try:
            return self._keys.index(key)
        except ValueError:
            return -1

    def refresh(self) -> None:
        """Fetch again what is looked at: values changed, rows and their order did not."""
        self._pages.clear()
        if self._keys:
            last = self.index(len(self._keys) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def grow(self, keys: Sequence[Any]) -> None:
        """Know more of the same list: the rows that are shown stay where they are."""
        before = len(self._keys)
        if len(keys) < before:
            self.show(keys)
            return
        if len(keys) > before:
            self.beginInsertRows(QModelIndex(), before, len(keys) - 1)
        self._keys = keys
        self._pages.clear()
        if len(keys) > before:
            self.endInsertRows()
        if before:
            self.dataChanged.emit(self.index(0, 0), self.index(before - 1, len(self.columns) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self._keys)

    def _load(self, number: int) -> Sequence[Any]:
        page = self._fetch(self._keys[number * PAGE : (number + 1) * PAGE])
        self._pages[number] = page
        if len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        return page
