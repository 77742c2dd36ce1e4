from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.domain.backup_rotation import Rotation, kept

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
MOMENTS = st.lists(
    st.integers(0, 730 * 24).map(lambda hours: NOON - timedelta(hours=hours)), max_size=60
)
ROTATIONS = st.builds(Rotation, st.integers(0, 9), st.integers(0, 9), st.integers(0, 14))


def test_two_years_of_daily_backups_come_to_days_weeks_and_months():
    every = [NOON - timedelta(days=back) for back in range(730)]
    found = sorted(kept(every, Rotation()), reverse=True)
    assert [f"{one:%m-%d}" for one in found[:10]] == [
        *("11-25", "11-24", "11-23", "11-22", "11-21", "11-20", "11-19"),
        *("11-15", "11-08", "10-31"),
    ]
    assert [f"{one:%Y-%m-%d}" for one in found[-2:]] == ["2026-01-31", "2025-12-31"]
    assert len(found) == 7 + 2 + 11


def test_of_one_day_the_newest_stays():
    assert kept([NOON, NOON - timedelta(hours=3)], Rotation()) == {NOON}


def test_days_without_a_backup_do_not_count():
    every = [NOON - timedelta(days=40 * back) for back in range(5)]
    assert kept(every, Rotation()) == set(every)


@given(MOMENTS, ROTATIONS)
def test_the_newest_stays_and_nothing_is_made_up(moments, rotation):
    found = kept(moments, rotation)
    assert found <= set(moments)
    assert not moments or max(moments) in found
    assert len(found) <= 1 + rotation.daily + rotation.weekly + rotation.monthly


@given(MOMENTS, ROTATIONS)
def test_to_rotate_twice_is_to_rotate_once(moments, rotation):
    once = kept(moments, rotation)
    assert kept(once, rotation) == once


@given(MOMENTS, ROTATIONS)
def test_a_longer_rotation_loses_nothing(moments, rotation):
    longer = Rotation(rotation.daily + 1, rotation.weekly + 1, rotation.monthly + 1)
    assert kept(moments, rotation) <= kept(moments, longer)
