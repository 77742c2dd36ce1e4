"""The month that a report is about: it counts from the 启用日期 and up to the data cut-off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.period import Period, PeriodKind, parse_period, period_of


@dataclass(frozen=True, slots=True)
class ReportingMonth:
    """One month of a unit. ``start`` is its 启用日期: nothing counts before it."""

    period: Period
    start: date
    today: date

    @property
    def started(self) -> bool:
        """Whether the program was in use on some day of the month."""
        return self.start <= self.period.end

    @property
    def first(self) -> date:
        """The first day that counts."""
        return max(self.period.start, self.start)

    @property
    def cut_off(self) -> date:
        """数据截止日: what is dated later is left out (docs/domain.md J.3)."""
        return min(self.period.end, self.today)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.cut_off


def parse_month(text: str, today: date) -> Period:
    """The month written as ``text``, such as 2026-10.

    Raises:
        UserError: no month, or one that has not begun.
    """
    month = parse_period(text)
    if month.kind is not PeriodKind.MONTH:
        raise UserError(
            "E-REP-021",
            "月报按月统计，“{text}”不是一个月，请写成 {example} 这样。",
            text=text, example=period_of(PeriodKind.MONTH, today),
        )  # fmt: skip
    if month.start > today:
        raise UserError(
            "E-REP-022",
            "{text} 还没有到，今天是 {today}。请改写统计期；电脑日期不对的，先校准。",
            text=text, today=today,
        )  # fmt: skip
    return month
