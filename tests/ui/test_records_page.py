"""台账: choose, narrow, look at, change, take away and bring back, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton

from qxn_desktop.services import records
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.record_view import Past
from qxn_desktop.store import audit_log
from qxn_desktop.ui.dialogs.deleted_dialog import DeletedDialog
from qxn_desktop.ui.dialogs.village_count_dialog import VillageCountDialog
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.navigation import PageSpec
from qxn_desktop.ui.pages.records.history_tab import change_words
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.ref_field import RefField
from qxn_desktop.ui.widgets.search_combo import SearchCombo
from tests.screenshots.clipped_text import faults
from tests.ui.settling import settle

SPEC = PageSpec("records", "台账", "ledger", "qxn_desktop.ui.pages.records_page", "RecordsPage")
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot, demo_shell):
    made = MainWindow(demo_shell, (SPEC,))
    qtbot.addWidget(made)
    made.show()
    settle(qtbot, demo_shell)
    return made


@pytest.fixture
def page(window):
    return window.page


@pytest.fixture
def go(qtbot, demo_shell, window):
    def open_(id_="", **facts):
        demo_shell.go(Target("records", id_, facts))
        settle(qtbot, demo_shell)
        return window.page

    return open_


def titles(page):
    return [page.table.rows.line(at).cells["head_name"] for at in range(page.table.rows.rowCount())]


def look(qtbot, widget):
    """Nothing is wrong to the eye once all is laid out."""
    qtbot.waitUntil(lambda: [str(fault) for fault in faults(widget)] == [])


def select(combo, value):
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def clicked(widget, words):
    [one] = [b for b in widget.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    one.click()


def stored(shell, id_):
    with shell.here() as ctx:
        return ctx.ws.get("household", id_)


def test_households_are_listed_and_the_first_is_shown(qtbot, page):
    assert page.table.rows.rowCount() == 24
    assert (page.subtitle, page.bar.number.text()) == ("农户", "共 24 户")
    assert page.pane.view.title == titles(page)[0]
    look(qtbot, page)


def test_a_list_is_narrowed_by_pinyin_village_and_choice(qtbot, page, demo_shell):
    first = page.table.rows.line(0)
    page.bar.search.setText("没有这样的人")
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == 0)
    settle(qtbot, demo_shell)
    assert page.list.currentWidget() is page.empty
    page.bar.search.setText(first.cells["head_name"])
    qtbot.waitUntil(lambda: page.table.rows.rowCount() >= 1)
    page.bar.clear()
    settle(qtbot, demo_shell)
    select(page.bar.village, first.village)
    settle(qtbot, demo_shell)
    assert page.table.rows.rowCount() == 2
    field, combo = page.bar._filters[0]
    assert field.id == "household_type"
    select(combo, "脱贫户")
    settle(qtbot, demo_shell)
    assert page.table.rows.rowCount() <= 2
    assert page.bar.is_narrowed


def test_every_register_is_shown_without_a_fault(qtbot, page, demo_shell):
    for at in range(page.bar.register.count()):
        page.bar.register.setCurrentIndex(at)
        page.bar.register.activated.emit(at)
        settle(qtbot, demo_shell)
        for tab in range(3):
            page.pane.tabs.setCurrentIndex(tab)
        look(qtbot, page)


def test_heads_sort_up_and_down(qtbot, page, demo_shell):
    names = sorted(titles(page))
    page.table.horizontalHeader().sectionClicked.emit(0)
    settle(qtbot, demo_shell)
    assert titles(page) == names
    page.table.horizontalHeader().sectionClicked.emit(0)
    settle(qtbot, demo_shell)
    assert titles(page) == names[::-1]


def test_a_target_opens_its_row_in_its_register(go, demo_shell):
    with demo_shell.here() as ctx:
        toilet = ctx.ws.select("toilet")[7]
    page = go(toilet.id)
    assert page.bar.spec.id == "toilet"
    assert page.pane.view.id == toilet.id
    assert page.table.current_line().id == toilet.id
    page = go(register="member", village=toilet.text("village"))
    assert page.bar.spec.id == "member"
    assert {page.table.rows.line(at).village for at in range(page.table.rows.rowCount())} == {
        toilet.text("village")
    }


def test_a_row_is_changed_by_keyboard_and_undone(qtbot, window, page, demo_shell):
    id_ = page.pane.view.id
    old = stored(demo_shell, id_).text("note")
    qtbot.keyClick(window, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    settle(qtbot, demo_shell)
    note = page.pane.form.editors["note"].widget
    assert isinstance(note, QPlainTextEdit)
    note.setPlainText("电话改了")
    qtbot.keyClick(window, Qt.Key.Key_S, CONTROL)
    settle(qtbot, demo_shell)
    assert stored(demo_shell, id_).text("note") == "电话改了"
    assert not page.pane.is_editing
    assert window.said.text == "已保存修改。"
    assert page.pane.view.id == id_
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    settle(qtbot, demo_shell)
    assert stored(demo_shell, id_).text("note") == old


def test_what_is_hidden_stays_unless_it_is_typed(qtbot, page, demo_shell):
    id_ = page.pane.view.id
    phone = stored(demo_shell, id_).text("phone")
    page.edit_row()
    settle(qtbot, demo_shell)
    field = page.pane.form.editors["phone"].widget
    assert (field.text(), field.placeholderText()) == ("", "已登记，不改就不用填")
    page.pane.form.editors["group"].widget.setText("9组")
    page.pane.save()
    settle(qtbot, demo_shell)
    row = stored(demo_shell, id_)
    assert (row.text("phone"), row.text("group")) == (phone, "9组")


def test_faults_are_said_at_their_fields(qtbot, page, demo_shell):
    page.add_row()
    settle(qtbot, demo_shell)
    form = page.pane.form
    number = form.editors["id_number"].widget
    assert isinstance(number, QLineEdit)
    number.setText("123")
    number.editingFinished.emit()
    assert form.grid._fields["id_number"][1].text()
    page.pane.save()
    settle(qtbot, demo_shell)
    assert page.pane.is_editing
    assert "户主姓名" in form.grid._fields["head_name"][1].text()
    look(qtbot, page)


def test_a_row_is_added_and_shown(qtbot, window, page, demo_shell):
    select(page.bar.village, page.table.rows.line(0).village)
    settle(qtbot, demo_shell)
    qtbot.keyClick(window, Qt.Key.Key_N, CONTROL)
    settle(qtbot, demo_shell)
    form = page.pane.form
    village = form.editors["village"].widget
    assert isinstance(village, SearchCombo)
    assert village.value == page.bar.query.village
    form.editors["head_name"].widget.setText("岑老大")
    page.pane.save()
    settle(qtbot, demo_shell)
    assert page.pane.view.title == "岑老大"
    assert page.table.current_line().cells["head_name"] == "岑老大"
    assert window.said.text == "已新增农户。"


def test_the_first_fault_has_the_cursor_and_is_seen(qtbot, window, page, demo_shell):
    page.add_row()
    settle(qtbot, demo_shell)
    form = page.pane.form
    form.editors["note"].widget.setFocus()
    area = page.pane.form_area.verticalScrollBar()
    area.setValue(area.maximum())
    page.pane.save()
    settle(qtbot, demo_shell)
    first = next(iter(form.grid._fields.values()))[0]
    assert window.focusWidget() in {first, first.focusProxy(), form.editors["head_name"].widget}
    assert not window.focusWidget().visibleRegion().isEmpty()
    assert form.editors["village"].widget.lineEdit().placeholderText().startswith("请选择")


def test_a_village_is_chosen_by_initials(qtbot, window, page, demo_shell):
    page.add_row()
    settle(qtbot, demo_shell)
    village = page.pane.form.editors["village"].widget
    with demo_shell.here() as ctx:
        names = village_names(ctx)
    page.table.setFocus()  # what is offered needs a screen
    qtbot.keyClicks(village.lineEdit(), "bw")
    found = [village._found.item(at).text() for at in range(village._found.rowCount())]
    assert found == ["八窝村", "板万村"]
    qtbot.keyClick(village.lineEdit(), Qt.Key.Key_Return)
    assert (village.currentText(), names[village.value]) == ("八窝村", "八窝村")
    village.lineEdit().selectAll()
    qtbot.keyClicks(village.lineEdit(), "xyz")
    qtbot.keyClick(village.lineEdit(), Qt.Key.Key_Return)
    assert village.value == "xyz"  # the service says that there is none


def test_one_more_keeps_village_and_group(qtbot, window, page, demo_shell):
    page.add_row()
    settle(qtbot, demo_shell)
    form = page.pane.form
    assert page.pane.save_next.text() == "保存并再录一户"
    with demo_shell.here() as ctx:
        code = next(iter(village_names(ctx)))
    form.editors["village"].widget.set_value(code)
    form.editors["head_name"].widget.setText("岑老大")
    form.editors["group"].widget.setText("3")
    both = CONTROL | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_Return, both)
    settle(qtbot, demo_shell)
    again = page.pane.form
    assert again is not form
    assert page.pane.is_editing
    assert again.raw() == {"village": code, "group": "3"}
    assert window.focusWidget() is again.editors["head_name"].widget
    again.editors["head_name"].widget.setText("岑老二")
    page.pane.save()
    settle(qtbot, demo_shell)
    assert page.pane.view.title == "岑老二"
    with demo_shell.here() as ctx:
        heads = [row.text("head_name") for row in ctx.ws.select("household")]
    assert {"岑老大", "岑老二"} <= {*heads}


def test_a_filter_that_is_not_set_says_so(page):
    shown = [combo.currentText() for _, combo in page.bar._filters]
    assert shown
    assert all(text.endswith("：全部") for text in shown)


def test_escape_leaves_the_form_without_a_change(qtbot, window, page, demo_shell):
    with demo_shell.here() as ctx:
        before = ctx.ws.operation_count()
    page.edit_row()
    settle(qtbot, demo_shell)
    page.pane.form.editors["group"].widget.setText("77组")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not page.pane.is_editing
    with demo_shell.here() as ctx:
        assert ctx.ws.operation_count() == before


def test_what_was_half_typed_is_not_lost_by_a_key(qtbot, window, page, demo_shell):
    page.add_row()
    settle(qtbot, demo_shell)
    form = page.pane.form
    form.editors["head_name"].widget.setText("试填人")
    page.add_row()  # Ctrl+N once more
    settle(qtbot, demo_shell)
    assert page.pane.form is form
    assert "还没有保存" in window.said.text
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not page.pane.is_editing
    assert page.unfinished() == ()
    qtbot.mouseClick(window.said._more, Qt.MouseButton.LeftButton)
    assert page.pane.form is form
    assert page.pane.form.raw()["head_name"] == "试填人"
    page.pane.leave_form()


def test_a_referred_row_is_chosen_by_search(qtbot, go, demo_shell):
    page = go(register="toilet")
    with demo_shell.here() as ctx:
        home = ctx.ws.select("household")[3]
    page.edit_row()
    settle(qtbot, demo_shell)
    field = page.pane.form.editors["household"].widget
    assert isinstance(field, RefField)
    field.setText(home.text("head_name"))
    field.textEdited.emit(home.text("head_name"))
    settle(qtbot, demo_shell)
    field._take(field._found.index(0, 0))
    assert field.value in {field.hit.id}
    assert field.hit.title == home.text("head_name")


def test_a_row_is_deleted_and_brought_back(qtbot, window, page, demo_shell, go):
    page = go(register="garbage_point")
    count, name = page.table.rows.rowCount(), page.pane.view.title
    page.delete_row()
    settle(qtbot, demo_shell)
    assert page.table.rows.rowCount() == count - 1
    assert window.said.text == f"已删除垃圾收集点 {name}。"
    page.show_deleted()
    settle(qtbot, demo_shell)
    [dialog] = page.findChildren(DeletedDialog)
    assert dialog.model.rowCount() == 1
    clicked(dialog, "恢复")
    settle(qtbot, demo_shell)
    assert page.table.rows.rowCount() == count
    assert dialog.nothing.isVisible()
    dialog.reject()


def test_a_household_with_members_is_not_deleted(qtbot, window, page, demo_shell):
    page.delete_row()
    settle(qtbot, demo_shell)
    assert page.table.rows.rowCount() == 24
    assert "不能删除" in window.trouble.text


def test_the_eye_asks_once_for_a_reason_and_is_logged(qtbot, page, demo_shell):
    id_ = page.pane.view.id
    phone = stored(demo_shell, id_).text("phone")
    page.pane.info.press_eye()
    assert page.pane.info.ask.isVisible()
    field = page.pane.info.ask.choice.lineEdit()
    assert field.selectedText() == "入户核对"  # what is typed takes its place
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot, demo_shell)
    texts = {field.key: field.text for field in page.pane.view.fields}
    assert texts["phone"] == phone
    page.table.go_to(1)
    settle(qtbot, demo_shell)
    assert "*" in {f.key: f.text for f in page.pane.view.fields}["phone"]
    page.pane.info.press_eye()
    settle(qtbot, demo_shell)
    assert page.pane.view.revealed
    with demo_shell.here() as ctx:
        lines = [one for one in audit_log.entries(ctx.ws.db) if one.action == "reveal"]
    assert [one.facts["reason"] for one in lines] == ["入户核对", "入户核对"]
    page.pane.info.masked_again.emit()
    settle(qtbot, demo_shell)
    assert not page.pane.view.revealed


def test_related_rows_lead_on(qtbot, page, demo_shell):
    page.pane.tabs.setCurrentIndex(1)
    links = [b for b in page.pane.related.findChildren(QPushButton) if b.accessibleName()]
    with qtbot.waitSignal(demo_shell.wanted) as asked:
        links[0].click()
    assert asked.args[0].fact("register") == "member"


def test_a_list_is_counted_by_village(qtbot, page, demo_shell):
    page.count_villages()
    settle(qtbot, demo_shell)
    [dialog] = page.findChildren(VillageCountDialog)
    assert dialog.panel.sentence.text().startswith("农户：丫他社区2、")
    dialog.panel.table.go_to(0)
    qtbot.keyClick(dialog.panel.table, Qt.Key.Key_Return)
    settle(qtbot, demo_shell)
    assert page.table.rows.rowCount() == 2


def test_a_colleagues_change_is_shown_at_once(qtbot, page, demo_shell):
    id_ = page.pane.view.id
    work = lambda ctx, _job: records.set_values(ctx, id_, {"group": "12组"})  # noqa: E731
    demo_shell.do(page, "正在保存", work)
    settle(qtbot, demo_shell)
    assert page.table.current_line().cells["group"] == "12组"
    assert {f.key: f.text for f in page.pane.view.fields}["group"] == "12组"


def test_an_empty_register_says_what_belongs_there(qtbot, office_shell):
    made = MainWindow(office_shell, (SPEC,))
    qtbot.addWidget(made)
    made.show()
    settle(qtbot, office_shell)
    assert made.page.list.currentWidget() is made.page.empty
    assert "还没有农户" in made.page.empty.title.text()
    assert (made.page.begin.isVisible(), made.page.widen.isVisible()) == (True, False)
    look(qtbot, made.page)


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (Past("", "", "", "删除", "", ""), "删除"),
        (Past("", "", "", "组", "", "1组"), "组：1组"),
        (Past("", "", "", "组", "1组", "2组"), "组：1组 → 2组"),
        (Past("", "", "", "组", "1组", ""), "组：1组 → （清空）"),
    ],
)
def test_changes_in_words(past, words):
    assert change_words(past) == words


def test_a_long_form_comes_in_sections(qtbot, window, page, demo_shell):
    page.add_row()
    settle(qtbot, demo_shell)
    form = page.pane.form
    heads = list(form.sections.values())
    assert [head.is_open for head in heads] == [True] + [False] * (len(heads) - 1)
    assert "farmland" not in form.editors
    living = form.sections["生产生活条件"]
    living.setFocus()
    qtbot.keyClick(living, Qt.Key.Key_Right)
    assert living.is_open
    assert form.editors["farmland"].widget.isVisible()
    living.focusNextChild()
    assert window.focusWidget() is form.editors["farmland"].widget
    form.editors["farmland"].widget.setText("3.5")
    qtbot.keyClick(living, Qt.Key.Key_Return)
    assert not form.editors["farmland"].widget.isVisible()
    form.editors["head_name"].widget.setText("岑有地")
    form.editors["village"].write(page.table.rows.line(0).village)
    form.editors["id_number"].widget.setText("123")
    heads[0].turn()
    page.pane.save()
    settle(qtbot, demo_shell)
    assert heads[0].is_open
    form.editors["id_number"].widget.clear()
    page.pane.save()
    settle(qtbot, demo_shell)
    assert stored(demo_shell, page.pane.view.id).text("farmland") == "3.5"
    look(qtbot, page)


def test_a_change_of_what_is_hidden_says_so():
    told = [
        change_words(Past("2026-11-25 10:00", "韦小兰", "本机", "联系电话", old, new))
        for old, new in (("", "甲"), ("甲", ""), ("甲", "乙"), ("199****1111", "199****1111"))
    ]
    assert told == [
        "联系电话：甲",
        "联系电话：甲 → （清空）",
        "联系电话：甲 → 乙",
        "联系电话：199****1111（露出的部分没有变）",
    ]
