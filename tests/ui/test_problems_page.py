"""问题: list and detail, the one next step, what is missing, what comes of it."""

from __future__ import annotations

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from qxn_desktop.domain.rectification_guide import DueMark
from qxn_desktop.services import problems
from qxn_desktop.services.legal_step import Action
from qxn_desktop.services.problem_board import Group, Wanted, board
from qxn_desktop.services.search import Hit
from qxn_desktop.ui.dialogs.unfinished_dialog import UnfinishedDialog
from qxn_desktop.ui.dialogs.village_count_dialog import VillageCountDialog
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.navigation import PageSpec
from qxn_desktop.ui.pages.problems_page import ProblemsPage
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.photo_picker import PhotoPicker
from qxn_desktop.ui.widgets.photo_tile import PhotoTile
from tests.ui.settling import settle

SCREENLESS = "This plugin does not support"
"""What the platform without a screen says of pop-ups."""
PAGES = (
    PageSpec("problems", "问题", "problems", "qxn_desktop.ui.pages.problems_page", "ProblemsPage"),
)


@pytest.fixture
def window(qtbot, demo_shell):
    made = MainWindow(demo_shell, PAGES)
    qtbot.addWidget(made)
    made.show()
    settle(qtbot, demo_shell)
    return made


@pytest.fixture
def page(window) -> ProblemsPage:
    assert isinstance(window.page, ProblemsPage)
    return window.page


def of_group(shell, group: Group):
    with shell.here() as ctx:
        return [line.problem for line in board(ctx, Wanted(group)).lines]


def entry(page: ProblemsPage, kind, name: str):
    form = page.pane.form
    assert form is not None
    [found] = [w for w in form.findChildren(kind) if w.accessibleName().startswith(name)]
    return found


def texts(root) -> str:
    return " ".join(one.text() for one in root.findChildren(QPushButton) if one.isVisible())


def test_open_problems_are_listed_and_the_first_is_shown(page, demo_shell):
    expected = of_group(demo_shell, Group.OPEN)
    assert [line.problem.id for line in page.list.lines.lines] == [one.id for one in expected]
    assert page.pane.page is not None
    assert page.pane.page.line.id == expected[0].id
    assert page.groups[Group.OPEN].text() == f"未销号 {len(expected)}"


def test_the_model_is_sound(page, qtmodeltester):
    qtmodeltester.check(page.list.lines)
    assert QAbstractItemModelTester(page.list.lines) is not None


def test_a_group_narrows_the_list(qtbot, page, demo_shell):
    page.groups[Group.TO_REVISIT].click()
    settle(qtbot, demo_shell)
    assert {line.problem.state for line in page.list.lines.lines} == {"confirmed"}
    assert page.pane.page.line.state == "confirmed"


def test_the_line_that_is_marked_is_the_problem_that_is_shown(qtbot, page, demo_shell):
    qtbot.keyClick(page.window(), Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, demo_shell)
    [line] = page.list.chosen_lines()
    assert line is page.list.lines.lines[1]
    assert page.pane.page.line.id == line.problem.id


def test_what_is_typed_narrows_the_list(qtbot, page, demo_shell):
    wanted = page.list.lines.lines[-1].problem
    page.search.setText(wanted.number)
    settle(qtbot, demo_shell)
    assert [line.problem.id for line in page.list.lines.lines] == [wanted.id]


def test_a_target_opens_a_problem_that_is_closed_already(qtbot, window, page, demo_shell):
    closed = of_group(demo_shell, Group.CLOSED)[0]
    window.show_target(Target("problems", closed.id))
    settle(qtbot, demo_shell)
    assert page.pane.page.line.id == closed.id
    assert page.list.current_line().problem.id == closed.id
    assert page.groups[Group.ALL].isChecked()


def test_a_target_filters(qtbot, window, page, demo_shell):
    window.show_target(Target("problems", facts={"group": "overdue"}))
    settle(qtbot, demo_shell)
    assert {line.due_mark for line in page.list.lines.lines} == {DueMark.OVERDUE}


