"""What is to be checked now: the objects due of a checklist in a village, and how each stands.

Registers are read once a call, never once an object. Villages stand in code order, their objects
by label, which is the order of walking and of the printed sheets.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.group_name import group_words
from qxn_desktop.domain.period import Period, PeriodKind, parse_period, period_of
from qxn_desktop.domain.row_key import ObjectNumbers
from qxn_desktop.domain.task import SOON_DAYS, Task, TaskStatus
from qxn_desktop.domain.template import Frequency, Template
from qxn_desktop.domain.village_count import VillageCount
from qxn_desktop.services import check_draft, task_frame, tasks, village_count
from qxn_desktop.services.catalog import registers
from qxn_desktop.services.check_draft import CheckDraft
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.templates import is_disabled, template_for, templates
from qxn_desktop.store import narrow_query

WAITING = frozenset({TaskStatus.DUE, TaskStatus.SOON, TaskStatus.OVERDUE, TaskStatus.AWAY})
"""Standings of what is still to be checked."""

PERIOD_DAYS = {"week": 7, "month": 31, "quarter": 92, "year": 366}
FREE_STATUS = "自选"


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One object of a round. ``household`` is its head's name, as internal papers show names.

    ``status`` None: chosen freely, nothing asks for it now. ``check`` is the id of its last check
    in the period, "" when there is none. ``key`` is its row key.
    """

    template: str
    object_id: str
    register: str
    register_title: str
    label: str
    household: str
    place: str
    village: str
    village_name: str
    period: str
    due: date | None
    status: TaskStatus | None
    key: str
    check: str = ""
    has_draft: bool = False

    @property
    def called(self) -> str:
        """What people call the object."""
        return " ".join(filter(None, (self.label, self.household)))

    @property
    def waiting(self) -> bool:
        return self.status is None or self.status in WAITING

    @property
    def status_words(self) -> str:
        return FREE_STATUS if self.status is None else self.status.words


@dataclass(frozen=True, slots=True)
class CheckRound:
    """The objects of one checklist in one village, or in all (``village`` "").

    ``due`` is the limit of ``period``; what an earlier one left over is OVERDUE among the lines.
    """

    template: Template
    village: str
    village_name: str
    period: str
    due: date | None
    lines: tuple[RoundLine, ...]

    @property
    def done(self) -> int:
        return sum(not line.waiting for line in self.lines)

    @property
    def remaining(self) -> tuple[RoundLine, ...]:
        return tuple(line for line in self.lines if line.waiting)


@dataclass(frozen=True, slots=True)
class RoundCount:
    """How one frequency of a checklist stands in one village."""

    village: str
    village_name: str
    total: int
    done: int
    away: int
    overdue: int
    soon: int
    due: date

    @property
    def remaining(self) -> int:
        return self.total - self.done


@dataclass(frozen=True, slots=True)
class RoundGroup:
    """A frequency of a checklist that asks for something now, village by village."""

    template: str
    short_title: str
    frequency: str
    frequency_title: str
    counts: tuple[RoundCount, ...]
    domain: str = ""

    @property
    def remaining(self) -> int:
        return sum(count.remaining for count in self.counts)

    def waits_in(self, village: str) -> bool:
        """Whether something of it is left to do in a village."""
        return any(count.village == village and count.remaining for count in self.counts)

    @property
    def total(self) -> int:
        return sum(count.total for count in self.counts)


@dataclass(frozen=True, slots=True)
class CheckBoard:
    """All that the page of checks starts from; ``why`` says why nothing is due, "" otherwise.

    ``checklists`` are (id, title) of all in use: any object may be checked by free choice.
    """

    groups: tuple[RoundGroup, ...]
    checklists: tuple[tuple[str, str], ...]
    villages: tuple[tuple[str, str], ...]
    drafts: tuple[CheckDraft, ...]
    why: str = ""


def board(ctx: AppContext, on: date | None = None) -> CheckBoard:
    """Every checklist with its counts by village, and the drafts to go on with."""
    day = on or ctx.today
    asked, names = task_frame.asked(ctx, day), village_names(ctx)
    groups: defaultdict[tuple[str, str], list[Task]] = defaultdict(list)
    for task in tasks.checks_due(ctx, asked, day):
        groups[task.template, task.frequency].append(task)
    used = [t for t, _ in templates(ctx, day).values() if not is_disabled(t, day)]
    return CheckBoard(
        tuple(
            _group(template, frequency, groups[template.id, frequency.id], names, day)
            for template in used
            for frequency in template.frequencies
            if (template.id, frequency.id) in groups
        ),
        tuple((template.id, template.short_title) for template in used),
        tuple(sorted(names.items())),
        check_draft.drafts(ctx),
        tasks.hindrance(ctx, asked, day).why,
    )


