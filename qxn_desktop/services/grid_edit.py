"""What is done to many cells of a list: pasted, filled down, emptied, set for all of its rows.

The rows are named by their keys (``record_list.keys``), read where the work is done: a million of
them cost the window nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qxn_desktop.common.json_types import Json
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.services import block_edit
from qxn_desktop.services.block_edit import BlockPlan, CellChange, CellFault, Typed
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.value_words import ValueWords
from qxn_desktop.store import list_window

MOST_SHOWN = 200
"""Changes, and faults, that are listed before a block is written."""


Texts = tuple[tuple[Json, ...], ...]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done: values for cells, or the values of the first row for those below it.

    ``fields`` are the columns of ``texts``; a single row of texts is for every row of ``keys``.
    ``down``: the block is filled from its first row.
    """

    register: str
    keys: Sequence[int]
    fields: tuple[str, ...]
    texts: Texts = ()
    down: bool = False


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A plan with what of it can be shown: the first changes, the first faults by cell."""

    plan: BlockPlan
    changes: tuple[CellChange, ...]
    faults: tuple[CellFault, ...]
    titles: Mapping[str, str]

    @property
    def rows(self) -> int:
        """How many rows would change."""
        return len(self.plan.values)


def foresee(ctx: AppContext, orders: Sequence[Order], progress: Progress = SILENT) -> Foreseen:
    """Judge orders for one register cell by cell; nothing is written.

    Raises:
        UserError: users do not change rows of this register by hand.
        Cancelled: the user gave up.
    """
    register = orders[0].register
    typed: dict[str, Mapping[str, Json]] = {}
    for order in orders:
        for id_, row in _typed(ctx, order).items():
            typed[id_] = {**typed.get(id_, {}), **row}
    plan = block_edit.plan(ctx, register, typed, progress)
    spec = ctx.ws.schema.registers[register]
    return Foreseen(
        plan,
        tuple(block_edit.changes(ctx, plan, MOST_SHOWN)),
        plan.faults[:MOST_SHOWN],
        {one.id: one.title for one in spec.fields},
    )


def write(ctx: AppContext, found: Foreseen) -> ChangeSet:
    """Write what was foreseen, its faulty cells left as they are.

    Raises:
        UserError: a row of it was deleted meanwhile.
    """
    return block_edit.write(ctx, found.plan)


def fault_of(ctx: AppContext, register: str, id_: str, field: str, raw: Json) -> str:
    """What is wrong with a value typed into one cell, "" where nothing is; a few milliseconds.

    Raises:
        UserError: users do not change rows of this register by hand.
    """
    plan = block_edit.plan(ctx, register, {id_: {field: raw}})
    return plan.faults[0].sentence if plan.faults else ""


def set_cell(ctx: AppContext, register: str, id_: str, field: str, raw: Json) -> bool:
    """Write one cell; gives whether anything differed.

    Raises:
        UserError: the value is faulty by now (somebody took the number, the row is gone).
    """
    plan = block_edit.plan(ctx, register, {id_: {field: raw}})
    block_edit.refuse_faults(plan)
    if plan.values:
        block_edit.write(ctx, plan)
    return bool(plan.values)


def words_of(ctx: AppContext, register: str, field: str, value: Json) -> str:
    """A value as a cell of a list says it: masked, without its unit."""
    known = ctx.ws.schema.registers[register].field(field)
    return ValueWords(ctx).bare(known, value) if known else ""


def _typed(ctx: AppContext, order: Order) -> Typed:
    if order.down:
        return _filled_down(ctx, order)
    ids = list_window.ids_at(ctx.ws, order.register, order.keys)
    rows = order.texts if len(order.texts) > 1 else order.texts * len(ids)
    pairs = zip(ids, rows, strict=False)
    return {id_: dict(zip(order.fields, row, strict=False)) for id_, row in pairs if id_}


def _filled_down(ctx: AppContext, order: Order) -> Typed:
    first, *below = order.keys
    (source,) = ctx.ws.at_keys(order.register, [first])
    if source is None:
        return {}
    values = {name: source.values.get(name) for name in order.fields}
    ids = list_window.ids_at(ctx.ws, order.register, below)
    return {id_: values for id_ in ids if id_}
