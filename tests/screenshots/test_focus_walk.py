"""Each rule of the walk by Tab is shown to bite by a planted fault."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from tests.screenshots.focus_walk import focus_faults


@pytest.fixture
def window(qtbot):
    """Three lines below each other, made from the top."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(300, 300)
    for at, name in enumerate(("甲", "乙", "丙")):
        line = QLineEdit(made)
        line.setAccessibleName(name)
        line.setGeometry(10, 10 + 50 * at, 200, 34)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def rules(window: QWidget) -> list[str]:
    return [fault.rule for fault in focus_faults(window, QApplication.processEvents)]


def lines(window: QWidget) -> list[QLineEdit]:
    return window.findChildren(QLineEdit)


def test_a_sound_window_has_no_fault(window):
    assert rules(window) == []


def test_an_order_that_jumps_upwards(window):
    first, second, third = lines(window)
    QWidget.setTabOrder(first, third)
    QWidget.setTabOrder(third, second)
    assert rules(window) == ["out of order"]


def test_a_control_that_is_passed_by(window):
    first, second, _ = lines(window)
    holder = QWidget(window)
    QLineEdit("丁", holder).setAccessibleName("丁")
    holder.setGeometry(10, 200, 200, 60)
    holder.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    holder.setFocusProxy(second)
    holder.show()
    assert "Tab passes it by" in rules(window)
    assert first.isVisible()


def test_a_field_that_keeps_tab_for_itself(window):
    note = QPlainTextEdit(window)
    note.setAccessibleName("备注")
    note.setGeometry(10, 170, 200, 60)
    note.show()
    assert "Tab does not come round" in rules(window)


def test_a_focus_that_nobody_sees(window):
    picture = QLabel("图", window)
    picture.setAccessibleName("图")
    picture.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    picture.setGeometry(10, 170, 60, 30)
    picture.show()
    assert rules(window) == ["focus is not seen"]


def test_a_control_without_a_name(window):
    lines(window)[1].setAccessibleName("")
    assert rules(window) == ["no accessible name"]
