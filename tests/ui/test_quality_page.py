"""数据体检: rules, findings, each leading to its row; marks with a reason."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from qxn_desktop.domain.comparison import Kind
from qxn_desktop.services import quality, quality_setting, records
from qxn_desktop.services.quality_board import Group
from qxn_desktop.ui.dialogs.village_count_dialog import VillageCountDialog
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.navigation import PageSpec
from qxn_desktop.ui.pages import quality_page
from qxn_desktop.ui.pages.quality import compare_view
from qxn_desktop.ui.pages.quality_page import FOUND, NOTHING, QualityPage
from qxn_desktop.ui.pages.settings.quality_section import QualitySection
from qxn_desktop.ui.target import Target
from tests.builders import VILLAGE
from tests.ui.hands import DOWN, ENTER, Hands
from tests.ui.settling import is_settled, settle

PAGES = (
    PageSpec("quality", "数据体检", "shield", "qxn_desktop.ui.pages.quality_page", "QualityPage"),
    PageSpec("records", "台账", "ledger", "tests.ui.sample_page", "SamplePage"),
    PageSpec("settings", "设置", "settings", "tests.ui.sample_page", "SamplePage"),
)


def new_window(qtbot, shell) -> MainWindow:
    made = MainWindow(shell, PAGES)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitActive(made)
    settle(qtbot, shell)
    return made


@pytest.fixture
def wrong(office_desk):
    """Two households: spouses who are both men, a dangerous house without monitoring."""

    def write(ctx):
        ids = []
        for name, grade in (("韦建国", "A级"), ("罗成", "D级")):
            values = {"village": VILLAGE, "head_name": name, "dwelling_grade": grade}
            home = records.add(ctx, "household", values).id
            head = {"household": home, "name": name, "relation": "户主", "gender": "男"}
            records.add(ctx, "member", head)
            ids.append(home)
        wife = {"household": ids[0], "name": "韦小平", "relation": "配偶", "gender": "男"}
        return ids, records.add(ctx, "member", wife).id

    return office_desk.write(write).result()


@pytest.fixture
def window(qtbot, office_shell, wrong):
    return new_window(qtbot, office_shell)


@pytest.fixture
def page(window) -> QualityPage:
    assert isinstance(window.page, QualityPage)
    return window.page


def shown(page: QualityPage) -> list[int]:
    return [line.finding.rule for line in page.list.model().lines]


def test_what_is_found_is_listed_and_the_first_is_told(page):
    assert page._views.currentIndex() == FOUND
    assert shown(page) == [7, 28]
    assert page.pane.title.text() == "关系与性别不符"
    assert "韦建国家 · 韦小平" in page.pane.place.text()
    assert page.groups[Group.OPEN].text() == "待核对 2"
    assert [entry.number for entry in page.rule_lines.lines[:3]] == [0, 7, 28]


def test_the_models_are_sound(page, qtmodeltester):
    qtmodeltester.check(page.rule_lines)
    assert QAbstractItemModelTester(page.finding_lines) is not None


def test_a_rule_a_group_and_a_name_narrow(qtbot, page, office_shell):
    page.rules.go_to(2)
    settle(qtbot, office_shell)
    assert shown(page) == [28]
    page.rules.go_to(0)
    page.groups[Group.ERROR].click()
    settle(qtbot, office_shell)
    assert shown(page) == [7]
    page.groups[Group.OPEN].click()
    page.search.setText("罗")
    settle(qtbot, office_shell)
    assert shown(page) == [28]


def test_a_finding_leads_to_its_row(qtbot, page, office_shell, wrong):
    with qtbot.waitSignal(office_shell.wanted) as asked:
        page.open_row()
    assert asked.args == [Target("records", wrong[1], {"register": "member"})]


def test_mark_needs_a_reason_and_is_taken_back(qtbot, page, office_shell):
    page.mark("")
    settle(qtbot, office_shell)
    assert shown(page) == [7, 28]
    page.pane.reason.setText("已对照户口簿")
    page.pane.mark.click()
    settle(qtbot, office_shell)
    assert shown(page) == [28]
    page.groups[Group.CHECKED].click()
    settle(qtbot, office_shell)
    assert shown(page) == [7]
    assert "已核：已对照户口簿" in page.pane.told.text()
    page.pane.back.click()
    settle(qtbot, office_shell)
    assert shown(page) == []
    assert "还没有标为已核的" in page._none_here.title.text()


def test_several_are_marked_together(qtbot, page, office_shell):
    page.list.selectAll()
    page.list.chosen.emit(page.list.current_line())
    settle(qtbot, office_shell)
    assert page.pane.mark.text() == "把选中的 2 条标为已核"
    page.mark("逐户核实过")
    settle(qtbot, office_shell)
    assert shown(page) == []


def test_lead_is_opened_by_one_click(qtbot, page, office_shell):
    assert not page.pane.lead.isVisible()
    page.list.go_to(1)
    settle(qtbot, office_shell)
    page.pane.lead.click()
    settle(qtbot, office_shell)
    assert page.pane.told.text().startswith("已开线索 2026-522327103-XS-")
    assert not page.pane.lead.isVisible()


def test_correcting_the_row_takes_the_finding_away(qtbot, page, office_shell, wrong):
    office_shell.desk.write(
        lambda ctx: records.set_values(ctx, wrong[1], {"gender": "女"})
    ).result()
    settle(qtbot, office_shell)
    assert shown(page) == [28]


def test_rule_that_is_off_says_why(qtbot, window, page, office_shell):
    window.show_target(Target("quality", facts={"rule": "42"}))
    settle(qtbot, office_shell)
    assert page._none_here.title.text() == "这条规则没有启用"
    assert "享受雨露计划" in page._none_here.text.text()


def test_empty_office_is_taught(qtbot, office_shell):
    page = new_window(qtbot, office_shell).page
    assert isinstance(page, QualityPage)
    assert page._views.currentIndex() == NOTHING


def test_export_writes_what_is_listed(qtbot, page, office_shell, tmp_path, monkeypatch):
    target = tmp_path / "a.xlsx"
    monkeypatch.setattr(quality_page, "ask_save", lambda *_: target)
    page.export()
    settle(qtbot, office_shell)
    assert target.stat().st_size > 0


def test_villages_are_counted(qtbot, page, office_shell):
    page.count_villages()
    settle(qtbot, office_shell)
    [dialog] = page.findChildren(VillageCountDialog)
    assert dialog.panel.sentence.text() == "数据体检待核对：丫他村2，合计2条。"
    dialog.reject()


def test_check_that_was_cancelled_can_be_made_again(qtbot, page, office_shell, monkeypatch):
    page.board = None
    page.checking.begin(known=False)
    page._failed(quality_page.Cancelled())
    assert page.checking._again.isVisibleTo(page.checking)
    page.checking.again.emit()
    settle(qtbot, office_shell)
    assert shown(page) == [7, 28]


def test_by_keyboard_alone(qtbot, window, page, office_shell, wrong):
    hands = Hands(qtbot, lambda: is_settled(office_shell))
    assert hands.focus is page.list
    hands.press(DOWN)
    hands.sees("没有纳入监测，但住房是危房")
    hands.press(Qt.Key.Key_Up)
    hands.press(Qt.Key.Key_F2)
    hands.type("已对照户口簿")
    hands.press(ENTER)
    hands.sees("已把 1 条标为已核")
    assert shown(page) == [28]
    hands.press(Qt.Key.Key_F6)
    hands.press(DOWN)
    hands.press(DOWN)
    hands.press(Qt.Key.Key_Escape)
    with office_shell.here() as ctx:
        assert len(quality.checkup(ctx).lines) == 2


def test_row_shown_in_its_register_says_what_is_found(qtbot, office_shell, wrong):
    records_page = PageSpec(
        "records", "台账", "ledger", "qxn_desktop.ui.pages.records_page", "RecordsPage"
    )
    window = MainWindow(office_shell, (records_page, PAGES[0]))
    qtbot.addWidget(window)
    window.show()
    window.show_target(Target("records", wrong[0][0], {"register": "household"}))
    settle(qtbot, office_shell)
    pane = window.page.pane
    note = pane.findings
    assert note.words.text() == ("韦小平：户主与配偶都是男，请核对两人的性别和“与户主关系”。")
    with qtbot.waitSignal(office_shell.wanted) as asked:
        note.more.click()
    assert asked.args == [Target("quality", facts={"text": "韦建国"})]
    office_shell.desk.write(
        lambda ctx: records.set_values(ctx, wrong[1], {"gender": "女"})
    ).result()
    settle(qtbot, office_shell)
    window.show_target(Target("records", wrong[0][0], {"register": "household"}))
    settle(qtbot, office_shell)
    assert pane.isVisible()
    assert not note.isVisible()


@pytest.fixture
def saved(tmp_path, monkeypatch):
    """Where a file goes that is saved."""
    target = tmp_path / "b.xlsx"
    monkeypatch.setattr(compare_view, "ask_save", lambda *_: target)
    return target


@pytest.fixture
def other_book(tmp_path, monkeypatch):
    path = tmp_path / "对方.csv"
    text = "村,户主姓名,住房安全等级\n丫他村,韦建国,B级\n丫他村,陆某,A级\n"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(compare_view, "ask_open", lambda *_: path)
    return path


def test_two_books_are_compared(qtbot, page, office_shell, other_book, wrong):
    hands = Hands(qtbot, lambda: is_settled(office_shell))
    hands.ctrl(Qt.Key.Key_M)
    hands.sees("选对方的表，和本台账对一对")
    hands.press(ENTER)
    hands.sees("不一致 1", "只在本台账 1", "只在对方表 1", "一致 0 条")
    view = page.compare
    assert view.table.isVisible()
    assert [view.differences.index(0, at).data() for at in range(3)] == [
        "住房安全等级",
        "A级",
        "B级",
    ]
    with qtbot.waitSignal(office_shell.wanted) as asked:
        hands.press(ENTER)
    assert asked.args == [Target("records", wrong[0][0], {"register": "household"})]
    page.window().show_target(Target("quality"))
    settle(qtbot, office_shell)
    hands.press(DOWN)
    assert view.told.text() == "对方表第3行有，本台账里没有。"
    assert not view.open.isVisible()
    hands.press(Qt.Key.Key_Escape)
    assert page._views.currentIndex() == FOUND
    assert hands.focus is page.list


def test_result_of_two_books_is_written(qtbot, page, office_shell, other_book, saved):
    page.show_compare()
    page.compare.ask_file()
    settle(qtbot, office_shell)
    page.export()
    settle(qtbot, office_shell)
    assert saved.stat().st_size > 0
    page.compare.kinds[Kind.ONLY_HERE].click()
    assert [line.label for line in page.compare.lines.lines] == ["罗成"]


def test_file_that_is_no_table_is_told(qtbot, page, office_shell, other_book):
    other_book.write_bytes(b"\x00\x01")
    page.show_compare()
    with qtbot.waitSignal(office_shell.troubled, check_params_cb=lambda error: error is not None):
        page.compare.ask_file()
    settle(qtbot, office_shell)
    assert page.compare.found is None


def test_numbers_of_the_rules_are_changed_in_the_settings(qtbot, page, office_shell):
    page.list.go_to(1)
    settle(qtbot, office_shell)
    with qtbot.waitSignal(office_shell.wanted) as asked:
        page.pane.change.click()
    assert asked.args == [Target("settings", "quality")]
    section = QualitySection(office_shell)
    qtbot.addWidget(section)
    section.show()
    section.refresh()
    settle(qtbot, office_shell)
    row = section.rows["post_age"]
    row.open()
    row.editor.field.setText("65")
    row.basis.setText("县里通知")
    row.save()
    settle(qtbot, office_shell)
    with office_shell.here() as ctx:
        [told] = quality_setting.number_lines(ctx, ("post_age",))
    assert (told.text, told.basis) == ("65", "县里通知")
    section.rows["post_age"].open()
    section.rows["post_age"].editor.field.setText("很大")
    with qtbot.waitSignal(office_shell.troubled, check_params_cb=lambda error: error is not None):
        section.rows["post_age"].save()
    settle(qtbot, office_shell)
    assert section.rows["post_age"].is_open
