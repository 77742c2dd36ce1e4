from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.working_day import (
    WorkCalendar,
    add_working_days,
    next_working_day,
    working_days_between,
)

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
CALENDARS = st.builds(
    lambda off, worked: WorkCalendar(dict.fromkeys(off, ""), dict.fromkeys(worked, "")),
    st.sets(DAYS, max_size=60),
    st.sets(DAYS, max_size=60),
)
COUNTS = st.integers(0, 40)
SPRING_2026 = WorkCalendar(
    {date(2026, 2, 15) + timedelta(days=n): "春节" for n in range(9)},
    {date(2026, 2, 14): "春节", date(2026, 2, 28): "春节"},
    frozenset({2026}),
)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 27), 1, date(2026, 2, 28)),
    ],
)
def test_the_spring_festival_of_2026(start, count, end):
    assert add_working_days(SPRING_2026, start, count) == end
    assert working_days_between(SPRING_2026, start, end) == count


def test_a_year_without_a_table_is_tentative():
    assert not SPRING_2026.is_tentative(date(2026, 1, 1), date(2026, 12, 31))
    assert SPRING_2026.is_tentative(date(2026, 12, 20), date(2027, 1, 8))


@given(CALENDARS, DAYS, COUNTS)
def test_adding_and_counting_agree(calendar, start, count):
    end = add_working_days(calendar, start, count)
    assert working_days_between(calendar, start, end) == count
    assert count == 0 or calendar.is_working(end)


@given(CALENDARS, DAYS, COUNTS, COUNTS)
def test_adding_twice_is_adding_once(calendar, start, one, other):
    there = add_working_days(calendar, start, one)
    assert add_working_days(calendar, there, other) == add_working_days(
        calendar, start, one + other
    )


@given(CALENDARS, DAYS, DAYS, DAYS)
def test_counts_add_up_in_any_direction(calendar, one, two, three):
    whole = working_days_between(calendar, one, three)
    parts = working_days_between(calendar, one, two) + working_days_between(calendar, two, three)
    assert whole == parts


@given(CALENDARS, DAYS)
def test_the_next_working_day_is_the_first(calendar, day):
    found = next_working_day(calendar, day)
    assert calendar.is_working(found)
    assert working_days_between(calendar, day - timedelta(days=1), found) == 1


def test_days_are_not_counted_backwards():
    with pytest.raises(ValueError, match="-1"):
        add_working_days(SPRING_2026, date(2026, 1, 1), -1)
