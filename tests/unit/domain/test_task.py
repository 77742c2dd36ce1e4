from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qxn_desktop.domain.evaluation import Outcome
from qxn_desktop.domain.period import PeriodKind, parse_period
from qxn_desktop.domain.task import (
    CheckDone,
    FrequencyKey,
    Plan,
    Schedule,
    Task,
    TaskException,
    TaskObject,
    TaskRules,
    TaskStatus,
    draws,
    exception_problems,
    task_id,
    task_log,
    tasks_on,
)

VILLAGES = ("522327103201", "522327103202")
START = date(2026, 1, 1)
MONTHLY = Schedule(FrequencyKey("LJ", "monthly"), PeriodKind.MONTH)
QUARTER = Schedule(FrequencyKey("HC", "quarterly_sample"), PeriodKind.QUARTER, 10)
YEAR = Schedule(FrequencyKey("HC", "yearly_all"), PeriodKind.YEAR)
RULES = TaskRules(START, b"seed", frozenset({MONTHLY.key, QUARTER.key, YEAR.key}))
VILLAGE_PLAN = Plan(MONTHLY, tuple(TaskObject(code, code) for code in VILLAGES))
TOILETS = tuple(TaskObject(f"t{n:02}", VILLAGES[n % 2]) for n in range(40))
NOV = date(2026, 11, 10)


def listed(
    on: date,
    checks: Iterable[CheckDone] = (),
    exceptions: Iterable[TaskException] = (),
    plans: Iterable[Plan] = (VILLAGE_PLAN,),
    rules: TaskRules = RULES,
) -> tuple[Task, ...]:
    return tasks_on(plans, task_log(checks, exceptions, on), rules)


def seen(tasks: Iterable[Task]) -> list[tuple[str, str, str]]:
    return [(task.object[-3:], str(task.period), task.status.value) for task in tasks]


def done(object_id: str, day: date, outcome: Outcome = Outcome.DONE) -> CheckDone:
    return CheckDone("LJ", object_id, day, outcome)


OCTOBER = [done(code, date(2026, 10, 20)) for code in VILLAGES]


def test_a_month_has_one_task_a_village_due_on_its_last_day() -> None:
    tasks = listed(NOV, OCTOBER)
    assert seen(tasks) == [("201", "2026-11", "due"), ("202", "2026-11", "due")]
    assert tasks[0].due == date(2026, 11, 30)
    assert tasks[0].id == task_id("LJ", VILLAGES[0], parse_period("2026-11"))


@pytest.mark.parametrize(("day", "status"), [(26, "due"), (27, "soon"), (30, "soon")])
def test_soon_from_three_days_before(day: int, status: str) -> None:
    assert listed(date(2026, 11, day), OCTOBER)[0].status.value == status


def test_what_the_month_before_left_undone_is_overdue_until_it_is_checked() -> None:
    assert seen(listed(NOV, OCTOBER[:1])) == [
        ("202", "2026-10", "overdue"),
        ("201", "2026-11", "due"),
        ("202", "2026-11", "due"),
    ]
    assert seen(listed(NOV, [*OCTOBER[:1], done(VILLAGES[1], NOV)])) == [
        ("201", "2026-11", "due"),
        ("202", "2026-11", "done"),
    ]


def test_a_check_of_tomorrow_is_not_known_today() -> None:
    later = done(VILLAGES[0], NOV + timedelta(days=1))
    assert listed(NOV, [*OCTOBER, later])[0].status is TaskStatus.DUE


# -- 启用日期


def test_nothing_is_due_before_the_start_nor_without_one() -> None:
    rules = TaskRules(date(2026, 11, 12), b"seed", RULES.confirmed)
    assert listed(NOV, rules=rules) == ()
    assert listed(NOV, rules=TaskRules(None, b"seed", RULES.confirmed)) == ()
    assert [str(t.period) for t in listed(date(2026, 11, 12), rules=rules)] == ["2026-11"] * 2


def test_the_first_period_counts_from_the_start_only() -> None:
    rules = TaskRules(date(2026, 11, 8), b"seed", RULES.confirmed)
    tasks = listed(NOV, [done(VILLAGES[0], date(2026, 11, 7))], rules=rules)
    assert seen(tasks) == [("201", "2026-11", "due"), ("202", "2026-11", "due")]
    assert tasks[0].due == date(2026, 11, 30)


def test_an_object_registered_later_is_due_from_then() -> None:
    late = Plan(MONTHLY, (TaskObject("new", VILLAGES[0], date(2026, 11, 8)),))
    assert listed(date(2026, 11, 7), plans=[late]) == ()
    (task,) = listed(NOV, plans=[late])
    assert (task.due, str(task.period)) == (date(2026, 11, 30), "2026-11")


def test_no_task_from_a_frequency_that_is_not_confirmed() -> None:
    assert listed(NOV, rules=TaskRules(START, b"seed", frozenset({YEAR.key}))) == ()


# -- 户主不在、空户、不适用


def test_a_household_that_is_away_stays_due() -> None:
    away = [*OCTOBER, done(VILLAGES[0], NOV, Outcome.AWAY)]
    assert listed(NOV, away)[0].status is TaskStatus.AWAY
    assert seen(listed(date(2026, 12, 1), away))[0] == ("201", "2026-11", "overdue")


