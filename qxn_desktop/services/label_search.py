"""The labels of a register (names, codes), found by characters or pinyin; kept by its connection.

The index is read once and then follows the rows that operations touch.
"""

from __future__ import annotations

from dataclasses import dataclass

from qxn_desktop.domain.label_index import LabelIndex
from qxn_desktop.services.context import AppContext
from qxn_desktop.store import narrow_query
from qxn_desktop.store.kept_result import Heads


@dataclass(slots=True)
class _Held:
    """An index and how far it has followed; None: not read yet."""

    index: LabelIndex
    heads: Heads | None = None


def labels(ctx: AppContext, register: str) -> LabelIndex:
    """The index of a register's label field, up to date. Do not keep it.

    Raises:
        ValueError: the register has no label.
    """
    field = ctx.ws.schema.registers[register].label_field
    if not field:
        raise ValueError(f"{register} has no label")
    held = ctx.ws.kept.get(("labels", register), (), lambda: _Held(LabelIndex({})))
    heads = ctx.ws.kept.heads()
    if held.heads != heads:
        changed = None if held.heads is None else ctx.ws.kept.rows_since(held.heads)
        if changed is None:
            held.index = _read(ctx, register, field)
        else:
            _follow(ctx, held.index, register, {id_ for name, id_ in changed if name == register})
        held.heads = heads
    return held.index


def _read(ctx: AppContext, register: str, field: str) -> LabelIndex:
    rows = narrow_query.columns(ctx.ws, register, (field,))
    return LabelIndex({str(id_): str(label or "") for id_, label in rows})


def _follow(ctx: AppContext, index: LabelIndex, register: str, ids: set[str]) -> None:
    field = ctx.ws.schema.registers[register].label_field
    for id_ in ids:
        row = ctx.ws.get(register, id_)
        index.put(id_, row.text(field) if row else "")
