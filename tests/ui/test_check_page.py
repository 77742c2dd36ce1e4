"""Rounds, the table for paper sheets, sheets out and back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from qxn_desktop.services import check_draft, check_round, checks
from qxn_desktop.ui.dialogs.village_count_dialog import VillageCountDialog
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.photo_tile import PhotoTile
from tests.ui.check_builder import GC, Desk


@pytest.fixture
def desk(qtbot, demo_shell):
    made = Desk(qtbot, demo_shell)
    yield made
    made.settle()


def cell(model, row, code):
    return model.index(row, model.columns.index(code))


def fill(model, row, answers):
    for code, text in answers.items():
        assert model.setData(cell(model, row, code), text)


def recorded(desk, object_id):
    with desk.shell.here() as ctx:
        return checks.checks_of(ctx, object=object_id, date="2026-11-25")


# --- rounds


def test_the_board_lists_checklists_and_unfolds_the_chosen(desk):
    rounds = desk.page.rounds
    heads = [one.title for one in rounds.rounds.lines if one.heads]
    assert "公厕巡查 · 每周一次" in heads
    desk.choose("GC", "weekly")
    villages = [one.village for one in rounds.rounds.lines if one.village]
    assert villages == sorted(villages)
    assert rounds.lines.rowCount() > 0
    assert {line.template for line in rounds.lines.lines} == {"GC"}
    desk.choose("GC", "weekly", villages[0])
    assert {line.village for line in rounds.lines.lines} == {villages[0]}


def test_a_village_keeps_the_frequency_in_its_title(desk):
    rounds = desk.page.rounds
    desk.choose("GC", "weekly")
    assert rounds._heading.text() == "公厕巡查 · 每周一次　各村"
    village = next(one for one in rounds.rounds.lines if one.village)
    desk.choose("GC", "weekly", village.village)
    assert rounds._heading.text() == f"公厕巡查 · 每周一次　{village.title}"


def test_villages_are_named_once_where_they_are_the_objects(desk):
    desk.choose("LJ", "monthly")
    rounds = desk.page.rounds
    assert {line.register for line in rounds.lines.lines} == {"village"}
    shown = [at for at in range(6) if not rounds.table.isColumnHidden(at)]
    titles = [rounds.lines.columns[at].title for at in shown]
    assert titles == ["对象", "期限", "状态"]


def test_enter_at_the_left_marks_the_first_object_that_waits(desk):
    desk.choose("GC", "weekly")
    rounds = desk.page.rounds
    rounds.only_waiting.setChecked(False)
    first = next(n for n, line in enumerate(rounds.lines.lines) if line.waiting)
    desk.qtbot.keyClick(rounds.left_table, Qt.Key.Key_Return)
    assert rounds.table.hasFocus()
    assert rounds.table.currentIndex().row() == first
    assert len(rounds.table.chosen_lines()) == 1


def test_a_double_click_on_another_village_waits_for_its_objects(desk):
    desk.choose("GC", "weekly")
    rounds = desk.page.rounds
    place = next(n for n, one in enumerate(rounds.rounds.lines) if one.village and one.remaining)
    village = rounds.rounds.lines[place].village
    rounds.left_table.go_to(place)
    rounds.left_table.opened.emit(rounds.rounds.lines[place])  # before its objects are read
    desk.settle()
    assert rounds.table.hasFocus()
    assert rounds.table.current_line().village == village


def test_esc_in_the_list_takes_back_a_search_then_leads_left(desk):
    desk.choose("GC", "weekly")
    rounds = desk.page.rounds
    rounds.search.setText("没有这个人")
    rounds.search.setFocus()
    desk.qtbot.keyClick(rounds.search, Qt.Key.Key_Escape)
    assert rounds.search.text() == ""
    desk.qtbot.keyClick(rounds.search, Qt.Key.Key_Escape)
    assert rounds.left_table.hasFocus()


def test_the_keyboard_stands_on_the_checklists_when_the_page_is_opened(desk):
    desk.window.show_target(Target("problems"))
    desk.window.show_target(Target("check"))
    desk.settle()
    assert desk.page.rounds.left_table.hasFocus()


def test_the_mark_stays_when_the_list_is_read_anew(desk):
    desk.choose("GC", "weekly")
    rounds = desk.page.rounds
    rounds.table.go_to(2)
    marked = rounds.table.current_line().object_id
    desk.page.refresh_soon()
    desk.settle()
    assert rounds.table.current_line().object_id == marked


def test_esc_from_an_object_leads_back_to_its_line(desk):
    desk.choose("GC", "weekly")
    rounds = desk.page.rounds
    rounds.table.go_to(2)
    left = rounds.table.current_line().object_id
    rounds.begin.click()
    desk.settle()
    assert desk.page.entry.line.object_id == left
    desk.qtbot.keyClick(desk.page.entry.form, Qt.Key.Key_Escape)
    desk.settle()
    assert rounds.table.hasFocus()
    assert rounds.table.current_line().object_id == left


def test_free_choice_lists_every_object_and_is_searched(desk):
    rounds = desk.page.rounds
    rounds.want("HC", "", "", free=True)
    desk.settle()
    assert rounds.lines.rowCount() == 24
    name = rounds.lines.line(3).household
    rounds.search.setText(name)
    assert {line.household for line in rounds.lines.lines} == {name}
    rounds.search.setText("没有这个人")
    assert rounds._nothing.isVisible()


def test_enter_opens_an_object_and_a_scanned_key_its_sheet(desk):
    desk.choose("GC", "weekly")
    rounds = desk.page.rounds
    line = rounds.lines.line(1)
    rounds.table.go_to(1)
    desk.qtbot.keyClick(rounds.table, Qt.Key.Key_Return)
    desk.settle()
    assert desk.page.entry.line.object_id == line.object_id
    desk.page.entry.leave()
    desk.settle()
    rounds.search.setText(line.key)
    desk.qtbot.keyClick(rounds.search, Qt.Key.Key_Return)
    desk.settle()
    assert desk.page.entry.line.object_id == line.object_id
    assert desk.page.stack.currentWidget() is desk.page.entry


def test_other_pages_lead_to_one_object(desk):
    with desk.shell.here() as ctx:
        line = check_round.check_round(ctx, "GC").remaining[0]
    desk.shell.go(Target("check", line.object_id, {"template": "GC"}))
    desk.settle()
    assert desk.page.entry.line.object_id == line.object_id


def test_models_hold_what_qt_asks_of_them(desk, qtmodeltester):
    desk.choose("GC", "weekly")
    qtmodeltester.check(desk.page.rounds.lines)
    desk.page._type_in()
    desk.settle()
    qtmodeltester.check(desk.page.sheets.model)


def test_an_empty_office_says_why_nothing_is_due(qtbot, office_shell):
    desk = Desk(qtbot, office_shell)
    assert desk.page.rounds._why.isVisible()
    assert "确认" in desk.page.rounds._why.words.text()


def test_what_was_checked_is_looked_at_again(desk):
    desk.choose("HC", "yearly_all")
    rounds = desk.page.rounds
    rounds.only_waiting.setChecked(False)
    done = next(line for line in rounds.lines.lines if not line.waiting and line.check)
    rounds.table.opened.emit(done)
    desk.settle()
    record = desk.page.record
    assert desk.page.stack.currentWidget() is record
    assert record._heading.text() == done.called
    assert record.model.rowCount() > 5
    desk.shell.go(Target("check", done.check, {"register": "check"}))
    desk.settle()
    record._again()
    desk.settle()
    assert desk.page.entry.line.object_id == done.object_id


def test_esc_closes_a_photo_first_then_the_record(desk):
    with desk.shell.here() as ctx:
        check = ctx.ws.select("problem", {"template": "HC"})[0].text("check")
    desk.shell.go(Target("check", check, {"register": "check"}))
    desk.settle()
    record = desk.page.record
    record.findChildren(PhotoTile)[0].click()
    desk.settle()
    assert record._viewer.isVisible()
    desk.qtbot.keyClick(record._viewer, Qt.Key.Key_Escape)
    desk.settle()
    assert not record._viewer.isVisible()
    assert desk.page.stack.currentWidget() is record
    desk.qtbot.keyClick(record.table, Qt.Key.Key_Escape)
    desk.settle()
    assert desk.page.stack.currentWidget() is desk.page.rounds


def test_a_round_is_counted_by_village(desk):
    desk.choose("GC", "weekly")
    desk.page._count()
    desk.settle()
    [dialog] = desk.window.findChildren(VillageCountDialog)
    assert dialog.isVisible()
    dialog.reject()


# --- the table


@pytest.fixture
def table(desk):
    desk.choose("GC", "weekly")
    desk.page._type_in()
    desk.settle()
    return desk


def test_the_table_is_called_as_the_list_was(table):
    assert table.page.sheets._heading.text() == "录入纸表　公厕巡查 · 每周一次　各村"


def test_typed_digits_show_what_they_mean_and_what_is_wrong(table):
    model = table.page.sheets.model
    fill(model, 0, {"GC01": "1", "GC03": "2", "GC06": "2、3"})
    shown = [cell(model, 0, code).data() for code in ("GC01", "GC03", "GC06")]
    assert shown == ["是", "2次/日", "冲水坏、洗手坏"]
    assert cell(model, 0, "GC06").data(Qt.ItemDataRole.EditRole) == "2、3"
    fill(model, 0, {"GC01": "7"})
    assert cell(model, 0, "status").data() == "1 处要改"
    assert "没有选项" in cell(model, 0, "GC01").data(Qt.ItemDataRole.ToolTipRole)
    assert cell(model, 0, "GC01").data(Qt.ItemDataRole.BackgroundRole) is not None
    place = model.undo()
    assert place == cell(model, 0, "GC01")
    assert cell(model, 0, "GC01").data() == "是"


def test_good_rows_are_recorded_and_the_others_stay(table):
    sheets = table.page.sheets
    fill(sheets.model, 0, GC)
    fill(sheets.model, 1, {**GC, "GC01": "9"})
    fill(sheets.model, 2, {"GC01": "1"})
    lines = [state.line for state in sheets.model.rows]
    assert sheets.record.text() == "登记填好的 1 份"
    sheets.record.click()
    table.settle()
    assert [len(recorded(table, line.object_id)) for line in lines[:3]] == [1, 0, 0]
    assert cell(sheets.model, 0, "status").data() == "已登记"
    assert not sheets.model.setData(cell(sheets.model, 0, "GC01"), "2")
    assert "已登记 1 份" in table.window.said.text
    table.window.undo()
    table.settle()
    assert recorded(table, lines[0].object_id) == []
    assert cell(sheets.model, 0, "status").data() == "可以登记"
    sheets.record.click()
    table.settle()
    assert len(recorded(table, lines[0].object_id)) == 1
    sheets.leave()
    table.settle()
    with table.shell.here() as ctx:
        drafts = {d.object_id: d for d in check_draft.drafts(ctx)}
    assert set(drafts) == {lines[1].object_id, lines[2].object_id}
    table.page._type_in()
    table.settle()
    assert cell(sheets.model, 1, "GC01").data() == "是"  # what was begun is typed in already


def test_keys_walk_through_the_cells(table):
    grid, model = table.page.sheets.table, table.page.sheets.model
    assert grid.currentIndex() == cell(model, 0, "GC01")
    for key in "1", "2":
        table.qtbot.keyClick(grid, key)
        table.qtbot.keyClick(grid.indexWidget(grid.currentIndex()), Qt.Key.Key_Return)
        table.settle()
    assert model.rows[0].texts == {"GC01": "1", "GC02": "2"}
    assert grid.currentIndex() == cell(model, 0, "GC03")
    table.qtbot.keyClick(grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    table.qtbot.keyClick(grid, Qt.Key.Key_Delete)
    assert model.rows[0].texts == {"GC01": "1"}
    table.qtbot.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert model.rows[0].texts == {"GC01": "1", "GC02": "2"}


def test_ctrl_enter_records_what_is_ready_from_a_cell_or_while_typing(table):
    sheets, ctrl = table.page.sheets, Qt.KeyboardModifier.ControlModifier
    grid, model = sheets.table, sheets.model
    fill(model, 0, GC)
    lines = [state.line for state in model.rows]
    table.qtbot.keyClick(grid, Qt.Key.Key_Return, ctrl)
    table.settle()
    assert len(recorded(table, lines[0].object_id)) == 1
    fill(model, 1, {code: text for code, text in GC.items() if code != "GC10"})
    grid.setCurrentIndex(cell(model, 1, "GC10"))
    table.qtbot.keyClick(grid, "1")
    table.qtbot.keyClick(grid.indexWidget(grid.currentIndex()), Qt.Key.Key_Return, ctrl)
    table.settle()
    assert len(recorded(table, lines[1].object_id)) == 1
    table.qtbot.keyClick(grid, Qt.Key.Key_Return, ctrl)
    table.settle()
    assert "还没有填好的" in table.window.said.text
    failing = {**GC, "GC01": "2"}
    fill(model, 2, {code: text for code, text in failing.items() if code != "GC08"})
    grid.setCurrentIndex(cell(model, 2, "GC02"))
    table.qtbot.keyClick(grid, Qt.Key.Key_Return, ctrl)
    assert grid.currentIndex() == cell(model, 2, "GC08")
    fill(model, 2, {"GC08": "1"})
    table.qtbot.keyClick(grid, Qt.Key.Key_Return, ctrl)
    table.settle()
    assert "差照片" in table.window.said.text


def test_what_a_cell_asks_is_told_where_the_bar_does_not_lie(table):
    sheets = table.page.sheets
    table.shell.say("已登记 1 份。", undo=True)
    told = sheets._about.mapTo(table.window, sheets._about.rect().bottomLeft()).y()
    said = table.window.said
    assert sheets._about.text().startswith("1. ")
    assert told < said.mapTo(table.window, said.rect().topLeft()).y()


def test_a_block_is_pasted_from_a_workbook(table):
    grid, model = table.page.sheets.table, table.page.sheets.model
    grid.setCurrentIndex(cell(model, 0, "GC01"))
    QGuiApplication.clipboard().setText("1\t否\t3\r\n2\t1\t\n")
    table.qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert model.rows[0].texts == {"GC01": "1", "GC02": "否", "GC03": "3"}
    assert model.rows[1].texts == {"GC01": "2", "GC02": "1"}


def test_a_block_is_taken_back_as_one_and_what_found_no_row_is_told(table):
    grid, model = table.page.sheets.table, table.page.sheets.model
    before = [dict(state.texts) for state in model.rows]
    last = len(model.rows) - 1
    grid.setCurrentIndex(cell(model, last - 1, "GC01"))
    QGuiApplication.clipboard().setText("1\t2\n2\t1\n1\t1\n1\t1\n")
    table.qtbot.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert model.rows[last].texts == {"GC01": "2", "GC02": "1"}
    assert "多出的 2 行没有粘贴" in table.window.said.text
    table.qtbot.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [state.texts for state in model.rows] == before
    assert not model.can_undo


def test_a_sheet_is_found_by_its_key_or_name(table):
    sheets = table.page.sheets
    line = sheets.model.rows[2].line
    sheets.jump.setText(line.key.lower())
    table.qtbot.keyClick(sheets.jump, Qt.Key.Key_Return)
    assert sheets.table.currentIndex().row() == 2
    sheets.jump.setText(sheets.model.rows[1].line.label)
    table.qtbot.keyClick(sheets.jump, Qt.Key.Key_Return)
    assert sheets.table.currentIndex().row() == 1
    sheets.jump.setText("没有的")
    table.qtbot.keyClick(sheets.jump, Qt.Key.Key_Return)
    assert "没有“没有的”" in table.window.said.text


def test_a_sheet_of_another_village_gets_a_row(table):
    sheets = table.page.sheets
    villages = [state.line.village for state in sheets.model.rows]
    key = sheets.model.rows[-1].line.key
    sheets.leave()
    table.settle()
    table.choose("GC", "weekly", villages[0])
    table.page._type_in()
    table.settle()
    count = sheets.model.rowCount()
    sheets.jump.setText(key)
    table.qtbot.keyClick(sheets.jump, Qt.Key.Key_Return)
    table.settle()
    assert sheets.model.rowCount() == count + 1
    assert sheets.model.rows[-1].line.village == villages[-1]
