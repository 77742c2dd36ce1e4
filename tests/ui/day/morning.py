"""The door, 今日, a whole check, the lock, undo and redo, the palette, every page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import DEMO_SECRET
from tests.ui.day.walk import Walk
from tests.ui.hands import ENTER, name


def begin(walk: Walk) -> None:
    """Unlock; the first thing due stands under the keyboard."""
    hands, program = walk.hands, walk.program
    hands.until(lambda: QApplication.activeWindow() is program.door)
    hands.rest()
    assert name(hands.focus) == "口令"
    hands.type(DEMO_SECRET.passphrase)
    hands.press(ENTER)
    hands.until(lambda: QApplication.activeWindow() is program.window)
    hands.rest()
    hands.sees("今天要办", "户厕巡查（每季抽查）")
    assert name(hands.focus).startswith("逾期：户厕巡查（每季抽查）")


def check(walk: Walk) -> None:
    """A household from the list to the next one, locked and taken back in between."""
    hands = walk.hands
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


def find(walk: Walk) -> None:
    """Whoever is asked for at the counter, by the initials of the name; then every page."""
    hands = walk.hands
    hands.ctrl(Qt.Key.Key_K)
    hands.type("ldf")
    hands.sees("梁德福")
    hands.press(ENTER)
    walk.to_the_front()
    hands.rest()
    hands.sees("户主姓名", "梁德福")
    for page, title in (
        ("数据体检", "待核对"),
        ("问题", "未销号"),
        ("报告", "出具"),
        ("数据交换", "发给别人"),
        ("设置", "单位与报告"),
        ("今日", "今天要办"),
    ):
        walk.open(page)
        hands.sees(title)
