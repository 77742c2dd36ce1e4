"""Where the keyboard is can be seen on every kind of control, in both looks (WCAG 2.1, 2.4.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from qxn_desktop.ui.models.column import Column
from qxn_desktop.ui.models.lines_model import LinesModel
from qxn_desktop.ui.style.theme import Look, dress
from qxn_desktop.ui.widgets.button import button, icon_button
from qxn_desktop.ui.widgets.date_field import DateField
from qxn_desktop.ui.widgets.number_field import NumberField
from qxn_desktop.ui.widgets.search_combo import SearchCombo
from qxn_desktop.ui.widgets.table_view import TableView
from tests.ui.conftest import TODAY

LEAST_PIXELS = 90
"""Changed pixels of enough contrast: most of the outline of the smallest control. Fewer may be
its words, moved by a pixel."""
LEAST_CONTRAST = 3.0
"""WCAG 2.1, 1.4.11: what identifies a state stands out by 3 : 1."""
KINDS = ("", "primary", "quiet", "danger", "link", "row", "choice", "target", "menu", "search")


def pushed(kind: str, *, checked: bool = False) -> Callable[[], QWidget]:
    def make() -> QWidget:
        made = button("按钮", kind=kind)
        if checked:
            made.setCheckable(True)
            made.setChecked(True)
        return made

    return make


def within(frame: str, made: QPushButton) -> QWidget:
    """A button in a frame of a kind; the frame passes the focus on."""
    outer = QFrame()
    outer.setProperty("kind", frame)
    QVBoxLayout(outer).addWidget(made)
    outer.setFocusProxy(made)
    return outer


def ticked(made: QCheckBox | QRadioButton, *, on: bool) -> QWidget:
    made.setChecked(on)
    return made


def combo() -> QWidget:
    made = QComboBox()
    made.addItems(["一", "二"])
    return made


def listed() -> QWidget:
    made = QListWidget()
    made.addItems(["一", "二", "三"])
    made.setCurrentRow(1)
    return made


def bare() -> QWidget:
    made = listed()
    made.setProperty("kind", "bare")
    return made


def tabs() -> QWidget:
    made = QTabWidget()
    made.addTab(QWidget(), "信息")
    made.addTab(QWidget(), "关联")
    made.setFocusProxy(made.tabBar())
    return made


def table() -> QWidget:
    model = LinesModel((Column("名称", str, 90), Column("数", str, 90)))
    made = TableView(model, "表")
    model.setParent(made)
    model.show(["甲", "乙"])
    made.go_to(0)
    return made


def tool() -> QWidget:
    made = QToolButton()
    made.setText("工具")
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made


CONTROLS: dict[str, Callable[[], QWidget]] = {
    **{f"button {kind}": pushed(kind) for kind in KINDS},
    "choice checked": pushed("choice", checked=True),
    "quiet checked": pushed("quiet", checked=True),
    "icon button": lambda: icon_button("history", "历史"),
    "nav": lambda: within("nav", QPushButton("今日")),
    "nav checked": lambda: within("nav", pushed("", checked=True)()),
    "bar": lambda: within("bar", QPushButton("撤销")),
    "tool": tool,
    "line": QLineEdit,
    "date": lambda: DateField("日期", TODAY.date()),
    "text": QPlainTextEdit,
    "number": lambda: NumberField(0, 9, 96),
    "combo": combo,
    "search combo": lambda: SearchCombo({"1": "板万村"}, "请选择"),
    "check": lambda: ticked(QCheckBox("勾选"), on=False),
    "check on": lambda: ticked(QCheckBox("勾选"), on=True),
    "radio": lambda: ticked(QRadioButton("单选"), on=False),
    "radio on": lambda: ticked(QRadioButton("单选"), on=True),
    "list": listed,
    "bare list": bare,
    "tabs": tabs,
    "table": table,
}


@pytest.fixture(params=[Look.LIGHT, Look.DARK])
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Look]:
    dress(qapp, request.param)
    yield request.param
    dress(qapp, Look.LIGHT)


@pytest.mark.parametrize("name", CONTROLS)
def test_focus_is_seen(qtbot: QtBot, look: Look, name: str) -> None:
    window = QWidget()
    window.setProperty("kind", "ground")
    qtbot.addWidget(window)
    body, control, other = QVBoxLayout(window), CONTROLS[name](), QPushButton("别处")
    body.addWidget(control)
    body.addWidget(other)
    window.resize(360, 260)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    other.setFocus(Qt.FocusReason.TabFocusReason)
    before = picture(control)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    assert QApplication.focusWidget() is not other
    after = picture(control)
    seen = sum(contrast(*pair) >= LEAST_CONTRAST for pair in changed(before, after))
    assert seen >= LEAST_PIXELS


def picture(control: QWidget) -> QImage:
    QApplication.processEvents()
    return control.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def changed(before: QImage, after: QImage) -> Iterator[tuple[int, int]]:
    """Colours of a pixel before and after, of all pixels that changed."""
    for y in range(before.height()):
        for x in range(before.width()):
            pair = before.pixel(x, y), after.pixel(x, y)
            if pair[0] != pair[1]:
                yield pair


def contrast(one: int, other: int) -> float:
    """Contrast of two colours 0xAARRGGBB (WCAG 2.1)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: int) -> float:
    parts = (((colour >> shift) & 255) / 255 for shift in (16, 8, 0))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
