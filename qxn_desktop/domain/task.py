"""Recurring tasks, computed and never stored: what is due, from how often a checklist is due.

Of a frequency below 100 % each village's sample is drawn reproducibly (``sampling``). Nothing is
due before the unit's 启用日期, and nothing from a frequency whose basis the unit has not confirmed
(未经批准的报表台账一律停止填报: docs/domain.md A.4). One check serves every frequency of its
checklist.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from qxn_desktop.common.errors import Problem
from qxn_desktop.common.ids import hashed_id
from qxn_desktop.domain.evaluation import Outcome
from qxn_desktop.domain.period import Period, PeriodKind, period_of
from qxn_desktop.domain.sampling import FULL, Draw, Drawing

SOON_DAYS = 3
"""临期: so many days before the time limit (docs/domain.md J.3)."""


class FrequencyKey(NamedTuple):
    """A frequency of a checklist, as the unit confirms it."""

    template: str
    frequency: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often a checklist is due, for which share of a village's objects, and how few."""

    key: FrequencyKey
    kind: PeriodKind
    share_percent: int = FULL
    minimum: int = 1


class TaskObject(NamedTuple):
    """Something that is checked. ``since``: in the register from that day, None: always.

    As what follows a tuple, for there are tens of thousands: a frozen dataclass takes five times
    as long to make.
    """

    id: str
    village: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A schedule and the objects it is for."""

    schedule: Schedule
    objects: tuple[TaskObject, ...]


class CheckDone(NamedTuple):
    """A check that was recorded."""

    template: str
    object: str
    date: date
    outcome: Outcome = Outcome.DONE


@dataclass(frozen=True, slots=True)
class TaskException:
    """不适用: one object needn't be checked in one period. Without a reason it doesn't count."""

    template: str
    object: str
    period: str
    reason: str


@dataclass(frozen=True, slots=True)
class TaskRules:
    """The unit's settings. ``start``: 启用日期; while it is not set nothing is due."""

    start: date | None
    seed: bytes
    confirmed: frozenset[FrequencyKey]


class TaskStatus(StrEnum):
    """How a task stands; the value is the code of the command line."""

    DUE = "due"
    SOON = "soon"
    OVERDUE = "overdue"
    AWAY = "away"
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"

    @property
    def words(self) -> str:
        return {
            "due": "待办",
            "soon": "临期",
            "overdue": "逾期",
            "away": "户主不在，待再访",
            "done": "已完成",
            "not_applicable": "不适用",
        }[self.value]


class Task(NamedTuple):
    """One object to be checked in one period."""

    template: str
    frequency: str
    object: str
    village: str
    period: Period
    due: date
    status: TaskStatus

    @property
    def id(self) -> str:
        """Equal on every machine; hashed when it is asked for."""
        return task_id(self.template, self.object, self.period)


def task_id(template: str, object_id: str, period: Period) -> str:
    """The identity of a task, under which an exception is stored."""
    return hashed_id("task", template, object_id, str(period))


def exception_problems(exception: TaskException) -> tuple[Problem, ...]:
    """不适用 is a legal answer, with a reason (docs/domain.md A02)."""
    if exception.reason.strip():
        return ()
    return (Problem("reason", "E-TSK-021", "“不适用”须写明理由，请补上（reason）。"),)


@dataclass(frozen=True, slots=True)
class TaskLog:
    """What was done up to a day, by (checklist, object)."""

    on: date
    done: Mapping[tuple[str, str], date] = field(default_factory=dict)
    away: Mapping[tuple[str, str], date] = field(default_factory=dict)
    excepted: frozenset[tuple[str, str, str]] = frozenset()


def task_log(checks: Iterable[CheckDone], exceptions: Iterable[TaskException], on: date) -> TaskLog:
    """The last effective and the last futile check of each object; later ones are not known yet."""
    done: dict[tuple[str, str], date] = {}
    away: dict[tuple[str, str], date] = {}
    for check in checks:
        last = away if check.outcome is Outcome.AWAY else done
        key = (check.template, check.object)
        if check.date <= on and (key not in last or last[key] < check.date):
            last[key] = check.date
    excepted = frozenset((e.template, e.object, e.period) for e in exceptions if e.reason.strip())
    return TaskLog(on, done, away, excepted)


