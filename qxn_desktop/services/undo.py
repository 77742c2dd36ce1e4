"""Undo: the inverse of one's last change of a register, while nobody has built on it.

The inverse is an operation like any other and travels with the rest. Undoing an undo does the
change again. Events (办理) are never undone.
"""

from __future__ import annotations

from dataclasses import dataclass

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.fold import fold, maximal
from qxn_desktop.domain.operation import Kind, Operation
from qxn_desktop.services import records
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft


@dataclass(frozen=True, slots=True)
class Undone:
    """What was undone: the row, the fields that went back, and how (``put``, ``delete`` …)."""

    register: str
    id: str
    kind: str
    fields: tuple[str, ...]
    change: ChangeSet


def undo(ctx: AppContext) -> Undone:
    """Take back this machine's last operation, when it was one's own.

    Raises:
        UserError: there is none, it was a step of a procedure, or the row has changed since.
    """
    last = ctx.ws.last_own()
    if last is None:
        raise UserError("E-OP-103", "这台电脑还没有可撤销的操作。")
    spec = ctx.ws.schema.registers.get(last.entity)
    if spec is None or spec.internal or last.kind not in (Kind.PUT, Kind.DELETE, Kind.UNDELETE):
        raise UserError("E-OP-101", "上一步是检查、办理或设置，不能撤销，请用相应的办理更正。")
    if last.actor != ctx.ws.clerk:
        raise UserError(
            "E-OP-104",
            "这台电脑的上一步是{actor}做的，不能由您撤销，请直接修改。",
            actor=last.actor,
        )
    ops = ctx.ws.operations(last.entity, last.row)
    if [op.id for op in maximal(ops, ctx.ws.before)] != [last.id]:
        raise UserError("E-OP-102", "这条记录随后又有人改过，不能撤销，请直接修改。")
    kind, payload = _inverse(ctx, last, [op for op in ops if op.id != last.id])
    if kind == Kind.DELETE and (row := ctx.ws.get(last.entity, last.row)):
        records.refuse_referred(ctx, row)
    change = ctx.ws.write([draft(ctx, last.entity, last.row, kind, payload)])
    return Undone(last.entity, last.row, kind.value, tuple(payload), change)


def _inverse(
    ctx: AppContext, last: Operation, earlier: list[Operation]
) -> tuple[Kind, dict[str, Json]]:
    if last.kind == Kind.DELETE:
        return Kind.UNDELETE, {}
    is_base = last.row in ctx.ws.schema.base_rows().get(last.entity, {})
    if last.kind == Kind.UNDELETE or not (earlier or is_base):
        return Kind.DELETE, {}
    former = fold(last.entity, last.row, earlier, ctx.ws.before).values
    return Kind.PUT, {key: former.get(key) for key in last.payload}
