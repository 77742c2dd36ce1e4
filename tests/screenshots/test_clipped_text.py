"""Each rule of the checker is shown to bite by a planted fault, and to leave its cure alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QFont, QFontDatabase, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QGroupBox,
    QLabel,
    QLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from qxn_desktop.common.resource_files import resource_path
from tests.screenshots.clipped_text import faults

LONG = "公示期满待乡镇审核的监测对象名单"

Build = Callable[[QWidget], None]


@pytest.fixture(autouse=True)
def _typeface(qapp):
    """Ours: a machine without a Chinese one would measure empty boxes."""
    before = qapp.font()
    QFontDatabase.addApplicationFont(str(resource_path("fonts/qxn-sans.ttf")))
    qapp.setFont(QFont("QXN Sans", 9))
    yield
    qapp.setFont(before)


def shown(qtbot, build: Build) -> list[str]:
    """The rules that a window, 400×300 with what ``build`` puts on it, breaks."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 300)
    window.setObjectName("窗口")
    build(window)
    window.show()
    qtbot.waitExposed(window)
    found = faults(window)
    print(*found, sep="\n")  # seen when a test fails
    return sorted({fault.rule for fault in found})


def label(text: str, width: int, height: int = 30, *, wrap: bool = False) -> Build:
    def build(window: QWidget) -> None:
        made = QLabel(text, window)
        made.setWordWrap(wrap)
        made.setGeometry(10, 10, width, height)

    return build


@pytest.mark.parametrize(
    ("build", "rules"),
    [
        (label(LONG, 300), []),
        (label(LONG, 60), ["too narrow"]),
        (label(LONG, 300, 6), ["too low"]),
        (label(LONG, 60, 100, wrap=True), []),
        (label(LONG, 60, 30, wrap=True), ["too low"]),
        (label(f"<b>{LONG}</b>", 300), []),
        (label(f"<b>{LONG}</b>", 60), ["too narrow"]),
        (label("公示期满待…", 300), ["cut without a tooltip"]),
    ],
)
def test_labels(qtbot, build, rules):
    assert shown(qtbot, build) == rules


def test_a_cut_label_may_tell_the_whole_by_its_tooltip(qtbot):
    def build(window: QWidget) -> None:
        made = QLabel("公示期满待…", window)
        made.setToolTip(LONG)

    assert shown(qtbot, build) == []


@pytest.mark.parametrize("kind", [QPushButton, QCheckBox, QToolButton])
def test_buttons(qtbot, kind):
    def build(window: QWidget, width: int) -> None:
        made = kind(window)
        made.setText(LONG)
        made.setGeometry(10, 10, width, 40)

    assert shown(qtbot, lambda window: build(window, 390)) == []
    assert shown(qtbot, lambda window: build(window, 60)) == ["too narrow"]


@pytest.mark.parametrize("width", [380, 70])
def test_choices_and_hints(qtbot, width):
    def build(window: QWidget) -> None:
        choice = QComboBox(window)
        choice.addItem(LONG)
        choice.setAccessibleName("名单")
        choice.setGeometry(0, 0, width, 32)
        entry = QLineEdit(window)
        entry.setPlaceholderText(LONG)
        entry.setAccessibleName("查找")
        entry.setGeometry(0, 40, width, 32)

    assert shown(qtbot, build) == (["too narrow"] if width == 70 else [])


def test_the_value_of_a_date_is_seen_whole(qtbot):
    def build(window: QWidget, width: int) -> None:
        made = QDateEdit(window)
        made.setAccessibleName("日期")
        made.setGeometry(0, 0, width, 36)

    assert shown(qtbot, lambda window: build(window, 200)) == []
    assert shown(qtbot, lambda window: build(window, 50)) == ["too narrow"]


