"""Dates as people write them, and by arrow keys."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from qxn_desktop.ui.widgets.date_field import DateField

SCREENLESS = "This plugin does not support"
"""What the platform without a screen says of pop-ups."""


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2026-12-01", "2026-12-01"),
        ("12-1", "2026-12-01"),
        ("12月1日", "2026-12-01"),
        ("1201", "2026-12-01"),
        ("20261201", "2026-12-01"),
        ("1.5", "2027-01-05"),
        ("2026.2.31", "2026.2.31"),
        ("很快", "很快"),
        ("", ""),
    ],
)
def test_dates_are_read_as_people_write_them(qtbot, demo_shell, typed, value):
    field = DateField("日期", date(2026, 11, 25))
    qtbot.addWidget(field)
    field.setText(typed)
    assert field.value == value
    assert bool(field.property("fault")) == (typed != "" and field.day is None)


@pytest.mark.qt_log_ignore(SCREENLESS)
def test_arrow_keys_go_through_days(qtbot):
    field = DateField("日期", date(2026, 11, 25))
    qtbot.addWidget(field)
    field.show()
    for key, value in (
        (Qt.Key.Key_Down, "2026-11-25"),
        (Qt.Key.Key_Down, "2026-11-26"),
        (Qt.Key.Key_Up, "2026-11-25"),
    ):
        qtbot.keyClick(field, key)
        assert field.value == value
