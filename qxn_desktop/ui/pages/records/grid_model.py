"""The rows of a register as cells: under chosen columns, some to be typed in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt

from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.services.record_list import RecordLine
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.column_model import Index
from qxn_desktop.ui.models.key_run import KeyRun
from qxn_desktop.ui.models.windowed_table_model import Fetch, WindowedTableModel

Role = Qt.ItemDataRole
NUMBERS = frozenset({"integer", "decimal"})


COUNTERS = frozenset("人户个处座口名")
"""Units that only count: a head says nothing more by them."""


def heading(one: FieldSpec) -> str:
    """A field as the head of its column; values stand below it without their unit."""
    return f"{one.title}（{one.unit}）" if one.unit and one.unit not in COUNTERS else one.title


class GridModel(WindowedTableModel):
    """As ``WindowedTableModel``, of ``RecordLine``; what was typed shows at once."""

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__((), fetch, parent)
        self.fields: tuple[FieldSpec, ...] = ()
        self._typed_in: frozenset[str] = frozenset()
        self._under_way: dict[tuple[str, str], str] = {}

    def show_fields(
        self,
        keys: Sequence[Any],
        fields: Sequence[FieldSpec],
        widths: Sequence[int],
        typed_in: Collection[str],
    ) -> None:
        """Show rows under these columns, ``widths`` px each; those of ``typed_in`` are edited."""
        self._under_way.clear()
        self._typed_in = frozenset(typed_in)
        columns = [self._column(one, width) for one, width in zip(fields, widths, strict=True)]
        self.fields = tuple(fields)
        self.show(keys, columns)

    def refresh(self) -> None:
        self._under_way.clear()
        super().refresh()

    def row_of(self, key: Any) -> int:
        return self.keys.place_of(key) if isinstance(self.keys, KeyRun) else super().row_of(key)

    def put(self, index: Index, words: str) -> None:
        """Show what is being written into a cell, until it is read again."""
        line = self.line(index.row())
        if isinstance(line, RecordLine):
            self._under_way[line.id, self.fields[index.column()].id] = words
            self.dataChanged.emit(index, index)

    @property
    def has_typing(self) -> bool:
        """Whether a person types in any column."""
        return bool(self._typed_in)

    def is_typed_in(self, column: int) -> bool:
        """Whether a person types in this column."""
        return self.fields[column].id in self._typed_in

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self.is_typed_in(index.column()):
            return flags | Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if role == Role.AccessibleTextRole and index.isValid():
            said = super().data(index, Role.DisplayRole)
            return f"第{index.row() + 1}行，{self.columns[index.column()].title}，{said or '空'}"
        return super().data(index, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1) if role == Role.DisplayRole else None
        if role == Role.ToolTipRole and section < len(self.fields):
            return self.fields[section].note or self.columns[section].title
        return super().headerData(section, orientation, role)

    def _column(self, one: FieldSpec, width: int) -> Column:
        def text(line: RecordLine) -> str:
            under_way = self._under_way.get((line.id, one.id)) if self._under_way else None
            return line.cells.get(one.id, "") if under_way is None else under_way

        return Column(heading(one), text, width, one.type in NUMBERS)
