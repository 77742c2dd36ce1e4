"""What a step did, in a clerk's words: 修改 韦国明 的联系电话."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qxn_desktop.common.clock import from_millis
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.fold import RowState
from qxn_desktop.domain.operation import Kind, Operation
from qxn_desktop.domain.privacy import mask
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.domain.step_stack import Turn
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.templates import templates

RowKey = tuple[str, str]

TURNS = {Turn.UNDO: "已撤销", Turn.REDO: "已重做"}
MADE = {
    "task_exception": "标为不适用",
    "order": "交办任务",
    "order_progress": "登记交办任务进展",
    "problem": "登记问题",
    "quality_mark": "把体检发现标为已核",
    "object_photo": "放照片",
}
"""What making a row of these registers is called."""
UNTOLD = frozenset({"national_import", "national_entry"})
"""Registers whose rows only say something of the others of a step."""
MOST_FIELDS = 3
"""Fields that a sentence names; of more it gives the number."""
LONGEST = 24
"""Signs of a title within a sentence."""


@dataclass(frozen=True, slots=True)
class RowStep:
    """What a step did to one row: its operations, where the row stood before.

    ``base``: what the row holds without any operation, None for most.
    """

    own: tuple[Operation, ...]
    former: RowState
    base: Mapping[str, Json] | None

    @property
    def last(self) -> Operation:
        return self.own[-1]

    @property
    def key(self) -> RowKey:
        return self.last.entity, self.last.row

    @property
    def came_back(self) -> bool:
        """Whether the step brought a row back that had been taken away, and maybe changed it."""
        return self.last.kind == Kind.PUT and self.own[0].kind == Kind.UNDELETE

    @property
    def payload(self) -> dict[str, Json]:
        return {key: value for op in self.own for key, value in op.payload.items()}

    @property
    def is_new(self) -> bool:
        """Whether the step made the row."""
        return not self.former.written and self.base is None

    @property
    def values(self) -> dict[str, Json]:
        """The row as the step left it."""
        return {**(self.base or {}), **self.former.values, **self.payload}


def words(ctx: AppContext, rows: Sequence[RowStep], at: int, turn: Turn) -> str:
    """The sentence that a step of the time ``at`` (Unix ms) was taken back, or done again."""
    when = from_millis(at)
    earlier = (
        "" if when.date() == ctx.today else f"（{when.month}月{when.day}日 {when:%H:%M} 的操作）"
    )
    return f"{TURNS[turn]}{earlier}：{_what(ctx, rows)}"


def _what(ctx: AppContext, rows: Sequence[RowStep]) -> str:
    check = next((one for one in rows if one.last.entity == "check"), None)
    if check is not None:
        return _check(ctx, check, rows)
    if len(rows) == 1:
        return _one(ctx, rows[0])
    registers = ctx.ws.schema.registers
    told = [one for one in rows if one.last.entity not in UNTOLD] or rows
    counts = Counter((_verb(one), registers[one.last.entity].title) for one in told)
    return "，".join(f"{verb}{count}条{title}" for (verb, title), count in counts.items())


def _check(ctx: AppContext, check: RowStep, rows: Sequence[RowStep]) -> str:
    form = templates(ctx).get(str(check.values.get("template")))
    title = form[0].short_title if form else "检查"
    opened = Counter(one.last.entity for one in rows)
    words = {"problem": "个问题", "lead": "条线索"}
    also = "、".join(f"{opened[entity]}{unit}" for entity, unit in words.items() if opened[entity])
    return f"{title} {_object(ctx, check.values)}" + (f"（连同开出的{also}）" if also else "")


def _one(ctx: AppContext, one: RowStep) -> str:
    spec = ctx.ws.schema.registers[one.last.entity]
    label = _label(ctx, spec, one.values)
    if one.last.kind == Kind.PUT and not one.is_new and not one.came_back:
        return f"修改 {label} 的{_fields(spec, one.payload)}"
    made = MADE.get(spec.id) if one.is_new else None
    return f"{made or _verb(one) + spec.title} {label}"


def _verb(one: RowStep) -> str:
    if one.last.kind == Kind.DELETE:
        return "删除"
    if one.last.kind == Kind.ALIAS:
        return "并入另一条："
    if one.last.kind == Kind.UNDELETE or one.came_back:
        return "恢复"
    return "新增" if one.is_new else "修改"


def _fields(spec: RegisterSpec, payload: Mapping[str, Json]) -> str:
    titles = [known.title for known in spec.fields if known.id in payload]
    if len(titles) > MOST_FIELDS:
        return f"{'、'.join(titles[:MOST_FIELDS])}等{len(titles)}项"
    return "、".join(titles)


def _label(ctx: AppContext, spec: RegisterSpec, values: Mapping[str, Json]) -> str:
    if spec.id in ("check", "task_exception", "object_photo"):
        return _object(ctx, values)
    known = spec.field(spec.label_field)
    shown = mask(known, values.get(known.id)) if known else None
    if isinstance(shown, str) and shown:
        return shown[:LONGEST]
    return village_names(ctx).get(str(values.get("village")), "")


def _object(ctx: AppContext, values: Mapping[str, Json]) -> str:
    """What people call the object of a check, a problem or a task."""
    villages, id_ = village_names(ctx), str(values.get("object"))
    village = villages.get(str(values.get("village")), "")
    row = ctx.ws.find(id_) if id_ not in villages else None
    spec = ctx.ws.schema.registers[row.register] if row else None
    label = row.text(spec.label_field) if row and spec else ""
    return f"{village}{label}" if label != village else village
