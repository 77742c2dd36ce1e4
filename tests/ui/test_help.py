"""F1 and ?: help by page, and the sheet of keys made from the actions."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from qxn_desktop.services.help_text import help_pages
from qxn_desktop.ui.action import Action
from qxn_desktop.ui.dialogs.help_dialog import HelpDialog
from qxn_desktop.ui.dialogs.keys_dialog import KeysDialog
from qxn_desktop.ui.key_words import key_words
from qxn_desktop.ui.main_window import MainWindow
from qxn_desktop.ui.navigation import PageSpec
from tests.ui.settling import settle

SCREENLESS = "This plugin does not support"
PAGES = (PageSpec("problems", "问题", "today", "tests.ui.sample_page", "SamplePage"),)
SAVE = Action("保存这一项", lambda: None, ("Ctrl+Return",))
QUIET = Action("没有按键的动作", lambda: None)


@pytest.fixture
def help_dialog(qtbot):
    made = HelpDialog()
    qtbot.addWidget(made)
    return made


def shown(dialog: HelpDialog) -> str:
    return dialog.text.toPlainText()


@pytest.mark.qt_log_ignore(SCREENLESS)
def test_f1_opens_the_page_in_front_and_question_mark_its_keys(qtbot, demo_shell):
    window = MainWindow(demo_shell, PAGES)
    qtbot.addWidget(window)
    window.show()
    settle(qtbot, demo_shell)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    [dialog] = window.findChildren(HelpDialog)
    assert dialog.pages.currentItem().text() == "问题"
    assert "按一下" in shown(dialog)
    dialog.close()
    qtbot.keyClick(window, Qt.Key.Key_Question)
    [sheet] = window.findChildren(KeysDialog)
    words = {one.text() for one in sheet.findChildren(QLabel)}
    assert {"F8", "按一下", "Ctrl+K", "F1", "?"} <= words


@pytest.mark.qt_log_ignore(SCREENLESS)
def test_a_page_tells_its_keys(help_dialog):
    help_dialog.show_page("check", [SAVE, QUIET])
    assert "Ctrl+回车" in shown(help_dialog)
    assert "保存这一项" in shown(help_dialog)
    assert "没有按键的动作" not in shown(help_dialog)


def test_help_is_found_by_its_words(help_dialog):
    help_dialog.search.setText("恢复码 信封")
    titles = [help_dialog.pages.item(at).text() for at in range(help_dialog.pages.count())]
    assert titles == ["设置", "第一次使用"]
    assert help_dialog.text.textCursor().selectedText() == "恢复码"


def test_nothing_found_says_so_and_the_way_back_is_open(help_dialog):
    help_dialog.search.setText("没有这样的词")
    assert help_dialog.pages.count() == 0
    assert "没有找到" in shown(help_dialog)
    help_dialog.search.clear()
    assert help_dialog.pages.count() == len(help_pages())
    assert shown(help_dialog).startswith("今日")


@pytest.mark.qt_log_ignore(SCREENLESS)
def test_the_sheet_heads_its_groups(qtbot):
    sheet = KeysDialog()
    qtbot.addWidget(sheet)
    sheet.show_actions(
        [SAVE, QUIET, Action("锁定", lambda: None, ("Ctrl+L",), "哪里都能用")], "检查"
    )
    words = [one.text() for one in sheet.findChildren(QLabel)]
    assert {"本页 · 检查", "哪里都能用", "Ctrl+回车", "锁定"} <= set(words)
    assert "没有按键的动作" not in words


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("Ctrl+Return", "Ctrl+回车"),
        ("Alt+Down", "Alt+↓"),
        ("F1", "F1"),
        ("?", "?"),
        ("Ctrl++", "Ctrl++"),
    ],
)
def test_keys_as_they_are_printed(keys, words):
    assert key_words(keys) == words
