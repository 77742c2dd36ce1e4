"""Which days of which month count."""

from __future__ import annotations

from datetime import date

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.period import parse_period
from qxn_desktop.domain.reporting_month import ReportingMonth, parse_month

TODAY = date(2026, 11, 23)


def month(text: str, start: date = date(2026, 9, 15)) -> ReportingMonth:
    return ReportingMonth(parse_period(text), start, TODAY)


@pytest.mark.parametrize(
    ("text", "started", "first", "cut_off"),
    [
        ("2026-08", False, date(2026, 9, 15), date(2026, 8, 31)),
        ("2026-09", True, date(2026, 9, 15), date(2026, 9, 30)),
        ("2026-10", True, date(2026, 10, 1), date(2026, 10, 31)),
        ("2026-11", True, date(2026, 11, 1), TODAY),
    ],
)
def test_a_month_counts_from_the_start_date_to_the_cut_off(
    text: str, started: bool, first: date, cut_off: date
) -> None:
    found = month(text)
    assert (found.started, found.first, found.cut_off) == (started, first, cut_off)


def test_days_outside_do_not_count() -> None:
    days = [date(2026, 9, 14), date(2026, 9, 15), date(2026, 9, 30), date(2026, 10, 1)]
    assert [day in month("2026-09") for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-13", "E-TSK-001"),
        ("2026-1", "E-TSK-001"),
        ("十月", "E-TSK-001"),
        ("2026-Q4", "E-REP-021"),
        ("2026", "E-REP-021"),
        ("2026-W47", "E-REP-021"),
        ("2026-12", "E-REP-022"),
    ],
)
def test_what_is_no_month_that_has_begun_is_refused(text: str, code: str) -> None:
    with pytest.raises(UserError, match=code):
        parse_month(text, TODAY)


def test_the_current_month_may_be_reported() -> None:
    assert str(parse_month("2026-11", TODAY)) == "2026-11"
