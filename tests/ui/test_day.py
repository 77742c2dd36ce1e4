"""A clerk's day by the keyboard alone: the door, 今日, a whole check, the lock, undo, the palette.

问题, 报告, 数据交换 and 设置 are only reached here; their own tests walk what is done on them.
"""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qxn_desktop.common.clock import FixedClock
from qxn_desktop.common.preferences import Recent
from qxn_desktop.ui.app import Program
from qxn_desktop.ui.machine import machine
from tests.ui.conftest import DEMO_SECRET, TODAY
from tests.ui.hands import ENTER, Hands, name
from tests.ui.settling import is_settled


@pytest.fixture
def program(qapp, demo_master, tmp_path, monkeypatch):
    monkeypatch.setenv("QXN_HOME", str(tmp_path / "home"))
    machine().read()
    root = tmp_path / "home" / "workspaces" / "演示"
    shutil.copytree(demo_master, root)
    machine().note_opened(Recent(str(root), "丫他镇", "韦小兰", demo=True))
    made = Program(qapp, FixedClock(TODAY))
    yield made
    if made.window is not None:
        made.window.before_closing = lambda: True
        made.window.close()
    if made.door is not None:
        made.door.close()
    made.close()
    made.deleteLater()


def settled(program):
    if program.door is not None:
        return program.door.errands.is_idle
    if program.lock is not None:
        return program.lock._errands.is_idle
    return program.shell is not None and is_settled(program.shell)


def test_a_day_by_keyboard(qtbot, program):
    hands = Hands(qtbot, lambda: settled(program))
    program.begin()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is program.door)
    hands.rest()
    assert name(hands.focus) == "口令"
    hands.type(DEMO_SECRET.passphrase)
    hands.press(ENTER)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is program.window, timeout=20_000)
    hands.rest()
    hands.sees("今天要办", "户厕巡查（每季抽查）")
    assert name(hands.focus).startswith("逾期：户厕巡查（每季抽查）")
    hands.press(ENTER)
    hands.sees("户厕巡查 · 每季抽查　各村", "共 13，已查 7，还剩 6")
    assert name(hands.focus) == "检查表和村"
    hands.press(ENTER)
    assert name(hands.focus) == "检查对象"
    hands.press(ENTER)
    hands.sees("第 3/13 户", "103200-0002 梁德福", "已答 0 / 8 项")
    assert name(hands.focus) == "检查项"
    hands.press("1")
    hands.sees("已答 1 / 8 项", "已保存 10:00")
    hands.ctrl(Qt.Key.Key_Z)
    hands.sees("已答 0 / 8 项")
    hands.ctrl(Qt.Key.Key_L)
    hands.sees("已锁定，没做完的都还在")
    hands.sees_not("梁德福")
    assert name(hands.focus) == "口令"
    hands.type(DEMO_SECRET.passphrase)
    hands.press(ENTER)
    hands.sees("103200-0002 梁德福", "已答 0 / 8 项")
    for _ in range(8):
        hands.press("1")
        hands.press(ENTER)
    hands.sees("已登记 103200-0002 梁德福。", "已答 0 / 11 项")  # the next one follows
    hands.ctrl(Qt.Key.Key_Z)
    hands.sees("已撤销：")
    hands.ctrl(Qt.Key.Key_Y)
    hands.sees("已重做：")
    hands.ctrl(Qt.Key.Key_K)
    hands.type("ldf")
    hands.sees("梁德福")
    hands.press(ENTER)
    program.window.activateWindow()  # without a screen no window manager does so
    qtbot.waitUntil(lambda: QApplication.activeWindow() is program.window)
    hands.rest()
    hands.sees("户主姓名", "梁德福")
    for key, title in (
        (Qt.Key.Key_4, "未销号"),
        (Qt.Key.Key_5, "出具"),
        (Qt.Key.Key_6, "发给别人"),
        (Qt.Key.Key_7, "单位与报告"),
        (Qt.Key.Key_1, "今天要办"),
    ):
        hands.ctrl(key)
        hands.sees(title)
