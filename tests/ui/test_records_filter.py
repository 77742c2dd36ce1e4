"""Filters, views and columns of the grid of 台账."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QPushButton

from qxn_desktop.services import grid_layout
from qxn_desktop.store.condition import Filter
from qxn_desktop.ui.pages.records.bulk_dialog import BulkDialog
from qxn_desktop.ui.pages.records.cell_history_dialog import CellHistoryDialog
from qxn_desktop.ui.pages.records.columns_dialog import ColumnsDialog
from qxn_desktop.ui.pages.records.field_filter import FieldFilter
from qxn_desktop.ui.pages.records.name_dialog import NameDialog
from tests.screenshots.clipped_text import faults
from tests.ui.grid_hands import CTRL, SHIFT, Grid, Key


@pytest.fixture
def grid(qtbot, demo_shell):
    return Grid(qtbot, demo_shell)


def dialog(grid, kind):
    [found] = [one for one in grid.page.findChildren(kind) if one.isVisible()]
    assert [str(fault) for fault in faults(found)] == []
    return found


def ask(grid, name):
    spec = grid.page.bar.spec
    grid.page.menus.ask_filter(spec.field(name))
    return dialog(grid, FieldFilter)


def chips(grid):
    return [one.text() for one in grid.page.bar.chips.findChildren(QPushButton) if one.isVisible()]


def choose(grid, menu_words):
    [action] = [one for one in grid.page.menus.menu.actions() if one.text() == menu_words]
    grid.page.menus.menu.hide()
    action.trigger()
    grid.rest()


def names(grid):
    return grid.column("head_name", grid.table.rows.rowCount())


def test_a_text_is_filtered_by_a_part_and_by_its_spelling(grid):
    name = names(grid)[0]
    asked = ask(grid, "head_name")
    asked.text.textEdited.emit(name[0])
    asked.text.setText(name[0])
    asked.take()
    grid.rest()
    assert all(name[0] in one for one in names(grid))
    assert chips(grid) == [f"户主姓名含“{name[0]}”"]
    asked = ask(grid, "head_name")
    assert asked.text.text() == name[0]
    asked.ways["spelt"].setChecked(True)
    asked.letters.setText("w")
    asked.take()
    grid.rest()
    assert chips(grid) == ["户主姓名拼音：w"]
    assert {one[0] for one in names(grid)} <= set("韦王吴魏伍武文翁温")
    grid.page.bar.chips.findChildren(QPushButton)[-1].click()
    grid.rest()
    assert (chips(grid), len(names(grid))) == ([], 24)


def test_a_number_is_filtered_by_a_range_and_a_wrong_one_stays(grid):
    asked = ask(grid, "population")
    asked.low.setText("abc")
    asked.take()
    assert asked.isVisible()
    assert "人口" in asked.fault.text()
    asked.low.setText("2")
    asked.high.setText("3")
    asked.take()
    grid.rest()
    assert {int(grid.cell(row, "population")) for row in range(grid.table.rows.rowCount())} <= {
        2,
        3,
    }
    assert chips(grid) == ["家庭人口：2 到 3"] or "2 到 3" in chips(grid)[0]


def test_several_choices_and_none(grid):
    asked = ask(grid, "household_type")
    field = grid.page.bar.spec.field("household_type")
    asked.ticks.tick(field.options[:2])
    asked.take()
    grid.rest()
    assert {grid.cell(row, "household_type") for row in range(grid.table.rows.rowCount())} <= {
        *field.options[:2]
    }
    assert "、" in chips(grid)[0]
    asked = ask(grid, "household_type")
    assert asked.ticks.ticked == tuple(field.options[:2])
    asked.ticks.tick([field.options[0]])  # what one choice above can say stands there
    asked.take()
    grid.rest()
    assert chips(grid) == []
    [combo] = [combo for one, combo in grid.page.bar._filters if one.id == "household_type"]
    assert (
        combo.currentText() == f"户类型：{field.options[0]}"
        or field.options[0] in combo.currentText()
    )


def test_rows_with_findings_and_empty_cells(grid, demo_shell):
    grid.page.bar.put_faulty()
    grid.rest()
    assert chips(grid)[0] == "有发现"
    assert grid.table.rows.rowCount() < 24
    grid.page.bar.clear()
    grid.rest()
    grid.page.bar.put(Filter("group", "empty"))
    grid.rest()
    assert grid.table.rows.rowCount() == 0
    assert grid.page.bar.is_narrowed


@pytest.mark.qt_log_ignore("does not support")  # menus need a screen
def test_a_value_is_filtered_from_its_cell_by_keyboard(grid):
    grid.to(0, "population")
    value = grid.cell(0, "population")
    grid.press(Key.Key_F10, SHIFT)
    choose(grid, "筛选这个值")
    count = grid.table.rows.rowCount()
    assert {grid.cell(row, "population") for row in range(count)} == {value}


@pytest.mark.qt_log_ignore("does not support")
def test_the_history_of_a_cell(grid):
    grid.to(0, "group")
    grid.type("77")
    grid.press(Key.Key_Return)
    grid.to(0, "group")
    grid.press(Key.Key_F10, SHIFT)
    choose(grid, "这一格的历史")
    shown = dialog(grid, CellHistoryDialog)
    assert [shown.model.lines[0].new, shown.model.rowCount()] == ["77", 2]
    shown.reject()


@pytest.mark.qt_log_ignore("does not support")
def test_a_column_is_moved_hidden_and_frozen_and_kept(grid, demo_shell):
    grid.to(0, "village")
    grid.table.column_menu_wanted.emit(1, QPoint())
    choose(grid, "左移")
    assert [one.id for one in grid.table.rows.fields][:2] == ["village", "head_name"]
    grid.table.column_menu_wanted.emit(2, QPoint())
    choose(grid, "不显示这一列")
    assert "group" not in [one.id for one in grid.table.rows.fields]
    grid.table.column_menu_wanted.emit(0, QPoint())
    choose(grid, "冻结到这一列")
    with demo_shell.here() as ctx:
        kept = grid_layout.layout(ctx, "household")
    assert (kept.columns[:2], kept.frozen) == (("village", "head_name"), 1)


def test_columns_are_chosen_in_a_dialog(qtbot, grid):
    grid.page.design.choose_columns()
    asked = dialog(grid, ColumnsDialog)
    asked.ticks.tick(["head_name", "address", "note"])
    asked.ticks.setCurrentRow(0)
    second = asked.ticks.item(1).text()
    qtbot.keyClick(asked.ticks, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert asked.ticks.item(0).text() == second
    asked._take()
    grid.rest()
    shown = [one.id for one in grid.table.rows.fields]
    assert set(shown) == {"head_name", "address", "note"}
    assert grid.table.rows.rowCount() == 24


def test_frozen_columns_stay_when_the_grid_is_scrolled(grid):
    wanted = [one.id for one in grid_layout.choosable(grid.page.bar.spec)][:14]
    grid.page.design.take(grid_layout.GridLayout(tuple(wanted), {}, 2))
    grid.rest()
    frozen = grid.table.frozen
    assert not frozen.isVisible()
    grid.table.horizontalScrollBar().setValue(300)
    assert frozen.isVisible()
    assert [not frozen.isColumnHidden(at) for at in range(4)] == [True, True, False, False]
    grid.table.go_to_cell(0, 13)
    grid.table.go_to_cell(0, 2)
    assert grid.table.visualRect(grid.table.currentIndex()).left() >= frozen.width_over()
    grid.table.go_to_cell(1, 0)
    grid.type("9")
    assert not frozen.isVisible()
    grid.press(Key.Key_Escape)


def test_a_view_is_named_chosen_and_dropped(grid):
    grid.page.bar.put(Filter("population", "between", ("3", "")))
    grid.page._sort_by("head_name", True)
    grid.rest()
    count, first = grid.table.rows.rowCount(), names(grid)[0]
    grid.page.design.name_view()
    asked = dialog(grid, NameDialog)
    asked.name.setText("三人以上")
    asked.keep.click()
    grid.rest()
    assert grid.page.design.button.text() == "视图：三人以上"
    grid.page.bar.clear()
    grid.page._sort_by("", False)
    grid.rest()
    assert grid.table.rows.rowCount() == 24
    [view] = grid.page.design.views
    grid.page.design.show_view(view)
    grid.rest()
    assert (grid.table.rows.rowCount(), names(grid)[0]) == (count, first)
    grid.page.design.drop_view(view)
    grid.rest()
    assert grid.page.design.views == ()


def test_many_rows_are_given_one_value_after_a_look(grid):
    grid.to(0, "group")
    grid.press(Key.Key_Down, SHIFT)
    grid.press(Key.Key_B, CTRL)
    asked = dialog(grid, BulkDialog)
    assert asked.some.isChecked()
    assert asked.some.text() == "选中的 2 户"
    asked.editor.write("66")
    asked._take()
    grid.rest()
    grid.accept()
    assert grid.column("group", 3)[:2] == ["66", "66"]
    grid.press(Key.Key_B, CTRL)
    asked = dialog(grid, BulkDialog)
    asked.all.setChecked(True)
    asked.empty.setChecked(True)
    asked._take()
    grid.rest()
    assert grid.page.hand.preview.found.rows == 24
    grid.accept()
    assert set(grid.column("group", 24)) == {""}
    grid.press(Key.Key_Z, CTRL)
    assert grid.column("group", 3)[:2] == ["66", "66"]


def test_no_dialog_is_left_behind(grid):
    asked = ask(grid, "phone")
    asked.reject()
    grid.rest()
    assert not [one for one in grid.page.findChildren(QDialog) if one.isVisible()]
