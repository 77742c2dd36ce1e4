"""户籍变动 and 区划变动, by keyboard: merge, split, move, rename, join, divide; taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qxn_desktop.services import household_change
from qxn_desktop.services.household_family import family
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.search import Hit
from qxn_desktop.ui.dialogs.deleted_dialog import DeletedDialog
from qxn_desktop.ui.dialogs.household_dialog import HouseholdDialog
from qxn_desktop.ui.dialogs.village_dialog import VillageDialog
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.navigation import PageSpec
from qxn_desktop.ui.target import Target
from tests.screenshots.clipped_text import faults
from tests.ui.hands import DOWN, ENTER, Hands
from tests.ui.settling import is_settled, settle

RECORDS = PageSpec("records", "台账", "ledger", "qxn_desktop.ui.pages.records_page", "RecordsPage")
SETTINGS = PageSpec(
    "settings", "设置", "settings", "qxn_desktop.ui.pages.settings_page", "SettingsPage"
)
RIGHT = Qt.Key.Key_Right
PAPER = "册府函〔2026〕9号"


@pytest.fixture
def window(qtbot, demo_shell):
    made = MainWindow(demo_shell, (RECORDS, SETTINGS))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitActive(made)
    settle(qtbot, demo_shell)
    return made


@pytest.fixture
def hands(qtbot, demo_shell, window):
    return Hands(qtbot, lambda: is_settled(demo_shell))


@pytest.fixture
def families(demo_shell):
    """Two households of one village that have several people, the larger first."""
    with demo_shell.here() as ctx:
        found = [family(ctx, row.id) for row in ctx.ws.select("household")]
    large = sorted((one for one in found if len(one.people) > 1), key=lambda one: -len(one.people))
    return large[0], large[1]


def read(shell, work):
    with shell.here() as ctx:
        return work(ctx)


def press(window, hands, words):
    """A button of the pane, reached by Tab."""
    window.activateWindow()
    hands.until(lambda: QApplication.activeWindow() is window)
    hands.tab_to(words)
    hands.press(ENTER)


def opened(window, kind, hands):
    hands.until(lambda: any(one.isVisible() for one in window.findChildren(kind)))
    hands.rest()
    [found] = [one for one in window.findChildren(kind) if one.isVisible()]

    def check():
        assert [str(one) for one in faults(found)] == []

    hands.until(check)
    return found


def show(window, hands, id_, register="household"):
    window.show_target(Target("records", id_, {"register": register}))
    hands.rest()


def undo(window, hands):
    window.activateWindow()
    hands.until(lambda: QApplication.activeWindow() is window)
    hands.ctrl(Qt.Key.Key_Z)


def test_two_households_are_merged_and_one_taken_back(window, hands, demo_shell, families):
    gone, stays = families
    show(window, hands, gone.id)
    press(window, hands, "户籍变动…")
    dialog = opened(window, HouseholdDialog, hands)
    hands.sees(f"户籍变动：{gone.name}户", gone.people[-1].name, "从哪天起")
    assert not dialog.go.isEnabled()
    hands.tab_to("并到哪一户")
    dialog.into.show_hit(Hit(stays.name, stays.place, "household", stays.id))
    hands.rest()
    hands.sees(f"登记了 {len(stays.people)} 人")
    hands.tab_to("合户")
    hands.press(ENTER)
    hands.sees("原来是户主，并过去以后是什么关系")
    hands.tab_to(f"{gone.people[0].name}并过去后与户主的关系")
    hands.type("之父")
    hands.tab_to("合户")
    hands.press(ENTER)
    said = f"{gone.name}户已并入{stays.name}户。"
    hands.until(lambda: window.said.text == said)
    merged = read(demo_shell, lambda ctx: family(ctx, stays.id))
    assert len(merged.people) == len(gone.people) + len(stays.people)
    assert {one.name for one in merged.people if one.relation == "之父"} >= {gone.people[0].name}
    hands.rest()
    assert window.page.pane.view.id == stays.id
    undo(window, hands)
    assert len(read(demo_shell, lambda ctx: family(ctx, gone.id)).people) == len(gone.people)


def test_a_merged_household_is_named_among_the_deleted_and_brought_back(
    window, hands, demo_shell, families
):
    gone, stays = families
    relations = {gone.people[0].id: "之父"}
    work = lambda ctx: household_change.merge(  # noqa: E731
        ctx, gone.id, stays.id, "2026-11-01", relations
    )
    demo_shell.desk.write(work).result()
    hands.rest()
    window.page.show_deleted()
    dialog = opened(window, DeletedDialog, hands)
    hands.sees(f"已并入 {stays.name}")
    assert dialog.table.current_line().id == gone.id
    dialog.table.setFocus()
    hands.press(ENTER)
    hands.until(lambda: "请核对" in window.said.text)
    assert len(read(demo_shell, lambda ctx: family(ctx, gone.id)).people) == len(gone.people)


def test_one_leaves_and_heads_a_household(window, hands, demo_shell, families):
    home, _ = families
    leaver = home.people[-1]
    show(window, hands, home.id)
    press(window, hands, "户籍变动…")
    dialog = opened(window, HouseholdDialog, hands)
    hands.press(RIGHT)
    assert not dialog.go.isEnabled()
    hands.tab_to(leaver.name)
    hands.press(" ")
    hands.until(lambda: dialog.head.currentText() == leaver.name)
    opened(window, HouseholdDialog, hands)
    hands.tab_to("分户")
    hands.tab_to("取消")
    hands.tab_to("分户")
    hands.press(ENTER)
    hands.until(lambda: window.said.text.startswith(f"{leaver.name}已从{home.name}户分出来"))
    hands.rest()
    new = read(demo_shell, lambda ctx: family(ctx, window.page.pane.view.id))
    assert [(one.name, one.relation) for one in new.people] == [(leaver.name, "户主")]
    undo(window, hands)
    assert len(read(demo_shell, lambda ctx: family(ctx, home.id)).people) == len(home.people)


def test_a_household_moves(window, hands, demo_shell, families):
    home, _ = families
    names = read(demo_shell, village_names)
    other = next(code for code in sorted(names) if code != home.village)
    show(window, hands, home.id)
    press(window, hands, "户籍变动…")
    dialog = opened(window, HouseholdDialog, hands)
    hands.press(RIGHT)
    hands.press(RIGHT)
    opened(window, HouseholdDialog, hands)
    hands.tab_to("迁到哪个村")
    dialog.village.lineEdit().selectAll()
    hands.type(names[other])
    hands.tab_to("取消")
    hands.tab_to("迁户")
    hands.press(ENTER)
    hands.until(lambda: window.said.text.startswith(f"{home.name}户已迁到{names[other]}"))
    assert read(demo_shell, lambda ctx: family(ctx, home.id)).village == other


def test_a_village_is_renamed_from_its_pane(window, hands, demo_shell):
    code = read(demo_shell, lambda ctx: sorted(village_names(ctx))[0])
    show(window, hands, code, "village")
    press(window, hands, "区划变动…")
    dialog = opened(window, VillageDialog, hands)
    hands.tab_to("新的村名")
    hands.type("新丫他社区")
    hands.press(Qt.Key.Key_Tab)
    hands.tab_to("更名")
    hands.press(ENTER)
    hands.tab_to("取消")
    hands.tab_to("更名")
    hands.press(ENTER)
    hands.sees("文号")
    hands.tab_to("依据")
    hands.type(PAPER)
    dialog.change()
    hands.until(lambda: "已更名为新丫他社区" in window.said.text)
    assert read(demo_shell, village_names)[code].startswith("新丫他")
    window.show_target(Target("settings", "villages"))
    hands.rest()
    assert any("更名为 新丫他社区" in one.words for one in window.page.section.model.lines)
    undo(window, hands)
    assert window.page.section.model.lines == ()


def test_a_village_joins_another_and_groups_become_one(window, hands, demo_shell):
    codes = read(demo_shell, lambda ctx: sorted(village_names(ctx)))
    window.show_target(Target("settings", "villages"))
    hands.rest()
    section = window.page.section
    section.village.setCurrentIndex(1)
    press(window, hands, "登记变动…")
    dialog = opened(window, VillageDialog, hands)
    hands.press(RIGHT)
    opened(window, VillageDialog, hands)
    dialog.into.set_value(codes[0])
    dialog.basis.setText(PAPER)
    hands.tab_to("取消")
    hands.tab_to("并入")
    hands.press(ENTER)
    hands.until(lambda: "已并入" in window.said.text)
    assert codes[1] not in read(demo_shell, village_names)
    hands.rest()
    assert section.model.lines[0].basis == PAPER
    undo(window, hands)
    assert codes[1] in read(demo_shell, village_names)
    section.village.setCurrentIndex(0)
    section.change()
    dialog = opened(window, VillageDialog, hands)
    hands.press(RIGHT)
    hands.press(RIGHT)
    opened(window, VillageDialog, hands)
    assert dialog.groups.count() > 0
    hands.tab_to("新村的代码")
    hands.press(Qt.Key.Key_End)
    hands.type("299")
    hands.tab_to("新村的名称")
    hands.type("新寨村")
    hands.tab_to("归新村的组")
    hands.press(" ")
    hands.sees("选了 1 个组")
    hands.tab_to("依据")
    hands.type(PAPER)
    hands.press(DOWN)
    hands.tab_to("取消")
    hands.tab_to("分设")
    hands.press(ENTER)
    hands.until(lambda: "分设新寨村" in window.said.text)
    assert "新寨村" in read(demo_shell, village_names).values()


def test_other_rows_do_not_change_so(window, hands, demo_shell):
    toilet = read(demo_shell, lambda ctx: ctx.ws.select("toilet", limit=1)[0].id)
    show(window, hands, toilet, "toilet")
    assert not window.page.pane.change.isVisible()
    window.page.change_row()
    hands.until(lambda: "请先在台账里选一户" in window.said.text)
