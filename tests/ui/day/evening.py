"""报告, a backup, and the morning after: nothing is lost."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from qxn_desktop.services import backups
from tests.ui.day.clearing import PASSPHRASE, problem
from tests.ui.day.walk import Walk
from tests.ui.hands import DOWN, ENTER, name


def report(walk: Walk) -> None:
    """Look at this month, open a number to its rows, save it."""
    hands = walk.hands
    walk.open("报告")
    hands.sees("2026年11月", "2026年10月月报")
    hands.ctrl(Qt.Key.Key_D)
    hands.sees("报表里的数", "回车打开记录")
    assert name(hands.focus) == "报表里的数"
    hands.tab_to("筛选报表里的数", back=True)
    hands.type("问题 合计")
    hands.tab_to("报表里的数")
    hands.press(DOWN)
    hands.sees_not("点报表里的数，或在上面选一个")
    hands.tab_to("这个数对应的记录")
    hands.press(Qt.Key.Key_Escape)
    hands.ctrl(Qt.Key.Key_S)
    hands.sees("已保存")
    [saved] = walk.folder.glob("*.pdf")
    assert saved.read_bytes().startswith(b"%PDF")


def back_up(walk: Walk) -> None:
    """Make a backup in 设置."""
    hands = walk.hands
    walk.open("设置")
    while walk.program.window.page.subtitle != "备份":
        hands.press(DOWN)
    hands.tab_to("立即备份")
    hands.press(ENTER)
    hands.sees("已备份并校验")
    assert len(walk.read(backups.backup_page).lines) == 1


def come_again(walk: Walk, found: str) -> None:
    """Close the workspace from its lock, open it at the door: all that was done is there."""
    hands, program = walk.hands, walk.program
    before = walk.digest()
    hands.ctrl(Qt.Key.Key_L)
    hands.tab_to("关闭数据")
    hands.press(ENTER)
    hands.until(lambda: program.door is not None and program.window is None)
    assert program.door is not None
    program.door.activateWindow()
    hands.until(lambda: QApplication.activeWindow() is program.door)
    hands.rest()
    hands.tab_to("口令")
    hands.type(PASSPHRASE)
    hands.press(ENTER)
    hands.until(lambda: program.window is not None)
    walk.to_the_front()
    hands.rest()
    hands.sees("今天要办")
    assert walk.digest() == before
    assert problem(walk, found).state == "confirmed"