def check_round(
    ctx: AppContext,
    template_id: str,
    village: str = "",
    frequency: str = "",
    on: date | None = None,
) -> CheckRound:
    """The objects due of a checklist on a day, in ``village`` or all, for one frequency or all.

    Raises:
        UserError: no such checklist, or no such village.
    """
    day = on or ctx.today
    template, _ = template_for(ctx, template_id, day)
    tasks.refuse_village(ctx, village or None)
    lines = _latest(
        task
        for task in tasks.checks_due(ctx, task_frame.asked(ctx, day), day)
        if task.template == template_id
        and village in ("", task.village)
        and frequency in ("", task.frequency)
    )
    named = _Named(ctx, template)
    checks = _last_checks(ctx, template_id)
    found = [
        named.line(line.object, line.period, line.due, line.status, checks)
        for line in lines
        if line.object in named.rows
    ]
    return _round(ctx, template, village, found)


def free_round(
    ctx: AppContext,
    template_id: str,
    village: str = "",
    search: str = "",
    objects: Iterable[str] | None = None,
) -> CheckRound:
    """Any objects of a checklist's registers: of a village, whose name holds ``search``, or given.

    Raises:
        UserError: no such checklist.
    """
    template, _ = template_for(ctx, template_id, ctx.today)
    named = _Named(ctx, template)
    wanted = set(named.rows) if objects is None else set(objects) & set(named.rows)
    period = usual_period(template, ctx.today)
    checks = _last_checks(ctx, template_id)
    lines = [named.line(id_, period, None, None, checks) for id_ in wanted]
    text = search.strip()
    lines = [
        line
        for line in lines
        if (not village or line.village == village) and (not text or text in line.called)
    ]
    return _round(ctx, template, village, lines)


def count(ctx: AppContext, round_: CheckRound) -> VillageCount:
    """How many objects of a round each village has, how many are checked, left and overdue."""
    lines = round_.lines
    late = [line for line in lines if line.status is TaskStatus.OVERDUE]
    columns = {
        "应查": Counter(line.village for line in lines),
        "已查": Counter(line.village for line in lines if not line.waiting),
        "还剩": Counter(line.village for line in lines if line.waiting),
        "其中逾期": Counter(line.village for line in late),
    }
    what = " ".join(filter(None, (round_.template.short_title, round_.period)))
    return village_count.count_columns(ctx, what, columns)


def usual_period(template: Template, day: date) -> Period:
    """The period that holds ``day`` of the checklist's shortest frequency; the year without one."""
    asked = [f.period for f in template.frequencies if f.period in PERIOD_DAYS]
    kind = min(asked, key=lambda code: PERIOD_DAYS[code], default="year")
    return period_of(PeriodKind(kind), day)


def object_numbers(ctx: AppContext, template: Template) -> ObjectNumbers:
    """Numbers of all objects that the checklist may be filled for."""
    return ObjectNumbers(
        str(row[0]) for register in template.objects for row in narrow_query.columns(
            ctx.ws, register, ()
        )
    )  # fmt: skip