def table(width: int, tooltip: str = "") -> Build:
    def build(window: QWidget) -> None:
        model = QStandardItemModel(1, 1, window)
        model.setHorizontalHeaderLabels([LONG])
        item = QStandardItem(LONG)
        item.setToolTip(tooltip)
        model.setItem(0, 0, item)
        if tooltip:
            model.setHeaderData(0, Qt.Orientation.Horizontal, tooltip, Qt.ItemDataRole.ToolTipRole)
        view = QTableView(window)
        view.setAccessibleName("名单")
        view.setModel(model)
        view.setWordWrap(False)
        view.setColumnWidth(0, width)
        view.setGeometry(0, 0, 390, 200)

    return build


def test_cells_and_columns(qtbot):
    assert shown(qtbot, table(320)) == []
    assert shown(qtbot, table(60)) == ["too narrow"]
    assert shown(qtbot, table(60, LONG)) == []


def test_tabs(qtbot):
    def build(window: QWidget, width: int) -> None:
        bar = QTabBar(window)
        bar.addTab(LONG)
        bar.addTab(LONG)
        bar.setAccessibleName("分页")
        bar.setGeometry(0, 0, width, 40)

    assert shown(qtbot, lambda window: build(window, 100)) == ["too narrow"]


def test_the_title_of_a_group(qtbot):
    def build(window: QWidget) -> None:
        QGroupBox(LONG, window).setGeometry(0, 0, 60, 60)

    assert shown(qtbot, build) == ["too narrow"]


def test_siblings_that_lie_over_each_other(qtbot):
    def build(window: QWidget, overlay: bool) -> None:
        for at in (0, 10):
            made = QLabel("村", window)
            made.setGeometry(at, 0, 40, 30)
            made.setProperty("overlay", overlay)

    assert shown(qtbot, lambda window: build(window, False)) == ["overlap"]
    assert shown(qtbot, lambda window: build(window, True)) == []


def test_a_control_that_reaches_beyond_its_parent(qtbot):
    def build(window: QWidget) -> None:
        QPushButton("开始", window).setGeometry(360, 10, 80, 32)

    assert shown(qtbot, build) == ["outside its parent"]


def test_what_scrolls_may_be_larger_than_its_frame(qtbot):
    def build(window: QWidget) -> None:
        area = QScrollArea(window)
        area.setAccessibleName("名单")
        inner = QLabel(LONG)
        inner.setFixedSize(900, 900)
        area.setWidget(inner)
        area.setGeometry(0, 0, 200, 200)

    assert shown(qtbot, build) == []


def test_a_control_without_a_name(qtbot):
    def build(window: QWidget) -> None:
        QLineEdit(window)

    assert shown(qtbot, build) == ["no accessible name"]


def test_a_label_names_the_control_that_it_belongs_to(qtbot):
    def build(window: QWidget) -> None:
        layout = QVBoxLayout(window)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        title, entry = QLabel("&村名"), QLineEdit()
        title.setBuddy(entry)
        layout.addWidget(title)
        layout.addWidget(entry)

    assert shown(qtbot, build) == []


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("保存为 PDF 或 Excel（Ctrl+S）", []),
        ("编号 2026-522327103-WT-YS1A2B 第 HC01 项", []),
        ("Loading 台账", ["Latin word"]),
        ("还缺：整改期限（due）", ["Latin word"]),
        ("<b>村</b>&nbsp;名", []),
    ],
)
def test_words_in_latin_letters(qtbot, text, rules):
    assert shown(qtbot, label(text, 390)) == rules


def test_a_text_that_is_not_ours_may_be_in_any_letters(qtbot):
    def build(window: QWidget) -> None:
        QLabel("backup day one", window).setProperty("verbatim", True)

    assert shown(qtbot, build) == []


def test_words_in_lists(qtbot):
    def build(window: QWidget) -> None:
        view = QListView(window)
        view.setAccessibleName("名单")
        view.setModel(QStringListModel(["Untitled"], view))
        view.setGeometry(0, 0, 300, 200)

    assert shown(qtbot, build) == ["Latin word"]


def test_a_fault_says_where_and_what(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.setObjectName("窗口")
    window.resize(400, 300)
    QPushButton("Go", window).setObjectName("go")
    window.show()
    [fault] = faults(window)
    assert str(fault) == "Latin word: 窗口 > go “Go” Go"
