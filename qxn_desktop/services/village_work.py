"""What each village has to do in each field of work, in code order; nothing ranks them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from qxn_desktop.domain.task import SOON_DAYS, Task, TaskStatus
from qxn_desktop.services import task_frame
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.templates import templates
from qxn_desktop.services.work_line import Urgency

PROBLEMS = "问题"
FIELDS = ("厕所", "垃圾", "污水", "防返贫监测")
"""The four fields of work, as checklists name them; others follow, problems come last."""
SHORT = {"防返贫监测": "监测"}
URGENCY = {
    TaskStatus.OVERDUE: Urgency.OVERDUE,
    TaskStatus.SOON: Urgency.SOON,
    TaskStatus.DUE: Urgency.DUE,
    TaskStatus.AWAY: Urgency.DUE,
}
"""How urgent a task is that is still to be done; others are settled."""
SHOWN = (Urgency.OVERDUE, Urgency.SOON, Urgency.DUE)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one village has to do in one field of work.

    ``template`` and ``frequency``: the most urgent of its checks, "" where there is none.
    """

    overdue: int = 0
    soon: int = 0
    due: int = 0
    template: str = ""
    frequency: str = ""

    @property
    def total(self) -> int:
        return self.overdue + self.soon + self.due


@dataclass(frozen=True, slots=True)
class VillageWork:
    """One village's row of the table, its cells in the order of the fields of work."""

    code: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class OpenProblem:
    """A problem that is not closed, as far as the day needs it."""

    id: str
    village: str
    due: date
    number: str
    title: str


def fields_of_work(ctx: AppContext) -> tuple[str, ...]:
    """The fields of work in the order of the table."""
    used = {one.template.domain for one in task_frame.asked(ctx, ctx.today)}
    return (*FIELDS, *sorted(used - {*FIELDS}), PROBLEMS)


def village_work(
    ctx: AppContext,
    checks: Iterable[Task],
    problems: Iterable[OpenProblem],
    fields: tuple[str, ...],
) -> Iterator[VillageWork]:
    """Every village of the unit, also one that has nothing to do."""
    domains = {id_: template.domain for id_, (template, _) in templates(ctx).items()}
    counts: Counter[tuple[str, str, Urgency]] = Counter()
    first: dict[tuple[str, str], Task] = {}
    for line in sorted(checks, key=lambda line: (URGENCY[line.status].rank, line.due)):
        place = (line.village, domains[line.template])
        counts[*place, URGENCY[line.status]] += 1
        first.setdefault(place, line)
    for one in problems:
        counts[one.village, PROBLEMS, _urgency(one, ctx.today)] += 1
    names = village_names(ctx)
    for code in sorted(names):
        cells = tuple(_cell(counts, code, name, first.get((code, name))) for name in fields)
        yield VillageWork(code, names[code], cells)


def _cell(
    counts: Counter[tuple[str, str, Urgency]], code: str, name: str, first: Task | None
) -> Cell:
    overdue, soon, due = (counts[code, name, urgency] for urgency in SHOWN)
    if first is None:
        return Cell(overdue, soon, due)
    return Cell(overdue, soon, due, first.template, first.frequency)


def _urgency(one: OpenProblem, today: date) -> Urgency:
    if one.due < today:
        return Urgency.OVERDUE
    return Urgency.SOON if one.due <= today + timedelta(days=SOON_DAYS) else Urgency.DUE