def test_the_button_waits_for_what_is_missing_and_then_does_the_step(
    qtbot, page, demo_shell, tmp_path
):
    [working, *_] = [one for one in of_group(demo_shell, Group.OPEN) if one.state == "working"]
    page.open(Target("problems", working.id))
    settle(qtbot, demo_shell)
    form = page.pane.form
    assert not form.submit.isEnabled()
    assert form.missing == ("还缺：整改情况。", "申请销号须有证据：请附整改后照片或证明材料。")
    photo = tmp_path / "整改后.jpg"
    Image.new("RGB", (640, 480), (40, 160, 80)).save(photo)
    entry(page, PhotoPicker, "整改后照片").add([photo])
    entry(page, QPlainTextEdit, "整改情况").setPlainText("已清运，设了围栏和提示牌")
    assert form.missing == ()
    page.pane.focus_step()
    qtbot.keyClick(page.window(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, demo_shell)
    assert page.pane.page.line.state == "applied"
    assert "已申请销号，等" in page.window().said.text
    assert page.pane.form.step.event == "confirm"


def test_another_step_takes_the_place_of_the_next_one(qtbot, page, demo_shell):
    applied = of_group(demo_shell, Group.TO_CONFIRM)[0]
    page.open(Target("problems", applied.id))
    settle(qtbot, demo_shell)
    page.pane.take_step("return")
    assert page.pane.form.submit.text() == "退回"
    entry(page, QPlainTextEdit, "理由").setPlainText("照片看不出已经整改")
    page.pane.submit()
    settle(qtbot, demo_shell)
    assert page.pane.page.line.state == "working"


def test_another_step_is_left_by_escape_and_what_was_typed_is_kept(qtbot, page):
    page.pane.take_step("refer")
    entry(page, QPlainTextEdit, "理由").setPlainText("写了一半")
    qtbot.keyClick(page.window(), Qt.Key.Key_Escape)
    assert page.pane.form.step.event == page.pane.page.guide.next.event
    assert page.list.hasFocus()
    page.pane.take_step("refer")
    assert entry(page, QPlainTextEdit, "理由").toPlainText() == "写了一半"
    page.pane.form.left.emit()
    assert page.list.hasFocus()
    page.pane.take_step("extend")
    page.pane.take_step("refer")
    assert entry(page, QPlainTextEdit, "理由").toPlainText() == "写了一半"


def test_escape_leaves_the_next_step_as_it_stands(qtbot, page, demo_shell):
    working = next(one for one in of_group(demo_shell, Group.OPEN) if one.state == "working")
    page.open(Target("problems", working.id))
    settle(qtbot, demo_shell)
    page.pane.focus_step()
    text = entry(page, QPlainTextEdit, "整改情况")
    assert text.hasFocus()
    qtbot.keyClicks(text, "half")
    qtbot.keyClick(page.window(), Qt.Key.Key_Escape)
    assert page.list.hasFocus()
    assert text.toPlainText() == "half"


def click_row(qtbot, page, row: int) -> None:
    index = page.list.lines.index(row, 0)
    place = page.list.visualRect(index).center()
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_click_on_another_problem_leaves_the_keyboard_in_the_list(qtbot, page, demo_shell):
    page.pane.take_step("refer")
    settle(qtbot, demo_shell)
    assert page.pane.has_keyboard()
    click_row(qtbot, page, 2)
    settle(qtbot, demo_shell)
    assert page.pane.page.line.id == page.list.lines.lines[2].problem.id
    assert page.list.hasFocus()


def states(shell) -> list[tuple[str, str, int]]:
    """Every problem's state, and how much was done to it."""
    with shell.here() as ctx:
        rows = ctx.ws.select("problem")
        return [(r.id, r.text("state"), len(ctx.ws.operations("problem", r.id))) for r in rows]


@pytest.mark.parametrize("group", [Group.OPEN, Group.TO_REVISIT, Group.CLOSED])
def test_nothing_legal_is_a_stray_key_away(qtbot, page, demo_shell, group):
    page.groups[group].click()
    settle(qtbot, demo_shell)
    before = states(demo_shell)
    for row in range(min(len(page.list.lines.lines), 12)):
        click_row(qtbot, page, row)
        settle(qtbot, demo_shell)
        assert page.list.hasFocus()
        for modifier in (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier):
            page.list.setFocus()
            for _ in range(2 - bool(modifier)):
                focus = page.window().focusWidget()
                qtbot.keyClick(focus, Qt.Key.Key_Return, modifier)
                settle(qtbot, demo_shell)
    assert states(demo_shell) == before


def test_a_step_is_done_once_by_two_quick_presses(qtbot, page, demo_shell):
    revisited = of_group(demo_shell, Group.TO_REVISIT)[0]
    page.open(Target("problems", revisited.id))
    settle(qtbot, demo_shell)
    page.pane.focus_step()
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_1)
    for _ in range(2):
        key, modifier = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        qtbot.keyClick(page.window().focusWidget(), key, modifier)
    settle(qtbot, demo_shell)
    assert page.pane.page.line.state == "revisited"
    assert page.list.hasFocus()
    assert page.window().trouble.text == ""


