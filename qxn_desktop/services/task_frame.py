"""From the checklists in use to the plans that tasks are computed from: objects by register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import add

from qxn_desktop.common.clock import day_begins, from_millis
from qxn_desktop.common.errors import UserError
from qxn_desktop.common.ids import hashed_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.expression import Expr, names
from qxn_desktop.domain.expression_value import Facts, truth
from qxn_desktop.domain.period import PeriodKind
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.domain.task import (
    DrawnPeriod,
    FrequencyKey,
    Plan,
    Schedule,
    TaskObject,
    TaskRules,
    drawn,
    periods_asked,
)
from qxn_desktop.domain.template import Frequency, Template
from qxn_desktop.domain.template_check import REGISTER
from qxn_desktop.services import settings
from qxn_desktop.services.check_object import HAS_FACILITY
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.templates import is_disabled, templates
from qxn_desktop.store import narrow_query

ONCE = "once"
HOUR = 3_600_000
"""Milliseconds; no day of UTC+8 ends within an hour of Unix time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A frequency of a checklist in use; ``confirmed`` by the unit, or with a basis of its own."""

    template: Template
    frequency: Frequency
    confirmed: bool

    @property
    def key(self) -> FrequencyKey:
        return FrequencyKey(self.template.id, self.frequency.id)


@dataclass(frozen=True, slots=True)
class Frame:
    """Rows of one register: what can be due, and side by side with it what rules ask of it.

    ``values``: of each object, in the order of ``fields``.
    """

    register: str
    objects: tuple[TaskObject, ...]
    fields: tuple[str, ...]
    values: Sequence[tuple[Json, ...]]
    has_facility: frozenset[str] = frozenset()

    def matching(self, where: Expr | None) -> tuple[TaskObject, ...]:
        """Objects of which ``where`` is known to hold."""
        if where is None:
            return self.objects
        known: dict[tuple[Json, ...], bool] = {}  # thousands of rows differ in a few ways only
        found: list[TaskObject] = []
        more = [(one.id in self.has_facility,) for one in self.objects] if self.has_facility else ()
        keys = map(add, self.values, more) if more else self.values
        for one, key in zip(self.objects, keys, strict=True):
            if key not in known:
                known[key] = truth(where, Facts(attributes=self._attributes(key))) is True
            if known[key]:
                found.append(one)
        return tuple(found)

    def _attributes(self, key: tuple[Json, ...]) -> dict[str, Json]:
        """What rules may ask of a row: its filled columns, its register, what is computed."""
        values, has_facility = key[: len(self.fields)], any(key[len(self.fields) :])
        filled = zip(self.fields, values, strict=True)
        return {
            **{name: value for name, value in filled if value is not None},
            **({HAS_FACILITY: "是"} if has_facility else {}),
            REGISTER: self.register,
        }


@dataclass(frozen=True, slots=True)
class AskedOn:
    """What is asked for on a day, whatever was done."""

    drawn: tuple[DrawnPeriod, ...]
    rules: TaskRules


def asked(ctx: AppContext, on: date) -> list[Asked]:
    """Every recurring frequency of the checklists in use on a day."""
    return [
        Asked(template, frequency, _is_confirmed(ctx, template, frequency))
        for template, _ in templates(ctx, on).values()
        if not is_disabled(template, on)
        for frequency in template.frequencies
        if frequency.period != ONCE
    ]


def find_asked(ctx: AppContext, template: str, frequency: str, on: date) -> Asked:
    """The frequency a person names.

    Raises:
        UserError: there is none.
    """
    every = asked(ctx, on)
    for one in every:
        if one.key == (template, frequency):
            return one
    listed = "、".join(f"{one.template.id} {one.frequency.id}" for one in every)
    raise UserError(
        "E-TSK-031",
        "没有频次“{template} {frequency}”，可用：{listed}。",
        template=template, frequency=frequency, listed=listed or "无",
    )  # fmt: skip


def frames(ctx: AppContext, wanted: Iterable[Asked], after: date | None = None) -> dict[str, Frame]:
    """The registers that ``wanted`` frequencies are about, by id.

    Of objects that were in the register by the day ``after`` it is not told since when.
    """
    conditions: defaultdict[str, list[Expr]] = defaultdict(list)
    for one in wanted:
        where = one.frequency.where
        conditions[one.frequency.register] += [] if where is None else [where]
    return {register: _frame(ctx, register, found, after) for register, found in conditions.items()}


def labels(ctx: AppContext, wanted: Iterable[Asked]) -> dict[str, str]:
    """What people call the objects of the registers that ``wanted`` frequencies are about."""
    found: dict[str, str] = {}
    for register in sorted({one.frequency.register for one in wanted}):
        field = ctx.ws.schema.registers[register].label_field
        for id_, label in narrow_query.columns(ctx.ws, register, (field,)):
            found[str(id_)] = str(label or id_)
    return found


def registers(wanted: Iterable[Asked]) -> set[str]:
    """The registers that what is asked for depends on."""
    return {*(one.frequency.register for one in wanted), "sewage_facility", "setting", "template"}


def asked_on(ctx: AppContext, confirmed: Sequence[Asked], day: date) -> AskedOn:
    """The samples of a day for the frequencies ``confirmed``; kept until objects change."""
    return ctx.ws.kept.get(
        ("asked", day), registers(confirmed), lambda: _asked_on(ctx, confirmed, day)
    )


def _asked_on(ctx: AppContext, confirmed: Sequence[Asked], day: date) -> AskedOn:
    own = rules(ctx, confirmed)
    if own.start is None or day < own.start:
        return AskedOn((), own)
    kinds = {PeriodKind(one.frequency.period) for one in confirmed}
    ends = [p.end for kind in kinds for p in periods_asked(kind, own.start, day)]
    found = frames(ctx, confirmed, min(ends, default=day))
    plans = [plan(one, found[one.frequency.register]) for one in confirmed]
    return AskedOn(drawn(plans, own, day), own)


def plan(one: Asked, frame: Frame) -> Plan:
    """The frequency with the objects it is for."""
    frequency = one.frequency
    due = Schedule(one.key, PeriodKind(frequency.period), frequency.share, frequency.min)
    return Plan(due, frame.matching(frequency.where))


def rules(ctx: AppContext, wanted: Iterable[Asked]) -> TaskRules:
    """The unit's settings for tasks."""
    confirmed = frozenset(one.key for one in wanted if one.confirmed)
    return TaskRules(settings.start_date(ctx), seed(ctx), confirmed)


