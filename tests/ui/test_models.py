"""Models under Qt's own tester, and what they promise besides."""

from __future__ import annotations

from PySide6.QtCore import Qt

from qxn_desktop.ui.models.column import LINE, Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.models.windowed_table_model import PAGE, WindowedTableModel
from qxn_desktop.ui.widgets.table_view import TableView

COLUMNS = (
    Column("数", str, 80, numeric=True, sort=int),
    Column("字", lambda number: f"第{number}行"),
)


def windowed(count: int):
    asked: list[int] = []

    def fetch(keys):
        asked.append(len(keys))
        return [key * 10 for key in keys]

    model = WindowedTableModel(COLUMNS, fetch)
    model.show(range(count))
    return model, asked


def test_lines_model(qtmodeltester):
    model = LinesModel(COLUMNS)
    model.show([3, 1, 2])
    qtmodeltester.check(model)


def test_windowed_model(qtmodeltester):
    model, _ = windowed(3 * PAGE + 5)
    qtmodeltester.check(model)


def test_lines_are_sorted_by_value_and_stay_so():
    model = LinesModel(COLUMNS)
    model.show([10, 9, 100])
    model.sort(0)
    assert model.lines == (9, 10, 100)
    model.sort(0, Qt.SortOrder.DescendingOrder)
    model.show([1, 2])
    assert model.lines == (2, 1)


def test_window_fetches_only_what_is_looked_at():
    model, asked = windowed(1_000_000)
    assert model.rowCount() == 1_000_000
    assert model.index(999_999, 1).data() == "第9999990行"
    assert model.index(999_999, 1).data(LINE) == 9_999_990
    assert asked == [PAGE]


def test_window_forgets_pages_far_away():
    model, asked = windowed(100 * PAGE)
    for row in range(0, 100 * PAGE, PAGE):
        model.line(row)
    model.line(0)
    assert len(asked) == 101


def test_refresh_fetches_anew():
    model, asked = windowed(10)
    model.line(0)
    model.refresh()
    model.line(0)
    assert len(asked) == 2


def test_row_that_is_gone_is_empty():
    model = WindowedTableModel(COLUMNS, lambda keys: [None for _ in keys])
    model.show([1])
    assert model.index(0, 0).data() is None


def test_line_is_chosen_when_the_button_is_let_go(qtbot):
    model = LinesModel(COLUMNS)
    model.show([3, 1, 2])
    table = TableView(model, "数")
    qtbot.addWidget(table)
    table.show()
    chosen: list[int] = []
    table.chosen.connect(chosen.append)
    place = table.visualRect(model.index(1, 0)).center()
    qtbot.mousePress(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == []
    qtbot.mouseRelease(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == [1]
