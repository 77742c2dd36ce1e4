"""A date that is typed as people write it, or picked from a calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QToolButton, QWidget, QWidgetAction
from shiboken6 import isValid

from qxn_desktop.ui.style.icon import icon
from qxn_desktop.ui.style.theme import theme
from qxn_desktop.ui.widgets.text import set_style

_PARTS = re.compile(r"\d+")
CALENDAR = QSize(288, 236)
LATEST = date(2999, 12, 31)


def read_day(text: str, today: date) -> date | None:
    """The date that ``text`` says: 2026-12-01, 2026.12.1, 12月1日, 12-1, 1201, 20261201.

    Without a year it is the day nearest to ``today``; None where it is no date.
    """
    parts = [int(part) for part in _PARTS.findall(text)]
    if len(parts) == 1:
        digits = _PARTS.findall(text)[0]
        if len(digits) == 8:
            parts = [int(digits[:4]), int(digits[4:6]), int(digits[6:])]
        elif len(digits) == 4:
            parts = [int(digits[:2]), int(digits[2:])]
    if len(parts) == 3:
        return _day(*parts)
    if len(parts) != 2:
        return None
    near = [_day(year, *parts) for year in (today.year - 1, today.year, today.year + 1)]
    return min((day for day in near if day), key=lambda day: abs(day - today), default=None)


class DateField(QLineEdit):
    """``changed`` carries ISO text, or what was typed where that is no date."""

    changed = Signal(str)

    def __init__(self, says: str, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.setAccessibleName(says)
        self.setPlaceholderText("如 12-1，或选日期")
        self.setFixedWidth(176)
        self._pick = self.addAction(icon("calendar"), QLineEdit.ActionPosition.TrailingPosition)
        self._pick.setToolTip("选日期")
        self._pick.triggered.connect(self.open_calendar)
        self.textChanged.connect(self._tell)
        self.editingFinished.connect(self._tidy)
        theme().changed.connect(self._redraw)

    @property
    def day(self) -> date | None:
        """The date; None while there is none."""
        return read_day(self.text(), self._today)

    @property
    def value(self) -> str:
        """ISO text; what was typed where that is no date; "" for nothing."""
        day = self.day
        return day.isoformat() if day else self.text().strip()

    def set_value(self, value: str) -> None:
        """Show an ISO date, or nothing for ""."""
        self.setText(value)

    def open_calendar(self) -> None:
        """Let a day be picked."""
        menu = QMenu(self)
        calendar = QCalendarWidget(menu)
        calendar.setLocale(QLocale(QLocale.Language.Chinese))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setHorizontalHeaderFormat(
            QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames
        )
        calendar.setFixedSize(CALENDAR)
        plain = QTextCharFormat()  # red is for what is overdue
        plain.setForeground(QColor(theme().tokens.text_soft))
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(weekend, plain)
        for name, picture in (("prevmonth", "left"), ("nextmonth", "right")):
            turn = calendar.findChild(QToolButton, f"qt_calendar_{name}")
            if turn is not None:
                turn.setIcon(icon(picture))
        day = self.day or self._today
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        calendar.clicked.connect(self._picked)
        calendar.clicked.connect(menu.close)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
        calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        else:
            day = self.day
            self.set_value(((day + timedelta(days=step)) if day else self._today).isoformat())

    def _picked(self, day: QDate) -> None:
        self.set_value(day.toString(Qt.DateFormat.ISODate))
        self.setFocus()

    def _tell(self) -> None:
        set_style(self, "fault", bool(self.text().strip()) and self.day is None)
        self.changed.emit(self.value)

    def _tidy(self) -> None:
        if self.day is not None and self.text() != self.value:
            self.setText(self.value)

    def _redraw(self) -> None:
        if isValid(self._pick):  # a form that was left may still be listening
            self._pick.setIcon(icon("calendar"))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if year >= 1900 and found <= LATEST else None
