"""The page of the day in one call: what is due, where, and what waits for a person.

Villages stand in code order; nothing here ranks them. Each part is kept by its connection until
one of the registers it is read from changes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from qxn_desktop.domain.rectification import UNCLOSED
from qxn_desktop.domain.task import SOON_DAYS, FrequencyKey, Task
from qxn_desktop.services import settings, task_frame, tasks
from qxn_desktop.services.backups import LastBackup, last_backup
from qxn_desktop.services.case_work import case_lines, due_cases
from qxn_desktop.services.check_draft import CheckDraft, drafts
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.problem_list import disputed_rows, village_names
from qxn_desktop.services.task_frame import Asked
from qxn_desktop.services.tasks import TaskLine
from qxn_desktop.services.templates import templates
from qxn_desktop.services.trust import PartnerView, partner_views
from qxn_desktop.services.village_work import (
    SHORT,
    URGENCY,
    OpenProblem,
    VillageWork,
    fields_of_work,
    village_work,
)
from qxn_desktop.services.work_line import (
    Urgency,
    WorkKind,
    WorkLine,
    how_many,
    place_words,
    when_words,
)
from qxn_desktop.store import narrow_query

VILLAGE_UNIT = "村"
UNITS = {
    "village": VILLAGE_UNIT,
    "toilet": "户",
    "household": "户",
    "public_toilet": "座",
    "garbage_point": "处",
    "sewage_facility": "处",
}
"""What objects of a register are counted in."""
OPEN_STATES = frozenset(UNCLOSED)


@dataclass(frozen=True, slots=True)
class Today:
    """The day. ``lines``: to be done, most urgent first; ``soon``: within three days, by date.

    ``why`` says why no check can be due, "" when some can; ``unconfirmed``: because no frequency
    has been confirmed yet. ``is_bare``: no register holds anything that could be looked at.
    ``partners``: who has what from whom.
    """

    day: date
    lines: tuple[WorkLine, ...]
    soon: tuple[WorkLine, ...]
    fields: tuple[str, ...]
    villages: tuple[VillageWork, ...]
    why: str
    unconfirmed: bool
    is_bare: bool
    start: date
    partners: tuple[PartnerView, ...]
    backup: LastBackup

    @property
    def open(self) -> int:
        """How much waits."""
        return how_many((*self.lines, *self.soon))


def today(ctx: AppContext) -> Today:
    """What the page of the day shows."""
    day, names = ctx.today, village_names(ctx)
    asked = task_frame.asked(ctx, day)
    hindered = tasks.hindrance(ctx, asked, day)
    open_checks = [one for one in tasks.checks_due(ctx, asked, day) if one.status in URGENCY]
    orders = [one for one in tasks.assigned(ctx, day) if one.status in URGENCY]
    problems = _open_problems(ctx)
    lines = [
        *_check_lines(open_checks, asked, names, day),
        *_order_lines(orders, names, day),
        *_problem_lines(problems, day, names),
        *case_lines(due_cases(ctx), day, names),
        *_waiting(ctx, names),
    ]
    soon = [line for line in lines if line.urgency is Urgency.SOON]
    rest = [line for line in lines if line.urgency is not Urgency.SOON]
    fields = fields_of_work(ctx)
    return Today(
        day,
        tuple(sorted(rest, key=lambda one: (one.urgency.rank, one.due or date.max))),
        tuple(sorted(soon, key=lambda one: (one.due or date.max, one.villages))),
        tuple(SHORT.get(name, name) for name in fields),
        tuple(village_work(ctx, open_checks, problems, fields)),
        hindered.why,
        hindered.unconfirmed,
        _is_bare(ctx),
        settings.start_date(ctx),
        partner_views(ctx),
        last_backup(ctx),
    )


def _is_bare(ctx: AppContext) -> bool:
    """Whether the office has nothing but the villages it came with."""
    visited = [register for register in UNITS if register != "village"]
    count = lambda: any(ctx.ws.count(register) for register in visited)  # noqa: E731
    return not ctx.ws.kept.get(("is bare",), visited, count)


# --- lines


def _check_lines(
    checks: Iterable[Task], asked: Iterable[Asked], names: Mapping[str, str], day: date
) -> Iterator[WorkLine]:
    """One line a checklist, frequency and urgency; what is due soon one line a village."""
    forms = {one.key: one for one in asked}
    groups: defaultdict[tuple[str, str, Urgency, str], list[Task]] = defaultdict(list)
    for task in checks:
        urgency = URGENCY[task.status]
        apart = task.village if urgency is Urgency.SOON else ""
        groups[task.template, task.frequency, urgency, apart].append(task)
    several = Counter(template for template, _ in {key[:2] for key in groups})
    for (template, frequency, urgency, _), group in groups.items():
        one = forms[FrequencyKey(template, frequency)]
        title = one.template.short_title
        if several[template] > 1:
            title += f"（{one.frequency.title}）"
        base = WorkLine(WorkKind.CHECK, urgency, title, template=template, frequency=frequency)
        unit = UNITS.get(one.frequency.register, "项")
        yield _line(base, group, unit, names, day)


def _order_lines(
    orders: Iterable[TaskLine], names: Mapping[str, str], day: date
) -> Iterator[WorkLine]:
    groups: defaultdict[tuple[str, Urgency], list[TaskLine]] = defaultdict(list)
    for line in orders:
        groups[line.object, URGENCY[line.status]].append(line)
    for (_, urgency), group in groups.items():
        base = WorkLine(WorkKind.ORDER, urgency, f"交办：{group[0].title}")
        yield _line(base, group, VILLAGE_UNIT, names, day)


def _line(
    base: WorkLine,
    group: Sequence[Task | TaskLine],
    unit: str,
    names: Mapping[str, str],
    day: date,
) -> WorkLine:
    """``base`` with what its tasks come to."""
    counts = dict(sorted(Counter(line.village for line in group).items()))
    due = min(line.due for line in group)
    return replace(
        base,
        amount=f"{len(group)} {unit}",
        places=place_words(counts, names, counted=unit == VILLAGE_UNIT),
        when=when_words(due, day),
        due=due,
        villages=tuple(counts),
        ids=tuple(dict.fromkeys(line.object for line in group)),
        counts=counts,
    )


def _problem_lines(
    problems: Iterable[OpenProblem], day: date, names: Mapping[str, str]
) -> Iterator[WorkLine]:
    """Overdue ones together, those near their limit one by one; the rest is the list's affair."""
    listed = sorted(problems, key=lambda one: (one.due, one.village, one.number))
    overdue = [one for one in listed if one.due < day]
    if overdue:
        counts = dict(sorted(Counter(one.village for one in overdue).items()))
        yield WorkLine(
            WorkKind.PROBLEM,
            Urgency.OVERDUE,
            "问题整改",
            f"{len(overdue)} 件",
            place_words(counts, names),
            when_words(overdue[0].due, day),
            overdue[0].due,
            villages=tuple(counts),
            ids=tuple(one.id for one in overdue),
            counts=counts,
        )
    for one in listed:
        if day <= one.due <= day + timedelta(days=SOON_DAYS):
            yield WorkLine(
                WorkKind.PROBLEM,
                Urgency.SOON,
                f"整改 {one.title}",
                "",
                names.get(one.village, ""),
                when_words(one.due, day),
                one.due,
                villages=(one.village,),
                ids=(one.id,),
                counts={one.village: 1},
            )