def natural(label: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key by which 2组 stands before 10组."""
    parts = re.split(r"(\d+)", label)
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in parts if p)


def _group(
    template: Template,
    frequency: Frequency,
    due: list[Task],
    names: Mapping[str, str],
    day: date,
) -> RoundGroup:
    villages: defaultdict[str, list[Task]] = defaultdict(list)
    for task in _latest(due):
        villages[task.village].append(task)
    counts = tuple(
        _count(found, names.get(code, ""), day) for code, found in sorted(villages.items())
    )
    return RoundGroup(
        template.id, template.short_title, frequency.id, frequency.title, counts, template.domain
    )


def _count(once: list[Task], name: str, day: date) -> RoundCount:
    open_due = [line.due for line in once if line.status in WAITING]
    return RoundCount(
        village=once[0].village,
        village_name=name,
        total=len(once),
        done=sum(line.status not in WAITING for line in once),
        away=sum(line.status is TaskStatus.AWAY for line in once),
        overdue=sum(line.status is TaskStatus.OVERDUE for line in once),
        soon=sum((due - day).days <= SOON_DAYS and due >= day for due in open_due),
        due=min(open_due, default=max(line.due for line in once)),
    )


def _latest(lines: Iterable[Task]) -> list[Task]:
    """One task an object: the current period's, which settles what the one before left."""
    found: dict[str, Task] = {}
    for line in sorted(lines, key=lambda one: one.due):
        before = found.get(line.object)
        overdue = before is not None and before.status is TaskStatus.OVERDUE
        if not (overdue and line.status in WAITING):
            found[line.object] = line
    return list(found.values())


def _round(ctx: AppContext, template: Template, village: str, lines: list[RoundLine]) -> CheckRound:
    ordered = tuple(sorted(lines, key=lambda line: (line.village, natural(line.called), line.key)))
    dues = [line.due for line in ordered if line.due is not None]
    periods = sorted({line.period for line in ordered})
    title = parse_period(periods[-1]).title if periods else ""
    name = village_names(ctx).get(village, "")
    return CheckRound(template, village, name, title, max(dues, default=None), ordered)


def _last_checks(ctx: AppContext, template: str) -> dict[str, tuple[str, str]]:
    """(day, id) of the last check of each object under a checklist."""
    found: dict[str, tuple[str, str]] = {}
    fields = ("template", "object", "date")
    for id_, kind, object_id, day in narrow_query.columns(ctx.ws, "check", fields):
        if kind == template:
            found[str(object_id)] = max(found.get(str(object_id), ("", "")), (str(day), str(id_)))
    return found


@dataclass(frozen=True, slots=True)
class _Object:
    register: str
    label: str
    village: str
    household: str
    place: str


class _Named:
    """What people call the objects of a checklist, read once."""

    def __init__(self, ctx: AppContext, template: Template) -> None:
        self._template = template
        self._villages = village_names(ctx)
        self._heads = _heads(ctx) if _asks_for_heads(template) else {}
        self.rows = {
            id_: row for register in template.objects for id_, row in self._read(ctx, register)
        }
        self._numbers = ObjectNumbers(self.rows)
        self._drafts = {d.object_id for d in check_draft.drafts(ctx) if d.template == template.id}

    def line(
        self,
        id_: str,
        period: Period,
        due: date | None,
        status: TaskStatus | None,
        checks: Mapping[str, tuple[str, str]],
    ) -> RoundLine:
        """The line of the object ``id_``; its check counts from the period's first day."""
        row = self.rows[id_]
        day, check = checks.get(id_, ("", ""))
        return RoundLine(
            template=self._template.id,
            object_id=id_,
            register=row.register,
            register_title=registers()[row.register].title,
            label=row.label,
            household=row.household,
            place=row.place,
            village=row.village,
            village_name=self._villages.get(row.village, ""),
            period=str(period),
            due=due,
            status=status,
            key=str(self._numbers.key(self._template.id, period, id_)),
            check=check if day >= period.start.isoformat() else "",
            has_draft=id_ in self._drafts,
        )

    def _read(self, ctx: AppContext, register: str) -> list[tuple[str, _Object]]:
        spec = registers()[register]
        wanted = {spec.label_field, spec.village_field, "household", "group"}
        fields = tuple(f.id for f in spec.fields if f.id in wanted and not f.is_json)
        rows = [
            dict(zip(("id", *fields), found, strict=True))
            for found in narrow_query.columns(ctx.ws, register, fields)
        ]
        return [(str(row["id"]), self._object(register, row)) for row in rows]

    def _object(self, register: str, row: Mapping[str, Json]) -> _Object:
        spec = registers()[register]
        id_ = str(row["id"])
        if register == "village":
            return _Object(register, self._villages.get(id_, id_), id_, "", "")
        head, group = self._heads.get(str(row.get("household") or ""), ("", ""))
        label = str(row.get(spec.label_field) or "")
        village = str(row.get(spec.village_field) or "")
        return _Object(register, label, village, head, group_words(str(row.get("group") or group)))


def _asks_for_heads(template: Template) -> bool:
    return any(registers()[register].field("household") for register in template.objects)


def _heads(ctx: AppContext) -> dict[str, tuple[str, str]]:
    """Name of the head and 组 of each household: shown whole on internal papers (privacy.mask)."""
    rows = narrow_query.columns(ctx.ws, "household", ("head_name", "group"))
    return {str(id_): (str(name or ""), str(group or "")) for id_, name, group in rows}