@pytest.mark.parametrize("size", [(1366, 740), (1100, 640)])
def test_both_photos_are_in_sight_while_a_closing_is_confirmed(qtbot, page, demo_shell, size):
    page.window().resize(*size)
    applied = of_group(demo_shell, Group.TO_CONFIRM)[0]
    page.open(Target("problems", applied.id))
    settle(qtbot, demo_shell)
    assert page.pane.form.step.event == "confirm"
    sight = page.pane.parentWidget()
    if size[0] < 1366:
        page.pane.focus_step()
    shown = [one for one in page.pane._beside.findChildren(PhotoTile) if one.isVisible()]
    assert {one.accessibleName()[:3] for one in shown} == {"整改前", "整改后"}
    for one in (*shown, page.pane.form.submit):
        qtbot.waitUntil(
            lambda part=one: sight.rect().contains(part.mapTo(sight, part.rect().bottomRight()))
        )


def test_what_is_being_typed_survives_a_change_elsewhere(qtbot, page, demo_shell):
    first, second = of_group(demo_shell, Group.OPEN)[:2]
    page.pane.take_step("refer")
    entry(page, QPlainTextEdit, "理由").setPlainText("正在写")
    demo_shell.do(
        page,
        "",
        lambda ctx, _job: problems.do(
            ctx, second.id, Action("refer", {"ground": "虚假销号", "reason": "核查"})
        ),
    )
    settle(qtbot, demo_shell)
    assert page.pane.page.line.id == first.id
    assert entry(page, QPlainTextEdit, "理由").toPlainText() == "正在写"


def test_what_was_half_typed_is_there_again(qtbot, page, demo_shell, tmp_path):
    first, second = of_group(demo_shell, Group.OPEN)[:2]
    page.pane.take_step("refer")
    entry(page, QPlainTextEdit, "理由").setPlainText("写了一半")
    entry(page, QComboBox, "事由").setCurrentIndex(2)
    facts = page.pane.form.facts
    page._step(1)
    settle(qtbot, demo_shell)
    assert page.pane.page.line.id == second.id
    assert not page.pane.form.is_touched()
    page._step(-1)
    settle(qtbot, demo_shell)
    assert page.pane.page.line.id == first.id
    assert page.pane.form.step.event == "refer"
    assert page.pane.form.facts == facts


def test_photos_stand_side_by_side_and_are_enlarged(qtbot, page, demo_shell):
    closed = next(one for one in of_group(demo_shell, Group.TO_REVISIT))
    page.open(Target("problems", closed.id))
    settle(qtbot, demo_shell)
    tiles = [one for one in page.findChildren(PhotoTile) if one.isVisible()]
    assert {one.accessibleName()[:3] for one in tiles} == {"整改前", "整改后"}
    tiles[0].click()
    settle(qtbot, demo_shell)
    viewer = page._viewer
    assert viewer.isVisible()
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()


@pytest.mark.qt_log_ignore(SCREENLESS)
def test_a_problem_is_entered_by_hand(qtbot, page, demo_shell):
    page.show_new()
    new = page.new
    new.title.setText("村口垃圾池满溢")
    new.enter()
    assert "请选定对象" in new._grid._fields["object"][1].text()
    qtbot.keyClicks(new.object, "bw")
    settle(qtbot, demo_shell)
    new.object._take(new.object._found.index(0, 0))
    assert new.object.hit is not None
    new.due.setText("12-1")
    new.enter()
    settle(qtbot, demo_shell)
    assert page.pane.page.line.title == "村口垃圾池满溢"
    assert page.pane.page.line.due == "2026-12-01"
    assert page.pane.form.step.event == "assign"


@pytest.mark.qt_log_ignore(SCREENLESS)
def test_escape_puts_away_what_is_offered_before_the_form(qtbot, page, demo_shell):
    page.show_new()
    page.new.object.setFocus()
    qtbot.keyClicks(page.new.object, "bw")
    settle(qtbot, demo_shell)
    for expected in (True, False):
        assert page.new.object._completer.popup().isVisible() == expected
        QTest.keyClick(page.window().windowHandle(), Qt.Key.Key_Escape)
        assert page._is_entering() == expected


