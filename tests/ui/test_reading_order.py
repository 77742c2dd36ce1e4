"""Tab goes as one reads, whatever was made first and whatever hands its focus on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from qxn_desktop.ui.reading_order import InReadingOrder, focus_stops
from tests.screenshots.focus_walk import focus_faults


class Window(InReadingOrder, QWidget):
    """A window of ours."""


def field(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    return made


def names(root: QWidget) -> list[str]:
    return [one.accessibleName() for one in focus_stops(root)]


@pytest.fixture
def window(qtbot):
    made = Window()
    qtbot.addWidget(made)
    made.resize(400, 300)
    return made


def shown(qtbot, window):
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def test_layouts_say_the_order_not_the_making(qtbot, window):
    last, first = field("丙"), field("甲")
    whole = QHBoxLayout(window)
    left, right = QVBoxLayout(), QGridLayout()
    whole.addLayout(left)
    whole.addLayout(right)
    left.addWidget(first)
    left.addWidget(field("乙"))
    right.addWidget(field("己"), 1, 1)
    right.addWidget(field("戊"), 1, 0)
    right.addWidget(last, 0, 0)
    assert names(shown(qtbot, window)) == ["甲", "乙", "丙", "戊", "己"]
    assert focus_faults(window, QApplication.processEvents) == []


def test_what_is_not_seen_or_not_enabled_is_passed(qtbot, window):
    stack, split = QStackedWidget(), QSplitter()
    for one in ("后面", "前面"):
        stack.addWidget(field(one))
    stack.setCurrentIndex(1)
    off = field("停用")
    off.setEnabled(False)
    for one in (field("左"), off, field("右")):
        split.addWidget(one)
    body = QVBoxLayout(window)
    body.addWidget(split)
    body.addWidget(stack)
    assert names(shown(qtbot, window)) == ["左", "右", "前面"]


def test_a_page_that_hands_its_focus_on_is_walked_from_its_top(qtbot, window):
    page = QWidget()
    inside = QVBoxLayout(page)
    for one in ("查找", "清单", "备注"):
        inside.addWidget(field(one))
    page.setFocusProxy(inside.itemAt(1).widget())
    body = QVBoxLayout(window)
    body.addWidget(field("页名"))
    body.addWidget(page)
    shown(qtbot, window)
    window.findChildren(QLineEdit)[0].setFocus()
    passed = []
    for _ in range(4):
        passed.append(QApplication.focusWidget().accessibleName())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert passed == ["页名", "查找", "清单", "备注"]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert QApplication.focusWidget().accessibleName() == "备注"


def test_what_is_reached_is_scrolled_to(qtbot, window):
    content = QWidget()
    inside = QVBoxLayout(content)
    for at in range(30):
        inside.addWidget(field(f"{at}"))
    area = QScrollArea()
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(content)
    QVBoxLayout(window).addWidget(area)
    shown(qtbot, window)
    inside.itemAt(0).widget().setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    reached = QApplication.focusWidget()
    assert reached.accessibleName() == "29"
    assert not reached.visibleRegion().isEmpty()
