"""Values of spreadsheet cells as they are read, and as a person would type them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

CellValue = str | int | float | bool | date | datetime | time | timedelta | None
"""What a cell holds; "" and None when it is empty."""

CellRows = Sequence[Sequence[CellValue]]
"""Rows of a sheet from its first one on; they may differ in length."""

LOST_FROM = 1e15
"""A number of a sheet holds 15 digits; of a longer one the last digits are lost for good."""


def cell_text(value: object) -> str:
    """A cell's value as a person would type it: 60 for 60.0, 2026-11-20 for a date."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.15g}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def is_lost_number(value: CellValue) -> bool:
    """Whether ``value`` is a code kept as a number so long that its last digits are gone."""
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= LOST_FROM
    )


def is_blank(value: CellValue) -> bool:
    """Whether nothing stands in the cell."""
    return value is None or (isinstance(value, str) and not value.strip())
