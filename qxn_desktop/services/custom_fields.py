"""自定义列: columns that users add to a register, hide and bring back; never deleted."""

from __future__ import annotations

from qxn_desktop.common.errors import UserError, refuse
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.custom_field import (
    REGISTER,
    CustomField,
    faults,
    read_custom_field,
)
from qxn_desktop.domain.operation import Kind
from qxn_desktop.services import records
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft
from qxn_desktop.store.row import differing


def custom_fields(ctx: AppContext, register: str = "") -> tuple[CustomField, ...]:
    """The columns that were added to a register (to all), retired ones too, by title."""
    rows = ctx.ws.select(REGISTER)
    found = (read_custom_field(row.id, row.values) for row in rows)
    wanted = [one for one in found if one is not None and register in ("", one.register)]
    return tuple(sorted(wanted, key=lambda one: (one.register, one.retired, one.title)))


def add_field(ctx: AppContext, made: CustomField) -> CustomField:
    """Add a column (``domain.custom_field.described``), here and on every machine that hears of it.

    Raises:
        UserError: no such register, or everything that is wrong with the column.
    """
    spec = records.writable(ctx, made.register)
    refuse(list(faults(made, spec, custom_fields(ctx, spec.id))))
    if _was_deleted(ctx, made.id):  # nothing can be written into it before it is back
        ctx.ws.write([draft(ctx, REGISTER, made.id, Kind.UNDELETE)])
    row = ctx.ws.get(REGISTER, made.id)
    new = differing(row, made.to_row()) if row else made.to_row()
    if new:
        ctx.ws.write([draft(ctx, REGISTER, made.id, Kind.PUT, new)])
    return made


def retire(ctx: AppContext, id_: str) -> CustomField:
    """Hide a column; what was filled in it stays.

    Raises:
        UserError: there is none.
    """
    return _set_retired(ctx, id_, "是")


def bring_back(ctx: AppContext, id_: str) -> CustomField:
    """Show a retired column again, with what was filled in it.

    Raises:
        UserError: there is none.
    """
    return _set_retired(ctx, id_, None)


def _set_retired(ctx: AppContext, id_: str, value: Json) -> CustomField:
    row = ctx.ws.get(REGISTER, id_)
    found = read_custom_field(id_, row.values) if row else None
    if found is None:
        raise UserError("E-REG-170", "没有这个自定义列，请刷新后再试。")
    if found.retired != (value == "是"):
        ctx.ws.write([draft(ctx, REGISTER, id_, Kind.PUT, {"retired": value})])
    return found


def _was_deleted(ctx: AppContext, id_: str) -> bool:
    """Whether it was added once and that was undone."""
    return ctx.ws.get(REGISTER, id_) is None and bool(ctx.ws.operations(REGISTER, id_))
