"""From the checklists in use to the plans that tasks are computed from: objects by register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qxn_desktop.common.clock import from_millis
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
)
from qxn_desktop.domain.template import Frequency, Template
from qxn_desktop.domain.template_check import REGISTER
from qxn_desktop.services import settings
from qxn_desktop.services.check_object import HAS_FACILITY
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.templates import is_disabled, templates
from qxn_desktop.store import narrow_query

ONCE = "once"


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
    """Rows of one register: what can be due, what people call it, what rules ask of it."""

    objects: tuple[TaskObject, ...]
    labels: Mapping[str, str]
    attributes: Mapping[str, Mapping[str, Json]]

    def matching(self, where: Expr | None) -> tuple[TaskObject, ...]:
        """Objects of which ``where`` is known to hold."""
        if where is None:
            return self.objects
        asked_for = sorted({name.key for name in names(where)})
        known: dict[tuple[Json, ...], bool] = {}  # thousands of rows differ in a few ways only

        def holds(one: TaskObject) -> bool:
            held = self.attributes[one.id]
            values = tuple(held.get(key) for key in asked_for)
            if values not in known:
                known[values] = truth(where, Facts(attributes=held)) is True
            return known[values]

        return tuple(filter(holds, self.objects))


@dataclass(frozen=True, slots=True)
class AskedOn:
    """What is asked for on a day, whatever was done; ``labels`` are what people call objects."""

    drawn: tuple[DrawnPeriod, ...]
    labels: Mapping[str, str]
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


def frames(ctx: AppContext, wanted: Iterable[Asked]) -> dict[str, Frame]:
    """The registers that ``wanted`` frequencies are about, by id."""
    conditions: defaultdict[str, list[Expr]] = defaultdict(list)
    for one in wanted:
        where = one.frequency.where
        conditions[one.frequency.register] += [] if where is None else [where]
    return {register: _frame(ctx, register, found) for register, found in conditions.items()}


def registers(wanted: Iterable[Asked]) -> set[str]:
    """The registers that what is asked for depends on."""
    return {*(one.frequency.register for one in wanted), "sewage_facility", "setting", "template"}


def asked_on(ctx: AppContext, confirmed: Sequence[Asked], day: date) -> AskedOn:
    """The samples of a day for the frequencies ``confirmed``; kept until objects change."""
    return ctx.ws.kept.get(
        ("asked", day), registers(confirmed), lambda: _asked_on(ctx, confirmed, day)
    )


def _asked_on(ctx: AppContext, confirmed: Sequence[Asked], day: date) -> AskedOn:
    found = frames(ctx, confirmed)
    own = rules(ctx, confirmed)
    plans = [plan(one, found[one.frequency.register]) for one in confirmed]
    labels = {id_: label for frame in found.values() for id_, label in frame.labels.items()}
    return AskedOn(drawn(plans, own, day), labels, own)


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


def _frame(ctx: AppContext, register: str, conditions: Iterable[Expr]) -> Frame:
    spec = ctx.ws.schema.registers[register]
    asked_for = {name.key for where in conditions for name in names(where)}
    fields = _fields(spec, asked_for)
    rows = [
        dict(zip(("id", *fields), record, strict=True))
        for record in narrow_query.columns(ctx.ws, register, fields)
    ]
    return Frame(
        tuple(_objects(ctx, spec, rows)),
        {str(row["id"]): str(row.get(spec.label_field) or row["id"]) for row in rows},
        _attributes(ctx, spec, rows) if asked_for else {},
    )


def _fields(spec: RegisterSpec, asked_for: set[str]) -> tuple[str, ...]:
    """The columns that are needed, in the register's order."""
    wanted = {spec.village_field, spec.label_field, *asked_for}
    return tuple(f.id for f in spec.fields if f.id in wanted and not f.is_json)


def _objects(
    ctx: AppContext, spec: RegisterSpec, rows: Iterable[Mapping[str, Json]]
) -> Iterator[TaskObject]:
    """Villages were always there, another row since it was first written."""
    if spec.village_field == "id":
        yield from (TaskObject(str(row["id"]), str(row["id"])) for row in rows)
        return
    days: dict[int, date] = {}
    written = narrow_query.first_written(ctx.ws, spec.id)
    for row in rows:
        id_ = str(row["id"])
        wall = written[id_]
        hour = wall // 3_600_000  # rows of one import share their day
        since = days.get(hour) or days.setdefault(hour, from_millis(wall).date())
        yield TaskObject(id_, str(row.get(spec.village_field) or ""), since)


def _attributes(
    ctx: AppContext, spec: RegisterSpec, rows: Iterable[Mapping[str, Json]]
) -> dict[str, Mapping[str, Json]]:
    """What rules may ask of each row: its filled columns, its register, what is computed."""
    more: dict[str, dict[str, Json]] = {}
    if spec.id == "village":
        facilities = narrow_query.columns(ctx.ws, "sewage_facility", ("village",))
        more = {str(village): {HAS_FACILITY: "是"} for _, village in facilities}
    return {
        id_: {
            **{key: value for key, value in row.items() if value is not None},
            **more.get(id_, {}),
            REGISTER: spec.id,
        }
        for row in rows
        for id_ in (str(row["id"]),)
    }
