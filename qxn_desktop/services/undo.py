"""Undo and redo of one's own writes, step by step, while nobody has built on them.

A step is one write with all its rows: a changed row, or a check with the problems it opened. What
takes it back are inverse operations like any other, and they travel with the rest. Acts of a
procedure (办理), settled conflicts and settings are never taken back: they stop the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.fold import DELETED, MARKS, fold
from qxn_desktop.domain.operation import Draft, Kind, Operation
from qxn_desktop.domain.step_stack import Stack, Step, Taken, Turn, stack
from qxn_desktop.services import step_words
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.referral import refuse_referred
from qxn_desktop.services.routing import draft
from qxn_desktop.services.step_words import RowStep

STAYING = frozenset({"photo", "template"})
"""What a check brings along and leaves behind: photos and the text of its form."""
TAKEN_BACK = frozenset(
    {
        "check",
        "national_entry",
        "national_import",
        "object_photo",
        "problem",
        "lead",
        "order",
        "order_progress",
        "task_exception",
        "quality_mark",
        "custom_field",
    }
)
"""Registers that users do not keep by hand, whose rows go back all the same."""
KINDS = frozenset({Kind.PUT, Kind.DELETE, Kind.UNDELETE, Kind.ALIAS})
NOTHING_TO_TURN = frozenset({"E-OP-101", "E-OP-103", "E-OP-104", "E-OP-105"})
"""Refusals that only say that there is no step of one's own to go back or forth."""

BaseRows = Mapping[str, Mapping[str, Mapping[str, Json]]]
"""What rows hold without any operation, by register and id."""
Inverse = Callable[[AppContext, RowStep], Draft | None]


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back or done again, in words.

    ``kind`` (``put``, ``delete`` …) and ``fields`` are what was written to its first row.
    """

    register: str
    id: str
    kind: str
    fields: tuple[str, ...]
    words: str
    change: ChangeSet


def undo(ctx: AppContext) -> Undone:
    """Take back this machine's last step; when that took something back, do it again.

    Raises:
        UserError: as ``back``.
    """
    steps = ctx.ws.steps.all()
    if steps and steps[-1].taken.turn is Turn.UNDO:
        return forward(ctx)
    return back(ctx)


def back(ctx: AppContext) -> Undone:
    """Take back the last step that is in force.

    Raises:
        UserError: there is none; it is another account's, an act of a procedure, or a setting; a
            row of it has changed since.
    """
    done = _stack(ctx).done
    if not done:
        raise UserError("E-OP-103", "这台电脑还没有可撤销的操作。")
    return _turn(ctx, done[-1], Turn.UNDO)


def forward(ctx: AppContext) -> Undone:
    """Do again what was taken back last.

    Raises:
        UserError: nothing was taken back since the last new work; as ``back``.
    """
    undone = _stack(ctx).undone
    if not undone:
        raise UserError("E-OP-105", "没有可重做的操作：撤销之后又有了新的改动，或还没有撤销过。")
    return _turn(ctx, undone[-1], Turn.REDO)


def _stack(ctx: AppContext) -> Stack:
    return stack(ctx.ws.steps.all())


def _turn(ctx: AppContext, step: Step, turn: Turn) -> Undone:
    if step.actor != ctx.ws.clerk:
        raise UserError(
            "E-OP-104",
            "这台电脑的上一步是{actor}做的，不能由您撤销，请直接修改。",
            actor=step.actor,
        )
    rows = _rows(ctx, step)
    words = step_words.words(ctx, rows, step.at, turn)
    ordered = rows if turn is Turn.REDO else [*reversed(rows)]
    make = _again if turn is Turn.REDO else _inverse
    made = {one.key: draft for one in ordered if (draft := make(ctx, one)) is not None}
    refuse_referred(ctx, made.values())
    change = ctx.ws.write([*made.values()], Taken(turn, step.number))
    first = next(made[one.key] for one in rows if one.key in made)
    fields = tuple(first.payload)
    return Undone(first.entity, first.row, first.kind.value, fields, words, change)


def _rows(ctx: AppContext, step: Step) -> list[RowStep]:
    """The rows of a step that go back, in the order in which they were written.

    Raises:
        UserError: one of them may not, or has changed since.
    """
    later = {
        op.id
        for other in ctx.ws.steps.all()
        if other.number > step.number
        for op in ctx.ws.written_in(other)
    }
    by_row: dict[tuple[str, str], list[Operation]] = {}
    for op in ctx.ws.written_in(step):
        if op.kind != Kind.SEEN and op.entity not in STAYING:
            by_row.setdefault((op.entity, op.row), []).append(op)
    if not by_row:
        raise _procedure()
    base = ctx.ws.schema.base_rows()
    return [_row(ctx, own, later, base) for own in by_row.values()]


def _row(ctx: AppContext, own: list[Operation], later: Iterable[object], base: BaseRows) -> RowStep:
    first = own[0]
    spec = ctx.ws.schema.registers.get(first.entity)
    known = spec is not None and (not spec.internal or spec.id in TAKEN_BACK)
    if not known or any(op.kind not in KINDS for op in own):
        raise _procedure()
    before, every = ctx.ws.before, ctx.ws.operations(first.entity, first.row)
    earlier = [op for op in every if before(op.id, first.id)]
    mine = {op.id for op in [*earlier, *own]}
    if any(op.id not in mine and op.id not in later for op in every):
        raise UserError("E-OP-102", "这条记录随后又有人改过，不能撤销，请直接修改。")
    former = fold(first.entity, first.row, earlier, before)
    touched = {key for op in own for key in (op.payload if op.kind not in MARKS else (DELETED,))}
    if any(conflict.field in touched for conflict in former.conflicts):
        raise _procedure()
    return RowStep(tuple(own), former, base.get(first.entity, {}).get(first.row))


def _procedure() -> UserError:
    return UserError("E-OP-101", "上一步是办理、裁决或设置，不能撤销，请用相应的办理更正。")


def _inverse(ctx: AppContext, one: RowStep) -> Draft | None:
    """What takes one row back to where it stood."""
    if one.last.kind in (Kind.DELETE, Kind.ALIAS):
        return _draft(ctx, one, Kind.UNDELETE)
    if one.last.kind == Kind.UNDELETE or one.is_new or one.came_back:
        return _draft(ctx, one, Kind.DELETE)
    former = {**(one.base or {}), **one.former.values}
    return _draft(ctx, one, Kind.PUT, {key: former.get(key) for key in one.payload})


def _again(ctx: AppContext, one: RowStep) -> Draft | None:
    """What the step did, once more; a row that was taken away comes back with its values."""
    if one.came_back:
        return _draft(ctx, one, Kind.UNDELETE)
    if one.last.kind != Kind.PUT:
        return _draft(ctx, one, Kind(one.last.kind), dict(one.last.payload))
    return _draft(ctx, one, *((Kind.UNDELETE,) if one.is_new else (Kind.PUT, one.payload)))


def _draft(
    ctx: AppContext, one: RowStep, kind: Kind, payload: dict[str, Json] | None = None
) -> Draft:
    return draft(ctx, one.last.entity, one.last.row, kind, payload)
