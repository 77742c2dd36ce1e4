"""The month's figures, gathered: each register is read once, the counting is the domain's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from qxn_desktop.common.collector import held_back
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.division import Division, Level
from qxn_desktop.domain.figure_row import (
    CHANNELS,
    LEADS,
    PROBLEMS,
    TASKS,
    FigureKey,
    FigureRows,
    RowRef,
    Rows,
    counts,
    keyed,
)
from qxn_desktop.domain.lead import CHANNEL_WORDS
from qxn_desktop.domain.monthly import (
    AssignedTask,
    LeadChannel,
    LeadCounts,
    MonthlyFigures,
    People,
    ProblemCounts,
    task_key,
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
    return gather_with_rows(ctx, period, people)[0]


@held_back()
def gather_with_rows(
    ctx: AppContext, period: Period, people: People
) -> tuple[MonthlyFigures, FigureRows]:
    """The figures of one month as ``gather``, and the rows that were counted for each."""
    month = ReportingMonth(period, settings.start_date(ctx), ctx.today)
    office = Office(ctx, month, _villages(ctx))
    county, unit = _names(ctx)
    found = list(_leads_found(office))
    by_field = list(fields(office))
    problems, leads = _problem_rows(office), _lead_rows(office, found)
    channels, tasks = _channel_rows(found), list(_assigned(office))
    behind: dict[FigureKey, tuple[RowRef, ...]] = {}
    for field, rows in by_field:
        behind.update(keyed(field.template, rows))
    behind.update(keyed(PROBLEMS, problems))
    behind.update(keyed(LEADS, leads))
    behind.update(keyed(CHANNELS, channels))
    behind.update(keyed(TASKS, {task_key(task): rows for task, rows in tasks}))
    figures = MonthlyFigures(
        unit_code=ctx.ws.unit,
        unit=unit,
        county=county,
        period=str(period),
        start_date=month.start.isoformat(),
        cut_off=month.cut_off.isoformat(),
        fields=tuple(field for field, _ in by_field),
        problems=tuple(
            ProblemCounts(code, name, **counts(problems.get(code, {})))
            for code, name in office.villages
        ),
        leads=tuple(
            LeadCounts(code, name, **counts(leads.get(code, {}))) for code, name in office.villages
        ),
        channels=tuple(
            LeadChannel(code, CHANNEL_WORDS.get(code, code or "未填"), len(rows["opened"] or ()))
            for code, rows in channels.items()
        ),
        tasks=tuple(task for task, _ in tasks),
        settings=setting_notes(ctx, forms(office)) if month.started else (),
        people=people,
        organ=settings.text(ctx, settings.ORGAN) or _organ(ctx.unit),
    )
    return figures, behind


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


def _problem_rows(office: Office) -> dict[str, Rows]:
    """The problems behind each figure, by village; a closing counts as often as it happened."""
    if not office.month.started:
        return {}
    spans = list(_spans(office))
    found: dict[str, Rows] = {}
    for code, _ in office.villages:
        own = [(ref, span) for ref, span in spans if ref.village == code]
        found[code] = {
            "opened": _times((ref, int(span.opened)) for ref, span in own),
            "closed": _times((ref, span.closings) for ref, span in own),
            "open": _times((ref, int(span.open)) for ref, span in own),
            "overdue": _times((ref, int(span.overdue)) for ref, span in own),
            "rebounds": _times((ref, span.rebounds) for ref, span in own),
        }
    return found


def _times(counted: Iterable[tuple[RowRef, int]]) -> tuple[RowRef, ...]:
    return tuple(ref for ref, times in counted for _ in range(times))


def _spans(office: Office) -> Iterator[tuple[RowRef, ProblemSpan]]:
    """Every problem and its month, its events replayed up to the data cut-off."""
    ws, month = office.ctx.ws, office.month
    events = ws.events_of("problem")
    for row in ws.select("problem"):
        finding, limits = finding_of(row.values)
        own = events.get(row.id)
        replay = replay_rectification(finding, limits, own, ws.before) if own else None
        past = moments(finding, limits, replay)
        yield RowRef("problem", row.id, row.text("village")), span(past, month.first, month.cut_off)


def _lead_rows(office: Office, leads: Sequence[tuple[RowRef, str]]) -> dict[str, Rows]:
    """Leads found; what becomes of them is not followed up here, so that is no figure."""
    if not office.month.started:
        return {}
    return {
        code: {"opened": tuple(ref for ref, _ in leads if ref.village == code)}
        for code, _ in office.villages
    }


def _channel_rows(leads: Sequence[tuple[RowRef, str]]) -> dict[str, Rows]:
    """Leads by the channel that brought them, in the order in which channels are listed."""
    known = {channel for _, channel in leads}
    return {
        code: {"opened": tuple(ref for ref, channel in leads if channel == code)}
        for code in (*CHANNEL_WORDS, *sorted(known - CHANNEL_WORDS.keys()))
        if code in known
    }


def _leads_found(office: Office) -> Iterator[tuple[RowRef, str]]:
    """Each lead of the month and its channel."""
    for row in office.ctx.ws.select("lead"):
        if _day(row.values.get("found_on")) in office.month:
            yield RowRef("lead", row.id, row.text("village")), row.text("channel")


def _day(value: Json) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else date.min


# --- assigned tasks


def _assigned(office: Office) -> Iterator[tuple[AssignedTask, Rows]]:
    if not office.month.started:
        return
    for view in orders(office.ctx, office.month.cut_off):
        if _in_hand(view, office.month):
            order = view.order
            rows: Rows = {
                "villages": _standing(view, {*Standing} - {Standing.NOT_APPLICABLE}),
                "done": _standing(view, {Standing.DONE}),
                "overdue": _standing(view, {Standing.OVERDUE}),
                "not_applicable": _standing(view, {Standing.NOT_APPLICABLE}),
            }
            due = order.due.isoformat()
            yield AssignedTask(order.title, order.basis, due, **counts(rows)), rows


def _standing(view: OrderView, wanted: set[Standing]) -> tuple[RowRef, ...]:
    """The order once for each village that stands so."""
    standings = (found for found in view.standings if found.standing in wanted)
    return tuple(RowRef("order", view.id, found.village) for found in standings)


def _in_hand(view: OrderView, month: ReportingMonth) -> bool:
    """Whether something was left to do, or was done, in the month."""
    settled = (Standing.DONE, Standing.NOT_APPLICABLE)
    open_ = any(found.standing not in settled for found in view.standings)
    late = any(found.on is not None and found.on >= month.first for found in view.standings)
    return open_ or late or max(view.order.issued_on, view.order.due) >= month.first
