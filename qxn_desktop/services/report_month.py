"""The months of a report as a page lists them; apart from what makes reports: that loads slowly."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MonthState(StrEnum):
    """How a month stands; the value is what a user reads."""

    OPEN = "未出具"
    ISSUED = "已出具"
    CORRECTED = "有更正"


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of a report. ``detail`` says by whom and when it was issued, or why not yet."""

    period: str
    title: str
    state: MonthState
    detail: str
    issued_on: str = ""
    by: str = ""
    number: int = 0

    @property
    def issued(self) -> bool:
        return self.state is not MonthState.OPEN


@dataclass(frozen=True, slots=True)
class ReportsView:
    """Reports (id, title), the months of ``report`` with the newest first, people who sign.

    ``suggested`` is the month to look at first: the last that is over.
    """

    reports: tuple[tuple[str, str], ...]
    report: str
    months: tuple[MonthLine, ...]
    suggested: str
    start_date: str
    reviewer: str
    head: str
