"""Working days: the calendar of days off and of weekend days worked, and counting by it.

Days off and worked are published each year by the State Council
(国务院办公厅关于部分节假日安排的通知). A year without its table counts weekends only and is 暂定.
A period begins the day after what starts it (民法典第二百零一条): ``start`` is never counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

SATURDAY: Final = 5
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Days off (``off``) and weekend days worked (``worked``) with their occasion, by date.

    ``known`` are the years whose table is complete.
    """

    off: Mapping[date, str] = field(default_factory=dict)
    worked: Mapping[date, str] = field(default_factory=dict)
    known: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether people work on ``day``."""
        if day in self.worked:
            return True
        return day.weekday() < SATURDAY and day not in self.off

    def is_tentative(self, start: date, end: date) -> bool:
        """Whether a year from ``start`` to ``end`` has no table yet (暂定)."""
        return any(year not in self.known for year in range(start.year, end.year + 1))


def add_working_days(calendar: WorkCalendar, start: date, count: int) -> date:
    """The ``count``-th working day after ``start``; ``start`` itself for 0.

    Raises:
        ValueError: ``count`` is negative.
    """
    if count < 0:
        raise ValueError(count)
    day = start
    while count:
        day += _DAY
        count -= calendar.is_working(day)
    return day


def working_days_between(calendar: WorkCalendar, start: date, end: date) -> int:
    """Working days after ``start`` up to and with ``end``; negative when ``end`` is earlier."""
    if end < start:
        return -working_days_between(calendar, end, start)
    span = (end - start).days
    return sum(calendar.is_working(start + timedelta(days=n)) for n in range(1, span + 1))


def next_working_day(calendar: WorkCalendar, day: date) -> date:
    """``day``, or the first working day after it (民法典第二百零三条)."""
    while not calendar.is_working(day):
        day += _DAY
    return day