def seed(ctx: AppContext) -> bytes:
    """The seed of the unit's samples; before one was drawn, one that follows from its code."""
    drawn = settings.value(ctx, settings.DRAW_SEED)
    try:
        return bytes.fromhex(drawn if isinstance(drawn, str) else hashed_id("draw", ctx.ws.unit))
    except ValueError as error:
        raise UserError(
            "E-TSK-032", "抽样种子（draw_seed）应为十六进制数字，请改正该参数。"
        ) from error


def _is_confirmed(ctx: AppContext, template: Template, frequency: Frequency) -> bool:
    return not frequency.basis_default or settings.is_confirmed(ctx, template.id, frequency.id)


def _frame(ctx: AppContext, register: str, conditions: Iterable[Expr], after: date | None) -> Frame:
    spec = ctx.ws.schema.registers[register]
    asked_for = {name.key for where in conditions for name in names(where)}
    fields = tuple(f.id for f in spec.fields if f.id in asked_for and not f.is_json)
    village = tuple(f.id for f in spec.fields if f.id == spec.village_field)
    rows = narrow_query.columns(ctx.ws, register, (*fields, *village), ordered=False)
    computed = register == "village" and HAS_FACILITY in asked_for
    return Frame(
        register,
        tuple(_objects(ctx, spec, rows, after)),
        fields,
        [row[1 : 1 + len(fields)] for row in rows],
        _with_facility(ctx) if computed else frozenset(),
    )


def _objects(
    ctx: AppContext, spec: RegisterSpec, rows: Iterable[tuple[Json, ...]], after: date | None
) -> Iterator[TaskObject]:
    """Villages were always there, another row since it was first written."""
    if spec.village_field == "id":
        return (TaskObject(str(row[0]), str(row[0])) for row in rows)
    later = _first_days(ctx, spec.id, after)
    if not spec.village_field:
        return (TaskObject(str(row[0]), "", later.get(row[0])) for row in rows)
    return (TaskObject(row[0], row[-1] or "", later.get(row[0])) for row in rows)  # type: ignore[arg-type]  # texts


def _first_days(ctx: AppContext, register: str, after: date | None) -> dict[Json, date]:
    """The day of the first writing of those rows that came after a day, by id."""
    since = None if after is None else day_begins(after + timedelta(days=1))
    days: dict[int, date] = {}
    found: dict[Json, date] = {}
    for id_, wall in narrow_query.first_written(ctx.ws, register, since):
        hour = wall // HOUR  # rows of one import share their day
        found[id_] = days.get(hour) or days.setdefault(hour, from_millis(wall).date())
    return found


def _with_facility(ctx: AppContext) -> frozenset[str]:
    rows = narrow_query.columns(ctx.ws, "sewage_facility", ("village",))
    return frozenset(str(village) for _, village in rows)
