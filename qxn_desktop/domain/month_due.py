"""What had to be checked in a month, and whether it was: objects, not single tasks.

A quarter or year counts in each month that it overlaps, with all that was checked since it began;
a week counts in the month of its last day, once it is over, and an object that is due weekly is
through only when it was checked in every one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from qxn_desktop.domain.evaluation import Outcome
from qxn_desktop.domain.period import Period, PeriodKind, period_of
from qxn_desktop.domain.reporting_month import ReportingMonth
from qxn_desktop.domain.task import CheckDone, Plan, TaskException, TaskRules, draws


class DueObject(NamedTuple):
    """One object of one checklist. ``excepted``: 不适用 in all of its periods, so not due."""

    template: str
    object: str
    village: str
    fulfilled: bool
    excepted: bool


class _Turn(NamedTuple):
    """One object in one period."""

    village: str
    done: bool
    excepted: bool


@dataclass(frozen=True, slots=True)
class MonthLog:
    """Days of effective checks by (checklist, object), and 不适用 by (…, period)."""

    days: Mapping[tuple[str, str], Collection[date]]
    excepted: Collection[tuple[str, str, str]]


def month_log(checks: Iterable[CheckDone], exceptions: Iterable[TaskException]) -> MonthLog:
    """The log of ``checks``; nobody met (户主不在) settles nothing."""
    days: defaultdict[tuple[str, str], set[date]] = defaultdict(set)
    for check in checks:
        if check.outcome is not Outcome.AWAY:
            days[check.template, check.object].add(check.date)
    excepted = {(e.template, e.object, e.period) for e in exceptions if e.reason.strip()}
    return MonthLog(days, excepted)


def due_in_month(
    plans: Iterable[Plan], log: MonthLog, rules: TaskRules, month: ReportingMonth
) -> tuple[DueObject, ...]:
    """Every object that had to be checked in ``month``, by checklist and object."""
    turns: defaultdict[tuple[str, str], list[_Turn]] = defaultdict(list)
    for plan in plans:
        if plan.schedule.key in rules.confirmed:
            for period in _periods(plan.schedule.kind, month):
                for key, turn in _turns(plan, period, log, rules, month):
                    turns[key].append(turn)
    return tuple(_due(key, found) for key, found in sorted(turns.items()))


def _periods(kind: PeriodKind, month: ReportingMonth) -> Iterator[Period]:
    """The periods that count in the month."""
    period = period_of(kind, month.first)
    while period.start <= month.cut_off:
        if kind is not PeriodKind.WEEK or month.period.start <= period.end <= month.cut_off:
            yield period
        period = period.next()


def _turns(
    plan: Plan, period: Period, log: MonthLog, rules: TaskRules, month: ReportingMonth
) -> Iterator[tuple[tuple[str, str], _Turn]]:
    first, last = max(period.start, month.start), min(period.end, month.cut_off)
    template, written = plan.schedule.key.template, str(period)
    for draw in draws(plan, period, rules, month.cut_off):
        for object_id in draw.sample:
            key = (template, object_id)
            days = log.days.get(key)
            done = days is not None and any(first <= day <= last for day in days)
            excepted = not done and (template, object_id, written) in log.excepted
            yield key, _Turn(draw.village, done, excepted)


def _due(key: tuple[str, str], turns: list[_Turn]) -> DueObject:
    asked = [turn for turn in turns if not turn.excepted]
    fulfilled = bool(asked) and all(turn.done for turn in asked)
    return DueObject(*key, turns[0].village, fulfilled, not asked)
