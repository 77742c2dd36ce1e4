"""What had to be checked in a month: by period, start date, earlier checks and exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from qxn_desktop.domain.evaluation import Outcome
from qxn_desktop.domain.month_due import DueObject, due_in_month, month_log
from qxn_desktop.domain.period import PeriodKind, parse_period
from qxn_desktop.domain.reporting_month import ReportingMonth
from qxn_desktop.domain.task import (
    CheckDone,
    FrequencyKey,
    Plan,
    Schedule,
    TaskException,
    TaskObject,
    TaskRules,
)

KEY = FrequencyKey("HC", "f")
VILLAGE = "522327103200"


def due(
    kind: PeriodKind,
    days: Sequence[date] = (),
    *,
    month: str = "2026-10",
    start: date = date(2026, 1, 1),
    today: date = date(2026, 11, 23),
    since: date | None = None,
    exceptions: Sequence[TaskException] = (),
    outcome: Outcome = Outcome.DONE,
    confirmed: bool = True,
    also: Sequence[Plan] = (),
) -> tuple[DueObject, ...]:
    plan = Plan(Schedule(KEY, kind), (TaskObject("t1", VILLAGE, since),))
    log = month_log([CheckDone("HC", "t1", day, outcome) for day in days], exceptions)
    keys = {KEY, *(plan.schedule.key for plan in also)} if confirmed else ()
    rules = TaskRules(start, b"seed", frozenset(keys))
    about = ReportingMonth(parse_period(month), start, today)
    return due_in_month([plan, *also], log, rules, about)


def standing(*args: object, **facts: object) -> list[tuple[bool, bool]]:
    return [(d.fulfilled, d.excepted) for d in due(*args, **facts)]  # type: ignore[arg-type]


OPEN, DONE, EXCEPTED = (False, False), (True, False), (False, True)
WEEKS = [date(2026, 10, day) for day in (4, 11, 18, 25)]


@pytest.mark.parametrize(
    ("kind", "days", "found"),
    [
        (PeriodKind.MONTH, [], [OPEN]),
        (PeriodKind.MONTH, [date(2026, 10, 31)], [DONE]),
        (PeriodKind.MONTH, [date(2026, 9, 30)], [OPEN]),
        (PeriodKind.MONTH, [date(2026, 11, 1)], [OPEN]),
        (PeriodKind.QUARTER, [date(2026, 10, 5)], [DONE]),
        (PeriodKind.YEAR, [date(2026, 9, 5)], [DONE]),
        (PeriodKind.YEAR, [date(2025, 12, 31)], [OPEN]),
        (PeriodKind.YEAR, [date(2026, 10, 5)], [DONE]),
        (PeriodKind.WEEK, WEEKS, [DONE]),
        (PeriodKind.WEEK, WEEKS[:3], [OPEN]),
        (PeriodKind.WEEK, [date(2026, 9, 28), *WEEKS[1:]], [DONE]),
    ],
)
def test_an_object_is_through_when_it_was_checked_in_its_period(
    kind: PeriodKind, days: list[date], found: list[tuple[bool, bool]]
) -> None:
    assert standing(kind, days) == found


def test_what_was_checked_earlier_in_the_quarter_stays_checked() -> None:
    done = [date(2026, 10, 5)]
    assert standing(PeriodKind.QUARTER, done, month="2026-11") == [DONE]
    assert standing(PeriodKind.QUARTER, done, month="2026-09") == [OPEN]
    assert standing(PeriodKind.QUARTER, [], month="2026-11") == [OPEN]


def test_only_confirmed_frequencies_ask() -> None:
    assert due(PeriodKind.MONTH, confirmed=False) == ()


def test_what_came_into_the_register_later_was_not_due() -> None:
    assert due(PeriodKind.MONTH, since=date(2026, 11, 2)) == ()
    assert standing(PeriodKind.MONTH, since=date(2026, 10, 31)) == [OPEN]


def test_nobody_met_leaves_it_due_and_an_empty_house_does_not() -> None:
    day = [date(2026, 10, 5)]
    assert standing(PeriodKind.MONTH, day, outcome=Outcome.AWAY) == [OPEN]
    assert standing(PeriodKind.MONTH, day, outcome=Outcome.VACANT) == [DONE]


def test_a_check_before_the_start_date_settles_nothing() -> None:
    start = date(2026, 10, 10)
    assert standing(PeriodKind.MONTH, [date(2026, 10, 9)], start=start) == [OPEN]
    assert standing(PeriodKind.MONTH, [date(2026, 10, 10)], start=start) == [DONE]


def test_weeks_before_the_start_date_do_not_count() -> None:
    start = date(2026, 10, 13)
    assert standing(PeriodKind.WEEK, WEEKS[2:], start=start) == [DONE]


def test_the_current_month_counts_up_to_today() -> None:
    assert standing(PeriodKind.MONTH, month="2026-11", today=date(2026, 11, 1)) == [OPEN]
    assert due(PeriodKind.MONTH, start=date(2026, 11, 20), today=date(2026, 11, 10)) == ()


def test_a_week_that_is_not_over_blames_nobody() -> None:
    monday = date(2026, 11, 23)
    checked = [date(2026, 11, day) for day in (1, 8, 15, 22)]
    assert standing(PeriodKind.WEEK, checked, month="2026-11", today=monday) == [DONE]
    assert standing(PeriodKind.WEEK, checked[:3], month="2026-11", today=monday) == [OPEN]
    assert due(PeriodKind.WEEK, month="2026-12", today=date(2026, 12, 2)) == ()


def test_an_exception_needs_a_reason() -> None:
    reasons = [TaskException("HC", "t1", "2026-10", reason) for reason in ("已拆除", " ")]
    assert standing(PeriodKind.MONTH, exceptions=reasons[:1]) == [EXCEPTED]
    assert standing(PeriodKind.MONTH, exceptions=reasons[1:]) == [OPEN]
    assert standing(PeriodKind.MONTH, [date(2026, 10, 5)], exceptions=reasons[:1]) == [DONE]


def test_two_frequencies_of_one_object_are_one_object() -> None:
    weekly = Plan(Schedule(FrequencyKey("HC", "w"), PeriodKind.WEEK), (TaskObject("t1", VILLAGE),))
    assert standing(PeriodKind.MONTH, WEEKS[:1], also=[weekly]) == [OPEN]
    assert standing(PeriodKind.MONTH, WEEKS, also=[weekly]) == [DONE]
