"""Widgets of a layout in its order, and no trace of its items."""

from __future__ import annotations

import re
from pathlib import Path

import shiboken6
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget, QWidgetItem

from qxn_desktop.ui.laid_out import in_rows, laid_out

UI = Path(__file__).resolve().parents[2] / "qxn_desktop" / "ui"


def words(widgets):
    return [one.text() for one in widgets]


def test_widgets_come_as_they_stand_whatever_order_they_were_made_in(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    whole, line, grid = QVBoxLayout(window), QHBoxLayout(), QGridLayout()
    last, first = QLabel("5", window), QLabel("1", window)
    QLabel("nowhere", window)
    whole.addWidget(first)
    whole.addLayout(line)
    line.addWidget(QLabel("2"))
    whole.addLayout(grid)
    grid.addWidget(QLabel("4"), 1, 0)
    grid.addWidget(QLabel("3"), 0, 1)
    whole.addWidget(last)
    assert words(laid_out(whole)) == ["1", "2", "3", "4", "5"]
    assert words(in_rows(grid, 1, 1)) == ["4"]
    assert laid_out(QVBoxLayout()) == []


def test_no_item_outlives_its_widget(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    whole, inside = QVBoxLayout(window), QLabel("x")
    whole.addWidget(inside)
    before = len([one for one in shiboken6.getAllValidWrappers() if isinstance(one, QWidgetItem)])
    laid_out(whole)
    after = [one for one in shiboken6.getAllValidWrappers() if isinstance(one, QWidgetItem)]
    assert len(after) == before


def test_the_window_asks_no_layout_for_an_item():
    """But where it is its own: a layout of ours has to answer Qt."""
    asks = re.compile(r"\.itemAt(Position)?\(")
    found = [path.name for path in UI.rglob("*.py") if asks.search(path.read_text("utf-8"))]
    assert found == []
