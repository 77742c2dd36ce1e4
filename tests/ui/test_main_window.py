"""The frame: navigation, keys, the bars that say what happened and what went wrong."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from shiboken6 import delete

from qxn_desktop.common.errors import UserError
from qxn_desktop.services import records
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.navigation import PageSpec
from qxn_desktop.ui.target import Target
from tests.ui.sample_page import SamplePage
from tests.ui.settling import settle

SAMPLES = (
    PageSpec("one", "第一页", "today", "tests.ui.sample_page", "SamplePage"),
    PageSpec("two", "第二页", "ledger", "tests.ui.sample_page", "SamplePage"),
)


@pytest.fixture
def window(qtbot, demo_shell):
    made = MainWindow(demo_shell, SAMPLES)
    qtbot.addWidget(made)
    made.show()
    settle(qtbot, demo_shell)
    return made


def page(window: MainWindow) -> SamplePage:
    assert isinstance(window.page, SamplePage)
    return window.page


def test_page_shows_what_it_read(window):
    assert page(window).model.rowCount() == 24
    assert window.windowTitle() == "丫他镇"


def test_keys_lead_to_pages(qtbot, window):
    first = page(window)
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.page is not first
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.page is first


def test_target_is_opened_where_it_belongs(qtbot, window, demo_shell):
    demo_shell.go(Target("two", "abc"))
    assert page(window).opened[-1].id == "abc"


def test_pages_keys_work_only_while_it_is_shown(qtbot, window):
    first = page(window)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert (first.pressed, page(window).pressed) == (1, 1)


def test_change_refreshes_the_page_in_front_at_once_and_others_when_shown(
    qtbot, window, demo_shell
):
    first = page(window)
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, demo_shell)
    second = page(window)
    before = (first.refreshed, second.refreshed)
    rename(demo_shell, second, "韦改名")
    settle(qtbot, demo_shell)
    assert (first.refreshed, second.refreshed) == (before[0], before[1] + 1)
    window.show_target(Target("one"))
    settle(qtbot, demo_shell)
    assert first.refreshed == before[0] + 1


def rename(shell, owner, name):
    row = owner.model.line(0).id
    work = lambda ctx, _job: records.set_values(ctx, row, {"head_name": name})  # noqa: E731
    shell.do(owner, "正在保存", work, lambda _changed: shell.say("已改名。", undo=True))


def test_bar_says_what_happened_and_undoes_it(qtbot, window, demo_shell):
    row = page(window).model.line(0).id
    with demo_shell.here() as ctx:
        old = ctx.ws.get("household", row).text("head_name")
    rename(demo_shell, page(window), "韦改名")
    settle(qtbot, demo_shell)
    assert window.said.text == "已改名。"
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, demo_shell)
    assert "已撤销" in window.said.text
    with demo_shell.here() as ctx:
        assert ctx.ws.get("household", row).text("head_name") == old


def test_failure_is_shown_in_words_until_the_next_deed(qtbot, window, demo_shell):
    def fail(_ctx, _job):
        raise UserError("E-REG-319", "没有编号为“{id}”的记录，请核对编号。", id="甲")

    demo_shell.do(window.page, "正在保存", fail)
    settle(qtbot, demo_shell)
    assert window.trouble.text == "没有编号为“甲”的记录，请核对编号。"
    for says in ("详细信息", "复制"):
        [one] = [b for b in window.trouble.findChildren(QPushButton) if b.text() == says]
        qtbot.mouseClick(one, Qt.MouseButton.LeftButton)
    assert "E-REG-319" in QGuiApplication.clipboard().text()
    demo_shell.do(window.page, "正在保存", lambda _ctx, _job: None)
    assert window.trouble.text == ""
    settle(qtbot, demo_shell)


def test_escape_takes_a_failure_away_before_it_leads_back(qtbot, window, demo_shell):
    def press_escape():
        qtbot.keyClick(window, Qt.Key.Key_Escape)
        return page(window).backs

    assert press_escape() == 1
    demo_shell.fail(UserError("E-REG-319", "没有编号为“{id}”的记录，请核对编号。", id="甲"))
    assert press_escape() == 1
    assert window.trouble.text == ""
    assert press_escape() == 2


def test_escape_works_on_nothing_behind_the_lock(qtbot, window, demo_shell):
    window.hide_work(hidden=True)
    demo_shell.fail(UserError("E-REG-319", "没有编号为“{id}”的记录，请核对编号。", id="甲"))
    demo_shell.settle()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert page(window).backs == 0
    window.hide_work(hidden=False)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert page(window).backs == 1


def test_nothing_to_take_back_is_no_failure(qtbot, window, demo_shell):
    for key, said in (
        (Qt.Key.Key_Z, "这台电脑还没有可撤销的操作。"),
        (Qt.Key.Key_Y, "没有可重做的操作：撤销之后又有了新的改动，或还没有撤销过。"),
    ):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        settle(qtbot, demo_shell)
        assert (window.trouble.text, window.said.text) == ("", said)


def test_bug_is_told_without_its_message(qtbot, window, demo_shell, monkeypatch, tmp_path):
    monkeypatch.setenv("QXN_HOME", str(tmp_path))

    def fail(_ctx, _job):
        raise ValueError("522327199001011234")

    demo_shell.do(window.page, "正在保存", fail)
    settle(qtbot, demo_shell)
    assert "程序出错" in window.trouble.text
    assert "522327199001011234" not in window.trouble.text
    assert list((tmp_path / "logs").iterdir())


def test_long_work_is_shown_and_can_be_cancelled(qtbot, window, demo_shell):
    begun, looked = Event(), Event()

    def work(_ctx, job):
        job.started -= 2  # as if it had been going on for two seconds
        while True:
            job.report(3, 10, "第三村")
            begun.set()
            looked.wait(5)

    demo_shell.do(window.page, "正在合并", work)
    qtbot.waitUntil(begun.is_set)
    qtbot.waitUntil(window.jobs.isVisible)
    assert "正在合并：第三村（3/10）" in window.jobs._words.text()
    qtbot.mouseClick(window.jobs._cancel, Qt.MouseButton.LeftButton)
    looked.set()
    settle(qtbot, demo_shell)
    assert not window.jobs.isVisible()
    assert window.said.text == "已取消，没有改动任何数据。"


def test_result_of_a_page_that_is_gone_is_dropped(qtbot, window, demo_shell):
    gone = SamplePage(demo_shell)
    came: list[object] = []
    demo_shell.read(gone, lambda ctx: ctx.ws.count("household"), came.append)
    delete(gone)
    settle(qtbot, demo_shell)
    assert came == []


def test_later_reading_supersedes_the_earlier(qtbot, window, demo_shell):
    came: list[int] = []
    for number in range(3):
        demo_shell.read(window, lambda _ctx, n=number: n, came.append, key="search")
    settle(qtbot, demo_shell)
    assert came == [2]


def test_window_stays_open_until_work_is_done_or_cancelled(qtbot, window, demo_shell):
    def work(_ctx, job):
        while True:
            job.report(0, 0, "")

    demo_shell.do(window.page, "正在合并", work)
    window.close()
    assert window.isVisible()
    assert window.said.text == "正在合并，做完以后再关闭。"
    with qtbot.waitSignal(window.closed):
        qtbot.mouseClick(window.said._more, Qt.MouseButton.LeftButton)
    assert not window.isVisible()


def test_bar_and_watermark_stay_above_a_page_that_is_shown_again(qtbot, window, demo_shell):
    demo_shell.say("已改名。", undo=True)
    for id_ in ("two", "one", "two"):
        window.show_target(Target(id_))
        settle(qtbot, demo_shell)
        assert window.stack.children()[-1] is window._watermark
        assert window.children()[-1] is window.said


def test_the_bar_lies_below_the_page_and_under_the_lock(qtbot, window, demo_shell):
    demo_shell.say("已改名。", undo=True)
    page = window.page.mapTo(window, window.page.contentsRect().bottomLeft()).y()
    margin = window.page.body.contentsMargins().bottom()
    assert window.said.geometry().top() > page - margin
    assert window.rect().contains(window.said.geometry())
    window.hide_work(hidden=True)
    demo_shell.say("已登记 王国安。")
    assert not window.said.isVisible()
