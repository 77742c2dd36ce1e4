"""A month's checks by field of work and village: one table a checklist in use, whatever it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from qxn_desktop.domain.check_count import CountedCheck, count_villages
from qxn_desktop.domain.decimal_text import read_decimal
from qxn_desktop.domain.evaluation import Outcome
from qxn_desktop.domain.figure_row import Rows
from qxn_desktop.domain.month_due import DueObject, due_in_month, month_log
from qxn_desktop.domain.monthly import FEWEST_SAMPLES, FieldFigures, VillageChecks
from qxn_desktop.domain.reporting_month import ReportingMonth
from qxn_desktop.domain.template import Template
from qxn_desktop.domain.template_setting import MIN_SAMPLES
from qxn_desktop.services import settings, task_frame, tasks
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.task_frame import Asked
from qxn_desktop.services.templates import is_disabled, templates
from qxn_desktop.store.row import Row

PRINT_ORDER = ("HC", "SC", "GC", "LJ", "WS")
"""Checklists as people are used to seeing them; others follow, those of households last."""

UNITS = {
    "household": "户", "toilet": "户", "public_toilet": "座", "village": "个村",
    "garbage_point": "处", "sewage_facility": "套",
}  # fmt: skip
"""What the objects of a register are counted in; 个 where none is named."""


@dataclass(frozen=True, slots=True)
class Office:
    """What everything is gathered for. ``villages``: (code, name), in code order."""

    ctx: AppContext
    month: ReportingMonth
    villages: tuple[tuple[str, str], ...]


def forms(office: Office) -> list[Template]:
    """The checklists in use in the month, in the order in which they are printed."""
    found = templates(office.ctx, office.month.cut_off).values()
    used = [form for form, _ in found if not is_disabled(form, office.month.period.start)]
    return sorted(used, key=_place)


def _place(form: Template) -> tuple[bool, int, str]:
    known = PRINT_ORDER.index(form.id) if form.id in PRINT_ORDER else len(PRINT_ORDER)
    return form.opens == "lead", known, form.id


def fields(office: Office) -> Iterator[tuple[FieldFigures, Mapping[str, Rows]]]:
    """The table of each checklist in use, and the rows behind its figures by village.

    Without figures before the 启用日期.
    """
    month = office.month
    asked = task_frame.asked(office.ctx, month.cut_off)
    due = list(_due(office, asked)) if month.started else []
    checks = list(_checks(office)) if month.started else []
    for form in forms(office):
        confirmed = [one for one in asked if one.confirmed and one.template.id == form.id]
        rows = tuple(VillageChecks(*village) for village in office.villages)
        behind: Mapping[str, Rows] = {}
        if month.started:
            own = [check for id_, check in checks if id_ == form.id]
            owed = [item for item in due if item.template == form.id] if confirmed else None
            counted = count_villages(form, office.villages, own, owed)
            rows = tuple(village.figures for village in counted)
            behind = {village.code: village.rows for village in counted}
        figures = FieldFigures(
            template=form.id,
            title=form.title,
            unit=_unit(form),
            basis=_basis(office.ctx, form),
            villages=rows,
            scoring="计分" if form.scored else "不计分",
            fewest_samples=_fewest(office.ctx, form),
            frequency="、".join(one.frequency.title for one in confirmed),
            opens=form.opens,
        )
        yield figures, behind


def _unit(form: Template) -> str:
    """What is counted: 户, 座 …; 个 where a checklist is for different things."""
    registers = {frequency.register for frequency in form.frequencies} or {*form.objects}
    return UNITS.get(registers.pop(), "个") if len(registers) == 1 else "个"


def _due(office: Office, asked: Iterable[Asked]) -> tuple[DueObject, ...]:
    ctx, month, confirmed = office.ctx, office.month, [one for one in asked if one.confirmed]
    frames = task_frame.frames(ctx, confirmed, month.period.start)  # no period ends before
    plans = [task_frame.plan(one, frames[one.frequency.register]) for one in confirmed]
    done = tasks.checks_done(ctx, month.start, month.cut_off)
    log = month_log(done, tasks.exceptions(ctx))
    return due_in_month(plans, log, task_frame.rules(ctx, confirmed), month)


def _checks(office: Office) -> Iterator[tuple[str, CountedCheck]]:
    """The month's checks with their checklists: one look at the register for each day."""
    month = office.month
    for offset in range((month.cut_off - month.first).days + 1):
        day = month.first + timedelta(days=offset)
        for row in office.ctx.ws.select("check", {"date": day.isoformat()}):
            if row.text("outcome") in set(Outcome):
                yield row.text("template"), _counted(row, day)


def _counted(row: Row, day: date) -> CountedCheck:
    verdicts = row.values.get("verdicts")
    found = verdicts.values() if isinstance(verdicts, dict) else ()
    return CountedCheck(
        id=row.id,
        object=row.text("object"),
        village=row.text("village"),
        date=day,
        outcome=Outcome(row.text("outcome")),
        verdicts=frozenset(str(verdict) for verdict in found),
        score=read_decimal(row.values.get("score")),
        grade=row.text("grade"),
    )


def _basis(ctx: AppContext, form: Template) -> str:
    """The form's approval, else what the unit named when it confirmed how often it is due."""
    if form.approval.complete:
        return f"{form.approval.basis}（{form.approval.unit}）"
    confirmed = [one.id for one in form.frequencies if settings.is_confirmed(ctx, form.id, one.id)]
    keys = [f"{form.id}.{settings.CONFIRMED}.{frequency}" for frequency in confirmed]
    rows = [ctx.ws.get("setting", key) for key in keys]
    return "；".join(dict.fromkeys(row.text("basis") for row in rows if row and row.text("basis")))


def _fewest(ctx: AppContext, form: Template) -> int:
    if not form.scored:
        return FEWEST_SAMPLES
    values = form.setting_values(settings.overrides(ctx, form))
    least = read_decimal(values.get(MIN_SAMPLES))
    return FEWEST_SAMPLES if least is None else int(least)
