"""The month's figures, gathered: each register is read once, the counting is the domain's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.division import Division, Level
from qxn_desktop.domain.lead import CHANNEL_WORDS
from qxn_desktop.domain.monthly import (
    AssignedTask,
    LeadChannel,
    LeadCounts,
    MonthlyFigures,
    People,
    ProblemCounts,
)
from qxn_desktop.domain.order import Standing
from qxn_desktop.domain.period import Period
from qxn_desktop.domain.problem_past import ProblemSpan, moments, span
from qxn_desktop.domain.rectification_machine import replay_rectification
from qxn_desktop.domain.reporting_month import ReportingMonth
from qxn_desktop.services import settings
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.month_fields import Office, fields, forms
from qxn_desktop.services.orders import OrderView, orders
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.setting_note import setting_notes
from qxn_desktop.services.vocabulary import finding_of


def gather(ctx: AppContext, period: Period, people: People) -> MonthlyFigures:
    """The figures of one month, as of its data cut-off.

    Before the 启用日期 no figure applies: the tables stand, and are empty.
    """
    month = ReportingMonth(period, settings.start_date(ctx), ctx.today)
    office = Office(ctx, month, _villages(ctx))
    county, unit = _names(ctx)
    found = list(_leads_found(office))
    return MonthlyFigures(
        unit_code=ctx.ws.unit,
        unit=unit,
        county=county,
        period=str(period),
        start_date=month.start.isoformat(),
        cut_off=month.cut_off.isoformat(),
        fields=tuple(fields(office)),
        problems=tuple(_problems(office)),
        leads=tuple(_leads(office, found)),
        channels=tuple(_channels(found)),
        tasks=tuple(_assigned(office)),
        settings=setting_notes(ctx, forms(office)) if month.started else (),
        people=people,
        organ=settings.text(ctx, settings.ORGAN) or _organ(ctx.unit),
    )


def _names(ctx: AppContext) -> tuple[str, str]:
    """What stands above the unit in its title (册亨县), and the unit (丫他镇)."""
    *above, unit = ctx.divisions.ancestors(ctx.ws.unit)
    below_prefecture = [found for found in above if found.level is not Level.PREFECTURE]
    return "".join(found.short_name for found in below_prefecture or above), unit.short_name


def _organ(unit: Division) -> str:
    """Who seals a report of the unit; for a county it is a department, which is a setting."""
    if unit.level is Level.TOWNSHIP:
        return unit.name + ("办事处" if unit.name.endswith("街道") else "人民政府")
    return unit.name


def _villages(ctx: AppContext) -> tuple[tuple[str, str], ...]:
    """Every village by its short name; where two share one, the township's stands before it."""
    names = village_names(ctx)
    times = Counter(names.values())
    return tuple(
        (code, name if times[name] == 1 else _town(ctx, code) + name)
        for code, name in sorted(names.items())
    )


def _town(ctx: AppContext, code: str) -> str:
    village = ctx.divisions.get(code)
    town = village and ctx.divisions.get(village.parent)
    return town.short_name if town else ""


# --- problems and leads


def _problems(office: Office) -> Iterator[ProblemCounts]:
    if not office.month.started:
        yield from (ProblemCounts(*village) for village in office.villages)
        return
    spans = list(_spans(office))
    for code, name in office.villages:
        own = [found for village, found in spans if village == code]
        yield ProblemCounts(
            code,
            name,
            opened=sum(found.opened for found in own),
            closed=sum(found.closings for found in own),
            open=sum(found.open for found in own),
            overdue=sum(found.overdue for found in own),
            rebounds=sum(found.rebounds for found in own),
        )


def _spans(office: Office) -> Iterator[tuple[str, ProblemSpan]]:
    """Every problem's village and month, its events replayed up to the data cut-off."""
    ws, month = office.ctx.ws, office.month
    events = ws.events_of("problem")
    for row in ws.select("problem"):
        finding, limits = finding_of(row.values)
        own = events.get(row.id)
        replay = replay_rectification(finding, limits, own, ws.before) if own else None
        past = moments(finding, limits, replay)
        yield row.text("village"), span(past, month.first, month.cut_off)


def _leads(office: Office, leads: Iterable[tuple[str, str]]) -> Iterator[LeadCounts]:
    """Leads found; what becomes of them is not followed up here, so that is no figure."""
    if not office.month.started:
        yield from (LeadCounts(*village) for village in office.villages)
        return
    found = Counter(village for village, _ in leads)
    yield from (LeadCounts(code, name, found[code]) for code, name in office.villages)


def _channels(leads: Iterable[tuple[str, str]]) -> Iterator[LeadChannel]:
    found = Counter(channel for _, channel in leads)
    for code in (*CHANNEL_WORDS, *sorted(found.keys() - CHANNEL_WORDS.keys())):
        if found[code]:
            yield LeadChannel(code, CHANNEL_WORDS.get(code, code or "未填"), found[code])


def _leads_found(office: Office) -> Iterator[tuple[str, str]]:
    """Village and channel of each lead of the month."""
    for row in office.ctx.ws.select("lead"):
        if _day(row.values.get("found_on")) in office.month:
            yield row.text("village"), row.text("channel")


def _day(value: Json) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else date.min


# --- assigned tasks


def _assigned(office: Office) -> Iterator[AssignedTask]:
    if not office.month.started:
        return
    for view in orders(office.ctx, office.month.cut_off):
        if _in_hand(view, office.month):
            count = view.tally
            yield AssignedTask(
                title=view.order.title,
                basis=view.order.basis,
                due=view.order.due.isoformat(),
                villages=len(view.standings) - count[Standing.NOT_APPLICABLE],
                done=count[Standing.DONE],
                overdue=count[Standing.OVERDUE],
                not_applicable=count[Standing.NOT_APPLICABLE],
            )


def _in_hand(view: OrderView, month: ReportingMonth) -> bool:
    """Whether something was left to do, or was done, in the month."""
    settled = (Standing.DONE, Standing.NOT_APPLICABLE)
    open_ = any(found.standing not in settled for found in view.standings)
    late = any(found.on is not None and found.on >= month.first for found in view.standings)
    return open_ or late or max(view.order.issued_on, view.order.due) >= month.first
