from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QLineEdit

from qxn_desktop.ui.app import application


def test_the_menu_of_a_field_speaks_chinese(qtbot, qapp):
    former = QLocale()
    app = application([])
    try:
        field = QLineEdit("字")
        qtbot.addWidget(field)
        menu = field.createStandardContextMenu()
        words = [action.text().partition("(")[0] for action in menu.actions() if action.text()]
        assert words[:3] == ["撤消", "重做", "剪切"]
        assert application([]) is app
    finally:
        QLocale.setDefault(former)
