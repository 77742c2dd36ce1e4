from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.common.clock import FixedClock, SystemClock, from_millis, millis, today


def test_the_date_is_chinas():
    evening_in_london = FixedClock(datetime(2026, 10, 31, 16, 0, tzinfo=UTC))
    assert today(evening_in_london) == date(2026, 11, 1)
    assert today(FixedClock(datetime(2026, 10, 31, 15, 59, tzinfo=UTC))) == date(2026, 10, 31)


def test_fixed_clock_moves_only_when_told():
    clock = FixedClock(datetime(2026, 2, 28, 12, tzinfo=UTC))
    assert clock.now() == clock.now()
    clock.advance(days=1)
    assert clock.now() == datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_system_clock_carries_its_zone():
    assert SystemClock().now().tzinfo is UTC


@given(st.integers(min_value=0, max_value=4_102_444_800_000))
def test_milliseconds_survive_the_round_trip(value: int):
    assert millis(from_millis(value)) == value
