"""Every link leads somewhere: what one page names, the other opens."""

from __future__ import annotations

import pytest

from qxn_desktop.services import today
from qxn_desktop.services.problem_board import Group, Wanted, board
from qxn_desktop.services.problem_page import problem_page
from qxn_desktop.services.work_line import WorkKind
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.pages.check_page import CheckPage
from qxn_desktop.ui.pages.problems_page import ProblemsPage
from qxn_desktop.ui.pages.records_page import RecordsPage
from qxn_desktop.ui.pages.settings_page import SettingsPage
from qxn_desktop.ui.pages.today.work_target import target_of
from qxn_desktop.ui.row_target import row_target
from qxn_desktop.ui.target import Target
from tests.ui.settling import settle


@pytest.fixture
def window(qtbot, demo_shell):
    made = MainWindow(demo_shell)
    qtbot.addWidget(made)
    made.show()
    settle(qtbot, demo_shell)
    return made


def go(qtbot, window: MainWindow, target: Target) -> None:
    window.shell.go(target)
    settle(qtbot, window.shell)
    assert window.trouble.text == ""


def a_problem(shell, group: Group = Group.ALL):
    with shell.here() as ctx:
        lines = [line.problem for line in board(ctx, Wanted(group)).lines if line.problem]
        return problem_page(ctx, next(one.id for one in lines if one.object_register != "village"))


def test_lines_of_the_day_open_their_pages(qtbot, window, demo_shell):
    with demo_shell.here() as ctx:
        lines = today.today(ctx).lines
    pages = {
        WorkKind.CHECK: "CheckPage",
        WorkKind.ORDER: "ProblemsPage",
        WorkKind.PROBLEM: "ProblemsPage",
        WorkKind.CASE: "MonitoringPage",
        WorkKind.LEAD: "MonitoringPage",
        WorkKind.DRAFT: "CheckPage",
        WorkKind.CONFLICT: "ExchangePage",
        WorkKind.SET_ASIDE: "ExchangePage",
    }
    assert {line.kind for line in lines} >= {WorkKind.CHECK, WorkKind.ORDER, WorkKind.PROBLEM}
    for line in lines:
        go(qtbot, window, target_of(line))
        assert type(window.page).__name__ == pages[line.kind]


def test_an_order_is_opened_where_its_progress_is_told(qtbot, window, demo_shell):
    with demo_shell.here() as ctx:
        order = ctx.ws.select("order")[0]
    go(qtbot, window, row_target("order", order.id))
    page = window.page
    assert isinstance(page, ProblemsPage)
    assert page.orders.isVisible()
    assert page.orders.chosen == order.id


def test_a_problem_leads_to_its_object_and_its_check(qtbot, window, demo_shell):
    found = a_problem(demo_shell)
    go(qtbot, window, row_target(found.object.register, found.object.id))
    page = window.page
    assert isinstance(page, RecordsPage)
    assert page.pane.view is not None
    assert page.pane.view.id == found.object.id
    assert found.check is not None
    go(qtbot, window, row_target("check", found.check.id))
    page = window.page
    assert isinstance(page, CheckPage)
    assert page.stack.currentWidget() is not page.rounds


@pytest.mark.parametrize("section", ["checklists", "backup", "unit"])
def test_a_section_of_the_settings_is_opened(qtbot, window, section):
    go(qtbot, window, Target("settings", facts={"section": section}))
    page = window.page
    assert isinstance(page, SettingsPage)
    assert page.section is page.show_section(section)


def test_a_village_of_the_day_is_what_the_checks_begin_with(qtbot, window, demo_shell):
    with demo_shell.here() as ctx:
        day = today.today(ctx)
    village = next(one for one in day.villages if one.cells[0].total)
    facts = {"village": village.code, "domain": day.fields[0]}
    go(qtbot, window, Target("check", facts=facts))
    choice = window.page.rounds.choice
    assert choice is not None
    assert choice.village == village.code
