"""What is due: checks asked for by the checklists, and assigned tasks, in one list.

Recurring tasks are computed, never stored; only 不适用 is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from qxn_desktop.common.collector import held_back
from qxn_desktop.common.errors import Problem, UserError, refuse
from qxn_desktop.common.ids import hashed_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.evaluation import Outcome
from qxn_desktop.domain.operation import Kind
from qxn_desktop.domain.order import Progress, Standing, VillageStanding, progress_id
from qxn_desktop.domain.period import Period, parse_period
from qxn_desktop.domain.row_input import clean_row
from qxn_desktop.domain.sampling import Draw
from qxn_desktop.domain.task import (
    SOON_DAYS,
    CheckDone,
    Task,
    TaskException,
    TaskStatus,
    draws,
    exception_problems,
    judged,
    task_log,
)
from qxn_desktop.services import settings, task_frame
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.orders import OrderView, ProgressReport, orders, report_progress
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.routing import draft
from qxn_desktop.services.row_choice import SHORTEST
from qxn_desktop.services.task_frame import Asked
from qxn_desktop.store import narrow_query
from qxn_desktop.store.row import differing

ORDER = "order"
"""Stands in the place of the checklist's id where a task was assigned."""

STATUS_OF = {
    Standing.DONE: TaskStatus.DONE,
    Standing.NOT_APPLICABLE: TaskStatus.NOT_APPLICABLE,
    Standing.OVERDUE: TaskStatus.OVERDUE,
}
DONE_REGISTERS = ("check", "task_exception")
"""What recurring tasks depend on beside what asks for them."""
ORDER_REGISTERS = ("order", "order_progress", "village")
OUTCOMES = {outcome.value: outcome for outcome in Outcome}


class TaskLine(NamedTuple):
    """One task as people read it. ``template`` is ``order`` for an assigned one."""

    template: str
    title: str
    frequency: str
    object: str
    object_label: str
    village: str
    village_name: str
    period: str
    due: date
    status: TaskStatus

    @property
    def id(self) -> str:
        """Equal on every machine; hashed when it is asked for."""
        if self.template == ORDER:
            return progress_id(self.object, self.village)
        return hashed_id("task", self.template, self.object, self.period)