def test_an_empty_house_is_done_with() -> None:
    vacant = [*OCTOBER, done(VILLAGES[0], NOV, Outcome.VACANT)]
    assert listed(NOV, vacant)[0].status is TaskStatus.DONE


def test_not_applicable_counts_with_a_reason_in_its_period() -> None:
    exception = TaskException("LJ", VILLAGES[0], "2026-11", "整村搬迁")
    assert listed(NOV, OCTOBER, [exception])[0].status is TaskStatus.NOT_APPLICABLE
    assert exception_problems(exception) == ()
    silent = TaskException("LJ", VILLAGES[0], "2026-11", " ")
    assert listed(NOV, OCTOBER, [silent])[0].status is TaskStatus.DUE
    assert [p.code for p in exception_problems(silent)] == ["E-TSK-021"]
    assert seen(listed(date(2026, 12, 1), OCTOBER, [exception]))[0][0] == "202"


# -- 抽样与全覆盖


def toilets(*frequencies: Schedule) -> list[Plan]:
    return [Plan(frequency, TOILETS) for frequency in frequencies]


def test_a_sample_of_each_village() -> None:
    found = draws(toilets(QUARTER)[0], parse_period("2026-Q1"), RULES, date(2026, 2, 1))
    assert [(d.village, d.frame_size, len(d.sample)) for d in found] == [
        (VILLAGES[0], 20, 2),
        (VILLAGES[1], 20, 2),
    ]
    tasks = listed(date(2026, 2, 1), plans=toilets(QUARTER))
    assert {t.object for t in tasks} == {name for d in found for name in d.sample}


def test_full_coverage_does_not_repeat_the_sample_and_one_check_serves_both() -> None:
    on = date(2026, 2, 1)
    tasks = listed(on, plans=toilets(YEAR, QUARTER))
    assert len({t.object for t in tasks}) == len(tasks) == 40
    sampled = [t for t in tasks if t.frequency == "quarterly_sample"]
    assert [t.due for t in sampled] == [date(2026, 3, 31)] * 4
    check = CheckDone("HC", sampled[0].object, on)
    assert {
        t.status
        for t in listed(on, [check], plans=toilets(YEAR, QUARTER))
        if t.object == check.object
    } == {TaskStatus.DONE}
    (year,) = [t for t in listed(on, [check], plans=toilets(YEAR)) if t.object == check.object]
    assert year.status is TaskStatus.DONE


def test_not_applicable_this_quarter_leaves_the_year() -> None:
    on = date(2026, 2, 1)
    name = next(t.object for t in listed(on, plans=toilets(QUARTER)))
    exception = TaskException("HC", name, "2026-Q1", "道路中断")
    tasks = [t for t in listed(on, (), [exception], toilets(QUARTER, YEAR)) if t.object == name]
    assert [(str(t.period), t.status.value) for t in tasks] == [
        ("2026-Q1", "not_applicable"),
        ("2026", "due"),
    ]


def test_two_frequencies_of_one_period_are_one_task() -> None:
    other = Schedule(FrequencyKey("LJ", "other"), PeriodKind.MONTH)
    rules = TaskRules(START, b"seed", RULES.confirmed | {other.key})
    plans = [VILLAGE_PLAN, Plan(other, VILLAGE_PLAN.objects)]
    for order in (plans, plans[::-1]):
        assert len(listed(NOV, OCTOBER, plans=order, rules=rules)) == 2


DAYS = st.dates(date(2025, 12, 1), date(2027, 3, 1))
CHECKS = st.lists(
    st.builds(
        CheckDone,
        st.just("HC"),
        st.sampled_from([item.id for item in TOILETS]),
        DAYS,
        st.sampled_from(list(Outcome)),
    ),
    max_size=30,
)


@given(DAYS, DAYS, CHECKS)
@settings(max_examples=150, deadline=None)
def test_tasks_do_not_depend_on_order_and_keep_the_laws(
    start: date, on: date, checks: list[CheckDone]
) -> None:
    rules = TaskRules(start, b"seed", RULES.confirmed)
    plans = toilets(QUARTER, YEAR)
    tasks = listed(on, checks, plans=plans, rules=rules)
    turned = [Plan(plan.schedule, plan.objects[::-1]) for plan in plans[::-1]]
    assert tasks == listed(on, checks[::-1] + checks, plans=turned, rules=rules)
    assert len({task.id for task in tasks}) == len(tasks)
    assert [(t.due, t.village) for t in tasks] == sorted((t.due, t.village) for t in tasks)
    for task in tasks:
        assert task.due >= start
        assert (task.status is TaskStatus.OVERDUE) or on in task.period
        checked = any(
            check.object == task.object
            and check.outcome is not Outcome.AWAY
            and max(start, task.period.start) <= check.date <= on
            for check in checks
        )
        assert checked == (task.status is TaskStatus.DONE)


@given(DAYS, st.integers(0, 39))
@settings(max_examples=60, deadline=None)
def test_one_more_object_changes_one_place_of_the_sample(on: date, left_out: int) -> None:
    fewer = Plan(QUARTER, TOILETS[:left_out] + TOILETS[left_out + 1 :])
    period = parse_period("2026-Q2")
    some = {name for d in draws(fewer, period, RULES, on) for name in d.sample}
    every = {name for d in draws(toilets(QUARTER)[0], period, RULES, on) for name in d.sample}
    assert len(some - every) <= 1
