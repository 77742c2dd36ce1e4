"""Seeing what was typed, with and without a mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from qxn_desktop.ui.widgets.account_combo import AccountCombo
from qxn_desktop.ui.widgets.passphrase_edit import PassphraseEdit

HIDDEN, SHOWN = QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal


def test_a_key_shows_and_hides_what_was_typed(qtbot):
    field = PassphraseEdit()
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field, "mima")
    control = Qt.KeyboardModifier.ControlModifier
    for shown in (SHOWN, HIDDEN, SHOWN):
        qtbot.keyClick(field, Qt.Key.Key_E, control)
        assert field.echoMode() is shown
    assert field.text() == "mima"
    field.wipe()
    assert field.echoMode() is HIDDEN


def test_arrows_pass_accounts_by_and_enter_settles(qtbot):
    box = AccountCombo()
    qtbot.addWidget(box)
    box.addItems(["甲", "乙"])
    box.show()
    settled = []
    box.settled.connect(lambda: settled.append(box.currentText()))
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert (box.currentText(), settled) == ("乙", [])
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert settled == ["乙"]
    box.setCurrentIndex(0)
    assert settled == ["乙"]
    box.activated.emit(0)  # as a click on the list does
    assert settled == ["乙", "甲"]
