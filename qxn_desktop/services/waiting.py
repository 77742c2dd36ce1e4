"""How much waits on the pages of the window: the numbers of its frame."""

from __future__ import annotations

from dataclasses import dataclass

from qxn_desktop.services.context import AppContext
from qxn_desktop.services.today import today
from qxn_desktop.services.work_line import Urgency, WorkKind


@dataclass(frozen=True, slots=True)
class Waiting:
    """Numbers beside the pages."""

    today: int
    problems: int


def waiting(ctx: AppContext) -> Waiting:
    """Lines of the day, and problems past their limit."""
    day = today(ctx)
    overdue = [line for line in day.lines if line.urgency is Urgency.OVERDUE]
    problems = sum(len(line.ids) for line in overdue if line.kind is WorkKind.PROBLEM)
    return Waiting(day.open, problems)
