"""Entries under headings, as the palette lists them: headings cannot be chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from qxn_desktop.ui.models.column_model import Display, Index

ENTRY: Final = Qt.ItemDataRole.UserRole
"""Role: the ``Entry`` itself; None for a heading."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to choose: what it says, what explains it, its keys, and what it does."""

    title: str
    subtitle: str
    icon: str
    run: Callable[[], None]
    keys: str = ""

    @property
    def words(self) -> str:
        """As it is read aloud."""
        return "，".join(part for part in (self.title, self.subtitle, self.keys) if part)


Item = Entry | str
"""An entry, or a heading."""


class EntryModel(QAbstractListModel):
    """A list of items; ``show`` replaces them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[Item, ...] = ()

    def show(self, items: Sequence[Item]) -> None:
        """Show these items."""
        self.beginResetModel()
        self._items = tuple(items)
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """The entry in a row; None for a heading or no row."""
        item = self._items[row] if 0 <= row < len(self._items) else ""
        return item if isinstance(item, Entry) else None

    def next_row(self, row: int, step: int) -> int:
        """The next row with an entry in the direction ``step`` (±1), else ``row`` itself."""
        at = row + step
        while 0 <= at < len(self._items):
            if self.entry(at) is not None:
                return at
            at += step
        return row

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Display) -> Any:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        if role == ENTRY:
            return item if isinstance(item, Entry) else None
        if role == Display:
            return item.title if isinstance(item, Entry) else item
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return item.words if isinstance(item, Entry) else item
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.entry(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)
