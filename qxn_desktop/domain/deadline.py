"""Time limits in natural and working days, and the light a date shows (docs/domain.md J.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

AMBER_DAYS = 3
"""黄: so many days before the date (docs/domain.md J.3)."""

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked. ``off`` are holidays, ``on`` worked weekends (调休).

    ``years`` are those the table covers; a year beyond it is reckoned by weekends only and its
    dates are marked 暂定.
    """

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def works(self, day: date) -> bool:
        return day in self.on or (day.weekday() < SATURDAY and day not in self.off)

    def add_working(self, start: date, days: int) -> date:
        """The ``days``-th working day after ``start``; ``start`` itself does not count."""
        day = start
        while days > 0:
            day += timedelta(days=1)
            days -= self.works(day)
        return day

    def working_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and with ``end``; 0 when ``end`` is not later."""
        span = (end - start).days
        return sum(self.works(start + timedelta(days=n)) for n in range(1, span + 1))

    def provisional(self, start: date, end: date) -> bool:
        """Whether the table lacks a year between the two dates."""
        return not self.years.issuperset(range(start.year, end.year + 1))


WEEKENDS_ONLY = Calendar()
"""Until a holiday table is imported."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of days, natural unless ``working``."""

    days: int
    working: bool = False

    def from_day(self, start: date, calendar: Calendar = WEEKENDS_ONLY) -> date:
        """The last day of the limit; the first day of counting is the day after ``start``."""
        if self.working:
            return calendar.add_working(start, self.days)
        return start + timedelta(days=self.days)

    def words(self, start: date, calendar: Calendar = WEEKENDS_ONLY) -> str:
        """What a user reads, such as "5个工作日（暂定：未导入节假日表，只按周末推算）"."""
        if not self.working:
            return f"{self.days}天"
        if not calendar.provisional(start, self.from_day(start, calendar)):
            return f"{self.days}个工作日"
        return f"{self.days}个工作日（暂定：未导入节假日表，只按周末推算）"


class Light(StrEnum):
    """How near a date is; the value is what a user reads (docs/domain.md J.3: 黄, 红, 黑)."""

    CLEAR = "未到期"
    AMBER = "临期"
    RED = "今日到期"
    BLACK = "已超期"


def light(due: date, today: date) -> Light:
    """Amber from three days before, red on the day, black after it."""
    left = (due - today).days
    if left < 0:
        return Light.BLACK
    if left == 0:
        return Light.RED
    return Light.AMBER if left <= AMBER_DAYS else Light.CLEAR