@dataclass(frozen=True, slots=True)
class TaskList:
    """The tasks of a day; where no check can be due, ``why`` says so.

    ``unconfirmed``: because no frequency has been confirmed; ``confirmable`` are those that wait
    for it, as the command line names them (HC yearly_all).
    """

    lines: tuple[TaskLine, ...]
    why: str = ""
    unconfirmed: bool = False
    confirmable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why no check can be due, as ``TaskList`` says it."""

    why: str
    unconfirmed: bool
    confirmable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawRecord:
    """The samples of one period, by village, with all that is needed to draw them again."""

    template: str
    frequency: str
    period: Period
    seed: str
    draws: tuple[Draw, ...]

    @property
    def frame_size(self) -> int:
        return sum(draw.frame_size for draw in self.draws)

    @property
    def sample_size(self) -> int:
        return sum(len(draw.sample) for draw in self.draws)


def tasks(ctx: AppContext, on: date | None = None, village: str | None = None) -> TaskList:
    """What was due on a day (today), sorted by date, village code, checklist, object.

    Raises:
        UserError: no such village in this unit.
    """
    day = on or ctx.today
    wanted = task_frame.asked(ctx, day)
    depends = {*task_frame.registers(wanted), *DONE_REGISTERS, *ORDER_REGISTERS}
    every = ctx.ws.kept.get(("tasks", day), depends, lambda: _every(ctx, wanted, day))
    refuse_village(ctx, village)
    if village is None:
        return every
    return replace(every, lines=tuple(line for line in every.lines if line.village == village))


def refuse_village(ctx: AppContext, village: str | None) -> None:
    """Refuse a code that is no village of this unit; None is none at all.

    Raises:
        UserError: no such village in this unit.
    """
    if village is not None and village not in village_names(ctx):
        raise UserError("E-TSK-033", "{village} 不是本单位的村，请核对12位代码。", village=village)


def skip(ctx: AppContext, task: str, reason: str) -> TaskLine:
    """Note that a task of today does not apply (不适用), and why.

    Raises:
        UserError: no such task, or no reason.
    """
    line = _chosen(ctx, task)
    refuse(exception_problems(TaskException(line.template, line.object, line.period, reason)))
    if line.template == ORDER:
        report = ProgressReport(line.village, Progress.NOT_APPLICABLE, reason)
        report_progress(ctx, line.object, report)
    else:
        _except(ctx, line, reason)
    return next(found for found in tasks(ctx).lines if found.id == line.id)


def draw_record(ctx: AppContext, template: str, frequency: str, period: str) -> DrawRecord:
    """The sample of one period, as any machine with the same data draws it again.

    Raises:
        UserError: no such frequency; a period of another length.
    """
    wanted = parse_period(period)
    one = task_frame.find_asked(ctx, template, frequency, min(wanted.end, ctx.today))
    plan = task_frame.plan(one, task_frame.frames(ctx, [one])[one.frequency.register])
    if plan.schedule.kind is not wanted.kind:
        raise UserError(
            "E-TSK-034",
            "“{title}”是{kind}的频次，周期“{period}”不相符，请改写周期。",
            title=one.frequency.title, kind=plan.schedule.kind.words, period=period,
        )  # fmt: skip
    rules = task_frame.rules(ctx, [one])
    found = draws(plan, wanted, rules, ctx.today)
    return DrawRecord(template, frequency, wanted, rules.seed.hex(), found)


@held_back()
def _every(ctx: AppContext, wanted: Sequence[Asked], day: date) -> TaskList:
    due = [*_lines(ctx, wanted, day), *assigned(ctx, day)]
    ordered = sorted(due, key=lambda t: (t.due, t.village, t.template, t.object, t.frequency))
    hindered = hindrance(ctx, wanted, day)
    return TaskList(tuple(ordered), hindered.why, hindered.unconfirmed, hindered.confirmable)


# --- checks


def checks_due(ctx: AppContext, wanted: Sequence[Asked], day: date) -> tuple[Task, ...]:
    """The checks due on a day, sorted by date, village code, checklist, object.

    They carry no words: for who only counts thousands of them.
    """
    depends = {*task_frame.registers(wanted), *DONE_REGISTERS}
    return ctx.ws.kept.get(("checks due", day), depends, lambda: _checks_due(ctx, wanted, day))


@held_back()
def _checks_due(ctx: AppContext, wanted: Iterable[Asked], day: date) -> tuple[Task, ...]:
    confirmed = [one for one in wanted if one.confirmed]
    asked = task_frame.asked_on(ctx, confirmed, day)
    if not asked.drawn:
        return ()
    since = max(asked.rules.start or date.min, min(one.period.start for one in asked.drawn))
    log = task_log(checks_done(ctx, since, day), exceptions(ctx), day)
    return judged(asked.drawn, log, asked.rules)


def _lines(ctx: AppContext, wanted: Sequence[Asked], day: date) -> Iterator[TaskLine]:
    """What people read of the checks due; looked up once for thousands."""
    confirmed = [one for one in wanted if one.confirmed]
    names, labels = village_names(ctx), task_frame.labels(ctx, confirmed)
    titles = {one.template.id: one.template.short_title for one in confirmed}
    written: dict[Period, str] = {}
    for task in checks_due(ctx, wanted, day):
        template, frequency, object_id, village, period, due, status = task
        if period not in written:
            written[period] = str(period)
        name = names.get(village, "")
        yield TaskLine(
            template,
            titles[template],
            frequency,
            object_id,
            name if object_id == village else labels.get(object_id, object_id),
            village,
            name,
            written[period],
            due,
            status,
        )


def checks_done(
    ctx: AppContext, first: date = date.min, last: date = date.max
) -> Iterator[CheckDone]:
    """The checks on record from a day to another, as far as tasks ask for them."""
    fields = ("date", "template", "object", "outcome")
    days: dict[str, date] = {}
    within = (first.isoformat(), last.isoformat())
    for day, template, object_id, outcome in narrow_query.columns_within(
        ctx.ws, "check", fields, *within
    ):
        if outcome in OUTCOMES:
            written = str(day)
            done = days.get(written) or days.setdefault(written, date.fromisoformat(written))
            yield CheckDone(str(template), str(object_id), done, OUTCOMES[str(outcome)])


def exceptions(ctx: AppContext) -> Iterator[TaskException]:
    """Every 不适用 on record."""
    for row in ctx.ws.select("task_exception"):
        keys = ("template", "object", "period", "reason")
        yield TaskException(*(row.text(key) for key in keys))


def hindrance(ctx: AppContext, wanted: Iterable[Asked], day: date) -> Hindrance:
    """Whether and why no check can be due on a day."""
    unconfirmed = not any(one.confirmed for one in wanted)
    waiting = tuple(f"{one.template.id} {one.frequency.id}" for one in wanted if unconfirmed)
    return Hindrance(_why(ctx, wanted, day), unconfirmed, waiting)


def _why(ctx: AppContext, wanted: Iterable[Asked], day: date) -> str:
    """Why no check can be due on a day; "" when some can."""
    start = settings.start_date(ctx)
    if day < start:
        return f"启用日期是 {start}，在它之前没有巡查任务。"
    if any(one.confirmed for one in wanted):
        return ""
    return "还没有确认任何检查频次，所以没有巡查任务。多久查一次，由本单位写明依据后确认。"


# --- assigned tasks


def assigned(ctx: AppContext, day: date) -> Iterator[TaskLine]:
    """The villages' tasks of orders; what is settled is shown until its time limit."""
    names = village_names(ctx)
    for view in orders(ctx, day):
        for found in view.standings:
            if found.standing in (Standing.OPEN, Standing.OVERDUE) or day <= view.order.due:
                yield _order_line(view, found, day, names)


