"""The list of a register: windows of its rows under columns wide enough for their heads."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal

from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.services.record_list import columns_of
from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.windowed_table_model import Fetch, WindowedTableModel
from qxn_desktop.ui.widgets.table_view import TableView

WIDTHS: Mapping[str, int] = {
    "village": 92, "group": 60, "population": 92, "phone": 120, "id_number": 168, "gender": 56,
    "relation": 92, "household": 88, "date": 104, "score": 64, "outcome": 80, "inspector": 84,
    "found_on": 104, "accepted_on": 104, "household_type": 100, "monitor_category": 132,
    "code": 128, "head_name": 96, "name": 150, "number": 210, "status": 110, "type": 150,
    "template": 96, "kind": 88, "registered_households": 100, "cleaners": 108,
}  # fmt: skip
USUAL_WIDTH = 120
NARROWEST = 72
HEAD_MARGIN = 26
SHORT_TEXT = 8


def _width(one: FieldSpec) -> int:
    """Of a column, in px; a text of some signs (组号) needs little."""
    if one.type == "text" and one.max and int(one.max) <= SHORT_TEXT:
        return NARROWEST
    return WIDTHS.get(one.id, USUAL_WIDTH)


class RecordTable(TableView):
    """``sorting`` carries the field to sort by and whether downwards."""

    sorting = Signal(str, bool)

    def __init__(self, fetch: Fetch) -> None:
        self.rows = WindowedTableModel((), fetch)
        super().__init__(self.rows, "台账记录")
        self.rows.setParent(self)
        self._fields: tuple[FieldSpec, ...] = ()
        self._sort = ("", False)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._head_clicked)

    def show_keys(self, spec: RegisterSpec, keys: array[int]) -> None:
        """Show these rows of a register."""
        self._fields = columns_of(spec)
        header, metrics = self.horizontalHeader(), self.horizontalHeader().fontMetrics()
        needed = [metrics.horizontalAdvance(one.title) + HEAD_MARGIN for one in self._fields]
        header.setMinimumSectionSize(max(NARROWEST, needed[-1]))
        last = len(needed) - 1
        columns = [
            _column(one, 0 if at == last else max(_width(one), needed[at]))
            for at, one in enumerate(self._fields)
        ]
        self.rows.show(keys, columns)
        # Qt keeps the last column as narrow as the register before allowed.
        header.resizeSection(last, max(header.sectionSize(last), needed[last]))
        self._mark_sort()

    def go_to_key(self, key: int) -> bool:
        """Put the cursor on a row, the first where it is not listed; False when none is."""
        at = max(self.rows.row_of(key) if key else 0, 0)
        if at >= self.rows.rowCount():
            return False
        self.go_to(at)
        self.scrollTo(self.rows.index(at, 0))
        return True

    def _head_clicked(self, section: int) -> None:
        name = self._fields[section].id
        self._sort = (name, not self._sort[1] if self._sort[0] == name else False)
        self.sorting.emit(*self._sort)

    def _mark_sort(self) -> None:
        names = [one.id for one in self._fields]
        name, down = self._sort
        header = self.horizontalHeader()
        header.setSortIndicatorShown(name in names)
        if name in names:
            order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(names.index(name), order)


def _column(one: FieldSpec, width: int) -> Column:
    numeric = one.type in ("integer", "decimal")
    return Column(one.title, lambda line: line.cells.get(one.id, ""), width, numeric)
