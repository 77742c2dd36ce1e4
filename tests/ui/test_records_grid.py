"""The grid of 台账 by keyboard alone: cells, blocks, the clipboard, and taking all of it back."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from qxn_desktop.domain.cell_block import CellBlock
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.search_combo import SearchCombo
from tests.ui.grid_hands import CTRL, SHIFT, Grid, Key, clipboard


@pytest.fixture
def grid(qtbot, demo_shell):
    return Grid(qtbot, demo_shell)


def test_arrows_move_the_cursor_and_shift_marks_a_block(grid):
    grid.to(0, "head_name")
    grid.press(Key.Key_Down)
    grid.press(Key.Key_Right)
    assert grid.place == (1, "village")
    grid.press(Key.Key_Down, SHIFT)
    grid.press(Key.Key_Right, SHIFT)
    assert grid.table.block() == CellBlock(1, 1, 2, 2)
    grid.press(Key.Key_Down, CTRL)
    assert grid.place[0] == grid.table.rows.rowCount() - 1
    grid.press(Key.Key_Up, CTRL | SHIFT)
    assert grid.table.block() == CellBlock(0, 2, 23, 2)
    grid.press(Key.Key_Home, CTRL)
    assert grid.place == (0, "head_name")
    grid.press(Key.Key_A, CTRL)
    assert grid.table.block() == CellBlock(0, 0, 23, len(grid.table.rows.fields) - 1)


def test_the_pane_follows_the_row_and_not_the_column(grid):
    grid.to(3, "group")
    assert grid.page.pane.view.id == grid.table.rows.line(3).id
    grid.press(Key.Key_Right)
    assert grid.page.pane.view.id == grid.table.rows.line(3).id
    grid.press(Key.Key_Down)
    assert grid.page.pane.view.id == grid.table.rows.line(4).id


def test_typing_begins_and_enter_goes_down(grid):
    grid.to(0, "group")
    grid.type("9")
    assert isinstance(grid.editor, QLineEdit)
    grid.press(Key.Key_Return)
    assert (grid.cell(0, "group"), grid.place) == ("9", (1, "group"))
    assert grid.stored(0).text("group") == "9"
    grid.press(Key.Key_F2)
    assert grid.editor.text() == grid.cell(1, "group")
    grid.press(Key.Key_Escape)
    assert grid.editor is None


def test_tab_goes_right_and_enter_begins_the_next_row(grid):
    grid.to(0, "group")
    grid.type("9")
    grid.press(Key.Key_Tab)
    assert grid.place == (0, "household_type")
    grid.press(Key.Key_Tab)
    assert grid.place == (0, "monitor_category")
    grid.press(Key.Key_Return)
    assert grid.place == (1, "group")
    grid.press(Key.Key_Escape)
    grid.press(Key.Key_Tab)
    assert not grid.table.hasFocus()


def test_a_faulty_value_stays_in_the_cell_with_its_sentence(grid):
    grid.to(0, "population")
    old = grid.cell(0, "population")
    grid.type("abc")
    grid.press(Key.Key_Return)
    assert "人口" in grid.table.cells.said
    assert grid.editor.text() == "abc"
    grid.press(Key.Key_Escape)
    assert (grid.table.cells.said, grid.cell(0, "population")) == ("", old)
    assert grid.place == (0, "population")


@pytest.mark.qt_log_ignore("does not support")  # what is offered needs a screen
def test_a_choice_is_typed_by_pinyin(grid):
    grid.to(0, "household_type")
    grid.press(Key.Key_F2)
    assert isinstance(grid.editor, SearchCombo)
    grid.type("tph")
    QApplication.activePopupWidget() and QApplication.activePopupWidget().close()
    grid.press(Key.Key_Return)
    assert grid.stored(0).text("household_type") == "脱贫户"
    assert grid.place == (1, "household_type")


def test_what_is_hidden_is_not_lost_by_looking(grid):
    grid.to(0, "phone")
    phone = grid.stored(0).text("phone")
    grid.press(Key.Key_F2)
    assert grid.editor.text() == ""
    grid.press(Key.Key_Return)
    assert grid.stored(0).text("phone") == phone


def test_an_edit_is_taken_back_and_done_again(grid):
    grid.to(2, "group")
    old = grid.cell(2, "group")
    grid.type("11")
    grid.press(Key.Key_Return)
    assert grid.window.said.text == "已改 1 格。"
    grid.press(Key.Key_Z, CTRL)
    assert grid.cell(2, "group") == old
    grid.press(Key.Key_Y, CTRL)
    assert grid.cell(2, "group") == "11"


def test_a_block_is_copied_as_it_is_shown(grid):
    grid.to(0, "head_name")
    grid.press(Key.Key_Down, SHIFT)
    grid.press(Key.Key_Right, SHIFT)
    grid.press(Key.Key_C, CTRL)
    lines = [grid.table.rows.line(row) for row in (0, 1)]
    wanted = [f"{one.cells['head_name']}\t{one.cells['village']}" for one in lines]
    assert clipboard() == "\n".join(wanted)
    grid.to(0, "phone")
    grid.press(Key.Key_C, CTRL)
    assert "*" in clipboard()


def test_a_block_is_pasted_shown_first_and_taken_back(grid):
    before = grid.column("group"), grid.column("population")
    clipboard("5\r\n6\r\n7\r\n")
    grid.to(0, "group")
    grid.press(Key.Key_V, CTRL)
    preview = grid.page.hand.preview
    assert preview.windowTitle() == "核对改动"
    assert [one.new for one in preview.found.changes] == ["5", "6", "7"]
    grid.accept()
    assert grid.column("group") == ["5", "6", "7", before[0][3]]
    grid.press(Key.Key_Z, CTRL)
    assert (grid.column("group"), grid.column("population")) == before


def test_one_copied_cell_is_pasted_into_all_marked(grid):
    clipboard("8")
    grid.to(0, "group")
    grid.press(Key.Key_Down, SHIFT)
    grid.press(Key.Key_Down, SHIFT)
    grid.press(Key.Key_V, CTRL)
    grid.accept()
    assert grid.column("group")[:3] == ["8"] * 3


def test_faulty_cells_are_left_out_or_nothing_is_written(grid):
    before = grid.column("population")
    clipboard("4\n五口\n6")
    grid.to(0, "population")
    grid.press(Key.Key_V, CTRL)
    preview = grid.page.hand.preview
    assert len(preview.found.faults) == 1
    assert (preview.keep.text(), preview.drop.text()) == ("只改没问题的", "全不改")
    preview.reject()
    grid.rest()
    assert grid.column("population") == before
    grid.press(Key.Key_V, CTRL)
    grid.accept()
    assert grid.column("population") == ["4", before[1], "6", before[3]]


def test_a_copy_comes_back_unchanged(grid):
    grid.to(0, "head_name")
    grid.press(Key.Key_A, CTRL)
    grid.press(Key.Key_C, CTRL)
    grid.press(Key.Key_V, CTRL)
    assert grid.page.hand.preview is None
    assert "没有要改的" in grid.window.said.text


def test_filling_down_gives_true_values(grid):
    phone = grid.stored(0).text("phone")
    grid.to(0, "phone")
    grid.press(Key.Key_Down, SHIFT)
    grid.press(Key.Key_Down, SHIFT)
    grid.press(Key.Key_D, CTRL)
    grid.accept()
    assert [grid.stored(row).text("phone") for row in range(3)] == [phone] * 3


def test_delete_empties_what_is_marked(grid):
    grid.to(0, "population")
    grid.press(Key.Key_Down, SHIFT)
    grid.press(Key.Key_Delete)
    grid.accept()
    assert grid.column("population")[:2] == ["", ""]
    grid.to(0, "head_name")
    grid.press(Key.Key_Delete)
    assert not grid.page.hand.preview.found.rows
    grid.page.hand.preview.reject()


def test_nothing_is_typed_in_a_register_of_the_work(grid, demo_shell):
    demo_shell.go(Target("records", "", {"register": "check"}))
    grid.rest()
    grid.press(Key.Key_F2)
    assert grid.editor is None
    grid.press(Key.Key_Delete)
    assert "不能在格子里改" in grid.window.said.text
