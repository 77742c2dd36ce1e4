from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.deadline import WEEKENDS_ONLY, Calendar, Light, Limit, light

FRIDAY = date(2026, 9, 25)
HOLIDAYS = Calendar(
    off=frozenset(date(2026, 10, day) for day in range(1, 8)),
    on=frozenset({date(2026, 9, 27), date(2026, 10, 10)}),
    years=frozenset({2026}),
)
DATES = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_natural_days_count_from_the_day_after() -> None:
    assert Limit(7).from_day(FRIDAY) == date(2026, 10, 2)


def test_working_days_skip_weekends() -> None:
    assert Limit(5, working=True).from_day(FRIDAY) == date(2026, 10, 2)


def test_working_days_skip_holidays_and_count_worked_weekends() -> None:
    assert Limit(5, working=True).from_day(FRIDAY, HOLIDAYS) == date(2026, 10, 8)


def test_without_a_table_the_date_is_marked_provisional() -> None:
    limit = Limit(5, working=True)
    assert limit.words(FRIDAY).startswith("5个工作日（暂定")
    assert limit.words(FRIDAY, HOLIDAYS) == "5个工作日"
    assert "暂定" in limit.words(date(2026, 12, 30), HOLIDAYS)
    assert Limit(5).words(FRIDAY) == "5天"


@pytest.mark.parametrize(
    ("left", "shown"),
    [(4, Light.CLEAR), (3, Light.AMBER), (1, Light.AMBER), (0, Light.RED), (-1, Light.BLACK)],
)
def test_light(left: int, shown: Light) -> None:
    assert light(FRIDAY + timedelta(days=left), FRIDAY) is shown


@given(DATES, st.integers(1, 60), st.sampled_from([WEEKENDS_ONLY, HOLIDAYS]))
def test_adding_and_counting_working_days_agree(start: date, days: int, calendar: Calendar) -> None:
    end = calendar.add_working(start, days)
    assert calendar.works(end)
    assert calendar.working_between(start, end) == days