def draws(plan: Plan, period: Period, rules: TaskRules, on: date) -> tuple[Draw, ...]:
    """Each village's sample of one period, from the objects registered by its end or ``on``."""
    schedule, known_by = plan.schedule, min(on, period.end)
    drawing = Drawing(
        schedule.key.template,
        str(period),
        rules.seed,
        schedule.share_percent,
        schedule.minimum,
    )
    return drawing.draw_villages(
        (item.village, item.id)
        for item in plan.objects
        if item.since is None or item.since <= known_by
    )


@dataclass(frozen=True, slots=True)
class DrawnPeriod:
    """What one schedule asks for in one period: each village's drawn objects."""

    key: FrequencyKey
    period: Period
    draws: tuple[Draw, ...]


def tasks_on(plans: Iterable[Plan], log: TaskLog, rules: TaskRules) -> tuple[Task, ...]:
    """The tasks of the day ``log.on``: all of the current period, the undone of the one before.

    A check in the current period also settles what the period before left undone. Of two tasks
    for one object, one period within the other, only the shorter is listed. Sorted by date,
    village code, checklist, object.
    """
    return judged(drawn(plans, rules, log.on), log, rules)


def drawn(plans: Iterable[Plan], rules: TaskRules, on: date) -> tuple[DrawnPeriod, ...]:
    """What is asked for on a day, whatever was done: the current period, then the one before."""
    start = rules.start
    if start is None or on < start:
        return ()
    return tuple(
        DrawnPeriod(plan.schedule.key, period, draws(plan, period, rules, on))
        for plan in plans
        if plan.schedule.key in rules.confirmed
        for period in periods_asked(plan.schedule.kind, start, on)
    )


def periods_asked(kind: PeriodKind, start: date, on: date) -> tuple[Period, ...]:
    """The period that holds a day, and the one before where 启用日期 lies in it or earlier."""
    current = period_of(kind, on)
    before = current.previous()
    return (current, before) if before.end >= start else (current,)


def judged(asked: Iterable[DrawnPeriod], log: TaskLog, rules: TaskRules) -> tuple[Task, ...]:
    """The tasks of what is asked for, by what was done; as ``tasks_on``."""
    groups: defaultdict[tuple[str, str], list[Task]] = defaultdict(list)
    for one in asked:
        for task in _judged(one, log, rules.start or one.period.start):
            group = groups[task.template, task.object]
            if not group or all(known.period != task.period for known in group):
                group.append(task)
    kept = chain.from_iterable(map(_without_wider, groups.values()))
    return tuple(sorted(kept, key=lambda t: (t.due, t.village, t.template, t.object, t.frequency)))


def _judged(asked: DrawnPeriod, log: TaskLog, start: date) -> Iterator[Task]:
    """Of a period that is over, only what was left undone."""
    (template, frequency), period, end = asked.key, asked.period, asked.period.end
    done, away, excepted = log.done, log.away, log.excepted
    first = max(start, period.start)
    words = str(period)
    over = log.on > end
    open_status = TaskStatus.SOON if (end - log.on).days <= SOON_DAYS else TaskStatus.DUE
    for draw in asked.draws:
        village = draw.village
        for id_ in draw.sample:
            key = (template, id_)
            status = open_status
            if key in done and done[key] >= first:
                status = TaskStatus.DONE
            elif (template, id_, words) in excepted:
                status = TaskStatus.NOT_APPLICABLE
            elif over:
                status = TaskStatus.OVERDUE
            elif key in away and away[key] >= first:
                status = TaskStatus.AWAY
            if not over or status is TaskStatus.OVERDUE:
                yield Task(template, frequency, id_, village, period, end, status)


def _without_wider(group: list[Task]) -> list[Task]:
    """One object's tasks without those that have another in a shorter period, unless 不适用."""
    if len(group) == 1:
        return group
    needed = [task.period for task in group if task.status is not TaskStatus.NOT_APPLICABLE]
    return [
        task
        for task in group
        if not any(p != task.period and p.within(task.period) for p in needed)
    ]
