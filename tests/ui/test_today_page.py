"""今日: the first line has the focus, Enter begins it, each line leads to its work."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from qxn_desktop.domain.village_count import VillageCount, VillageNumbers
from qxn_desktop.services import check_draft
from qxn_desktop.services.check_draft import CheckDraft
from qxn_desktop.services.waiting import waiting
from qxn_desktop.services.work_line import Urgency, WorkKind, WorkLine
from qxn_desktop.ui.badge_keeper import BadgeKeeper
from qxn_desktop.ui.dialogs.village_count_dialog import VillageCountDialog
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.pages.today.work_card import AT_ONCE, WorkCard
from qxn_desktop.ui.pages.today.work_target import target_of
from qxn_desktop.ui.pages.today_page import TodayPage
from qxn_desktop.ui.widgets.button import Button
from qxn_desktop.ui.widgets.elided_label import ElidedLabel
from qxn_desktop.ui.widgets.village_count_panel import VillageCountPanel
from qxn_desktop.ui.widgets.work_row import WorkRow
from tests.screenshots.clipped_text import faults
from tests.ui.settling import settle

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


@pytest.fixture
def page(qtbot, demo_shell):
    made = TodayPage(demo_shell)
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.show()
    settle(qtbot, demo_shell)
    return made


def rows(page):
    return page.work.findChildren(WorkRow)


def test_lines_are_shown_and_nothing_is_clipped(qtbot, page):
    assert page.subtitle == "11月25日　星期三"
    assert rows(page)
    assert page.villages.model.rowCount() == 12
    qtbot.waitUntil(lambda: [str(fault) for fault in faults(page)] == [])


def test_first_line_has_the_focus_and_enter_begins_it(qtbot, page, demo_shell):
    first = page.work._row(0)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is first)
    with qtbot.waitSignal(demo_shell.wanted) as asked:
        qtbot.keyClick(first, Qt.Key.Key_Return)
    assert asked.args == [target_of(first.line)]
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is page.work._row(1)


def test_a_cell_leads_to_its_village_and_field(qtbot, page, demo_shell):
    page.villages.table.setCurrentIndex(page.villages.model.index(1, 1))
    with qtbot.waitSignal(demo_shell.wanted) as asked:
        qtbot.keyClick(page.villages.table, Qt.Key.Key_Return)
    [target] = asked.args
    assert (target.page, target.fact("template"), target.fact("village")) == (
        "check", "HC", "522327103200"
    )  # fmt: skip
    at = next(i for i, one in enumerate(page.villages.model.lines) if one.cells[-1].total)
    page.villages.table.setCurrentIndex(page.villages.model.index(at, 5))
    with qtbot.waitSignal(demo_shell.wanted) as asked:
        qtbot.keyClick(page.villages.table, Qt.Key.Key_Return)
    assert asked.args[0].page == "problems"


def test_numbers_stand_beside_the_pages(qtbot, demo_shell):
    window = MainWindow(demo_shell)
    qtbot.addWidget(window)
    keeper = BadgeKeeper(demo_shell, window)
    keeper.count()
    settle(qtbot, demo_shell)
    badge = window.nav._badges["today"]
    with demo_shell.here() as ctx:
        expected = waiting(ctx)
    assert expected.today == int(badge.text())
    assert window.nav._badges["problems"].text() == str(expected.problems)


def test_a_half_filled_check_is_listed_and_not_counted(qtbot, page, demo_shell):
    with demo_shell.here() as ctx:
        before = waiting(ctx).today
        toilet = ctx.ws.select("toilet", limit=1)[0]
    page.hide()
    draft = CheckDraft("HC", toilet.id, "甲", toilet.text("village"), answers={"HC01": "是"})
    save = lambda ctx, _job: check_draft.save(ctx, draft)  # noqa: E731
    with qtbot.assertNotEmitted(demo_shell.changed):
        demo_shell.do(page, "", save, quiet=True)
        settle(qtbot, demo_shell)
    page.show()
    settle(qtbot, demo_shell)
    assert any(line.kind is WorkKind.DRAFT for line in page.work._lines)
    with demo_shell.here() as ctx:
        assert waiting(ctx).today == before
    numbers = [int(card._number.text() or 0) for card in (page.work, page.soon)]
    assert sum(numbers) == before


def test_counts_can_be_copied(qtbot, page, demo_shell):
    page.count_villages()
    settle(qtbot, demo_shell)
    [dialog] = page.findChildren(VillageCountDialog)
    assert dialog.isVisible()
    dialog.panel.copy_table.click()
    assert QGuiApplication.clipboard().text().startswith("村（社区）\t厕所\t垃圾")
    dialog.reject()


def test_a_count_fits_the_screen_with_all_its_columns(qtbot, page, demo_shell):
    page.count_villages()
    settle(qtbot, demo_shell)
    [dialog] = page.findChildren(VillageCountDialog)
    room = dialog.screen().availableGeometry()
    assert dialog.height() <= room.height() - 60
    assert dialog.rect().contains(dialog.childrenRect())
    assert dialog.panel.table.horizontalScrollBar().maximum() == 0
    foot = dialog.panel.copy_text.mapTo(dialog, dialog.panel.copy_text.rect().bottomLeft()).y()
    assert dialog.height() - foot < 100  # no empty ground between the buttons and the foot
    dialog.reject()


def test_a_line_is_counted_by_village(qtbot, page, demo_shell):
    line = next(one for one in page.work._lines if len(one.villages) > 1)
    page.work.focus(page.work._lines.index(line))
    qtbot.waitUntil(lambda: page.work.focused_line() is line)
    page._count_focused()
    settle(qtbot, demo_shell)
    [dialog] = page.findChildren(VillageCountDialog)
    total = sum(line.counts.values())
    assert dialog.panel.sentence.text().startswith(f"{line.subject}：")
    assert dialog.panel.sentence.text().endswith(f"合计{total}。")
    dialog.reject()


def test_a_new_office_says_what_to_do_first(qtbot, office_shell):
    page = TodayPage(office_shell)
    qtbot.addWidget(page)
    page.show()
    settle(qtbot, office_shell)
    assert rows(page) == []
    assert page.work._why.text().startswith("台账还是空的。先把")
    enter, confirm = page.work.findChildren(Button, options=DIRECT)[-2:]
    qtbot.waitUntil(lambda: QApplication.focusWidget() is enter)
    with qtbot.waitSignal(office_shell.wanted) as asked:
        qtbot.keyClick(enter, Qt.Key.Key_Return)
    assert (asked.args[0].page, asked.args[0].fact("register")) == ("records", "household")
    with qtbot.waitSignal(office_shell.wanted) as asked:
        confirm.click()
    assert asked.args[0].page == "settings"


def test_a_card_shows_a_few_lines_and_the_rest_when_asked(qtbot):
    card = WorkCard("今天要办", lambda _line: None)
    qtbot.addWidget(card)
    card.show()
    lines = [WorkLine(WorkKind.CHECK, Urgency.DUE, f"第{at}项") for at in range(AT_ONCE + 3)]
    card.show_lines(lines)
    assert card._rows.count() == AT_ONCE
    card._more.click()
    assert card._rows.count() == AT_ONCE + 3
    card.show_lines([])
    assert not card.focus(0)


@pytest.mark.parametrize(
    ("line", "page", "id_", "facts"),
    [
        (
            WorkLine(
                WorkKind.CHECK, Urgency.OVERDUE, "", template="HC", frequency="yearly",
                villages=("1", "2"), ids=("a", "b"),
            ),
            "check", "", {"template": "HC", "frequency": "yearly"},
        ),
        (
            WorkLine(
                WorkKind.DRAFT, Urgency.WAITING, "", template="HC", villages=("1",), ids=("a",)
            ),
            "check", "a", {"template": "HC", "village": "1"},
        ),
        (WorkLine(WorkKind.PROBLEM, Urgency.SOON, "", ids=("p",)), "problems", "p", {}),
        (
            WorkLine(WorkKind.PROBLEM, Urgency.OVERDUE, "", ids=("p", "q")),
            "problems", "", {"group": "overdue"},
        ),
        (WorkLine(WorkKind.LEAD, Urgency.WAITING, ""), "monitoring", "", {"group": "leads"}),
        (WorkLine(WorkKind.CASE, Urgency.SOON, "", ids=("h",)), "monitoring", "h",
         {"group": "open"}),
        (WorkLine(WorkKind.CASE, Urgency.OVERDUE, "", ids=("h", "i")), "monitoring", "",
         {"group": "late"}),
        (
            WorkLine(WorkKind.CONFLICT, Urgency.WAITING, ""),
            "exchange", "", {"view": "conflicts"},
        ),
    ],
)  # fmt: skip
def test_where_a_line_leads(line, page, id_, facts):
    target = target_of(line)
    assert (target.page, target.id, dict(target.facts)) == (page, id_, facts)


def test_a_short_label_says_the_whole_in_its_tooltip(qtbot):
    shown = ElidedLabel("很长很长很长很长很长很长的一句话")
    qtbot.addWidget(shown)
    shown.resize(60, 20)
    shown.show()
    assert shown.text().endswith("…")
    assert shown.toolTip() == shown.whole
    shown.resize(600, 20)
    assert (shown.text(), shown.toolTip()) == (shown.whole, "")


def test_a_count_is_copied_as_text_and_opened(qtbot):
    panel = VillageCountPanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.show_count(
        VillageCount(
            "逾期", (VillageNumbers("7", "板万村", (2,)), VillageNumbers("8", "坪位村", (0,)))
        )
    )
    with qtbot.waitSignal(panel.copied):
        panel.copy_text.click()
    assert QGuiApplication.clipboard().text() == "逾期：板万村2，合计2。"
    panel.table.go_to(0)
    with qtbot.waitSignal(panel.wanted) as asked:
        qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert asked.args == ["7"]
