"""Reporting periods: a week, month, quarter or year, written 2026-W47, 2026-10, 2026-Q4, 2026."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from qxn_desktop.common.errors import UserError


class PeriodKind(StrEnum):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def words(self) -> str:
        return {"week": "每周", "month": "每月", "quarter": "每季度", "year": "每年"}[self.value]


MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.YEAR: 12}

WRITTEN = re.compile(
    r"(?P<year>[12][0-9]{3})(?:-(?:W(?P<week>[0-9]{2})|Q(?P<quarter>[1-4])|(?P<month>[0-9]{2})))?"
)


@dataclass(frozen=True, slots=True)
class Period:
    """One period. ``start`` is its first day; weeks are ISO 8601 weeks, Monday to Sunday."""

    kind: PeriodKind
    start: date

    @property
    def end(self) -> date:
        """Its last day."""
        return _end(self)

    @property
    def days(self) -> int:
        return (self.next().start - self.start).days

    def next(self) -> Period:
        if self.kind is PeriodKind.WEEK:
            return Period(self.kind, self.start + timedelta(days=7))
        return Period(self.kind, _month(self.start, MONTHS[self.kind]))

    def previous(self) -> Period:
        return period_of(self.kind, self.start - timedelta(days=1))

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def within(self, other: Period) -> bool:
        """Whether every day of this period lies in ``other``."""
        return other.start <= self.start and self.end <= other.end

    def __str__(self) -> str:
        year, month = self.start.year, self.start.month
        match self.kind:
            case PeriodKind.WEEK:
                iso = self.start.isocalendar()
                return f"{iso.year:04}-W{iso.week:02}"
            case PeriodKind.MONTH:
                return f"{year:04}-{month:02}"
            case PeriodKind.QUARTER:
                return f"{year:04}-Q{month // 3 + 1}"
            case PeriodKind.YEAR:
                return f"{year:04}"

    @property
    def title(self) -> str:
        """As written in an official document: 2026年10月, 2026年第4季度."""
        year, month = self.start.year, self.start.month
        match self.kind:
            case PeriodKind.WEEK:
                iso = self.start.isocalendar()
                return f"{iso.year}年第{iso.week}周"
            case PeriodKind.MONTH:
                return f"{year}年{month}月"
            case PeriodKind.QUARTER:
                return f"{year}年第{month // 3 + 1}季度"
            case PeriodKind.YEAR:
                return f"{year}年"


@lru_cache(maxsize=256)
def _end(period: Period) -> date:
    """Kept: thousands of tasks ask it of a few periods."""
    return period.next().start - timedelta(days=1)


def period_of(kind: PeriodKind, day: date) -> Period:
    """The period of ``kind`` that holds ``day``."""
    if kind is PeriodKind.WEEK:
        return Period(kind, day - timedelta(days=day.weekday()))
    first = (day.month - 1) // MONTHS[kind] * MONTHS[kind] + 1
    return Period(kind, date(day.year, first, 1))


def parse_period(text: str) -> Period:
    """The period written as ``text``. Raises ``UserError`` when it is none."""
    found = WRITTEN.fullmatch(text)
    try:
        if found is not None:
            return _read(found)
    except ValueError:
        pass
    raise UserError(
        "E-TSK-001",
        "“{text}”不是报告期：请写成 2026-10（月）、2026-Q4（季）、2026（年）或 2026-W47（周）。",
        text=text,
    )


def _read(found: re.Match[str]) -> Period:
    year = int(found["year"])
    if found["week"]:
        return Period(PeriodKind.WEEK, date.fromisocalendar(year, int(found["week"]), 1))
    if found["quarter"]:
        return Period(PeriodKind.QUARTER, date(year, int(found["quarter"]) * 3 - 2, 1))
    if found["month"]:
        return Period(PeriodKind.MONTH, date(year, int(found["month"]), 1))
    return Period(PeriodKind.YEAR, date(year, 1, 1))


def _month(day: date, months: int) -> date:
    """The first day of the month ``months`` later."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