def test_a_form_stays_while_the_list_behind_it_is_read_anew(qtbot, office_shell):
    window = MainWindow(office_shell, PAGES)
    qtbot.addWidget(window)
    window.show()
    settle(qtbot, office_shell)
    page = window.page
    assert isinstance(page, ProblemsPage)
    page.show_new()
    page.new.title.setText("村口垃圾池满溢")
    page.refresh_soon()  # as after a merge or the day's backup
    settle(qtbot, office_shell)
    assert page._is_entering()
    assert page.new.title.hasFocus()


def test_what_is_wrong_stands_under_its_field(qtbot, page, demo_shell):
    page.show_new()
    with demo_shell.here() as ctx:
        village = ctx.ws.select("village")[0]

    page.new.object.show_hit(Hit(village.text("name"), "", "village", village.id, village.id))
    page.new.due.setText("2月31日")
    page.new.enter()
    settle(qtbot, demo_shell)
    faults = {key: words.text() for key, (_, words) in page.new._grid._fields.items()}
    assert faults["title"]
    assert faults["demanded_due"]
    assert not page.window().trouble.isVisible()


@pytest.mark.qt_log_ignore(SCREENLESS)
def test_what_is_listed_is_counted_by_village(qtbot, page, demo_shell):
    page.count_villages()
    settle(qtbot, demo_shell)
    [dialog] = page.findChildren(VillageCountDialog)
    assert dialog.isVisible()
    dialog._open(page.list.lines.lines[0].problem.village)
    settle(qtbot, demo_shell)
    assert len({line.problem.village for line in page.list.lines.lines}) == 1


def test_a_form_that_is_not_seen_does_nothing(qtbot, page, demo_shell):
    with demo_shell.here() as ctx:
        revisited = next(
            line.problem
            for line in board(ctx, Wanted(Group.ALL)).lines
            if line.problem.state == "confirmed"
        )
    page.open(Target("problems", revisited.id))
    settle(qtbot, demo_shell)
    assert page.pane.form.missing == ("还缺：是否合格。",)
    page.pane.focus_step()
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_1)
    assert page.pane.form.missing == ()
    for cover in (page.show_new, page.show_orders):
        cover()
        page.submit()
        settle(qtbot, demo_shell)
        with demo_shell.here() as ctx:
            assert problems.describe(ctx, revisited.id).state == "confirmed"


def test_short_fields_stand_beside_their_titles(qtbot, page, demo_shell):
    [found, *_] = of_group(demo_shell, Group.OPEN)
    page.open(Target("problems", found.id))
    settle(qtbot, demo_shell)
    page.pane.take_step("extend")
    settle(qtbot, demo_shell)
    for one in page.pane.form._entries:
        if one.widget.isVisible():
            assert one.widget.x() < 150, one.field.title


# --- 交办任务


def test_progress_of_several_villages_is_reported_at_once(qtbot, page, demo_shell):
    page.show_orders()
    settle(qtbot, demo_shell)
    pane = page.orders
    assert pane.list.hasFocus()
    pane.table.selectAll()
    count = pane.villages.rowCount()
    assert f"等 {count} 个村" in pane.progress._whom.text()
    pane.progress.submit.click()
    settle(qtbot, demo_shell)
    line = next(one for one in pane.orders.lines if one.id == pane.chosen)
    assert line.settled == count
    assert line.due_words == "已全部完成"


def test_a_village_it_does_not_apply_to_says_why(qtbot, page, demo_shell):
    page.show_orders()
    settle(qtbot, demo_shell)
    pane = page.orders
    pane.table.go_to(0)
    pane.progress._group.button(2).click()
    assert not pane.progress.submit.isEnabled()
    pane.progress.reason.setText("本村没有农村公厕")
    pane.progress.submit.click()
    settle(qtbot, demo_shell)
    assert pane.villages.lines[0].words == "不适用"
    assert pane.villages.lines[0].note == "本村没有农村公厕"


def test_escape_leads_back_from_an_order_to_the_problems(qtbot, page, demo_shell):
    page.show_orders()
    page.orders.show_new()
    page.orders.new.first.setText("冬季清洁行动")
    for expected in (page.orders.list, page.list):
        qtbot.keyClick(page.window(), Qt.Key.Key_Escape)
        settle(qtbot, demo_shell)
        assert expected.hasFocus()
    assert page.orders.new.first.text() == "冬季清洁行动"


