from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.period import Period, PeriodKind, parse_period, period_of

KINDS = st.sampled_from(list(PeriodKind))
DATES = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "start", "end", "title"),
    [
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31), "2026年10月"),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "2028年2月"),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "2026年第4季度"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        ("2026-W47", date(2026, 11, 16), date(2026, 11, 22), "2026年第47周"),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3), "2026年第53周"),
    ],
)
def test_parse(text: str, start: date, end: date, title: str) -> None:
    period = parse_period(text)
    assert (period.start, period.end, period.title, str(period)) == (start, end, title, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-13",
        "2026-00",
        "2026-Q5",
        "2026-W54",
        "2027-W53",
        "0000",
        "9999",
        "2026-1",
        "２０２６",
    ],
)
def test_what_is_no_period_is_refused_in_words(text: str) -> None:
    with pytest.raises(UserError, match="报告期"):
        parse_period(text)


@given(KINDS, DATES)
def test_a_period_holds_its_day_and_reads_back(kind: PeriodKind, day: date) -> None:
    period = period_of(kind, day)
    assert day in period
    assert parse_period(str(period)) == period
    assert period.days == (period.end - period.start).days + 1


@given(KINDS, DATES)
def test_periods_follow_without_gap(kind: PeriodKind, day: date) -> None:
    period = period_of(kind, day)
    assert period.next().start == period.end + timedelta(days=1)
    assert period.next().previous() == period


def test_within() -> None:
    quarter, year = parse_period("2026-Q4"), parse_period("2026")
    assert quarter.within(year)
    assert not year.within(quarter)
    assert not Period(PeriodKind.WEEK, date(2026, 12, 28)).within(year)