def _order_line(
    view: OrderView, found: VillageStanding, day: date, names: dict[str, str]
) -> TaskLine:
    soon = (view.order.due - day).days <= SOON_DAYS
    return TaskLine(
        template=ORDER,
        title=view.order.title,
        frequency="",
        object=view.id,
        object_label=view.order.title,
        village=found.village,
        village_name=names.get(found.village, ""),
        period="",
        due=view.order.due,
        status=STATUS_OF.get(found.standing, TaskStatus.SOON if soon else TaskStatus.DUE),
    )


# --- 不适用


def _chosen(ctx: AppContext, task: str) -> TaskLine:
    found = [line for line in tasks(ctx).lines if line.id.startswith(task)]
    if len(found) != 1 or len(task) < SHORTEST:
        raise UserError(
            "E-TSK-035", "今天的任务里没有编号为“{task}”的，请从任务列表里抄编号。", task=task
        )
    return found[0]


def _except(ctx: AppContext, line: TaskLine, reason: str) -> None:
    spec = ctx.ws.schema.registers["task_exception"]
    cleaned, faults = clean_row(spec, {"reason": reason}, ctx.today)
    refuse([Problem("reason", fault.code, fault.message) for fault in faults])
    values: dict[str, Json] = {
        "task": line.id,
        "template": line.template,
        "object": line.object,
        "village": line.village,
        "period": line.period,
        **cleaned,
    }
    new = differing(ctx.ws.get("task_exception", line.id), values)
    if new:
        ctx.ws.write([draft(ctx, "task_exception", line.id, Kind.PUT, new)])
