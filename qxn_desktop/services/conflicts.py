"""Open conflicts, and a person's decision as an ordinary operation that converges too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from qxn_desktop.common.clock import from_millis
from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.fold import DELETED, STATE, Conflict, Option
from qxn_desktop.domain.operation import Draft, Kind, OpId
from qxn_desktop.domain.privacy import mask
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft, event


def open_conflicts(ctx: AppContext) -> list[Conflict]:
    """All open conflicts: the same list on every machine that holds the same operations."""
    return ctx.ws.conflicts()


def open_conflict(ctx: AppContext, id_: str) -> Conflict:
    """One of them.

    Raises:
        UserError: it is decided already.
    """
    found = next((one for one in ctx.ws.conflicts() if one.id == id_), None)
    if found is None:
        raise _settled()
    return found


def shown_conflicts(ctx: AppContext, unmasked: str = "") -> list[Conflict]:
    """All open conflicts as they may be shown; ``unmasked`` is the reason to see them whole."""
    found = open_conflicts(ctx)
    if unmasked:
        ctx.ws.audit("reveal", conflicts=len(found), reason=unmasked)
        return found
    return [_masked(ctx, conflict) for conflict in found]


def resolve(ctx: AppContext, conflict_id: str, take: str) -> ChangeSet:
    """Decide a conflict. ``take`` is an option's number from 1, else its value.

    Raises:
        UserError: no such conflict or option.
    """
    conflict = open_conflict(ctx, conflict_id)
    return ctx.ws.write([_decision(ctx, conflict, _chosen(conflict, take))])


def resolve_all(ctx: AppContext, taken: Mapping[str, str]) -> ChangeSet:
    """Decide many conflicts at once: options by conflict, as ``resolve`` takes them. All or none.

    Raises:
        UserError: one of them is not open any more, or has no such option.
    """
    known = {conflict.id: conflict for conflict in ctx.ws.conflicts()}
    if not taken.keys() <= known.keys():
        raise _settled()
    chosen = ((known[id_], _chosen(known[id_], take)) for id_, take in taken.items())
    return ctx.ws.write([_decision(ctx, conflict, option) for conflict, option in chosen])


def facts_of(ctx: AppContext, conflict: Conflict) -> Mapping[OpId, Mapping[str, Json]]:
    """What the events on the sides of a conflict say; empty where it is about a value."""
    if conflict.field != STATE:
        return {}
    return {one.id: one.facts for one in ctx.ws.events(conflict.entity, conflict.row)}


def option_key(conflict: Conflict, option: Option) -> str:
    """How an option is named on the command line: its number from 1."""
    return str(conflict.options.index(option) + 1)


def _chosen(conflict: Conflict, take: str) -> Option:
    by_number = {option_key(conflict, option): option for option in conflict.options}
    if take in by_number:
        return by_number[take]
    meant = [option for option in conflict.options if str(option.value) == take]
    # Events of one name are different branches; equal values or marks are the same decision.
    if meant and (len(meant) == 1 or conflict.field != STATE):
        return meant[0]
    listed = "、".join(
        f"{option_key(conflict, o)}（{_described(conflict, o)}）" for o in conflict.options
    )
    raise UserError("E-SYN-311", "没有“{take}”这个选项，可选：{listed}。", take=take, listed=listed)


def _settled() -> UserError:
    return UserError("E-SYN-310", "没有这个冲突，可能已经裁决过了。请刷新冲突列表。")


def _masked(ctx: AppContext, conflict: Conflict) -> Conflict:
    spec = ctx.ws.schema.registers.get(conflict.entity)
    field = spec.field(conflict.field) if spec else None
    if field is None:  # a mark or an event: no value of anybody's
        return conflict
    options = tuple(replace(o, value=mask(field, o.value)) for o in conflict.options)
    return replace(conflict, options=options)


def _described(conflict: Conflict, option: Option) -> str:
    """An option for people: no personal value, as two masked ones may look the same."""
    if conflict.field == DELETED:
        return {"delete": "删除", "keep": "保留"}.get(str(option.value), "合并")
    return f"{option.actor} {from_millis(option.wall):%m-%d %H:%M}"


def _decision(ctx: AppContext, conflict: Conflict, option: Option) -> Draft:
    entity, row = conflict.entity, conflict.row
    if conflict.field == DELETED:
        return _removal(ctx, conflict, option)
    if conflict.field == STATE:
        return event(ctx, entity, row, "settle", {"take": list(option.op)})
    return draft(ctx, entity, row, Kind.PUT, {conflict.field: option.value})


def _removal(ctx: AppContext, conflict: Conflict, option: Option) -> Draft:
    """The decision whether a row is there: as the side that was taken says."""
    entity, row = conflict.entity, conflict.row
    if option.value == "keep":
        return draft(ctx, entity, row, Kind.UNDELETE)
    said = next((op for op in ctx.ws.operations(entity, row) if op.id == option.op), None)
    if said is not None and said.kind == Kind.ALIAS:
        return draft(ctx, entity, row, Kind.ALIAS, said.payload)
    return draft(ctx, entity, row, Kind.DELETE)