def _waiting(ctx: AppContext, names: Mapping[str, str]) -> Iterator[WorkLine]:
    yield from _drafts(ctx, names)
    leads = Counter(
        str(village)
        for _, village, state in narrow_query.columns(ctx.ws, "lead", ("village", "state"))
        if state is None  # nobody has followed it up
    )
    if leads:
        yield _wait(WorkKind.LEAD, "线索待核实", f"{leads.total()} 条", leads, names)
    conflicts = ctx.ws.conflicts()
    if conflicts:
        yield _wait(WorkKind.CONFLICT, "两台电脑改得不一样，待裁决", f"{len(conflicts)} 处")
    pending, quarantined = ctx.ws.set_aside()
    if pending:
        yield _wait(WorkKind.SET_ASIDE, "收到的数据缺前面的部分，还不能并入", f"{pending} 条")
    if quarantined:
        yield _wait(WorkKind.SET_ASIDE, "收到的数据与已有的矛盾，已另存", f"{quarantined} 条")


def _drafts(ctx: AppContext, names: Mapping[str, str]) -> Iterator[WorkLine]:
    """Half-filled checks, one line a checklist and village: where the latest is, first."""
    forms, found = templates(ctx), dict[tuple[str, str], list[CheckDraft]]()
    for one in drafts(ctx):
        found.setdefault((one.template, one.village), []).append(one)
    for (template, village), group in found.items():
        form = forms.get(template)
        what = group[0].label if len(group) == 1 else f"{len(group)} 份"
        yield WorkLine(
            WorkKind.DRAFT,
            Urgency.WAITING,
            f"没填完：{form[0].short_title if form else '检查'} {what}",
            f"已答 {sum(one.answered for one in group)} 项",
            names.get(village, ""),
            template=template,
            villages=(village,),
            ids=tuple(one.object_id for one in group),
            counts={village: len(group)},
        )


def _wait(
    kind: WorkKind,
    title: str,
    amount: str,
    counts: Mapping[str, int] | None = None,
    names: Mapping[str, str] | None = None,
) -> WorkLine:
    ordered = dict(sorted((counts or {}).items()))
    return WorkLine(
        kind,
        Urgency.WAITING,
        title,
        amount,
        place_words(ordered, names or {}),
        "",
        villages=tuple(ordered),
        counts=ordered,
    )


# --- problems


def _open_problems(ctx: AppContext) -> list[OpenProblem]:
    """Problems that can be overdue, and those that two people handled side by side."""
    disputed = disputed_rows(ctx)
    fields = ("village", "due", "number", "title", "state")
    return [
        OpenProblem(str(id_), str(village), date.fromisoformat(due), str(number or ""), str(title))
        for id_, village, due, number, title, state in narrow_query.columns(
            ctx.ws, "problem", fields
        )
        if isinstance(due, str) and (state in OPEN_STATES or id_ in disputed)
    ]