def test_an_order_is_given(qtbot, page, demo_shell):
    page.show_orders()
    pane = page.orders
    pane.show_new()
    pane.new.give()
    settle(qtbot, demo_shell)
    new = pane.new
    assert "完成标准" in "".join(words.text() for _, words in new._grid._fields.values()) or (
        page.window().trouble.isVisible()
    )
    new.first.setText("冬季清洁行动")
    new.basis.setText("县乡村振兴局通知")
    new.owner.setText("韦建国")
    new.supervisor.setText("覃督办")
    new.standard.setPlainText("主次干道无积存垃圾")
    new.due.setText("2026-12-20")
    new.tick_all()
    new.give()
    settle(qtbot, demo_shell)
    assert [line.title for line in pane.orders.lines if line.id == pane.chosen] == ["冬季清洁行动"]
    assert "已交办" in page.window().said.text


def test_ctrl_enter_from_the_list_leads_into_the_form(qtbot, window, page, demo_shell):
    for group in (Group.TO_ASSIGN, Group.TO_CONFIRM, Group.TO_REVISIT, Group.OPEN):
        page.open(Target("problems", facts={"group": group.value}))
        page.chosen = ""
        settle(qtbot, demo_shell)
        page.list.setFocus()
        qtbot.keyClick(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        focus = window.focusWidget()
        assert page.pane.form.isAncestorOf(focus)
        assert focus not in (page.pane.form._more, page.pane.form.submit)


def test_a_first_work_says_why_it_takes_nothing_and_a_second_takes_something(
    qtbot, page, demo_shell
):
    found = of_group(demo_shell, Group.TO_ASSIGN)[0]
    for event, facts in (("assign", {"owner": "甲", "supervisor": "乙"}), ("work", {})):
        if event == "work":
            page.open(Target("problems", found.id))
            settle(qtbot, demo_shell)
            assert page.pane.form.step.event == "work"
            assert "没有必填的" in page.pane.form._missing.text()
            assert page.pane.form.submit.isEnabled()
        action = Action(event, facts)
        demo_shell.do(page, "", lambda ctx, _job, a=action: problems.do(ctx, found.id, a))
        settle(qtbot, demo_shell)
    page.pane.take_step("work")
    assert page.pane.form.missing == ("已经在整改中，再记一次要写说明或附照片。",)
    assert not page.pane.form.submit.isEnabled()
    entry(page, QPlainTextEdit, "说明").setPlainText("已清运一半")
    assert page.pane.form.submit.isEnabled()


def test_problems_of_one_check_are_listed_together(qtbot, window, page, demo_shell):
    with demo_shell.here() as ctx:
        found = [line.problem for line in board(ctx, Wanted(Group.OPEN)).lines]
    [check, *_] = [one.check for one in found if one.check]
    window.show_target(Target("problems", facts={"check": check}))
    settle(qtbot, demo_shell)
    wanted = {one.id for one in found if one.check == check}
    assert {line.problem.id for line in page.list.lines.lines} == wanted
    assert page.pane.page.line.id in wanted
    assert "同一次检查" in window.top._subtitle.text()
    page.groups[Group.OPEN].click()
    settle(qtbot, demo_shell)
    assert len(page.list.lines.lines) == len(found)
    assert window.top._subtitle.text() == ""


def test_nothing_half_typed_is_lost_when_the_window_closes(qtbot, window, page, demo_shell):
    assert page.unfinished() == []
    page.pane.take_step("refer")
    entry(page, QPlainTextEdit, "理由").setPlainText("写了一半")
    page._step(1)
    page.show_new()
    page.new.title.setText("村口")
    page.orders.new.first.setText("清沟")
    settle(qtbot, demo_shell)
    window.close()
    assert window.isVisible()
    [asked] = window.findChildren(UnfinishedDialog)
    said = " ".join(one.text() for one in asked.findChildren(QLabel))
    for words in ("1 处没有办的步骤", "没有登记的新问题", "没有交办出去的任务"):
        assert words in said
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    assert window.isVisible()
    assert page.new.title.text() == "村口"
    window.close()
    with qtbot.waitSignal(window.closed):
        asked = next(one for one in window.findChildren(UnfinishedDialog) if one.isVisible())
        asked.drop.click()


def test_a_step_that_was_done_is_not_half_typed(qtbot, page, demo_shell):
    found = of_group(demo_shell, Group.TO_ASSIGN)[0]
    page.open(Target("problems", found.id))
    settle(qtbot, demo_shell)
    entry(page, QLineEdit, "整改责任人").setText("甲")
    entry(page, QLineEdit, "督办责任人").setText("乙")
    assert page.unfinished() == ["问题：1 处没有办的步骤"]
    page.pane.submit()
    settle(qtbot, demo_shell)
    assert page.unfinished() == []
