"""监测: leads and cases by step, the one next step, what is missing, what comes of it."""

from __future__ import annotations

from datetime import date

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit

from qxn_desktop.services import cases, leads
from qxn_desktop.services.case_board import CaseGroup, case_board
from qxn_desktop.services.leads import NewLead
from qxn_desktop.services.legal_step import Action
from qxn_desktop.services.search import Hit
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.navigation import PageSpec
from qxn_desktop.ui.pages.monitoring_page import MonitoringPage
from qxn_desktop.ui.row_target import row_target
from qxn_desktop.ui.target import Target
from qxn_desktop.ui.widgets.photo_picker import PhotoPicker
from tests.ui.settling import settle

PAGES = (
    PageSpec(
        "monitoring", "监测", "monitoring", "qxn_desktop.ui.pages.monitoring_page",
        "MonitoringPage",
    ),
)  # fmt: skip
DAY = date(2026, 11, 20)


def written(shell, qtbot, work):
    """What ``work`` gives, done on the window's writer."""
    answers: list[object] = []
    shell.do(shell, "测试", lambda ctx, _job: work(ctx), answers.append)
    settle(qtbot, shell)
    return answers[0]


@pytest.fixture
def home(demo_shell) -> str:
    """A household that nobody has told anything of."""
    with demo_shell.here() as ctx:
        known = {row.text("household") for row in ctx.ws.select("lead")}
        return next(row.id for row in ctx.ws.select("household") if row.id not in known)


@pytest.fixture
def window(qtbot, demo_shell, home):
    written(demo_shell, qtbot, lambda ctx: leads.add_lead(ctx, NewLead(home, "DEPT", DAY, "住院")))
    made = MainWindow(demo_shell, PAGES)
    qtbot.addWidget(made)
    made.show()
    settle(qtbot, demo_shell)
    return made


@pytest.fixture
def page(window) -> MonitoringPage:
    assert isinstance(window.page, MonitoringPage)
    return window.page


def shown(page: MonitoringPage) -> str:
    return " ".join(one.text() for one in page.pane.findChildren(QLabel) if one.isVisible())


def entry(page: MonitoringPage, kind, name: str):
    form = page.pane.form
    assert form is not None
    [found] = [w for w in form.findChildren(kind) if w.accessibleName().startswith(name)]
    return found


def submit(page: MonitoringPage, qtbot, shell) -> None:
    """Into the form and Ctrl+Enter, as keys do it."""
    page.pane.focus_step()
    qtbot.waitUntil(page.pane.has_keyboard)
    assert page.pane.half_typed() == 1
    page.submit()
    settle(qtbot, shell)


def test_a_lead_is_taken_up_and_carried_to_the_visit(page, home, qtbot, demo_shell, tmp_path):
    page.open(Target("monitoring", home, {"group": "leads"}))
    settle(qtbot, demo_shell)
    QAbstractItemModelTester(page.lines)
    assert "部门预警（云平台）：住院" in shown(page)
    page.pane.focus_step()
    QTest.keyClick(page.pane.open_button, Qt.Key.Key_Return)
    settle(qtbot, demo_shell)
    assert page.pane.form is not None
    assert page.pane.form.step.event == "assign"
    assert "还缺：核查责任人。" in shown(page)
    assert "常态化防止返贫致贫规则" in shown(page)
    entry(page, QLineEdit, "核查责任人").setText("韦建国")
    submit(page, qtbot, demo_shell)
    assert page.pane.form.step.event == "authorize"
    Image.new("RGB", (400, 300), (200, 90, 60)).save(tmp_path / "授权书.jpg")
    entry(page, PhotoPicker, "申请及承诺授权查询书").add([tmp_path / "授权书.jpg"])
    submit(page, qtbot, demo_shell)
    assert page.pane.form.step.event == "visit"
    entry(page, QLineEdit, "另一位核查人").setText("韦建国")
    entry(page, QPlainTextEdit, "核查情况").setPlainText("住院自付三万")
    entry(page, PhotoPicker, "入户照片").add([tmp_path / "授权书.jpg"])
    assert "入户核查要两个人" in shown(page)
    assert not page.pane.form.submit.isEnabled()
    entry(page, QLineEdit, "另一位核查人").setText("罗秀英")
    submit(page, qtbot, demo_shell)
    with demo_shell.here() as ctx:
        assert cases.describe(ctx, home).line.state == "VISITED"


def test_groups_count_what_they_show(page, qtbot, demo_shell, home):
    for group, made in page.groups.items():
        made.click()
        settle(qtbot, demo_shell)
        with demo_shell.here() as ctx:
            found = case_board(ctx, group)
        assert made.text() == f"{group.words} {len(found.lines)}"
        assert page.lines.lines == found.lines
    villages = [line.village for line in page.board.lines]
    assert villages == sorted(villages)


def test_what_is_typed_stays_and_byways_are_in_the_menu(page, qtbot, demo_shell, home):
    written(demo_shell, qtbot, lambda ctx: cases.open_case(ctx, home, "DEPT", DAY))
    page.open(Target("monitoring", home, {"group": "open"}))
    settle(qtbot, demo_shell)
    entry(page, QLineEdit, "核查责任人").setText("韦")
    assert page.unfinished() == ["监测：1 处没有办的步骤"]
    titles = [action.text() for action in page.pane._others.menu().actions()]
    assert {"绿色通道", "不符合", "既有对象"} <= set(titles)
    page.pane.take_step("reject")
    assert page.pane.form.step.event == "reject"
    page.leave()
    assert page.pane.form.step.event == "assign"
    assert entry(page, QLineEdit, "核查责任人").text() == "韦"


def test_an_ended_case_says_so(page, qtbot, demo_shell, home):
    def end(ctx):
        view = cases.open_case(ctx, home, "DEPT", DAY)
        facts = {"reason": "没有困难", "told": "当面"}
        return cases.do(ctx, view.id, Action("reject", facts), DAY)

    written(demo_shell, qtbot, end)
    page.open(Target("monitoring", home, {"group": "closed"}))
    settle(qtbot, demo_shell)
    assert page.wanted is CaseGroup.CLOSED
    assert "已经办结" in shown(page)
    assert page.pane.form is None
    page.open(Target("monitoring", facts={"group": "leads"}))
    settle(qtbot, demo_shell)
    assert page.wanted is CaseGroup.LEADS
    assert page.pane.open_button.isVisible()


def test_a_lead_is_entered_by_hand(page, home, qtbot, demo_shell):
    page.show_new()
    page.submit()
    settle(qtbot, demo_shell)
    assert "请选定农户" in " ".join(one.text() for one in page.new.findChildren(QLabel))
    page.new.household.show_hit(Hit("户主", "村", "household", home))
    page.new.channel.setCurrentIndex(page.new.channel.findData("HOTLINE_12345"))
    page.new.text.setPlainText("来电说房屋漏雨")
    assert page.unfinished() == ["监测：没有登记的新线索"]
    page.submit()
    settle(qtbot, demo_shell)
    assert page.wanted is CaseGroup.LEADS
    assert "12345热线：来电说房屋漏雨" in shown(page)
    assert page.unfinished() == []
    page.show_new()
    page.leave()
    assert page.pane.isVisible()


def test_a_case_is_opened_from_elsewhere(page, home, qtbot, demo_shell):
    view = written(demo_shell, qtbot, lambda ctx: cases.open_case(ctx, home, "DEPT", DAY))
    page.open(row_target("monitor_case", view.id))
    settle(qtbot, demo_shell)
    assert page.chosen == (view.id, home)
    assert page.list.current_line().id == view.id
    assert page.pane.page.line.id == view.id
